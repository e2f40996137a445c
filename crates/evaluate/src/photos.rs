//! One picture after another, from its bytes to a photo's bytes, as a user
//! would have it: what held, what lacked, what stayed the same, how long it took.

mod face;
mod ground;
mod second_pass;

use std::time::Instant;

use catalogue::PhotoSpec;
use imaging::{JpegTarget, Limits, RgbImage, decode, encode_jpeg};
use portrait::{ConstraintFit, IdPhoto, Shortfall, Stage, make};
use serde::Serialize;
use vision::Engine;

pub(crate) use self::face::FaceChange;
pub(crate) use self::ground::Ground;
pub(crate) use self::second_pass::SecondPass;

/// What came of one picture.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Outcome {
    pub(crate) picture: String,
    /// The code of what stopped it.
    pub(crate) failure: Option<String>,
    /// What a photo was made of, if it got that far.
    pub(crate) made: Option<Made>,
    /// Steps in order, in milliseconds.
    pub(crate) times: Vec<(&'static str, f64)>,
}

/// A photo and how it was.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Made {
    /// Codes of what the picture lacks.
    pub(crate) shortfalls: Vec<&'static str>,
    /// Every measure of the specification.
    pub(crate) held: Vec<ConstraintFit>,
    pub(crate) bystanders: usize,
    pub(crate) face: FaceChange,
    pub(crate) ground: Ground,
    /// `None` when the photo, put through again, gave none.
    pub(crate) second: Option<SecondPass>,
    /// Length of the file.
    pub(crate) bytes: usize,
}

impl Made {
    /// Whether it may be handed in.
    pub(crate) fn is_fit(&self) -> bool {
        self.shortfalls.is_empty()
    }

    /// Whether every measure lies in its range.
    pub(crate) fn holds(&self) -> bool {
        self.held.iter().all(|h| h.gave_px == 0.0)
    }
}

/// Where a document names no least quality.
const LEAST_QUALITY: u8 = 50;

/// Makes a photo of `bytes` and measures it; the pixels are for looking at.
pub(crate) fn examine(
    engine: &dyn Engine,
    spec: &PhotoSpec,
    picture: &str,
    bytes: &[u8],
) -> (Outcome, Option<RgbImage>) {
    let mut times = Vec::new();
    let (made, photo) = match run(engine, spec, bytes, &mut times) {
        Ok((made, photo)) => (Ok(made), Some(photo)),
        Err(code) => (Err(code), None),
    };
    let failure = made.as_ref().err().map(|code| (*code).to_owned());
    (
        Outcome {
            picture: picture.to_owned(),
            failure,
            made: made.ok(),
            times,
        },
        photo,
    )
}

fn run(
    engine: &dyn Engine,
    spec: &PhotoSpec,
    bytes: &[u8],
    times: &mut Vec<(&'static str, f64)>,
) -> Result<(Made, RgbImage), &'static str> {
    let mut last = Instant::now();
    let mut ended = |step| {
        times.push((step, last.elapsed().as_secs_f64() * 1e3));
        last = Instant::now();
    };
    let picture = decode(bytes, &Limits::default())
        .map_err(|e| e.code())?
        .image;
    ended("decode");
    let source = picture.clone();
    // The copy is for measuring only and no step of the way.
    ended("");
    let photo =
        make(engine, picture, spec, &mut |stage| ended(stage_name(stage))).map_err(|e| e.code())?;
    let image = photo.cut_out.on(spec.background.rgb);
    ended("paint");
    let file = encode_jpeg(&image, &target(spec)).map_err(|e| e.code())?;
    ended("encode");
    times.retain(|(step, _)| !step.is_empty());

    let seen = decode(&file.bytes, &Limits::default())
        .map_err(|e| e.code())?
        .image;
    let source = source.turned(photo.turn);
    let made = Made {
        shortfalls: photo.shortfalls.iter().map(Shortfall::code).collect(),
        held: photo.frame.held.clone(),
        bystanders: photo.bystanders,
        face: face::change(&source, &photo, &image),
        ground: ground::check(&photo.cut_out.alpha(), &image, &seen, spec.background.rgb),
        second: again(engine, spec, seen, &photo),
        bytes: file.bytes.len(),
    };
    Ok((made, image))
}

fn again(
    engine: &dyn Engine,
    spec: &PhotoSpec,
    seen: RgbImage,
    first: &IdPhoto,
) -> Option<SecondPass> {
    let second = make(engine, seen, spec, &mut |_| ()).ok()?;
    Some(second_pass::compare(spec, first, &second))
}

fn target(spec: &PhotoSpec) -> JpegTarget {
    JpegTarget {
        dpi: spec.dpi.0,
        min_bytes: spec.file.min_bytes,
        max_bytes: spec.file.max_bytes,
        min_quality: spec.file.min_quality.unwrap_or(LEAST_QUALITY),
    }
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
