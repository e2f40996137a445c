//! Clothing and other people.
//!
//! Takes the sample; gives how light the top is against the document's
//! background, how much of the shoulders is bare, and how many other faces
//! there are.

use imaging::Point;
use vision::points;

use crate::coverage::area::{COLUMNS, ROWS, span};
use crate::coverage::colour::{apart, lab, median};
use crate::coverage::look::{Look, from_skin};
use crate::coverage::value::{Place, percent};
use crate::{Group, Measured, Sample, VIEW_FACE_WIDTH, VIEW_HEIGHT, WhyNot};

/// Below the chin by this part of the face's width clothes begin.
const CLOTHES: f64 = 0.2;
/// Half width of a neck over the width of the face: a neck is somewhat narrower
/// than the face.
const NECK: f64 = 0.4;
/// Nearer than this, squared, a pixel is hair.
const HAIR: f32 = 8.0;
/// Nearer than this, squared, a pixel is skin; white in warm light is 7 away.
const SKIN: f32 = 4.0;
/// Grid pixels of clothes that there must be: 0.3 % of the grid.
const LEAST: usize = 150;

/// The values of this group.
pub(crate) fn measure(sample: &Sample<'_>, look: &Look<'_>) -> Vec<Measured> {
    let below = below_chin(look);
    let seen = |id, (value, place): Place| {
        Measured::new(Group::Scene, id, value).seen_at(sample.in_source(&place))
    };
    let background = sample.evidence.spec.background.rgb;
    let bystanders = sample.evidence.photo.bystanders as f64;
    vec![
        seen(
            "light-top",
            (light_top(look, &below, background), place(look)),
        ),
        seen("bare-shoulders", (bare(look, &below), place(look))),
        Measured::new(Group::Scene, "bystanders", Ok(bystanders)),
    ]
}

/// From below the chin to the end of the view.
fn place(look: &Look<'_>) -> Vec<Point> {
    let top = look.at(points::CHIN).y + CLOTHES * VIEW_FACE_WIDTH;
    let bottom = f64::from(VIEW_HEIGHT).max(top);
    [(60.0, top), (340.0, top), (340.0, bottom), (60.0, bottom)]
        .map(|(x, y)| Point::new(x, y))
        .to_vec()
}

/// Grid pixels of the person below the chin.
fn below_chin(look: &Look<'_>) -> Vec<usize> {
    let top = look.at(points::CHIN).y + CLOTHES * VIEW_FACE_WIDTH;
    let rows = span(top, f64::from(VIEW_HEIGHT), ROWS);
    (rows.start * COLUMNS..rows.end * COLUMNS)
        .filter(|i| look.alpha[*i] > 0.9 && look.inside[*i])
        .collect()
}

/// How far the clothes' middle colour is from the background, as a CIE 1976
/// colour difference: 0 is the background's own colour, 100 black on white.
fn light_top(look: &Look<'_>, below: &[usize], background: [u8; 3]) -> Result<f64, WhyNot> {
    let clothes: Vec<_> = below
        .iter()
        .filter(|i| from_skin(look.lab[**i], look.skin) > SKIN)
        .filter(|i| look.hair.is_none() || look.hair_distance(**i) > HAIR)
        .map(|i| look.lab[*i])
        .collect();
    if clothes.len() < LEAST {
        return Err(WhyNot::OutOfPicture);
    }
    let middle = median(clothes).ok_or(WhyNot::OutOfPicture)?;
    Ok(f64::from(apart(middle, lab(background), [1.0; 3]).sqrt()))
}

/// Percent of the person beside the neck that is skin.
fn bare(look: &Look<'_>, below: &[usize]) -> Result<f64, WhyNot> {
    let chin = look.at(points::CHIN).x / 2.0;
    let neck = NECK * VIEW_FACE_WIDTH / 2.0;
    let beside: Vec<usize> = below
        .iter()
        .copied()
        .filter(|i| ((i % COLUMNS) as f64 - chin).abs() > neck)
        .collect();
    if beside.len() < LEAST {
        return Err(WhyNot::OutOfPicture);
    }
    let skin = beside
        .iter()
        .filter(|i| from_skin(look.lab[**i], look.skin) < SKIN)
        .count();
    Ok(percent(skin as f64 / beside.len() as f64))
}

#[cfg(test)]
mod tests {
    use imaging::Plane;

    use super::*;
    use crate::VIEW_WIDTH;
    use crate::coverage::staged::{SKIN as STAGED_SKIN, Stage};

    /// The top and the bare shoulders of a painted head in clothes of `colour`.
    fn dressed(colour: [u8; 3]) -> [Result<f64, WhyNot>; 2] {
        let mut stage = Stage::new();
        let top = stage.landmarks.at(points::CHIN).y + 36.0;
        stage.rectangle((20.0, top), (380.0, f64::from(VIEW_HEIGHT)), colour);
        let whole = Plane::filled(VIEW_WIDTH, VIEW_HEIGHT, 1.0);
        let look = Look::new(&stage.view, &whole, &stage.alpha, &stage.landmarks, 0.0);
        let below = below_chin(&look);
        [light_top(&look, &below, [255; 3]), bare(&look, &below)]
    }

    #[track_caller]
    fn check(colour: [u8; 3], distance: std::ops::RangeInclusive<f64>, skin: f64) {
        let [top, bare] = dressed(colour);
        assert!(
            top.is_ok_and(|v| distance.contains(&v)),
            "{colour:?}: {top:?}"
        );
        assert_eq!(bare, Ok(skin), "{colour:?}");
    }

    #[test]
    fn tops_on_white() {
        check([245, 245, 245], 0.0..=10.0, 0.0);
        check([30, 40, 90], 70.0..=110.0, 0.0);
        assert_eq!(dressed(STAGED_SKIN), [Err(WhyNot::OutOfPicture), Ok(100.0)]);
    }
}
