//! Failures in words: what is wrong, and what to do.

use catalogue::{Candidate, LoadError, LookupError};
use imaging::{DecodeError, EncodeError};
use messages::{Args, Locale, has, text};
use portrait::{MakeError, SheetError, Shortfall, Side};
use serde::Serialize;

use crate::failure::{Failure, FileError, UsageError};
use crate::figures::{file_size, short};
use crate::problem_text;

/// One thing that is wrong, in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Said {
    /// Stable code.
    pub(crate) code: &'static str,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do.
    pub(crate) remedy: Option<String>,
}

/// How many near names a message lists.
const MOST_CANDIDATES: usize = 5;

/// Says what went wrong; several things for a picture that lacks several.
pub(crate) fn explain(failure: &Failure, locale: Locale) -> Vec<Said> {
    let one = |code, args: Args<'_>| vec![say(locale, code, code, &args)];
    match failure {
        Failure::Decode(error) => one(error.code(), decode_args(error)),
        Failure::Make(MakeError::Engine(error)) => one(error.code(), Args::new()),
        Failure::Make(error) => one(error.code(), Args::new()),
        Failure::Lacks(shortfalls) => shortfalls.iter().map(|s| lacking(s, locale)).collect(),
        Failure::Encode(error) => one(error.code(), encode_args(error)),
        Failure::Sheet(error) => one(error.code(), sheet_args(error)),
        Failure::Lookup(error) => one(error.code(), lookup_args(error, locale)),
        Failure::Catalogue(LoadError::Unreadable { path, .. }) => {
            one("catalogue-unreadable", args([("path", path.clone())]))
        }
        Failure::Catalogue(LoadError::Invalid(problems)) => {
            let count = args([("count", problems.len().to_string())]);
            let problems = problems
                .iter()
                .map(|problem| problem_text::problem(problem, locale));
            problems.chain(one("catalogue-invalid", count)).collect()
        }
        Failure::CityNeeded { document } => {
            let name = match locale {
                Locale::Zh => &document.zh,
                Locale::En => &document.en,
            };
            one("city-needed", args([("document", name.clone())]))
        }
        Failure::File(error) => one(error.code(), file_args(error)),
        Failure::Usage(error) => one(error.code(), usage_args(error)),
        Failure::Unexpected => one("unexpected", Args::new()),
    }
}

/// What a picture lacks, in words.
pub(crate) fn lacking(shortfall: &Shortfall, locale: Locale) -> Said {
    let given = match shortfall {
        Shortfall::TooFewPixels {
            face_width_px,
            needed_px,
            ..
        } => args([
            // Rounded apart, so that too few never reads as just enough.
            ("face", format!("{:.0}", face_width_px.floor())),
            ("needed", format!("{:.0}", needed_px.ceil())),
        ]),
        Shortfall::HeadCut => Args::new(),
        Shortfall::EndsTooEarly { missing_px } => args([("missing", short(*missing_px))]),
        Shortfall::ShoulderCut { side, missing_px } => {
            let side = match side {
                Side::Left => "left",
                Side::Right => "right",
            };
            args([("side", side.to_owned()), ("missing", short(*missing_px))])
        }
    };
    say(locale, shortfall.code(), shortfall.code(), &given)
}

/// The text of `key` and, where there is one, its remedy.
pub(crate) fn say(locale: Locale, code: &'static str, key: &str, args: &Args<'_>) -> Said {
    let remedy = format!("{key}.remedy");
    Said {
        code,
        message: text(locale, key, args),
        remedy: has(locale, &remedy).then(|| text(locale, &remedy, args)),
    }
}

