//! The tables of provinces, cities and counties, read from CSV.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::section::Notes;
use crate::{City, County, DivisionCode, Problem, ProblemKind, Province, Text, embedded};

pub(crate) const PROVINCES_FILE: &str = "provinces.csv";
pub(crate) const CITIES_FILE: &str = "cities.csv";
pub(crate) const COUNTIES_FILE: &str = "counties.csv";

const PROVINCE_COLUMNS: [&str; 6] = ["code", "name", "short", "pinyin", "initials", "english"];
const CITY_COLUMNS: [&str; 7] = [
    "code", "name", "short", "province", "pinyin", "initials", "english",
];
const COUNTY_COLUMNS: [&str; 4] = ["code", "name", "city_code", "until"];

/// The divisions the catalogue knows, each table sorted by code.
#[derive(Debug)]
pub(crate) struct Gazetteer {
    pub(crate) provinces: Vec<Province>,
    pub(crate) cities: Vec<City>,
    /// Read at the first use: 6 500 rows that most runs never ask for.
    counties: OnceLock<Vec<County>>,
}

/// An operator's rows, to be laid over the embedded ones by code.
#[derive(Debug, Default)]
pub(crate) struct Corrections<'a> {
    pub(crate) provinces: Option<&'a str>,
    pub(crate) cities: Option<&'a str>,
    pub(crate) counties: Option<&'a str>,
}

impl Gazetteer {
    /// Reads the tables; what is wrong goes to `notes`, and the row is left out.
    pub(crate) fn read(corrections: &Corrections, notes: &Notes) -> Self {
        let mut provinces = BTreeMap::new();
        for text in [Some(embedded::PROVINCES), corrections.provinces]
            .into_iter()
            .flatten()
        {
            rows(
                text,
                PROVINCES_FILE,
                PROVINCE_COLUMNS,
                notes,
                |code, [_, name, short, pinyin, initials, english]| {
                    let province = Province {
                        code,
                        names: Text {
                            zh: name.to_owned(),
                            en: english.to_owned(),
                        },
                        short: short.to_owned(),
                        pinyin: pinyin.to_owned(),
                        initials: initials.to_owned(),
                    };
                    provinces.insert(code, province);
                    Ok(())
                },
            );
        }
        let mut cities = BTreeMap::new();
        for text in [Some(embedded::CITIES), corrections.cities]
            .into_iter()
            .flatten()
        {
            rows(
                text,
                CITIES_FILE,
                CITY_COLUMNS,
                notes,
                |code, [_, name, short, province, pinyin, initials, english]| {
                    if provinces
                        .get(&code.province())
                        .is_none_or(|p| p.names.zh != province)
                    {
                        let nearest = provinces.get(&code.province());
                        return Err((
                            3,
                            ProblemKind::UnknownPlace {
                                name: province.to_owned(),
                                nearest: nearest.map(|p| p.names.zh.clone()).into_iter().collect(),
                            },
                        ));
                    }
                    let city = City {
                        code,
                        names: Text {
                            zh: name.to_owned(),
                            en: english.to_owned(),
                        },
                        short: short.to_owned(),
                        province: province.to_owned(),
                        pinyin: pinyin.to_owned(),
                        initials: initials.to_owned(),
                    };
                    cities.insert(code, city);
                    Ok(())
                },
            );
        }
        let gazetteer = Self {
            provinces: provinces.into_values().collect(),
            cities: cities.into_values().collect(),
            counties: OnceLock::new(),
        };
        if corrections.counties.is_some() {
            let counties = gazetteer.read_counties(corrections.counties, notes);
            gazetteer.counties.get_or_init(|| counties);
        }
        gazetteer
    }

    fn read_counties(&self, correction: Option<&str>, notes: &Notes) -> Vec<County> {
        let mut counties = BTreeMap::new();
        for text in [Some(embedded::COUNTIES), correction].into_iter().flatten() {
            rows(
                text,
                COUNTIES_FILE,
                COUNTY_COLUMNS,
                notes,
                |code, [_, name, city, until]| {
                    let named = city.parse().ok();
                    let known = named.is_some_and(|city| self.city(city).is_some());
                    if !city.is_empty() && !known {
                        let (name, nearest) = (city.to_owned(), Vec::new());
                        return Err((2, ProblemKind::UnknownPlace { name, nearest }));
                    }
                    let year = until.parse().ok();
                    if !until.is_empty() && year.is_none() {
                        let (expected, found) = ("a year", "a text");
                        return Err((3, ProblemKind::WrongType { expected, found }));
                    }
                    counties.insert(
                        code,
                        County {
                            code,
                            name: name.to_owned(),
                            city: named,
                            until: year,
                        },
                    );
                    Ok(())
                },
            );
        }
        counties.into_values().collect()
    }

