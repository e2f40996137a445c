//! Rights: for each its code, the roles that have it, and its use by API keys.

use super::role::Role;
use crate::coded::coded;

/// How far programs can use a right that their key's roles give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForPrograms {
    /// Not at all: people only.
    Never,
    /// Only with a key that is not limited to documents or cities: what the
    /// right gives access to cannot be filtered by them.
    Unlimited,
    /// Within the documents and cities of its key.
    WithinScope,
}

/// A marker type for a right, so that permits are typed by it.
pub trait RightKind {
    /// The right.
    const RIGHT: Right;
}

macro_rules! rights {
    ($($(#[$doc:meta])* $name:ident = $code:literal, [$($role:ident),+], $programs:ident;)+) => {
        coded! {
            /// A right of a member of staff or a program.
            pub enum Right {
                $($(#[$doc])* $name = $code,)+
            }
        }

        impl Right {
            /// Roles that have it.
            #[must_use]
            pub const fn roles(self) -> &'static [Role] {
                match self {
                    $(Self::$name => &[$(Role::$role),+],)+
                }
            }

            /// How far programs can use it.
            #[must_use]
            pub const fn for_programs(self) -> ForPrograms {
                match self {
                    $(Self::$name => ForPrograms::$programs,)+
                }
            }
        }

        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub enum $name {}

            impl RightKind for $name {
                const RIGHT: Right = Right::$name;
            }
        )+
    };
}

rights! {
    /// See the queue and the pictures; claim, approve, reject, remake.
    Review = "review", [Inspector], WithinScope;
    /// Overrule a finding, with a class of reason.
    OverrulePhoto = "overrule-photo", [Inspector], WithinScope;
    /// Return an order to the queue for another inspector.
    SecondOpinion = "second-opinion", [Inspector], WithinScope;
    /// See a receipt's photo, by receipt number and person.
    LookUpReceipt = "look-up-receipt", [Clerk], WithinScope;
    /// Mark a receipt as used (核销).
    Consume = "consume", [Clerk], WithinScope;
    /// Undo the use of a receipt.
    UndoConsume = "undo-consume", [Clerk], Never;
    /// Revoke a receipt.
    RevokeReceipt = "revoke-receipt", [Operator], Never;
    /// Read and answer the threads of orders.
    AnswerMessages = "answer-messages", [Inspector, Operator], Unlimited;
    /// List orders, find one by number or person, and see whose it is.
    FindOrders = "find-orders", [Inspector, Operator], Never;
    /// Add, disable and enable staff, set roles, reset passwords.
    ManageStaff = "manage-staff", [Operator], Unlimited;
    /// Make and revoke API keys.
    ManageApiKeys = "manage-api-keys", [Operator], Unlimited;
    /// Read and verify the log.
    ReadLog = "read-log", [Operator], Unlimited;
    /// Take an order's price at the till, undo it, give it back.
    TakeMoney = "take-money", [Operator], WithinScope;
    /// See and export what was taken.
    SeeTakings = "see-takings", [Operator], Unlimited;
    /// See the statistics.
    SeeFigures = "see-figures", [Operator], Unlimited;
}
