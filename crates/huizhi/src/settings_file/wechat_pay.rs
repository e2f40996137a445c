//! `[wechat_pay]`: the merchant's account at WeChat Pay.

use std::time::Duration;

use payments::wechat::{Account, AccountError, AccountInput, GATEWAY, NONCE_BYTES, WechatPay};
use serde::Deserialize;
use usecases::AppParts;

use super::secret::{Secret, SecretFault};

/// How long a call may take: a person waits before a page.
const CALL: Duration = Duration::from_secs(8);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WechatPaySettings {
    mchid: String,
    appid: String,
    serial: String,
    private_key: Secret,
    api_key: Secret,
    public_key_id: Option<String>,
    public_key: Option<Secret>,
    #[serde(default)]
    certificates: Vec<Secret>,
    /// Another address than WeChat's, for trials with the stand-in.
    gateway: Option<String>,
}

// It holds keys.
impl std::fmt::Debug for WechatPaySettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WechatPaySettings")
    }
}

/// Why nothing can be paid by WeChat Pay as configured.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WechatPayFault {
    #[error(transparent)]
    Secret(#[from] SecretFault),
    #[error("{} fields are missing or wrong", .0.len())]
    Account(Vec<AccountError>),
    #[error("the gateway is no https address")]
    Gateway,
    /// WeChat tells of payments at this address.
    #[error("a public https address is needed")]
    PublicUrl,
}

impl WechatPayFault {
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::Secret(SecretFault::Missing { .. }) => "wechat-pay-secret-missing",
            Self::Secret(SecretFault::Open { .. }) => "wechat-pay-secret-open",
            Self::Account(_) => "wechat-pay-account",
            Self::Gateway => "wechat-pay-gateway",
            Self::PublicUrl => "wechat-pay-public-url",
        }
    }

    /// Names of the fields that are missing or wrong, as settings.toml has them.
    pub(crate) fn fields(&self) -> String {
        let Self::Account(wrong) = self else {
            return String::new();
        };
        let names = wrong.iter().map(|error| match error {
            AccountError::Mchid => "mchid",
            AccountError::Appid => "appid",
            AccountError::Serial => "serial",
            AccountError::PrivateKey => "private_key",
            AccountError::ApiKey => "api_key",
            AccountError::PublicKey => "public_key, public_key_id",
            AccountError::Certificate => "certificates",
            AccountError::NoPlatformKey => "public_key",
        });
        names.collect::<Vec<_>>().join(", ")
    }
}

impl WechatPaySettings {
    /// The service; `further_appids` are those of the mini-programme and official account.
    ///
    /// # Errors
    /// [`WechatPayFault`]; every wrong field of the account at once.
    pub(super) fn service(
        &self,
        public_url: Option<&str>,
        further_appids: Vec<String>,
    ) -> Result<WechatPay, WechatPayFault> {
        let is_public = public_url.is_some_and(|url| url.starts_with("https://"));
        // The stand-in is on this machine, and tells of payments there.
        if !is_public && self.gateway.is_none() || public_url.is_none() {
            return Err(WechatPayFault::PublicUrl);
        }
        let public_key = self.public_key.as_ref().map(Secret::read).transpose()?;
        let public_keys = public_key.into_iter().map(|pem| {
            let id = self.public_key_id.clone().unwrap_or_default();
            (id, pem.to_string())
        });
        let certificates = self.certificates.iter().map(Secret::read);
        let certificates: Result<Vec<_>, _> = certificates.collect();
        let input = AccountInput {
            mchid: self.mchid.clone(),
            appid: self.appid.clone(),
            further_appids,
            serial: self.serial.clone(),
            private_key: self.private_key.read()?,
            api_key: self.api_key.read()?,
            public_keys: public_keys.collect(),
            certificates: certificates?.iter().map(|pem| pem.to_string()).collect(),
        };
        let account = Account::read(&input).map_err(WechatPayFault::Account)?;
        let gateway = self.gateway.as_deref().unwrap_or(GATEWAY);
        WechatPay::new(account, gateway, CALL, nonce).map_err(|_| WechatPayFault::Gateway)
    }
}

fn nonce() -> [u8; NONCE_BYTES] {
    let mut bytes = [0; NONCE_BYTES];
    AppParts::system_randomness().fill_bytes(&mut bytes);
    bytes
}
