//! CSV downloads for spreadsheets: RFC 4180, UTF-8 with the byte order mark
//! that Excel needs.

use std::borrow::Cow;

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use csv::{Terminator, Writer, WriterBuilder};

const BYTE_ORDER_MARK: &str = "\u{feff}";
/// Initial characters with which spreadsheets treat a cell as a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
const MEMORY: &str = "rows are as long as the first, and memory takes them";

/// A CSV table.
pub(crate) struct Csv(Writer<Vec<u8>>);

impl Csv {
    /// A table with its header; all rows have the same length.
    pub(crate) fn new<S: AsRef<str>>(head: &[S]) -> Self {
        let mut csv = Self(
            WriterBuilder::new()
                .terminator(Terminator::CRLF)
                .from_writer(BYTE_ORDER_MARK.into()),
        );
        csv.row(head);
        csv
    }

    /// Adds a row.
    pub(crate) fn row<S: AsRef<str>>(&mut self, fields: &[S]) {
        let fields = fields.iter().map(|text| guarded(text.as_ref()));
        for field in fields {
            self.0.write_field(field.as_bytes()).expect(MEMORY);
        }
        self.0.write_record(None::<&[u8]>).expect(MEMORY);
    }

    /// The table as a download called `name` (letters, digits, `-` and `.`
    /// only).
    pub(crate) fn download(self, name: &str) -> Response {
        let headers = [
            (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (
                CONTENT_DISPOSITION,
                format!("attachment; filename=\"{name}\""),
            ),
        ];
        (headers, self.0.into_inner().expect(MEMORY)).into_response()
    }
}

/// Escapes a text that a spreadsheet would run as a formula.
fn guarded(text: &str) -> Cow<'_, str> {
    let is_number = text.parse::<f64>().is_ok();
    if !is_number && text.starts_with(FORMULA) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_one_line() {
        let check = |row: [&str; 2], expected: &str| {
            let mut csv = Csv::new(&["day", "count"]);
            csv.row(&row);
            let bytes = csv.0.into_inner().unwrap();
            let expected = format!("\u{feff}day,count\r\n{expected}\r\n");
            assert_eq!(String::from_utf8(bytes).unwrap(), expected, "{row:?}");
        };
        check(["2026-11-23", "3"], "2026-11-23,3");
        check(["", ""], ",");
        check(["a,b", "a\"b"], "\"a,b\",\"a\"\"b\"");
        check(["a\nb", "a\r"], "\"a\nb\",\"a\r\"");
        check(["=1+1", "@x"], "'=1+1,'@x");
        check(["=SUM(A1,B1)", "\rx"], "\"'=SUM(A1,B1)\",\"'\rx\"");
        check(["-5", "-5+1"], "-5,'-5+1");
    }
}
