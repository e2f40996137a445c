//! Motions: what gives somebody rights, made by one operator and approved by
//! another, where two have to agree; and whether one may do it alone.

use super::right::Right;
use super::roles::Roles;
use crate::coded::coded;
use crate::ids::{MotionId, StaffId};
use crate::timestamp::Timestamp;

coded! {
    /// What is given.
    pub enum MotionKind {
        /// A new account with roles.
        Account = "account",
        /// Roles of an account.
        Roles = "roles",
        /// The use of an account that was disabled.
        Enable = "enable",
        /// The use of an account, by a new one-time password without its second
        /// factors.
        Reset = "reset",
    }
}

/// Whether one operator suffices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// The asker alone.
    One,
    /// Another operator too.
    Two,
}

/// What giving `given` to somebody needs, of an operator with `own` roles.
///
/// Two, if it gives a right that the asker has not, for the asker may be who uses it;
/// and always for the right to manage staff, with which one could approve oneself.
#[must_use]
pub fn needs(given: Roles, own: Roles) -> Needs {
    let beyond =
        |right: &Right| given.may(*right) && (!own.may(*right) || *right == Right::ManageStaff);
    if Right::ALL.iter().any(beyond) {
        Needs::Two
    } else {
        Needs::One
    }
}

/// A motion that waits for a second operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Motion {
    /// Internal id (ULID).
    pub id: MotionId,
    /// What is given.
    pub kind: MotionKind,
    /// To whom; `None` for a new account.
    pub to: Option<StaffId>,
    /// The account's name.
    pub name: String,
    /// The account's roles afterwards.
    pub roles: Roles,
    /// Who asked for it.
    pub by: StaffId,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it lapses.
    pub ends_at: Timestamp,
}

/// Why somebody cannot approve a motion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotYours {
    /// They asked for it.
    #[error("asked for by the same person")]
    Own,
    /// It is for them.
    #[error("it is for the same person")]
    ForYou,
}

impl NotYours {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Own => "motion-own",
            Self::ForYou => "motion-for-you",
        }
    }
}

impl Motion {
    /// Whether `approver`, who may manage staff, can approve it.
    ///
    /// # Errors
    /// [`NotYours`] for who asked for it, and for whom it is.
    pub fn approvable_by(&self, approver: StaffId) -> Result<(), NotYours> {
        if self.by == approver {
            Err(NotYours::Own)
        } else if self.to == Some(approver) {
            Err(NotYours::ForYou)
        } else {
            Ok(())
        }
    }

    /// Whether it lapsed.
    #[must_use]
    pub fn has_lapsed(&self, now: Timestamp) -> bool {
        now >= self.ends_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::randomness::seeded;
    use crate::staff::Role::{self, Clerk, Inspector, Operator};

    #[test]
    fn what_goes_beyond_ones_own_rights_needs_two() {
        let check = |given: &[Role], own: &[Role], expected| {
            let set = |roles: &[Role]| roles.iter().copied().collect::<Roles>();
            assert_eq!(
                needs(set(given), set(own)),
                expected,
                "{given:?} by {own:?}"
            );
        };
        check(&[], &[Operator], Needs::One);
        check(&[Clerk], &[Operator], Needs::Two);
        check(&[Inspector], &[Operator], Needs::Two);
        check(&[Clerk], &[Operator, Clerk], Needs::One);
        check(&[Inspector], &[Operator, Clerk], Needs::Two);
        check(&[Inspector, Clerk], &[Operator, Clerk], Needs::Two);
        check(
            &[Inspector, Clerk],
            &[Operator, Clerk, Inspector],
            Needs::One,
        );
        check(&[Operator], &[Operator], Needs::Two);
        check(&[Operator], &[Operator, Clerk, Inspector], Needs::Two);
        check(&[Clerk, Operator], &[Operator, Clerk], Needs::Two);
    }

    #[test]
    fn nobody_approves_their_own_nor_for_themselves() {
        let id = |n| StaffId::new(Timestamp(n), &mut seeded(1));
        let check = |to: Option<StaffId>, approver, expected| {
            let motion = Motion {
                id: MotionId::new(Timestamp(1), &mut seeded(1)),
                kind: MotionKind::Roles,
                to,
                name: "wei".to_owned(),
                roles: Roles::NONE,
                by: id(1),
                asked_at: Timestamp(10),
                ends_at: Timestamp(20),
            };
            assert_eq!(motion.approvable_by(approver), expected);
            assert!(!motion.has_lapsed(Timestamp(19)) && motion.has_lapsed(Timestamp(20)));
        };
        check(Some(id(2)), id(3), Ok(()));
        check(None, id(3), Ok(()));
        check(Some(id(2)), id(1), Err(NotYours::Own));
        check(Some(id(1)), id(1), Err(NotYours::Own));
        check(Some(id(2)), id(2), Err(NotYours::ForYou));
        check(None, id(1), Err(NotYours::Own));
    }
}
