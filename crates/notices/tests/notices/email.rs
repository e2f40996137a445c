//! E-mail to a test SMTP server.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::thread::JoinHandle;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use notices::{Channel, Email, EmailAddress, Persistence, Recipient, Roots, SendError, Sent};

use super::tls::{over_tls, own_roots};
use super::{NOW_MS, notice};

const TIMEOUT: Duration = Duration::from_secs(20);

/// What the server does at one point of the conversation.
#[derive(Clone, Copy)]
enum Answer {
    Say(&'static str),
    Close,
    Nothing,
}
use Answer::{Close, Nothing, Say};

/// The usual response to a client command; "" stands for the greeting and "."
/// for the end of the message.
fn usual(word: &str) -> Answer {
    Say(match word {
        "" => "220 test ready",
        "EHLO" => "250-test\r\n250-AUTH PLAIN\r\n250 8BITMIME",
        "AUTH" => "235 welcome",
        "DATA" => "354 go on",
        "QUIT" => "221 bye",
        _ => "250 fine",
    })
}

/// A server for one conversation, with the usual responses except `other`;
/// gives its port and, at the end, all lines of the client.
fn server(other: Option<(&'static str, Answer)>) -> (u16, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let answers = move |word: &str| match other {
        Some((point, answer)) if point == word => answer,
        _ => usual(word),
    };
    let talk = std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        converse(&stream, answers)
    });
    (port, talk)
}

/// The conversation from the greeting to its end, or to where the client may
/// start TLS.
fn converse(stream: impl Read + Write, answers: impl Fn(&str) -> Answer) -> Vec<String> {
    let mut lines = Vec::new();
    let mut reader = BufReader::new(stream);
    let mut in_message = false;
    let mut word = String::new();
    loop {
        match answers(&word) {
            _ if in_message && word != "." => {}
            Say(words) => {
                in_message = word == "DATA" && words.starts_with('3');
                // The client may have closed the connection.
                let _ = reader
                    .get_mut()
                    .write_all(format!("{words}\r\n").as_bytes());
                if word == "STARTTLS" {
                    return lines;
                }
            }
            Close => return lines,
            Nothing => {}
        }
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return lines;
        }
        assert!(line.ends_with("\r\n"), "{line:?}");
        let line = line.trim_end_matches("\r\n").to_owned();
        word = match line.split(' ').next() {
            _ if in_message && line != "." => "in the message".to_owned(),
            first => first.unwrap_or_default().to_ascii_uppercase(),
        };
        lines.push(line);
    }
}

fn person() -> Recipient {
    let address: EmailAddress = "wang@example.cn".parse().unwrap();
    Recipient::Person(address)
}

fn email(port: u16) -> Email {
    let url = format!("smtp://127.0.0.1:{port}");
    Email::new(
        &url,
        "回执 <receipts@huizhi.example.cn>",
        TIMEOUT,
        &Roots::default(),
    )
    .unwrap()
}

#[tokio::test]
async fn a_message_arrives_whole() {
    let (port, talk) = server(None);
    let sent = email(port).send(&notice(person()), NOW_MS).await;
    assert_eq!(sent, Ok(Sent { status: 250 }));
    let lines = talk.join().unwrap();

    assert_eq!(lines[0], "EHLO huizhi.example.cn");
    assert!(
        lines[1].starts_with("MAIL FROM:<receipts@huizhi.example.cn>"),
        "{}",
        lines[1]
    );
    assert_eq!(lines[2], "RCPT TO:<wang@example.cn>");
    assert_eq!(lines[3], "DATA");
    let end = lines.iter().position(|line| line == ".").unwrap();
    let message = &lines[4..end];
    let blank = message.iter().position(String::is_empty).unwrap();
    let head = message[..blank].join("\n");
    for line in [
        "To: wang@example.cn",
        "Date: Thu, 01 Jan 2026 00:00:00 +0000",
        "Message-ID: <01KDVCDNR0ABCDEFGHJKMNPQRS@huizhi.example.cn>",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
    ] {
        assert!(
            head.lines().any(|header| header == line),
            "{line} in:\n{head}"
        );
    }
    let header = |name: &str| {
        let line = head.lines().find(|line| line.starts_with(name));
        line.unwrap_or_default()[name.len()..].to_owned()
    };
    assert_eq!(decoded_words(&header("Subject: ")), "回执 K7QX 已通过");
    assert!(
        header("From: ").ends_with("<receipts@huizhi.example.cn>"),
        "{head}"
    );
    assert!(
        decoded_words(&header("From: ")).starts_with("回执"),
        "{head}"
    );

    assert_eq!(
        // The client ends the last line once more.
        from_quoted_printable(&message[blank + 1..message.len() - 1]),
        "您好，\r\n照片审核通过。\r\n.\r\n完\r\n\r\nhttps://huizhi.example.cn/orders/K7QX\r\n"
    );
}

