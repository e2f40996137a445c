//! Schemas that several answers use.

use catalogue::{Answer, Authority, Category, DivisionCode, Gives};
use compliance::Verdict;
use domain::{Actor, Fitness, Status, Timestamp};
use messages::Locale;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

use crate::Speech;

/// A text in both languages.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub(crate) struct Words {
    /// Simplified Chinese.
    pub(super) zh: String,
    /// English.
    pub(super) en: String,
}

impl From<&catalogue::Text> for Words {
    fn from(text: &catalogue::Text) -> Self {
        Self {
            zh: text.zh.clone(),
            en: text.en.clone(),
        }
    }
}

impl Words {
    /// The text of `key`.
    pub(super) fn of_key(key: &str) -> Self {
        Self::spoken(|s| s.say(key))
    }

    /// The text of `key` with an argument.
    pub(super) fn with(key: &str, name: &'static str, value: u64) -> Self {
        Self::spoken(|s| s.with(name, value).say(key))
    }

    fn spoken(say: impl Fn(Speech) -> String) -> Self {
        Self {
            zh: say(Speech { locale: Locale::Zh }),
            en: say(Speech { locale: Locale::En }),
        }
    }
}

/// Who did something.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Who {
    /// The order's applicant.
    Applicant,
    /// A member of staff.
    Staff,
    /// A program with a key.
    Program,
    /// The service itself.
    System,
}

impl From<Actor> for Who {
    fn from(actor: Actor) -> Self {
        match actor {
            Actor::Applicant => Self::Applicant,
            Actor::Staff(_) => Self::Staff,
            Actor::Program(_) => Self::Program,
            Actor::System => Self::System,
        }
    }
}

/// Milliseconds since 1970-01-01 00:00 UTC.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[schema(example = 1_795_392_000_000_i64)]
pub(crate) struct UnixMs(i64);

impl From<Timestamp> for UnixMs {
    fn from(at: Timestamp) -> Self {
        Self(at.0)
    }
}

impl From<UnixMs> for Timestamp {
    fn from(at: UnixMs) -> Self {
        Self(at.0)
    }
}

/// The name that serde gives a unit variant.
pub(super) fn name_of(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// A city's division code of six digits.
pub(super) fn digits(city: Option<DivisionCode>) -> Option<String> {
    city.map(|city| city.to_string())
}

/// A schema: a string that is one of these names.
pub(super) fn one_of(names: impl IntoIterator<Item = String>) -> Schema {
    let names: Vec<String> = names.into_iter().collect();
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(names))
        .into()
}

/// Schema of an order's statuses.
pub(super) fn statuses() -> Schema {
    one_of(Status::ALL.map(|status| status.code().to_owned()))
}

/// Schema of a picture's fitness.
pub(super) fn fitnesses() -> Schema {
    one_of(Fitness::ALL.map(|fitness| fitness.code().to_owned()))
}

/// Schema of a finding's verdicts.
pub(super) fn verdicts() -> Schema {
    let all = [
        Verdict::Pass,
        Verdict::NotMeasured,
        Verdict::Advise,
        Verdict::Fail,
    ];
    one_of(all.iter().map(name_of))
}

/// Schema of a document's scopes.
pub(super) fn scopes() -> Schema {
    one_of(
        [Authority::City, Authority::National, Authority::Abroad]
            .iter()
            .map(name_of),
    )
}

/// Schema of a document's groups.
pub(super) fn categories() -> Schema {
    one_of(Category::ALL.map(|category| category.key().to_owned()))
}

/// Schema of what an approved order gives.
pub(super) fn gifts() -> Schema {
    one_of([Gives::Receipt, Gives::Photo].iter().map(name_of))
}

/// Schema of acceptance answers.
pub(super) fn answers() -> Schema {
    let all = [
        Answer::Yes,
        Answer::No,
        Answer::Unknown,
        Answer::NotApplicable,
    ];
    one_of(all.iter().map(name_of))
}
