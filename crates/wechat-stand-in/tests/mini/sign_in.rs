//! Signing in.

use crate::world::{OPENID, World};
use wechat_stand_in::{APPID, SECRET};

#[test]
fn a_code_signs_in_once_and_for_five_minutes() {
    let world = World::new();
    let code = world.stand_in.code_for(OPENID);
    let answer = world.sign_in(&code);
    assert_eq!(answer.kind, "text/plain");
    let told = answer.json();
    assert_eq!(told["openid"], OPENID);
    assert_eq!(told["session_key"].as_str().unwrap().len(), 24);
    assert!(told["unionid"].is_string() && told.get("errcode").is_none());
    assert_eq!(world.sign_in(&code).code(), 40163);

    let (late, early) = (
        world.stand_in.code_for(OPENID),
        world.stand_in.code_for(OPENID),
    );
    world.pass_s(299);
    assert_eq!(world.sign_in(&early).code(), 0);
    world.pass_s(1);
    assert_eq!(world.sign_in(&late).code(), 40029);
    assert_eq!(world.sign_in("unknown").code(), 40029);
}

#[test]
fn what_is_wrong_is_told_by_number() {
    let world = World::new();
    let code = world.stand_in.code_for(OPENID);
    let grant = "grant_type=authorization_code";
    let cases = [
        (format!("secret={SECRET}&js_code={code}&{grant}"), 41002),
        (
            format!("appid=&secret={SECRET}&js_code={code}&{grant}"),
            41002,
        ),
        (
            format!("appid=wx0&secret={SECRET}&js_code={code}&{grant}"),
            40013,
        ),
        (format!("appid={APPID}&js_code={code}&{grant}"), 41004),
        (
            format!("appid={APPID}&secret=0&js_code={code}&{grant}"),
            40125,
        ),
        (format!("appid={APPID}&secret={SECRET}&{grant}"), 41008),
        (
            format!("appid={APPID}&secret={SECRET}&js_code={code}"),
            40002,
        ),
    ];
    for (query, expected) in cases {
        let answer = world.get(&format!("/sns/jscode2session?{query}"));
        assert_eq!(answer.code(), expected, "{query}");
        let told = answer.json();
        let (_, rid) = told["errmsg"]
            .as_str()
            .unwrap()
            .rsplit_once(" rid: ")
            .unwrap();
        let parts: Vec<&str> = rid.split('-').collect();
        let is_hex = |part: &&str| part.len() == 8 && u32::from_str_radix(part, 16).is_ok();
        assert!(parts.len() == 3 && parts.iter().all(is_hex), "{rid}");
    }
    let path = "/sns/jscode2session";
    assert_eq!(world.post(path, &serde_json::json!({})).code(), 43001);
    // None of them used the code.
    assert_eq!(world.sign_in(&code).code(), 0);
}

#[test]
fn some_users_are_turned_away() {
    let world = World::new();
    world.stand_in.mark_risky("risky");
    let code = world.stand_in.code_for("risky");
    assert_eq!(world.sign_in(&code).code(), 40226);

    let sign_in = || world.sign_in(&world.stand_in.code_for(OPENID)).code();
    assert!((0..100).all(|_| sign_in() == 0));
    assert_eq!(sign_in(), 45011);
    let other = world.stand_in.code_for("other");
    assert_eq!(world.sign_in(&other).code(), 0);
    world.pass_s(60);
    assert_eq!(sign_in(), 0);
}
