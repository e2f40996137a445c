//! `[wechat]`: the operator's mini-programme.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use domain::Occasion;
use serde::Deserialize;
use usecases::mini_programme::{Checked, Checks, ENTRY, KnownCodes, MiniProgramme};
use usecases::official_account::OfficialAccount;
use wechat::{
    AUTHORIZE, Credentials, GATEWAY, PushKeys, PushKeysError, State, Template, TemplateError,
    Wechat,
};

use super::secret::{Secret, SecretFault};

/// How long a call may take: a person waits before a phone.
const CALL: Duration = Duration::from_secs(8);

/// Most templates that one tap can ask for (`wx.requestSubscribeMessage`, `tmplIds`).
const MOST_TEMPLATES: usize = 5;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WechatSettings {
    pub(super) appid: String,
    secret: Secret,
    push: Option<PushSettings>,
    /// What is told by 服务通知.
    #[serde(default)]
    notices: BTreeMap<Occasion, NoticeSettings>,
    /// Which version of the mini-programme a notice opens.
    #[serde(default)]
    state: State,
    /// Page that reads the scenes of codes and links.
    entry: Option<String>,
    /// What WeChat is asked about.
    #[serde(default)]
    check: Checks,
    /// Another address than WeChat's, for trials with the stand-in.
    gateway: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PushSettings {
    token: Secret,
    key: Secret,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoticeSettings {
    template: String,
    #[serde(default)]
    page: String,
    data: BTreeMap<String, String>,
}

// It holds a secret.
impl std::fmt::Debug for WechatSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WechatSettings")
    }
}

/// Why the mini-programme cannot be served as configured.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WechatFault {
    #[error(transparent)]
    Secret(#[from] SecretFault),
    /// An appid is `wx` and 16 letters and digits.
    #[error("the appid is not one")]
    Appid,
    /// A secret has 32 letters and digits.
    #[error("the secret is not one")]
    AppSecret,
    #[error("the gateway is no https address")]
    Gateway,
    #[error(transparent)]
    Push(#[from] PushKeysError),
    #[error("the notice of '{}' cannot be sent", occasion.code())]
    Notice {
        occasion: Occasion,
        source: TemplateError,
    },
    #[error("there are more than {MOST_TEMPLATES} templates")]
    TooManyTemplates,
    #[error("the script cannot be read")]
    Script,
    #[error("photos are checked, and what is said of them could not come")]
    CheckWithoutPush,
    #[error("photos are checked, and could not be fetched")]
    CheckWithoutAddress,
}

impl WechatFault {
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::Secret(SecretFault::Missing { .. }) => "wechat-secret-missing",
            Self::Secret(SecretFault::Open { .. }) => "wechat-secret-open",
            Self::Appid => "wechat-appid",
            Self::AppSecret => "wechat-secret",
            Self::Gateway => "wechat-gateway",
            Self::Push(PushKeysError::Token) => "wechat-push-token",
            Self::Push(PushKeysError::Key) => "wechat-push-key",
            Self::Notice { source, .. } => match source {
                TemplateError::Field { .. } => "wechat-notice-field",
                TemplateError::Place { .. } => "wechat-notice-place",
                TemplateError::Empty { .. } => "wechat-notice-empty",
                TemplateError::NoFields => "wechat-notice-no-fields",
            },
            Self::TooManyTemplates => "wechat-notices-too-many",
            Self::Script => "wechat-script",
            Self::CheckWithoutPush => "wechat-check-without-push",
            Self::CheckWithoutAddress => "wechat-check-without-address",
        }
    }

    /// The notice's name in the settings, and the field concerned.
    pub(crate) fn place(&self) -> (&str, &str) {
        match self {
            Self::Secret(fault) => (fault.place(), ""),
            Self::Notice { occasion, source } => {
                let field = match source {
                    TemplateError::Field { field }
                    | TemplateError::Place { field }
                    | TemplateError::Empty { field } => field,
                    TemplateError::NoFields => "",
                };
                (occasion.code(), field)
            }
            _ => ("", ""),
        }
    }
}

