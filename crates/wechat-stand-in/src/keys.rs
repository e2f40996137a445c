//! Keys and numbers of the one merchant that the stand-in knows.

use ring::aead::{AES_256_GCM, LessSafeKey, UnboundKey};
use ring::rsa::KeyPair;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{PrivatePkcs8KeyDer, SubjectPublicKeyInfoDer};

use crate::{StandIn, mini};

/// 商户号.
pub const MCHID: &str = "1900000109";
/// The app that payers pay in, which is the mini-programme too.
pub const APPID: &str = "wxd678efh567hg6787";
/// Serial number of the merchant's certificate.
pub const SERIAL: &str = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";
/// The APIv3 key.
pub const API_KEY: &str = "a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb";
/// Identifier of the public key.
pub const PUBLIC_KEY_ID: &str = "PUB_KEY_ID_0114232134912410000000000000";
/// The merchant's private key, PKCS#8 PEM.
pub const MERCHANT_KEY: &str = include_str!("../keys/merchant.pem");
/// The key that answers and notices are signed with, SPKI PEM.
pub const PUBLIC_KEY: &str = include_str!("../keys/platform-public.pem");

/// Identifier of the key that follows it ([`StandIn::rotate`]).
pub const NEXT_KEY_ID: &str = "PUB_KEY_ID_0114232134912410000000000001";
/// That key, SPKI PEM.
pub const NEXT_KEY: &str = include_str!("../keys/platform-next-public.pem");

const MERCHANT_PUBLIC: &str = include_str!("../keys/merchant-public.pem");
const PLATFORM: &str = include_str!("../keys/platform.pem");
const NEXT_PLATFORM: &str = include_str!("../keys/platform-next.pem");

/// The `[wechat_pay]` and the `[wechat]` of settings.toml that go with a stand-in at this address.
#[must_use]
pub fn settings(gateway: &str) -> String {
    format!(
        r#"[wechat_pay]
mchid = "{MCHID}"
appid = "{APPID}"
serial = "{SERIAL}"
private_key = """{MERCHANT_KEY}"""
api_key = "{API_KEY}"
public_key_id = "{PUBLIC_KEY_ID}"
public_key = """{PUBLIC_KEY}"""
gateway = "{gateway}"

{}"#,
        mini::settings(gateway)
    )
}

const WHOLE: &str = "the committed keys read";

pub(crate) struct Keys {
    pub(crate) merchant: SubjectPublicKeyInfoDer<'static>,
    platform: KeyPair,
    next_platform: KeyPair,
    pub(crate) api: LessSafeKey,
}

impl Keys {
    pub(crate) fn read() -> Self {
        let merchant = SubjectPublicKeyInfoDer::from_pem_slice(MERCHANT_PUBLIC.as_bytes());
        let pair = |pem: &str| {
            let key = PrivatePkcs8KeyDer::from_pem_slice(pem.as_bytes()).expect(WHOLE);
            KeyPair::from_pkcs8(key.secret_pkcs8_der()).expect(WHOLE)
        };
        let api = UnboundKey::new(&AES_256_GCM, API_KEY.as_bytes()).expect(WHOLE);
        Self {
            merchant: merchant.expect(WHOLE),
            platform: pair(PLATFORM),
            next_platform: pair(NEXT_PLATFORM),
            api: LessSafeKey::new(api),
        }
    }
}

impl StandIn {
    /// From now on the next key signs, as when the service replaces its own.
    pub fn rotate(&self) {
        self.state().is_rotated = true;
    }

    /// The key that signs now, and its identifier.
    pub(crate) fn platform(&self) -> (&KeyPair, &'static str) {
        match self.state().is_rotated {
            false => (&self.keys.platform, PUBLIC_KEY_ID),
            true => (&self.keys.next_platform, NEXT_KEY_ID),
        }
    }
}
