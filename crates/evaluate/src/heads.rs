//! Heads for a training program: the square around each, and where the face's points lie in it.
//!
//! Takes the folder's pictures; writes `NAME.png` and a line of `heads.csv` for each with one
//! upright face (`scripts/worn`).

use std::fs;
use std::path::Path;

use imaging::{Affine, encode_png, glimpse};
use vision::{Engine, QuarterTurn, around_head};

/// Side of what is written, px.
const SIDE: u32 = 640;
/// What is written is wider than what the network will see, so that training can move about.
const WIDER: f64 = 1.3;

/// Writes the head of one picture; `None` without exactly one upright face. The row is the
/// name and x, y of every landmark in the square, px.
pub(crate) fn write(
    engine: &dyn Engine,
    name: &str,
    picture: &imaging::RgbImage,
    folder: &Path,
) -> Result<Option<Vec<String>>, Box<dyn std::error::Error>> {
    let scene = vision::look(engine, picture)?;
    let (Some(face), QuarterTurn::None) = (scene.faces.first(), scene.turn) else {
        return Ok(None);
    };
    let half = f64::from(SIDE) / 2.0;
    let map = around_head(&face.landmarks, SIDE)
        .then(&Affine::translation(-half, -half))
        .then(&Affine::scaling(1.0 / WIDER))
        .then(&Affine::translation(half, half));
    let seen = glimpse(picture, &map, SIDE, SIDE);
    fs::write(folder.join(format!("{name}.png")), encode_png(&seen, 96)?)?;
    let points = face.landmarks.mapped(&map);
    let numbers = points.all().iter().flat_map(|p| [p.at.x, p.at.y]);
    let cells = numbers.map(|v| format!("{v:.1}"));
    Ok(Some(
        std::iter::once(name.to_owned()).chain(cells).collect(),
    ))
}