/// RFC 2045, section 6.7.
fn from_quoted_printable(lines: &[String]) -> String {
    let (mut bytes, mut is_soft) = (Vec::new(), true);
    for line in lines {
        if !std::mem::replace(&mut is_soft, line.ends_with('=')) {
            bytes.extend(b"\r\n");
        }
        // SMTP doubles a dot at the start.
        let line = line.strip_prefix('.').unwrap_or(line);
        let mut rest = line.strip_suffix('=').unwrap_or(line);
        while let Some((plain, code)) = rest.split_once('=') {
            bytes.extend(plain.as_bytes());
            bytes.push(u8::from_str_radix(&code[..2], 16).unwrap());
            rest = &code[2..];
        }
        bytes.extend(rest.as_bytes());
    }
    String::from_utf8(bytes).unwrap()
}

/// RFC 2047 base64 words of a header, decoded.
fn decoded_words(header: &str) -> String {
    let mut text = String::new();
    for (place, part) in header.split("=?utf-8?b?").enumerate() {
        match part.split_once("?=") {
            Some((word, rest)) if place > 0 => {
                let bytes = BASE64_STANDARD.decode(word).unwrap();
                text.push_str(&String::from_utf8(bytes).unwrap());
                text.push_str(rest);
            }
            _ => text.push_str(part),
        }
    }
    text
}

#[tokio::test]
async fn an_english_message_is_readable_as_it_goes() {
    let (port, talk) = server(None);
    let mut english = notice(person());
    english.subject = "Receipt K7QX approved".to_owned();
    english.body = "Hello,\n.\nYour photo was approved.".to_owned();
    english.link = None;
    assert!(email(port).send(&english, NOW_MS).await.is_ok());
    let lines = talk.join().unwrap();
    let has = |line: &str| lines.iter().any(|said| said == line);
    assert!(has("Subject: Receipt K7QX approved"), "{lines:?}");
    assert!(has("Your photo was approved."), "{lines:?}");
    assert!(has(".."), "a lone dot does not end the message: {lines:?}");
}

#[tokio::test]
async fn signs_in_with_the_credentials_of_the_url() {
    let (port, talk) = server(None);
    let url = format!("smtp://huizhi:p%40ss@127.0.0.1:{port}");
    let email = Email::new(
        &url,
        "receipts@huizhi.example.cn",
        TIMEOUT,
        &Roots::default(),
    )
    .unwrap();
    assert!(email.send(&notice(person()), NOW_MS).await.is_ok());
    let lines = talk.join().unwrap();
    let expected = format!("AUTH PLAIN {}", BASE64_STANDARD.encode("\0huizhi\0p@ss"));
    assert_eq!(lines[1], expected);
    assert!(!format!("{email:?}").contains("p@ss"), "{email:?}");
}

#[tokio::test]
async fn answers_are_told_apart() {
    use Persistence::{Permanent, Temporary};
    let check = async |point, answer, expected: SendError, persistence| {
        let (port, talk) = server(Some((point, answer)));
        let url = format!("smtp://huizhi:secret@127.0.0.1:{port}");
        let email = Email::new(
            &url,
            "receipts@huizhi.example.cn",
            TIMEOUT,
            &Roots::default(),
        )
        .unwrap();
        let error = email.send(&notice(person()), NOW_MS).await.unwrap_err();
        assert_eq!(error, expected, "at {point:?}");
        assert_eq!(error.persistence(), persistence, "at {point:?}");
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("wang"), "{shown}");
        drop(email);
        talk.join().unwrap();
    };
    let (busy, refused) = (
        |status| SendError::Busy { status },
        |status| SendError::Refused { status },
    );
    check("", Say("421 too many"), busy(421), Temporary).await;
    check("", Say("554 no service"), refused(554), Permanent).await;
    check("", Close, SendError::Unreachable, Temporary).await;
    check("", Say("SSH-2.0-test"), SendError::Unreachable, Temporary).await;
    check("EHLO", Say("250 test"), SendError::Unfit, Temporary).await;
    check("EHLO", Close, SendError::Unreachable, Temporary).await;
    let credentials = |status| SendError::Credentials { status };
    check(
        "AUTH",
        Say("535 wrong password"),
        credentials(535),
        Temporary,
    )
    .await;
    check("AUTH", Say("454 later"), busy(454), Temporary).await;
    check("MAIL", Say("452 disk full"), busy(452), Temporary).await;
    check(
        "RCPT",
        Say("450 wang@example.cn: later"),
        busy(450),
        Temporary,
    )
    .await;
    check(
        "RCPT",
        Say("550 wang@example.cn: unknown"),
        refused(550),
        Permanent,
    )
    .await;
    check("RCPT", Close, SendError::Unreachable, Temporary).await;
    check("DATA", Say("451 later"), busy(451), Temporary).await;
    check(".", Say("552 too large"), refused(552), Permanent).await;
    check(".", Say("451 later"), busy(451), Temporary).await;
    check(".", Close, SendError::Unreachable, Temporary).await;
}

#[tokio::test]
async fn silence_ends_with_the_timeout() {
    for point in ["", "EHLO", "."] {
        let (port, talk) = server(Some((point, Nothing)));
        let url = format!("smtp://127.0.0.1:{port}");
        let email = Email::new(
            &url,
            "a@example.cn",
            Duration::from_millis(50),
            &Roots::default(),
        )
        .unwrap();
        let sent = email.send(&notice(person()), NOW_MS).await;
        assert_eq!(sent, Err(SendError::TimedOut), "at {point:?}");
        talk.join().unwrap();
    }
}

