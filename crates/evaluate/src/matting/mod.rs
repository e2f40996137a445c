//! The matting error against known alpha.
//!
//! Takes the folder's pictures; keys those with a plain wall ([`mod@key`]), puts
//! each person before other walls and places ([`backdrop`]), has the engine
//! make the photo, and compares it with the truth on the photo's own grid.

mod backdrop;
pub(crate) mod cut_outs;
mod key;
mod scene;
pub(crate) mod shapes;
pub(crate) mod solved;
mod wall;

use std::path::Path;
use std::{fs, io};

use catalogue::PhotoSpec;
use imaging::{Limits, Plane, QuarterTurn, RgbImage, decode, encode_png};
use serde::Serialize;
use vision::{Engine, EngineError};

pub(crate) use self::backdrop::Backdrop;
use self::backdrop::{Site, paint};
use self::key::{Person, key, over};
use self::scene::{Scene, empty};
use crate::layer::Layer;
use crate::light::linear;
use crate::metrics::{MatteError, compare};

/// Noise of a phone's sensor after its own smoothing, in levels.
const SENSOR_NOISE: f32 = 1.2;
/// Everything random follows from this.
const SEED: u64 = 0x6875_697a_6869;

/// The folder's people without walls, and walls without people.
#[derive(Default)]
pub(crate) struct Cast {
    people: Vec<(String, Person)>,
    scenes: Vec<(String, Scene)>,
    /// Pictures whose wall looked plain but gave no truth, and why.
    pub(crate) refused: Vec<Refused>,
}

/// A picture that gives no ground truth.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Refused {
    pub(crate) picture: String,
    pub(crate) reason: String,
}

/// One composed picture and how its photo compares.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Trial {
    pub(crate) picture: String,
    pub(crate) backdrop: Backdrop,
    /// `None` when no photo came of it; the code is in `failure`.
    pub(crate) error: Option<MatteError>,
    /// The engine's own expectation of its worst square, 0..1, and the square that is worst.
    pub(crate) self_check: Option<SelfCheck>,
    pub(crate) failure: Option<String>,
}

/// What the engine expects of its worst square, and what it is: mean absolute error of
/// coverage, 0..1.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct SelfCheck {
    pub(crate) expected: f64,
    pub(crate) worst: f64,
}

/// The pictures of a trial, for looking at; all of the photo's size.
pub(crate) struct TrialPictures {
    /// The composed picture, framed like the photo.
    pub(crate) source: RgbImage,
    pub(crate) photo: RgbImage,
    pub(crate) truth: RgbImage,
    /// Difference of the two, four times.
    pub(crate) difference: RgbImage,
}

/// What a picture may be used as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The person is keyed if the wall turns out to be plain.
    PersonIfPlain,
    /// Its wall is known not to be plain.
    Place,
}

/// Makes use of one upright picture: as a person, or else as surroundings.
pub(crate) fn admit(
    cast: &mut Cast,
    engine: &dyn Engine,
    name: &str,
    picture: &RgbImage,
    role: Role,
) -> Result<(), EngineError> {
    let scene = vision::look(engine, picture)?;
    let refuse = |cast: &mut Cast, reason: key::NoTruth| {
        cast.refused.push(Refused {
            picture: name.to_owned(),
            reason: reason.to_string(),
        });
    };
    let [face] = scene.faces.as_slice() else {
        refuse(cast, key::NoTruth::Faces);
        return Ok(());
    };
    if scene.turn != QuarterTurn::None {
        refuse(cast, key::NoTruth::Faces);
        return Ok(());
    }
    let keyed = match role {
        Role::PersonIfPlain => key(engine, picture, face)?,
        Role::Place => Err(key::NoTruth::Wall),
    };
    if matches!(keyed, Err(key::NoTruth::Wall))
        && let Some(scene) = empty(engine, picture, face)?
    {
        cast.scenes.push((name.to_owned(), scene));
    }
    match keyed {
        Ok(person) => cast.people.push((name.to_owned(), person)),
        Err(reason) => refuse(cast, reason),
    }
    Ok(())
}

