//! Templates.

use wechat_stand_in::TEMPLATES;

use crate::world::World;

#[test]
fn every_template_is_listed_with_its_fields() {
    let (world, token) = World::with_token();
    let path = format!("/wxaapi/newtmpl/gettemplate?access_token={token}");
    let told = world.get(&path).json();
    assert_eq!(
        (&told["errcode"], &told["errmsg"]),
        (&0.into(), &"ok".into())
    );
    let listed = told["data"].as_array().unwrap();
    let ids: Vec<&str> = listed
        .iter()
        .map(|one| one["priTmplId"].as_str().unwrap())
        .collect();
    assert_eq!(ids, TEMPLATES);
    assert_eq!(
        listed[1]["content"],
        "订单编号:{{character_string1.DATA}}\n消息内容:{{thing2.DATA}}\n"
    );
    assert_eq!(
        listed[1]["example"],
        "订单编号:HZ20261123000001\n消息内容:请补充材料\n"
    );
    assert_eq!(listed[1]["type"], 2);
}
