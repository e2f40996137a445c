//! Roles and what each may do. One person may have several; what one role may
//! not do, another may: an operator sees no photo, an inspector changes no rule.

use serde::{Deserialize, Serialize};

/// What someone is employed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 审核员: decides on photos.
    Inspector,
    /// 窗口人员: looks receipts up and consumes them.
    Clerk,
    /// Runs the service: staff, catalogue, figures, log.
    Operator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Inspector, Self::Clerk, Self::Operator];

    /// Stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Inspector => "inspector",
            Self::Clerk => "clerk",
            Self::Operator => "operator",
        }
    }

    /// The role with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// What the role may do.
    #[must_use]
    pub const fn rights(self) -> &'static [Right] {
        match self {
            Self::Inspector => &[
                Right::Review,
                Right::OverrulePhoto,
                Right::SecondOpinion,
                Right::AnswerMessages,
            ],
            Self::Clerk => &[Right::LookUpReceipt, Right::Consume, Right::UndoConsume],
            Self::Operator => &[
                Right::ManageStaff,
                Right::ManageApiKeys,
                Right::ReadLog,
                Right::SeeFigures,
                Right::EditCatalogue,
                Right::AnswerMessages,
                Right::RevokeReceipt,
            ],
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

macro_rules! rights {
    ($($(#[$doc:meta])* $name:ident = $code:literal),+ $(,)?) => {
        /// Something a member of staff may do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Right {
            $($(#[$doc])* $name,)+
        }

        impl Right {
            /// Every right.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Stable name.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                }
            }
        }
    };
}

rights! {
    /// See the queue and the pictures, claim, approve, reject, remake.
    Review = "review",
    /// Decide against a finding, with a class of reason.
    OverrulePhoto = "overrule-photo",
    /// Ask for and give a second opinion.
    SecondOpinion = "second-opinion",
    /// See a receipt's photo by its number and identity.
    LookUpReceipt = "look-up-receipt",
    /// Use a receipt up (核销).
    Consume = "consume",
    /// Take that back.
    UndoConsume = "undo-consume",
    /// Declare a receipt void.
    RevokeReceipt = "revoke-receipt",
    /// Read and answer the threads of orders.
    AnswerMessages = "answer-messages",
    /// Add and block staff, give roles, set passwords anew.
    ManageStaff = "manage-staff",
    /// Give programs keys and take them away.
    ManageApiKeys = "manage-api-keys",
    /// Read and verify the log.
    ReadLog = "read-log",
    /// See the figures.
    SeeFigures = "see-figures",
    /// Override the catalogue.
    EditCatalogue = "edit-catalogue",
}

/// None of someone's roles has the right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not permitted: {}", .0.code())]
pub struct Forbidden(pub Right);

impl Forbidden {
    /// Stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        "forbidden"
    }
}

/// A set of roles, serialised as a list of their names; the empty one may do
/// nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<Role>", into = "Vec<Role>")]
pub struct Roles(u8);

impl Roles {
    /// No role.
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
        self.iter().any(|role| role.rights().contains(&right))
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

    /// The whole table: who may do what, and nobody else.
    #[test]
    fn who_may_do_what() {
        use Role::{Clerk, Inspector, Operator};
        let table: [(Right, &[Role]); 13] = [
            (Right::Review, &[Inspector]),
            (Right::OverrulePhoto, &[Inspector]),
            (Right::SecondOpinion, &[Inspector]),
            (Right::LookUpReceipt, &[Clerk]),
            (Right::Consume, &[Clerk]),
            (Right::UndoConsume, &[Clerk]),
            (Right::RevokeReceipt, &[Operator]),
            (Right::AnswerMessages, &[Inspector, Operator]),
            (Right::ManageStaff, &[Operator]),
            (Right::ManageApiKeys, &[Operator]),
            (Right::ReadLog, &[Operator]),
            (Right::SeeFigures, &[Operator]),
            (Right::EditCatalogue, &[Operator]),
        ];
        assert_eq!(table.map(|(right, _)| right), Right::ALL);
        for (right, roles) in table {
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
