//! Finding an issuing city by name, code, pinyin, initials or English name, and
//! saying which cities were meant when a province or county is named.

use std::collections::BTreeSet;

use crate::full_place::{county_is_called, with_more};
use crate::gazetteer::Gazetteer;
use crate::large_city::{LargeCities, meant, rank};
use crate::lookup::{Candidate, LookupError, MOST_CANDIDATES, echo, fold, nearest};
use crate::{City, County, DivisionCode, Province};

fn city_candidate(city: &City) -> Candidate {
    Candidate {
        id: city.code.to_string(),
        names: city.names.clone(),
        province: Some(city.province.clone()),
    }
}

/// Finds an issuing city. Surer keys come first: code, full name, then the short
/// name, pinyin and English, then initials, then a name with its province before
/// it or a county after it. Initials of several cities mean the large one.
pub(crate) fn city<'a>(
    gazetteer: &'a Gazetteer,
    large: &[LargeCities],
    query: &str,
) -> Result<&'a City, LookupError> {
    let folded = fold(query);
    if folded.is_empty() {
        return Err(LookupError::EmptyQuery);
    }
    let query = echo(query);
    if folded.bytes().all(|b| b.is_ascii_digit()) {
        return by_code(gazetteer, &folded, query);
    }
    let cities = &gazetteer.cities;
    if let Some(city) = cities.iter().find(|city| fold(&city.names.zh) == folded) {
        return Ok(city);
    }
    let called: Vec<&City> = cities
        .iter()
        .filter(|city| is_called(city, &folded))
        .collect();
    let provinces = |matches: &dyn Fn(&Province) -> bool| -> Vec<&Province> {
        let is_city = |p: &Province| gazetteer.city(p.code).is_some();
        gazetteer
            .provinces
            .iter()
            .filter(|p| !is_city(p) && matches(p))
            .collect()
    };
    let named = provinces(&|p| province_is_called(p, &folded));
    if !named.is_empty() {
        return Err(province_not_city(gazetteer, query, &named, &called));
    }
    let mut abbreviated: Vec<&City> = cities
        .iter()
        .filter(|city| city.initials == folded)
        .collect();
    abbreviated.sort_by_key(|city| rank(large, city.code));
    let codes: BTreeSet<DivisionCode> = abbreviated.iter().map(|city| city.code).collect();
    let large = meant(large, &codes).and_then(|code| gazetteer.city(code));
    for (found, large) in [(called, None), (abbreviated, large)] {
        match (found.as_slice(), large) {
            ([], _) => {}
            (&[city], _) | (_, Some(city)) => return Ok(city),
            (several, None) => {
                let candidates = several
                    .iter()
                    .take(MOST_CANDIDATES)
                    .map(|city| city_candidate(city))
                    .collect();
                return Err(LookupError::AmbiguousCity { query, candidates });
            }
        }
    }
    let abbreviated = provinces(&|p| p.initials == folded);
    if !abbreviated.is_empty() {
        return Err(province_not_city(gazetteer, query, &abbreviated, &[]));
    }
    if let Some(city) = with_more(gazetteer, &folded) {
        return Ok(city);
    }
    let of_counties = cities_of_counties(gazetteer, &folded);
    if !of_counties.is_empty() {
        return Err(LookupError::CountyNotCity {
            query,
            cities: of_counties,
        });
    }
    let keyed = cities.iter().map(|city| {
        let keys = [&city.names.zh, &city.short, &city.pinyin, &city.names.en];
        (city, keys.into_iter().map(|k| fold(k)).collect())
    });
    Err(LookupError::UnknownCity {
        nearest: nearest(&folded, keyed, city_candidate),
        query,
    })
}

fn strip_suffix<'a>(text: &'a str, suffixes: &[&str]) -> Option<&'a str> {
    suffixes.iter().find_map(|suffix| text.strip_suffix(suffix))
}

/// A province by its name, with or without its kind, or by its code; `None` for a name
/// that two have (`shanxi`).
pub(crate) fn province<'a>(gazetteer: &'a Gazetteer, query: &str) -> Option<&'a Province> {
    let folded = fold(query);
    if folded.bytes().all(|b| b.is_ascii_digit()) {
        return gazetteer.province(six_digits(&folded).parse().ok()?);
    }
    let provinces = gazetteer.provinces.iter();
    let mut called = provinces.filter(|province| province_is_called(province, &folded));
    let first = called.next()?;
    called.next().is_none().then_some(first)
}

