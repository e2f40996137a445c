//! The encrypted part of a notice: AES-256-GCM under the APIv3 key (API v3, 解密回调报文).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::aead::{Aad, LessSafeKey, Nonce};
use serde::Deserialize;

use crate::NoticeError;

/// As it stands in a notice.
#[derive(Deserialize)]
pub(super) struct Resource {
    algorithm: String,
    ciphertext: String,
    #[serde(default)]
    associated_data: String,
    nonce: String,
    #[serde(default)]
    pub(super) original_type: String,
}

impl Resource {
    /// The plain text.
    ///
    /// # Errors
    /// [`NoticeError::Malformed`].
    pub(super) fn open(&self, key: &LessSafeKey) -> Result<Vec<u8>, NoticeError> {
        if self.algorithm != "AEAD_AES_256_GCM" {
            return Err(NoticeError::Malformed);
        }
        let sealed = STANDARD.decode(&self.ciphertext);
        let mut sealed = sealed.map_err(|_| NoticeError::Malformed)?;
        let nonce = Nonce::try_assume_unique_for_key(self.nonce.as_bytes());
        let nonce = nonce.map_err(|_| NoticeError::Malformed)?;
        let aad = Aad::from(self.associated_data.as_bytes());
        let plain = key.open_in_place(nonce, aad, &mut sealed);
        Ok(plain.map_err(|_| NoticeError::Malformed)?.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use ring::aead::{AES_256_GCM, UnboundKey};

    use super::*;

    /// The vector of WeChat's own library for Java, `AeadAesCipherTest`.
    #[test]
    fn the_published_vector_opens() {
        let key =
            |bytes: &[u8; 32]| LessSafeKey::new(UnboundKey::new(&AES_256_GCM, bytes).unwrap());
        let resource = |ciphertext: &str, nonce: &str, aad: &str, algorithm: &str| Resource {
            algorithm: algorithm.to_owned(),
            ciphertext: ciphertext.to_owned(),
            associated_data: aad.to_owned(),
            nonce: nonce.to_owned(),
            original_type: String::new(),
        };
        let check = |resource: Resource, expected: Option<&str>| {
            let opened = resource
                .open(&key(b"a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb"))
                .ok();
            assert_eq!(opened.as_deref(), expected.map(str::as_bytes));
        };
        let sealed = "ulwSiIajGClcvcOYvOQ7+l+0PAbzzwI=";
        let (nonce, aad, gcm) = ("uluk4a9R25RW", "associatedData", "AEAD_AES_256_GCM");
        check(resource(sealed, nonce, aad, gcm), Some("message"));
        check(resource(sealed, nonce, "", gcm), None);
        check(resource(sealed, "uluk4a9R25RX", aad, gcm), None);
        check(resource(sealed, "short", aad, gcm), None);
        check(resource("ulwSiIajGClcvcOYvOQ7", nonce, aad, gcm), None);
        check(resource("?", nonce, aad, gcm), None);
        check(resource(sealed, nonce, aad, "AES_128"), None);
    }
}
