//! `[sms]`: text messages through a provider or a gateway.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::Occasion;
use messages::Locale;
use notices::{Accepted, BodyFormat, ConfigError, Roots, Sms, SmsParts};
use serde::Deserialize;
use serde_json::Value;
use usecases::SmsRules;
use zeroize::Zeroizing;

use super::secret::{Secret, SecretFault};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SmsSettings {
    url: String,
    format: Format,
    body: Value,
    #[serde(default)]
    headers: BTreeMap<String, Secret>,
    /// The name that messages are signed with.
    #[serde(default)]
    sign: String,
    /// Key of a signature like that of a web hook.
    secret: Option<Secret>,
    accepted: Option<AcceptedSettings>,
    #[serde(default)]
    language: Language,
    occasions: Option<Vec<Occasion>>,
    /// The operator's own texts.
    #[serde(default)]
    texts: BTreeMap<Occasion, String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Format {
    Json,
    Form,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Language {
    #[default]
    Zh,
    En,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AcceptedSettings {
    pointer: String,
    equals: String,
}

// Headers may be secret.
impl std::fmt::Debug for SmsSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SmsSettings")
    }
}

/// Why text messages cannot be sent as configured.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SmsFault {
    #[error(transparent)]
    Secret(#[from] SecretFault),
    #[error(transparent)]
    Config(#[from] ConfigError),
}

impl SmsFault {
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Secret(SecretFault::Missing { .. }) => "sms-secret-missing",
            Self::Secret(SecretFault::Open { .. }) => "sms-secret-open",
            Self::Config(error) => error.code(),
        }
    }
}

impl SmsSettings {
    /// The channel.
    ///
    /// # Errors
    /// [`SmsFault`] for a secret that is not there or open to others, and for what
    /// cannot be sent.
    pub(super) fn channel(&self, timeout: Duration, roots: &Roots) -> Result<Sms, SmsFault> {
        let headers = self
            .headers
            .iter()
            .map(|(name, value)| Ok((name.clone(), value.read()?)));
        let secret = self.secret.as_ref().map(Secret::read).transpose()?;
        let texts = self
            .texts
            .iter()
            .map(|(occasion, text)| (occasion.code().to_owned(), text.clone()));
        let parts = SmsParts {
            url: &self.url,
            format: match self.format {
                Format::Json => BodyFormat::Json,
                Format::Form => BodyFormat::Form,
            },
            body: self.body.clone(),
            headers: headers.collect::<Result<_, SmsFault>>()?,
            sign: self.sign.clone(),
            texts: texts.collect(),
            secret: secret.map(|secret| Zeroizing::new(secret.as_bytes().to_vec())),
            accepted: self.accepted.as_ref().map(|accepted| Accepted {
                pointer: accepted.pointer.clone(),
                equals: accepted.equals.clone(),
            }),
        };
        Ok(Sms::new(parts, timeout, roots)?)
    }

    /// What is told, and in which language.
    pub(super) fn rules(&self) -> SmsRules {
        let usual = SmsRules::default();
        SmsRules {
            locale: match self.language {
                Language::Zh => Locale::Zh,
                Language::En => Locale::En,
            },
            occasions: self.occasions.clone().unwrap_or(usual.occasions),
        }
    }
}
