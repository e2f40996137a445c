//! Signing in with name and password, and a code where the account has an
//! authenticator app.
//!
//! A try is counted in one transaction before the password is hashed, so that
//! tries made at once cannot pass the lock, and settled in a second one after.
//! A name that does not exist, an account that is locked or disabled, and a
//! wrong password take the same steps and get the same answer: two
//! transactions, one hash, one line of the log.

use domain::log::LogAction;
use domain::staff::standing::{Begun, TryEnd, Verdict};
use domain::staff::totp::UsedStep;
use domain::{Actor, Timestamp};
use storage::{Colleague, Transaction};

use super::counts::Counters;
use super::folded;
use super::session::{Admitted, admit};
use super::totp::open_totp;
use crate::app::App;
use crate::error::AppError;
use crate::password;

/// A try to sign in.
#[derive(Clone, Copy)]
pub struct SignInTry<'a> {
    /// Name as typed.
    pub name: &'a str,
    /// Password as typed.
    pub password: &'a str,
    /// The authenticator app's code, if one was typed.
    pub code: Option<&'a str>,
    /// The address class it comes from, in text: an IPv4 address, the first 56
    /// bits of an IPv6 one. Kept only as a keyed digest.
    pub site: &'a str,
    /// The token by which the browser is known, if it sent one.
    pub device: Option<&'a str>,
}

impl std::fmt::Debug for SignInTry<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SignInTry")
    }
}

/// What an account can show beside its password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proofs {
    /// An authenticator app's code.
    Code,
    /// A passkey.
    Passkey,
    /// Either.
    CodeOrPasskey,
}

/// Why a sign-in failed.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Name or password is wrong, or the account is locked or disabled; the
    /// error does not tell which.
    #[error("refused")]
    Refused {
        /// When the next try from this device or address is evaluated, if it is
        /// not now. The same for every name.
        until: Option<Timestamp>,
    },
    /// The password is right; a further proof is required.
    #[error("a second factor is needed")]
    ProofNeeded(Proofs),
    /// The code is wrong or was already used.
    #[error("the code is wrong")]
    CodeWrong(Proofs),
    /// Any other error.
    #[error(transparent)]
    App(#[from] AppError),
}

impl SignInError {
    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused { .. } => "sign-in-refused",
            Self::ProofNeeded(_) => "sign-in-code-needed",
            Self::CodeWrong(_) => "sign-in-code-wrong",
            Self::App(error) => error.code(),
        }
    }
}

impl From<storage::StorageError> for SignInError {
    fn from(error: storage::StorageError) -> Self {
        Self::App(error.into())
    }
}

/// A hash that no password matches, of the parameters that every other has: what
/// is not evaluated takes as long as a wrong password.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Signs in.
///
/// # Errors
/// See [`SignInError`].
pub async fn sign_in(app: &App, given: &SignInTry<'_>) -> Result<Admitted, SignInError> {
    let name = folded(given.name);
    let (counters, account, verdict) = begin(app, &name, given).await?;
    let hash = match (&account, verdict) {
        (Some(account), Verdict::Evaluate(_)) => account.password.clone(),
        _ => NOBODY.to_owned(),
    };
    let verified = password::verify(app.hashing(), given.password.to_owned(), hash).await;
    let mut tx = app.write().await?;
    let right = match verified {
        Ok(right) => right,
        Err(fault) => {
            // The service's own fault is not a guess.
            if let Verdict::Evaluate(begun) = verdict {
                settle(&mut *tx, counters, &begun, TryEnd::NoGuess).await?;
                tx.save().await?;
            }
            return Err(fault.into());
        }
    };
    // Read again: it may have been changed while the password was hashed.
    let account = match account {
        Some(account) => tx.colleague(account.id).await?,
        None => None,
    };
    let outcome = match verdict {
        Verdict::Refuse => Outcome::Locked,
        Verdict::Evaluate(_) => match &account {
            Some(account) if right => proved(app, &mut *tx, account, given).await?,
            _ => Outcome::Wrong,
        },
    };
    if let Verdict::Evaluate(begun) = verdict {
        settle(&mut *tx, counters, &begun, outcome.end()).await?;
    }
    let by = account
        .as_ref()
        .map_or(Actor::System, |account| Actor::Staff(account.id));
    // A name of nobody may be a password typed into the wrong field.
    let subject = account.as_ref().map_or("", |account| &account.name);
    app.log(&mut *tx, by, outcome.action(), subject, outcome.detail())
        .await?;
    let until = counters.read(&mut *tx).await?.locked_here(app.now());
    tx.save().await?;
    match outcome {
        Outcome::SignedIn(admitted) => Ok(admitted),
        Outcome::Locked | Outcome::Wrong | Outcome::Disabled => Err(SignInError::Refused { until }),
        Outcome::ProofNeeded(proofs) => Err(SignInError::ProofNeeded(proofs)),
        Outcome::CodeWrong(proofs) => Err(SignInError::CodeWrong(proofs)),
        Outcome::Fault(error) => Err(error.into()),
    }
}

