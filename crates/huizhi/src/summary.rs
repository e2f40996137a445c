//! `summary.csv`: one row a picture, for a spreadsheet.

use catalogue::PhotoSpec;

use crate::batch_record::Record;

/// Without it Excel takes the file for the system's own code page and shows
/// Chinese as noise.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The table as UTF-8 with a byte order mark.
pub(crate) fn summary(records: &[Record], spec: &PhotoSpec) -> Vec<u8> {
    let mut table = csv::Writer::from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    let measures: Vec<_> = spec.constraints.iter().map(|c| c.measure).collect();
    let mut head: Vec<String> = [
        "file",
        "ok",
        "code",
        "message",
        "remedy",
        "findings",
        "findings-wrong",
        "findings-remedy",
        "photo",
        "bytes",
        "quality",
    ]
    .map(str::to_owned)
    .to_vec();
    head.extend(
        measures
            .iter()
            .map(|measure| format!("{}-px", measure.key())),
    );
    head.extend(["gave", "ms"].map(str::to_owned));
    let rows = records.iter().map(|record| {
        let joined = |parts: Vec<&str>| parts.join("; ");
        let mut row = vec![
            cell(&record.name),
            record.outcome.word().to_owned(),
            joined(record.said.iter().map(|said| said.code).collect()),
            joined(
                record
                    .said
                    .iter()
                    .map(|said| said.message.as_str())
                    .collect(),
            ),
            joined(
                record
                    .said
                    .iter()
                    .filter_map(|said| said.remedy.as_deref())
                    .collect(),
            ),
            joined(record.objections.iter().map(|one| one.code).collect()),
            joined(
                record
                    .objections
                    .iter()
                    .map(|one| one.wrong.as_str())
                    .collect(),
            ),
            joined(
                record
                    .objections
                    .iter()
                    .map(|one| one.remedy.as_str())
                    .collect(),
            ),
            cell(record.photo.as_deref().unwrap_or_default()),
            record
                .bytes
                .map_or(String::new(), |bytes| bytes.to_string()),
            record
                .quality
                .map_or(String::new(), |quality| quality.to_string()),
        ];
        row.extend(measures.iter().map(|measure| {
            let held = record.measures.iter().find(|held| held.measure == *measure);
            held.map_or(String::new(), |held| format!("{:.1}", held.px))
        }));
        let gave = record.measures.iter().filter(|held| held.gave_px > 0.0);
        row.push(joined(gave.map(|held| held.measure.key()).collect()));
        row.push(format!("{:.0}", record.total_ms));
        row
    });
    for row in std::iter::once(head).chain(rows) {
        table
            .write_record(row)
            .expect("every row is as long as the head, and memory takes it");
    }
    table.into_inner().expect("memory takes it")
}

/// A name that a spreadsheet would take for a formula is marked as text.
fn cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_stay_text() {
        let check = |text, expected: &str| assert_eq!(cell(text), expected);
        check("照片.jpg", "照片.jpg");
        check("=1+1.jpg", "'=1+1.jpg");
        check("@sum.jpg", "'@sum.jpg");
        check("", "");
    }
}
