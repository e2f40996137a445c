//! Pushes, read as their receiver reads them.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use aes::Aes256;
use base64::Engine as _;
use base64::alphabet;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use cbc::Decryptor;
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeDecrypt as _, KeyIvInit as _};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use serde_json::{Value, json};
use wechat_stand_in::{APPID, PUSH_KEY, PUSH_TOKEN};

use crate::world::{NOW, OPENID, World};

fn message() -> Value {
    json!({ "ToUserName": "gh_97417a04a28d", "FromUserName": OPENID, "CreateTime": NOW / 1000,
        "MsgType": "text", "Content": "照片什么时候好？", "MsgId": 1 })
}

fn parameters(query: &str) -> BTreeMap<&str, &str> {
    query
        .split('&')
        .map(|pair| pair.split_once('=').unwrap())
        .collect()
}

fn signed(parts: &[&str]) -> String {
    let mut parts = parts.to_vec();
    parts.sort_unstable();
    let hash = digest(&SHA1_FOR_LEGACY_USE_ONLY, parts.concat().as_bytes());
    hash.as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn opened(sealed: &str) -> Vec<u8> {
    let config = GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true);
    let lenient = GeneralPurpose::new(&alphabet::STANDARD, config);
    let key = lenient.decode(format!("{PUSH_KEY}=")).unwrap();
    let mut bytes = STANDARD.decode(sealed).unwrap();
    let opens = Decryptor::<Aes256>::new_from_slices(&key, &key[..16]).unwrap();
    opens.decrypt_padded::<NoPadding>(&mut bytes).unwrap();
    assert_eq!(bytes.len() % 32, 0);
    let pad = usize::from(*bytes.last().unwrap());
    assert!((1..=32).contains(&pad) && bytes.ends_with(&vec![pad as u8; pad]));
    bytes.truncate(bytes.len() - pad);
    bytes
}

#[test]
fn the_key_has_spare_bits() {
    assert_eq!((PUSH_KEY.len(), PUSH_TOKEN.len()), (43, 24));
    let strict = STANDARD.decode(format!("{PUSH_KEY}="));
    assert!(strict.is_err());
}

#[test]
fn a_sealed_push_opens() {
    let world = World::new();
    // Messages of every length, so that every padding occurs.
    for length in 0..40 {
        let mut message = message();
        message["Content"] = json!("x".repeat(length));
        let push = world.stand_in.push(&message);
        let query = parameters(&push.query);
        assert_eq!((query["openid"], query["encrypt_type"]), (OPENID, "aes"));
        let (timestamp, nonce) = (query["timestamp"], query["nonce"]);
        assert_eq!(timestamp, (NOW / 1000).to_string());
        assert_eq!(query["signature"], signed(&[PUSH_TOKEN, timestamp, nonce]));
        let body: Value = serde_json::from_slice(&push.body).unwrap();
        assert_eq!(body["ToUserName"], message["ToUserName"]);
        let sealed = body["Encrypt"].as_str().unwrap();
        let expected = signed(&[PUSH_TOKEN, timestamp, nonce, sealed]);
        assert_eq!(query["msg_signature"], expected);
        let plain = opened(sealed);
        let count = u32::from_be_bytes(plain[16..20].try_into().unwrap());
        let (text, appid) = plain[20..].split_at(usize::try_from(count).unwrap());
        assert_eq!(serde_json::from_slice::<Value>(text).unwrap(), message);
        assert_eq!(appid, APPID.as_bytes());
    }
}

#[test]
fn a_plain_push_and_the_question_are_signed() {
    let world = World::new();
    let push = world.stand_in.push_plain(&message());
    assert_eq!(push.body, message().to_string().into_bytes());
    let (question, echo) = world.stand_in.echo();
    for query in [&push.query, &question] {
        let query = parameters(query);
        let expected = signed(&[PUSH_TOKEN, query["timestamp"], query["nonce"]]);
        assert_eq!(query["signature"], expected);
    }
    assert_eq!(parameters(&question)["echostr"], echo);
}

#[test]
fn a_push_is_sent_and_its_answer_told() {
    let world = World::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let to = format!("http://{}/push", listener.local_addr().unwrap());
    let receiver = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut seen = Vec::new();
        // The body is the last thing, and ends with a brace.
        while !seen.ends_with(b"}") {
            let mut buffer = [0; 4096];
            let count = stream.read(&mut buffer).unwrap();
            assert_ne!(count, 0);
            seen.extend_from_slice(&buffer[..count]);
        }
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\nsuccess";
        stream.write_all(answer).unwrap();
        String::from_utf8(seen).unwrap()
    });
    let told = world.post(&format!("/stand-in/wechat/push?to={to}"), &message());
    assert_eq!(told.json(), json!({ "status": 200, "body": "success" }));
    let seen = receiver.join().unwrap();
    assert!(seen.starts_with("POST /push?signature="), "{seen}");
    // Nobody listens any more.
    let push = world.stand_in.push(&message());
    assert_eq!(push.send(&to), (0, String::new()));
}
