//! A square of a picture, turned upright, as a network takes it.

use imaging::{Affine, Point, RgbImage, glimpse};

/// A square to look at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Crop {
    pub(crate) centre: Point,
    /// px.
    pub(crate) side: f64,
    /// Clockwise, radians: what stands upright in the crop.
    pub(crate) roll: f64,
}

impl Crop {
    /// Picture to a crop of `side_px` pixels a side.
    pub(crate) fn map(&self, side_px: u32) -> Affine {
        let half = f64::from(side_px) / 2.0;
        Affine::translation(-self.centre.x, -self.centre.y)
            .then(&Affine::rotation(-self.roll))
            .then(&Affine::scaling(f64::from(side_px) / self.side))
            .then(&Affine::translation(half, half))
    }

    /// What a network of `side_px` a side sees of it: 0…1, red first; outside the picture the
    /// nearest edge goes on.
    pub(crate) fn seen(&self, picture: &RgbImage, side_px: u32) -> Vec<f32> {
        let seen = glimpse(picture, &self.map(side_px), side_px, side_px);
        seen.data().iter().map(|v| f32::from(*v) / 255.0).collect()
    }
}
