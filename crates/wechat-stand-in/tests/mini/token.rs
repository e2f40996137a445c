//! Tokens.

use serde_json::{Value, json};
use wechat_stand_in::{APPID, SECRET};

use crate::world::World;

fn carried(world: &World, token: &Value) -> i64 {
    let token = token["access_token"].as_str().unwrap();
    let path = format!("/wxaapi/newtmpl/gettemplate?access_token={token}");
    world.get(&path).code()
}

#[test]
fn a_token_is_the_same_until_five_minutes_before_its_end() {
    let world = World::new();
    let first = world.token();
    assert_eq!(first["access_token"].as_str().unwrap().len(), 300);
    assert_eq!(first["expires_in"], 7200);
    world.pass_s(6_899);
    let same = world.token();
    assert_eq!(same["access_token"], first["access_token"]);
    assert_eq!(same["expires_in"], 301);
    world.pass_s(1);
    let second = world.token();
    assert_ne!(second["access_token"], first["access_token"]);
    assert_eq!(second["expires_in"], 7200);
    world.pass_s(299);
    assert_eq!((carried(&world, &first), carried(&world, &second)), (0, 0));
    world.pass_s(1);
    assert_eq!(
        (carried(&world, &first), carried(&world, &second)),
        (42001, 0)
    );
}

#[test]
fn a_new_token_may_be_forced_now_and_then() {
    let world = World::new();
    let first = world.token();
    let second = world.forced_token();
    assert_ne!(second["access_token"], first["access_token"]);
    assert_eq!(
        (carried(&world, &first), carried(&world, &second)),
        (40001, 0)
    );
    world.pass_s(29);
    assert_eq!(world.forced_token()["access_token"], second["access_token"]);
    let mut last = second;
    for _ in 1..20 {
        world.pass_s(30);
        let next = world.forced_token();
        assert_ne!(next["access_token"], last["access_token"]);
        last = next;
    }
    world.pass_s(30);
    assert_eq!(world.forced_token()["access_token"], last["access_token"]);
    // Midnight in China.
    world.pass_s(16 * 3600);
    assert_ne!(world.forced_token()["access_token"], last["access_token"]);
}

#[test]
fn what_is_wrong_is_told_by_number() {
    let world = World::new();
    let cases = [
        (json!({ "appid": APPID, "secret": SECRET }), 40002),
        (
            json!({ "grant_type": "client_credential", "secret": SECRET }),
            41002,
        ),
        (
            json!({ "grant_type": "client_credential", "appid": "wx0", "secret": SECRET }),
            40013,
        ),
        (
            json!({ "grant_type": "client_credential", "appid": APPID }),
            41004,
        ),
        (
            json!({ "grant_type": "client_credential", "appid": APPID, "secret": "0" }),
            40125,
        ),
        (json!("text"), 47001),
    ];
    for (request, expected) in cases {
        let answer = world.post("/cgi-bin/stable_token", &request);
        assert_eq!(answer.code(), expected, "{request}");
    }
    assert_eq!(world.get("/cgi-bin/stable_token").code(), 43002);

    let path = "/wxaapi/newtmpl/gettemplate";
    assert_eq!(world.get(path).code(), 41001);
    assert_eq!(
        world.get(&format!("{path}?access_token=unknown")).code(),
        40001
    );
    let token = world.token();
    world.stand_in.expire_tokens();
    assert_eq!(carried(&world, &token), 42001);
    assert_eq!(carried(&world, &world.token()), 0);
}
