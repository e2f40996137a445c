//! What finding a document and finding a city share: how names are compared,
//! near misses, and why a query finds nothing.

use serde::Serialize;

use crate::Text;
use crate::traditional::simplified;

/// How many candidates an error names.
pub(crate) const MOST_CANDIDATES: usize = 10;
/// How many near misses an error names.
const MOST_NEAREST: usize = 5;
/// Share of letters that must agree for a near miss to be named.
const LIKENESS: f64 = 0.5;
/// Letters of a query that an error repeats.
const ECHOED: usize = 40;

/// A document or city that a query may have meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// A document's id or a city's code: a query of it is never ambiguous.
    pub id: String,
    /// Its names.
    pub names: Text,
    /// For a city, its province.
    pub province: Option<String>,
}

/// Why a query names no document or city. `query` is what was typed, cut to a
/// line's length.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the fields are the values the message names")]
pub enum LookupError {
    /// The query is empty.
    #[error("the query is empty")]
    EmptyQuery,
    /// No document goes by this name.
    #[error("no document is called '{query}'")]
    UnknownDocument {
        query: String,
        nearest: Vec<Candidate>,
    },
    /// Part of the names of several documents.
    #[error("'{query}' may mean several documents")]
    AmbiguousDocument {
        query: String,
        candidates: Vec<Candidate>,
    },
    /// No city goes by this name.
    #[error("no city is called '{query}'")]
    UnknownCity {
        query: String,
        nearest: Vec<Candidate>,
    },
    /// Several cities go by this name.
    #[error("'{query}' may mean several cities")]
    AmbiguousCity {
        query: String,
        candidates: Vec<Candidate>,
    },
    /// A province (two, for `shanxi`) was named where a city is needed; `also`
    /// are cities of the same short name.
    #[error("'{query}' is a province, not an issuing city")]
    ProvinceNotCity {
        query: String,
        provinces: Vec<Text>,
        examples: Vec<Candidate>,
        also: Vec<Candidate>,
    },
    /// A province in which none of these documents is issued.
    #[error("no documents of the catalogue are issued in '{query}'")]
    NoCityThere { query: String },
    /// A county was named where a city is needed; its city, or the cities of
    /// all counties of this name.
    #[error("'{query}' is a county or district, not an issuing city")]
    CountyNotCity {
        query: String,
        cities: Vec<Candidate>,
    },
}

impl LookupError {
    /// Stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::EmptyQuery => "empty-query",
            Self::UnknownDocument { .. } => "unknown-document",
            Self::AmbiguousDocument { .. } => "ambiguous-document",
            Self::UnknownCity { .. } => "unknown-city",
            Self::AmbiguousCity { .. } => "ambiguous-city",
            Self::ProvinceNotCity { .. } => "province-not-city",
            Self::NoCityThere { .. } => "no-city-there",
            Self::CountyNotCity { .. } => "county-not-city",
        }
    }

    /// What the query may have meant, best first; empty where nothing is near.
    pub fn candidates(&self) -> &[Candidate] {
        match self {
            Self::EmptyQuery | Self::NoCityThere { .. } => &[],
            Self::UnknownDocument { nearest: list, .. }
            | Self::AmbiguousDocument {
                candidates: list, ..
            }
            | Self::UnknownCity { nearest: list, .. }
            | Self::AmbiguousCity {
                candidates: list, ..
            }
            | Self::ProvinceNotCity { examples: list, .. }
            | Self::CountyNotCity { cities: list, .. } => list,
        }
    }
}

/// What is compared: full-width letters made narrow, lower case, simplified
/// characters, and without spaces, apostrophes and hyphens, so that `Xi'an`, `xian`
/// and `ＸＩＡＮ`, 臺灣 and 台湾 are one.
#[must_use]
pub fn fold(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            'ü' | 'Ü' => 'v',
            _ => simplified(c),
        })
        .filter(|c| !c.is_whitespace() && !c.is_control() && !"'’-_·.".contains(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// What an error repeats of a query.
pub(crate) fn echo(query: &str) -> String {
    query
        .trim()
        .chars()
        .filter(|c| !c.is_control())
        .take(ECHOED)
        .collect()
}

/// The items most like the query, best first, each once.
pub(crate) fn nearest<'a, T: 'a>(
    query: &str,
    items: impl Iterator<Item = (&'a T, Vec<String>)>,
    candidate: impl Fn(&T) -> Candidate,
) -> Vec<Candidate> {
    let mut near: Vec<(f64, &T)> = items
        .map(|(item, keys)| {
            let likeness = keys
                .iter()
                .map(|key| strsim::normalized_damerau_levenshtein(key, query))
                .fold(0.0, f64::max);
            (likeness, item)
        })
        .filter(|(likeness, _)| *likeness >= LIKENESS)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    near.into_iter()
        .take(MOST_NEAREST)
        .map(|(_, item)| candidate(item))
        .collect()
}
