//! What Exif and XMP say of a picture's pixels: which way up, and in which colours.
//!
//! Takes the blocks as they stand in a file; gives what they say. What is missing, unreadable
//! or silent says nothing: many phones write broken maker notes, and none of it concerns
//! pixels.

use exif::{Exif, In, Reader, Tag};

use crate::orientation::Orientation;

/// What a picture's metadata say of its pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Metadata {
    pub(crate) orientation: Orientation,
    /// Whether the file says that its colours are Adobe RGB, as cameras do without a profile:
    /// an uncalibrated colour space with the interoperability index R03 (DCF 2.0, optional
    /// colour space).
    pub(crate) is_adobe_rgb: bool,
}

/// Exif's number for a colour space that is not sRGB (CIPA DC-008, ColorSpace).
const UNCALIBRATED: u32 = 0xffff;

impl Metadata {
    /// Reads the Exif block (from its TIFF header on) and the XMP packet. Where both turn the
    /// picture, Exif decides, as in other readers.
    pub(crate) fn read(exif: Option<&[u8]>, xmp: Option<&[u8]>) -> Self {
        let exif = exif.and_then(parsed);
        let number = |tag| {
            let field = exif.as_ref()?.get_field(tag, In::PRIMARY)?;
            field.value.get_uint(0)
        };
        let turned = number(Tag::Orientation).or_else(|| xmp_orientation(xmp?));
        let index = exif
            .as_ref()
            .and_then(|exif| exif.get_field(Tag::InteroperabilityIndex, In::PRIMARY));
        let is_optional_space = index.is_some_and(|field| match &field.value {
            exif::Value::Ascii(texts) => texts.iter().any(|text| text.starts_with(b"R03")),
            _ => false,
        });
        Self {
            orientation: turned.and_then(Orientation::from_exif).unwrap_or_default(),
            is_adobe_rgb: is_optional_space && number(Tag::ColorSpace) == Some(UNCALIBRATED),
        }
    }
}

fn parsed(block: &[u8]) -> Option<Exif> {
    Reader::new()
        .continue_on_error(true)
        .read_raw(block.to_vec())
        .or_else(|error| error.distill_partial_result(|_| {}))
        .ok()
}

/// The orientation in an XMP packet, written as an attribute or as an element (XMP part 2,
/// TIFF properties).
fn xmp_orientation(packet: &[u8]) -> Option<u32> {
    const NAME: &[u8] = b"tiff:Orientation";
    let at = packet.windows(NAME.len()).position(|part| part == NAME)?;
    let behind = &packet[at + NAME.len()..];
    let value = behind.iter().position(|byte| {
        !matches!(
            byte,
            b' ' | b'\t' | b'\r' | b'\n' | b'=' | b'"' | b'\'' | b'>'
        )
    })?;
    char::from(behind[value]).to_digit(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(packet: &str, expected: Orientation) {
        let read = Metadata::read(None, Some(packet.as_bytes()));
        assert_eq!(read.orientation, expected, "{packet}");
    }

    #[test]
    fn orientations_in_xmp() {
        check(
            "<rdf:Description tiff:Orientation=\"2\"/>",
            Orientation::Mirrored,
        );
        check(
            "<rdf:Description tiff:Orientation = '6'/>",
            Orientation::Right,
        );
        check("<tiff:Orientation>8</tiff:Orientation>", Orientation::Left);
        check(
            "<tiff:Orientation>\n  3 </tiff:Orientation>",
            Orientation::Half,
        );
        check(
            "<rdf:Description tiff:Orientation=\"9\"/>",
            Orientation::Upright,
        );
        check("<rdf:Description tiff:Orientation=\"", Orientation::Upright);
        check("<rdf:Description tiff:Make=\"6\"/>", Orientation::Upright);
        check("", Orientation::Upright);
    }
}
