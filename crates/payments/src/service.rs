//! A payment service, seen from a shop.

use async_trait::async_trait;

use crate::PayError;

/// Where and how somebody pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scene {
    /// By scanning a code that another screen shows.
    Scan,
    /// In a phone's browser, from this network address.
    Browser {
        /// The payer's address.
        client_ip: String,
    },
    /// Inside the service's own app, as this user of one of the shop's accounts there.
    InApp {
        /// The account's identifier.
        appid: String,
        /// The user's identifier to that account.
        openid: String,
    },
}

/// What is to be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChargeRequest {
    /// The shop's number: 6 to 32 letters and digits. The same number with the same values
    /// is the same charge.
    pub number: String,
    /// What it is for, as the payer sees it.
    pub description: String,
    /// How much, in fen; at least 1.
    pub amount_fen: i64,
    /// Until when it can be paid, milliseconds since 1970 UTC.
    pub expires_at_ms: i64,
    /// Where the service tells what became of it.
    pub notify_url: String,
    /// Where and how it is paid.
    pub scene: Scene,
}

/// What the payer needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offered {
    /// The text of a code to scan.
    Code(String),
    /// An address to open.
    Link(String),
    /// Arguments of the app's own payment window, by name.
    InApp(Vec<(&'static str, String)>),
}

/// A charge as the service has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// The shop's number.
    pub number: String,
    /// The service's number of the payment.
    pub transaction: String,
    /// What was paid, in fen.
    pub amount_fen: i64,
}

/// What became of a charge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The service does not know the number.
    Unknown,
    /// It is not paid, and can be.
    Open,
    /// It was paid; perhaps given back since.
    Paid(Charge),
    /// It cannot be paid any more.
    Closed,
}

/// A refund to be made. The same number is the same refund, however often it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundRequest {
    /// The shop's number of the refund: at most 64 letters and digits.
    pub number: String,
    /// The service's number of the payment.
    pub transaction: String,
    /// How much of it, in fen.
    pub amount_fen: i64,
    /// How much was paid, in fen.
    pub total_fen: i64,
    /// Why, as the payer sees it; at most 80 bytes count.
    pub reason: String,
}

/// How a refund stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundState {
    /// It is on its way.
    Processing,
    /// The payer has it.
    Done,
    /// It was closed without money moving.
    Closed,
    /// The payer's account cannot take it; a person has to act at the service.
    Abnormal,
}

/// A refund as the service has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundFound {
    /// The shop's number of the refund.
    pub number: String,
    /// The service's number of the refund.
    pub refund: String,
    /// How it stands.
    pub state: RefundState,
}

/// What moved, by a line of a bill. Amounts are yuan as the service writes them: `15.00`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moved {
    /// Somebody paid.
    Paid {
        /// How much.
        yuan: String,
    },
    /// It was given back, or is about to be.
    Refunded {
        /// The shop's number of the refund.
        refund: String,
        /// How much.
        yuan: String,
    },
}

/// A line of the service's bill of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillLine {
    /// The service's number of the payment.
    pub transaction: String,
    /// The shop's number of the charge.
    pub number: String,
    /// What moved.
    pub moved: Moved,
}

/// Headers of a notice that its signature needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoticeHeaders {
    /// When it was signed, seconds since 1970 UTC.
    pub timestamp: String,
    /// Its nonce.
    pub nonce: String,
    /// The signature.
    pub signature: String,
    /// Which key signed it.
    pub serial: String,
}

/// What a notice tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A charge was paid.
    Paid(Charge),
    /// A refund has changed.
    Refund(RefundFound),
    /// Something that a shop need not know.
    Other,
}

/// Why a notice is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoticeError {
    /// The service signed it wrongly on purpose, to see whether signatures are checked.
    #[error("the notice is a test of signatures")]
    SignatureTest,
    /// It is not signed by the service's key.
    #[error("the notice is not signed by the payment service")]
    Signature,
    /// It is signed by a key that is not known here.
    #[error("the notice is signed by an unknown key")]
    UnknownKey,
    /// It was signed more than five minutes ago, or in the future.
    #[error("the notice is not fresh")]
    Stale,
    /// It cannot be decrypted or read.
    #[error("the notice does not read")]
    Malformed,
    /// It is of another merchant or app.
    #[error("the notice is another merchant's")]
    OtherMerchant,
}

impl NoticeError {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::SignatureTest,
        Self::Signature,
        Self::UnknownKey,
        Self::Stale,
        Self::Malformed,
        Self::OtherMerchant,
    ];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignatureTest => "pay-notice-signature-test",
            Self::Signature => "pay-notice-signature",
            Self::UnknownKey => "pay-notice-unknown-key",
            Self::Stale => "pay-notice-stale",
            Self::Malformed => "pay-notice-malformed",
            Self::OtherMerchant => "pay-notice-other-merchant",
        }
    }
}

/// A payment service. Times are arguments, in milliseconds since 1970 UTC.
#[async_trait]
pub trait PayService: Send + Sync {
    /// Name for logs and settings: `wechat-pay`.
    fn name(&self) -> &'static str;

    /// The shop's number at the service.
    fn shop(&self) -> &str;

    /// Offers a charge to a payer.
    ///
    /// # Errors
    /// [`PayError`].
    async fn offer(&self, charge: &ChargeRequest, now_ms: i64) -> Result<Offered, PayError>;

    /// What became of the charge of this number.
    ///
    /// # Errors
    /// [`PayError`].
    async fn find(&self, number: &str, now_ms: i64) -> Result<Found, PayError>;

    /// Closes a charge that is not paid. One that is paid meanwhile is refused: find it.
    ///
    /// # Errors
    /// [`PayError`].
    async fn close(&self, number: &str, now_ms: i64) -> Result<(), PayError>;

    /// Gives a payment back, once, however often it is asked for with the same number.
    ///
    /// # Errors
    /// [`PayError`].
    async fn refund(&self, refund: &RefundRequest, now_ms: i64) -> Result<RefundFound, PayError>;

    /// The service's bill of a day that is over, `YYYY-MM-DD` in China: every payment and
    /// refund of the shop, whatever system made it.
    ///
    /// # Errors
    /// [`PayError`]; [`PayError::Busy`] while there is no bill of that day yet.
    async fn bill(&self, day: &str, now_ms: i64) -> Result<Vec<BillLine>, PayError>;

    /// Reads a notice. Only what is signed, fresh and this shop's is told.
    ///
    /// # Errors
    /// [`NoticeError`].
    fn read_notice(
        &self,
        headers: &NoticeHeaders,
        body: &[u8],
        now_ms: i64,
    ) -> Result<Notice, NoticeError>;
}
