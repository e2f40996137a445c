//! Reading one table of a data file, with every problem noted rather than the
//! first one only.

use std::cell::RefCell;

use toml::{Table, Value};

use crate::{Problem, ProblemKind, Text};

/// Collects problems while files are read.
#[derive(Default)]
pub(crate) struct Notes(RefCell<Vec<Problem>>);

impl Notes {
    /// Notes a problem, once: a source that many figures name is read for each.
    pub(crate) fn add(&self, file: &str, key: impl Into<String>, kind: ProblemKind) {
        let problem = Problem {
            file: file.to_owned(),
            key: key.into(),
            kind,
        };
        let mut noted = self.0.borrow_mut();
        if !noted.contains(&problem) {
            noted.push(problem);
        }
    }

    /// Takes out what `file` has word for word from `model`, the file it is like.
    pub(crate) fn forget_inherited(&self, file: &str, model: &str) {
        let mut noted = self.0.borrow_mut();
        let of_model: Vec<Problem> = noted.iter().filter(|p| p.file == model).cloned().collect();
        noted.retain(|p| {
            p.file != file || !of_model.iter().any(|m| m.key == p.key && m.kind == p.kind)
        });
    }

    pub(crate) fn into_problems(self) -> Vec<Problem> {
        self.0.into_inner()
    }
}

/// One table, with where it stands. Readers return `None` after noting why.
#[derive(Clone)]
pub(crate) struct Section<'t> {
    pub(crate) notes: &'t Notes,
    pub(crate) file: &'t str,
    path: String,
    table: &'t Table,
}

impl<'t> Section<'t> {
    /// The whole of `file`.
    pub(crate) fn whole(notes: &'t Notes, file: &'t str, table: &'t Table) -> Self {
        Self {
            notes,
            file,
            path: String::new(),
            table,
        }
    }

