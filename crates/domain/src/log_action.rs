//! The actions recorded in the audit log.

use crate::coded::coded;

coded! {
    /// An action recorded in the log.
    pub enum LogAction {
        /// An order was begun.
        Drafted = "drafted",
        /// A picture was put to an order.
        PicturePrepared = "picture-prepared",
        /// The applicant gave their details and consents.
        DetailsGiven = "details-given",
        /// An order was submitted.
        Submitted = "submitted",
        /// An inspector claimed an order.
        Claimed = "claimed",
        /// An inspector released an order.
        Released = "released",
        /// A claim expired.
        ClaimLapsed = "claim-lapsed",
        /// An inspector asked for a second opinion.
        SecondOpinionAsked = "second-opinion-asked",
        /// The inspector who asked for a second opinion took the order back.
        SecondOpinionWithdrawn = "second-opinion-withdrawn",
        /// A photo was made again from the original.
        Remade = "remade",
        /// A photo was approved.
        Approved = "approved",
        /// A photo was rejected; the detail lists the reasons.
        Rejected = "rejected",
        /// A decision was undone.
        Undone = "undone",
        /// The applicant cancelled an order.
        Cancelled = "cancelled",
        /// An order ended because its deadline passed.
        Lapsed = "lapsed",
        /// An order ended that was submitted and not decided in time.
        LapsedUndecided = "lapsed-undecided",
        /// An approved order ended that no receipt could be issued for.
        LapsedUnissued = "lapsed-unissued",
        /// An order ended that was not paid in time.
        LapsedUnpaid = "lapsed-unpaid",
        /// An order waits to be paid.
        PaymentDue = "payment-due",
        /// An order was paid; the detail is the amount, in yuan, and how.
        Paid = "paid",
        /// A payment was undone; the detail is the number of its slip.
        PaymentUndone = "payment-undone",
        /// A payment is to be given back; the detail is the amount, in yuan.
        RefundAsked = "refund-asked",
        /// A payment was given back; the detail is the amount, in yuan.
        Refunded = "refunded",
        /// A payment could not be given back; the detail is the amount, in yuan.
        RefundFailed = "refund-failed",
        /// A payment service told of a payment under a number that is not ours; the
        /// subject is its own number of it, the detail the amount, in yuan.
        PaymentUnknown = "payment-unknown",
        /// The book of a day was held against a payment service's bill; the subject is the
        /// day, the detail the service and in how many places they differ.
        BillChecked = "bill-checked",
        /// The ledger was taken as a file; the detail has its days.
        LedgerExported = "ledger-exported",
        /// Personal data was deleted of an order that could not be read.
        ErasedUnread = "erased-unread",
        /// A device was taken off an order by whoever used it.
        DeviceLeft = "device-left",
        /// An order was taken to a WeChat user, by whoever holds it.
        TakenToWechat = "taken-to-wechat",
        /// An applicant took a copy of everything kept of an order.
        CopyGiven = "copy-given",
        /// Staff found an order by number or person; the detail has the reason and by
        /// what.
        OrderSought = "order-sought",
        /// Staff sought an order and found none.
        OrderSoughtInVain = "order-sought-in-vain",
        /// Staff saw an applicant's details, outside of a review; the detail has the
        /// reason.
        ApplicantSeen = "applicant-seen",
        /// A list of orders was taken as a file; the detail has its filter.
        OrdersExported = "orders-exported",
        /// The record of a consent was looked up by its code.
        ConsentLookedUp = "consent-looked-up",
        /// An uploaded picture was deleted.
        OriginalErased = "original-erased",
        /// Personal data and photos of an order were deleted.
        Erased = "erased",
        /// An approved photo was given, for a document that has no receipts.
        PhotoGiven = "photo-given",
        /// A receipt was issued.
        ReceiptIssued = "receipt-issued",
        /// A receipt was used up.
        ReceiptUsed = "receipt-used",
        /// The use of a receipt was undone.
        ReceiptUseUndone = "receipt-use-undone",
        /// A receipt was revoked; the detail is the reason.
        ReceiptRevoked = "receipt-revoked",
        /// The digests of a receipt's applicant were deleted.
        ReceiptForgotten = "receipt-forgotten",
        /// An approval overruled a finding; the detail is the finding and the
        /// class.
        Overruled = "overruled",
        /// An inspector viewed a photo.
        PhotoSeen = "photo-seen",
        /// An inspector viewed an uploaded picture.
        OriginalSeen = "original-seen",
        /// An order was found by number and phone on another device.
        OrderFound = "order-found",
        /// A look-up of an order by number and phone found nothing.
        OrderNotFound = "order-not-found",
        /// The last wrong look-up of an order locked the next.
        OrderFindLocked = "order-find-locked",
        /// The second proof of an order found was right.
        OrderProven = "order-proven",
        /// The second proof of an order found was wrong.
        OrderProofWrong = "order-proof-wrong",
        /// The last wrong proof locked the next.
        OrderProofLocked = "order-proof-locked",
        /// A receipt was found by number and person.
        ReceiptLookedUp = "receipt-looked-up",
        /// A person's receipts were listed.
        ReceiptListed = "receipt-listed",
        /// A look-up found nothing.
        ReceiptNotFound = "receipt-not-found",
        /// A receipt's photo was viewed at a counter, for comparison.
        ReceiptPhotoSeen = "receipt-photo-seen",
        /// A receipt's photo was handed over to a counter.
        ReceiptPhotoHandedOver = "receipt-photo-handed-over",
        /// An inspector opened an order's case.
        CaseSeen = "case-seen",
        /// A member of staff or a program read an order's thread.
        ThreadRead = "thread-read",
        /// A member of staff or a program read what somebody without an order wrote.
        LetterRead = "letter-read",
        /// A member of staff or a program answered somebody without an order.
        LetterAnswered = "letter-answered",
        /// WeChat doubts a photo, or holds it for forbidden; the detail is which, and its
        /// number of why.
        PhotoDoubted = "photo-doubted",
        /// A receipt's photo was found missing or damaged at a counter.
        ReceiptPhotoLost = "receipt-photo-lost",
        /// The applicant took the code of their sealed photo; it was deleted.
        ReceiptCodeTaken = "receipt-code-taken",
        /// The code of a sealed photo was deleted, taken or not.
        ReceiptCodeForgotten = "receipt-code-forgotten",
        /// A sealed photo was tried with a wrong code.
        ReceiptCodeWrong = "receipt-code-wrong",
        /// A sealed photo was deleted after its retrieval.
        SealedPhotoErased = "sealed-photo-erased",
        /// A message was answered.
        MessageAnswered = "message-answered",
        /// A member of staff was added.
        StaffAdded = "staff-added",
        /// Somebody's roles were changed.
        RolesChanged = "roles-changed",
        /// The documents and cities that somebody serves at the counter were
        /// changed; the detail lists them.
        WindowChanged = "window-changed",
        /// A staff account was disabled.
        StaffDisabled = "staff-disabled",
        /// A staff account was enabled.
        StaffEnabled = "staff-enabled",
        /// Somebody's password was reset.
        PasswordReset = "password-reset",
        /// Somebody changed their own password.
        PasswordChanged = "password-changed",
        /// Somebody gave a wrong password for their own account within a session.
        OldPasswordWrong = "old-password-wrong",
        /// Somebody enabled a second factor; the detail is which.
        SecondFactorOn = "second-factor-on",
        /// Somebody disabled a second factor; the detail is which.
        SecondFactorOff = "second-factor-off",
        /// A sign-in with a passkey that does not hold.
        PasskeyWrong = "passkey-wrong",
        /// Somebody signed in.
        SignedIn = "signed-in",
        /// A sign-in with a wrong password.
        SignInWrong = "sign-in-wrong",
        /// A sign-in while locked after too many failures.
        SignInLocked = "sign-in-locked",
        /// A sign-in without the required second-factor code.
        SignInCodeNeeded = "sign-in-code-needed",
        /// A sign-in with a wrong or used code.
        SignInCodeWrong = "sign-in-code-wrong",
        /// A sign-in to a disabled account.
        SignInDisabled = "sign-in-disabled",
        /// A sign-in that failed by a fault of the service; the detail is its code.
        SignInFault = "sign-in-fault",
        /// Written by older versions for [`Self::SignInFault`]: the second
        /// factor was sealed under another key.
        SignInWrongKey = "wrong-key",
        /// Written by older versions: the sealed second factor is damaged.
        SignInDamaged = "damaged",
        /// Written by older versions: the second factor was sealed by a later
        /// version.
        SignInUnknownVersion = "unknown-version",
        /// Somebody made a motion that needs a second operator; the detail is
        /// what and which roles.
        MotionMade = "motion-made",
        /// A second operator approved a motion; the detail names who made it.
        MotionApproved = "motion-approved",
        /// An operator refused a motion, or its maker took it back.
        MotionRefused = "motion-refused",
        /// A motion lapsed without a second operator.
        MotionLapsed = "motion-lapsed",
        /// An API key was made.
        KeyMade = "key-made",
        /// An API key was revoked.
        KeyRevoked = "key-revoked",
        /// Somebody confirmed the clock after a jump.
        ClockConfirmed = "clock-confirmed",
        /// The sealing key was replaced.
        SealingKeyRotated = "sealing-key-rotated",
        /// The signing key was replaced.
        SigningKeyRotated = "signing-key-rotated",
        /// Entries were deleted before they were chained; the subject is the lane in which
        /// they were left, the detail how many.
        EntriesMissing = "log-entries-missing",
        /// A back-up was brought back; the subject is the number of the newest entry then,
        /// the detail when it was made.
        Restored = "backup-restored",
    }
}
