//! Rasters: a three-channel 8-bit picture and a one-channel float plane.

/// An 8-bit sRGB picture, upright, row-major, three interleaved channels.
///
/// Invariant: `data.len() == width * height * 3`, and neither side is zero.
#[derive(Clone, PartialEq, Eq)]
pub struct RgbImage {
    width: u32,
    height: u32,
    data: Vec<u8>,
}

impl RgbImage {
    /// Wraps `data`; `None` when a side is zero or the length does not fit.
    #[must_use]
    pub fn new(width: u32, height: u32, data: Vec<u8>) -> Option<Self> {
        let expected = (width as usize)
            .checked_mul(height as usize)?
            .checked_mul(3)?;
        (expected > 0 && data.len() == expected).then_some(Self {
            width,
            height,
            data,
        })
    }

    /// One colour all over.
    ///
    /// # Panics
    /// When a side is zero.
    #[must_use]
    pub fn filled(width: u32, height: u32, colour: [u8; 3]) -> Self {
        assert!(width > 0 && height > 0, "a picture has at least one pixel");
        let pixels = width as usize * height as usize;
        let data = colour.iter().copied().cycle().take(pixels * 3).collect();
        Self {
            width,
            height,
            data,
        }
    }

    /// Width in pixels, at least 1.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels, at least 1.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// All samples, `height × width × 3`.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// All samples, to write to.
    pub fn data_mut(&mut self) -> &mut [u8] {
        &mut self.data
    }

    /// The samples, given away.
    #[must_use]
    pub fn into_data(self) -> Vec<u8> {
        self.data
    }

    /// The pixel in column `x` and row `y`.
    ///
    /// # Panics
    /// Outside the picture.
    #[must_use]
    #[inline]
    pub fn pixel(&self, x: u32, y: u32) -> [u8; 3] {
        assert!(
            x < self.width && y < self.height,
            "pixel outside the picture"
        );
        let at = (y as usize * self.width as usize + x as usize) * 3;
        [self.data[at], self.data[at + 1], self.data[at + 2]]
    }

    /// Sets the pixel in column `x` and row `y`; outside the picture nothing happens.
    pub fn put(&mut self, x: u32, y: u32, colour: [u8; 3]) {
        if x < self.width && y < self.height {
            let at = (y as usize * self.width as usize + x as usize) * 3;
            self.data[at..at + 3].copy_from_slice(&colour);
        }
    }
}

impl std::fmt::Debug for RgbImage {
    /// The size only: pixels of a face do not belong in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RgbImage({}×{})", self.width, self.height)
    }
}

/// One `f32` per pixel, row-major: an alpha, a probability, a weight.
///
/// Invariant: `data.len() == width * height`.
#[derive(Clone, PartialEq)]
pub struct Plane {
    width: u32,
    height: u32,
    data: Vec<f32>,
}

impl Plane {
    /// Wraps `data`; `None` when the length does not fit.
    #[must_use]
    pub fn new(width: u32, height: u32, data: Vec<f32>) -> Option<Self> {
        ((width as usize).checked_mul(height as usize)? == data.len()).then_some(Self {
            width,
            height,
            data,
        })
    }

    /// One value all over.
    #[must_use]
    pub fn filled(width: u32, height: u32, value: f32) -> Self {
        Self {
            width,
            height,
            data: vec![value; width as usize * height as usize],
        }
    }

    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// All values, `height × width`.
    #[must_use]
    pub fn data(&self) -> &[f32] {
        &self.data
    }

    /// All values, to write to.
    pub fn data_mut(&mut self) -> &mut [f32] {
        &mut self.data
    }

    /// The value in column `x` and row `y`.
    ///
    /// # Panics
    /// Outside the plane.
    #[must_use]
    #[inline]
    pub fn at(&self, x: u32, y: u32) -> f32 {
        assert!(x < self.width && y < self.height, "value outside the plane");
        self.data[y as usize * self.width as usize + x as usize]
    }

    /// Row `y`.
    ///
    /// # Panics
    /// Below the plane.
    #[must_use]
    pub fn row(&self, y: u32) -> &[f32] {
        let w = self.width as usize;
        &self.data[y as usize * w..(y as usize + 1) * w]
    }
}

impl std::fmt::Debug for Plane {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Plane({}×{})", self.width, self.height)
    }
}
