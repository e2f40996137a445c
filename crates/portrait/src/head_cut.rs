//! Whether the picture's upper edge cuts the head off.
//!
//! Takes the working canvas, its alpha and the head's marks; says yes where hair or skin runs
//! into the edge along a broad part of the head. Alpha alone does not tell: at the edge it is
//! solved from one side, so that it fades over hair that is cut and reaches over a gap of
//! wall a few pixels high. So the colours at the edge are held against both that are near: the
//! head's below them, and the wall's beside it. Where they are as near to one as to the other,
//! alpha decides.

use imaging::Plane;

use crate::HeadMarks;
use crate::canvas::Canvas;

/// Hair cut along this share of the face's width is seen.
const CUT_SHARE: f64 = 0.25;

/// Alpha from which a pixel is the person, below which it is the wall.
const SURELY_PERSON: f32 = 0.9;
const SURELY_WALL: f32 = 0.05;

/// Alpha from which the person counts as touching the edge where colours do not tell.
const TOUCHES: f32 = 0.5;

/// Lengths in photo pixels. The edge's own colour is the mean of this many rows; a JPEG's
/// ringing and the resampling reach as far.
const EDGE_PX: f64 = 1.5;
/// Alpha is read this far inwards where colours do not tell, and the head's colours from as far
/// below its top: at the edge itself alpha is unsure.
const INWARDS_PX: f64 = 3.0;
/// The head is looked for this far below the edge, in face widths: alpha fades within a
/// twentieth of a face above hair that is cut.
const HEAD_WITHIN: f64 = 0.09;
/// The head's colours are gathered in this part of its top, and the wall's in a strip of
/// this height along the edge, in face widths.
const SAMPLED: f64 = 0.08;

/// Of each kind of colour the nearest few are averaged, so that one pixel of noise does not
/// speak for the wall.
const NEAREST: usize = 4;

/// One kind of colour is nearer when its squared distance is this many times smaller.
const CLEARLY: f32 = 1.5;

/// Whether hair runs into the picture's upper edge below canvas row `from_y`,
/// which is the photo's upper edge.
pub(crate) fn head_is_cut(canvas: &Canvas, alpha: &Plane, marks: &HeadMarks, from_y: f64) -> bool {
    let (width, height) = (alpha.width() as usize, alpha.height() as usize);
    let placed = marks.mapped(&canvas.map);
    let face_width = placed.left_ear_root.distance(placed.right_ear_root);
    let middle = placed.left_ear_root.midpoint(placed.right_ear_root).x;
    let column = |x: f64| x.clamp(0.0, width as f64) as usize;
    let (from, to) = (column(middle - face_width), column(middle + face_width));
    let edge: Vec<Option<usize>> = (0..width)
        .map(|x| {
            (0..height)
                .find(|y| canvas.inside.data()[y * width + x] >= 1.0)
                .filter(|y| *y > 0 && *y as f64 >= from_y)
        })
        .collect();
    let look = Look {
        canvas,
        alpha,
        width,
        height,
        edge: &edge,
        sampled: (SAMPLED * face_width).ceil() as usize,
        within: (HEAD_WITHIN * face_width).ceil() as usize,
    };
    let wall = look.wall();
    let cut = (from..to)
        .filter(|x| edge[*x].is_some_and(|top| look.is_head(*x, top, &wall)))
        .count();
    cut as f64 > CUT_SHARE * face_width
}

/// The canvas along its upper edge. Lengths in canvas pixels.
struct Look<'a> {
    canvas: &'a Canvas,
    alpha: &'a Plane,
    width: usize,
    height: usize,
    /// The picture's first row in each column, where it lies in the photo.
    edge: &'a [Option<usize>],
    sampled: usize,
    within: usize,
}

