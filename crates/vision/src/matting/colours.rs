//! A picture as numbers, and the same half as large.

use imaging::RgbImage;

/// A picture with samples in 0..1, row-major.
pub(super) struct Colours {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) data: Vec<[f32; 3]>,
}

/// The pixels of `image`.
pub(super) fn pixels(image: &RgbImage) -> &[[u8; 3]] {
    image.data().as_chunks::<3>().0
}

/// Samples in 0..1 of a pixel.
pub(super) fn colour([r, g, b]: [u8; 3]) -> [f32; 3] {
    [r, g, b].map(|sample| SAMPLES[usize::from(sample)])
}

/// The samples divided by 255: a division each is what reading a picture would cost most.
static SAMPLES: [f32; 256] = {
    let mut samples = [0.0; 256];
    let mut sample = 0;
    while sample < samples.len() {
        samples[sample] = sample as f32 / 255.0;
        sample += 1;
    }
    samples
};

impl Colours {
    /// The samples of `image`.
    pub(super) fn of(image: &RgbImage) -> Self {
        Self {
            width: image.width() as usize,
            height: image.height() as usize,
            data: pixels(image).iter().map(|pixel| colour(*pixel)).collect(),
        }
    }

    /// Those of `image` at half the size, as [`Self::halved`].
    pub(super) fn half_of(image: &RgbImage) -> Self {
        let (width, height) = (image.width() as usize, image.height() as usize);
        let pixels = pixels(image);
        let data = by_fours(width, height, |four| {
            [0, 1, 2].map(|channel| {
                let sum: u16 = four.iter().map(|at| u16::from(pixels[*at][channel])).sum();
                f32::from(sum) * (1.0 / (4.0 * 255.0))
            })
        });
        Self {
            width: width.div_ceil(2),
            height: height.div_ceil(2),
            data,
        }
    }

    /// Half the size, each pixel the mean of four; at an odd edge the last counts twice.
    pub(super) fn halved(&self) -> Self {
        let data = by_fours(self.width, self.height, |four| {
            let mut colour = [0.0; 3];
            for at in four {
                for (sum, value) in colour.iter_mut().zip(self.data[at]) {
                    *sum += value / 4.0;
                }
            }
            colour
        });
        Self {
            width: self.width.div_ceil(2),
            height: self.height.div_ceil(2),
            data,
        }
    }
}

/// One value a pixel of a picture of `width × height`, halved as [`Colours::halved`].
pub(super) fn halved(values: &[f32], width: usize, height: usize) -> Vec<f32> {
    by_fours(width, height, |four| {
        four.iter().map(|at| values[*at]).sum::<f32>() / 4.0
    })
}

/// `value` of the four pixels that each pixel of half the size covers, row-major.
pub(super) fn by_fours<T>(
    width: usize,
    height: usize,
    mut value: impl FnMut([usize; 4]) -> T,
) -> Vec<T> {
    let mut out = Vec::with_capacity(width.div_ceil(2) * height.div_ceil(2));
    for y in 0..height.div_ceil(2) {
        let (y0, y1) = (2 * y * width, (2 * y + 1).min(height - 1) * width);
        for x in 0..width.div_ceil(2) {
            let (x0, x1) = (2 * x, (2 * x + 1).min(width - 1));
            out.push(value([y0 + x0, y0 + x1, y1 + x0, y1 + x1]));
        }
    }
    out
}
