//! Findings with their words, as they are stored.

use catalogue::{Text, Unit};
use compliance::{Group, Limit, Verdict, WhyNot};
use serde::{Deserialize, Serialize};

/// The findings on one picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// The worst of them.
    pub verdict: Verdict,
    /// In the order of the groups.
    pub findings: Vec<WordedFinding>,
}

/// One requirement's outcome, with its words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WordedFinding {
    /// Stable name.
    pub id: String,
    /// `None` where the picture could not be judged at all.
    pub group: Option<Group>,
    /// How it came out.
    pub verdict: Verdict,
    /// `None` where it could not be measured.
    pub value: Option<f64>,
    /// Unit of value and limit.
    pub unit: Option<Unit>,
    /// A value inside `pass` passes; one outside `fail` fails.
    pub limit: Option<Limit>,
    /// Why there is no value; `None` where there is one.
    pub not_measured: Option<WhyNot>,
    /// What the requirement is called.
    pub name: Option<Text>,
    /// What is wrong, as a sentence; `None` where there is nothing to object to,
    /// and in what was stored before there were such sentences.
    #[serde(default)]
    pub wrong: Option<Text>,
    /// `None` where there is nothing to object to.
    pub reason: Option<Text>,
    /// What to do.
    pub remedy: Option<Text>,
    /// Closed polygons, in pixels of the upright picture.
    pub regions: Vec<Vec<[f64; 2]>>,
    /// The same places, in pixels of the photo.
    pub regions_on_photo: Vec<Vec<[f64; 2]>>,
}
