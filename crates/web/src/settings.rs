//! The operator's settings of the pages: URL, contact, limits.

use catalogue::Text;

use crate::{Brand, Limits, VerificationFiles};

/// The operator's settings.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The public URL, such as `https://photo.example.org`, without a trailing
    /// slash. With `https`, cookies are `Secure` and HSTS is sent.
    pub public_url: Option<String>,
    /// The service's own look.
    pub brand: Brand,
    /// Contact data.
    pub operator: Operator,
    /// Usual time until a decision, in minutes; `None` shows none.
    pub usual_waiting_minutes: Option<u32>,
    /// Whether a proxy in front sets `X-Forwarded-For`. If not, the header is
    /// ignored, since clients could forge it.
    pub behind_proxy: bool,
    /// Rate limits.
    pub limits: Limits,
    /// Files at the domain's root.
    pub verification_files: VerificationFiles,
}

/// Contact data. What is `None` is not shown.
#[derive(Debug, Clone, Default)]
pub struct Operator {
    /// Name of the office or shop.
    pub name: Option<Text>,
    /// Telephone number as people write it.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Hours of service.
    pub hours: Option<Text>,
    /// Where it is, and what else helps to find it: plain text of some lines.
    pub address: Option<Text>,
}

impl Settings {
    /// Whether the public URL is https, so that cookies can be `Secure`.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url
            .as_deref()
            .is_some_and(|url| url.starts_with("https://"))
    }
}
