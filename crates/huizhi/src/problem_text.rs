//! Problems of the catalogue's files in words.

use catalogue::{Problem, ProblemKind};
use messages::{Args, Locale, has, text};
use studio::{Explanation, args, say, short};

/// One problem: where it is, what is wrong, the cure.
pub(crate) fn problem(problem: &Problem, locale: Locale) -> Explanation {
    let Problem { file, key, kind } = problem;
    let code = kind.code();
    let mut said = say(
        locale,
        code,
        &format!("problem-{code}"),
        &problem_args(kind, locale),
    );
    let place = [file.as_str(), key.as_str()].map(str::to_owned);
    let place: Vec<String> = place.into_iter().filter(|part| !part.is_empty()).collect();
    said.message = format!("{}: {}", place.join(": "), said.message);
    said
}

fn problem_args(kind: &ProblemKind, locale: Locale) -> Args<'static> {
    use ProblemKind as K;
    let word = |english: &str| word(english, locale);
    match kind {
        K::UnknownFile
        | K::Encoding
        | K::MissingKey
        | K::EmptyText
        | K::NoLimit
        | K::NobodyFits
        | K::PassOutsideFail
        | K::OutsidePrint
        | K::WhereAndScope => Args::new(),
        K::Syntax { message } => args([("message", message.replace('\n', " "))]),
        K::UnknownKey { nearest } => args([(
            "nearest",
            nearest.clone().unwrap_or_else(|| "none".to_owned()),
        )]),
        K::WrongType { expected, found } => {
            args([("expected", word(expected)), ("found", word(found))])
        }
        K::NotAllowed { found, allowed } => {
            args([("found", found.clone()), ("allowed", allowed.join(", "))])
        }
        K::OutOfRange { found, min, max } => args([
            ("found", found.to_string()),
            ("min", min.to_string()),
            ("max", max.to_string()),
        ]),
        K::MissingTranslation { language } => args([("language", word(language))]),
        K::IdNotFileName { found } | K::FileNameNotId { found } => args([("found", found.clone())]),
        K::DuplicateName { name, other } => {
            args([("name", name.clone()), ("other", other.clone())])
        }
        K::UnknownPlace { name, nearest } => {
            args([("name", name.clone()), ("nearest", listed(nearest))])
        }
        K::UnknownReference { name, known } => {
            args([("name", name.clone()), ("known", listed(known))])
        }
        K::BadLike { name } => args([("name", name.clone())]),
        K::SizesDisagree { axis, px, from_mm } => args([
            ("axis", word(axis)),
            ("px", px.to_string()),
            ("from-mm", short(*from_mm)),
        ]),
        K::EmptyWindow { min, max } | K::MinAboveMax { min, max } => {
            args([("min", min.to_string()), ("max", max.to_string())])
        }
        K::TargetOutside { target, min, max } => {
            let side = |limit: &Option<f64>| limit.map_or("…".to_owned(), |v| v.to_string());
            args([
                ("target", target.to_string()),
                ("min", side(min)),
                ("max", side(max)),
            ])
        }
        K::SameDigit { digit, other } => {
            args([("digit", digit.to_string()), ("other", other.clone())])
        }
        K::SamePriority { priority, other } => args([
            ("priority", priority.to_string()),
            ("other", (*other).to_owned()),
        ]),
    }
}

fn listed(names: &[String]) -> String {
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    }
}

/// A phrase of the catalogue in the language asked for; one that the texts do
/// not list stays as it is.
fn word(english: &str, locale: Locale) -> String {
    let words = english
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty());
    let key = format!(
        "phrase-{}",
        words.collect::<Vec<_>>().join("-").to_lowercase()
    );
    if has(locale, &key) {
        text(locale, &key, &Args::new())
    } else {
        english.to_owned()
    }
}