pub(crate) fn args<const N: usize>(pairs: [(&'static str, String); N]) -> Args<'static> {
    pairs.into_iter().collect()
}

fn decode_args(error: &DecodeError) -> Args<'static> {
    match *error {
        DecodeError::TooManyBytes { bytes, limit } => {
            args([("size", file_size(bytes)), ("limit", file_size(limit))])
        }
        DecodeError::TooManyPixels {
            width,
            height,
            limit,
        } => sized(width, height, limit),
        DecodeError::SideTooLong {
            width,
            height,
            limit,
        } => sized(width, height, limit.into()),
        DecodeError::ForeignFormat(format) => args([("format", format.code().to_owned())]),
        DecodeError::UnsupportedVariant { format, feature } => args([
            ("format", format.to_string()),
            ("feature", feature.to_owned()),
        ]),
        DecodeError::Truncated { format } | DecodeError::Damaged { format } => {
            args([("format", format.to_string())])
        }
        _ => Args::new(),
    }
}

fn sized(width: u32, height: u32, limit: u64) -> Args<'static> {
    args([
        ("width", width.to_string()),
        ("height", height.to_string()),
        ("limit", limit.to_string()),
    ])
}

fn encode_args(error: &EncodeError) -> Args<'static> {
    match *error {
        EncodeError::TooLarge { width, height } => {
            args([("width", width.to_string()), ("height", height.to_string())])
        }
        EncodeError::BelowWindow { best, min_bytes } => {
            args([("best", file_size(best)), ("min", file_size(min_bytes))])
        }
        EncodeError::AboveWindow { best, max_bytes } => {
            args([("best", file_size(best)), ("max", file_size(max_bytes))])
        }
        _ => Args::new(),
    }
}

fn sheet_args(error: &SheetError) -> Args<'static> {
    match error {
        SheetError::PhotoTooLarge => Args::new(),
        SheetError::Count { asked, room } => {
            args([("asked", asked.to_string()), ("room", room.to_string())])
        }
    }
}

fn lookup_args(error: &LookupError, locale: Locale) -> Args<'static> {
    let query = match error {
        LookupError::EmptyQuery => "",
        LookupError::UnknownDocument { query, .. }
        | LookupError::AmbiguousDocument { query, .. }
        | LookupError::UnknownCity { query, .. }
        | LookupError::AmbiguousCity { query, .. }
        | LookupError::ProvinceNotCity { query, .. }
        | LookupError::NoCityThere { query }
        | LookupError::CountyNotCity { query, .. } => query,
    };
    let names: Vec<String> = error
        .candidates()
        .iter()
        .take(MOST_CANDIDATES)
        .map(|candidate| named(candidate, locale))
        .collect();
    let candidates = match (names.is_empty(), locale) {
        (true, _) => "none".to_owned(),
        (false, Locale::Zh) => names.join("、"),
        (false, Locale::En) => names.join(", "),
    };
    args([("query", query.to_owned()), ("candidates", candidates)])
}

/// A name with what looks it up without doubt.
fn named(candidate: &Candidate, locale: Locale) -> String {
    match locale {
        Locale::Zh => format!("{}（{}）", candidate.names.zh, candidate.id),
        Locale::En => format!("{} ({})", candidate.names.en, candidate.id),
    }
}

fn file_args(error: &FileError) -> Args<'static> {
    match error {
        FileError::Unreadable { path, .. }
        | FileError::Unwritable { path, .. }
        | FileError::Exists { path }
        | FileError::IsInput { path }
        | FileError::NoPictures { path } => args([("path", path.display().to_string())]),
    }
}

fn usage_args(error: &UsageError) -> Args<'static> {
    match error {
        UsageError::UnknownArgument { argument } | UsageError::Missing { argument } => {
            args([("argument", argument.clone())])
        }
        UsageError::UnknownCommand { command } => args([("command", command.clone())]),
        UsageError::BadValue { argument, value } => {
            args([("argument", argument.clone()), ("value", value.clone())])
        }
        UsageError::Conflict { argument, other } => {
            args([("argument", argument.clone()), ("other", other.clone())])
        }
        UsageError::BadColour { value } => args([("value", value.clone())]),
        UsageError::OutEnding { ending } => args([("ending", (*ending).to_owned())]),
        UsageError::Other
        | UsageError::OutNotAFolder
        | UsageError::StdinAmongOthers
        | UsageError::StdoutTaken
        | UsageError::AnnotateOneFile
        | UsageError::NothingBeside => Args::new(),
    }
}

#[cfg(test)]
mod tests;
