//! Roles as check boxes.

use domain::staff::{Role, Roles};

use crate::Speech;

/// One check box.
pub(crate) struct RoleChoice {
    pub(crate) code: &'static str,
    pub(crate) name: String,
    /// What the role allows, in a sentence.
    pub(crate) may: String,
    pub(crate) ticked: bool,
}

/// A check box per role, those of `roles` ticked.
pub(crate) fn choices(s: Speech, roles: Roles) -> Vec<RoleChoice> {
    let choice = |role: Role| RoleChoice {
        code: role.code(),
        name: name(s, role),
        may: s.say(&format!("office-role-{}.may", role.code())),
        ticked: roles.has(role),
    };
    Role::ALL.into_iter().map(choice).collect()
}

/// Roles in words; empty for none.
pub(crate) fn in_words(s: Speech, roles: Roles) -> String {
    let names: Vec<_> = roles.iter().map(|role| name(s, role)).collect();
    names.join(&s.say("office-list-comma"))
}

fn name(s: Speech, role: Role) -> String {
    s.say(&format!("office-role-{}", role.code()))
}
