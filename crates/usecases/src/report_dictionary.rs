//! Deflating with a dictionary: a report is mostly what other reports say too.
//!
//! The compressor is shown the dictionary first and what it made of that is left out, so that
//! the rest refers back to it (as zlib's preset dictionary, RFC 1950, without its header).

use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, compress_to_output, create_comp_flags_from_zip_params,
};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

/// A stored report without its places. It never changes: what was deflated with it could not
/// be read any more. At most 32 KB of it are seen.
static DICTIONARY: &[u8] = include_bytes!("../data/report-dictionary-1.json");

/// Deflates (RFC 1951) `plain`: 2 ms for a report, of which half are for the dictionary.
pub(crate) fn deflated(plain: &[u8], level: u8) -> Vec<u8> {
    let flags = create_comp_flags_from_zip_params(level.into(), 0, 0);
    let mut compressor = CompressorOxide::new(flags);
    compress_to_output(&mut compressor, DICTIONARY, TDEFLFlush::Sync, |_| true);
    let mut deflated = Vec::new();
    compress_to_output(&mut compressor, plain, TDEFLFlush::Finish, |part| {
        deflated.extend_from_slice(part);
        true
    });
    deflated
}

/// What `deflated` made of a plain text of `length` bytes; `None` if it is not that.
pub(crate) fn inflated(deflated: &[u8], length: usize) -> Option<Vec<u8>> {
    let mut out = DICTIONARY.to_vec();
    let from = out.len();
    out.resize(from + length, 0);
    let mut state = Box::<DecompressorOxide>::default();
    let flags = TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let (status, _, written) = decompress(&mut state, deflated, &mut out, from, flags);
    let is_whole = status == TINFLStatus::Done && written == length;
    is_whole.then(|| out.split_off(from))
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;

    #[test]
    fn the_dictionary_is_what_it_was() {
        let hash = hex::encode(Sha256::digest(DICTIONARY));
        assert_eq!(
            hash,
            "cd127e2e62b6b040dc332ea6ec39f350cb831d5464a0078f67b75641e5187673"
        );
        assert!(DICTIONARY.len() <= 32_768, "the rest is not seen");
    }

    #[test]
    fn what_is_deflated_reads_back() {
        for plain in [
            &b""[..],
            b"a",
            &DICTIONARY[100..9_000],
            &[b"new".repeat(40_000), DICTIONARY.to_vec()].concat(),
        ] {
            let small = deflated(plain, 6);
            assert_eq!(inflated(&small, plain.len()).as_deref(), Some(plain));
            for wrong in [plain.len() + 1, plain.len().saturating_sub(1)] {
                let found = inflated(&small, wrong);
                assert!(wrong == plain.len() || found.is_none(), "{wrong}");
            }
        }
        let part = deflated(&DICTIONARY[100..9_000], 6).len();
        assert!(part < 200, "{part} bytes for what the dictionary says");
    }
}
