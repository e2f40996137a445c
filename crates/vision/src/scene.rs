//! The faces in a picture, and the turn that stands it upright.
//!
//! Takes a picture as it was stored; gives its faces, the main one first, and
//! the quarter turn that stands it upright.

use imaging::{Affine, Point, QuarterTurn, RgbImage};

use crate::Rect;
use crate::blendshapes::{Blendshapes, blendshapes};
use crate::crop::Crop;
use crate::detector::candidates;
use crate::engine::{Engine, EngineError};
use crate::landmarks::{Landmarks, ScoredLandmarks, around_candidate, around_landmarks, landmarks};
use crate::pose::{Pose, pose};
use crate::turn::{righting, turning};
use crate::views::Views;

/// What is in a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// How the picture must be turned to stand upright. Everything below is
    /// in pixels of the **turned** picture.
    pub turn: QuarterTurn,
    /// The main person first, then the others by prominence.
    pub faces: Vec<Face>,
}

/// A face.
#[derive(Clone, Debug, PartialEq)]
pub struct Face {
    /// The detector's score, 0…1.
    pub score: f32,
    /// The rectangle of all landmarks: forehead to chin, ear root to ear root.
    pub bounds: Rect,
    /// The points on it.
    pub landmarks: Landmarks,
    /// The landmark network's probability that this is a face, 0…1.
    pub presence: f32,
    /// Which way the head is turned.
    pub pose: Pose,
    /// Its expression; measured on the main face only.
    pub blendshapes: Option<Blendshapes>,
}

/// Below this presence there is no face.
const LEAST_PRESENCE: f32 = 0.5;

/// A main face this certain needs no look at the picture's other turns. Faces
/// upside down fool both networks now and then, but never to this height:
/// they came to 0.82 at most, upright single faces to 0.89 at least (52
/// pictures in four turns).
const CERTAIN: f32 = 0.87;

/// The way a picture was stored is overruled by one that is certain, or surer by so much: a face
/// behind a mask is seen in more ways than one. Of 48 upright faces with painted masks 26 stayed
/// upright without it and 45 do with it.
const CLEARLY_SURER: f32 = 0.2;

/// Landmarks are measured for so many candidates, the largest first: a crowd
/// is refused whatever it numbers.
const MOST_CANDIDATES: usize = 8;

/// Boxes of landmarks that overlap by more than this belong to one face.
const SAME_FACE: f64 = 0.4;

/// A face in the picture as it was stored.
struct Sighting {
    score: f32,
    presence: f32,
    landmarks: Landmarks,
}

impl Sighting {
    fn confidence(&self) -> f32 {
        self.score * self.presence
    }
}

/// Finds the people in `image`.
///
/// # Errors
/// When a network cannot be run. A picture without a face is no error.
pub fn look(engine: &dyn Engine, image: &RgbImage) -> Result<Scene, EngineError> {
    let views = Views::new(image);
    let mut turn = QuarterTurn::None;
    let mut faces = sightings(engine, &views, turn)?;
    let as_stored = confidence(&faces, turn);
    if as_stored < CERTAIN {
        let mut surest = (as_stored + CLEARLY_SURER).min(CERTAIN);
        for other in [QuarterTurn::Right, QuarterTurn::Half, QuarterTurn::Left] {
            let seen = sightings(engine, &views, other)?;
            let sure = confidence(&seen, other);
            if sure > surest {
                surest = sure;
                (turn, faces) = (other, seen);
            }
        }
    }
    scene(engine, &views, turn, faces)
}

/// How surely the main face stands upright in the picture turned by `turn`, 0…1.
fn confidence(sightings: &[Sighting], turn: QuarterTurn) -> f32 {
    sightings
        .first()
        .filter(|main| righting(main.landmarks.roll()) == turn)
        .map_or(0.0, Sighting::confidence)
}

/// The faces seen when the picture is turned by `turn`, the main one first.
fn sightings(
    engine: &dyn Engine,
    views: &Views<'_>,
    turn: QuarterTurn,
) -> Result<Vec<Sighting>, EngineError> {
    let mut places = candidates(engine, views, turn)?;
    places.sort_by(|a, b| b.bounds.area().total_cmp(&a.bounds.area()));
    places.truncate(MOST_CANDIDATES);

    let mut first = Vec::new();
    for candidate in &places {
        first.extend(sight(
            engine,
            views,
            candidate.score,
            &around_candidate(candidate),
        )?);
    }
    // Once more where the landmarks lie: they frame a face better than a
    // detector's box does. What only looked like a face does not stand it,
    // and when a picture moves, turns and scales a little, the landmarks
    // wander half as far (chin 0.9 → 0.4 px, irises 0.6 → 0.3 px on a face
    // 207 px wide).
    let mut again = Vec::new();
    for sighting in distinct(first) {
        let place = around_landmarks(&sighting.landmarks);
        again.extend(sight(engine, views, sighting.score, &place)?);
    }
    let mut sightings = distinct(again);
    sightings.sort_by(|a, b| prominence(b, views).total_cmp(&prominence(a, views)));
    Ok(sightings)
}

