//! Where the head ends: the hair's top and the head's widest place, read from
//! the matte on a canvas on which the eyes are level.

use imaging::Plane;

/// Hair counts as the head's top where it covers this share of the face's
/// width in one row: single flyaway hairs do not lift the crown.
const CROWN_SHARE: f64 = 0.12;

/// Alpha from which a pixel counts as covered.
const COVERED: f32 = 0.5;

/// The topmost row, in canvas pixels (fractions between rows), where the
/// person is as wide as a crown; looks only within a face width of `middle_x`
/// and above `below_y`. `None` when there is none.
#[must_use]
pub(crate) fn crown_row(
    alpha: &Plane,
    middle_x: f64,
    face_width: f64,
    below_y: f64,
) -> Option<f64> {
    let from = (middle_x - face_width).floor().max(0.0) as usize;
    let to = ((middle_x + face_width).ceil() as usize).min(alpha.width() as usize);
    let last = (below_y.floor().max(0.0) as u32).min(alpha.height());
    let wanted = CROWN_SHARE * face_width;
    let mut above = 0.0;
    for y in 0..last {
        let covered = alpha.row(y)[from.min(to)..to]
            .iter()
            .filter(|a| **a >= COVERED)
            .count() as f64;
        if covered >= wanted {
            // Between this row and the one above, where the count passes the mark.
            let share = (wanted - above) / (covered - above).max(1.0);
            return Some((f64::from(y) - 1.0 + share + 0.5).clamp(0.0, f64::from(y) + 0.5));
        }
        above = covered;
    }
    None
}

/// The person's left and right edge in row `y`, walking outwards from
/// `middle_x` until the matte ends; `None` when the middle is not covered.
#[must_use]
pub(crate) fn sides(alpha: &Plane, middle_x: f64, y: f64) -> Option<(f64, f64)> {
    if y < 0.0 || y >= f64::from(alpha.height()) || middle_x < 0.0 {
        return None;
    }
    let row = alpha.row(y as u32);
    let middle = middle_x as usize;
    if *row.get(middle)? < COVERED {
        return None;
    }
    let left = row[..middle]
        .iter()
        .rposition(|a| *a < COVERED)
        .map_or(0.0, |x| x as f64 + 1.0);
    let right = row[middle..]
        .iter()
        .position(|a| *a < COVERED)
        .map_or(row.len() as f64, |x| (middle + x) as f64);
    Some((left, right))
}
