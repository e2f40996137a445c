//! Prints of a photo on a sheet of photographic paper, in one size or in several.
//!
//! Takes the paper, the sizes in millimetres with how many of each, and a density;
//! gives where the photos lie, and the sheet's picture. Sizes on paper are right when
//! the sheet is printed at its own density, which the file carries.

mod draw;
mod print_spec;
mod reframe;
#[cfg(test)]
mod tests;

use catalogue::{Dpi, Mm};

pub use draw::Cut;
pub use print_spec::print_spec;
pub use reframe::{has_shape_of, reframed};

/// A common paper size of print shops and home printers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Paper {
    /// 5 inch (3R): 89 × 127 mm.
    Inch5,
    /// 6 inch (4R): 102 × 152 mm.
    Inch6,
    /// A4: 210 × 297 mm.
    A4,
}

impl Paper {
    /// Every value.
    pub const ALL: [Self; 3] = [Self::Inch5, Self::Inch6, Self::A4];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Inch5 => "5inch",
            Self::Inch6 => "6inch",
            Self::A4 => "a4",
        }
    }

    /// Short and long side, mm.
    #[must_use]
    pub const fn sides(self) -> (Mm, Mm) {
        match self {
            Self::Inch5 => (Mm(89.0), Mm(127.0)),
            Self::Inch6 => (Mm(102.0), Mm(152.0)),
            Self::A4 => (Mm(210.0), Mm(297.0)),
        }
    }

    /// The way the paper lies when both ways take as many photos.
    const fn usually_wide(self) -> bool {
        !matches!(self, Self::A4)
    }
}

/// The density print shops work at.
pub const PRINT_DPI: Dpi = Dpi(300);
/// Free paper along each edge: borderless printing loses up to this much.
const MARGIN: Mm = Mm(2.0);
/// Paper between photos, wide enough for a knife that is not quite straight.
const GAP: Mm = Mm(2.0);
/// Exact fits are common (two of 48 mm on 102 mm) and must not be lost to rounding.
const ROUNDING: f64 = 1e-9;

/// A size of photo and how many of it are wanted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wanted {
    /// Width on paper.
    pub width: Mm,
    /// Height on paper.
    pub height: Mm,
    /// How many; `None` for as many as there is room for beside the others.
    pub count: Option<usize>,
}

/// Where the photos lie on a sheet. All lengths in pixels at `dpi`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Density of the sheet.
    pub dpi: Dpi,
    /// Width of the paper as it lies.
    pub width_px: u32,
    /// Height of the paper as it lies.
    pub height_px: u32,
    /// The photos, row by row.
    pub places: Vec<Place>,
}

/// Where a photo lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which of the wanted sizes it has.
    pub size: usize,
    /// Left edge.
    pub left: u32,
    /// Upper edge.
    pub top: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// Why there is no sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// Not one photo fits on the paper.
    #[error("the photo is larger than the paper")]
    PhotoTooLarge,
    /// More were asked for than fit; at least one must be.
    #[error("{asked} photos were asked for and 1 to {room} fit")]
    Count {
        /// How many were asked for.
        asked: usize,
        /// How many fit.
        room: usize,
    },
    /// These sizes do not fit on the paper together.
    #[error("the sizes do not fit together")]
    Together,
    /// The photo has another shape than the size asked for.
    #[error("the photo has another shape than this size")]
    Shape,
}

impl SheetError {
    /// Stable code, for programs and message files.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::PhotoTooLarge => "sheet-photo-too-large",
            Self::Count { .. } => "sheet-count",
            Self::Together => "sheet-together",
            Self::Shape => "sheet-shape",
        }
    }
}

/// Lays photos out on `paper`, which lies the way that more photos of the first size fit
/// on, and is turned if more fit in all.
///
/// Photos lie in rows, tall ones first, each in the first row that has room for it
/// (first fit by decreasing height), so that straight cuts part them.
///
/// # Errors
/// [`SheetError`] when a size does not fit, or not as many as asked for.
pub fn lay_out(paper: Paper, wanted: &[Wanted], dpi: Dpi) -> Result<Sheet, SheetError> {
    let (short, long) = paper.sides();
    let (usual, other) = if paper.usually_wide() {
        ((long, short), (short, long))
    } else {
        ((short, long), (long, short))
    };
    let sides = match wanted.first() {
        Some(first) if room(other, first) > room(usual, first) => [other, usual],
        _ => [usual, other],
    };
    let laid = match sides.map(|side| Laid::out(side, wanted)) {
        [Some(one), Some(turned)] if turned.count() > one.count() => turned,
        [Some(one), _] | [None, Some(one)] => one,
        [None, None] => return Err(why_not(sides, wanted)),
    };
    Ok(laid.at(dpi, wanted))
}