/// What the landmark network makes of a place, if it holds a face.
fn sight(
    engine: &dyn Engine,
    views: &Views<'_>,
    score: f32,
    place: &Crop,
) -> Result<Option<Sighting>, EngineError> {
    Ok(landmarks(engine, views, place)?
        .filter(|found| found.presence >= LEAST_PRESENCE)
        .map(
            |ScoredLandmarks {
                 landmarks,
                 presence,
             }| Sighting {
                score,
                presence,
                landmarks,
            },
        ))
}

/// One sighting a face: of those that overlap, the most confident.
fn distinct(mut sightings: Vec<Sighting>) -> Vec<Sighting> {
    sightings.sort_by(|a, b| b.confidence().total_cmp(&a.confidence()));
    let mut kept: Vec<Sighting> = Vec::new();
    for sighting in sightings {
        let bounds = sighting.landmarks.bounds();
        if kept
            .iter()
            .all(|other| other.landmarks.bounds().overlap(&bounds) <= SAME_FACE)
        {
            kept.push(sighting);
        }
    }
    kept
}

/// How much a face is what the picture is about: its size, less so the
/// farther it is from the middle and the less certain it is.
fn prominence(sighting: &Sighting, views: &Views<'_>) -> f64 {
    let bounds = sighting.landmarks.bounds();
    let middle = Point::new(views.width() / 2.0, views.height() / 2.0);
    let off_centre = bounds.centre().distance(middle) / middle.distance(Point::default());
    bounds.area().sqrt() * (1.0 - 0.5 * off_centre.min(1.0)) * f64::from(sighting.presence)
}

