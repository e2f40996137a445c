//! The second signature, SM2 (GM/T 0003.2-2012), required by authorities in
//! China. Behind the feature `sm2`; without it nothing is signed and an
//! existing second signature is not verified.

/// Length of a curve point in bytes, SEC 1 uncompressed.
pub(super) const POINT: usize = 65;

#[cfg(not(feature = "sm2"))]
pub(super) use absent::{SecondKey, check, is_point};
#[cfg(feature = "sm2")]
pub(super) use present::{SecondKey, check, is_point};

#[cfg(feature = "sm2")]
mod present {
    use sha2::{Digest, Sha256};
    use sm2::dsa::signature::{Signer, Verifier};
    use sm2::dsa::{Signature, SigningKey, VerifyingKey};

    use super::POINT;
    use crate::token::{SIGNATURE, Signatures, TokenError};

    /// The default signer identity (GM/T 0009-2012, section 10).
    const IDENTITY: &str = "1234567812345678";

    pub(in crate::token) struct SecondKey(SigningKey);

    impl SecondKey {
        /// Derived from the secret bytes of the first key under a label, so
        /// that there is one secret to keep. `None` never occurs in practice:
        /// all of 256 candidates would have to be out of range.
        pub(in crate::token) fn derived(secret: &[u8; 32]) -> Option<Self> {
            (0..=u8::MAX).find_map(|turn| {
                let mut hash = Sha256::new();
                hash.update(b"huizhi sm2 1\0");
                hash.update(secret);
                hash.update([turn]);
                SigningKey::from_slice(IDENTITY, &hash.finalize())
                    .ok()
                    .map(Self)
            })
        }

        pub(in crate::token) fn point(&self) -> [u8; POINT] {
            let bytes = self.0.verifying_key().to_sec1_bytes();
            std::array::from_fn(|place| bytes[place])
        }

        pub(in crate::token) fn sign(&self, message: &[u8]) -> [u8; SIGNATURE] {
            self.0.sign(message).to_bytes().into()
        }
    }

    pub(in crate::token) fn is_point(point: &[u8; POINT]) -> bool {
        VerifyingKey::from_sec1_bytes(IDENTITY, point).is_ok()
    }

    pub(in crate::token) fn check(
        point: &[u8; POINT],
        message: &[u8],
        signature: &[u8; SIGNATURE],
    ) -> Result<Signatures, TokenError> {
        let agrees = || {
            let key = VerifyingKey::from_sec1_bytes(IDENTITY, point).ok()?;
            let signature = Signature::from_slice(signature).ok()?;
            key.verify(message, &signature).ok()
        };
        agrees().ok_or(TokenError::Signature)?;
        Ok(Signatures::Ed25519AndSm2)
    }
}

#[cfg(not(feature = "sm2"))]
mod absent {
    use super::POINT;
    use crate::token::{SIGNATURE, Signatures, TokenError};

    /// Uninhabited: the feature is off.
    pub(in crate::token) enum SecondKey {}

    impl SecondKey {
        pub(in crate::token) fn derived(_secret: &[u8; 32]) -> Option<Self> {
            None
        }

        pub(in crate::token) fn point(&self) -> [u8; POINT] {
            match *self {}
        }

        pub(in crate::token) fn sign(&self, _message: &[u8]) -> [u8; SIGNATURE] {
            match *self {}
        }
    }

    /// Checks the format only, without the curve.
    pub(in crate::token) fn is_point(point: &[u8; POINT]) -> bool {
        point[0] == 4
    }

    #[expect(
        clippy::unnecessary_wraps,
        reason = "with the feature it may not agree"
    )]
    pub(in crate::token) fn check(
        _point: &[u8; POINT],
        _message: &[u8],
        _signature: &[u8; SIGNATURE],
    ) -> Result<Signatures, TokenError> {
        Ok(Signatures::Ed25519)
    }
}
