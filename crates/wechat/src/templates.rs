//! The account's templates, to hold settings against
//! (<https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/getMessageTemplateList.html>).

use serde::Deserialize;

use crate::{Wechat, WechatError};

/// A template of the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownTemplate {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Names of its fields: `thing1`, `time2`.
    pub fields: Vec<String>,
}

#[derive(Deserialize)]
struct Given {
    #[serde(default)]
    data: Vec<Template>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Template {
    pri_tmpl_id: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    content: String,
}

impl From<Template> for KnownTemplate {
    fn from(given: Template) -> Self {
        Self {
            fields: fields(&given.content),
            id: given.pri_tmpl_id,
            title: given.title,
        }
    }
}

/// Names in a template's text, in which a field stands as `{{thing1.DATA}}`.
fn fields(content: &str) -> Vec<String> {
    let places = content.split("{{").skip(1);
    let names = places.filter_map(|rest| rest.split_once(".DATA}}"));
    names.map(|(name, _)| name.to_owned()).collect()
}

impl Wechat {
    /// The account's templates.
    ///
    /// # Errors
    /// [`WechatError`].
    pub async fn templates(&self, now_ms: i64) -> Result<Vec<KnownTemplate>, WechatError> {
        let path = "/wxaapi/newtmpl/gettemplate";
        let given: Given = self.authorized("GET", path, None, now_ms).await?;
        Ok(given.data.into_iter().map(Into::into).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_from_the_text() {
        let check = |content: &str, expected: &[&str]| assert_eq!(fields(content), expected);
        check(
            "会议时间:{{date2.DATA}}\n会议地点:{{thing1.DATA}}\n",
            &["date2", "thing1"],
        );
        check("", &[]);
        check("{{thing1}} {{x.DATA}}", &["x"]);
    }
}
