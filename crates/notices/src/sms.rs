//! Notices by text message, through the operator's provider or gateway: a POST whose
//! body is the operator's own template.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value;
use ureq::http::header::CONTENT_TYPE;
use ureq::http::{HeaderName, HeaderValue};
use zeroize::Zeroizing;

use crate::channel::{Channel, Sent};
use crate::http::{Endpoint, Reading, judge};
use crate::template::{Place, Template};
use crate::webhook::{check_secret, signed};
use crate::{ConfigError, Notice, Recipient, Roots, SendError};

/// How the body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyFormat {
    /// `application/json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
}

/// What in an answer with a good status says that the message was taken: providers
/// answer 200 to what they refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Place in the JSON of the answer (RFC 6901): `/Code`.
    pub pointer: String,
    /// What stands there: a text, or a number or truth value as JSON writes it.
    pub equals: String,
}

/// How text messages are handed to the provider.
pub struct SmsParts<'a> {
    /// `https`, or `http` to this machine.
    pub url: &'a str,
    /// How the body is written.
    pub format: BodyFormat,
    /// The body. Strings in it may hold places: `{phone}`, `{text}`, `{order}`,
    /// `{sign}`, `{kind}`, `{link}`, `{id}`. A form is one table of strings.
    pub body: Value,
    /// Fixed headers.
    pub headers: Vec<(String, Zeroizing<String>)>,
    /// The name that messages are signed with: `{sign}`.
    pub sign: String,
    /// The operator's own texts by the event's code; they take the place of `{text}`
    /// and may hold every place but that.
    pub texts: BTreeMap<String, String>,
    /// Key of a signature like that of a web hook; `None` sends none.
    pub secret: Option<Zeroizing<Vec<u8>>>,
    /// What says that a message was taken; `None` goes by the status alone.
    pub accepted: Option<Accepted>,
}

/// Notices by text message.
pub struct Sms {
    endpoint: Endpoint,
    format: BodyFormat,
    body: Node,
    headers: Vec<(HeaderName, HeaderValue)>,
    sign: String,
    texts: BTreeMap<String, Template>,
    secret: Option<Zeroizing<Vec<u8>>>,
    accepted: Option<Accepted>,
}

/// The body, read.
enum Node {
    Fixed(Value),
    Text(Template),
    List(Vec<Node>),
    Table(Vec<(String, Node)>),
}

impl Node {
    fn read(value: Value) -> Result<Self, ConfigError> {
        Ok(match value {
            Value::String(text) => Self::Text(Template::parse(&text)?),
            Value::Array(items) => Self::List(
                items
                    .into_iter()
                    .map(Self::read)
                    .collect::<Result<_, _>>()?,
            ),
            Value::Object(fields) => {
                let read = |(name, value)| Ok((name, Self::read(value)?));
                Self::Table(fields.into_iter().map(read).collect::<Result<_, _>>()?)
            }
            fixed => Self::Fixed(fixed),
        })
    }

    fn has(&self, place: Place) -> bool {
        match self {
            Self::Fixed(_) => false,
            Self::Text(template) => template.has(place),
            Self::List(items) => items.iter().any(|item| item.has(place)),
            Self::Table(fields) => fields.iter().any(|(_, field)| field.has(place)),
        }
    }

    /// The value with its places filled in, to be written as JSON, which escapes.
    fn fill<'a>(&self, value: &impl Fn(Place) -> &'a str) -> Value {
        match self {
            Self::Fixed(fixed) => fixed.clone(),
            Self::Text(template) => Value::String(template.fill(value)),
            Self::List(items) => items.iter().map(|item| item.fill(value)).collect(),
            Self::Table(fields) => fields
                .iter()
                .map(|(name, field)| (name.clone(), field.fill(value)))
                .collect(),
        }
    }
}

