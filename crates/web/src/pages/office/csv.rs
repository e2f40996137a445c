//! Tables as files for spreadsheets: RFC 4180, UTF-8 with the mark that Excel
//! needs to see Chinese.

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

/// Spreadsheets run what begins with one of these.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A table that grows row by row.
pub(crate) struct Csv(String);

impl Csv {
    /// A table with its first row.
    pub(crate) fn new<S: AsRef<str>>(head: &[S]) -> Self {
        let mut csv = Self("\u{feff}".to_owned());
        csv.row(head);
        csv
    }

    /// Adds a row.
    pub(crate) fn row<S: AsRef<str>>(&mut self, fields: &[S]) {
        for (n, text) in fields.iter().enumerate() {
            if n > 0 {
                self.0.push(',');
            }
            field(text.as_ref(), &mut self.0);
        }
        self.0.push_str("\r\n");
    }

    /// As a download called `name`, which is of plain letters, digits, `-` and `.`.
    pub(crate) fn download(self, name: &str) -> Response {
        let headers = [
            (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (
                CONTENT_DISPOSITION,
                format!("attachment; filename=\"{name}\""),
            ),
        ];
        (headers, self.0).into_response()
    }
}

fn field(text: &str, out: &mut String) {
    let is_number = text.parse::<f64>().is_ok();
    let is_formula = !is_number && text.starts_with(FORMULA);
    if !is_formula && !text.contains(['"', ',', '\r', '\n']) {
        out.push_str(text);
        return;
    }
    out.push('"');
    if is_formula {
        out.push('\'');
    }
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields() {
        let check = |text: &str, expected: &str| {
            let mut out = String::new();
            field(text, &mut out);
            assert_eq!(out, expected, "{text:?}");
        };
        check("", "");
        check("approved", "approved");
        check("a,b", "\"a,b\"");
        check("a\"b", "\"a\"\"b\"");
        check("a\nb", "\"a\nb\"");
        check("=1+1", "\"'=1+1\"");
        check("@x", "\"'@x\"");
        check("-5", "-5");
        check("-5+1", "\"'-5+1\"");
    }

    #[test]
    fn rows() {
        let mut csv = Csv::new(&["day", "count"]);
        csv.row(&["2026-11-23".to_owned(), 3.to_string()]);
        assert_eq!(csv.0, "\u{feff}day,count\r\n2026-11-23,3\r\n");
    }
}
