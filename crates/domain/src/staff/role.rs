//! Roles. One person may have several; what one role may not do, another may: an
//! operator sees no photo, an inspector changes no rule.

use crate::coded::coded;
coded! {
    /// What someone is employed for.
    pub enum Role {
        /// 审核员: decides on photos.
        Inspector = "inspector",
        /// 窗口人员: looks receipts up and consumes them.
        Clerk = "clerk",
        /// Runs the service: staff, catalogue, figures, log.
        Operator = "operator",
    }
}

impl Role {
    pub(super) const fn bit(self) -> u8 {
        1 << self as u8
    }
}