    /// The same place in the file, with `table` read in its stead.
    pub(crate) fn instead<'u>(&self, table: &'u Table) -> Section<'u>
    where
        't: 'u,
    {
        Section {
            notes: self.notes,
            file: self.file,
            path: self.path.clone(),
            table,
        }
    }

    /// The same section with problems going to other notes.
    pub(crate) fn noting<'u>(&self, notes: &'u Notes) -> Section<'u>
    where
        't: 'u,
    {
        Section {
            notes,
            file: self.file,
            path: self.path.clone(),
            table: self.table,
        }
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    pub(crate) fn table(&self) -> &'t Table {
        self.table
    }

    fn path_to(&self, key: &str) -> String {
        // A key with other letters than TOML's bare ones is shown as it is typed.
        let bare = key
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        let key = if bare {
            key.to_owned()
        } else {
            format!("\"{key}\"")
        };
        if self.path.is_empty() {
            key
        } else {
            format!("{}.{key}", self.path)
        }
    }

    pub(crate) fn note(&self, key: &str, kind: ProblemKind) {
        let key = if key.is_empty() {
            self.path.clone()
        } else {
            self.path_to(key)
        };
        self.notes.add(self.file, key, kind);
    }

    /// Notes every key that is not among `known`.
    pub(crate) fn only(&self, known: &[&str]) {
        for key in self
            .table
            .keys()
            .filter(|key| !known.contains(&key.as_str()))
        {
            let nearest = known
                .iter()
                .map(|word| (strsim::normalized_damerau_levenshtein(key, word), *word))
                .filter(|(likeness, _)| *likeness >= 0.5)
                .max_by(|a, b| a.0.total_cmp(&b.0))
                .map(|(_, word)| word.to_owned());
            self.note(key, ProblemKind::UnknownKey { nearest });
        }
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn required(&self, key: &str) -> Option<&'t Value> {
        let value = self.table.get(key);
        if value.is_none() {
            self.note(key, ProblemKind::MissingKey);
        }
        value
    }

    fn mistyped<T>(&self, key: &str, expected: &'static str, value: &Value) -> Option<T> {
        let found = match value {
            Value::String(_) => "a text",
            Value::Integer(_) => "a whole number",
            Value::Float(_) => "a number",
            Value::Boolean(_) => "true or false",
            Value::Datetime(_) => "a date or time",
            Value::Array(_) => "a list",
            Value::Table(_) => "a table",
        };
        self.note(key, ProblemKind::WrongType { expected, found });
        None
    }

    pub(crate) fn section(&self, key: &str) -> Option<Section<'t>> {
        match self.required(key)? {
            Value::Table(table) => Some(Section {
                path: self.path_to(key),
                table,
                ..self.clone()
            }),
            other => self.mistyped(key, "a table", other),
        }
    }

    /// The table of a key that may be absent.
    pub(crate) fn section_if_any(&self, key: &str) -> Option<Section<'t>> {
        self.has(key).then(|| self.section(key)).flatten()
    }

    /// The tables in this table, with their keys; notes what is not a table.
    pub(crate) fn sections(&self) -> Vec<(&'t str, Section<'t>)> {
        self.table
            .keys()
            .filter_map(|key| Some((key.as_str(), self.section(key)?)))
            .collect()
    }

    /// The tables of a list that may be absent (`[[key]]`).
    pub(crate) fn list(&self, key: &str) -> Vec<Section<'t>> {
        let Some(value) = self.table.get(key) else {
            return Vec::new();
        };
        let Value::Array(items) = value else {
            self.mistyped::<()>(key, "a list of tables", value);
            return Vec::new();
        };
        let mut sections = Vec::new();
        for (index, item) in items.iter().enumerate() {
            match item {
                Value::Table(table) => {
                    let path = format!("{}[{index}]", self.path_to(key));
                    sections.push(Section {
                        path,
                        table,
                        ..self.clone()
                    });
                }
                other => drop(self.mistyped::<()>(key, "a list of tables", other)),
            }
        }
        sections
    }

    pub(crate) fn text(&self, key: &str) -> Option<&'t str> {
        match self.required(key)? {
            Value::String(text) if text.trim().is_empty() => {
                self.note(key, ProblemKind::EmptyText);
                None
            }
            Value::String(text) => Some(text),
            other => self.mistyped(key, "a text in quotation marks", other),
        }
    }

    /// A list of texts that may be absent.
    pub(crate) fn texts(&self, key: &str) -> Vec<String> {
        const EXPECTED: &str = "a list of texts: [\"...\", \"...\"]";
        match self.table.get(key) {
            None => Vec::new(),
            Some(Value::Array(items)) => items
                .iter()
                .filter_map(|item| match item {
                    Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
                    Value::String(_) => {
                        self.note(key, ProblemKind::EmptyText);
                        None
                    }
                    other => self.mistyped(key, EXPECTED, other),
                })
                .collect(),
            Some(other) => self.mistyped(key, EXPECTED, other).unwrap_or_default(),
        }
    }

    /// A text that names something: small letters, digits and hyphens, at most 40.
    pub(crate) fn id(&self, key: &str) -> Option<String> {
        let text = self.text(key)?;
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if text.len() <= 40 && text.bytes().all(plain) {
            return Some(text.to_owned());
        }
        self.note(
            key,
            ProblemKind::WrongType {
                expected: "at most 40 small letters, digits and hyphens",
                found: "another text",
            },
        );
        None
    }

    /// A number within `min..=max`.
    pub(crate) fn number(&self, key: &str, min: f64, max: f64) -> Option<f64> {
        let found = match self.required(key)? {
            #[expect(clippy::cast_precision_loss, reason = "figures are far below 2^52")]
            Value::Integer(number) => *number as f64,
            Value::Float(number) => *number,
            other => return self.mistyped(key, "a number without quotation marks", other),
        };
        if (min..=max).contains(&found) {
            return Some(found);
        }
        self.note(key, ProblemKind::OutOfRange { found, min, max });
        None
    }

    /// A number that may be absent; the outer `None` is a noted problem.
    #[expect(clippy::option_option, reason = "absent and wrong are two things")]
    pub(crate) fn number_if_any(&self, key: &str, min: f64, max: f64) -> Option<Option<f64>> {
        if !self.has(key) {
            return Some(None);
        }
        self.number(key, min, max).map(Some)
    }

    /// A whole number within `min..=max`.
    pub(crate) fn whole_number<T>(&self, key: &str, min: T, max: T) -> Option<T>
    where
        T: Copy + TryFrom<i64> + PartialOrd + Into<f64>,
    {
        let found = match self.required(key)? {
            Value::Integer(number) => *number,
            other => return self.mistyped(key, "a whole number", other),
        };
        match T::try_from(found) {
            Ok(number) if number >= min && number <= max => Some(number),
            _ => {
                #[expect(clippy::cast_precision_loss, reason = "only shown")]
                let found = found as f64;
                let (min, max) = (min.into(), max.into());
                self.note(key, ProblemKind::OutOfRange { found, min, max });
                None
            }
        }
    }

    pub(crate) fn date(&self, key: &str) -> Option<crate::Date> {
        match self.required(key)? {
            Value::Datetime(toml::value::Datetime {
                date: Some(date),
                time: None,
                ..
            }) => Some((*date).into()),
            other => self.mistyped(
                key,
                "a date without quotation marks, like 2026-01-31",
                other,
            ),
        }
    }

    /// One of the words of `allowed`, as the value that stands beside it.
    pub(crate) fn word<T: Copy>(&self, key: &str, allowed: &[(&str, T)]) -> Option<T> {
        let found = self.text(key)?;
        let value = allowed
            .iter()
            .find(|(word, _)| *word == found)
            .map(|(_, value)| *value);
        if value.is_none() {
            let allowed = allowed.iter().map(|(word, _)| (*word).to_owned()).collect();
            self.note(
                key,
                ProblemKind::NotAllowed {
                    found: found.to_owned(),
                    allowed,
                },
            );
        }
        value
    }

    /// This table as a text in two languages.
    pub(crate) fn bilingual(&self) -> Option<Text> {
        let in_language = |key: &str, language: &'static str| {
            let text = self
                .table
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default();
            if text.trim().is_empty() {
                self.note(key, ProblemKind::MissingTranslation { language });
                return None;
            }
            Some(text.to_owned())
        };
        let (zh, en) = (in_language("zh", "Chinese"), in_language("en", "English"));
        Some(Text { zh: zh?, en: en? })
    }

    /// A colour as three whole numbers from 0 to 255.
    pub(crate) fn rgb(&self, key: &str) -> Option<[u8; 3]> {
        const EXPECTED: &str = "three whole numbers from 0 to 255: [255, 255, 255]";
        let value = self.required(key)?;
        let channels: Option<Vec<u8>> = value.as_array().and_then(|items| {
            items
                .iter()
                .map(|item| u8::try_from(item.as_integer()?).ok())
                .collect()
        });
        match channels.and_then(|channels| channels.try_into().ok()) {
            Some(rgb) => Some(rgb),
            None => self.mistyped(key, EXPECTED, value),
        }
    }
}
