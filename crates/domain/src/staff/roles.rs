//! Sets of roles, and whether they have a right.

use serde::{Deserialize, Serialize};

use super::right::Right;
use super::role::Role;

/// No role of the person has the right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not permitted: {}", .0.code())]
pub struct Forbidden(pub Right);

impl Forbidden {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        "forbidden"
    }
}

/// A set of roles, serialised as a list of their codes. The empty set has no
/// right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<Role>", into = "Vec<Role>")]
pub struct Roles(u8);

impl Roles {
    /// The empty set.
    pub const NONE: Self = Self(0);

    /// This set and `role`.
    #[must_use]
    pub const fn with(self, role: Role) -> Self {
        Self(self.0 | role.bit())
    }

    /// This set without `role`.
    #[must_use]
    pub const fn without(self, role: Role) -> Self {
        Self(self.0 & !role.bit())
    }

    /// Whether `role` is in it.
    #[must_use]
    pub const fn has(self, role: Role) -> bool {
        self.0 & role.bit() != 0
    }

    /// Its roles, in the order of [`Role::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.has(*role))
    }

    /// Whether any of its roles has the right.
    #[must_use]
    pub fn may(self, right: Right) -> bool {
        right.roles().iter().any(|role| self.has(*role))
    }

    /// As [`may`](Self::may), to be used with `?`.
    ///
    /// # Errors
    ///
    /// [`Forbidden`] if none has it.
    pub fn require(self, right: Right) -> Result<(), Forbidden> {
        if self.may(right) {
            Ok(())
        } else {
            Err(Forbidden(right))
        }
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        roles.into_iter().fold(Self::NONE, Self::with)
    }
}

impl From<Vec<Role>> for Roles {
    fn from(roles: Vec<Role>) -> Self {
        roles.into_iter().collect()
    }
}

impl From<Roles> for Vec<Role> {
    fn from(roles: Roles) -> Self {
        roles.iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staff::right::ForPrograms;

    /// The whole table: who may do what, and nobody else; and what a program may
    /// do with it.
    #[test]
    fn who_may_do_what() {
        use ForPrograms::{Never, Unlimited, WithinScope};
        use Role::{Clerk, Inspector, Operator};
        let table: [(Right, &[Role], ForPrograms); 15] = [
            (Right::Review, &[Inspector], WithinScope),
            (Right::OverrulePhoto, &[Inspector], WithinScope),
            (Right::SecondOpinion, &[Inspector], WithinScope),
            (Right::LookUpReceipt, &[Clerk], WithinScope),
            (Right::Consume, &[Clerk], WithinScope),
            (Right::UndoConsume, &[Clerk], Never),
            (Right::RevokeReceipt, &[Operator], Never),
            (Right::AnswerMessages, &[Inspector, Operator], Unlimited),
            (Right::FindOrders, &[Inspector, Operator], Never),
            (Right::ManageStaff, &[Operator], Unlimited),
            (Right::ManageApiKeys, &[Operator], Unlimited),
            (Right::ReadLog, &[Operator], Unlimited),
            (Right::TakeMoney, &[Operator], WithinScope),
            (Right::SeeTakings, &[Operator], Unlimited),
            (Right::SeeFigures, &[Operator], Unlimited),
        ];
        assert_eq!(table.map(|(right, _, _)| right), Right::ALL);
        for (right, roles, programs) in table {
            assert_eq!(right.for_programs(), programs, "{right:?}");
            for role in Role::ALL {
                let may = Roles::NONE.with(role).require(right);
                let expected = if roles.contains(&role) {
                    Ok(())
                } else {
                    Err(Forbidden(right))
                };
                assert_eq!(may, expected, "{role:?} {right:?}");
            }
            assert!(!Roles::NONE.may(right));
            assert!(Role::ALL.into_iter().collect::<Roles>().may(right));
        }
        assert_eq!(Forbidden(Right::Review).code(), "forbidden");
    }

    #[test]
    fn roles_are_a_set() {
        let both = Roles::NONE
            .with(Role::Operator)
            .with(Role::Inspector)
            .with(Role::Operator);
        assert_eq!(
            both.iter().collect::<Vec<_>>(),
            [Role::Inspector, Role::Operator]
        );
        assert!(both.has(Role::Operator) && !both.has(Role::Clerk));
        assert!(!both.without(Role::Operator).has(Role::Operator));
        assert_eq!(both.without(Role::Clerk), both);
        let json = serde_json::to_string(&both).unwrap();
        assert_eq!(json, r#"["inspector","operator"]"#);
        assert_eq!(serde_json::from_str::<Roles>(&json).unwrap(), both);
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(role));
        }
        assert_eq!(Role::from_code("cook"), None);
    }
}
