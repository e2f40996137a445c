//! Embedded colour profiles (ICC.1) → sRGB (IEC 61966-2-1).
//!
//! Works on 8-bit samples, block by block in the buffer they are in, so that a
//! conversion costs no second picture.

use moxcms::{
    Chromaticity, CicpColorPrimaries, CicpProfile, ColorPrimaries, ColorProfile, DataColorSpace,
    Layout, LocalizableString, MatrixCoefficients, ProfileText, TransferCharacteristics,
    Transform8BitExecutor, TransformOptions, XyY, curve_from_gamma,
};
use std::sync::Arc;

/// The colour profile of a file, and whether its pixels were converted to sRGB.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Profile {
    /// The file says sRGB, or a profile that differs by at most 2 of 255 levels.
    Srgb,
    /// The file says nothing; sRGB was assumed.
    Assumed,
    /// The file says something else, and the pixels were converted.
    Converted {
        /// The profile's own name: printable ASCII, at most 40 characters.
        description: String,
    },
    /// The file's profile is broken or of the wrong kind; sRGB was assumed.
    Unreadable,
}

/// Pixels converted at a time.
const BLOCK: usize = 8192;

/// A profile that moves no probe further than this, in 8-bit levels, is taken
/// for sRGB. Vendors' variants of sRGB differ by rounding of their tables.
const SRGB_TOLERANCE: u8 = 2;

/// Longest description handed on, in characters.
const DESCRIPTION_LENGTH: usize = 40;

/// Converts interleaved RGB samples in place. A grey picture, given with three
/// equal samples a pixel, may come with a grey profile.
pub(crate) fn rgb_to_srgb(samples: &mut [u8], icc: Option<&[u8]>) -> Profile {
    let Some(icc) = icc else {
        return Profile::Assumed;
    };
    let Ok(profile) = ColorProfile::new_from_slice(icc) else {
        return Profile::Unreadable;
    };
    match profile.color_space {
        DataColorSpace::Rgb => convert_rgb(samples, &profile),
        DataColorSpace::Gray => convert_grey(samples, &profile),
        _ => None,
    }
    .unwrap_or(Profile::Unreadable)
}

/// Colours that a file declares without a profile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Declared {
    /// Adobe RGB (1998).
    AdobeRgb,
    /// Display P3.
    #[cfg(feature = "heic")]
    DisplayP3,
    /// Code points of ITU-T H.273, tables 2 and 3, of a range of light as screens have it.
    CodePoints {
        /// Of the primaries and the white.
        primaries: u8,
        /// Of the curve.
        transfer: u8,
    },
    /// A power of the light, and where white and the primaries lie (CIE 1931 x, y).
    Measured {
        /// Level to light: about 2.2.
        gamma: f64,
        /// White, red, green, blue; those of sRGB where nothing is said.
        places: Option<[(f64, f64); 4]>,
    },
}

/// Exponents that a screen may have; others are mistakes of writers.
const GAMMAS: std::ops::RangeInclusive<f64> = 0.5..=4.0;

/// A power of 2.2 alone has meant sRGB since before sRGB had a name (PNG, 11.3.2.3).
const AS_SRGB: std::ops::RangeInclusive<f64> = 2.15..=2.25;

/// Converts interleaved RGB samples in place.
pub(crate) fn declared_to_srgb(samples: &mut [u8], declared: &Declared) -> Profile {
    let profile = match *declared {
        Declared::AdobeRgb => Some(ColorProfile::new_adobe_rgb()),
        #[cfg(feature = "heic")]
        Declared::DisplayP3 => Some(ColorProfile::new_display_p3()),
        Declared::CodePoints {
            primaries,
            transfer,
        } => by_code_points(primaries, transfer),
        Declared::Measured { gamma, places } => by_measures(gamma, places),
    };
    profile
        .and_then(|profile| convert_rgb(samples, &profile))
        .unwrap_or(Profile::Unreadable)
}

fn by_code_points(primaries: u8, transfer: u8) -> Option<ColorProfile> {
    let color_primaries = CicpColorPrimaries::try_from(primaries).ok()?;
    let transfer_characteristics = TransferCharacteristics::try_from(transfer).ok()?;
    let mut profile = ColorProfile::new_from_cicp(CicpProfile {
        color_primaries,
        transfer_characteristics,
        matrix_coefficients: MatrixCoefficients::Identity,
        full_range: true,
    });
    profile.red_trc.as_ref()?;
    named(&mut profile, &format!("H.273 {primaries}/{transfer}"));
    Some(profile)
}

fn by_measures(gamma: f64, places: Option<[(f64, f64); 4]>) -> Option<ColorProfile> {
    if !GAMMAS.contains(&gamma) {
        return None;
    }
    let mut profile = ColorProfile::new_srgb();
    // Code points would count more than curves.
    profile.cicp = None;
    if let Some([white, red, green, blue]) = places {
        let inside = |(x, y): &(f64, f64)| (0.0..=1.0).contains(x) && (0.001..=1.0).contains(y);
        if ![white, red, green, blue].iter().all(inside) {
            return None;
        }
        let place = |(x, y): (f64, f64)| Chromaticity::new(x as f32, y as f32);
        let white = XyY {
            x: white.0,
            y: white.1,
            yb: 1.0,
        };
        profile.update_rgb_colorimetry(
            white,
            ColorPrimaries {
                red: place(red),
                green: place(green),
                blue: place(blue),
            },
        );
    }
    if !AS_SRGB.contains(&gamma) {
        let curve = curve_from_gamma(gamma as f32);
        profile.red_trc = Some(curve.clone());
        profile.green_trc = Some(curve.clone());
        profile.blue_trc = Some(curve);
    }
    named(&mut profile, "gAMA and cHRM");
    Some(profile)
}

