//! Too dark, too bright, washed out, light from behind.
//!
//! Takes the face view. How bright the light on the face is cannot be read
//! from the skin: dark skin in good light is darker than fair skin in the
//! shade (Kabbani et al. 2025, arXiv 2501.07898). The whites of the eyes and
//! the highlights of the skin are alike in everybody.

use imaging::luma;

use super::tone::{Histogram, luminance};
use super::value::{LEAST_FACE, plain, seen};
use super::zones::{self, Zone};
use crate::{Measured, Sample, WhyNot};

/// Highlights of the skin: its brightest tenth.
const HIGHLIGHT: f64 = 0.9;
/// Whites of the eyes: their brighter quarter; more of them holds the glint of
/// a window, less of them lashes and shade.
const BRIGHT_WHITE: f64 = 0.75;
/// The whites reflect more than the fairest skin; by this factor (of levels)
/// they are held against the same limits. From labelled portraits: 9 that are
/// too dark lie under 145 with it, 35 good ones above 150.
const WHITE_AS_SKIN: f64 = 0.9;
/// The brightest thing around, clothes or wall: a thirtieth of what is seen is at least so bright.
const BRIGHTEST: f64 = 0.97;
/// By this factor (of levels) it is held against the same limits: light clothes and walls reflect
/// as much as the whites do. Of 36 people with dark skin in good light all reach the limit by it.
const BRIGHTEST_AS_SKIN: f64 = 0.9;
/// The darkest skin's highlights are brighter than this part (of levels) of fair skin's in the
/// same light: so far what is bright around speaks for a dark face, beyond it the face is dark
/// for want of light.
const DARKEST_SKIN: f64 = 1.4;
/// Reflections on the skin, which have the light's brightness whatever the skin's: its brightest
/// fiftieth.
const REFLECTION: f64 = 0.98;
/// Fewest pixels of the whites of the eyes worth reading.
const LEAST_WHITE: usize = 24;
/// From this level on a channel has lost its detail: JPEG leaves clipped areas
/// a few levels under 255.
const CLIPPED: u8 = 250;
/// A clipped channel counts where the pixel is bright as a whole: red clips
/// alone in lips and warm light, and no detail is lost.
const CLIPPED_LUMA: u8 = 225;
/// Ends of the range that [`contrast`] spans: the darkest and the brightest
/// fiftieth are specks.
const SPAN: (f64, f64) = (0.02, 0.98);
/// Fewest pixels of the view that a background is read from.
const LEAST_BACKGROUND: usize = 4_000;
/// Linear luminance in which black is not told from nearly black.
const FLOOR: f64 = 1e-3;

pub(super) fn measure(sample: &Sample<'_>) -> Vec<Measured> {
    let face = zones::face(sample).seen(LEAST_FACE);
    let face = face.as_ref().map_err(|why| *why);
    let skin = zones::skin(sample).seen(LEAST_FACE);
    let reference = |share| {
        skin.as_ref()
            .map_err(|why| *why)
            .map(|skin| brightness(sample, skin, share))
    };
    let exposed = reference(HIGHLIGHT).map(|face| exposed(face, brightest(sample)));
    let lumas = face.map(|face| Histogram::of(face.colours(sample).map(luma)));
    let clipped = skin
        .as_ref()
        .map_err(|why| *why)
        .map(|skin| clipped(sample, skin));
    let place: Vec<&Zone> = face.ok().into_iter().collect();
    vec![
        seen(sample, "exposure-dark", exposed, &place),
        seen(sample, "exposure-bright", clipped, &place),
        seen(
            sample,
            "contrast",
            lumas.map(|lumas| contrast(&lumas)),
            &place,
        ),
        plain(
            "backlight",
            reference(REFLECTION).and_then(|level| Ok(backlight(background(sample)?, level))),
        ),
    ]
}

/// How bright the face would be if its skin were fair, levels: as bright as it is, or as what is
/// bright around it says, within what skins differ by.
fn exposed(face: f64, brightest: f64) -> f64 {
    face.max((BRIGHTEST_AS_SKIN * brightest).min(DARKEST_SKIN * face))
}