/// The sightings, the main one first, measured in the turned picture.
fn scene(
    engine: &dyn Engine,
    views: &Views<'_>,
    turn: QuarterTurn,
    sightings: Vec<Sighting>,
) -> Result<Scene, EngineError> {
    let map: Affine = turning(turn, views.width(), views.height());
    let mut faces = Vec::with_capacity(sightings.len());
    for sighting in sightings {
        let landmarks = sighting.landmarks.mapped(&map);
        faces.push(Face {
            score: sighting.score,
            bounds: landmarks.bounds(),
            presence: sighting.presence,
            pose: pose(&landmarks),
            blendshapes: if faces.is_empty() {
                Some(blendshapes(engine, &landmarks)?)
            } else {
                None
            },
            landmarks,
        });
    }
    Ok(Scene { turn, faces })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{EngineVersion, Network};
    use crate::points;

    /// Sees a face in the middle of any picture whose upper left corner is
    /// bright, and landmarks of an upright face in any crop.
    struct Fake {
        detector_logit: f32,
        presence_logit: f32,
    }

    impl Engine for Fake {
        fn run(&self, network: Network, input: &[f32]) -> Result<Vec<Vec<f32>>, EngineError> {
            let mut outputs: Vec<Vec<f32>> = network
                .output_lengths()
                .iter()
                .map(|length| vec![0.0; *length])
                .collect();
            match network {
                Network::FaceDetectorShort => {
                    outputs[1].fill(-9.0);
                    let corner = (32 * 128 + 32) * 3;
                    if input[corner] > 0.5 {
                        // The anchor of the fine layer at (68, 68).
                        let anchor = (8 * 16 + 8) * 2;
                        outputs[1][anchor] = self.detector_logit;
                        let numbers = [-4.0, -4.0, 40.0, 40.0, -14.0, -12.0, 6.0, -12.0];
                        outputs[0][anchor * 16..][..8].copy_from_slice(&numbers);
                    }
                }
                Network::FaceDetectorFull => outputs[1].fill(-9.0),
                Network::FaceLandmarks => {
                    for index in 0..crate::LANDMARKS {
                        let (x, y) = match index {
                            points::RIGHT_EYE_OUTER => (96.0, 110.0),
                            points::LEFT_EYE_OUTER => (160.0, 110.0),
                            _ => (80.0 + (index % 97) as f32, 80.0 + (index % 89) as f32),
                        };
                        outputs[0][index * 3..][..2].copy_from_slice(&[x, y]);
                    }
                    outputs[1][0] = self.presence_logit;
                }
                Network::Blendshapes => outputs[0].fill(0.5),
                Network::SelfieSegmentation
                | Network::Outline
                | Network::Alpha
                | Network::PalmDetector
                | Network::HandLandmarks
                | Network::Worn => {}
            }
            Ok(outputs)
        }

        fn version(&self) -> EngineVersion {
            EngineVersion {
                runtime: "fake",
                networks: "none",
            }
        }
    }

    const SURE: Fake = Fake {
        detector_logit: 4.0,
        presence_logit: 12.0,
    };

    /// Bright in the upper left quarter.
    fn picture() -> RgbImage {
        let mut image = RgbImage::filled(200, 200, [0; 3]);
        for y in 0..100 {
            for x in 0..100 {
                image.put(x, y, [255; 3]);
            }
        }
        image
    }

    #[track_caller]
    fn check(engine: &Fake, stored: QuarterTurn, expected: (QuarterTurn, usize)) {
        let scene = look(engine, &picture().turned(stored)).unwrap();
        assert_eq!(
            (scene.turn, scene.faces.len()),
            expected,
            "stored {stored:?}"
        );
        for face in &scene.faces {
            assert!(
                face.landmarks.roll().abs() < 1e-6,
                "upright in the turned picture"
            );
            assert!(face.bounds.centre().distance(Point::new(100.0, 100.0)) < 25.0);
            assert!(face.blendshapes.is_some());
        }
    }

    #[test]
    fn the_turn_in_which_a_face_is_seen_is_chosen() {
        use QuarterTurn::{Half, Left, None, Right};
        let unsure = Fake {
            detector_logit: 0.0,
            ..SURE
        };
        let no_face = Fake {
            presence_logit: -3.0,
            ..SURE
        };
        let nothing = Fake {
            detector_logit: -5.0,
            ..SURE
        };
        for (engine, stored, expected) in [
            (&SURE, None, (None, 1)),
            (&SURE, Right, (Left, 1)),
            (&SURE, Half, (Half, 1)),
            (&SURE, Left, (Right, 1)),
            (&unsure, None, (None, 1)),
            (&unsure, Left, (Right, 1)),
            (&no_face, None, (None, 0)),
            (&no_face, Half, (None, 0)),
            (&nothing, None, (None, 0)),
        ] {
            check(engine, stored, expected);
        }
    }

    fn sighting(score: f32, presence: f32, x: f64, y: f64, size: f64) -> Sighting {
        let mut all = [crate::Landmark::default(); crate::LANDMARKS];
        for (index, landmark) in all.iter_mut().enumerate() {
            let (column, row) = ((index % 2) as f64 - 0.5, (index / 2 % 2) as f64 - 0.5);
            landmark.at = Point::new(x + column * size, y + row * size);
        }
        Sighting {
            score,
            presence,
            landmarks: Landmarks::new(all),
        }
    }

    #[test]
    fn the_large_central_certain_face_is_the_main_one() {
        let image = RgbImage::filled(1000, 1000, [0; 3]);
        let views = Views::new(&image);
        let of = |presence, x, y, size| prominence(&sighting(0.9, presence, x, y, size), &views);
        for (more, less) in [
            ((1.0, 500.0, 500.0, 200.0), (1.0, 500.0, 500.0, 150.0)),
            ((1.0, 500.0, 500.0, 200.0), (1.0, 100.0, 900.0, 200.0)),
            ((1.0, 500.0, 500.0, 200.0), (0.6, 500.0, 500.0, 200.0)),
            ((1.0, 300.0, 500.0, 300.0), (1.0, 500.0, 500.0, 100.0)),
        ] {
            let [high, low] = [more, less].map(|(p, x, y, size)| of(p, x, y, size));
            assert!(high > low, "{more:?} {less:?}");
        }
    }

    #[test]
    fn two_sightings_of_a_face_are_one() {
        let both = vec![
            sighting(0.7, 1.0, 500.0, 500.0, 200.0),
            sighting(0.9, 1.0, 520.0, 500.0, 200.0),
            sighting(0.5, 1.0, 800.0, 500.0, 200.0),
        ];
        let scores: Vec<f32> = distinct(both).iter().map(|one| one.score).collect();
        assert_eq!(scores, [0.9, 0.5]);
    }

    /// Answers with numbers that are none, or too few of them.
    struct Broken(f32, usize);

    impl Engine for Broken {
        fn run(&self, network: Network, _: &[f32]) -> Result<Vec<Vec<f32>>, EngineError> {
            Ok(network
                .output_lengths()
                .iter()
                .map(|n| vec![self.0; n - self.1])
                .collect())
        }

        fn version(&self) -> EngineVersion {
            SURE.version()
        }
    }

    #[test]
    fn an_engine_that_answers_nonsense_is_an_error() {
        for engine in [
            Broken(f32::NAN, 0),
            Broken(f32::INFINITY, 0),
            Broken(0.0, 1),
        ] {
            let error = look(&engine, &picture()).unwrap_err();
            assert_eq!(error.code(), "network-output");
        }
    }

    #[test]
    fn extreme_numbers_do_no_harm() {
        for value in [f32::MAX, f32::MIN, 1e-40, 0.0] {
            look(&Broken(value, 0), &picture()).unwrap();
        }
    }
}
