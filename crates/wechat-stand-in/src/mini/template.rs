//! The templates that the mini-programme has.

use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};

use crate::StandIn;
use crate::mini::answer::{Told, run};
use crate::mini::keys::TEMPLATES;
use crate::mini::request::Asked;

/// A field: its key, what it is called, an example.
pub(crate) type Field = (&'static str, &'static str, &'static str);

/// A template of messages.
pub(crate) struct Template {
    id: &'static str,
    title: &'static str,
    pub(crate) fields: &'static [Field],
}

const ALL: [Template; 3] = [
    Template {
        id: TEMPLATES[0],
        title: "审核结果通知",
        fields: &[
            ("thing1", "业务名称", "身份证照片"),
            ("phrase2", "审核结果", "审核通过"),
            ("character_string3", "订单编号", "HZ20261123000001"),
            ("time4", "审核时间", "2026年11月23日 08:00"),
            ("thing5", "备注", "请到小程序查看"),
        ],
    },
    Template {
        id: TEMPLATES[1],
        title: "新消息提醒",
        fields: &[
            ("character_string1", "订单编号", "HZ20261123000001"),
            ("thing2", "消息内容", "请补充材料"),
        ],
    },
    Template {
        id: TEMPLATES[2],
        title: "退款通知",
        fields: &[
            ("thing1", "商品名称", "身份证照片"),
            ("amount2", "退款金额", "¥15.00"),
        ],
    },
];

/// The template with this identifier.
pub(crate) fn template(id: &str) -> Option<&'static Template> {
    ALL.iter().find(|template| template.id == id)
}

/// `GET /wxaapi/newtmpl/gettemplate`.
pub(crate) async fn list(State(stand_in): State<StandIn>, asked: Asked) -> Response {
    run(&stand_in, |state, now| {
        state.mini.tokens.check(&asked, now)?;
        let all: Vec<Value> = ALL.iter().map(told).collect();
        Ok(Told::ok(json!({ "data": all })))
    })
}

fn told(template: &Template) -> Value {
    let lines =
        |line: fn(&Field) -> String| -> String { template.fields.iter().map(line).collect() };
    json!({
        "priTmplId": template.id,
        "title": template.title,
        "content": lines(|(key, label, _)| format!("{label}:{{{{{key}.DATA}}}}\n")),
        "example": lines(|(_, label, example)| format!("{label}:{example}\n")),
        "type": 2,
    })
}
