//! One, two or four 8-bit samples a pixel → three, over white.

/// What the alpha channel of a picture held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alpha {
    /// Nothing but opaque pixels, or there is none.
    Opaque,
    /// At least one pixel that lets something through.
    Transparent,
}

/// What the samples of a pixel are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Channels {
    Grey,
    GreyAlpha,
    Rgb,
    Rgba,
}

/// Makes RGB of whatever there is. Transparent pixels are laid over white, the
/// paper an ID photo is printed on.
pub(super) fn rgb_over_white(mut samples: Vec<u8>, channels: Channels) -> (Vec<u8>, Alpha) {
    match channels {
        Channels::Rgb => (samples, Alpha::Opaque),
        Channels::Grey => (
            samples.iter().flat_map(|&v| [v; 3]).collect(),
            Alpha::Opaque,
        ),
        Channels::GreyAlpha => {
            let (pixels, _) = samples.as_chunks::<2>();
            let alpha = presence(pixels.iter().map(|p| p[1]));
            (
                pixels
                    .iter()
                    .flat_map(|&[v, a]| [over_white(v, a); 3])
                    .collect(),
                alpha,
            )
        }
        Channels::Rgba => {
            let (pixels, _) = samples.as_chunks::<4>();
            let (count, alpha) = (pixels.len(), presence(pixels.iter().map(|p| p[3])));
            // In place: a pixel is read before anything is written over it.
            for i in 0..count {
                let a = samples[i * 4 + 3];
                for channel in 0..3 {
                    samples[i * 3 + channel] = over_white(samples[i * 4 + channel], a);
                }
            }
            samples.truncate(count * 3);
            samples.shrink_to_fit();
            (samples, alpha)
        }
    }
}

fn presence(mut alphas: impl Iterator<Item = u8>) -> Alpha {
    if alphas.any(|a| a < 255) {
        Alpha::Transparent
    } else {
        Alpha::Opaque
    }
}

fn over_white(value: u8, alpha: u8) -> u8 {
    let (v, a) = (u16::from(value), u16::from(alpha));
    ((v * a + 255 * (255 - a) + 127) / 255) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_becomes_rgb() {
        let check = |samples: &[u8], channels, rgb: &[u8], alpha| {
            assert_eq!(
                rgb_over_white(samples.to_vec(), channels),
                (rgb.to_vec(), alpha)
            );
        };
        use Alpha::{Opaque, Transparent};
        check(&[7, 9], Channels::Grey, &[7, 7, 7, 9, 9, 9], Opaque);
        check(&[1, 2, 3], Channels::Rgb, &[1, 2, 3], Opaque);
        check(
            &[7, 255, 9, 0],
            Channels::GreyAlpha,
            &[7, 7, 7, 255, 255, 255],
            Transparent,
        );
        check(
            &[1, 2, 3, 255, 4, 5, 6, 255],
            Channels::Rgba,
            &[1, 2, 3, 4, 5, 6],
            Opaque,
        );
        check(
            &[0, 100, 255, 128],
            Channels::Rgba,
            &[127, 177, 255],
            Transparent,
        );
    }
}
