//! A right as a value: a permit proves that its holder has the right.

use std::marker::PhantomData;

use domain::Actor;
use domain::staff::right::{ForPrograms, RightKind};
use domain::staff::{Forbidden, Roles, Scope};

/// Permission to use the right `R`, within a scope. Only this crate can
/// construct one, so a function that takes it cannot be called without it.
#[derive(Clone, Debug, PartialEq)]
pub struct Permit<R> {
    holder: Actor,
    scope: Scope,
    right: PhantomData<R>,
}

impl<R: RightKind> Permit<R> {
    /// A permit for a member of staff with these roles.
    ///
    /// # Errors
    /// [`Forbidden`] if none of the roles has the right.
    pub(crate) fn of_staff(holder: Actor, roles: Roles) -> Result<Self, Forbidden> {
        roles.require(R::RIGHT)?;
        Ok(Self {
            holder,
            scope: Scope::default(),
            right: PhantomData,
        })
    }

    /// A permit for a program whose key has these roles and this scope.
    ///
    /// # Errors
    /// [`Forbidden`] if none of the roles has the right, or if programs cannot
    /// use it at all or not with a limited key.
    pub(crate) fn of_program(
        holder: Actor,
        roles: Roles,
        scope: &Scope,
    ) -> Result<Self, Forbidden> {
        roles.require(R::RIGHT)?;
        let is_usable = match R::RIGHT.for_programs() {
            ForPrograms::Never => false,
            ForPrograms::Unlimited => scope.is_everything(),
            ForPrograms::WithinScope => true,
        };
        if !is_usable {
            return Err(Forbidden(R::RIGHT));
        }
        Ok(Self {
            holder,
            scope: scope.clone(),
            right: PhantomData,
        })
    }

    /// A permit for the command line on the service's own machine: whoever can
    /// read the data folder cannot be restricted by rights.
    #[must_use]
    pub fn of_machine_owner() -> Self {
        Self {
            holder: Actor::System,
            scope: Scope::default(),
            right: PhantomData,
        }
    }

    /// The holder, on whom actions are logged.
    #[must_use]
    pub const fn holder(&self) -> Actor {
        self.holder
    }

    /// Documents and cities it is limited to.
    pub(crate) const fn scope(&self) -> &Scope {
        &self.scope
    }
}

#[cfg(test)]
mod tests {
    use domain::randomness::seeded;
    use domain::staff::right::{LookUpReceipt, ManageStaff, Review, UndoConsume};
    use domain::staff::{Right, Role};
    use domain::{ApiKeyId, Timestamp};

    use super::*;

    #[test]
    fn what_a_key_opens() {
        let key = ApiKeyId::new(Timestamp(1), &mut seeded(1));
        let holder = Actor::Program(key);
        let everything = Scope::default();
        let passports = Scope {
            documents: vec!["passport".parse().unwrap()],
            ..Scope::default()
        };
        fn check<R: RightKind>(holder: Actor, role: Role, scope: &Scope, expected: bool) {
            let permit = Permit::<R>::of_program(holder, Roles::NONE.with(role), scope);
            match permit {
                Ok(permit) => assert!(expected && permit.scope() == scope, "{:?}", R::RIGHT),
                Err(Forbidden(right)) => assert!(!expected && right == R::RIGHT),
            }
        }
        check::<Review>(holder, Role::Inspector, &everything, true);
        check::<Review>(holder, Role::Inspector, &passports, true);
        check::<Review>(holder, Role::Clerk, &everything, false);
        check::<LookUpReceipt>(holder, Role::Clerk, &passports, true);
        check::<UndoConsume>(holder, Role::Clerk, &everything, false);
        check::<ManageStaff>(holder, Role::Operator, &everything, true);
        check::<ManageStaff>(holder, Role::Operator, &passports, false);
        let refused = Permit::<Review>::of_staff(holder, Roles::NONE);
        assert_eq!(refused.err(), Some(Forbidden(Right::Review)));
    }
}
