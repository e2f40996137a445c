//! The whole catalogue: how it is read, and its queries.

use std::collections::BTreeMap;
use std::path::Path;

use toml::Table;

use crate::find_document::document_keys;
use crate::folder::{
    CATALOGUE_FILE, CHECKS_FILE, Folder, LARGE_CITIES_FILE, RECEIPTS_FILE, document_file,
};
use crate::gazetteer::Gazetteer;
use crate::read_checks::checks;
use crate::read_document::{Surroundings, like, reason_and_instead, with_model};
use crate::read_reasons::reasons;
use crate::read_receipts::receipts;
use crate::read_source::source;
use crate::receipt_rule::Receipts;
use crate::section::{Notes, Section};
use crate::{
    Acceptance, Answer, City, County, Date, DivisionCode, Document, DocumentId, Gives, LargeCities,
    LoadError, LookupError, PhotoSpec, Problem, ProblemKind, Province, Reason, ReceiptForm,
    ReceiptRule, Text, embedded, find_city, find_document, large_city, read_document,
};

/// Documents, cities, photo specifications, receipts and rejection reasons; read
/// once, never changed.
#[derive(Debug)]
pub struct Catalogue {
    version: String,
    effective: Date,
    documents: Vec<Document>,
    /// Index into `documents`.
    documents_by_id: BTreeMap<DocumentId, usize>,
    gazetteer: Gazetteer,
    large_cities: Vec<LargeCities>,
    receipts: Receipts,
    reasons: Vec<Reason>,
}

impl Catalogue {
    /// The catalogue the program was built with.
    ///
    /// # Errors
    /// All that is wrong with the embedded files; the project's tests keep this
    /// from happening.
    pub fn embedded() -> Result<Self, Vec<Problem>> {
        Self::read(&Folder::default())
    }

    /// The embedded catalogue with an operator's corrections over it. `folder`
    /// is laid out like the crate's `data/`, and each of its files needs only
    /// hold what differs: a document's keys, rows of a table. The version
    /// becomes the embedded one with a `+` and a fingerprint of the corrections.
    ///
    /// # Errors
    /// A folder that cannot be read, or all that is wrong in it.
    pub fn with_overrides(folder: &Path) -> Result<Self, LoadError> {
        let notes = Notes::default();
        let folder = Folder::read(folder, &notes)?;
        let unread = notes.into_problems();
        match Self::read(&folder) {
            Ok(catalogue) if unread.is_empty() => Ok(catalogue),
            Ok(_) => Err(LoadError::Invalid(unread)),
            Err(problems) => Err(LoadError::Invalid(
                unread.into_iter().chain(problems).collect(),
            )),
        }
    }

    pub(crate) fn read(folder: &Folder) -> Result<Self, Vec<Problem>> {
        let notes = Notes::default();
        let gazetteer = Gazetteer::read(&folder.tables(), &notes);
        let head = folder.merged(CATALOGUE_FILE, Some(embedded::CATALOGUE), &notes);
        let head = head.as_ref().and_then(|table| {
            let section = Section::whole(&notes, CATALOGUE_FILE, table);
            read_head(&section, folder.fingerprint())
        });
        let general = folder.merged(CHECKS_FILE, Some(embedded::CHECKS), &notes);
        let checks = general
            .as_ref()
            .map(|table| checks(&Section::whole(&notes, CHECKS_FILE, table)))
            .unwrap_or_default();
        let documents = head.as_ref().map(|(version, _, abroad)| {
            let around = Surroundings {
                checks: &checks,
                gazetteer: &gazetteer,
                version,
                abroad,
            };
            read_documents(folder, around, &notes)
        });
        let about_receipts = folder.merged(RECEIPTS_FILE, Some(embedded::RECEIPTS), &notes);
        let receipts = about_receipts.as_ref().and_then(|table| {
            let section = Section::whole(&notes, RECEIPTS_FILE, table);
            let known = embedded::DOCUMENTS.iter().map(|(id, _)| *id);
            let known: Vec<&str> = known.chain(folder.document_ids()).collect();
            receipts(&section, &known, &gazetteer)
        });
        let large_cities = folder.merged(LARGE_CITIES_FILE, Some(embedded::LARGE_CITIES), &notes);
        let large_cities = large_cities.as_ref().and_then(|table| {
            let section = Section::whole(&notes, LARGE_CITIES_FILE, table);
            large_city::large_cities(&section, &gazetteer)
        });
        let reasons = reasons(folder, &checks, &notes);
        let problems = notes.into_problems();
        match (head, documents, receipts, large_cities) {
            (
                Some((version, effective, _)),
                Some(documents),
                Some(receipts),
                Some(large_cities),
            ) if problems.is_empty() => {
                let places = documents.iter().enumerate();
                Ok(Self {
                    version,
                    effective,
                    documents_by_id: places.map(|(n, one)| (one.id.clone(), n)).collect(),
                    documents,
                    gazetteer,
                    large_cities,
                    receipts,
                    reasons,
                })
            }
            _ => Err(problems),
        }
    }