/// Level that a thirtieth of the view reaches.
fn brightest(sample: &Sample<'_>) -> f64 {
    let (pixels, _) = sample.view.data().as_chunks::<3>();
    let inside = pixels.iter().zip(sample.inside.data());
    let there = inside.filter(|(_, inside)| **inside > 0.5);
    let levels = Histogram::of(there.map(|(colour, _)| luma(*colour)));
    f64::from(levels.quantile(BRIGHTEST))
}

/// The brightest that the light makes of the face, levels: the highlights of
/// the skin, which so large a share of it does not exceed, or the whites of the eyes.
fn brightness(sample: &Sample<'_>, skin: &Zone, highlight: f64) -> f64 {
    let reached = |zone: &Zone, share: f64| {
        f64::from(Histogram::of(zone.colours(sample).map(luma)).quantile(share))
    };
    zones::eye_whites(sample)
        .into_iter()
        .filter_map(|zone| zone.seen(LEAST_WHITE).ok())
        .map(|white| WHITE_AS_SKIN * reached(&white, BRIGHT_WHITE))
        .fold(reached(skin, highlight), f64::max)
}

/// Hundredths of a zone without detail in the lights.
fn clipped(sample: &Sample<'_>, zone: &Zone) -> f64 {
    let lost = |colour: &[u8; 3]| {
        luma(*colour) >= CLIPPED_LUMA && colour.iter().any(|level| *level >= CLIPPED)
    };
    let count = zone.colours(sample).filter(lost).count();
    100.0 * count as f64 / zone.indices().len().max(1) as f64
}

/// Levels between the face's darks (pupils, lashes, nostrils) and its lights.
fn contrast(lumas: &Histogram) -> f64 {
    let (low, high) = SPAN;
    f64::from(lumas.quantile(high)) - f64::from(lumas.quantile(low))
}

/// Median level of what is behind the person.
fn background(sample: &Sample<'_>) -> Result<u8, WhyNot> {
    let (pixels, _) = sample.view.data().as_chunks::<3>();
    let seen = sample.alpha.data().iter().zip(sample.inside.data());
    let behind: Vec<u8> = pixels
        .iter()
        .zip(seen)
        .filter(|(_, (alpha, inside))| **alpha < 0.02 && **inside > 0.5)
        .map(|(colour, _)| luma(*colour))
        .collect();
    if behind.len() < LEAST_BACKGROUND {
        return Err(WhyNot::OutOfPicture);
    }
    Ok(Histogram::of(behind).quantile(0.5))
}

/// Exposure steps (factors of two of linear light) by which the background is
/// brighter than the brightest of the face.
fn backlight(background: u8, face: f64) -> f64 {
    let linear = |level: u8| luminance([level; 3]).max(FLOOR);
    (linear(background) / linear(face.clamp(0.0, 255.0) as u8)).log2()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_ignores_specks() {
        let mut levels = vec![100; 98];
        levels.extend([0, 255]);
        assert!(contrast(&Histogram::of(levels)) < 1.0);
        let ramp: Vec<u8> = (0..=255).collect();
        let span = contrast(&Histogram::of(ramp));
        assert!((span - 245.0).abs() < 3.0, "{span}");
    }

    #[test]
    fn what_is_bright_around_speaks_for_dark_skin() {
        for (face, brightest, expected) in [
            // Fair skin in good light.
            (190.0, 230.0, 207.0),
            // Dark skin beside a light shirt, and without one.
            (110.0, 210.0, 154.0),
            (110.0, 120.0, 110.0),
            // Everything is dark.
            (125.0, 130.0, 125.0),
            // A window behind a face in the dark.
            (60.0, 255.0, 84.0),
        ] {
            let got = exposed(face, brightest);
            assert!((got - expected).abs() < 1e-9, "{face} {brightest}: {got}");
        }
    }

    #[track_caller]
    fn check(background: u8, face: f64, low: f64, high: f64) {
        let got = backlight(background, face);
        assert!((low..=high).contains(&got), "{background} {face}: {got}");
    }

    #[test]
    fn a_background_twice_as_bright_is_a_step() {
        check(188, 137.0, 0.9, 1.1);
        check(137, 188.0, -1.1, -0.9);
        check(200, 200.0, 0.0, 0.0);
        check(255, 0.0, 9.0, 11.0);
        check(0, 0.0, 0.0, 0.0);
    }
}
