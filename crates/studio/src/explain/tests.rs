//! Every code of every crate has its words in both languages.

use imaging::{Feature, ForeignFormat, Format};
use messages::text;
use portrait::MakeError;
use vision::{EngineError, Network};

use super::*;

/// Each failure says something whole, in both languages, with a remedy.
#[track_caller]
fn check(failure: &Failure) {
    for locale in Locale::ALL {
        let said = explain(failure, locale);
        assert!(!said.is_empty(), "{failure:?}");
        for Explanation {
            code,
            message,
            remedy,
        } in said
        {
            let remedy = remedy.unwrap_or_else(|| panic!("{locale:?} {code} has no remedy"));
            for text in [&message, &remedy] {
                assert!(!text.contains('{'), "{locale:?} {code}: {text}");
                assert!(
                    !text.is_empty() && *text != code,
                    "{locale:?} {code}: {text}"
                );
            }
        }
    }
}

#[test]
fn decoding() {
    let format = Format::Jpeg;
    let (width, height) = (60_000, 50_000);
    let all = [
        DecodeError::Empty,
        DecodeError::TooManyBytes {
            bytes: 41_000_000,
            limit: 40_000_000,
        },
        DecodeError::TooManyPixels {
            width,
            height,
            limit: 1,
        },
        DecodeError::SideTooLong {
            width,
            height,
            limit: 1,
        },
        DecodeError::Animated { limit: 1 },
        DecodeError::TooMuchWork {
            visits: 2,
            limit: 1,
        },
        DecodeError::UnknownFormat,
        DecodeError::UnsupportedVariant {
            format,
            feature: Feature::Arithmetic,
        },
        DecodeError::Truncated { format },
        DecodeError::Damaged { format },
    ];
    all.into_iter().for_each(|error| check(&error.into()));
}

#[test]
fn foreign_formats_are_named() {
    use ForeignFormat as F;
    let all = [
        F::Gif,
        F::CameraRaw,
        F::Bmp,
        F::Avif,
        F::JpegXl,
        F::Jpeg2000,
        F::Psd,
        F::Ico,
        F::Pdf,
        F::Markup,
        F::Video,
        F::Zip,
        F::Heic,
        F::Base64,
        F::Gzip,
        F::Multipart,
        F::Json,
    ];
    for locale in Locale::ALL {
        let unnamed = text(
            locale,
            "image-format-not-read",
            &args([("format", "?".to_owned())]),
        );
        for format in all {
            let failure = DecodeError::ForeignFormat(format).into();
            check(&failure);
            assert_ne!(explain(&failure, locale)[0].message, unnamed, "{format:?}");
        }
    }
}

#[test]
fn variants_are_named() {
    let of = |feature| DecodeError::UnsupportedVariant {
        format: Format::Tiff,
        feature,
    };
    for locale in Locale::ALL {
        let unnamed = args([
            ("format", Format::Tiff.to_string()),
            ("feature", "?".to_owned()),
        ]);
        let unnamed = text(locale, "image-variant-not-read", &unnamed);
        for feature in Feature::ALL {
            let failure = of(feature).into();
            check(&failure);
            assert_ne!(explain(&failure, locale)[0].message, unnamed, "{feature:?}");
        }
    }
}

#[test]
fn encoding() {
    let all = [
        EncodeError::TooLarge {
            width: 70_000,
            height: 1,
        },
        EncodeError::BelowWindow {
            best: 9_000,
            min_bytes: 14_336,
        },
        EncodeError::AboveWindow {
            best: 30_000,
            max_bytes: 20_480,
        },
        EncodeError::BadTarget,
        EncodeError::AlphaSize,
        EncodeError::Writer,
    ];
    all.into_iter().for_each(|error| check(&error.into()));
}

#[test]
fn making() {
    let network = Network::FaceLandmarks;
    let reason = String::from("reason");
    let engine = [
        EngineError::Load {
            network,
            reason: reason.clone(),
        },
        EngineError::Run { network, reason },
        EngineError::InputLength {
            network,
            expected: 1,
            given: 2,
        },
        EngineError::Output { network },
    ];
    engine
        .into_iter()
        .for_each(|error| check(&MakeError::Engine(error).into()));
    [MakeError::NoFace, MakeError::NoOutline]
        .into_iter()
        .for_each(|error| check(&error.into()));
}

#[test]
fn lacking_something() {
    // Breaks when a shortfall is added: give it its words, and a row below.
    let listed = |shortfall: &Shortfall| match shortfall {
        Shortfall::TooFewPixels { .. }
        | Shortfall::HeadCut
        | Shortfall::EndsTooEarly { .. }
        | Shortfall::ShoulderCut { .. } => (),
    };
    let all = vec![
        Shortfall::TooFewPixels {
            enlargement: 2.0,
            face_width_px: 80.0,
            needed_px: 172.3,
        },
        Shortfall::HeadCut,
        Shortfall::EndsTooEarly { missing_px: 12.0 },
        Shortfall::ShoulderCut {
            side: Side::Left,
            missing_px: 3.25,
        },
        Shortfall::ShoulderCut {
            side: Side::Right,
            missing_px: 3.25,
        },
    ];
    all.iter().for_each(listed);
    check(&Failure::Lacks(all.clone()));
    let sides: Vec<String> = all[3..]
        .iter()
        .map(|shortfall| lacking(shortfall, Locale::En).message)
        .collect();
    assert_ne!(sides[0], sides[1]);
}

#[test]
fn a_fault_of_the_program_has_words_too() {
    check(&Failure::Unexpected);
}