#[tokio::test]
async fn no_password_and_no_message_without_encryption_that_was_asked_for() {
    let (port, talk) = server(None);
    let url = format!("smtp://huizhi:secret@127.0.0.1:{port}?tls=required");
    let email = Email::new(
        &url,
        "receipts@huizhi.example.cn",
        TIMEOUT,
        &Roots::default(),
    )
    .unwrap();
    let sent = email.send(&notice(person()), NOW_MS).await;
    assert_eq!(sent, Err(SendError::Unfit));
    let lines = talk.join().unwrap();
    assert!(
        lines
            .iter()
            .all(|line| line.starts_with("EHLO") || line == "QUIT"),
        "{lines:?}"
    );
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_is_not_trusted() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let talk = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(b"220 test ready\r\n").unwrap();
        let mut said = Vec::new();
        // The client may break off in the middle of a word.
        let _ = stream.read_to_end(&mut said);
        said
    });
    let url = format!("smtps://huizhi:secret@127.0.0.1:{port}");
    let email = Email::new(
        &url,
        "receipts@huizhi.example.cn",
        TIMEOUT,
        &Roots::default(),
    )
    .unwrap();
    let sent = email.send(&notice(person()), NOW_MS).await;
    assert_eq!(sent, Err(SendError::Untrusted));
    let said = talk.join().unwrap();
    // A TLS handshake record, and no SMTP command.
    assert_eq!(said.first(), Some(&22));
}

/// A server that starts TLS at once or on request; it gets no message if the
/// client does not trust it.
fn tls_server(starttls: bool) -> (u16, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let talk = std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        if !starttls {
            return converse(over_tls(stream), usual);
        }
        let offering = |word: &str| match word {
            "EHLO" => Say("250-test\r\n250 STARTTLS"),
            _ => usual(word),
        };
        let mut lines = converse(&stream, offering);
        let silent_at_first = |word: &str| match word {
            "" => Nothing,
            _ => usual(word),
        };
        lines.extend(converse(over_tls(stream), silent_at_first));
        lines
    });
    (port, talk)
}

#[tokio::test]
async fn encrypted_to_a_server_that_proves_itself_and_to_no_other() {
    let check = async |starttls: bool, roots: &Roots, expected| {
        let (port, talk) = tls_server(starttls);
        let url = match starttls {
            true => format!("smtp://huizhi:secret@127.0.0.1:{port}?tls=required"),
            false => format!("smtps://huizhi:secret@127.0.0.1:{port}"),
        };
        let email = Email::new(&url, "receipts@huizhi.example.cn", TIMEOUT, roots).unwrap();
        let sent = email.send(&notice(person()), NOW_MS).await;
        assert_eq!(sent, expected, "STARTTLS {starttls}, {roots:?}");
        let lines = talk.join().unwrap();
        let signed_in = lines.iter().any(|line| line.starts_with("AUTH"));
        assert_eq!(signed_in, sent.is_ok(), "{lines:?}");
    };
    for starttls in [false, true] {
        check(starttls, &own_roots(), Ok(Sent { status: 250 })).await;
        check(starttls, &Roots::default(), Err(SendError::Untrusted)).await;
    }
}

#[tokio::test]
async fn nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let sent = email(port).send(&notice(person()), NOW_MS).await;
    assert_eq!(sent, Err(SendError::Unreachable));
}

#[tokio::test]
async fn what_cannot_be_written_is_not_sent() {
    let check = async |change: fn(&mut notices::Notice), expected: SendError| {
        let mut changed = notice(person());
        change(&mut changed);
        // No server listens there: a connection attempt would be another error.
        let sent = email(1).send(&changed, NOW_MS).await;
        assert_eq!(sent, Err(expected), "{changed:?}");
        assert_eq!(expected.persistence(), Persistence::Permanent);
    };
    check(|n| n.to = Recipient::System, SendError::NoAddress).await;
    check(
        |n| n.subject.push_str("\r\nBcc: all@example.cn"),
        SendError::Malformed,
    )
    .await;
    check(|n| n.subject.push('\n'), SendError::Malformed).await;
    check(|n| n.id.clear(), SendError::Malformed).await;
    check(|n| n.id.push('>'), SendError::Malformed).await;
    check(|n| n.id.push_str("\r\n"), SendError::Malformed).await;
}

#[test]
fn addresses_are_read_and_not_shown() {
    let check = |text: &str, valid: bool| {
        let read = text.parse::<EmailAddress>();
        assert_eq!(read.is_ok(), valid, "{text}");
        assert!(text.is_empty() || !format!("{read:?}").contains(text));
    };
    check("wang@example.cn", true);
    check("wang.li+a@mail.example.cn", true);
    check("wang", false);
    check("wang@", false);
    check("@example.cn", false);
    check("wang@example.cn, li@example.cn", false);
    check("wang@example.cn\r\nBcc: li@example.cn", false);
    check("<wang@example.cn>", false);
    check("", false);
}
