//! Password hashing with argon2id, off the threads that serve requests.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

use crate::error::AppError;

/// The hash in PHC format, with argon2's default parameters (19 MiB, two
/// passes, one lane: OWASP's recommendation).
pub(crate) async fn hash(password: String, salt: [u8; 16]) -> Result<String, AppError> {
    let hashed = tokio::task::spawn_blocking(move || {
        Argon2::default()
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map(|hash: PasswordHash| hash.to_string())
    });
    hashed
        .await
        .map_err(|_| AppError::Hash)?
        .map_err(|_| AppError::Hash)
}

/// Whether `password` matches `hash`.
pub(crate) async fn verify(password: String, hash: String) -> Result<bool, AppError> {
    let verified = tokio::task::spawn_blocking(move || {
        let hash = PasswordHash::new(&hash).map_err(|_| AppError::Hash)?;
        Ok(Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok())
    });
    verified.await.map_err(|_| AppError::Hash)?
}
