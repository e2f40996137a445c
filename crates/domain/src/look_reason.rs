//! Why staff look for an order, or at whose it is, outside of a review.

use crate::coded::coded;

coded! {
    /// Reason of a look; logged with it.
    pub enum LookReason {
        /// The applicant asks, here or by phone.
        Asked = "asked",
        /// The applicant or a photo has to be corrected.
        Correction = "correction",
        /// Payment or refund.
        Payment = "payment",
        /// A complaint.
        Complaint = "complaint",
        /// An authority, or the operator's own supervision, examines something.
        Audit = "audit",
    }
}