fn province_is_called(province: &Province, folded: &str) -> bool {
    [
        &province.names.zh,
        &province.short,
        &province.pinyin,
        &province.names.en,
    ]
    .into_iter()
    .any(|k| fold(k) == folded)
        || strip_suffix(folded, &["sheng", "zizhiqu"]).is_some_and(|stem| stem == province.pinyin)
        || strip_suffix(folded, &["省", "自治区"]).is_some_and(|stem| stem == province.short)
}

/// The code of a province or city that was written without its zeros.
fn six_digits(digits: &str) -> String {
    match digits.len() {
        2 => format!("{digits}0000"),
        4 => format!("{digits}00"),
        _ => digits.to_owned(),
    }
}

/// Whether a city goes by this name without its kind, in characters, pinyin or
/// English, or with the kind as people shorten it (恩施州, 白沙县).
pub(crate) fn is_called(city: &City, folded: &str) -> bool {
    let kinds: &[&str] = if city.names.zh.ends_with("自治州") {
        &["州"]
    } else if city.names.zh.ends_with("自治县") {
        &["县"]
    } else {
        &[]
    };
    let pinyin_kinds = [
        "shi",
        "diqu",
        "meng",
        "zhou",
        "zizhizhou",
        "xian",
        "zizhixian",
        "linqu",
        "city",
    ];
    let english = fold(&city.names.en);
    [Some(folded), strip_suffix(folded, kinds)]
        .into_iter()
        .flatten()
        .any(|k| k == city.short)
        || [Some(folded), strip_suffix(folded, &pinyin_kinds)]
            .into_iter()
            .flatten()
            .any(|k| k == city.pinyin || k == english)
}

fn by_code<'a>(
    gazetteer: &'a Gazetteer,
    digits: &str,
    query: String,
) -> Result<&'a City, LookupError> {
    let unknown = |query| LookupError::UnknownCity {
        query,
        nearest: Vec::new(),
    };
    let Ok(code) = six_digits(digits).parse::<DivisionCode>() else {
        return Err(unknown(query));
    };
    if let Some(city) = gazetteer.city(code) {
        return Ok(city);
    }
    if let Some(province) = gazetteer.province(code) {
        return Err(province_not_city(gazetteer, query, &[province], &[]));
    }
    let city = gazetteer
        .county(code)
        .and_then(|county| gazetteer.city(county.city?));
    Err(match city {
        Some(city) => LookupError::CountyNotCity {
            query,
            cities: vec![city_candidate(city)],
        },
        None => unknown(query),
    })
}

fn province_not_city(
    gazetteer: &Gazetteer,
    query: String,
    provinces: &[&Province],
    also: &[&City],
) -> LookupError {
    let examples_each = 3;
    let examples: Vec<Candidate> = provinces
        .iter()
        .flat_map(|province| {
            let inside = |city: &&City| city.code.province() == province.code;
            gazetteer.cities.iter().filter(inside).take(examples_each)
        })
        .map(city_candidate)
        .collect();
    if examples.is_empty() {
        return LookupError::NoCityThere { query };
    }
    LookupError::ProvinceNotCity {
        query,
        provinces: provinces
            .iter()
            .map(|province| province.names.clone())
            .collect(),
        examples,
        also: also.iter().map(|city| city_candidate(city)).collect(),
    }
}

/// The cities of all counties of this name, with or without its kind; former
/// counties count only where no present one has the name.
fn cities_of_counties(gazetteer: &Gazetteer, folded: &str) -> Vec<Candidate> {
    let is_called = |county: &&County| county_is_called(county, folded);
    let cities_where = |ended: bool| -> Vec<Candidate> {
        let mut codes: Vec<DivisionCode> = gazetteer
            .counties()
            .iter()
            .filter(|county| county.until.is_some() == ended)
            .filter(is_called)
            .filter_map(|county| county.city)
            .collect();
        codes.dedup();
        let cities = codes.into_iter().filter_map(|code| gazetteer.city(code));
        cities.take(MOST_CANDIDATES).map(city_candidate).collect()
    };
    let present = cities_where(false);
    if present.is_empty() {
        cities_where(true)
    } else {
        present
    }
}
