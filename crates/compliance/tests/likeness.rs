//! Drawings stand alone, a portrait does not: with the real networks.

#![expect(clippy::unwrap_used, reason = "helpers of a test panic like it")]

use std::path::Path;

use catalogue::Catalogue;
use compliance::{Evidence, Judgement, Verdict, judge};
use imaging::{Limits, RgbImage, decode};
use vision::RtenEngine;

fn picture(path: &str) -> RgbImage {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    decode(&std::fs::read(path).unwrap(), &Limits::default())
        .unwrap()
        .image
}

fn judged(picture: RgbImage) -> Judgement {
    let catalogue = Catalogue::embedded().unwrap();
    let spec = catalogue.specification(catalogue.document("身份证").unwrap(), None);
    let photo = portrait::make(&RtenEngine::new(), picture, &spec, &mut |_| {}).unwrap();
    let composed = photo.cut_out.on(spec.background.rgb);
    judge(&Evidence {
        focal_length_px: None,
        photo: &photo,
        hands: &[],
        worn: vision::Worn::default(),
        composed: &composed,
        file: None,
        spec: &spec,
    })
}

/// Each channel moved by up to so many levels, as grain of paper and camera does.
fn grainy(mut picture: RgbImage, levels: f64) -> RgbImage {
    let mut state = 7_u32;
    let mut moved = |value: u8| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let random = f64::from(state >> 8) / f64::from(1_u32 << 23) - 1.0;
        (f64::from(value) + levels * random)
            .round()
            .clamp(0.0, 255.0) as u8
    };
    for y in 0..picture.height() {
        for x in 0..picture.width() {
            let colour = picture.pixel(x, y).map(&mut moved);
            picture.put(x, y, colour);
        }
    }
    picture
}

/// In how many levels a poster tells light from dark.
fn poster(mut picture: RgbImage, step: u8) -> RgbImage {
    for y in 0..picture.height() {
        for x in 0..picture.width() {
            let colour = picture.pixel(x, y).map(|v| v / step * step);
            picture.put(x, y, colour);
        }
    }
    picture
}

#[test]
fn a_drawn_face_is_the_one_finding() {
    #[track_caller]
    fn check(name: &str, picture: RgbImage) {
        let found = judged(picture).findings;
        let told: Vec<_> = found.iter().map(|f| (f.id, f.verdict)).collect();
        assert_eq!(told, [("drawn", Verdict::Fail)], "{name}");
    }
    for name in ["flat", "shaded", "outlined"] {
        let drawn = picture(&format!("tests/drawings/{name}.png"));
        check(&format!("{name}, with grain"), grainy(drawn.clone(), 8.0));
        check(name, drawn);
    }
}

#[test]
fn a_portrait_is_judged_whole() {
    #[track_caller]
    fn check(name: &str, picture: RgbImage) {
        let report = judged(picture);
        let drawn = report.finding("drawn").unwrap();
        assert_eq!(drawn.verdict, Verdict::Pass, "{name}: {:?}", drawn.value);
        assert!(report.findings.len() > 40, "{name}");
    }
    let astronaut = picture("../../assets/pictures/astronaut.png");
    check("grain", grainy(astronaut.clone(), 8.0));
    check("sixteen levels a channel", poster(astronaut.clone(), 16));
    check("as taken", astronaut);
}
