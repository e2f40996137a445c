//! Rights: one line each says what it is called, whose roles have it, and what a
//! program with a key may do with it.

use super::role::Role;
use crate::coded::coded;

/// What a program may do with a right that its key's roles give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForPrograms {
    /// Nothing: the right is for people.
    Never,
    /// Use it where its key is not limited to documents or cities: what the right
    /// opens cannot be cut down to some of them.
    Unlimited,
    /// Use it for the documents and cities of its key.
    WithinScope,
}

/// A type that stands for a right, so that a permit for it is a type too.
pub trait RightKind {
    /// The right.
    const RIGHT: Right;
}

macro_rules! rights {
    ($($(#[$doc:meta])* $name:ident = $code:literal, [$($role:ident),+], $programs:ident;)+) => {
        coded! {
            /// Something a member of staff, or a program, may do.
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

            /// What programs may do with it.
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
    /// See the queue and the pictures, claim, approve, reject, remake.
    Review = "review", [Inspector], WithinScope;
    /// Decide against a finding, with a class of reason.
    OverrulePhoto = "overrule-photo", [Inspector], WithinScope;
    /// Put an order before another inspector.
    SecondOpinion = "second-opinion", [Inspector], WithinScope;
    /// See a receipt's photo by its number and identity.
    LookUpReceipt = "look-up-receipt", [Clerk], WithinScope;
    /// Use a receipt up (核销).
    Consume = "consume", [Clerk], WithinScope;
    /// Take that back.
    UndoConsume = "undo-consume", [Clerk], Never;
    /// Declare a receipt void.
    RevokeReceipt = "revoke-receipt", [Operator], Never;
    /// Read and answer the threads of orders.
    AnswerMessages = "answer-messages", [Inspector, Operator], Unlimited;
    /// Add and block staff, give roles, set passwords anew.
    ManageStaff = "manage-staff", [Operator], Unlimited;
    /// Give programs keys and take them away.
    ManageApiKeys = "manage-api-keys", [Operator], Unlimited;
    /// Read and verify the log.
    ReadLog = "read-log", [Operator], Unlimited;
    /// See the figures.
    SeeFigures = "see-figures", [Operator], Unlimited;
}
