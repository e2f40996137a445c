//! One picture's bytes → one photo's bytes, with every result on the way.

use std::panic::{AssertUnwindSafe, catch_unwind};

use catalogue::PhotoSpec;
use compliance::{Evidence, FileFacts, judge};
use imaging::{
    Affine, EncodeError, EncodedJpeg, JpegTarget, RgbImage, decode, encode_jpeg, encode_png,
    encode_png_rgba, warp,
};
use portrait::{MakeError, Stage, annotate, make_edited};
use vision::{Engine, hands, worn};

use crate::attempt::{Attempt, PhotoFile};
use crate::failure::Failure;
use crate::request::{Form, Lacking, Request};
use crate::stopwatch::Stopwatch;

/// Where a document names no least quality: below it, JPEG's blocks show in a
/// face at the size it is printed.
const LEAST_QUALITY: u8 = 50;
/// Where nothing better fits: a head-cloth with a fine pattern took 31.6 to 42.5 KB at quality 50
/// where 28 are allowed. Below this the face itself suffers.
const LOWEST_QUALITY: u8 = 25;
const THUMBNAIL_SIDE: u32 = 200;

/// Makes a photo. Whatever goes wrong, also a fault of the program, is told in
/// [`Attempt::failure`]: one picture never stops the others.
pub fn photograph(
    engine: &dyn Engine,
    bytes: &[u8],
    request: &Request,
    watch: &mut Stopwatch,
) -> Attempt {
    let mut attempt = Attempt::default();
    // What a panic leaves behind is only reported, never computed with.
    let run = AssertUnwindSafe(|| reach(engine, bytes, request, watch, &mut attempt));
    attempt.failure = catch_unwind(run).unwrap_or(Err(Failure::Unexpected)).err();
    attempt
}

fn reach(
    engine: &dyn Engine,
    bytes: &[u8],
    request: &Request,
    watch: &mut Stopwatch,
    attempt: &mut Attempt,
) -> Result<(), Failure> {
    let spec = &request.spec;
    let picture = decode(bytes, &request.limits)?;
    let focal_length_px = picture.source.focal_length_px.map(f64::from);
    attempt.source = Some(picture.source);
    watch.ended("decode");
    if request.extras.thumbnail {
        attempt.thumbnail = Some(thumbnail(&picture.image)?);
        watch.ended("thumbnail");
    }
    let photo = make_edited(engine, picture.image, spec, &request.edit, &mut |stage| {
        watch.ended(stage_name(stage))
    })?;
    let photo = attempt.photo.insert(photo);
    let lacks = (!photo.shortfalls.is_empty()).then(|| Failure::Lacks(photo.shortfalls.clone()));
    let background = request.form.background().unwrap_or(spec.background.rgb);
    if request.extras.annotated {
        let drawn = annotate(
            &photo.cut_out.on(background),
            &photo.marks,
            &photo.frame.held,
        );
        attempt.annotated = Some(encode_png(&drawn, spec.dpi.0)?);
        watch.ended("annotate");
    }
    let hands = hands(engine, &photo.upright, &photo.face.bounds).map_err(MakeError::Engine)?;
    watch.ended("hands");
    let worn = worn(engine, &photo.upright, &photo.face.landmarks).map_err(MakeError::Engine)?;
    watch.ended("worn");
    let mut evidence = Evidence {
        photo,
        focal_length_px,
        hands: &hands,
        worn,
        composed: &photo.cut_out.on(spec.background.rgb),
        file: None,
        spec,
    };
    match (lacks, request.lacking) {
        (Some(lacks), Lacking::Refuse) => {
            attempt.compliance = Some(judge(&evidence));
            watch.ended("judge");
            return Err(lacks);
        }
        (None, _) | (Some(_), Lacking::Draft) => {}
    }
    attempt.file = Some(match request.form {
        Form::Jpeg(background) => {
            let jpeg = encode_for(spec, &photo.cut_out.on(background))?;
            evidence.file = Some(FileFacts {
                bytes: jpeg.bytes.len(),
                dpi: spec.dpi.0,
                size: (spec.width_px, spec.height_px),
            });
            PhotoFile::Jpeg(jpeg)
        }
        Form::Transparent => {
            let (colours, alpha) = photo.cut_out.apart();
            PhotoFile::Png(encode_png_rgba(&colours, &alpha, spec.dpi.0)?)
        }
    });
    watch.ended("encode");
    attempt.compliance = Some(judge(&evidence));
    watch.ended("judge");
    Ok(())
}

/// A file of the usual size; one in the whole window where that cannot be; one of low quality
/// where not even that can be, rather than no photo.
fn encode_for(spec: &PhotoSpec, image: &RgbImage) -> Result<EncodedJpeg, EncodeError> {
    let file = &spec.file;
    let least = file.min_quality.unwrap_or(LEAST_QUALITY);
    let lowest = file.min_quality.unwrap_or(LOWEST_QUALITY);
    let tries = [
        (file.usual_max_bytes.unwrap_or(file.max_bytes), least),
        (file.max_bytes, least),
        (file.max_bytes, lowest),
    ];
    let mut last = None;
    for (max_bytes, min_quality) in tries {
        let target = JpegTarget {
            dpi: spec.dpi.0,
            min_bytes: file.min_bytes,
            max_bytes,
            min_quality,
        };
        match encode_jpeg(image, &target) {
            Err(above @ EncodeError::AboveWindow { .. }) => last = Some(above),
            other => return other,
        }
    }
    Err(last.expect("every try that did not return was above its window"))
}

const fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Look => "look",
        Stage::Canvas => "canvas",
        Stage::Matting => "matting",
        Stage::Foreground => "foreground",
        Stage::Compose => "compose",
    }
}

fn thumbnail(picture: &RgbImage) -> Result<Vec<u8>, Failure> {
    let longer = picture.width().max(picture.height());
    let scale = (f64::from(THUMBNAIL_SIDE) / f64::from(longer)).min(1.0);
    let side = |length: u32| ((f64::from(length) * scale) as u32).max(1);
    let (width, height) = (side(picture.width()), side(picture.height()));
    let small = warp(picture, &Affine::scaling(scale), width, height).image;
    // About what quality 75 takes; a noisy picture gives quality for it.
    let max_bytes = (width * height) as usize / 3 + 4096;
    let target = JpegTarget {
        dpi: 96,
        min_bytes: 0,
        max_bytes,
        min_quality: 1,
    };
    Ok(encode_jpeg(&small, &target)?.bytes)
}