impl Look<'_> {
    fn colour(&self, x: usize, y: usize) -> [f32; 3] {
        self.canvas.image.pixel(x as u32, y as u32).map(f32::from)
    }

    fn alpha(&self, x: usize, y: usize) -> f32 {
        self.alpha.data()[y * self.width + x]
    }

    /// The uppermost row of the head in column `x`, whose first row is `top`; none where the
    /// head does not come near the edge.
    fn top_of_head(&self, x: usize, top: usize) -> Option<usize> {
        let last = (top + self.within).min(self.height);
        (top..last).find(|y| self.alpha(x, *y) >= SURELY_PERSON)
    }

    /// Colours of the wall along the edge, beside the head: above it, alpha takes hair that
    /// is cut for wall.
    fn wall(&self) -> Vec<[f32; 3]> {
        let columns = self.edge.iter().enumerate();
        columns
            .filter_map(|(x, y)| y.map(|y| (x, y)))
            .filter(|(x, top)| self.top_of_head(*x, *top).is_none())
            .flat_map(|(x, top)| {
                let rows = top..(top + self.sampled).min(self.height);
                rows.step_by(2).map(move |y| (x, y))
            })
            .filter(|(x, y)| self.alpha(*x, *y) <= SURELY_WALL)
            .map(|(x, y)| self.colour(x, y))
            .collect()
    }

    /// Colours of the head below the edge, around column `x`; empty where the head does not
    /// come near it.
    fn head(&self, x: usize, top: usize) -> Vec<[f32; 3]> {
        let Some(first) = self.top_of_head(x, top) else {
            return Vec::new();
        };
        // Alpha may reach over a little of the wall.
        let first = first + self.inwards();
        let half = self.sampled / 2;
        let columns = x.saturating_sub(half)..(x + half + 1).min(self.width);
        columns
            .flat_map(|x| {
                let rows = first..(first + self.sampled).min(self.height);
                rows.step_by(2).map(move |y| (x, y))
            })
            .filter(|(x, y)| self.alpha(*x, *y) >= SURELY_PERSON)
            .map(|(x, y)| self.colour(x, y))
            .collect()
    }

    /// Whether the head reaches the edge in column `x`, whose first row is `top`.
    fn is_head(&self, x: usize, top: usize, wall: &[[f32; 3]]) -> bool {
        let head = self.head(x, top);
        if head.is_empty() {
            return false;
        }
        let rows = (EDGE_PX * self.canvas.density).ceil() as usize;
        let seen: Vec<[f32; 3]> = (top..(top + rows).min(self.height))
            .map(|y| self.colour(x, y))
            .collect();
        let mean: [f32; 3] = std::array::from_fn(|c| {
            seen.iter().map(|colour| colour[c]).sum::<f32>() / seen.len() as f32
        });
        let (to_head, to_wall) = (nearest(&head, mean), nearest(wall, mean));
        if to_wall > CLEARLY * to_head {
            true
        } else if to_head > CLEARLY * to_wall {
            false
        } else {
            self.touches(x, top)
        }
    }

    /// Whether alpha alone has the head at the edge in column `x`, whose first row is `top`.
    fn touches(&self, x: usize, top: usize) -> bool {
        self.alpha(x, (top + self.inwards()).min(self.height - 1)) >= TOUCHES
    }

    fn inwards(&self) -> usize {
        (INWARDS_PX * self.canvas.density).ceil() as usize
    }
}

/// Mean squared distance of `colour` to the [`NEAREST`] of `among`; infinite when there is none.
fn nearest(among: &[[f32; 3]], colour: [f32; 3]) -> f32 {
    let mut least = [f32::INFINITY; NEAREST];
    for other in among {
        let distance: f32 = (0..3).map(|c| (other[c] - colour[c]).powi(2)).sum();
        if let Some(at) = least.iter().position(|known| distance < *known) {
            least[at..].rotate_right(1);
            least[at] = distance;
        }
    }
    least.iter().sum::<f32>() / NEAREST as f32
}

#[cfg(test)]
mod tests {
    use imaging::{Affine, Point, RgbImage};

    use super::*;

    const FACE: f64 = 100.0;
    const EDGE_Y: u32 = 10;
    const HAIR: [u8; 3] = [40, 32, 30];
    const WALL: [u8; 3] = [190, 180, 170];

    fn marks() -> HeadMarks {
        let at = |x: f64, y: f64| Point::new(x, y);
        HeadMarks {
            crown: at(150.0, 12.0),
            chin: at(150.0, 160.0),
            left_eye: at(130.0, 90.0),
            right_eye: at(170.0, 90.0),
            left_ear_root: at(150.0 - FACE / 2.0, 100.0),
            right_ear_root: at(150.0 + FACE / 2.0, 100.0),
            left_side: at(95.0, 100.0),
            right_side: at(205.0, 100.0),
        }
    }

    /// A canvas whose picture begins at [`EDGE_Y`], with hair from row `hair_from` on, 80 px
    /// wide, before a wall of `wall`; alpha is 1 from row `solid_from` on, and above it falls
    /// to 0 within `fade` rows.
    #[track_caller]
    fn check((hair_from, solid_from, fade): (u32, u32, u32), wall: [u8; 3], expected: bool) {
        let (width, height) = (300, 200);
        let mut image = RgbImage::filled(width, height, wall);
        let mut alpha = Plane::filled(width, height, 0.0);
        let mut inside = Plane::filled(width, height, 1.0);
        for y in 0..height {
            for x in 0..width {
                if y < EDGE_Y {
                    inside.data_mut()[(y * width + x) as usize] = 0.0;
                }
                if (110..190).contains(&x) {
                    if y >= hair_from {
                        let strand = (x % 5 * 3) as u8;
                        image.put(x, y, HAIR.map(|c| c + strand));
                    }
                    let above = solid_from.saturating_sub(y) as f32;
                    alpha.data_mut()[(y * width + x) as usize] =
                        (1.0 - above / fade as f32).max(0.0);
                }
            }
        }
        let canvas = Canvas {
            image,
            inside,
            map: Affine::IDENTITY,
            source_size: (f64::from(width), f64::from(height)),
            density: 1.4,
        };
        let name = format!("hair from {hair_from}, alpha from {solid_from} over {fade}, {wall:?}");
        assert_eq!(
            head_is_cut(&canvas, &alpha, &marks(), 0.0),
            expected,
            "{name}"
        );
    }

    #[test]
    fn hair_at_the_edge_is_told_from_a_gap() {
        // Alpha as it should be.
        check((0, 0, 1), WALL, true);
        check((16, 16, 1), WALL, false);
        // Alpha that fades over hair which the edge cuts.
        check((0, 17, 6), WALL, true);
        // Alpha that reaches over a gap of a few pixels.
        check((14, 12, 2), WALL, false);
        // Wall and hair are alike: alpha decides.
        check((0, 10, 1), HAIR, true);
        check((16, 18, 3), HAIR, false);
        // The head is far from the edge.
        check((40, 40, 2), WALL, false);
    }
}
