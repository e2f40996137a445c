//! What an entry of the log says was done.

use crate::coded::coded;

coded! {
    /// What was done or looked at.
    pub enum LogAction {
        /// An order was begun.
        Drafted = "drafted",
        /// A picture was put to an order.
        PicturePrepared = "picture-prepared",
        /// The applicant gave their details and consents.
        DetailsGiven = "details-given",
        /// An order was handed in.
        Submitted = "submitted",
        /// An inspector took an order.
        Claimed = "claimed",
        /// They gave it back.
        Released = "released",
        /// A claim ran out.
        ClaimLapsed = "claim-lapsed",
        /// An inspector asked for a second opinion.
        SecondOpinionAsked = "second-opinion-asked",
        /// A photo was made anew from the original.
        Remade = "remade",
        /// A photo was approved.
        Approved = "approved",
        /// A photo was rejected; the detail names the reasons.
        Rejected = "rejected",
        /// A decision was taken back.
        Undone = "undone",
        /// The applicant gave an order up.
        Cancelled = "cancelled",
        /// An order ended because nobody went on with it.
        Lapsed = "lapsed",
        /// An uploaded picture was deleted.
        OriginalErased = "original-erased",
        /// Person and photos of an order were deleted.
        Erased = "erased",
        /// A receipt was issued.
        ReceiptIssued = "receipt-issued",
        /// A receipt was used up.
        ReceiptUsed = "receipt-used",
        /// A use was taken back.
        ReceiptUseUndone = "receipt-use-undone",
        /// A receipt was declared void; the detail says why.
        ReceiptRevoked = "receipt-revoked",
        /// Whose a receipt was is forgotten.
        ReceiptForgotten = "receipt-forgotten",
        /// An approval went against a finding; the detail names it and the class.
        Overruled = "overruled",
        /// An inspector saw a photo.
        PhotoSeen = "photo-seen",
        /// An inspector saw an uploaded picture.
        OriginalSeen = "original-seen",
        /// A receipt was found by number and person.
        ReceiptLookedUp = "receipt-looked-up",
        /// A receipt was listed for its person.
        ReceiptListed = "receipt-listed",
        /// A look-up found nothing.
        ReceiptNotFound = "receipt-not-found",
        /// A receipt's photo was compared with the person at the window.
        ReceiptPhotoSeen = "receipt-photo-seen",
        /// A receipt's photo was taken over.
        ReceiptPhotoHandedOver = "receipt-photo-handed-over",
        /// A message was answered.
        MessageAnswered = "message-answered",
        /// Somebody was added to the staff.
        StaffAdded = "staff-added",
        /// Somebody's roles were changed.
        RolesChanged = "roles-changed",
        /// An account was switched off.
        StaffDisabled = "staff-disabled",
        /// An account was switched on.
        StaffEnabled = "staff-enabled",
        /// Somebody was given a new password.
        PasswordReset = "password-reset",
        /// Somebody changed their own password.
        PasswordChanged = "password-changed",
        /// Somebody switched a second factor on.
        SecondFactorOn = "second-factor-on",
        /// Somebody signed in.
        SignedIn = "signed-in",
        /// A sign-in with a wrong password.
        SignInWrong = "sign-in-wrong",
        /// A sign-in with too many failures before it.
        SignInLocked = "sign-in-locked",
        /// A sign-in without the code that was needed.
        SignInCodeNeeded = "sign-in-code-needed",
        /// A sign-in with a wrong or used code.
        SignInCodeWrong = "sign-in-code-wrong",
        /// A sign-in to an account that is off.
        SignInDisabled = "sign-in-disabled",
        /// A sign-in that failed by a fault of the service; the detail is its code.
        SignInFault = "sign-in-fault",
        /// As [`Self::SignInFault`], as it was written once: the second factor was
        /// sealed under another key.
        SignInWrongKey = "wrong-key",
        /// As it was written once: the sealed second factor is damaged.
        SignInDamaged = "damaged",
        /// As it was written once: the sealed second factor is of a later program.
        SignInUnknownVersion = "unknown-version",
        /// A key was made.
        KeyMade = "key-made",
        /// A key was revoked.
        KeyRevoked = "key-revoked",
    }
}
