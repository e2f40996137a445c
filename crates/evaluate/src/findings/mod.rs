//! What the compliance checks found on pictures that a person had labelled.
//!
//! Takes a folder with `labels.csv`; gives, requirement by requirement, how
//! many pictures were rejected rightly and wrongly at the document's limits
//! and how well the raw value could tell them apart at any limit; further what
//! failed on pictures that nobody objected to, and what fails on a made photo
//! though it passed on its picture.

mod error_rate;
mod groups;
mod observed;
mod published;
mod requirement;
mod score;
mod tally;
pub(crate) mod text;
mod whole;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use catalogue::PhotoSpec;
use serde::Serialize;
use vision::RtenEngine;

use self::groups::ByGroup;
use self::observed::observe;
use self::tally::RequirementTally;
use self::whole::{Again, Clean, Names};
use crate::folder::{self, Labels};
use crate::percentile;

/// Everything of this part.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Findings {
    /// Labelled pictures that gave a photo.
    pub(crate) pictures: usize,
    /// Labelled pictures that did not: name and code.
    pub(crate) without_photo: Vec<(String, &'static str)>,
    pub(crate) requirements: Vec<RequirementTally>,
    /// Whom the findings are wrong about; empty where no picture says of whom it is.
    pub(crate) groups: Vec<ByGroup>,
    pub(crate) clean: Clean,
    /// Findings that fail and have no label: finding → pictures.
    pub(crate) unlabelled: BTreeMap<&'static str, Names>,
    pub(crate) again: Again,
    /// Median and greatest time of measuring and judging, ms.
    pub(crate) judge_ms: (Option<f64>, Option<f64>),
}

/// Judges the pictures of `photos` that have labels and whose names are wanted.
pub(crate) fn measure(
    photos: &Path,
    mut labels: Labels,
    spec: &PhotoSpec,
    wants: &dyn Fn(&str) -> bool,
) -> Result<Findings, Box<dyn std::error::Error>> {
    let engine = RtenEngine::new();
    let (mut observed, mut without_photo) = (Vec::new(), Vec::new());
    for entry in folder::pictures(photos)? {
        let Some(noted) = labels.remove(&entry.name).filter(|_| wants(&entry.name)) else {
            continue;
        };
        let bytes = fs::read(&entry.path)?;
        match observe(&engine, spec, (entry.name.clone(), noted), &bytes) {
            Ok(picture) => observed.push(picture),
            Err(code) => without_photo.push((entry.name, code)),
        }
    }
    let times: Vec<f64> = observed.iter().map(|o| o.judge_ms).collect();
    Ok(Findings {
        pictures: observed.len(),
        without_photo,
        requirements: tally::rows(&observed),
        groups: groups::rows(&observed),
        clean: whole::clean(&observed),
        unlabelled: whole::unlabelled(&observed),
        again: whole::again(&observed),
        judge_ms: (percentile::of(&times, 0.5), percentile::of(&times, 1.0)),
    })
}
