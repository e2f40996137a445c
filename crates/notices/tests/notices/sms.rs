//! Text messages to a test HTTP server.

use std::collections::BTreeMap;
use std::time::Duration;

use notices::{
    Accepted, BodyFormat, Channel, ConfigError, PhoneNumber, Recipient, Roots, SIGNATURE_HEADER,
    SendError, Sent, Sms, SmsParts, TIMESTAMP_HEADER, verify,
};
use serde_json::{Value, json};

use super::server::server;
use super::{NOW_MS, notice};

const SECRET: &[u8] = b"a secret of the operator";

fn parts(url: &str, format: BodyFormat, body: Value) -> SmsParts<'_> {
    SmsParts {
        url,
        format,
        body,
        headers: vec![("Authorization".to_owned(), "Bearer abc".to_owned().into())],
        sign: "小城 & \"照相\"".to_owned(),
        texts: BTreeMap::new(),
        secret: Some(SECRET.to_vec().into()),
        accepted: None,
    }
}

fn sms(parts: SmsParts<'_>) -> Result<Sms, ConfigError> {
    Sms::new(parts, Duration::from_secs(20), &Roots::default())
}

fn phone() -> Recipient {
    Recipient::Phone(PhoneNumber::new("13800138000").unwrap())
}

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

#[tokio::test]
async fn the_body_is_the_operators_template_escaped_for_its_format() {
    let json = json!({
        "mobile": "{phone}",
        "params": ["{text}", "{order}"],
        "sign": "【{sign}】",
        "type": 7,
        "raw": "{{x}}",
    });
    let form = json!({ "mobile": "{phone}", "content": "【{sign}】{text}" });
    let check = async |format, body, kind: &str, expected: &str| {
        let (port, talk) = server(Some(OK));
        let url = format!("http://127.0.0.1:{port}/send?key=1");
        let sms = sms(parts(&url, format, body)).unwrap();
        assert_eq!(
            sms.send(&notice(phone()), NOW_MS).await,
            Ok(Sent { status: 200 })
        );
        let request = talk.join().unwrap();
        assert_eq!(request.first_line, "POST /send?key=1 HTTP/1.1");
        assert_eq!(request.header("Content-Type"), kind);
        assert_eq!(request.header("Authorization"), "Bearer abc");
        let timestamp = request.header(TIMESTAMP_HEADER);
        let signature = request.header(SIGNATURE_HEADER);
        let now_s = NOW_MS / 1000;
        assert_eq!(
            verify(SECRET, timestamp, signature, &request.body, now_s),
            Ok(())
        );
        assert_eq!(String::from_utf8(request.body).unwrap(), expected);
    };
    check(
        BodyFormat::Json,
        json,
        "application/json",
        r#"{"mobile":"13800138000","params":["您好，\n照片审核通过。\n.\n完","K7QX"],"raw":"{x}","sign":"【小城 & \"照相\"】","type":7}"#,
    )
    .await;
    check(
        BodyFormat::Form,
        form,
        "application/x-www-form-urlencoded",
        "content=%E3%80%90%E5%B0%8F%E5%9F%8E+%26+%22%E7%85%A7%E7%9B%B8%22%E3%80%91\
         %E6%82%A8%E5%A5%BD%EF%BC%8C%0A%E7%85%A7%E7%89%87%E5%AE%A1%E6%A0%B8%E9%80%9A%E8%BF%87%E3%80%82\
         %0A.%0A%E5%AE%8C&mobile=13800138000",
    )
    .await;
}

