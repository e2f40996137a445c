//! The whole catalogue: reading it, and asking it.

use std::collections::BTreeMap;
use std::path::Path;

use toml::Table;

use crate::check::checks;
use crate::find_document::document_keys;
use crate::folder::{CATALOGUE_FILE, CHECKS_FILE, Folder, RECEIPTS_FILE, document_file};
use crate::gazetteer::Gazetteer;
use crate::read_document::{Surroundings, like, reason_and_instead, with_model};
use crate::read_photo::read_source;
use crate::read_receipts::receipts;
use crate::receipt_rule::Receipts;
use crate::section::{Notes, Section};
use crate::{
    Acceptance, Answer, City, County, Date, DivisionCode, Document, LoadError, LookupError,
    PhotoSpec, Problem, ProblemKind, Province, Text, embedded, find_city, find_document,
    read_document,
};

/// Documents, cities and what they ask of a photo; read once, never changed.
#[derive(Debug)]
pub struct Catalogue {
    version: String,
    effective: Date,
    documents: Vec<Document>,
    gazetteer: Gazetteer,
    pub(crate) receipts: Receipts,
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
        let problems = notes.into_problems();
        match (head, documents, receipts) {
            (Some((version, effective, _)), Some(documents), Some(receipts))
                if problems.is_empty() =>
            {
                Ok(Self {
                    version,
                    effective,
                    documents,
                    gazetteer,
                    receipts,
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

    /// A city with its province before it: 广东省深圳市; "Shenzhen, Guangdong". A
    /// municipality stands for itself.
    #[must_use]
    pub fn full_name(&self, city: &City) -> Text {
        let code = city.code.province();
        let province = self.provinces().iter().find(|known| known.code == code);
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
        find_city::county(&self.gazetteer, code)
    }

    /// Finds a document by id, name, alias, pinyin, initials or English name.
    ///
    /// # Errors
    /// An empty query, an unknown name (with near ones), part of several names.
    pub fn document(&self, query: &str) -> Result<&Document, LookupError> {
        find_document::document(&self.documents, query)
    }

    /// Finds an issuing city by name, code, pinyin, initials or English name.
    ///
    /// # Errors
    /// An empty query, an unknown name (with near ones), a name of several
    /// cities, a province or a county where a city is needed.
    pub fn city(&self, query: &str) -> Result<&City, LookupError> {
        find_city::city(&self.gazetteer, query)
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

    /// Problems of what is only read when needed (the embedded counties); the
    /// rest was checked when the catalogue was read.
    pub fn late_problems(&self) -> Vec<Problem> {
        self.gazetteer.county_problems()
    }
}

pub(crate) fn by_place<'a, T>(places: &'a BTreeMap<DivisionCode, T>, city: &City) -> Option<&'a T> {
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
            .and_then(|source| read_source(&source));
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
        let keys = document_keys(&document);
        for earlier in &documents {
            for name in document_keys(earlier)
                .into_iter()
                .filter(|key| keys.contains(key))
            {
                let other = earlier.id.clone();
                section.note("aliases", ProblemKind::DuplicateName { name, other });
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
