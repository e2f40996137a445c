//! Words and pictures that are checked, answers to who wrote, the ticket of pages.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::world::{OPENID, World};

#[test]
fn words_are_judged_at_once() {
    let (world, token) = World::with_token();
    let path = format!("/wxa/msg_sec_check?access_token={token}");
    let with = |place: &str, value: Value| {
        let mut request = json!({ "openid": OPENID, "scene": 2, "version": 2, "content": "你好" });
        request[place] = value;
        world.post(&path, &request)
    };
    for (content, suggest, label) in [
        ("你好", "pass", 100),
        ("违禁", "risky", 20_006),
        ("可疑", "review", 21_000),
    ] {
        let said = with("content", json!(content)).json();
        assert_eq!(said["result"]["suggest"], suggest);
        assert_eq!(said["result"]["label"], label);
    }
    for (place, value, code) in [
        ("content", json!(""), 40129),
        ("content", json!("字".repeat(2501)), 40129),
        ("content", json!("字".repeat(2500)), 0),
        ("version", json!(1), 40097),
        ("scene", json!(5), 40097),
        ("openid", json!("another"), 40003),
    ] {
        assert_eq!(with(place, value.clone()).code(), code, "{place} {value}");
    }
    world.pass_s(2 * 3600);
    let token = world.token();
    let token = token["access_token"].as_str().unwrap();
    let path = format!("/wxa/msg_sec_check?access_token={token}");
    let request = json!({ "openid": OPENID, "scene": 2, "version": 2, "content": "你好" });
    assert_eq!(
        world.post(&path, &request).code(),
        61010,
        "not there of late"
    );
}

#[test]
fn pictures_are_judged_later() {
    let (world, token) = World::with_token();
    let path = format!("/wxa/media_check_async?access_token={token}");
    let with = |place: &str, value: Value| {
        let mut request = json!({ "openid": OPENID, "scene": 1, "version": 2, "media_type": 2,
            "media_url": "https://photo.example.org/a.jpg" });
        request[place] = value;
        world.post(&path, &request)
    };
    let asked = with("scene", json!(1)).json();
    let picture = &world.stand_in.pictures_asked()[0];
    assert_eq!(asked["trace_id"], picture.trace);
    assert_eq!(picture.url, "https://photo.example.org/a.jpg");
    assert_ne!(
        with("scene", json!(1)).json()["trace_id"],
        asked["trace_id"]
    );
    for (place, value, code) in [
        ("media_type", json!(1), 40097),
        ("media_url", json!("a.jpg"), 40097),
        ("openid", json!("another"), 40003),
    ] {
        assert_eq!(with(place, value.clone()).code(), code, "{place} {value}");
    }
}

#[test]
fn who_wrote_is_answered_five_times_within_two_days() {
    let (world, token) = World::with_token();
    let send = |token: &str, text: &str| {
        let path = format!("/cgi-bin/message/custom/send?access_token={token}");
        let request = json!({ "touser": OPENID, "msgtype": "text", "text": { "content": text } });
        world.post(&path, &request).code()
    };
    assert_eq!(send(&token, "在"), 45015, "did not write");
    let _ = world.stand_in.writes(OPENID, "在吗");
    assert_eq!(send(&token, ""), 40008);
    assert_eq!(send(&token, &"字".repeat(683)), 45002);
    for _ in 0..5 {
        assert_eq!(send(&token, "在"), 0);
    }
    assert_eq!(send(&token, "在"), 45047);
    let _ = world.stand_in.writes(OPENID, "在吗");
    assert_eq!(send(&token, "在"), 0);
    world.pass_s(48 * 3600);
    let token = world.token();
    let token = token["access_token"].as_str().unwrap();
    assert_eq!(send(token, "在"), 45015);
    assert_eq!(world.stand_in.replies().len(), 6);
}

#[test]
fn a_ticket_signs_pages() {
    let (world, token) = World::with_token();
    let ticket = |kind: &str| {
        let path = format!("/cgi-bin/ticket/getticket?access_token={token}&type={kind}");
        world.get(&path).json()
    };
    let given = ticket("jsapi");
    assert_eq!(given["errcode"], 0);
    assert_eq!(given["ticket"].as_str().map(str::len), Some(86));
    assert_eq!(ticket("jsapi")["ticket"], given["ticket"]);
    assert_eq!(ticket("wx_card")["errcode"], 40097);
    assert_eq!(world.stand_in.tickets_asked(), 2);
}

#[test]
fn answers_come_late() {
    let world = World::new();
    let by = Duration::from_millis(120);
    world.stand_in.answer_late(by, 1);
    let started = Instant::now();
    assert_eq!(world.token()["expires_in"], 7200);
    assert!(started.elapsed() >= by);
}
