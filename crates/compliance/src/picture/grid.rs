//! A rectangle of brightness to compute on.
//!
//! Takes pixels; gives levels as numbers, smoothed, and their slopes.

use imaging::RgbImage;

/// Levels 0…255, row-major.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Grid {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) data: Vec<f32>,
}

impl Grid {
    /// The luma (Rec. 601, as JPEG has it) of a rectangle of a picture, as far
    /// as it lies inside.
    pub(crate) fn of(image: &RgbImage, [left, top, right, bottom]: [u32; 4]) -> Self {
        let (right, bottom) = (right.min(image.width()), bottom.min(image.height()));
        let (left, top) = (left.min(right), top.min(bottom));
        let row_length = image.width() as usize;
        let (pixels, _) = image.data().as_chunks::<3>();
        let luma = |[r, g, b]: &[u8; 3]| {
            0.299 * f32::from(*r) + 0.587 * f32::from(*g) + 0.114 * f32::from(*b)
        };
        let data = (top..bottom)
            .flat_map(|y| {
                let start = y as usize * row_length;
                pixels[start + left as usize..start + right as usize]
                    .iter()
                    .map(luma)
            })
            .collect();
        Self {
            width: (right - left) as usize,
            height: (bottom - top) as usize,
            data,
        }
    }

    /// The level at a place; the edge goes on outside.
    pub(crate) fn at(&self, x: usize, y: usize) -> f32 {
        let index =
            y.min(self.height.saturating_sub(1)) * self.width + x.min(self.width.saturating_sub(1));
        self.data.get(index).copied().unwrap_or(0.0)
    }

    /// Smoothed by a Gaussian; the edge goes on outside.
    pub(crate) fn smoothed(&self, sigma: f32) -> Self {
        let reach = (3.0 * sigma).ceil() as usize;
        let weight = |step: usize| (-0.5 * (step as f32 / sigma).powi(2)).exp();
        let half: Vec<f32> = (0..=reach).map(weight).collect();
        let sum = half[0] + 2.0 * half[1..].iter().sum::<f32>();
        let kernel: Vec<f32> = half.iter().map(|weight| weight / sum).collect();
        let along = |from: &Self| {
            let mut to = Vec::with_capacity(from.data.len());
            for y in 0..from.height {
                for x in 0..from.width {
                    let mut value = kernel[0] * from.at(x, y);
                    for (step, weight) in kernel.iter().enumerate().skip(1) {
                        value +=
                            weight * (from.at(x.saturating_sub(step), y) + from.at(x + step, y));
                    }
                    to.push(value);
                }
            }
            Self { data: to, ..*from }.transposed()
        };
        along(&along(self))
    }

    fn transposed(&self) -> Self {
        let columns = 0..self.width;
        let data = columns
            .flat_map(|x| (0..self.height).map(move |y| self.at(x, y)))
            .collect();
        Self {
            width: self.height,
            height: self.width,
            data,
        }
    }

    /// Difference over two pixels in x and in y, at a place.
    pub(crate) fn slope(&self, x: usize, y: usize) -> (f32, f32) {
        let across = self.at(x + 1, y) - self.at(x.saturating_sub(1), y);
        let down = self.at(x, y + 1) - self.at(x, y.saturating_sub(1));
        (across / 2.0, down / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smoothing_keeps_a_plain_area_and_spreads_a_point() {
        let flat = Grid::of(&RgbImage::filled(9, 7, [90; 3]), [0, 0, 9, 7]);
        for value in flat.smoothed(2.0).data {
            assert!((value - 90.0).abs() < 0.01);
        }
        let mut point = Grid {
            width: 21,
            height: 15,
            data: vec![0.0; 21 * 15],
        };
        point.data[7 * 21 + 10] = 1.0;
        let spread = point.smoothed(1.5);
        assert_eq!((spread.width, spread.height), (21, 15));
        assert!((spread.data.iter().sum::<f32>() - 1.0).abs() < 1e-3);
        assert!((spread.at(11, 7) - spread.at(10, 8)).abs() < 1e-6);
        // 1 / (2π·1.5²)
        assert!((spread.at(10, 7) - 0.0707).abs() < 0.002);
    }

    #[test]
    fn nothing_is_a_grid() {
        let empty = Grid::of(&RgbImage::filled(1, 1, [0; 3]), [5, 5, 3, 9]);
        assert_eq!(empty.smoothed(1.0).data, Vec::<f32>::new());
        assert!(empty.at(3, 3).abs() < 1e-6);
    }
}
