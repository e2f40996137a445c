//! A merchant's account: its numbers and keys, as the operator has them from WeChat.

use std::fmt;

use ring::aead::{AES_256_GCM, LessSafeKey, UnboundKey};
use ring::rsa::KeyPair as RsaKeyPair;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivatePkcs8KeyDer, SubjectPublicKeyInfoDer};
use zeroize::Zeroizing;

use super::verifier::{PlatformKey, PlatformKeys};

/// Bytes of an APIv3 key (商户平台 → API 安全 → APIv3 密钥).
const API_KEY_BYTES: usize = 32;

/// What the operator has written.
#[derive(Clone, Default)]
pub struct AccountInput {
    /// 商户号.
    pub mchid: String,
    /// The mini-programme or official account that payers pay in.
    pub appid: String,
    /// Further ones that are bound to the merchant, in which payers pay too.
    pub further_appids: Vec<String>,
    /// Serial number of the merchant's certificate, hexadecimal.
    pub serial: String,
    /// The merchant's private key, `apiclient_key.pem`.
    pub private_key: Zeroizing<String>,
    /// The APIv3 key.
    pub api_key: Zeroizing<String>,
    /// WeChat's keys that sign answers: 微信支付公钥 with its identifier `PUB_KEY_ID_…`.
    pub public_keys: Vec<(String, String)>,
    /// WeChat's platform certificates, for merchants who have these.
    pub certificates: Vec<String>,
}

/// What of an account is missing or wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    /// Not 8 to 10 digits.
    #[error("the merchant's number is wrong")]
    Mchid,
    /// Not `wx` and 16 letters and digits.
    #[error("the app's identifier is wrong")]
    Appid,
    /// Not hexadecimal.
    #[error("the certificate's serial number is wrong")]
    Serial,
    /// Not an RSA key in PKCS#8 PEM.
    #[error("the private key does not read")]
    PrivateKey,
    /// Not 32 characters.
    #[error("the APIv3 key is wrong")]
    ApiKey,
    /// Not a public key in PEM, or its identifier does not begin with `PUB_KEY_ID_`.
    #[error("WeChat's public key does not read")]
    PublicKey,
    /// Not a certificate in PEM.
    #[error("a platform certificate does not read")]
    Certificate,
    /// Neither public key nor certificate: nothing that WeChat says could be believed.
    #[error("there is no key of WeChat")]
    NoPlatformKey,
}

impl AccountError {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Mchid,
        Self::Appid,
        Self::Serial,
        Self::PrivateKey,
        Self::ApiKey,
        Self::PublicKey,
        Self::Certificate,
        Self::NoPlatformKey,
    ];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mchid => "wechat-pay-mchid",
            Self::Appid => "wechat-pay-appid",
            Self::Serial => "wechat-pay-serial",
            Self::PrivateKey => "wechat-pay-private-key",
            Self::ApiKey => "wechat-pay-api-key",
            Self::PublicKey => "wechat-pay-public-key",
            Self::Certificate => "wechat-pay-certificate",
            Self::NoPlatformKey => "wechat-pay-no-platform-key",
        }
    }
}

/// A merchant's account, its keys read. Not shown by `Debug`.
pub struct Account {
    pub(super) mchid: String,
    pub(super) appid: String,
    further_appids: Vec<String>,
    pub(super) serial: String,
    pub(super) key: RsaKeyPair,
    pub(super) api_key: LessSafeKey,
    pub(super) platform: PlatformKeys,
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").finish_non_exhaustive()
    }
}

impl Account {
    /// Reads an account.
    ///
    /// # Errors
    /// Every field that is missing or wrong.
    pub fn read(input: &AccountInput) -> Result<Self, Vec<AccountError>> {
        let mut wrong = Vec::new();
        let mut require = |is_right: bool, error| {
            if !is_right {
                wrong.push(error);
            }
        };
        let mchid = input.mchid.trim();
        let is_number = mchid.bytes().all(|byte| byte.is_ascii_digit());
        require(
            is_number && (8..=10).contains(&mchid.len()),
            AccountError::Mchid,
        );
        let appid = input.appid.trim();
        let rest = appid.strip_prefix("wx").unwrap_or("");
        let is_word = rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
        require(is_word && rest.len() == 16, AccountError::Appid);
        let serial = plain_serial(&input.serial);
        require(serial.is_some(), AccountError::Serial);
        let key = private_key(&input.private_key);
        require(key.is_some(), AccountError::PrivateKey);
        let api_key = api_key(&input.api_key);
        require(api_key.is_some(), AccountError::ApiKey);
        let public_keys = input.public_keys.iter().map(public_key);
        let public_keys: Option<Vec<PlatformKey>> = public_keys.collect();
        require(public_keys.is_some(), AccountError::PublicKey);
        let certificates = input.certificates.iter().map(|pem| certificate(pem));
        let certificates: Option<Vec<PlatformKey>> = certificates.collect();
        require(certificates.is_some(), AccountError::Certificate);
        let has_none = input.public_keys.is_empty() && input.certificates.is_empty();
        require(!has_none, AccountError::NoPlatformKey);
        match (serial, key, api_key, public_keys, certificates) {
            (Some(serial), Some(key), Some(api_key), Some(mut keys), Some(certificates))
                if wrong.is_empty() =>
            {
                keys.extend(certificates);
                Ok(Self {
                    mchid: mchid.to_owned(),
                    appid: appid.to_owned(),
                    further_appids: input.further_appids.clone(),
                    serial,
                    key,
                    api_key,
                    platform: PlatformKeys(keys),
                })
            }
            _ => Err(wrong),
        }
    }
}

impl Account {
    /// Whether payers pay in this mini-programme or official account.
    pub(super) fn has(&self, appid: &str) -> bool {
        self.appid == appid || self.further_appids.iter().any(|one| one == appid)
    }
}

/// A certificate's serial number as WeChat writes it: upper-case hexadecimal.
fn plain_serial(text: &str) -> Option<String> {
    let text = text.trim();
    let is_hex = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_hex && !text.is_empty()).then(|| text.to_ascii_uppercase())
}

fn private_key(pem: &str) -> Option<RsaKeyPair> {
    let der = PrivatePkcs8KeyDer::from_pem_slice(pem.as_bytes()).ok()?;
    RsaKeyPair::from_pkcs8(der.secret_pkcs8_der()).ok()
}

fn api_key(text: &str) -> Option<LessSafeKey> {
    let bytes = text.trim().as_bytes();
    if bytes.len() != API_KEY_BYTES {
        return None;
    }
    UnboundKey::new(&AES_256_GCM, bytes)
        .ok()
        .map(LessSafeKey::new)
}

fn public_key((id, pem): &(String, String)) -> Option<PlatformKey> {
    let id = id.trim();
    let spki = SubjectPublicKeyInfoDer::from_pem_slice(pem.as_bytes()).ok()?;
    id.starts_with("PUB_KEY_ID_")
        .then(|| PlatformKey::public(id, spki))?
}

fn certificate(pem: &str) -> Option<PlatformKey> {
    let der = CertificateDer::from_pem_slice(pem.as_bytes()).ok()?;
    PlatformKey::certificate(der)
}
