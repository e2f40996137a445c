//! A file that was cut is never taken for a whole picture.

use imaging::{Limits, decode};

use crate::fixtures::*;

/// Cuts `bytes` at every `step`th place before `last` of them remain, with
/// `tail` put behind; each must be refused.
fn cuts(what: &str, bytes: &[u8], last: usize, step: usize, tail: &[u8]) {
    for length in (1..=bytes.len() - last).step_by(step) {
        let cut = [&bytes[..length], tail].concat();
        if let Ok(picture) = decode(&cut, &Limits::default()) {
            panic!(
                "{what}: {length} of {} bytes made {:?}",
                bytes.len(),
                picture.image
            );
        }
    }
}

#[test]
fn jpeg() {
    for kind in JPEGS {
        let bytes = crate::fixtures::jpeg(&scene(75, 53), kind);
        // The end marker's two bytes can be spared where completeness shows
        // in the data, and the one before them may be filling alone.
        let last = 4;
        cuts(&format!("{kind:?}"), &bytes, last, 3, b"");
        cuts(
            &format!("{kind:?}, filled with zeros"),
            &bytes,
            last,
            7,
            &[0; 500],
        );
        // Progressive scans carry no count: an end marker after any is an end.
        if kind != Jpeg::Progressive {
            cuts(
                &format!("{kind:?}, with an end marker"),
                &bytes,
                4,
                3,
                b"\xff\xd9",
            );
        }
    }
    // One flat colour: the whole lower half is a few bytes.
    let flat = imaging::RgbImage::filled(64, 64, [230; 3]);
    cuts(
        "flat",
        &crate::fixtures::jpeg(&flat, Jpeg::Baseline420),
        4,
        1,
        b"",
    );
    let bytes = crate::fixtures::jpeg(&flat, Jpeg::Baseline420);
    assert!(decode(&bytes, &Limits::default()).is_ok());
}

#[test]
fn png() {
    // The end chunk of 12 bytes and the check sum of 4 before it hold no pixels.
    cuts("PNG", &crate::fixtures::png(&scene(75, 53)), 16, 3, b"");
}

#[test]
fn webp() {
    // An odd chunk's padding may be missing.
    cuts("WebP", &crate::fixtures::webp(&scene(75, 53)), 2, 3, b"");
}

#[cfg(feature = "heic")]
#[test]
fn heic() {
    cuts("HEIC", &crate::fixtures::heic(&scene(75, 53)), 1, 5, b"");
}
