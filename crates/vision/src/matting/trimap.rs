//! Where the outline may run: a band between surely person and surely
//! background, wider at the hair.

use imaging::{Plane, Point};

use super::distance::distance_to;
use super::polygon::{self, contains};

/// What is known of a pixel before matting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    /// Alpha is 0.
    Background,
    /// The solver decides.
    Unknown,
    /// Alpha is 1.
    Foreground,
}

/// One [`Region`] a pixel, row-major.
#[derive(Clone, Debug)]
pub struct Trimap {
    width: usize,
    height: usize,
    regions: Vec<Region>,
}

impl Trimap {
    /// Wraps `regions`; `None` when the length does not fit.
    #[must_use]
    pub fn new(width: usize, height: usize, regions: Vec<Region>) -> Option<Self> {
        (width.checked_mul(height)? == regions.len()).then_some(Self {
            width,
            height,
            regions,
        })
    }

    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub fn height(&self) -> usize {
        self.height
    }

    /// All regions, row-major, `height × width`.
    #[must_use]
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }
}

/// Where the head is on the canvas; widths of the band are measured in it.
#[derive(Clone, Debug)]
pub struct HeadPlace {
    /// Outline of the face, closed, without the hair.
    pub oval: Vec<Point>,
    /// Ear root to ear root, in canvas pixels.
    pub face_width: f64,
    /// Lowest point of the chin.
    pub chin: Point,
}

impl HeadPlace {
    /// Whether a point of the canvas lies in the face.
    #[must_use]
    pub fn holds(&self, point: Point) -> bool {
        contains(&self.oval, point)
    }
}

/// The trimap is made on a grid this many times coarser than the canvas.
const GRID: usize = 4;

/// Probabilities beyond these count as sure before the margins are taken off.
const SURELY_PERSON: f32 = 0.9;
const SURELY_BACKGROUND: f32 = 0.1;

/// Margins in face widths, inwards and outwards of the sure regions. At the
/// hair the outline of the 256 × 256 segmentation is off by up to a tenth of
/// a face; at the shoulders by about a fiftieth.
struct Margins {
    inwards: f64,
    outwards: f64,
}
const HAIR: Margins = Margins {
    inwards: 0.05,
    outwards: 0.12,
};
const BODY: Margins = Margins {
    inwards: 0.03,
    outwards: 0.04,
};
/// Below the chin the hair's margins fade into the body's over this many face widths.
const FADE: f64 = 0.5;

/// Marks each pixel of the canvas from the person's `probability`.
#[must_use]
pub fn trimap(probability: &Plane, head: &HeadPlace) -> Trimap {
    let (width, height) = (probability.width() as usize, probability.height() as usize);
    let (grid_w, grid_h) = (width.div_ceil(GRID), height.div_ceil(GRID));
    let centre = |x: usize, y: usize| {
        (
            (x * GRID + GRID / 2).min(width - 1),
            (y * GRID + GRID / 2).min(height - 1),
        )
    };
    let cells = || (0..grid_h).flat_map(|y| (0..grid_w).map(move |x| (x, y)));
    let sampled: Vec<f32> = cells()
        .map(|(x, y)| {
            let (x, y) = centre(x, y);
            probability.data()[y * width + x]
        })
        .collect();
    let not_person: Vec<bool> = sampled.iter().map(|p| *p < SURELY_PERSON).collect();
    let not_background: Vec<bool> = sampled.iter().map(|p| *p > SURELY_BACKGROUND).collect();
    let depth = distance_to(&not_person, grid_w, grid_h);
    let clearance = distance_to(&not_background, grid_w, grid_h);

    // Above 0: surely person, surely background. In grid cells.
    let unit = head.face_width / GRID as f64;
    let mut person = Vec::with_capacity(grid_w * grid_h);
    let mut background = Vec::with_capacity(grid_w * grid_h);
    let faces: Vec<polygon::Row> = (0..grid_h)
        .map(|y| polygon::Row::of(&head.oval, centre(0, y).1 as f64))
        .collect();
    for (x, y) in cells() {
        let at = y * grid_w + x;
        let (px, py) = centre(x, y);
        let below = (py as f64 - head.chin.y) / (FADE * head.face_width);
        let body = below.clamp(0.0, 1.0);
        let inwards = (HAIR.inwards + (BODY.inwards - HAIR.inwards) * body) * unit;
        let outwards = (HAIR.outwards + (BODY.outwards - HAIR.outwards) * body) * unit;
        let in_face = faces[y].holds(px as f64);
        person.push(if in_face {
            SURE
        } else {
            (depth[at] - inwards as f32).min(SURE)
        });
        background.push((clearance[at] - outwards as f32).min(SURE));
    }
    let decide = |person: f32, background: f32| {
        if person > 0.0 {
            Region::Foreground
        } else if background > 0.0 {
            Region::Background
        } else {
            Region::Unknown
        }
    };
    let by_cell: Vec<Region> = person
        .iter()
        .zip(&background)
        .map(|(p, b)| decide(*p, *b))
        .collect();

    let mut regions = vec![Region::Unknown; width * height];
    for (x, y) in cells() {
        let region = by_cell[y * grid_w + x];
        let columns = x.saturating_sub(1)..(x + 2).min(grid_w);
        let uniform = (y.saturating_sub(1)..(y + 2).min(grid_h)).all(|ny| {
            by_cell[ny * grid_w..][columns.clone()]
                .iter()
                .all(|other| *other == region)
        });
        for py in y * GRID..((y + 1) * GRID).min(height) {
            for px in x * GRID..((x + 1) * GRID).min(width) {
                regions[py * width + px] = if uniform {
                    region
                } else {
                    // Between the cells, so that the band's edge has no steps.
                    decide(
                        between(&person, grid_w, grid_h, px, py),
                        between(&background, grid_w, grid_h, px, py),
                    )
                };
            }
        }
    }
    Trimap {
        width,
        height,
        regions,
    }
}

/// A margin of this many cells is as good as any greater.
const SURE: f32 = 4.0;

/// A field of the grid at canvas pixel (`px`, `py`), bilinearly.
fn between(field: &[f32], grid_w: usize, grid_h: usize, px: usize, py: usize) -> f32 {
    let along = |pixel: usize, cells: usize| {
        let at = ((pixel as f32 + 0.5) / GRID as f32 - 0.5).clamp(0.0, cells as f32 - 1.0);
        let low = at as usize;
        (low, (low + 1).min(cells - 1), at - low as f32)
    };
    let (x0, x1, fx) = along(px, grid_w);
    let (y0, y1, fy) = along(py, grid_h);
    let line = |y: usize| field[y * grid_w + x0] * (1.0 - fx) + field[y * grid_w + x1] * fx;
    line(y0) * (1.0 - fy) + line(y1) * fy
}
