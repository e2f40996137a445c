//! Programs that sign in with a key.

use domain::staff::{Forbidden, Right, Roles};
use domain::{ApiKeyId, StaffId};

use crate::app::App;
use crate::error::AppError;
use crate::permit::{
    Answerer, Clerk, Consumer, FiguresReader, Known, LogReader, Manager, Reviewer, Scope,
};
use crate::token::digest;

/// What every key begins with, so that one found lying about is known for
/// what it is.
pub const KEY_PREFIX: &str = "hzk_";

/// A program with a valid key.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    /// The key's identifier.
    pub id: ApiKeyId,
    /// What it may do.
    pub roles: Roles,
    /// Documents it may ask about; empty for all.
    pub documents: Vec<String>,
    /// Cities (six-digit codes) it may ask about; empty for all.
    pub cities: Vec<u32>,
}

impl Program {
    fn known(&self) -> Known {
        Known::program(self.id, self.roles)
    }

    /// The same for what cannot be cut down to some documents and cities: a key
    /// that is limited to them may do none of it.
    fn known_everywhere(&self, right: Right) -> Result<Known, Forbidden> {
        if self.documents.is_empty() && self.cities.is_empty() {
            Ok(self.known())
        } else {
            Err(Forbidden(right))
        }
    }

    /// May review photos, within its scope.
    ///
    /// # Errors
    /// Where no role of its allows it.
    pub fn reviewer(&self) -> Result<Reviewer, Forbidden> {
        // Both are ULIDs, and a program's claims and decisions are its own.
        let id: StaffId = self
            .id
            .to_string()
            .parse()
            .expect("every identifier reads as any other");
        Reviewer::of(self.known(), id, self.scope())
    }

    fn scope(&self) -> Scope {
        Scope {
            documents: self.documents.clone(),
            cities: self.cities.clone(),
        }
    }

    /// May look receipts up, within its scope.
    ///
    /// # Errors
    /// Where no role of its allows it.
    pub fn clerk(&self) -> Result<Clerk, Forbidden> {
        Clerk::of(self.known(), self.scope())
    }

    /// May use receipts up. Taking a use back is for people.
    ///
    /// # Errors
    /// Where no role of its allows it.
    pub fn consumer(&self) -> Result<Consumer, Forbidden> {
        Consumer::of(self.known())
    }

    /// May manage staff and keys.
    ///
    /// # Errors
    /// Where no role of its allows it, or it is limited to documents or cities.
    pub fn manager(&self) -> Result<Manager, Forbidden> {
        Manager::of(self.known_everywhere(Right::ManageStaff)?)
    }

    /// May read the log.
    ///
    /// # Errors
    /// Where no role of its allows it, or it is limited to documents or cities.
    pub fn log_reader(&self) -> Result<LogReader, Forbidden> {
        LogReader::of(self.known_everywhere(Right::ReadLog)?)
    }

    /// May see the figures.
    ///
    /// # Errors
    /// Where no role of its allows it, or it is limited to documents or cities.
    pub fn figures_reader(&self) -> Result<FiguresReader, Forbidden> {
        FiguresReader::of(self.known_everywhere(Right::SeeFigures)?)
    }

    /// May answer messages.
    ///
    /// # Errors
    /// Where no role of its allows it, or it is limited to documents or cities.
    pub fn answerer(&self) -> Result<Answerer, Forbidden> {
        Answerer::of(self.known_everywhere(Right::AnswerMessages)?)
    }
}

/// The program with this key, unless it was revoked.
///
/// # Errors
/// Storage.
pub async fn program(app: &App, key: &str) -> Result<Option<Program>, AppError> {
    if !key.starts_with(KEY_PREFIX) {
        return Ok(None);
    }
    let found = app.read().await?.api_key(digest(key)).await?;
    Ok(found
        .filter(|key| key.revoked_at.is_none())
        .map(|key| Program {
            id: key.id,
            roles: key.roles,
            documents: key.documents,
            cities: key.cities,
        }))
}
