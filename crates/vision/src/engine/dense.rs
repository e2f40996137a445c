//! Convolutions in which every output channel sees every input channel.

use rten_simd::ops::{BitOps as _, NumOps as _};
use rten_simd::{Isa, SimdOp};

use super::convolution::Run;
use super::planes::Planes;

/// Output channels, and vectors of each, that are summed side by side: as many sums as sixteen
/// vector registers hold beside what is multiplied.
pub(super) const CHANNELS: usize = 4;
const ABREAST: usize = 3;

/// Numbers of the planes of all channels that are looked at in one go: a mebibyte, which a core's
/// second cache holds, and no more memory however large the picture is.
const AT_ONCE: usize = 1 << 18;

/// A run whose channels are mixed. Its weights as [`interleaved`] gives them.
pub(super) struct Dense<'a>(pub Run<'a>);

/// Weights (output channel, input channel, row, column) in the order in which they are used:
/// [`CHANNELS`] output channels together, those that lack zero.
pub(super) fn interleaved(weights: &[f32], out_channels: usize) -> Vec<f32> {
    let each = weights.len() / out_channels.max(1);
    let blocks = (0..out_channels).step_by(CHANNELS);
    let of = |channel: usize, n: usize| match channel < out_channels {
        true => weights[channel * each + n],
        false => 0.0,
    };
    blocks
        .flat_map(|first| {
            (0..each)
                .flat_map(move |n| (first..first + CHANNELS).map(move |channel| of(channel, n)))
        })
        .collect()
}

impl SimdOp for Dense<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let Run {
            shape,
            weights,
            bias,
            input,
            size: [rows, columns],
            output,
            out: [out_rows, out_columns],
        } = self.0;
        let ops = isa.f32();
        let lanes = ops.len();
        let beside = ABREAST * lanes;
        let channels = input.len() / (rows * columns);
        // So many rows of the output at once as have room.
        let line = Planes::of(shape, [1, out_columns], 0).length() * channels;
        let rows_at_once = (AT_ONCE / line.max(1)).clamp(1, out_rows);
        let layout = Planes::of(shape, [rows_at_once, out_columns], beside);
        let one = layout.length();
        let taps: Vec<usize> = (0..channels)
            .flat_map(|channel| {
                let taps = layout.taps(shape.kernel);
                taps.into_iter().map(move |tap| channel * one + tap)
            })
            .collect();
        let each = layout.sums + beside;
        let mut planes = vec![0.0_f32; channels * one];
        let mut sums = vec![0.0_f32; bias.len().div_ceil(CHANNELS) * CHANNELS * each];
        for first in (0..out_rows).step_by(rows_at_once) {
            planes.fill(0.0);
            let seen = input.chunks_exact(rows * columns);
            for (planes, channel) in planes.chunks_exact_mut(one).zip(seen) {
                let row = first * shape.stride[0];
                layout.fill(planes, channel, columns, shape.padding, row);
            }
            // All output channels of one stretch, before the next is looked at: it stays in the
            // cache.
            for at in (0..layout.sums).step_by(beside) {
                for (block, weights) in weights.chunks_exact(taps.len() * CHANNELS).enumerate() {
                    let mut held = [[ops.splat(0.0); ABREAST]; CHANNELS];
                    let (weights, _) = weights.as_chunks::<CHANNELS>();
                    for (tap, weights) in taps.iter().zip(weights) {
                        let run = &planes[tap + at..][..beside];
                        let seen: [_; ABREAST] = std::array::from_fn(
                            #[inline(always)]
                            |n| ops.load(&run[n * lanes..]),
                        );
                        for (held, weight) in held.iter_mut().zip(weights) {
                            let weight = ops.splat(*weight);
                            for (sum, seen) in held.iter_mut().zip(seen) {
                                *sum = ops.mul_add(seen, weight, *sum);
                            }
                        }
                    }
                    for (n, held) in held.iter().enumerate() {
                        let to = &mut sums[(block * CHANNELS + n) * each + at..][..beside];
                        for (n, sum) in held.iter().enumerate() {
                            ops.store(*sum, &mut to[n * lanes..]);
                        }
                    }
                }
            }
            let channels = output.chunks_exact_mut(out_rows * out_columns);
            for ((output, sums), bias) in channels.zip(sums.chunks_exact(each)).zip(bias) {
                let lines = output.chunks_exact_mut(out_columns).skip(first);
                for (line, sums) in lines.take(rows_at_once).zip(sums.chunks(layout.pitch)) {
                    for (slot, sum) in line.iter_mut().zip(sums) {
                        *slot = sum + bias;
                    }
                }
            }
        }
    }
}