/// Takes the people that an earlier run cut out into `folder`, those `wanted` for, as they are:
/// before another wall a cut-out is true, whatever it left out before its own.
pub(crate) fn admit_cut_outs(
    cast: &mut Cast,
    folder: &Path,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<(), Box<dyn std::error::Error>> {
    cast.people.extend(cut_outs::read(folder, wanted)?);
    Ok(())
}

/// Where the alpha that is measured comes from, and where composed pictures go.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Matter<'a> {
    /// The engine's own.
    Engine,
    /// The engine's own; every composed picture is written into this folder as
    /// `PERSON-BACKDROP.png`, for other programs to cut out.
    EngineAndOthers(&'a Path),
    /// Another program's: grey pictures of those names in this folder.
    Other(&'a Path),
}

/// Every person before every backdrop; `shown` gets each trial's pictures.
pub(crate) fn trials(
    cast: &Cast,
    engine: &dyn Engine,
    spec: &PhotoSpec,
    backdrops: &[Backdrop],
    matter: Matter<'_>,
    shown: &mut dyn FnMut(&Trial, Option<TrialPictures>),
) -> io::Result<Vec<Trial>> {
    let mut all = Vec::new();
    for (index, (name, person)) in cast.people.iter().enumerate() {
        for kind in backdrops {
            let mut rng = fastrand::Rng::with_seed(SEED ^ ((index as u64) << 32) ^ *kind as u64);
            let scene = cast
                .scenes
                .get(rng.usize(0..cast.scenes.len().max(1)))
                .map(|(_, scene)| scene);
            let site = Site {
                width: person.layer.width,
                height: person.layer.height,
                face_width: person.face_width,
                face_centre: person.face_centre,
            };
            let Some(wall) = paint(*kind, site, scene, &mut rng) else {
                continue;
            };
            let composed = over(&person.layer, &wall, SENSOR_NOISE, &mut rng);
            let file = format!("{name}-{}.png", kind.name());
            let other = match matter {
                Matter::Engine => None,
                Matter::EngineAndOthers(folder) => {
                    let png = encode_png(&composed, 96).map_err(io::Error::other)?;
                    fs::write(folder.join(file), png)?;
                    None
                }
                Matter::Other(folder) => Some(others_alpha(&folder.join(file))?),
            };
            let (outcome, pictures) = try_out(engine, spec, &person.layer, composed, other);
            let (error, self_check, failure) = match outcome {
                Ok((error, check)) => (Some(error), Some(check), None),
                Err(code) => (None, None, Some(code)),
            };
            let trial = Trial {
                picture: name.clone(),
                backdrop: *kind,
                error,
                self_check,
                failure,
            };
            shown(&trial, pictures);
            all.push(trial);
        }
    }
    Ok(all)
}

fn others_alpha(file: &Path) -> io::Result<Plane> {
    let grey = decode(&fs::read(file)?, &Limits::default()).map_err(io::Error::other)?;
    let data = grey.image.data().chunks_exact(3);
    let data = data.map(|p| f32::from(p[0]) / 255.0).collect();
    Plane::new(grey.image.width(), grey.image.height(), data)
        .ok_or_else(|| io::Error::other("one alpha a pixel"))
}

/// The person of `image` of which `alpha` is covered, in colours estimated as the engine does.
fn cut_out_by(image: &RgbImage, alpha: &Plane) -> Layer {
    let own = vision::matting::foreground(image, &vision::matting::layers(image, alpha));
    let data = own
        .iter()
        .zip(alpha.data())
        .map(|(colour, a)| {
            let [r, g, b] = colour.map(|v| linear(v) * a);
            [r, g, b, *a]
        })
        .collect();
    Layer {
        width: image.width() as usize,
        height: image.height() as usize,
        data,
    }
}

/// Side of the squares in which a cut-out is bad or not, in face widths.
const SQUARE: f64 = 0.25;

fn self_check(photo: &portrait::IdPhoto, truth: &Layer, counts: &[bool]) -> SelfCheck {
    let marks = &photo.marks;
    let face = marks.left_ear_root.distance(marks.right_ear_root);
    let side = (SQUARE * face).round().max(1.0) as u32;
    let off = photo
        .cut_out
        .alpha()
        .data()
        .iter()
        .zip(truth.alpha().data())
        .zip(counts)
        .map(|((is, want), counts)| if *counts { (is - want).abs() } else { 0.0 })
        .collect();
    let off = Plane::new(photo.doubt.width(), photo.doubt.height(), off)
        .expect("one error a pixel of the photo");
    SelfCheck {
        expected: portrait::most_doubted(photo).mean,
        worst: portrait::largest_mean(&off, side).mean,
    }
}

fn try_out(
    engine: &dyn Engine,
    spec: &PhotoSpec,
    truth: &Layer,
    composed: RgbImage,
    other: Option<Plane>,
) -> (
    Result<(MatteError, SelfCheck), String>,
    Option<TrialPictures>,
) {
    let (w, h) = (spec.width_px as usize, spec.height_px as usize);
    let photo = match portrait::make(engine, composed.clone(), spec, &mut |_| ()) {
        Ok(photo) if photo.turn == QuarterTurn::None => photo,
        Ok(_) => return (Err("turned".to_owned()), None),
        Err(error) => return (Err(error.code().to_owned()), None),
    };
    let map = &photo.frame.map;
    let want = truth.resampled(map, w, h);
    let seen = Layer::opaque(&composed).resampled(map, w, h);
    let counts: Vec<bool> = seen.data.iter().map(|p| p[3] > 0.0).collect();
    let check = self_check(&photo, &want, &counts);
    let picture = |levels: &[[f32; 3]]| {
        let samples = levels
            .iter()
            .flatten()
            .map(|v| v.round().clamp(0.0, 255.0) as u8)
            .collect();
        RgbImage::new(spec.width_px, spec.height_px, samples).expect("one colour a pixel")
    };
    let (alpha, on_white) = match other {
        None => (photo.cut_out.alpha(), photo.cut_out.on([255; 3])),
        Some(alpha) => {
            let layer = cut_out_by(&composed, &alpha).resampled(map, w, h);
            (layer.alpha(), picture(&layer.on([255; 3])))
        }
    };
    let error = compare(&alpha, &on_white, &want, &counts, photo.marks.chin.y);
    let true_white = want.on([255; 3]);
    let difference: Vec<[f32; 3]> = true_white
        .iter()
        .zip(on_white.data().chunks_exact(3))
        .map(|(t, p)| [0, 1, 2].map(|c| 128.0 + 4.0 * (f32::from(p[c]) - t[c])))
        .collect();
    let shown = TrialPictures {
        source: picture(&seen.on([0; 3])),
        truth: picture(&true_white),
        difference: picture(&difference),
        photo: on_white,
    };
    (Ok((error, check)), Some(shown))
}

impl Cast {
    /// Leaves only people whose name contains one of `parts`; all for none.
    pub(crate) fn keep(&mut self, parts: &[String]) {
        self.people
            .retain(|(name, _)| parts.is_empty() || parts.iter().any(|part| name.contains(part)));
    }

    /// The keyed people on `background`, to see whether the truth is any good.
    pub(crate) fn on(&self, background: [u8; 3]) -> impl Iterator<Item = (&str, RgbImage)> {
        self.people.iter().map(move |(name, person)| {
            let samples = person
                .layer
                .on(background)
                .iter()
                .flatten()
                .map(|v| v.round().clamp(0.0, 255.0) as u8)
                .collect();
            let (w, h) = (person.layer.width as u32, person.layer.height as u32);
            (
                name.as_str(),
                RgbImage::new(w, h, samples).expect("one colour a pixel"),
            )
        })
    }
}
