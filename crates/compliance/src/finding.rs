//! One requirement's outcome.

use catalogue::{Bounds, Unit};
use serde::{Deserialize, Serialize};

use crate::{Group, Region, WhyNot};

/// The outcome of one requirement; later variants are worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The requirement is met.
    Pass,
    /// It could not be measured on this picture; an inspector looks.
    NotMeasured,
    /// Doubtful: the applicant is told, an inspector decides.
    Advise,
    /// The requirement is not met.
    Fail,
}

impl Verdict {
    /// Whether a photo of this verdict may be handed in: advice leaves it to an
    /// inspector. The one meaning of "usable", for programs and for people.
    #[must_use]
    pub fn may_be_handed_in(self) -> bool {
        self != Self::Fail
    }

    /// Whether somebody is told what is wrong.
    #[must_use]
    pub fn objects(self) -> bool {
        matches!(self, Self::Advise | Self::Fail)
    }
}

/// What a value was held against.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Limit {
    /// Inside it passes.
    pub pass: Bounds,
    /// Outside it fails; `None` where the measure only advises.
    pub fail: Option<Bounds>,
}

/// One requirement's outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Stable name, kebab-case; the key of limits and messages.
    pub id: &'static str,
    /// What it is about.
    pub group: Group,
    /// The outcome.
    pub verdict: Verdict,
    /// What was measured, or why it could not be.
    pub value: Result<f64, WhyNot>,
    /// Unit of value and limits.
    pub unit: Unit,
    /// What it was held against.
    pub limit: Limit,
    /// Where it is seen in the upright picture; may be empty.
    pub regions: Vec<Region>,
}

/// All findings, in the order of the groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// One a requirement.
    pub findings: Vec<Finding>,
}

impl Judgement {
    /// The worst of the findings; what could not be measured does not count
    /// as worse than a pass.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.findings
            .iter()
            .map(|finding| finding.verdict)
            .filter(|verdict| *verdict != Verdict::NotMeasured)
            .max()
            .unwrap_or(Verdict::Pass)
    }

    /// The finding of this name.
    #[must_use]
    pub fn finding(&self, id: &str) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.id == id)
    }
}