#[tokio::test]
async fn the_operators_own_text_takes_the_place() {
    let (port, talk) = server(Some(OK));
    let url = format!("http://127.0.0.1:{port}/");
    let body = json!({ "to": "{phone}", "say": "{text}" });
    let texts = [
        (
            "order-approved".to_owned(),
            "{order} 通过：{link}".to_owned(),
        ),
        ("order-rejected".to_owned(), "没有通过".to_owned()),
    ];
    let sms = sms(SmsParts {
        texts: texts.into(),
        ..parts(&url, BodyFormat::Json, body)
    });
    sms.unwrap().send(&notice(phone()), NOW_MS).await.unwrap();
    assert_eq!(
        String::from_utf8(talk.join().unwrap().body).unwrap(),
        r#"{"say":"K7QX 通过：https://huizhi.example.cn/orders/K7QX","to":"13800138000"}"#
    );
}

/// Providers say 200 to what they refuse, and why in the body.
#[tokio::test]
async fn a_good_status_is_not_always_good() {
    let check = async |answer: &'static str, expected| {
        let (port, talk) = server(Some(answer));
        let url = format!("http://127.0.0.1:{port}/");
        let body = json!({ "to": "{phone}", "say": "{text}" });
        let sms = sms(SmsParts {
            accepted: Some(Accepted {
                pointer: "/code".to_owned(),
                equals: "0".to_owned(),
            }),
            ..parts(&url, BodyFormat::Json, body)
        });
        let sent = sms.unwrap().send(&notice(phone()), NOW_MS).await;
        assert_eq!(sent, expected, "{answer}");
        talk.join().unwrap();
    };
    let busy = Err(SendError::Busy { status: 200 });
    let good = Ok(Sent { status: 200 });
    check(
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"code\":0}",
        good,
    )
    .await;
    check(
        "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{\"code\":\"0\"}",
        good,
    )
    .await;
    check(
        "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"code\":17}",
        busy,
    )
    .await;
    check("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", busy).await;
    check(OK, busy).await;
    let refused = Err(SendError::Refused { status: 403 });
    check("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", refused).await;
}

#[tokio::test]
async fn only_a_phone_is_sent_to() {
    let body = json!({ "to": "{phone}", "say": "{text}" });
    let sms = sms(parts("http://127.0.0.1:1/", BodyFormat::Json, body)).unwrap();
    let sent = sms.send(&notice(Recipient::System), NOW_MS).await;
    assert_eq!(sent, Err(SendError::NoAddress));
    let shown = format!("{sms:?} {:?}", phone());
    assert!(!shown.contains("abc") && !shown.contains("138"), "{shown}");
}

#[test]
fn what_cannot_be_set_up() {
    let check = |url: &str, format, body, header: (&str, &str), expected: Option<&str>| {
        let made = sms(SmsParts {
            headers: vec![(header.0.to_owned(), header.1.to_owned().into())],
            ..parts(url, format, body)
        });
        assert_eq!(
            made.err().map(|error| error.code()),
            expected,
            "{url} {header:?}"
        );
    };
    let whole = || json!({ "to": "{phone}", "say": "{text}" });
    let url = "https://sms.example.cn/send";
    let plain = ("X-Key", "a");
    let json = BodyFormat::Json;
    check(url, json, whole(), plain, None);
    check(url, BodyFormat::Form, whole(), plain, None);
    check(
        "http://sms.example.cn/",
        json,
        whole(),
        plain,
        Some("notice-url-insecure"),
    );
    check(url, json, whole(), ("X Key", "a"), Some("notice-header"));
    check(
        url,
        json,
        whole(),
        ("X-Key", "a\r\nb"),
        Some("notice-header"),
    );
    check(
        url,
        json,
        json!({ "say": "{text}" }),
        plain,
        Some("notice-body-lacks"),
    );
    check(
        url,
        json,
        json!({ "to": "{phone}" }),
        plain,
        Some("notice-body-lacks"),
    );
    check(
        url,
        json,
        json!(["{phone}", "{name}"]),
        plain,
        Some("notice-placeholder"),
    );
    let nested = json!({ "to": "{phone}", "say": ["{text}"] });
    check(url, json, nested.clone(), plain, None);
    check(url, BodyFormat::Form, nested, plain, Some("notice-form"));
}
