//! An answer to a user who wrote in the 客服 window, up to five within 48 hours
//! (<https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/kf-mgnt/kf-message/sendCustomMessage.html>).

use serde_json::{Value, json};

use crate::{Wechat, WechatError};

/// Longest answer, in bytes of UTF-8: the window shows no more of one message.
pub const LONGEST_REPLY: usize = 2048;

impl Wechat {
    /// Writes to a user; what is longer than [`LONGEST_REPLY`] is cut between characters.
    /// Who did not write of late is not written to: [`WechatError::NotAwaited`], for good.
    ///
    /// # Errors
    /// [`WechatError`].
    pub async fn reply(&self, openid: &str, text: &str, now_ms: i64) -> Result<(), WechatError> {
        let body = json!({
            "touser": openid,
            "msgtype": "text",
            "text": { "content": cut(text) },
        });
        let path = "/cgi-bin/message/custom/send";
        let _: Value = self.authorized("POST", path, Some(&body), now_ms).await?;
        Ok(())
    }
}

fn cut(text: &str) -> &str {
    match text.len() > LONGEST_REPLY {
        true => &text[..text.floor_char_boundary(LONGEST_REPLY)],
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_cut_between_characters() {
        let check = |count: usize, expected: usize| {
            assert_eq!(cut(&"字".repeat(count)).chars().count(), expected);
        };
        check(1, 1);
        check(682, 682);
        check(683, 682);
        check(0, 0);
    }
}
