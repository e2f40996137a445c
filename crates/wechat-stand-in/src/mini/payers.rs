//! Who may pay within the app.

use crate::mini::state::Mini;

impl Mini {
    /// Whether the openid is one that signed in. As long as nobody has, payments are tried
    /// without it, and anybody may pay.
    pub(crate) fn may_pay(&self, openid: &str) -> bool {
        self.users.is_empty() || self.users.contains_key(openid)
    }
}
