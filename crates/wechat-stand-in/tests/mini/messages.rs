//! Messages that users subscribed to.

use serde_json::{Value, json};
use wechat_stand_in::TEMPLATES;

use crate::world::{OPENID, World};

fn whole() -> Value {
    json!({
        "touser": OPENID,
        "template_id": TEMPLATES[0],
        "page": "pages/order/order?number=HZ20261123000001",
        "miniprogram_state": "formal",
        "lang": "zh_CN",
        "data": {
            "thing1": { "value": "身份证照片" },
            "phrase2": { "value": "审核通过" },
            "character_string3": { "value": "HZ20261123000001" },
            "time4": { "value": "2026年11月23日 08:00" },
            "thing5": { "value": "请到小程序查看" },
        },
    })
}

#[test]
fn one_message_is_taken_for_each_subscription() {
    let (world, token) = World::with_token();
    let path = format!("/cgi-bin/message/subscribe/send?access_token={token}");
    let send = || world.post(&path, &whole());
    assert_eq!(send().code(), 43101);
    world.stand_in.subscribe(OPENID, TEMPLATES[1], 1);
    assert_eq!(send().code(), 43101);
    world.stand_in.subscribe(OPENID, TEMPLATES[0], 1);
    let subscribed = format!("/stand-in/wechat/subscribe/{OPENID}/{}", TEMPLATES[0]);
    let to = format!("{}{subscribed}", world.gateway);
    assert_eq!(ureq::post(to).send_empty().unwrap().status(), 204);
    let (first, second) = (send().json(), send().json());
    assert_eq!(
        (&first["errcode"], &first["errmsg"]),
        (&json!(0), &json!("ok"))
    );
    assert!(first["msgid"].is_u64() && first["msgid"] != second["msgid"]);
    assert_eq!(send().code(), 43101);

    let mut expected = whole();
    expected["msgid"] = first["msgid"].clone();
    let sent = world.stand_in.sent();
    assert_eq!((sent.len(), &sent[0]), (2, &expected));
    assert_eq!(world.get("/stand-in/wechat/sent").json(), json!(sent));
}

#[test]
fn what_is_wrong_is_told_by_number() {
    let (world, token) = World::with_token();
    let path = format!("/cgi-bin/message/subscribe/send?access_token={token}");
    world.stand_in.subscribe(OPENID, TEMPLATES[0], 1);
    let cases = [
        (
            "/touser",
            json!("o000000000000000000000000000"),
            40003,
            "openid",
        ),
        ("/touser", json!(null), 40003, "openid"),
        ("/template_id", json!("none"), 40037, "template_id"),
        ("/data", json!("{}"), 47001, "data format"),
        ("/data", json!({}), 47003, "data.thing1.value is emtpy"),
        (
            "/data/thing5/value",
            json!(""),
            47003,
            "data.thing5.value is emtpy",
        ),
        (
            "/data/thing5/value",
            json!(5),
            47003,
            "data.thing5.value is emtpy",
        ),
        (
            "/data/thing5",
            json!("text"),
            47003,
            "data.thing5.value is emtpy",
        ),
        (
            "/data/thing5/value",
            json!("一二三四五六七八九十一二三四五六七八九十一"),
            47003,
            "data.thing5.value is emtpy",
        ),
        (
            "/data/phrase2/value",
            json!("OK"),
            47003,
            "data.phrase2.value is emtpy",
        ),
        (
            "/data/time4/value",
            json!("soon"),
            47003,
            "data.time4.value is emtpy",
        ),
        ("/page", json!(5), 47001, "data format"),
        (
            "/miniprogram_state",
            json!("released"),
            40097,
            "invalid args",
        ),
        ("/lang", json!("zh"), 40097, "invalid args"),
    ];
    for (place, value, code, text) in cases {
        let mut request = whole();
        *request.pointer_mut(place).unwrap() = value;
        let told = world.post(&path, &request).json();
        assert_eq!(told["errcode"], code, "{request}");
        assert!(told["errmsg"].as_str().unwrap().contains(text), "{told}");
    }
    let mut strange = whole();
    strange["data"]["thing9"] = json!({ "value": "x" });
    assert_eq!(world.post(&path, &strange).code(), 47003);
    assert_eq!(world.post_text(&path, "no JSON").code(), 47001);
    assert!(world.stand_in.sent().is_empty());
    // None of them used the subscription.
    assert_eq!(world.post(&path, &whole()).code(), 0);
}
