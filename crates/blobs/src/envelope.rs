//! Format of sealed bytes: version, key id, nonce, ciphertext, tag.
//!
//! ```text
//! 0        1            9              33                 n−16        n
//! │version │ key id (8) │ nonce (24)   │ ciphertext       │ tag (16)  │
//! ```
//!
//! XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha), whose 192-bit nonce is safe to
//! draw at random. The associated data are the purpose, the version, the key id
//! and the context.

use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::{KeyInit, Tag, XChaCha20Poly1305, XNonce};

use crate::{KeyId, SealError};

/// Length of the nonce, in bytes.
pub(crate) const NONCE: usize = 24;
/// Bytes added by sealing.
pub(crate) const OVERHEAD: usize = HEADER + TAG;

const VERSION: u8 = 1;
const HEADER: usize = 1 + KeyId::LENGTH + NONCE;
const TAG: usize = 16;

/// Use of a key; bytes sealed for one use do not open in another.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    /// Sealing a data key under the master key.
    WrapKey,
    /// Sealing data under a data key.
    SealBytes,
}

impl Purpose {
    fn label(self) -> &'static str {
        match self {
            Self::WrapKey => "huizhi wrapped key",
            Self::SealBytes => "huizhi sealed bytes",
        }
    }
}

/// Seals `plain` under `key` for `context`. The nonce must be fresh.
pub(crate) fn close(
    purpose: Purpose,
    key: &[u8; 32],
    context: &str,
    nonce: [u8; NONCE],
    plain: &[u8],
) -> Vec<u8> {
    let id = KeyId::of(key);
    let mut sealed = Vec::with_capacity(plain.len() + OVERHEAD);
    sealed.push(VERSION);
    sealed.extend_from_slice(id.as_bytes());
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(plain);
    let tag = cipher(key)
        .encrypt_inout_detached(
            &XNonce::from(nonce),
            &associated(purpose, id, context),
            (&mut sealed[HEADER..]).into(),
        )
        .expect("what fits in memory is shorter than the cipher's 256 GiB");
    sealed.extend_from_slice(&tag);
    sealed
}

/// Opens what [`close`] sealed.
///
/// # Errors
/// [`SealError`]. The key id of the header is reported only if the bytes do not
/// open under `key`, since the header may have been changed.
pub(crate) fn reveal(
    purpose: Purpose,
    key: &[u8; 32],
    context: &str,
    sealed: &[u8],
) -> Result<Vec<u8>, SealError> {
    let (&version, rest) = sealed.split_first().ok_or(SealError::Damaged)?;
    if version != VERSION {
        return Err(SealError::UnknownVersion(version));
    }
    let (id, rest) = rest.split_first_chunk().ok_or(SealError::Damaged)?;
    let (nonce, rest) = rest
        .split_first_chunk::<NONCE>()
        .ok_or(SealError::Damaged)?;
    let (ciphertext, tag) = rest.split_last_chunk::<TAG>().ok_or(SealError::Damaged)?;

    let held = KeyId::of(key);
    let sealed_by = KeyId::from_bytes(*id);
    let mut plain = ciphertext.to_vec();
    let opened = cipher(key).decrypt_inout_detached(
        &XNonce::from(*nonce),
        &associated(purpose, held, context),
        plain.as_mut_slice().into(),
        &Tag::from(*tag),
    );
    match opened {
        Ok(()) if sealed_by == held => Ok(plain),
        Err(_) if sealed_by != held => Err(SealError::WrongKey { sealed_by, held }),
        Ok(()) | Err(_) => Err(SealError::Damaged),
    }
}

fn cipher(key: &[u8; 32]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new_from_slice(key).expect("the key has the cipher's length")
}

/// Purpose, version, key id and context; only the last varies in length.
fn associated(purpose: Purpose, id: KeyId, context: &str) -> Vec<u8> {
    let mut bytes = Vec::from(purpose.label());
    bytes.push(0);
    bytes.push(VERSION);
    bytes.extend_from_slice(id.as_bytes());
    bytes.extend_from_slice(context.as_bytes());
    bytes
}
