//! Codes to scan, and links.

use serde_json::{Value, json};

use crate::world::{NOW, World};

#[test]
fn a_code_to_scan_is_a_picture() {
    let (world, token) = World::with_token();
    let path = format!("/wxa/getwxacodeunlimit?access_token={token}");
    let cases = [
        (json!({ "scene": "o=HZ20261123000001" }), 0),
        (
            json!({ "scene": "x", "page": "pages/order/order", "check_path": false,
                "env_version": "trial", "width": 280 }),
            0,
        ),
        (json!({ "scene": "" }), 40169),
        (json!({}), 40169),
        (json!({ "scene": "a".repeat(33) }), 40169),
        (json!({ "scene": "a b" }), 40169),
        (json!({ "scene": "照片" }), 40169),
        (json!({ "scene": "a%20" }), 40169),
        (json!({ "scene": "x", "page": "/pages/order/order" }), 41030),
        (
            json!({ "scene": "x", "page": "pages/order/order?a=b" }),
            41030,
        ),
        (json!({ "scene": "x", "env_version": "formal" }), 40097),
        (json!({ "scene": "x", "width": 100 }), 40097),
    ];
    for (request, expected) in cases {
        let answer = world.post(&path, &request);
        if expected == 0 {
            assert_eq!((answer.status, answer.kind.as_str()), (200, "image/jpeg"));
            let is_jpeg = answer.body.starts_with(&[0xff, 0xd8, 0xff])
                && answer.body.ends_with(&[0xff, 0xd9]);
            assert!(is_jpeg);
        } else {
            assert_eq!(answer.code(), expected, "{request}");
        }
    }
}

#[test]
fn a_link_ends_within_thirty_days() {
    let (world, token) = World::with_token();
    let path = format!("/wxa/generate_urllink?access_token={token}");
    let with = |place: &str, value: Value| {
        let mut request = json!({ "path": "/pages/order/order", "query": "number=HZ0001",
            "expire_type": 1, "expire_interval": 30, "env_version": "release" });
        request[place] = value;
        world.post(&path, &request)
    };
    let cases = [
        ("path", json!("pages/order/order"), 0),
        ("path", json!("/pages/order/order?a=b"), 40165),
        ("query", json!("a".repeat(1024)), 0),
        ("query", json!("a".repeat(1025)), 40212),
        ("query", json!("照片"), 40212),
        ("expire_interval", json!(31), 85401),
        ("expire_interval", json!(null), 85401),
        ("expire_type", json!(0), 85401),
        ("env_version", json!("formal"), 85402),
    ];
    for (place, value, expected) in cases {
        let answer = with(place, value.clone());
        assert_eq!(answer.code(), expected, "{place} {value}");
        if expected == 0 {
            let told = answer.json();
            let link = told["url_link"].as_str().unwrap();
            assert!(link.starts_with("https://wxaurl.cn/") && told["errmsg"] == "ok");
        }
    }
    let until = |at: i64| world.post(&path, &json!({ "expire_time": at })).code();
    let now = NOW / 1000;
    assert_eq!(until(now + 86_400), 0);
    assert_eq!(until(now - 1), 85401);
    assert_eq!(until(now + 31 * 86_400), 85401);
}
