//! What Exif and XMP say of a picture's pixels: which way up, in which colours, and through how
//! long a lens.
//!
//! Takes the blocks as they stand in a file; gives what they say. What is missing, unreadable
//! or silent says nothing: many phones write broken maker notes, and none of it concerns
//! pixels.

use exif::{Exif, In, Reader, Tag};

use crate::orientation::Orientation;
use crate::profile::{Declared, Profile, declared_to_srgb, rgb_to_srgb};

/// What a picture's metadata say of its pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Metadata {
    pub(crate) orientation: Orientation,
    /// Whether the file says that its colours are Adobe RGB, as cameras do without a profile:
    /// an uncalibrated colour space with the interoperability index R03 (DCF 2.0, optional
    /// colour space).
    is_adobe_rgb: bool,
    /// The lens, where Exif tells of it and of the picture that it made.
    lens: Option<Lens>,
}

/// What Exif says of the lens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Lens {
    /// Focal length on film of 36 × 24 mm with the same field of view, tenths of a millimetre.
    equivalent_tenths_mm: u32,
    /// Width and height of the picture as it was taken, in pixels.
    taken: (u32, u32),
}

/// Diagonal of film of 36 × 24 mm, to which equivalent focal lengths are referred.
const FILM_DIAGONAL_MM: f64 = 43.267;

/// A picture of fewer pixels than phones take was probably cut from a larger one, and some
/// programs write the new size beside the old focal length.
const LEAST_TAKEN_PX: u64 = 7_000_000;

/// Sides of sensors, longer by shorter, as phones and cameras have them, and how far a picture
/// may be off.
const SHAPES: [f64; 3] = [4.0 / 3.0, 3.0 / 2.0, 16.0 / 9.0];
const SHAPE_OFF: f64 = 0.01;

impl Lens {
    fn read(exif: &Exif) -> Option<Self> {
        let field = |tag| exif.get_field(tag, In::PRIMARY);
        let number = |tag| field(tag)?.value.get_uint(0);
        let zoom = field(Tag::DigitalZoomRatio).and_then(|field| match &field.value {
            exif::Value::Rational(ratios) => ratios.first().map(exif::Rational::to_f64),
            _ => None,
        });
        // Makers disagree whether the equivalent has the zoom in it: the longer one is taken.
        let zoom = zoom
            .filter(|zoom| (1.0..=100.0).contains(zoom))
            .unwrap_or(1.0);
        let equivalent = number(Tag::FocalLengthIn35mmFilm).filter(|mm| (1..=1000).contains(mm))?;
        Some(Self {
            equivalent_tenths_mm: (f64::from(equivalent) * zoom * 10.0) as u32,
            taken: (number(Tag::PixelXDimension)?, number(Tag::PixelYDimension)?),
        })
    }

    /// The focal length in pixels of a file of `stored` size; `None` where the file is not the
    /// picture as it was taken.
    fn focal_length_px(self, stored: (u32, u32)) -> Option<f64> {
        let (width, height) = (f64::from(stored.0), f64::from(stored.1));
        let shape = width.max(height) / width.min(height);
        let is_whole = stored == self.taken
            && u64::from(stored.0) * u64::from(stored.1) >= LEAST_TAKEN_PX
            && SHAPES
                .iter()
                .any(|usual| (shape / usual - 1.0).abs() <= SHAPE_OFF);
        let millimetres = f64::from(self.equivalent_tenths_mm) / 10.0;
        is_whole.then(|| millimetres / FILM_DIAGONAL_MM * width.hypot(height))
    }
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
            lens: exif.as_ref().and_then(Lens::read),
        }
    }

    /// The lens's focal length in pixels of a file of `stored` size; `None` where nothing tells
    /// of it, or the file is not the picture as it was taken.
    pub(crate) fn focal_length_px(self, stored: (u32, u32)) -> Option<f64> {
        self.lens?.focal_length_px(stored)
    }

    /// Converts samples of RGB or of grey in place, by the profile or, without one, by what
    /// Exif says.
    pub(crate) fn to_srgb(self, samples: &mut [u8], icc: Option<&[u8]>) -> Profile {
        match icc {
            None if self.is_adobe_rgb => declared_to_srgb(samples, &Declared::AdobeRgb),
            icc => rgb_to_srgb(samples, icc),
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

    #[test]
    fn focal_lengths() {
        /// The diagonal of 4032 × 3024.
        const DIAGONAL: f64 = 5040.0;
        let check = |mm: u32, zoom: f64, taken, stored, expected: Option<f64>| {
            let lens = Lens {
                equivalent_tenths_mm: (f64::from(mm) * zoom * 10.0) as u32,
                taken,
            };
            let got = lens.focal_length_px(stored).map(f64::round);
            let name = format!("{mm} mm × {zoom}, {taken:?}, {stored:?}");
            assert_eq!(got, expected.map(f64::round), "{name}");
        };
        let (wide, upright) = ((4032, 3024), (3024, 4032));
        let px = |mm: f64| Some(mm / FILM_DIAGONAL_MM * DIAGONAL);
        check(26, 1.0, wide, wide, px(26.0));
        check(26, 1.0, upright, upright, px(26.0));
        check(26, 2.0, wide, wide, px(52.0));
        // Made smaller, cut, or cut and said to be whole.
        check(26, 1.0, wide, (2016, 1512), None);
        check(26, 1.0, wide, (3024, 3024), None);
        check(26, 1.0, (3024, 3024), (3024, 3024), None);
        check(26, 1.0, (1600, 1200), (1600, 1200), None);
    }

    #[test]
    fn lenses_in_exif() {
        use exif::experimental::Writer;
        use exif::{Field, Rational, Value};

        /// An Exif block of these fields.
        fn block(fields: &[(Tag, Value)]) -> Vec<u8> {
            let fields: Vec<Field> = fields
                .iter()
                .map(|(tag, value)| Field {
                    tag: *tag,
                    ifd_num: In::PRIMARY,
                    value: value.clone(),
                })
                .collect();
            let mut writer = Writer::new();
            fields.iter().for_each(|field| writer.push_field(field));
            let mut block = std::io::Cursor::new(Vec::new());
            writer.write(&mut block, false).unwrap();
            block.into_inner()
        }
        let long = |number| Value::Long(vec![number]);
        let ratio = |num, denom| Value::Rational(vec![Rational { num, denom }]);
        let size = [
            (Tag::PixelXDimension, long(4032)),
            (Tag::PixelYDimension, long(3024)),
        ];
        let check = |fields: &[(Tag, Value)], expected: Option<u32>| {
            let block = block(&[fields, &size].concat());
            let lens = Metadata::read(Some(&block), None).lens;
            let got = lens.map(|lens| lens.equivalent_tenths_mm);
            assert_eq!(got, expected, "{fields:?}");
        };
        let mm = |mm| (Tag::FocalLengthIn35mmFilm, Value::Short(vec![mm]));
        check(&[mm(26)], Some(260));
        check(&[mm(26), (Tag::DigitalZoomRatio, ratio(3, 2))], Some(390));
        // Zoom that says nothing, or nonsense.
        check(&[mm(26), (Tag::DigitalZoomRatio, ratio(0, 1))], Some(260));
        check(&[mm(26), (Tag::DigitalZoomRatio, ratio(1, 0))], Some(260));
        check(&[mm(26), (Tag::DigitalZoomRatio, long(2))], Some(260));
        check(&[mm(0)], None);
        check(&[mm(60_000)], None);
        check(&[(Tag::FocalLength, ratio(42, 10))], None);
        check(&[], None);
    }
}
