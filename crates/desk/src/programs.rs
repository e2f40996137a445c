//! Programs that sign in with a key.

use orders::staff::{Forbidden, Roles};
use orders::{ApiKeyId, StaffId};

use crate::desk::Desk;
use crate::error::DeskError;
use crate::permit::{FiguresReader, Known, LogReader, Reviewer, Scope};
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
        let scope = Scope {
            documents: self.documents.clone(),
            cities: self.cities.clone(),
        };
        Reviewer::of(self.known(), id, scope)
    }

    /// May read the log.
    ///
    /// # Errors
    /// Where no role of its allows it.
    pub fn log_reader(&self) -> Result<LogReader, Forbidden> {
        LogReader::of(self.known())
    }

    /// May see the figures.
    ///
    /// # Errors
    /// Where no role of its allows it.
    pub fn figures_reader(&self) -> Result<FiguresReader, Forbidden> {
        FiguresReader::of(self.known())
    }
}

/// The program with this key, unless it was revoked.
///
/// # Errors
/// Storage.
pub async fn program(desk: &Desk, key: &str) -> Result<Option<Program>, DeskError> {
    if !key.starts_with(KEY_PREFIX) {
        return Ok(None);
    }
    let found = desk.read().await?.api_key(digest(key)).await?;
    Ok(found
        .filter(|key| key.revoked_at.is_none())
        .map(|key| Program {
            id: key.id,
            roles: key.roles,
            documents: key.documents,
            cities: key.cities,
        }))
}
