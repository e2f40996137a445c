//! A picture with coverage, in premultiplied linear light, and its resampling.
//!
//! The reference against which photos are measured: one convolution straight
//! from the source to the photo's grid, in linear light, in `f32`.

use imaging::{Affine, Plane, Point, RgbImage};

use crate::light::{levels, linear_of_sample};

/// Premultiplied linear red, green and blue, and coverage; 0..1, row-major.
#[derive(Clone)]
pub(crate) struct Layer {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) data: Vec<[f32; 4]>,
}

impl Layer {
    /// A whole picture, covered everywhere.
    pub(crate) fn opaque(image: &RgbImage) -> Self {
        let data = image
            .data()
            .chunks_exact(3)
            .map(|c| {
                let [r, g, b] = [c[0], c[1], c[2]].map(linear_of_sample);
                [r, g, b, 1.0]
            })
            .collect();
        Self {
            width: image.width() as usize,
            height: image.height() as usize,
            data,
        }
    }

    /// This layer seen through `map`, on a grid of `width × height`. Where the
    /// source has nothing the coverage is 0.
    pub(crate) fn resampled(&self, map: &Affine, width: usize, height: usize) -> Self {
        let back = map.inverse().expect("a frame's scale is positive");
        // The kernel's unit is the coarser of the two grids.
        let per_source = if map.scale() > 1.0 { map.scale() } else { 1.0 };
        let reach = 2.0 * (1.0 / map.scale()).max(1.0);
        let mut data = Vec::with_capacity(width * height);
        for y in 0..height {
            for x in 0..width {
                let at = back.apply(Point::new(x as f64 + 0.5, y as f64 + 0.5));
                data.push(self.around(at, map, per_source, reach));
            }
        }
        Self {
            width,
            height,
            data,
        }
    }

    fn around(&self, at: Point, map: &Affine, per_source: f64, reach: f64) -> [f32; 4] {
        let outside =
            at.x < 0.0 || at.y < 0.0 || at.x > self.width as f64 || at.y > self.height as f64;
        if outside {
            return [0.0; 4];
        }
        let range = |middle: f64, limit: usize| {
            let low = (middle - reach - 0.5).ceil().max(0.0) as usize;
            let high = ((middle + reach - 0.5).floor() as usize + 1).min(limit);
            low..high
        };
        let mut sum = [0.0_f64; 4];
        let mut total = 0.0;
        for j in range(at.y, self.height) {
            let dy = j as f64 + 0.5 - at.y;
            for i in range(at.x, self.width) {
                let dx = i as f64 + 0.5 - at.x;
                let u = (map.a * dx + map.b * dy) / per_source;
                let v = (map.c * dx + map.d * dy) / per_source;
                let weight = catmull_rom(u) * catmull_rom(v);
                if weight != 0.0 {
                    total += weight;
                    let pixel = &self.data[j * self.width + i];
                    for (s, p) in sum.iter_mut().zip(pixel) {
                        *s += weight * f64::from(*p);
                    }
                }
            }
        }
        if total.abs() < 1e-9 {
            return [0.0; 4];
        }
        sum.map(|s| (s / total) as f32)
    }

    /// What it looks like on `background` (sRGB), in levels.
    pub(crate) fn on(&self, background: [u8; 3]) -> Vec<[f32; 3]> {
        let behind = background.map(linear_of_sample);
        self.data
            .iter()
            .map(|p| {
                let rest = 1.0 - p[3].clamp(0.0, 1.0);
                [0, 1, 2].map(|c| levels(p[c] + rest * behind[c]))
            })
            .collect()
    }

    /// The coverage alone, held to 0..1.
    pub(crate) fn alpha(&self) -> Plane {
        let data = self.data.iter().map(|p| p[3].clamp(0.0, 1.0)).collect();
        Plane::new(self.width as u32, self.height as u32, data).expect("one alpha a pixel")
    }
}

/// Keys 1981, a = −1/2.
fn catmull_rom(t: f64) -> f64 {
    let t = t.abs();
    if t < 1.0 {
        (1.5 * t - 2.5) * t * t + 1.0
    } else if t < 2.0 {
        ((-0.5 * t + 2.5) * t - 4.0) * t + 2.0
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_ramp_stays_a_ramp(
            scale in 0.3..1.8_f64, turn in -0.5..0.5_f64, right in -3.0..3.0_f64,
        ) {
            let (w, h) = (40, 40);
            let data = (0..w * h)
                .map(|i| {
                    let v = (i % w) as f32 / 100.0 + (i / w) as f32 / 200.0;
                    [v, v, v, 1.0]
                })
                .collect();
            let source = Layer { width: w, height: h, data };
            let middle = Affine::translation(-20.0, -20.0);
            let map = middle
                .then(&Affine::rotation(turn))
                .then(&Affine::scaling(scale))
                .then(&Affine::translation(4.0 + right, 4.0));
            let out = source.resampled(&map, 8, 8);
            let back = map.inverse().unwrap();
            for y in 0..8 {
                for x in 0..8 {
                    let p = back.apply(Point::new(x as f64 + 0.5, y as f64 + 0.5));
                    let inside = 8.0..32.0;
                    if inside.contains(&p.x) && inside.contains(&p.y) {
                        let want = (p.x - 0.5) / 100.0 + (p.y - 0.5) / 200.0;
                        let got = f64::from(out.data[y * 8 + x][0]);
                        prop_assert!((got - want).abs() < 6e-3, "{got} {want}");
                    }
                }
            }
        }
    }
}
