//! The specification of a photo in plain words.

use catalogue::{Background, FileWindow, Mm, PhotoSpec};

use crate::Speech;

/// Bytes per kilobyte, as in the data files.
const BYTES_PER_KB: usize = 1024;
/// Largest difference between the channels of a grey.
const GREY_SPREAD: u8 = 12;
/// Channel value from which a grey is called white.
const WHITE_FROM: u8 = 245;

/// One line: name and value.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fact {
    pub(crate) label: String,
    pub(crate) value: String,
    /// A colour to show beside it, sRGB.
    pub(crate) rgb: Option<[u8; 3]>,
}

impl Fact {
    /// The colour as `#RRGGBB`.
    pub(crate) fn swatch(&self) -> Option<String> {
        self.rgb.map(hex)
    }
}

/// Size, background and file of a photo.
pub(crate) fn facts(s: Speech, photo: &PhotoSpec) -> Vec<Fact> {
    let fact = |label, value| Fact {
        label,
        value,
        rgb: None,
    };
    let mut facts = vec![
        fact(
            s.say("spec-paper"),
            s.with("width", length(photo.width_mm))
                .with("height", length(photo.height_mm))
                .say("spec-paper-value"),
        ),
        fact(
            s.say("spec-pixels"),
            s.with("width", photo.width_px)
                .with("height", photo.height_px)
                .say("spec-pixels-value"),
        ),
        Fact {
            label: s.say("spec-background"),
            value: background(s, &photo.background),
            rgb: Some(photo.background.rgb),
        },
        fact(s.say("spec-file"), file(s, &photo.file)),
    ];
    facts.push(fact(s.say("spec-standard"), photo.standard.clone()));
    facts
}

/// Millimetres without trailing zeros: 26, 50.8.
fn length(mm: Mm) -> f64 {
    (mm.0 * 10.0).round() / 10.0
}

fn hex([r, g, b]: [u8; 3]) -> String {
    format!("#{r:02X}{g:02X}{b:02X}")
}

/// The colour that is made, and those that may be had instead; what is only
/// tolerated is not mentioned.
fn background(s: Speech, background: &Background) -> String {
    let made = colour(s, background.rgb);
    if background.choices.is_empty() {
        return made;
    }
    let others = background.choices.iter().map(|shade| s.of(&shade.name));
    let others: Vec<&str> = others.collect();
    s.with("colour", made)
        .with("others", others.join(&s.say("colour-or")))
        .say("spec-background-choices")
}

/// The name of a background colour.
pub(crate) fn colour(s: Speech, rgb: [u8; 3]) -> String {
    let [r, _, b] = rgb;
    let (low, high) = (
        rgb.into_iter().min().unwrap_or(0),
        rgb.into_iter().max().unwrap_or(0),
    );
    if high - low <= GREY_SPREAD {
        return if low >= WHITE_FROM {
            s.say("colour-white")
        } else {
            s.say("colour-light-grey")
        };
    }
    if b == high {
        s.say("colour-blue")
    } else if r == high {
        s.say("colour-red")
    } else {
        hex(rgb)
    }
}

fn file(s: Speech, file: &FileWindow) -> String {
    let max = file.max_bytes / BYTES_PER_KB;
    if file.min_bytes == 0 {
        return s.with("max", max).say("spec-file-up-to");
    }
    s.with("min", file.min_bytes.div_ceil(BYTES_PER_KB))
        .with("max", max)
        .say("spec-file-between")
}

#[cfg(test)]
mod tests {
    use catalogue::Catalogue;
    use messages::Locale;

    use super::*;

    #[test]
    fn in_plain_words() {
        let catalogue = Catalogue::embedded().unwrap();
        let check = |document: &str, expected: &[&str]| {
            let s = Speech { locale: Locale::En };
            let document = catalogue.document(document).unwrap();
            let values: Vec<_> = facts(s, &document.photo)
                .into_iter()
                .map(|fact| fact.value)
                .collect();
            assert_eq!(values[..expected.len()], *expected);
        };
        check(
            "resident-id-card",
            &[
                "26 × 32 mm",
                "358 × 441 pixels",
                "white",
                "JPEG, 14 to 30 KB",
            ],
        );
        check("us-visa", &["50.8 × 50.8 mm", "600 × 600 pixels"]);
        check(
            "one-inch",
            &[
                "25 × 35 mm",
                "295 × 413 pixels",
                "white; blue or red if you choose it",
                "JPEG, 10 to 500 KB",
            ],
        );
    }
}