fn named(profile: &mut ColorProfile, name: &str) {
    profile.description = Some(ProfileText::PlainString(name.to_owned()));
}

fn convert_rgb(samples: &mut [u8], profile: &ColorProfile) -> Option<Profile> {
    let transform = transform(profile, Layout::Rgb)?;
    let probes = probes();
    let mut seen = probes.clone();
    transform.transform(&probes, &mut seen).ok()?;
    if probes
        .iter()
        .zip(&seen)
        .all(|(a, b)| a.abs_diff(*b) <= SRGB_TOLERANCE)
    {
        return Some(Profile::Srgb);
    }
    let mut block = vec![0; BLOCK * 3];
    for pixels in samples.chunks_mut(BLOCK * 3) {
        let stored = &mut block[..pixels.len()];
        stored.copy_from_slice(pixels);
        transform.transform(stored, pixels).ok()?;
    }
    Some(Profile::Converted {
        description: description(profile),
    })
}

fn convert_grey(samples: &mut [u8], profile: &ColorProfile) -> Option<Profile> {
    let levels: Vec<u8> = (0..=255).collect();
    let mut seen = vec![0; 256 * 3];
    transform(profile, Layout::Gray)?
        .transform(&levels, &mut seen)
        .ok()?;
    let (table, _) = seen.as_chunks::<3>();
    if table
        .iter()
        .zip(&levels)
        .all(|(rgb, v)| rgb[1].abs_diff(*v) <= SRGB_TOLERANCE)
    {
        return Some(Profile::Srgb);
    }
    let (pixels, _) = samples.as_chunks_mut::<3>();
    for pixel in pixels {
        *pixel = table[usize::from(pixel[1])];
    }
    Some(Profile::Converted {
        description: description(profile),
    })
}

/// Converts CMYK, four samples a pixel with 255 for no ink as JPEG files store
/// it, to RGB in the front three quarters of the buffer. Without a CMYK
/// profile, ink is taken to absorb its complement and nothing else.
pub(crate) fn cmyk_to_srgb(samples: &mut Vec<u8>, icc: Option<&[u8]>) -> Profile {
    let parsed = icc.map(|icc| {
        let profile = ColorProfile::new_from_slice(icc).ok()?;
        let cmyk = profile.color_space == DataColorSpace::Cmyk;
        let transform = cmyk.then(|| transform(&profile, Layout::Rgba))??;
        Some((transform, description(&profile)))
    });
    let pixels = samples.len() / 4;
    let (mut ink, mut rgb) = (vec![0; BLOCK * 4], vec![0; BLOCK * 3]);
    for start in (0..pixels).step_by(BLOCK) {
        let count = BLOCK.min(pixels - start);
        let stored = &samples[start * 4..(start + count) * 4];
        let rgb = &mut rgb[..count * 3];
        let ink = &mut ink[..count * 4];
        for (ink, stored) in ink.iter_mut().zip(stored) {
            *ink = 255 - stored;
        }
        let converted = match &parsed {
            Some(Some((transform, _))) => transform.transform(ink, rgb).is_ok(),
            _ => false,
        };
        if !converted {
            let (stored, _) = stored.as_chunks::<4>();
            let (rgb, _) = rgb.as_chunks_mut::<3>();
            for (rgb, [c, m, y, k]) in rgb.iter_mut().zip(stored) {
                *rgb = [c, m, y].map(|v| (u16::from(*v) * u16::from(*k) / 255) as u8);
            }
        }
        samples[start * 3..(start + count) * 3].copy_from_slice(rgb);
    }
    samples.truncate(pixels * 3);
    samples.shrink_to_fit();
    match parsed {
        None => Profile::Assumed,
        Some(None) => Profile::Unreadable,
        Some(Some((_, description))) => Profile::Converted { description },
    }
}

fn transform(profile: &ColorProfile, layout: Layout) -> Option<Arc<Transform8BitExecutor>> {
    let srgb = ColorProfile::new_srgb();
    profile
        .create_transform_8bit(layout, &srgb, Layout::Rgb, TransformOptions::default())
        .ok()
}

/// Colours on a grid over the whole cube; 15 is near enough to find a curve or
/// a primary that differs, and 18³ colours take no time.
fn probes() -> Vec<u8> {
    let levels = || (0..=255_u8).step_by(15);
    levels()
        .flat_map(|r| levels().flat_map(move |g| levels().flat_map(move |b| [r, g, b])))
        .collect()
}

/// The name a profile gives itself. It comes from a stranger's file: only
/// printable ASCII is kept, and little of it.
fn description(profile: &ColorProfile) -> String {
    let text = match &profile.description {
        Some(ProfileText::PlainString(text)) => text,
        Some(ProfileText::Localizable(texts)) => {
            let english = texts.iter().find(|t| t.language == "en").or(texts.first());
            english.map_or("", |LocalizableString { value, .. }| value)
        }
        Some(ProfileText::Description(text)) => &text.ascii_string,
        None => "",
    };
    let kept = text.chars().filter(|c| c.is_ascii_graphic() || *c == ' ');
    kept.take(DESCRIPTION_LENGTH)
        .collect::<String>()
        .trim()
        .to_owned()
}
