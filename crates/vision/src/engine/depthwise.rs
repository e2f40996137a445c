//! Convolutions of each channel with a kernel of its own.

use rten_simd::ops::{BitOps as _, NumOps as _};
use rten_simd::{Isa, SimdOp};

use super::convolution::Run;
use super::planes::Planes;

/// Vectors that are summed side by side, to hide how long a sum takes.
const ABREAST: usize = 4;

/// A run whose channels are kept apart. Its weights: channel by channel, each row by row.
pub(super) struct Depthwise<'a>(pub Run<'a>);

impl SimdOp for Depthwise<'_> {
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
        let layout = Planes::of(shape, [out_rows, out_columns], ABREAST * lanes);
        let taps = layout.taps(shape.kernel);
        let mut planes = vec![0.0_f32; layout.length()];
        let mut sums = vec![0.0_f32; layout.sums + ABREAST * lanes];
        let channels = input
            .chunks_exact(rows * columns)
            .zip(output.chunks_exact_mut(out_rows * out_columns))
            .zip(weights.chunks_exact(taps.len()).zip(bias));
        for ((input, output), (weights, bias)) in channels {
            layout.fill(&mut planes, input, columns, shape.padding, 0);
            let mut at = 0;
            while at < layout.sums {
                if layout.sums - at > lanes {
                    let mut held = [ops.splat(*bias); ABREAST];
                    for (tap, weight) in taps.iter().zip(weights) {
                        let weight = ops.splat(*weight);
                        let run = &planes[tap + at..][..ABREAST * lanes];
                        for (n, sum) in held.iter_mut().enumerate() {
                            *sum = ops.mul_add(ops.load(&run[n * lanes..]), weight, *sum);
                        }
                    }
                    for (n, sum) in held.iter().enumerate() {
                        ops.store(*sum, &mut sums[at + n * lanes..]);
                    }
                    at += ABREAST * lanes;
                } else {
                    let mut sum = ops.splat(*bias);
                    for (tap, weight) in taps.iter().zip(weights) {
                        let run = ops.load(&planes[tap + at..]);
                        sum = ops.mul_add(run, ops.splat(*weight), sum);
                    }
                    ops.store(sum, &mut sums[at..]);
                    at += lanes;
                }
            }
            let lines = output.chunks_exact_mut(out_columns);
            for (line, sums) in lines.zip(sums.chunks(layout.pitch)) {
                line.copy_from_slice(&sums[..out_columns]);
            }
        }
    }
}
