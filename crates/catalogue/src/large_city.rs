//! The classes of large cities: which city a short form means first, and which
//! are listed first.

use std::collections::BTreeSet;

use crate::gazetteer::Gazetteer;
use crate::read_document::place;
use crate::read_source::{named_source, source};
use crate::section::Section;
use crate::{DivisionCode, Source, Text};

/// Whether a class settles which of several cities a short form means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShortForms {
    /// The one of its cities is meant.
    Settled,
    /// The class is an order of listing alone.
    Open,
}

/// A class of large cities, the largest class first.
#[derive(Debug, Clone, PartialEq)]
pub struct LargeCities {
    /// What its cities are.
    pub names: Text,
    /// Whether it settles short forms.
    pub short_forms: ShortForms,
    /// Its cities in the order in which they are listed.
    pub cities: Vec<DivisionCode>,
    /// Where it comes from.
    pub source: Source,
}

/// Reads `large-cities.toml`; notes a place that is no city.
pub(crate) fn large_cities(section: &Section, gazetteer: &Gazetteer) -> Option<Vec<LargeCities>> {
    section.only(&["classes", "sources"]);
    let sources = section.section("sources")?;
    for (_, entry) in sources.sections() {
        source(&entry);
    }
    let classes = section.list("classes").into_iter().map(|class| {
        class.only(&["zh", "en", "short-forms", "cities", "source"]);
        let names = class.bilingual();
        let short_forms = class.word(
            "short-forms",
            &[("settled", ShortForms::Settled), ("open", ShortForms::Open)],
        );
        let cities = class.texts("cities");
        let cities = cities
            .iter()
            .filter_map(|name| place(&class, name, gazetteer));
        Some(LargeCities {
            names: names?,
            short_forms: short_forms?,
            cities: cities.collect(),
            source: named_source(&class, &sources)?,
        })
    });
    classes.collect()
}

/// The place of a city's class; after all of them for a city of none.
pub(crate) fn rank(classes: &[LargeCities], city: DivisionCode) -> usize {
    let class = classes
        .iter()
        .position(|class| class.cities.contains(&city));
    class.unwrap_or(classes.len())
}

/// The one of `found` that a short form means: the only one of the first class
/// that has any of them.
pub(crate) fn meant(
    classes: &[LargeCities],
    found: &BTreeSet<DivisionCode>,
) -> Option<DivisionCode> {
    let class = classes.iter().find_map(|class| {
        let here = class.cities.iter().filter(|code| found.contains(code));
        let here: Vec<DivisionCode> = here.copied().collect();
        (!here.is_empty()).then_some((class.short_forms, here))
    });
    match class {
        Some((ShortForms::Settled, here)) if here.len() == 1 => here.first().copied(),
        _ => None,
    }
}