    /// Version of the figures; an order keeps it.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The day from which the figures hold.
    pub fn effective(&self) -> Date {
        self.effective
    }

    /// All documents, Chinese ones first.
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// All cities, by code.
    pub fn cities(&self) -> &[City] {
        &self.gazetteer.cities
    }

    /// All provinces, by code.
    pub fn provinces(&self) -> &[Province] {
        &self.gazetteer.provinces
    }

    /// The document with this identifier.
    #[must_use]
    pub fn document_by_id(&self, id: &str) -> Option<&Document> {
        let place = self.documents_by_id.get(id)?;
        self.documents.get(*place)
    }

    /// The city with this code.
    #[must_use]
    pub fn city_by_code(&self, code: DivisionCode) -> Option<&City> {
        self.gazetteer.city(code)
    }

    /// The province with this code.
    #[must_use]
    pub fn province_by_code(&self, code: DivisionCode) -> Option<&Province> {
        self.gazetteer.province(code)
    }

    /// The names of the province or city with this code.
    #[must_use]
    pub fn place_names(&self, code: DivisionCode) -> Option<&Text> {
        let province = self.province_by_code(code).map(|known| &known.names);
        province.or_else(|| self.city_by_code(code).map(|city| &city.names))
    }

    /// A city with its province before it: 广东省深圳市; "Shenzhen, Guangdong". A
    /// municipality stands for itself.
    #[must_use]
    pub fn full_name(&self, city: &City) -> Text {
        let province = self.province_by_code(city.code.province());
        match province.filter(|province| province.names.zh != city.names.zh) {
            None => city.names.clone(),
            Some(province) => Text {
                zh: format!("{}{}", province.names.zh, city.names.zh),
                en: format!("{}, {}", city.names.en, province.names.en),
            },
        }
    }

    /// The county or district with this code, present or former: the first six
    /// digits of an identity number name one. Cities without counties (东莞) and
    /// those that are counties themselves (济源) are found by [`Self::city`].
    pub fn county(&self, code: DivisionCode) -> Option<&County> {
        self.gazetteer.county(code)
    }

    /// Finds a document by id, name, alias, pinyin, initials or English name.
    ///
    /// # Errors
    /// An empty query, an unknown name (with near ones), part of several names.
    pub fn document(&self, query: &str) -> Result<&Document, LookupError> {
        find_document::document(&self.documents, query)
    }

    /// Finds an issuing city by name, code, pinyin, initials or English name; with
    /// its province before it or a county after it; in either script. Initials of
    /// several cities mean the large one, where just one is.
    ///
    /// # Errors
    /// An empty query, an unknown name (with near ones), a name of several
    /// cities, a province or a county where a city is needed.
    pub fn city(&self, query: &str) -> Result<&City, LookupError> {
        find_city::city(&self.gazetteer, &self.large_cities, query)
    }

    /// The code of the city, else of the province, that goes by this name or code.
    #[must_use]
    pub fn place(&self, query: &str) -> Option<DivisionCode> {
        let city = self.city(query).ok().map(|city| city.code);
        city.or_else(|| {
            let province = find_city::province(&self.gazetteer, query);
            province.map(|province| province.code)
        })
    }

    /// The classes of large cities, the largest first.
    #[must_use]
    pub fn large_cities(&self) -> &[LargeCities] {
        &self.large_cities
    }

    /// What `document` asks of the photo in `city`: the city's own figures, else
    /// its province's, else the country's.
    pub fn specification(&self, document: &Document, city: Option<&City>) -> PhotoSpec {
        let own = city.and_then(|city| by_place(&document.photo_in, city));
        own.unwrap_or(&document.photo).clone()
    }

    /// Whether a photo made by oneself is accepted for `document` in `city`.
    pub fn acceptance(&self, document: &Document, city: &City) -> Acceptance {
        by_place(&document.accepted_in, city)
            .unwrap_or(&document.elsewhere)
            .clone()
    }

