//! Counting of wrong guesses, in the transaction that answers them: the next
//! guess waits for it and sees the count, however many are sent at once.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::guess::{Guess, admit};
use storage::Transaction;

use crate::app::App;
use crate::error::AppError;

/// What one guess is counted against: kinds with their subjects, such as a
/// number, as keyed digests. Rows show neither numbers nor addresses.
pub(crate) struct Guessed(Vec<(Guess, String)>);

impl Guessed {
    pub(crate) fn at(app: &App, subjects: &[(Guess, &str)]) -> Self {
        let subjects = subjects.iter();
        Self(
            subjects
                .map(|(guess, subject)| (*guess, row(app, *guess, subject)))
                .collect(),
        )
    }

    /// Whether the guess may be made now.
    ///
    /// # Errors
    /// [`AppError::Locked`]; storage.
    pub(crate) async fn admit(&self, app: &App, tx: &mut dyn Transaction) -> Result<(), AppError> {
        let mut counts = Vec::with_capacity(self.0.len());
        for (guess, row) in &self.0 {
            counts.push((*guess, tx.guesses(row).await?));
        }
        admit(&counts, app.now()).map_err(|until| AppError::Locked { until })
    }

    /// Counts a miss; gives whether the next guess is locked by it.
    pub(crate) async fn missed(
        &self,
        app: &App,
        tx: &mut dyn Transaction,
    ) -> Result<Next, AppError> {
        let now = app.now();
        for (guess, row) in &self.0 {
            let misses = guess.bound().another(tx.guesses(row).await?, now);
            tx.keep_guesses(row, misses).await?;
        }
        Ok(match self.admit(app, tx).await {
            Ok(()) => Next::Open,
            Err(AppError::Locked { .. }) => Next::Locked,
            Err(error) => return Err(error),
        })
    }
}

/// Whether another guess would be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// It would.
    Open,
    /// Not for a while.
    Locked,
}

/// The key of a count's row.
pub(crate) fn row(app: &App, guess: Guess, subject: &str) -> String {
    let digest = app.digest("guess", &format!("{}:{subject}", guess.code()));
    format!("{}:{}", guess.code(), URL_SAFE_NO_PAD.encode(digest.0))
}