/// Counts the try, in a transaction of its own.
async fn begin(
    app: &App,
    name: &str,
    given: &SignInTry<'_>,
) -> Result<(Counters, Option<Colleague>, Verdict), AppError> {
    let mut tx = app.write().await?;
    let account = tx.colleague_by_name(name).await?;
    let of = account.as_ref();
    let counters = Counters::of(app, &mut *tx, name, of, given.site, given.device).await?;
    let standing = counters.read(&mut *tx).await?;
    let verdict = standing.begin(app.now());
    let counted = match verdict {
        Verdict::Evaluate(begun) => begun.counted,
        // Written all the same, so that a lock does not answer sooner.
        Verdict::Refuse => standing,
    };
    counters.keep(&mut *tx, counted).await?;
    tx.save().await?;
    Ok((counters, account, verdict))
}

/// Stores the counts after a try.
pub(super) async fn settle(
    tx: &mut dyn Transaction,
    counters: Counters,
    begun: &Begun,
    end: TryEnd,
) -> Result<(), AppError> {
    let standing = counters.read(tx).await?;
    counters.keep(tx, standing.end(begun, end)).await
}

enum Outcome {
    SignedIn(Admitted),
    Locked,
    Wrong,
    Disabled,
    ProofNeeded(Proofs),
    CodeWrong(Proofs),
    Fault(AppError),
}

impl Outcome {
    const fn end(&self) -> TryEnd {
        match self {
            Self::SignedIn(_) => TryEnd::SignedIn,
            Self::Locked | Self::Wrong | Self::Disabled | Self::CodeWrong(_) => TryEnd::Wrong,
            Self::ProofNeeded(_) | Self::Fault(_) => TryEnd::NoGuess,
        }
    }

    const fn action(&self) -> LogAction {
        match self {
            Self::SignedIn(_) => LogAction::SignedIn,
            Self::Locked => LogAction::SignInLocked,
            Self::Wrong => LogAction::SignInWrong,
            Self::Disabled => LogAction::SignInDisabled,
            Self::ProofNeeded(_) => LogAction::SignInCodeNeeded,
            Self::CodeWrong(_) => LogAction::SignInCodeWrong,
            Self::Fault(_) => LogAction::SignInFault,
        }
    }

    fn detail(&self) -> &'static str {
        match self {
            Self::Fault(error) => error.code(),
            _ => "",
        }
    }
}

/// What comes of a right password.
async fn proved(
    app: &App,
    tx: &mut dyn Transaction,
    account: &Colleague,
    given: &SignInTry<'_>,
) -> Result<Outcome, AppError> {
    if account.disabled_at.is_some() {
        return Ok(Outcome::Disabled);
    }
    let has_passkey = !tx.passkeys_of(account.id).await?.is_empty();
    let proofs = match (account.totp.is_some(), has_passkey) {
        (false, false) => None,
        (true, false) => Some(Proofs::Code),
        (false, true) => Some(Proofs::Passkey),
        (true, true) => Some(Proofs::CodeOrPasskey),
    };
    let mut account = account.clone();
    if let Some(proofs) = proofs {
        let code = given.code.filter(|code| !code.trim().is_empty());
        let (Some(code), Some(sealed)) = (code, &account.totp) else {
            return Ok(Outcome::ProofNeeded(proofs));
        };
        let secret = match open_totp(app, account.id, sealed) {
            Ok(secret) => secret,
            Err(error) => return Ok(Outcome::Fault(error)),
        };
        let last = account.totp_last.map(UsedStep);
        let Ok(used) = secret.check(code, last, app.now()) else {
            return Ok(Outcome::CodeWrong(proofs));
        };
        account.totp_last = Some(used.0);
        tx.update_colleague(&account).await?;
    }
    let admitted = admit(app, tx, &account, given.device).await?;
    Ok(Outcome::SignedIn(admitted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::password::HashGate;

    /// What is not evaluated takes as long as what is: the same parameters.
    #[tokio::test]
    async fn the_hash_of_nobody_costs_the_same() {
        let hash = password::hash(&HashGate::default(), "correct horse".to_owned(), [1; 16]).await;
        let hash = hash.unwrap();
        let parameters = |hash: &str| hash.split('$').take(4).collect::<Vec<_>>().join("$");
        assert_eq!(parameters(NOBODY), parameters(&hash));
        assert_eq!(NOBODY.len(), hash.len());
        let verified = password::verify(
            &HashGate::default(),
            "correct horse".to_owned(),
            NOBODY.to_owned(),
        )
        .await;
        assert!(!verified.unwrap());
    }
}