impl Sms {
    /// Text messages as `parts` say, each within `timeout`.
    ///
    /// # Errors
    /// [`ConfigError`], before anything is sent: the address, a header, a place that
    /// is none, a form that is no table of strings, a body without the number or
    /// without anything of the message, a short secret.
    pub fn new(parts: SmsParts<'_>, timeout: Duration, roots: &Roots) -> Result<Self, ConfigError> {
        let endpoint = Endpoint::new(parts.url, timeout, roots)?;
        if let Some(secret) = &parts.secret {
            check_secret(secret)?;
        }
        let flat = |body: &Value| {
            let fields = body.as_object();
            fields.is_some_and(|fields| fields.values().all(Value::is_string))
        };
        if parts.format == BodyFormat::Form && !flat(&parts.body) {
            return Err(ConfigError::Form);
        }
        let body = Node::read(parts.body)?;
        let told = [Place::Text, Place::Kind, Place::Order];
        if !body.has(Place::Phone) || !told.into_iter().any(|place| body.has(place)) {
            return Err(ConfigError::BodyLacks);
        }
        let mut texts = BTreeMap::new();
        for (kind, text) in parts.texts {
            let template = Template::parse(&text)?;
            if template.has(Place::Text) {
                return Err(ConfigError::Placeholder);
            }
            texts.insert(kind, template);
        }
        let headers = parts.headers.into_iter().map(|(name, value)| {
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| ConfigError::Header)?;
            let mut value = HeaderValue::from_str(&value).map_err(|_| ConfigError::Header)?;
            value.set_sensitive(true);
            Ok((name, value))
        });
        Ok(Self {
            endpoint,
            format: parts.format,
            body,
            headers: headers.collect::<Result<_, ConfigError>>()?,
            sign: parts.sign,
            texts,
            secret: parts.secret,
            accepted: parts.accepted,
        })
    }

    /// The body for this notice, written in its format.
    fn body(&self, notice: &Notice, phone: &str) -> Result<Vec<u8>, SendError> {
        let place = |place: Place, text| match place {
            Place::Phone => phone,
            Place::Text => text,
            Place::Order => &notice.order_number,
            Place::Sign => &self.sign,
            Place::Kind => &notice.kind,
            Place::Link => notice.link.as_deref().unwrap_or_default(),
            Place::Id => &notice.id,
        };
        let own = self.texts.get(&notice.kind);
        let text = own.map(|own| own.fill(|at| place(at, "")));
        let text = text.as_deref().unwrap_or(&notice.body);
        let filled = self.body.fill(&|at| place(at, text));
        match self.format {
            BodyFormat::Json => serde_json::to_vec(&filled).map_err(|_| SendError::Malformed),
            BodyFormat::Form => {
                let mut form = url::form_urlencoded::Serializer::new(String::new());
                for (name, value) in filled.as_object().into_iter().flatten() {
                    form.append_pair(name, value.as_str().unwrap_or_default());
                }
                Ok(form.finish().into_bytes())
            }
        }
    }
}

#[async_trait]
impl Channel for Sms {
    fn name(&self) -> &'static str {
        "sms"
    }

    async fn send(&self, notice: &Notice, now_ms: i64) -> Result<Sent, SendError> {
        notice.check()?;
        let Recipient::Phone(phone) = &notice.to else {
            return Err(SendError::NoAddress);
        };
        let body = self.body(notice, phone.digits())?;
        let kind = HeaderValue::from_static(match self.format {
            BodyFormat::Json => "application/json",
            BodyFormat::Form => "application/x-www-form-urlencoded",
        });
        let mut headers = self.headers.clone();
        headers.push((CONTENT_TYPE, kind));
        if let Some(secret) = &self.secret {
            let timestamp = now_ms.div_euclid(1000).to_string();
            headers.extend(signed(secret, &timestamp, &notice.id, &body)?);
        }
        let reading = match self.accepted {
            Some(_) => Reading::Body,
            None => Reading::Status,
        };
        let answer = self.endpoint.post(headers, body, reading).await?;
        let sent = judge(answer.status)?;
        match &self.accepted {
            Some(accepted) if !says(accepted, &answer.body) => {
                // An empty account or a wrong setting can be mended meanwhile.
                Err(SendError::Busy {
                    status: answer.status,
                })
            }
            _ => Ok(sent),
        }
    }
}

/// Whether an answer says that the message was taken.
fn says(accepted: &Accepted, answer: &[u8]) -> bool {
    let answer: Value = serde_json::from_slice(answer).unwrap_or_default();
    match answer.pointer(&accepted.pointer) {
        Some(Value::String(text)) => *text == accepted.equals,
        Some(other) => {
            serde_json::from_str(&accepted.equals).is_ok_and(|meant: Value| meant == *other)
        }
        None => false,
    }
}

/// Without the address and the headers, which may contain secrets.
impl fmt::Debug for Sms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sms").finish_non_exhaustive()
    }
}
