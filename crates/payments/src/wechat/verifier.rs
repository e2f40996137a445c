//! Signatures of what WeChat sends: RSA PKCS#1 v1.5 with SHA-256 over time, nonce and body
//! (API v3, 签名验证).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls_pki_types::{CertificateDer, SubjectPublicKeyInfoDer};
use webpki::ring::RSA_PKCS1_2048_8192_SHA256;
use webpki::{EndEntityCert, RawPublicKeyEntity};

use crate::NoticeError;

/// How far apart two clocks may be, in seconds (API v3, 签名验证: five minutes).
const FRESH_S: u64 = 300;
/// How the value of a signature begins that is wrong on purpose.
const SIGNATURE_TEST: &str = "WECHATPAY/SIGNTEST/";

/// A key that WeChat signs with.
pub(super) struct PlatformKey {
    /// As `Wechatpay-Serial` names it.
    id: String,
    key: Key,
}

enum Key {
    Public(SubjectPublicKeyInfoDer<'static>),
    Certificate(CertificateDer<'static>),
}

impl PlatformKey {
    /// A public key with its identifier; `None` if it is none.
    pub(super) fn public(id: &str, spki: SubjectPublicKeyInfoDer<'static>) -> Option<Self> {
        RawPublicKeyEntity::try_from(&spki).ok()?;
        Some(Self {
            id: id.to_owned(),
            key: Key::Public(spki),
        })
    }

    /// A certificate, named by its serial number; `None` if it is none.
    pub(super) fn certificate(der: CertificateDer<'static>) -> Option<Self> {
        let serial = EndEntityCert::try_from(&der).ok()?.serial().to_vec();
        // A leading zero of DER is no part of the number.
        let digits = hex::encode_upper(serial);
        let id = digits.trim_start_matches('0').to_owned();
        Some(Self {
            id,
            key: Key::Certificate(der),
        })
    }

    fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        let algorithm = RSA_PKCS1_2048_8192_SHA256;
        let verified = match &self.key {
            Key::Public(spki) => RawPublicKeyEntity::try_from(spki)
                .and_then(|key| key.verify_signature(algorithm, message, signature)),
            Key::Certificate(der) => EndEntityCert::try_from(der)
                .and_then(|key| key.verify_signature(algorithm, message, signature)),
        };
        verified.is_ok()
    }
}

/// All keys that WeChat may sign with: while it changes them, two.
pub(super) struct PlatformKeys(pub(super) Vec<PlatformKey>);

/// What is signed.
pub(super) struct Signed<'a> {
    pub(super) timestamp: &'a str,
    pub(super) nonce: &'a str,
    pub(super) body: &'a [u8],
    pub(super) signature: &'a str,
    pub(super) serial: &'a str,
}

impl PlatformKeys {
    /// The identifier of the key that answers should be signed with.
    pub(super) fn preferred(&self) -> Option<&str> {
        self.0.first().map(|key| key.id.as_str())
    }

    /// Checks a signature at `now_ms`.
    ///
    /// # Errors
    /// [`NoticeError`].
    pub(super) fn check(&self, signed: &Signed<'_>, now_ms: i64) -> Result<(), NoticeError> {
        if signed.signature.starts_with(SIGNATURE_TEST) {
            return Err(NoticeError::SignatureTest);
        }
        let at_s: i64 = signed.timestamp.parse().map_err(|_| NoticeError::Stale)?;
        if at_s.abs_diff(now_ms.div_euclid(1000)) > FRESH_S {
            return Err(NoticeError::Stale);
        }
        let mut keys = self.0.iter();
        let is_named = |key: &&PlatformKey| key.id.eq_ignore_ascii_case(signed.serial);
        let key = keys.find(is_named).ok_or(NoticeError::UnknownKey)?;
        let signature = STANDARD.decode(signed.signature);
        let signature = signature.map_err(|_| NoticeError::Signature)?;
        let mut message = format!("{}\n{}\n", signed.timestamp, signed.nonce).into_bytes();
        message.extend_from_slice(signed.body);
        message.push(b'\n');
        match key.verifies(&message, &signature) {
            true => Ok(()),
            false => Err(NoticeError::Signature),
        }
    }
}
