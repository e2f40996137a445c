//! Shipping, and who pays for what is shipped.

use serde_json::{Value, json};
use wechat_stand_in::{MCHID, Twist};

use crate::world::{OPENID, World};

fn whole(number: &str) -> Value {
    json!({
        "order_key": { "order_number_type": 1, "mchid": MCHID, "out_trade_no": number },
        "logistics_type": 3,
        "delivery_mode": 1,
        "shipping_list": [{ "item_desc": "身份证照片" }],
        "upload_time": "2026-11-23T08:00:00.000+08:00",
        "payer": { "openid": OPENID },
    })
}

#[test]
fn a_charge_that_was_paid_is_shipped_once() {
    let (world, token) = World::with_token();
    let path = format!("/wxa/sec/order/upload_shipping_info?access_token={token}");
    let upload = |request: &Value| world.post(&path, request).code();
    assert_eq!(upload(&whole("HZ0001")), 10_060_001);
    for number in ["HZ0001", "HZ0002", "HZ0003"] {
        assert_eq!(world.charge(number, OPENID).0, 200);
    }
    assert_eq!(upload(&whole("HZ0001")), 10_060_004);
    for number in ["HZ0001", "HZ0002", "HZ0003"] {
        world.stand_in.pay(number, Twist::None).unwrap();
    }
    assert_eq!(upload(&whole("HZ0001")), 0);
    assert_eq!(upload(&whole("HZ0001")), 10_060_003);

    let charges = world.get("/stand-in/charges").json();
    let mut by_transaction = whole("HZ0002");
    by_transaction["order_key"] =
        json!({ "order_number_type": 2, "transaction_id": charges["HZ0002"]["transaction"] });
    assert_eq!(upload(&by_transaction), 0);

    let back = json!({ "out_trade_no": "HZ0003", "out_refund_no": "HZR3",
        "amount": { "refund": 1500, "total": 1500, "currency": "CNY" } });
    let (status, _) = world.merchant_post("/v3/refund/domestic/refunds", &back);
    assert_eq!(status, 200);
    assert_eq!(upload(&whole("HZ0003")), 10_060_004);

    let shipped = [whole("HZ0001"), by_transaction];
    assert_eq!(world.stand_in.shipped(), shipped);
    assert_eq!(world.get("/stand-in/wechat/shipped").json(), json!(shipped));
}

#[test]
fn what_is_wrong_is_told_by_number() {
    let (world, token) = World::with_token();
    let path = format!("/wxa/sec/order/upload_shipping_info?access_token={token}");
    world.charge("HZ0001", OPENID);
    world.stand_in.pay("HZ0001", Twist::None).unwrap();
    let item = json!({ "item_desc": "x" });
    let cases = [
        ("/order_key/order_number_type", json!(3), 268_485_194),
        ("/order_key/order_number_type", json!(2), 268_485_195),
        ("/order_key/mchid", json!(""), 268_485_196),
        ("/order_key/mchid", json!("1900000110"), 10_060_001),
        ("/order_key/out_trade_no", json!(null), 268_485_197),
        ("/order_key/out_trade_no", json!("HZ0009"), 10_060_001),
        ("/logistics_type", json!(1), 10_060_005),
        ("/delivery_mode", json!(2), 268_485_224),
        ("/shipping_list", json!([]), 268_485_228),
        ("/shipping_list", json!([item, item]), 268_485_228),
        ("/shipping_list/0/item_desc", json!(""), 10_060_008),
        (
            "/shipping_list/0/item_desc",
            json!("字".repeat(121)),
            10_060_009,
        ),
        ("/upload_time", json!("2026-11-23T08:00:00"), 268_485_216),
        ("/upload_time", json!(1_795_392_000), 268_485_216),
        ("/payer", json!({}), 10_060_014),
        ("/payer/openid", json!("somebody else"), 10_060_031),
    ];
    for (place, value, expected) in cases {
        let mut request = whole("HZ0001");
        *request.pointer_mut(place).unwrap() = value;
        assert_eq!(world.post(&path, &request).code(), expected, "{request}");
    }
    let mut longest = whole("HZ0001");
    longest["shipping_list"][0]["item_desc"] = json!("字".repeat(120));
    assert_eq!(world.post(&path, &longest).code(), 0);
}

#[test]
fn who_pays_within_the_app_has_signed_in() {
    let world = World::new();
    // Nobody signs in: anybody pays.
    assert_eq!(world.charge("HZ0001", "somebody").0, 200);
    let code = world.stand_in.code_for(OPENID);
    assert_eq!(world.sign_in(&code).code(), 0);
    let (status, told) = world.charge("HZ0002", "somebody");
    assert_eq!((status, &told["code"]), (400, &json!("PARAM_ERROR")));
    assert_eq!(world.charge("HZ0002", OPENID).0, 200);
}