    /// All counties, present and former.
    pub(crate) fn counties(&self) -> &[County] {
        self.counties
            .get_or_init(|| self.read_counties(None, &Notes::default()))
    }

    /// Problems of the embedded table of counties, which is otherwise read late.
    pub(crate) fn county_problems(&self) -> Vec<Problem> {
        let notes = Notes::default();
        self.read_counties(None, &notes);
        notes.into_problems()
    }

    /// The city with this code.
    pub(crate) fn city(&self, code: DivisionCode) -> Option<&City> {
        let place = self.cities.binary_search_by_key(&code, |city| city.code);
        self.cities.get(place.ok()?)
    }

    /// The province with this code.
    pub(crate) fn province(&self, code: DivisionCode) -> Option<&Province> {
        let by_code = |province: &Province| province.code;
        let place = self.provinces.binary_search_by_key(&code, by_code);
        self.provinces.get(place.ok()?)
    }

    /// The county with this code, present or former.
    pub(crate) fn county(&self, code: DivisionCode) -> Option<&County> {
        let counties = self.counties();
        let place = counties.binary_search_by_key(&code, |county| county.code);
        counties.get(place.ok()?)
    }

    /// The code of the city or province with this full name or code.
    pub(crate) fn place(&self, name: &str) -> Option<DivisionCode> {
        if let Ok(code) = name.parse() {
            let known = self.city(code).is_some() || self.province(code).is_some();
            return known.then_some(code);
        }
        let city = self.cities.iter().find(|city| city.names.zh == name);
        let province = || self.provinces.iter().find(|known| known.names.zh == name);
        city.map(|city| city.code)
            .or_else(|| province().map(|province| province.code))
    }

    /// Full names of places whose full or short name is like `name`.
    pub(crate) fn places_like(&self, name: &str) -> Vec<String> {
        let cities = self.cities.iter().map(|city| (&city.names.zh, &city.short));
        let provinces = self
            .provinces
            .iter()
            .map(|province| (&province.names.zh, &province.short));
        cities
            .chain(provinces)
            .filter(|(full, short)| *short == name || strsim::damerau_levenshtein(full, name) <= 1)
            .map(|(full, _)| full.clone())
            .take(3)
            .collect()
    }
}

/// Calls `take` with each row of a table that has just these columns; `take`
/// says which column is wrong and how.
fn rows<const N: usize>(
    text: &str,
    file: &str,
    columns: [&str; N],
    notes: &Notes,
    mut take: impl FnMut(DivisionCode, [&str; N]) -> Result<(), (usize, ProblemKind)>,
) {
    // Spreadsheets put a byte order mark before UTF-8.
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut first = true;
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error
                    .position()
                    .map_or(String::new(), |p| format!("line {}", p.line()));
                notes.add(
                    file,
                    line,
                    ProblemKind::Syntax {
                        message: error.to_string(),
                    },
                );
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let mut fields = [""; N];
        for (field, value) in fields.iter_mut().zip(&record) {
            *field = value.trim();
        }
        let key = |column: usize| format!("line {line}, {}", columns.get(column).unwrap_or(&""));
        if first {
            first = false;
            if fields != columns || record.len() != N {
                let found = record.iter().collect::<Vec<_>>().join(",");
                let allowed = vec![columns.join(",")];
                notes.add(
                    file,
                    format!("line {line}"),
                    ProblemKind::NotAllowed { found, allowed },
                );
                return;
            }
            continue;
        }
        let Ok(code) = fields[0].parse() else {
            let kind = ProblemKind::WrongType {
                expected: "a six-digit code",
                found: "a text",
            };
            notes.add(file, key(0), kind);
            continue;
        };
        // The last two columns of counties may be empty, none else.
        let optional = |column: usize| ["city_code", "until"].contains(&columns[column]);
        if let Some(column) = (0..N).find(|&c| fields[c].is_empty() && !optional(c)) {
            notes.add(file, key(column), ProblemKind::EmptyText);
        } else if let Err((column, kind)) = take(code, fields) {
            notes.add(file, key(column), kind);
        }
    }
}
