//! The wall behind the person: whether a cut-out can be expected to be clean.
//!
//! Takes the face view and the person's coverage on it; gives how uneven the
//! wall around the head is, and how bright. Both speak of the picture as it was
//! taken: a person can go and stand elsewhere.

use imaging::{Point, luma};
use vision::Wall;

use super::value::plain;
use crate::{Measured, Sample, VIEW_HEIGHT, VIEW_WIDTH, WhyNot};

/// Coverage up to which a pixel is the wall's.
const WALL: f32 = 0.02;
/// Side of a square of wall, px of the view: a sixteenth of a face.
const PATCH: usize = 12;

/// `wall-busy` and `wall-dark`, in levels.
pub(super) fn measure(sample: &Sample<'_>) -> Vec<Measured> {
    let wall = wall(sample);
    vec![
        plain("wall-busy", wall.unrest().ok_or(WhyNot::Hidden)),
        plain("wall-dark", wall.brightness().ok_or(WhyNot::Hidden)),
    ]
}

/// The wall on the view. Coverage is known within the photo alone.
fn wall(sample: &Sample<'_>) -> Wall {
    let to_photo = sample.back.then(&sample.evidence.photo.frame.map);
    let (right, bottom) = (
        f64::from(sample.cover.width()),
        f64::from(sample.cover.height()),
    );
    Wall::of(VIEW_WIDTH as usize, VIEW_HEIGHT as usize, PATCH, |x, y| {
        let (column, row) = (x as u32, y as u32);
        let at = to_photo.apply(Point::new(x as f64 + 0.5, y as f64 + 0.5));
        let in_photo = (0.0..right).contains(&at.x) && (0.0..bottom).contains(&at.y);
        let wall = in_photo
            && sample.inside.at(column, row) >= 0.5
            && sample.alpha.at(column, row) <= WALL;
        wall.then(|| luma(sample.view.pixel(column, row)))
    })
}
