//! What the operator decides about the pages: address, contact, prices, limits.

use std::collections::BTreeMap;

use catalogue::Text;

use crate::Limits;

/// The operator's settings.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Where people reach the service, such as `https://photo.example.org`, without
    /// a slash at the end. With `https` cookies are `Secure` and HSTS is sent.
    pub public_url: Option<String>,
    /// Whom to ask.
    pub operator: Operator,
    /// What differs from "free, and valid as the counter says", by document id.
    pub offers: BTreeMap<String, Offer>,
    /// How long a decision usually takes, in minutes; `None` promises nothing.
    pub usual_waiting_minutes: Option<u32>,
    /// Whether a proxy in front sets `X-Forwarded-For`. Without one the header is
    /// ignored, for anybody could write it.
    pub behind_proxy: bool,
    /// How often one address may ask.
    pub limits: Limits,
}

/// Whom people ask when they do not know on. What is `None` is not shown.
#[derive(Debug, Clone, Default)]
pub struct Operator {
    /// Name of the office or shop.
    pub name: Option<Text>,
    /// Telephone number as people write it.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// When somebody answers.
    pub hours: Option<Text>,
}

/// Terms of one document.
#[derive(Debug, Clone, Default)]
pub struct Offer {
    /// The price in words; `None` is free.
    pub price: Option<Text>,
}

impl Settings {
    /// Whether people come over TLS, so that cookies may insist on it.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url
            .as_deref()
            .is_some_and(|url| url.starts_with("https://"))
    }
}
