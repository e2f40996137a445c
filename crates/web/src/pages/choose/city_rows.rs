//! The rows of lists of cities and provinces.

use std::collections::BTreeMap;

use catalogue::{Catalogue, City, Document};
use messages::Locale;

use super::Purpose;
use super::cities::is_doubled;
use crate::{Speech, choices};

/// One row: a city, or a province that leads to its cities.
pub(super) struct CityRow {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) value: String,
    pub(super) keys: String,
}

/// Whether a row names the province besides.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// The province is plain from the list, or does not matter.
    Alone,
    /// The list has cities of several provinces of like names.
    WithProvince,
}

/// The row of a city.
pub(super) fn row(
    s: Speech,
    purpose: Purpose,
    document: &Document,
    city: &City,
    shown: Shown,
) -> CityRow {
    let is_own_province = city.province == city.names.zh;
    CityRow {
        href: purpose.city(&document.id, city.code),
        name: s.of(&city.names).to_owned(),
        value: if shown == Shown::WithProvince && !is_own_province {
            city.province.clone()
        } else {
            String::new()
        },
        keys: format!(
            "{} {} {} {} {} {}",
            city.names.zh,
            city.pinyin,
            city.initials,
            city.names.en.to_lowercase(),
            city.code,
            city.province
        ),
    }
}

/// The large cities for which an order can be begun, or an answer be had.
pub(super) fn large(
    s: Speech,
    catalogue: &Catalogue,
    purpose: Purpose,
    document: &Document,
) -> Vec<CityRow> {
    let cities = match purpose {
        Purpose::Apply => choices::large_to_apply(catalogue, document),
        Purpose::CanIUse => choices::large(catalogue),
    };
    let rows = cities.into_iter().map(|city| CityRow {
        name: choices::short_city_name(s, city),
        ..row(s, purpose, document, city, Shown::Alone)
    });
    rows.collect()
}

/// All cities under the first letter of their pinyin. The province stands only
/// where two cities have one name.
pub(super) fn by_letter(
    s: Speech,
    catalogue: &Catalogue,
    purpose: Purpose,
    document: &Document,
) -> BTreeMap<char, Vec<CityRow>> {
    let mut letters: BTreeMap<char, Vec<CityRow>> = BTreeMap::new();
    for city in choices::by_pinyin(catalogue) {
        let Some(letter) = city.pinyin.chars().next() else {
            continue;
        };
        let shown = if s.locale == Locale::En && is_doubled(catalogue, city) {
            Shown::WithProvince
        } else {
            Shown::Alone
        };
        let rows = letters.entry(letter.to_ascii_uppercase()).or_default();
        let mut row = row(s, purpose, document, city, shown);
        if let Some(province) = catalogue.province_by_code(city.code.province())
            && shown == Shown::WithProvince
        {
            s.of(&province.names).clone_into(&mut row.value);
        }
        rows.push(row);
    }
    letters
}

/// Provinces in which the document is issued; a municipality links to its city
/// directly.
pub(super) fn provinces(
    s: Speech,
    catalogue: &Catalogue,
    purpose: Purpose,
    document: &Document,
) -> Vec<CityRow> {
    let rows = catalogue.provinces().iter().filter_map(|province| {
        let cities = catalogue.cities().iter();
        let mut inside = cities.filter(|city| city.code.province() == province.code);
        let first = inside.next()?;
        let href = if inside.next().is_none() {
            purpose.city(&document.id, first.code)
        } else {
            let base = purpose.document(&document.id);
            format!("{base}?province={}", province.code)
        };
        Some(CityRow {
            href,
            name: s.of(&province.names).to_owned(),
            value: String::new(),
            keys: String::new(),
        })
    });
    rows.collect()
}