/// `[official_account]`: who reads a page inside WeChat.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OfficialAccountSettings {
    pub(super) appid: String,
    secret: Secret,
    /// The file of WeChat's script for pages (JS-SDK).
    script: Option<PathBuf>,
    /// Other addresses than WeChat's, for trials with the stand-in.
    gateway: Option<String>,
    authorize: Option<String>,
}

// It holds a secret.
impl std::fmt::Debug for OfficialAccountSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OfficialAccountSettings")
    }
}

impl OfficialAccountSettings {
    /// The account.
    ///
    /// # Errors
    /// [`WechatFault`].
    pub(super) fn account(&self) -> Result<OfficialAccount, WechatFault> {
        let authorize = self.authorize.as_deref().unwrap_or(AUTHORIZE);
        Ok(OfficialAccount {
            wechat: client(&self.appid, &self.secret, self.gateway.as_deref())?,
            authorize: authorize.trim_end_matches('/').to_owned(),
            script: self.script.as_deref().map(page_script).transpose()?,
        })
    }
}

/// Largest script, in bytes; WeChat's has about 20 KB.
const SCRIPT_BYTES: usize = 512 * 1024;

/// WeChat's script, as the operator put it on the server.
fn page_script(path: &Path) -> Result<Vec<u8>, WechatFault> {
    let bytes = std::fs::read(path).map_err(|_| WechatFault::Script)?;
    match !bytes.is_empty() && bytes.len() <= SCRIPT_BYTES && std::str::from_utf8(&bytes).is_ok() {
        true => Ok(bytes),
        false => Err(WechatFault::Script),
    }
}

/// WeChat, for an appid and its secret.
fn client(appid: &str, secret: &Secret, gateway: Option<&str>) -> Result<Wechat, WechatFault> {
    let letters = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !(appid.starts_with("wx") && appid.len() == 18 && letters(appid)) {
        return Err(WechatFault::Appid);
    }
    let secret = secret.read()?;
    if secret.len() != 32 || !letters(&secret) {
        return Err(WechatFault::AppSecret);
    }
    let credentials = Credentials {
        appid: appid.to_owned(),
        secret,
    };
    let wechat = Wechat::new(credentials, gateway.unwrap_or(GATEWAY), CALL);
    wechat.map_err(|_| WechatFault::Gateway)
}

impl WechatSettings {
    /// The mini-programme.
    ///
    /// # Errors
    /// [`WechatFault`].
    pub(super) fn programme(&self, public_url: Option<&str>) -> Result<MiniProgramme, WechatFault> {
        let wechat = client(&self.appid, &self.secret, self.gateway.as_deref())?;
        let push = self.push.as_ref().map(|push| {
            let (token, key) = (push.token.read()?, push.key.read()?);
            Ok::<_, WechatFault>(PushKeys::new(&self.appid, &token, &key)?)
        });
        let notices = self.notices.iter().map(|(&occasion, notice)| {
            let (id, page) = (notice.template.clone(), notice.page.clone());
            let template = Template::new(id, page, notice.data.clone());
            let template = template.map_err(|source| WechatFault::Notice { occasion, source })?;
            Ok::<_, WechatFault>((occasion, template))
        });
        let notices: BTreeMap<Occasion, Template> = notices.collect::<Result<_, _>>()?;
        let mut ids: Vec<&str> = notices.values().map(|one| one.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        if ids.len() > MOST_TEMPLATES {
            return Err(WechatFault::TooManyTemplates);
        }
        let push = push.transpose()?;
        // What is said of a photo comes by a push.
        if self.check.contains(&Checked::Photos) && push.is_none() {
            return Err(WechatFault::CheckWithoutPush);
        }
        if self.check.contains(&Checked::Photos) && public_url.is_none() {
            return Err(WechatFault::CheckWithoutAddress);
        }
        Ok(MiniProgramme {
            wechat,
            notices,
            state: self.state,
            entry: self.entry.clone().unwrap_or_else(|| ENTRY.to_owned()),
            checks: self.check.clone(),
            codes: KnownCodes::default(),
            push,
        })
    }
}
