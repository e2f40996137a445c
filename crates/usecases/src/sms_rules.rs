//! What is told by text message, and in which language.

use domain::Occasion;
use messages::Locale;

/// What is told by text message: each costs the operator something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmsRules {
    /// The language of the texts; the applicant's is not known.
    pub locale: Locale,
    /// What is told.
    pub occasions: Vec<Occasion>,
}

/// In Chinese, and everything but what the applicant did a moment before.
impl Default for SmsRules {
    fn default() -> Self {
        let told = Occasion::ALL.into_iter();
        Self {
            locale: Locale::Zh,
            occasions: told
                .filter(|occasion| *occasion != Occasion::Submitted)
                .collect(),
        }
    }
}
