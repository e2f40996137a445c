//! A 小程序码: a picture that opens a page of the mini-programme when it is scanned
//! (<https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/qr-code/getUnlimitedQRCode.html>).

use std::fmt;

use serde_json::json;

use crate::{State, Wechat, WechatError};

/// Most characters of a scene.
const LONGEST: usize = 32;
/// Characters of a scene besides letters and digits.
const SYMBOLS: &str = "!#$&'()*+,/:;=?@-._~";

/// What the page is told that a code opens: 1 to 32 of the characters that WeChat allows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Scene(String);

/// The text is no scene.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text is no scene")]
pub struct SceneError;

impl Scene {
    /// Checks a text.
    ///
    /// # Errors
    /// [`SceneError`].
    pub fn new(text: impl Into<String>) -> Result<Self, SceneError> {
        let text = text.into();
        let is_of = |c: char| c.is_ascii_alphanumeric() || SYMBOLS.contains(c);
        match (1..=LONGEST).contains(&text.len()) && text.chars().all(is_of) {
            true => Ok(Self(text)),
            false => Err(SceneError),
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Scene {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl State {
    /// The version's name for codes and links.
    pub(crate) const fn env_version(self) -> &'static str {
        match self {
            Self::Formal => "release",
            Self::Trial => "trial",
            Self::Developer => "develop",
        }
    }
}

impl Wechat {
    /// A code of `width_px` (280 to 1280) that opens `page` with the scene: a JPEG or PNG.
    /// It does not end. The page need not be published yet.
    ///
    /// # Errors
    /// [`WechatError`].
    pub async fn programme_code(
        &self,
        page: &str,
        scene: &Scene,
        width_px: u16,
        state: State,
        now_ms: i64,
    ) -> Result<Vec<u8>, WechatError> {
        let body = json!({
            "scene": scene.as_str(),
            "page": page,
            "check_path": false,
            "env_version": state.env_version(),
            "width": width_px.clamp(280, 1280),
        });
        self.picture("/wxa/getwxacodeunlimit", &body, now_ms).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scene_is_what_wechat_takes() {
        let check = |text: &str, expected: bool| {
            assert_eq!(Scene::new(text).is_ok(), expected, "{text}");
        };
        check("h", true);
        check("d.resident-id-card", true);
        check("!#$&'()*+,/:;=?@-._~", true);
        check(&"a".repeat(32), true);
        check(&"a".repeat(33), false);
        check("", false);
        check("a b", false);
        check("a%20", false);
        check("身份证", false);
        check("a\"", false);
    }
}
