//! How much one stroke covers the pixels of a canvas.
//!
//! The cover changes slowly beside the radius, so that for wide brushes it is
//! computed on a grid of some pixels a step and interpolated: the cost of a
//! point hardly grows with the radius.

use std::ops::Range;

use imaging::Point;

/// Steps of the grid within a radius: interpolation is off by a hundredth at an edge, and
/// by five hundredths where two lines are as near.
const STEPS_OF_RADIUS: f64 = 24.0;

/// Cover of the part of the canvas that a stroke reaches, on a grid.
pub(super) struct Cover {
    columns: Range<usize>,
    rows: Range<usize>,
    /// Pixels from node to node.
    step: usize,
    /// Nodes of a row of the grid.
    nodes: usize,
    /// 0 to 1, row by row.
    covered: Vec<f32>,
}

/// Nodes that are looked at together: where a stroke does not come, it costs little.
const TOGETHER: usize = 16;

impl Cover {
    /// Of a brush of `radius` pixels that went along `points`; `None` if all of
    /// it lies beside a canvas of `size` pixels. Takes `room` of an earlier stroke,
    /// which [`Cover::room`] gives back.
    pub(super) fn of(
        points: &[Point],
        radius: f64,
        size: (usize, usize),
        room: &mut Vec<f32>,
    ) -> Option<Self> {
        let columns = reached(points.iter().map(|at| at.x), radius, size.0);
        let rows = reached(points.iter().map(|at| at.y), radius, size.1);
        if columns.is_empty() || rows.is_empty() {
            return None;
        }
        let step = ((radius / STEPS_OF_RADIUS) as usize).max(1);
        let nodes = |pixels: &Range<usize>| pixels.len().div_ceil(step) + 1;
        let mut values = std::mem::take(room);
        values.clear();
        values.resize(nodes(&columns) * nodes(&rows), f32::INFINITY);
        let mut squares = Squares {
            xs: places(columns.start, step, nodes(&columns)),
            ys: places(rows.start, step, nodes(&rows)),
            per: 1.0 / step as f32,
            radius: radius as f32,
            values,
        };
        // A single point is a line of no length.
        let ends = points.iter().skip(1).chain(points.last());
        for (from, to) in points.iter().zip(ends) {
            squares.draw(*from, *to);
        }
        let radius = radius as f32;
        let mut covered = squares.values;
        for values in covered.chunks_mut(TOGETHER) {
            if values.iter().all(|square| *square >= radius * radius) {
                values.fill(0.0);
                continue;
            }
            for value in values {
                *value = profile(value.sqrt() / radius);
            }
        }
        Some(Self {
            nodes: nodes(&columns),
            columns,
            rows,
            step,
            covered,
        })
    }

    /// The room for the next stroke.
    pub(super) fn room(self) -> Vec<f32> {
        self.covered
    }

    /// Calls `paint` with the parts of each row that are covered: the row, the
    /// columns, and how much each is covered.
    pub(super) fn each_row(&self, mut paint: impl FnMut(usize, Range<usize>, &[f32])) {
        let parts: Vec<f32> = (0..self.step)
            .map(|nth| nth as f32 / self.step as f32)
            .collect();
        let cells = (TOGETHER / self.step).max(1);
        let mut pixels = vec![0.0; self.step * cells];
        let whole = vec![1.0; self.step * cells];
        for row in self.rows.clone() {
            let from = row - self.rows.start;
            let (above, part) = (from / self.step, parts[from % self.step]);
            let nodes = &self.covered[above * self.nodes..];
            let (upper, lower) = nodes[..2 * self.nodes].split_at(self.nodes);
            for first in (0..self.nodes - 1).step_by(cells) {
                let last = (first + cells).min(self.nodes - 1);
                let (upper, lower) = (&upper[first..=last], &lower[first..=last]);
                let start = self.columns.start + first * self.step;
                let end = (self.columns.start + last * self.step).min(self.columns.end);
                let all = |sought: f32| upper.iter().chain(lower).all(|cover| *cover == sought);
                if all(0.0) {
                    continue;
                }
                if all(1.0) {
                    paint(row, start..end, &whole[..end - start]);
                    continue;
                }
                let between = |cell: usize| upper[cell] + (lower[cell] - upper[cell]) * part;
                for (cell, pixels) in pixels.chunks_exact_mut(self.step).enumerate() {
                    if cell == last - first {
                        break;
                    }
                    let (left, right) = (between(cell), between(cell + 1));
                    for (pixel, part) in pixels.iter_mut().zip(&parts) {
                        *pixel = left + (right - left) * part;
                    }
                }
                paint(row, start..end, &pixels[..end - start]);
            }
        }
    }
}

/// Pixels of a side within `radius` of what lies there.
fn reached(along: impl Iterator<Item = f64> + Clone, radius: f64, count: usize) -> Range<usize> {
    let most = count as f64;
    let least = along.clone().fold(f64::INFINITY, f64::min);
    let greatest = along.fold(f64::NEG_INFINITY, f64::max);
    let first = (least - radius).floor().clamp(0.0, most);
    let end = (greatest + radius).ceil().clamp(0.0, most);
    first as usize..end as usize
}

/// Middles of pixels, each `step` from the last.
fn places(first: usize, step: usize, count: usize) -> Vec<f32> {
    let place = |nth| (first + nth * step) as f32 + 0.5;
    (0..count).map(place).collect()
}