    /// The rule of receipts for `document` in `city`; `None` for a document that
    /// has no receipts.
    #[must_use]
    pub fn receipt_rule(&self, document: &Document, city: Option<&City>) -> Option<&ReceiptRule> {
        match document.gives {
            Gives::Receipt => Some(self.rule_of_issued(document, city)),
            Gives::Photo => None,
        }
    }

    /// The rule under which a receipt that exists is printed, even where the
    /// document has none any more: the city's, else its province's, else the
    /// country's, else what holds for every document.
    #[must_use]
    pub fn rule_of_issued(&self, document: &Document, city: Option<&City>) -> &ReceiptRule {
        let Some(rules) = self.receipts.rules.get(document.id.as_str()) else {
            return &self.receipts.fallback;
        };
        city.and_then(|city| by_place(&rules.places, city))
            .unwrap_or(&rules.country)
    }

    /// The form of this id; there is one for every rule.
    #[must_use]
    pub fn receipt_form(&self, id: &str) -> Option<&ReceiptForm> {
        self.receipts.forms.get(id)
    }

    /// All forms, by id.
    pub fn receipt_forms(&self) -> impl Iterator<Item = &ReceiptForm> {
        self.receipts.forms.values()
    }

    /// Reasons for which an inspector sends a photo back, an operator's own last.
    #[must_use]
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    /// The reason of this id.
    #[must_use]
    pub fn reason(&self, id: &str) -> Option<&Reason> {
        self.reasons.iter().find(|reason| reason.id == id)
    }

    /// Problems of what is only read when needed (the embedded counties); the
    /// rest was checked when the catalogue was read.
    pub fn late_problems(&self) -> Vec<Problem> {
        self.gazetteer.county_problems()
    }
}

/// The value of the city, else of its province.
fn by_place<'a, T>(places: &'a BTreeMap<DivisionCode, T>, city: &City) -> Option<&'a T> {
    places
        .get(&city.code)
        .or_else(|| places.get(&city.code.province()))
}

/// Version, effective date, and the answer for documents of other countries.
fn read_head(section: &Section, fingerprint: Option<u32>) -> Option<(String, Date, Acceptance)> {
    section.only(&["version", "effective", "abroad"]);
    let version = section.text("version").map(|version| match fingerprint {
        Some(fingerprint) => format!("{version}+{fingerprint:08x}"),
        None => version.to_owned(),
    });
    let effective = section.date("effective");
    let abroad = section.section("abroad").and_then(|abroad| {
        abroad.only(&["reason", "instead", "source"]);
        let (reason, instead) = reason_and_instead(&abroad, false);
        let source = abroad
            .section("source")
            .and_then(|section| self::source(&section));
        let answer = Answer::NotApplicable;
        Some(Acceptance {
            answer,
            reason: reason?,
            instead: instead?,
            source: source?,
        })
    });
    Some((version?, effective?, abroad?))
}

fn read_documents(folder: &Folder, around: Surroundings, notes: &Notes) -> Vec<Document> {
    let embedded = embedded::DOCUMENTS
        .iter()
        .map(|(id, text)| (*id, Some(*text)));
    let known = |id: &str| embedded::DOCUMENTS.iter().any(|(known, _)| *known == id);
    let added = folder
        .document_ids()
        .filter(|id| !known(id))
        .map(|id| (id, None));
    let files: Vec<(&str, Option<&str>)> = embedded.chain(added).collect();
    let tables: BTreeMap<&str, Option<Table>> = files
        .iter()
        .map(|(id, text)| (*id, folder.merged(&document_file(id), *text, notes)))
        .collect();
    let mut documents: Vec<Document> = Vec::new();
    let mut named: BTreeMap<String, DocumentId> = BTreeMap::new();
    for (id, _) in files {
        let file = document_file(id);
        let Some(Some(table)) = tables.get(id) else {
            continue;
        };
        let Some(whole) = with_model(&file, table, &tables, notes) else {
            continue;
        };
        let section = Section::whole(notes, &file, &whole);
        let Some(document) = read_document::document(&section, id, around) else {
            continue;
        };
        for name in document_keys(&document) {
            if let Some(earlier) = named.get(&name) {
                let other = earlier.to_string();
                section.note("aliases", ProblemKind::DuplicateName { name, other });
            } else {
                named.insert(name, document.id.clone());
            }
        }
        documents.push(document);
    }
    for (id, table) in &tables {
        let model = table.as_ref().and_then(like).and_then(toml::Value::as_str);
        if let Some(model) = model.filter(|model| model != id) {
            notes.forget_inherited(&document_file(id), &document_file(model));
        }
    }
    documents
}

#[cfg(test)]
mod tests;
