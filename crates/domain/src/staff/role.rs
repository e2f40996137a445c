//! Roles. One person may have several. They separate duties: an operator sees
//! no photo, an inspector changes no rule.

use crate::coded::coded;

coded! {
    /// A role of a member of staff or of an API key.
    pub enum Role {
        /// 审核员: reviews photos and answers messages.
        Inspector = "inspector",
        /// 窗口人员: looks up receipts and marks them as used.
        Clerk = "clerk",
        /// Manages staff and keys, reads statistics and log, answers messages; sees
        /// no pictures.
        Operator = "operator",
    }
}

impl Role {
    pub(super) const fn bit(self) -> u8 {
        1 << self as u8
    }
}