/// The brush's profile: whole up to half its radius, then smoothly to nothing.
fn profile(radii: f32) -> f32 {
    let rest = ((1.0 - radii) / 0.5).clamp(0.0, 1.0);
    rest * rest * (3.0 - 2.0 * rest)
}

/// Squared distances of a grid's nodes from the nearest line drawn so far.
struct Squares {
    xs: Vec<f32>,
    ys: Vec<f32>,
    /// Nodes a pixel.
    per: f32,
    radius: f32,
    values: Vec<f32>,
}

impl Squares {
    /// Takes the line between two points in, as far as the radius reaches.
    fn draw(&mut self, from: Point, to: Point) {
        let radius = self.radius;
        let (x, y) = (from.x as f32, from.y as f32);
        let (right, down) = ((to.x - from.x) as f32, (to.y - from.y) as f32);
        let length = right * right + down * down;
        let inverse = if length > 0.0 { 1.0 / length } else { 0.0 };
        let (left, top) = (self.xs[0], self.ys[0]);
        let (columns, rows) = (self.xs.len(), self.ys.len());
        let (least, most) = (y.min(y + down) - radius, y.max(y + down) + radius);
        let rows = within(top, self.per, rows, least, most);
        // A line that falls by less than this is as good as level.
        let fall = (down.abs() > 1e-3).then(|| 1.0 / down);
        let reach = fall.map(|fall| radius * length.sqrt() * fall.abs());
        for row in rows {
            let away_down = self.ys[row] - y;
            let (mut least, mut most) = (x.min(x + right) - radius, x.max(x + right) + radius);
            if let (Some(fall), Some(reach)) = (fall, reach) {
                // The part of the line that comes as near as the radius to this row;
                // and where the line, without its ends, does.
                let (a, b) = ((away_down - radius) * fall, (away_down + radius) * fall);
                let (a, b) = (a.clamp(0.0, 1.0) * right, b.clamp(0.0, 1.0) * right);
                let crosses = x + away_down * fall * right;
                least = (x + a.min(b) - radius).max(crosses - reach);
                most = (x + a.max(b) + radius).min(crosses + reach);
            }
            let columns = within(left, self.per, columns, least, most);
            let width = self.xs.len();
            let values = &mut self.values[row * width..][columns.clone()];
            for (value, at) in values.iter_mut().zip(&self.xs[columns]) {
                let away_right = at - x;
                let along = (away_right * right + away_down * down) * inverse;
                let along = along.clamp(0.0, 1.0);
                let (a, b) = (away_right - along * right, away_down - along * down);
                *value = value.min(a * a + b * b);
            }
        }
    }
}

/// Which of `count` places, the first at `first` and each `1 / per` from the last, stand
/// from `least` to `most`; perhaps one more at each end.
fn within(first: f32, per: f32, count: usize, least: f32, most: f32) -> Range<usize> {
    // What is negative, or not a number, becomes 0.
    let start = ((least - first) * per) as usize;
    let end = ((most - first) * per + 2.0) as usize;
    let start = start.min(count);
    start..end.clamp(start, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The least distance from a zigzag, at each pixel anew.
    fn exactly(points: &[Point], radius: f64, at: Point) -> f32 {
        let away = |pair: &[Point]| {
            let (x, y) = (pair[1].x - pair[0].x, pair[1].y - pair[0].y);
            let along = (at.x - pair[0].x) * x + (at.y - pair[0].y) * y;
            let along = (along / (x * x + y * y)).clamp(0.0, 1.0);
            at.distance(Point::new(pair[0].x + along * x, pair[0].y + along * y))
        };
        let least = points.windows(2).map(away).fold(f64::INFINITY, f64::min);
        profile((least / radius) as f32)
    }

    #[test]
    fn a_wide_brush_covers_what_a_narrow_one_does() {
        let at = Point::new;
        let zigzag = [
            at(20.0, 30.0),
            at(220.0, 80.0),
            at(40.0, 170.0),
            at(260.0, 300.0),
        ];
        let check = |radius: f64, most: f32| {
            let cover = Cover::of(&zigzag, radius, (240, 200), &mut Vec::new()).unwrap();
            let mut worst = 0.0_f32;
            let mut pixels = 0;
            cover.each_row(|row, columns, covered| {
                for (column, covered) in columns.zip(covered) {
                    let middle = at(column as f64 + 0.5, row as f64 + 0.5);
                    worst = worst.max((covered - exactly(&zigzag, radius, middle)).abs());
                    pixels += 1;
                }
            });
            assert!(worst < most, "radius {radius}: {worst}");
            assert!(pixels > 500, "{pixels}");
        };
        check(0.7, 1e-3);
        check(8.0, 1e-3);
        check(23.0, 1e-3);
        // Where two lines of the zigzag are as near the grid shows.
        check(60.0, 0.06);
        check(130.0, 0.06);
    }

    #[test]
    fn what_lies_beside_the_canvas_covers_nothing() {
        let check = |at: (f64, f64), expected: bool| {
            let cover = Cover::of(&[Point::new(at.0, at.1)], 5.0, (50, 50), &mut Vec::new());
            assert_eq!(cover.is_some(), expected, "{at:?}");
        };
        check((-6.0, 10.0), false);
        check((10.0, 56.0), false);
        check((-4.0, 10.0), true);
        check((10.0, 54.0), true);
    }
}
