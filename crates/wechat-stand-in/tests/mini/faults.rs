//! Faults that a call meets when it is told to.

use serde_json::json;
use wechat_stand_in::{Fault, TEMPLATES};

use crate::world::{OPENID, World};

#[test]
fn a_fault_is_met_as_often_as_told() {
    let (world, token) = World::with_token();
    world.stand_in.subscribe(OPENID, TEMPLATES[1], 3);
    let path = format!("/cgi-bin/message/subscribe/send?access_token={token}");
    let send = || {
        let data = json!({ "character_string1": { "value": "HZ0001" },
            "thing2": { "value": "请补充材料" } });
        let request = json!({ "touser": OPENID, "template_id": TEMPLATES[1], "data": data });
        world.post(&path, &request)
    };
    world.stand_in.fail_wechat(Fault::Down, 2);
    world.stand_in.fail_wechat(Fault::TooOften, 1);
    // Those of payments are others.
    world.stand_in.fail(Fault::Down, 1);
    let answers = [send(), send(), send()];
    assert_eq!(
        answers.each_ref().map(|answer| answer.code()),
        [-1, -1, 45009]
    );
    assert!(world.stand_in.sent().is_empty());

    world.stand_in.fail_wechat(Fault::DoneAndDown, 1);
    assert_eq!(send().status, 502);
    assert_eq!(world.stand_in.sent().len(), 1);
    assert_eq!(send().code(), 0);
    assert_eq!(world.charge("HZ0001", OPENID).0, 500);
    assert_eq!(world.charge("HZ0001", OPENID).0, 200);
}
