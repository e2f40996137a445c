//! Numbers of phones.

use serde_json::json;
use wechat_stand_in::APPID;

use crate::world::{NOW, World};

#[test]
fn a_code_tells_a_number_once() {
    let (world, token) = World::with_token();
    let path = format!("/wxa/business/getuserphonenumber?access_token={token}");
    let cases = [
        ("13800138000", ["13800138000", "13800138000", "86"]),
        ("+8613800138000", ["13800138000", "13800138000", "86"]),
        ("+85291234567", ["+85291234567", "91234567", "852"]),
        ("+14155550123", ["+14155550123", "4155550123", "1"]),
        ("+447700900123", ["+447700900123", "7700900123", "44"]),
    ];
    for (number, [whole, pure, country]) in cases {
        let code = world.stand_in.phone_code(number);
        let told = world.post(&path, &json!({ "code": code })).json();
        let expected = json!({ "errcode": 0, "errmsg": "ok", "phone_info": {
            "phoneNumber": whole, "purePhoneNumber": pure, "countryCode": country,
            "watermark": { "timestamp": NOW / 1000, "appid": APPID } } });
        assert_eq!(told, expected);
        assert_eq!(world.post(&path, &json!({ "code": code })).code(), 40029);
    }
    let late = world.stand_in.phone_code("13800138000");
    world.pass_s(300);
    for code in [json!(late), json!("unknown"), json!(null)] {
        assert_eq!(world.post(&path, &json!({ "code": code })).code(), 40029);
    }
    // A code to sign in with tells nothing.
    let other = world.stand_in.code_for("somebody");
    assert_eq!(world.post(&path, &json!({ "code": other })).code(), 40029);
}

#[test]
fn a_code_is_had_over_http() {
    let (world, token) = World::with_token();
    let made = world.post("/stand-in/wechat/phone/+85291234567", &json!({}));
    let path = format!("/wxa/business/getuserphonenumber?access_token={token}");
    let told = world.post(&path, &made.json()).json();
    assert_eq!(told["phone_info"]["phoneNumber"], "+85291234567");
    let made = world
        .post("/stand-in/wechat/code/somebody", &json!({}))
        .json();
    let told = world.sign_in(made["code"].as_str().unwrap()).json();
    assert_eq!(told["openid"], "somebody");
}
