//! Rights as values: whoever has one was found to have it.

use domain::staff::{Forbidden, Right, Roles};
use domain::{Actor, ApiKeyId, StaffId};

/// Someone, or a program, that the service knows and what they may do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Known {
    pub(crate) actor: Actor,
    pub(crate) roles: Roles,
}

impl Known {
    pub(crate) fn staff(id: StaffId, roles: Roles) -> Self {
        Self {
            actor: Actor::Staff(id),
            roles,
        }
    }

    pub(crate) fn program(id: ApiKeyId, roles: Roles) -> Self {
        Self {
            actor: Actor::Program(id),
            roles,
        }
    }
}

macro_rules! permits {
    ($($(#[$doc:meta])* $name:ident($right:ident)),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name {
            pub(crate) actor: Actor,
        }

        impl $name {
            pub(crate) fn of(known: Known) -> Result<Self, Forbidden> {
                known.roles.require(Right::$right)?;
                Ok(Self { actor: known.actor })
            }
        }
    )+};
}

permits! {
    /// May manage staff, roles and keys.
    Manager(ManageStaff),
    /// May read the log.
    LogReader(ReadLog),
    /// May see the figures.
    FiguresReader(SeeFigures),
    /// May answer applicants' messages.
    Answerer(AnswerMessages),
    /// May use receipts up.
    Consumer(Consume),
    /// May take a use back.
    UseUndoer(UndoConsume),
    /// May declare receipts void.
    Revoker(RevokeReceipt),
}

/// May review photos: a person, or a program acting for one of the service's
/// inspectors under its own identifier.
#[derive(Clone, Debug, PartialEq)]
pub struct Reviewer {
    pub(crate) actor: Actor,
    /// The inspector a claim and a decision are booked on.
    pub(crate) id: StaffId,
    /// Documents and cities it is limited to.
    pub(crate) scope: Scope,
}

/// May look receipts up at the counter.
#[derive(Clone, Debug, PartialEq)]
pub struct Clerk {
    pub(crate) actor: Actor,
    /// Documents and cities it is limited to.
    pub(crate) scope: Scope,
}

impl Clerk {
    pub(crate) fn of(known: Known, scope: Scope) -> Result<Self, Forbidden> {
        known.roles.require(Right::LookUpReceipt)?;
        Ok(Self {
            actor: known.actor,
            scope,
        })
    }
}

/// What a program is limited to; empty lists for everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scope {
    pub(crate) documents: Vec<String>,
    pub(crate) cities: Vec<u32>,
}

impl Scope {
    pub(crate) fn covers(&self, document: &str, city: Option<u32>) -> bool {
        let document = self.has_document(document);
        let city = self.cities.is_empty() || city.is_some_and(|city| self.cities.contains(&city));
        document && city
    }

    pub(crate) fn has_document(&self, document: &str) -> bool {
        self.documents.is_empty() || self.documents.iter().any(|d| d == document)
    }
}

impl Reviewer {
    pub(crate) fn of(known: Known, id: StaffId, scope: Scope) -> Result<Self, Forbidden> {
        known.roles.require(Right::Review)?;
        Ok(Self {
            actor: known.actor,
            id,
            scope,
        })
    }

    /// The inspector.
    #[must_use]
    pub const fn id(&self) -> StaffId {
        self.id
    }
}

impl Manager {
    /// Whoever runs the command line on the service's own machine: they own the
    /// data folder, and no right could keep them from it.
    #[must_use]
    pub const fn house() -> Self {
        Self {
            actor: Actor::System,
        }
    }
}
