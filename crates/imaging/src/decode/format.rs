//! Which format some bytes are in. The bytes decide; a name or a media type
//! that came with them is not looked at.

use std::fmt;

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// JPEG, ITU-T T.81.
    Jpeg,
    /// PNG.
    Png,
    /// WebP, lossy or lossless.
    WebP,
    /// HEIF with HEVC, as phones write it.
    Heic,
    /// TIFF 6.0, as scanners and studios write it.
    Tiff,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::WebP => "WebP",
            Self::Heic => "HEIC",
            Self::Tiff => "TIFF",
        })
    }
}

/// A format that is recognised, so that it can be named, but not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ForeignFormat {
    /// GIF.
    Gif,
    /// What a camera's sensor saw: DNG, NEF, ARW, CR2, CR3, RAF, RW2, ORF.
    CameraRaw,
    /// Windows bitmap.
    Bmp,
    /// AVIF.
    Avif,
    /// JPEG XL.
    JpegXl,
    /// JPEG 2000.
    Jpeg2000,
    /// Photoshop document.
    Psd,
    /// Windows icon.
    Ico,
    /// PDF.
    Pdf,
    /// SVG, or another XML or HTML text.
    Markup,
    /// MP4, QuickTime or another video in the same container.
    Video,
    /// ZIP, and the office documents built on it.
    Zip,
    /// HEIC, in a build without the `heic` feature.
    Heic,
    /// A picture as text: base64, with or without a `data:` address before it.
    Base64,
    /// Packed by gzip, as a request's body may be.
    Gzip,
    /// The body of a form, which holds the file.
    Multipart,
    /// JSON.
    Json,
}

impl ForeignFormat {
    /// A stable name for programs and message files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Gif => "gif",
            Self::CameraRaw => "camera-raw",
            Self::Bmp => "bmp",
            Self::Avif => "avif",
            Self::JpegXl => "jpeg-xl",
            Self::Jpeg2000 => "jpeg-2000",
            Self::Psd => "psd",
            Self::Ico => "ico",
            Self::Pdf => "pdf",
            Self::Markup => "markup",
            Self::Video => "video",
            Self::Zip => "zip",
            Self::Heic => "heic",
            Self::Base64 => "base64",
            Self::Gzip => "gzip",
            Self::Multipart => "multipart",
            Self::Json => "json",
        }
    }
}

impl fmt::Display for ForeignFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// What the first bytes of a file say it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sniffed {
    /// A format that is read.
    Ours(Format),
    /// A HEIF image sequence: a burst or a film, without a still picture to show.
    HeicSequence,
    /// A format that is recognised and not read.
    Foreign(ForeignFormat),
    /// Neither.
    Unknown,
}

/// Signatures at the start of a file; the ISO container and RIFF come after.
const SIGNATURES: [(&[u8], Sniffed); 26] = {
    use ForeignFormat as F;
    use Sniffed::{Foreign, Ours};
    [
        (b"\xff\xd8\xff", Ours(Format::Jpeg)),
        (b"\x89PNG\r\n\x1a\n", Ours(Format::Png)),
        (b"GIF87a", Foreign(F::Gif)),
        (b"GIF89a", Foreign(F::Gif)),
        (b"IIRO", Foreign(F::CameraRaw)),
        (b"IIRS", Foreign(F::CameraRaw)),
        (b"IIU\0", Foreign(F::CameraRaw)),
        (b"FUJIFILMCCD-RAW", Foreign(F::CameraRaw)),
        // Canon CR2, whose signature follows the header of TIFF.
        (b"II*\0\x10\0\0\0CR", Foreign(F::CameraRaw)),
        (b"II*\0", Ours(Format::Tiff)),
        (b"MM\0*", Ours(Format::Tiff)),
        (b"II+\0", Ours(Format::Tiff)),
        (b"MM\0+", Ours(Format::Tiff)),
        (b"BM", Foreign(F::Bmp)),
        (b"\xff\x0a", Foreign(F::JpegXl)),
        (b"\0\0\0\x0cJXL \r\n\x87\n", Foreign(F::JpegXl)),
        (b"\0\0\0\x0cjP  \r\n\x87\n", Foreign(F::Jpeg2000)),
        (b"\xff\x4f\xff\x51", Foreign(F::Jpeg2000)),
        (b"8BPS", Foreign(F::Psd)),
        (b"\0\0\x01\0", Foreign(F::Ico)),
        (b"%PDF-", Foreign(F::Pdf)),
        (b"PK\x03\x04", Foreign(F::Zip)),
        (b"\x1a\x45\xdf\xa3", Foreign(F::Video)),
        (b"\x1f\x8b\x08", Foreign(F::Gzip)),
        (b"\xef\xbb\xbf<", Foreign(F::Markup)),
        (b"<", Foreign(F::Markup)),
    ]
};

pub(super) fn sniff(bytes: &[u8]) -> Sniffed {
    if let Some((_, found)) = SIGNATURES
        .iter()
        .find(|(start, _)| bytes.starts_with(start))
    {
        return *found;
    }
    match (bytes.get(..4), bytes.get(8..12)) {
        (Some(b"RIFF"), Some(b"WEBP")) => return Sniffed::Ours(Format::WebP),
        (Some(b"RIFF"), Some(b"AVI ")) => return Sniffed::Foreign(ForeignFormat::Video),
        _ => {}
    }
    match bytes.get(4..8) {
        Some(b"ftyp") => iso_container(bytes),
        Some(b"moov" | b"mdat" | b"wide" | b"free") => Sniffed::Foreign(ForeignFormat::Video),
        _ => wrapped(bytes),
    }
}

/// Bytes at the beginning that tell what a text is.
const TEXT: usize = 1024;