/// How many of one size alone there is room for.
fn room(side: (Mm, Mm), one: &Wanted) -> usize {
    let all = Wanted {
        count: None,
        ..*one
    };
    Laid::out(side, &[all]).map_or(0, |laid| laid.count())
}

/// Why these cannot be laid out on paper of any of these `sides`.
fn why_not(sides: [(Mm, Mm); 2], wanted: &[Wanted]) -> SheetError {
    for one in wanted {
        let room = sides.map(|side| room(side, one)).into_iter().max();
        let room = room.unwrap_or(0);
        if room == 0 {
            return SheetError::PhotoTooLarge;
        }
        match one.count {
            Some(asked) if !(1..=room).contains(&asked) => {
                return SheetError::Count { asked, room };
            }
            _ => {}
        }
    }
    SheetError::Together
}

/// Photos in rows on paper that lies one way. Lengths in millimetres.
struct Laid {
    side: (Mm, Mm),
    rows: Vec<PhotoRow>,
}

struct PhotoRow {
    height: f64,
    width: f64,
    /// Which sizes stand in it, from the left.
    sizes: Vec<usize>,
}

impl Laid {
    /// `None` if they do not fit, or nothing would lie there.
    fn out(side: (Mm, Mm), wanted: &[Wanted]) -> Option<Self> {
        if wanted.iter().any(|one| one.count == Some(0)) {
            return None;
        }
        let mut laid = Self {
            side,
            rows: Vec::new(),
        };
        let mut by_height: Vec<usize> = (0..wanted.len()).collect();
        by_height.sort_by(|a, b| wanted[*b].height.0.total_cmp(&wanted[*a].height.0));
        let (counted, filling): (Vec<_>, Vec<_>) = by_height
            .into_iter()
            .partition(|size| wanted[*size].count.is_some());
        for size in counted {
            for _ in 0..wanted[size].count.unwrap_or(0) {
                laid.put(size, &wanted[size]).then_some(())?;
            }
        }
        for size in filling {
            laid.put(size, &wanted[size]).then_some(())?;
            while laid.put(size, &wanted[size]) {}
        }
        Some(laid)
    }

    fn count(&self) -> usize {
        self.rows.iter().map(|row| row.sizes.len()).sum()
    }

    /// Puts one more photo; whether there was room.
    fn put(&mut self, size: usize, one: &Wanted) -> bool {
        let (width, height) = (one.width.0, one.height.0);
        let across = self.side.0.0 - 2.0 * MARGIN.0 + ROUNDING;
        let down = self.side.1.0 - 2.0 * MARGIN.0 + ROUNDING;
        let used: f64 = self.rows.iter().map(|row| row.height + GAP.0).sum();
        let fits = |row: &&mut PhotoRow| {
            row.height + ROUNDING >= height && row.width + GAP.0 + width <= across
        };
        if let Some(row) = self.rows.iter_mut().find(fits) {
            row.width += GAP.0 + width;
            row.sizes.push(size);
            return true;
        }
        let has_room = used + height <= down && width <= across;
        if has_room {
            self.rows.push(PhotoRow {
                height,
                width,
                sizes: vec![size],
            });
        }
        has_room
    }

    /// The places in pixels, the block in the middle of the paper.
    fn at(&self, dpi: Dpi, wanted: &[Wanted]) -> Sheet {
        let px = |length: f64| Mm(length).to_px(dpi).0.round() as u32;
        let widest = self.rows.iter().map(|row| row.width).fold(0.0, f64::max);
        let tall: f64 = self.rows.iter().map(|row| row.height + GAP.0).sum();
        let left = (self.side.0.0 - widest) / 2.0;
        let mut top = (self.side.1.0 - tall + GAP.0) / 2.0;
        let mut places = Vec::with_capacity(self.count());
        for row in &self.rows {
            let mut along = left;
            for &size in &row.sizes {
                let one = &wanted[size];
                places.push(Place {
                    size,
                    left: px(along),
                    top: px(top),
                    width: px(one.width.0),
                    height: px(one.height.0),
                });
                along += one.width.0 + GAP.0;
            }
            top += row.height + GAP.0;
        }
        Sheet {
            dpi,
            width_px: px(self.side.0.0),
            height_px: px(self.side.1.0),
            places,
        }
    }
}
