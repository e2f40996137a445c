//! An attempt's report, sealed under its order's key.
//!
//! A report is JSON of some 45 KB, nearly all of what an order takes in the database. What is
//! sealed does not compress any more, so it is compressed before: its places stand once
//! (`report_places.rs`), and what every report says stands in a dictionary
//! (`report_dictionary.rs`).

use domain::{AttemptId, Order, Sealed};
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use storage::Transaction;

use crate::app::App;
use crate::attempt_report::AttemptReport;
use crate::error::AppError;
use crate::report_dictionary::{deflated, inflated};
use crate::report_places::StoredReport;

/// First byte of a [`StoredReport`] that is deflated with the dictionary; its length in four
/// bytes, the lowest first, is next.
const WITH_DICTIONARY: u8 = 2;
/// First byte of a report as older versions deflated it (RFC 1951). Still older ones are JSON,
/// and begin with a brace.
const DEFLATED: u8 = 1;
/// Measured on a report of 47 KB: level 9 gains 64 bytes over 6, and takes longer.
const LEVEL: u8 = 6;
/// Largest report that is read, in bytes.
const LONGEST: usize = 4 * 1024 * 1024;

/// The report, sealed for the order.
pub(crate) fn seal_report(
    app: &App,
    order: &Order,
    attempt: AttemptId,
    report: &AttemptReport,
) -> Result<Sealed, AppError> {
    app.seal(order, &context(attempt), &packed(report))
}

/// An attempt's report as it is kept, to be opened once the transaction has ended.
///
/// # Errors
/// [`AppError::NotFound`] if it was erased; storage.
pub(crate) async fn kept_report(
    tx: &mut dyn Transaction,
    attempt: AttemptId,
) -> Result<KeptReport, AppError> {
    let sealed = tx.report(attempt).await?.ok_or(AppError::NotFound)?;
    Ok(KeptReport { attempt, sealed })
}

/// A report that is still sealed.
pub(crate) struct KeptReport {
    attempt: AttemptId,
    sealed: Sealed,
}

impl KeptReport {
    /// Opens it: some tenths of a millisecond.
    ///
    /// # Errors
    /// A value that is damaged, or of another attempt.
    pub(crate) fn open(&self, app: &App, order: &Order) -> Result<AttemptReport, AppError> {
        unpacked(&app.open(order, &context(self.attempt), &self.sealed)?)
    }
}

fn context(attempt: AttemptId) -> String {
    format!("report:{attempt}")
}

fn packed(report: &AttemptReport) -> Vec<u8> {
    let stored = StoredReport::of(report.clone());
    let json = serde_json::to_vec(&stored).expect("what is sealed is plain data");
    let length = u32::try_from(json.len()).expect("a report is small");
    let mut packed = vec![WITH_DICTIONARY];
    packed.extend(length.to_le_bytes());
    packed.extend(deflated(&json, LEVEL));
    packed
}

fn unpacked(plain: &[u8]) -> Result<AttemptReport, AppError> {
    let report = match plain.split_first() {
        Some((&WITH_DICTIONARY, rest)) => with_dictionary(rest),
        Some((&DEFLATED, deflated)) => {
            let json = decompress_to_vec_with_limit(deflated, LONGEST).ok();
            json.and_then(|json| serde_json::from_slice(&json).ok())
        }
        _ => serde_json::from_slice(plain).ok(),
    };
    report.ok_or(blobs::SealError::Damaged.into())
}

fn with_dictionary(plain: &[u8]) -> Option<AttemptReport> {
    let (length, deflated) = plain.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    if length > LONGEST {
        return None;
    }
    let json = inflated(deflated, length)?;
    serde_json::from_slice::<StoredReport>(&json).ok()?.whole()
}

#[cfg(test)]
mod tests {
    use miniz_oxide::deflate::compress_to_vec;
    use studio::Wrong;

    use super::*;

    /// A report with much that is alike, as real ones have.
    fn report() -> AttemptReport {
        let words = |message: &str, remedy: &str| studio::Words {
            message: message.to_owned(),
            remedy: Some(remedy.to_owned()),
        };
        let wrong = Wrong {
            code: "too-few-pixels".to_owned(),
            zh: words("像素太少", "靠近一点"),
            en: words("Too few pixels", "Come closer"),
        };
        AttemptReport {
            wrongs: vec![wrong; 40],
            ..AttemptReport::default()
        }
    }

    fn json(report: &AttemptReport) -> Vec<u8> {
        serde_json::to_vec(report).expect("it is plain data")
    }

    #[test]
    fn a_report_is_small_and_reads_back() {
        let plain = json(&report());
        let packed = packed(&report());
        assert!(
            packed.len() * 4 < plain.len(),
            "{} of {}",
            packed.len(),
            plain.len()
        );
        // The others as older versions kept them.
        let deflated = [&[DEFLATED][..], &compress_to_vec(&plain, LEVEL)].concat();
        for kept in [packed, deflated, plain.clone()] {
            let read = unpacked(&kept).expect("it reads");
            assert_eq!(json(&read), plain);
        }
    }

    #[test]
    fn what_is_no_report_is_damaged() {
        let bomb = compress_to_vec(&vec![b' '; LONGEST + 1], 1);
        let bomb = [&[DEFLATED][..], &bomb].concat();
        let whole = packed(&report());
        let cut = &whole[..100];
        let long = [&[WITH_DICTIONARY][..], &[0xff; 4], &whole[5..]].concat();
        let plains = [&b""[..], b"{", b"\x01", b"\x02", b"\x02{}", b"\x03{}"];
        for plain in plains.into_iter().chain([cut, &bomb, &long]) {
            let found = unpacked(plain).map(drop);
            assert!(matches!(
                found,
                Err(AppError::Seal(blobs::SealError::Damaged))
            ));
        }
    }
}