/// How base64 begins (RFC 4648) for JPEG, PNG, WebP, GIF and HEIF, and an address that holds its
/// picture (RFC 2397).
const AS_TEXT: [&[u8]; 6] = [
    b"data:image/",
    b"/9j/",
    b"iVBORw0KGgo",
    b"UklGR",
    b"R0lGOD",
    b"AAAA",
];

/// What programs send where a picture's own bytes are wanted.
fn wrapped(bytes: &[u8]) -> Sniffed {
    let start = &bytes[..bytes.len().min(TEXT)];
    let start = start.trim_ascii_start();
    let is_text = start
        .iter()
        .all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace());
    let has = |words: &[u8]| {
        start
            .windows(words.len())
            .any(|w| w.eq_ignore_ascii_case(words))
    };
    if start.starts_with(b"--") && has(b"content-disposition:") {
        Sniffed::Foreign(ForeignFormat::Multipart)
    } else if is_text && AS_TEXT.iter().any(|begin| start.starts_with(begin)) {
        Sniffed::Foreign(ForeignFormat::Base64)
    } else if is_text && (start.starts_with(b"{") || start.starts_with(b"[")) {
        Sniffed::Foreign(ForeignFormat::Json)
    } else {
        Sniffed::Unknown
    }
}

/// Reads the brands of an ISO base media file: the major one, then the list.
fn iso_container(bytes: &[u8]) -> Sniffed {
    let length = bytes.first_chunk().map_or(0, |n| u32::from_be_bytes(*n)) as usize;
    let end = length.clamp(8, 256).min(bytes.len());
    let (brands, _) = bytes[8..end].as_chunks::<4>();
    let Some((major, rest)) = brands.split_first() else {
        return Sniffed::Unknown;
    };
    // The list follows a version number that is no brand.
    let listed = rest.get(1..).unwrap_or_default();
    let has =
        |wanted: &[&[u8; 4]]| wanted.contains(&major) || listed.iter().any(|b| wanted.contains(&b));
    if has(&[b"avif", b"avis"]) {
        Sniffed::Foreign(ForeignFormat::Avif)
    } else if major == b"crx " {
        Sniffed::Foreign(ForeignFormat::CameraRaw)
    } else if has(&[b"heic", b"heix", b"heim", b"heis", b"mif1", b"mif2"]) {
        if cfg!(feature = "heic") {
            Sniffed::Ours(Format::Heic)
        } else {
            Sniffed::Foreign(ForeignFormat::Heic)
        }
    } else if has(&[b"hevc", b"hevx", b"hevm", b"hevs", b"msf1"]) {
        Sniffed::HeicSequence
    } else {
        Sniffed::Foreign(ForeignFormat::Video)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: Sniffed) {
        assert_eq!(
            sniff(bytes),
            expected,
            "{:?}",
            bytes.escape_ascii().to_string()
        );
    }

    #[test]
    fn the_first_bytes_name_the_format() {
        use ForeignFormat as F;
        use Sniffed::{Foreign, HeicSequence, Ours, Unknown};
        check(b"", Unknown);
        check(b"hello, world", Unknown);
        check(b"\xff\xd8\xff\xe0", Ours(Format::Jpeg));
        check(b"\x89PNG\r\n\x1a\n....", Ours(Format::Png));
        check(b"RIFF\x10\0\0\0WEBPVP8 ", Ours(Format::WebP));
        check(b"RIFF\x10\0\0\0WAVEfmt ", Unknown);
        check(b"RIFF\x10\0\0\0AVI LIST", Foreign(F::Video));
        check(b"GIF89a\x01\0", Foreign(F::Gif));
        check(b"II*\0\x08\0\0\0", Ours(Format::Tiff));
        check(b"II*\0\x10\0\0\0CR\x02\0", Foreign(F::CameraRaw));
        check(b"IIU\0\x18\0\0\0", Foreign(F::CameraRaw));
        check(b"BM\x36\0", Foreign(F::Bmp));
        check(b"%PDF-1.7", Foreign(F::Pdf));
        check(b"<svg xmlns=", Foreign(F::Markup));
        check(b"<!DOCTYPE html>", Foreign(F::Markup));
        check(b"\xff\x0a\xfa", Foreign(F::JpegXl));
        check(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Ours(Format::Heic));
        check(b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", Ours(Format::Heic));
        check(b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", Foreign(F::Avif));
        check(b"\0\0\0\x18ftypavif\0\0\0\0mif1avif", Foreign(F::Avif));
        check(b"\0\0\0\x18ftypmsf1\0\0\0\0msf1hevc", HeicSequence);
        check(b"\0\0\0\x18ftypisom\0\0\0\0isommp42", Foreign(F::Video));
        check(b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", Foreign(F::Video));
        check(
            b"\0\0\0\x18ftypcrx \0\0\0\x01crx isom",
            Foreign(F::CameraRaw),
        );
        check(b"\x1f\x8b\x08\0\0", Foreign(F::Gzip));
        check(b"/9j/4AAQSkZJRgABAQ", Foreign(F::Base64));
        check(b"\n iVBORw0KGgoAAAANSUhEUg\n", Foreign(F::Base64));
        check(b"data:image/jpeg;base64,/9j/4AAQ", Foreign(F::Base64));
        check(b"/9j/\xff\xd8", Unknown);
        check(
            b"--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n\xff\xd8\xff",
            Foreign(F::Multipart),
        );
        check(b"--x\r\n", Unknown);
        check(b"{\"picture\":\"/9j/4AAQ\"}", Foreign(F::Json));
        check(b"\0\0\0\x08ftyp", Unknown);
        check(b"\0\0\0\0ftyp", Unknown);
    }
}
