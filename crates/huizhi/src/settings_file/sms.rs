//! `[sms]`: text messages through a provider or a gateway.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use domain::Occasion;
use messages::Locale;
use notices::{Accepted, BodyFormat, ConfigError, Roots, Sms, SmsParts};
use serde::Deserialize;
use serde_json::Value;
use usecases::SmsRules;
use zeroize::Zeroizing;

use super::is_open_to_others;

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

/// A value that may be secret: as it is, in a file, or in the environment.
#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Secret {
    Written(String),
    File { file: PathBuf },
    Env { env: String },
}

impl Secret {
    fn read(&self) -> Result<Zeroizing<String>, SmsFault> {
        match self {
            Self::Written(written) => Ok(Zeroizing::new(written.clone())),
            Self::File { file } => {
                let missing = || SmsFault::SecretMissing {
                    place: file.display().to_string(),
                };
                if is_open_to_others(file) {
                    return Err(SmsFault::SecretOpen {
                        place: file.display().to_string(),
                    });
                }
                let text = std::fs::read_to_string(file).map_err(|_| missing())?;
                Ok(Zeroizing::new(text.trim().to_owned()))
            }
            Self::Env { env } => {
                let found = std::env::var(env)
                    .map_err(|_| SmsFault::SecretMissing { place: env.clone() })?;
                Ok(Zeroizing::new(found.trim().to_owned()))
            }
        }
    }
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
    #[error("there is no secret at {place}")]
    SecretMissing { place: String },
    #[error("others can read the secret at {place}")]
    SecretOpen { place: String },
    #[error(transparent)]
    Config(#[from] ConfigError),
}

impl SmsFault {
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::SecretMissing { .. } => "sms-secret-missing",
            Self::SecretOpen { .. } => "sms-secret-open",
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
