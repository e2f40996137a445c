//! `[brand]`: the service's own name, logo, colour and welcome.

use std::io;
use std::path::{Path, PathBuf};

use catalogue::Text;
use imaging::{DecodeError, EncodeError, Format, Limits, decode, encode_png, reduced};
use serde::Deserialize;
use web::{Brand, BrandError, Logo};

/// Largest logo that is served, in pixels: three times what a page shows.
const WIDEST: u32 = 840;
const HIGHEST: u32 = 360;
/// What the file claims to be shown at; browsers ignore it.
const DPI: u16 = 96;

/// The largest file of a logo: 4 MB, 16 million pixels.
fn limits() -> Limits {
    Limits {
        max_bytes: 4_000_000,
        max_pixels: 16_000_000,
        max_side: 8_000,
        ..Limits::default()
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct BrandSettings {
    name: Option<Text>,
    welcome: Option<Text>,
    /// A PNG or JPEG file.
    logo: Option<PathBuf>,
    /// Colour of actions: `#0B6B4F`.
    accent: Option<String>,
}

/// Why a logo is refused.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LogoError {
    #[error("the file cannot be read")]
    Unreadable(#[source] io::Error),
    #[error("the file is no picture within the limits")]
    Picture(#[from] DecodeError),
    #[error("the file is {0}, not PNG or JPEG")]
    Format(Format),
    #[error("the picture cannot be written again")]
    Written(#[from] EncodeError),
}

impl LogoError {
    /// What is wrong with it, as a stable code.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "unreadable",
            Self::Picture(error) => error.code(),
            Self::Format(_) => "format",
            Self::Written(error) => error.code(),
        }
    }
}

/// Why a look is refused.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BrandFault {
    #[error(transparent)]
    Brand(#[from] BrandError),
    #[error("the logo {} does not do", path.display())]
    Logo { path: PathBuf, source: LogoError },
}

impl BrandFault {
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Brand(error) => error.code(),
            Self::Logo { .. } => "brand-logo",
        }
    }
}

impl BrandSettings {
    /// The look as it is written.
    ///
    /// # Errors
    /// [`BrandFault`] for the first part that does not do.
    pub(super) fn read(&self) -> Result<Brand, BrandFault> {
        let accent = self.accent.as_deref().map(str::parse).transpose()?;
        let logo = self.logo.as_deref().map(|path| {
            logo(path).map_err(|source| BrandFault::Logo {
                path: path.to_owned(),
                source,
            })
        });
        let logo = logo.transpose()?;
        Ok(Brand::new(
            self.name.clone(),
            self.welcome.clone(),
            logo,
            accent,
        )?)
    }
}

/// The logo in the file, written anew from its pixels: nothing else of the file is
/// served. Larger ones are reduced.
fn logo(path: &Path) -> Result<Logo, LogoError> {
    let bytes = std::fs::read(path).map_err(LogoError::Unreadable)?;
    let picture = decode(&bytes, &limits())?;
    match picture.source.format {
        Format::Png | Format::Jpeg => {}
        other => return Err(LogoError::Format(other)),
    }
    let image = picture.image;
    let size = (image.width(), image.height());
    let (width, height) = fitting(size);
    let image = match (width, height) == size {
        true => image,
        false => reduced(&image, width, height),
    };
    Ok(Logo::new(encode_png(&image, DPI)?, width, height))
}

/// The size within [`WIDEST`] × [`HIGHEST`], of the same shape; never larger.
fn fitting((width, height): (u32, u32)) -> (u32, u32) {
    let share = |most: u32, has: u32| f64::from(most) / f64::from(has.max(1));
    let share = share(WIDEST, width).min(share(HIGHEST, height)).min(1.0);
    // At most the size that it has.
    let scaled = |length: u32| ((f64::from(length) * share).round() as u32).max(1);
    (scaled(width), scaled(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        let check = |size, expected| assert_eq!(fitting(size), expected);
        check((100, 50), (100, 50));
        check((840, 360), (840, 360));
        check((1680, 360), (840, 180));
        check((720, 720), (360, 360));
        check((8000, 1), (840, 1));
    }

    #[test]
    fn what_a_logo_may_be() {
        let portrait = include_bytes!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../assets/pictures/astronaut.png"
        ));
        let image = decode(portrait, &Limits::default()).unwrap().image;
        let small = reduced(&image, 40, 20);
        let png = encode_png(&small, DPI).unwrap();
        let check = |bytes: &[u8], expected: Result<(u32, u32), &str>| {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("logo");
            std::fs::write(&path, bytes).unwrap();
            let got = logo(&path).map(|logo| (logo.width, logo.height));
            assert_eq!(got.map_err(|error| error.code()), expected);
        };
        check(&png, Ok((40, 20)));
        check(portrait, Ok(fitting((image.width(), image.height()))));
        check(b"", Err("image-empty"));
        check(
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            Err("image-format-not-read"),
        );
        let missing = logo(Path::new("no/such/logo.png"));
        assert_eq!(missing.unwrap_err().code(), "unreadable");
    }
}
