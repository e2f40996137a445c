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

    /// What `say` says.
    pub(super) fn spoken(say: impl Fn(Speech) -> String) -> Self {
        Self {
            zh: say(ZH),
            en: say(EN),
        }
    }

    /// The same of what is not always said.
    pub(super) fn if_spoken(say: impl Fn(Speech) -> Option<String>) -> Option<Self> {
        let (zh, en) = say(ZH).zip(say(EN))?;
        Some(Self { zh, en })
    }

    /// Lines or paragraphs, one by one. Where a language has fewer, its last are empty.
    pub(super) fn lines(say: impl Fn(Speech) -> Vec<String>) -> Vec<Self> {
        let (mut zh, mut en) = (say(ZH), say(EN));
        let most = zh.len().max(en.len());
        zh.resize(most, String::new());
        en.resize(most, String::new());
        let lines = zh.into_iter().zip(en);
        lines.map(|(zh, en)| Self { zh, en }).collect()
    }
}

const ZH: Speech = Speech { locale: Locale::Zh };
const EN: Speech = Speech { locale: Locale::En };

/// Both languages.
pub(super) const BOTH: [Speech; 2] = [ZH, EN];

/// What `say` gives in Chinese and in English, item by item: it gives as many in each.
pub(super) fn in_both<T>(say: impl Fn(Speech) -> Vec<T>) -> impl Iterator<Item = (T, T)> {
    say(ZH).into_iter().zip(say(EN))
}

/// A name and its value.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Named {
    /// The name.
    name: Words,
    /// The value, in words.
    value: Words,
}

impl Named {
    /// The lines of a table.
    pub(super) fn lines(say: impl Fn(Speech) -> Vec<(String, String)>) -> Vec<Self> {
        let lines = in_both(say).map(|((zh, zh_value), (en, en_value))| Self {
            name: Words { zh, en },
            value: Words {
                zh: zh_value,
                en: en_value,
            },
        });
        lines.collect()
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
