//! Convolutions of each channel with a kernel of its own (depthwise).
//!
//! The runtime computes these number by number (robertknight/rten#370), which was two
//! fifths of the time of all networks. Here a whole channel is computed at once: its padded
//! plane is split by the stride's phases, so that every tap of the kernel is the
//! same flat run of numbers, shifted, and the runs are summed in vectors.

use rten_simd::ops::{BitOps as _, NumOps as _};
use rten_simd::{Isa, SimdOp};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, NdTensorView};

/// A convolution whose groups are its channels, undilated.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Depthwise {
    /// Rows and columns of the kernel.
    pub kernel: [usize; 2],
    /// Down and across.
    pub stride: [usize; 2],
    /// Zeros above, left, below, right.
    pub padding: [usize; 4],
    /// Channel by channel, each row by row.
    pub weights: Vec<f32>,
    /// One a channel.
    pub bias: Vec<f32>,
}

impl Depthwise {
    /// `input` (1 × channels × rows × columns) convolved; none where it has other channels or
    /// is smaller than the kernel.
    pub(super) fn of(&self, input: NdTensorView<'_, f32, 4>) -> Option<NdTensor<f32, 4>> {
        let [batch, channels, rows, columns] = input.shape();
        let [kernel_rows, kernel_columns] = self.kernel;
        let [top, left, bottom, right] = self.padding;
        let out_of = |length: usize, kernel: usize, stride: usize| {
            Some(length.checked_sub(kernel)? / stride + 1)
        };
        let out_rows = out_of(rows + top + bottom, kernel_rows, self.stride[0])?;
        let out_columns = out_of(columns + left + right, kernel_columns, self.stride[1])?;
        let fits = batch == 1
            && self.bias.len() == channels
            && self.weights.len() == channels * kernel_rows * kernel_columns;
        if !fits {
            return None;
        }
        let mut output = NdTensor::zeros([1, channels, out_rows, out_columns]);
        Run {
            of: self,
            input: input.to_contiguous().data(),
            rows,
            columns,
            output: output.data_mut()?,
            out_rows,
            out_columns,
        }
        .dispatch();
        Some(output)
    }
}

/// One convolution over all channels of one input.
struct Run<'a> {
    of: &'a Depthwise,
    input: &'a [f32],
    rows: usize,
    columns: usize,
    output: &'a mut [f32],
    out_rows: usize,
    out_columns: usize,
}

/// Vectors that are summed side by side, to hide how long a sum takes.
const ABREAST: usize = 4;

impl SimdOp for Run<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let ops = isa.f32();
        let lanes = ops.len();
        let layout = Planes::of(&self, ABREAST * lanes);
        let taps = layout.taps(self.of.kernel);
        let mut planes = vec![0.0_f32; layout.length()];
        let mut sums = vec![0.0_f32; layout.sums + ABREAST * lanes];
        let channels = self
            .input
            .chunks_exact(self.rows * self.columns)
            .zip(
                self.output
                    .chunks_exact_mut(self.out_rows * self.out_columns),
            )
            .zip(self.of.weights.chunks_exact(taps.len()).zip(&self.of.bias));
        for ((input, output), (weights, bias)) in channels {
            layout.fill(&mut planes, input, self.columns, self.of.padding);
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
            let lines = output.chunks_exact_mut(self.out_columns);
            for (line, sums) in lines.zip(sums.chunks(layout.pitch)) {
                line.copy_from_slice(&sums[..self.out_columns]);
            }
        }
    }
}

/// How a channel's padded plane lies in memory: for each phase of the stride, down and across,
/// a plane of the rows and columns that lie in it. What lies under one tap of the kernel, for
/// all places in turn, is then one run of numbers in one of these planes; it runs on over the
/// ends of the lines, and the sums there are of no use.
struct Planes {
    stride: [usize; 2],
    /// Numbers from one line to the next.
    pitch: usize,
    /// Lines of a plane.
    lines: usize,
    /// Numbers of a plane.
    plane: usize,
    /// Sums that are made, those at the ends of the lines included.
    sums: usize,
}

impl Planes {
    /// `beyond`: how far behind the last sum's place a plane is read.
    fn of(run: &Run<'_>, beyond: usize) -> Self {
        let ([rows, columns], [down, across]) = (run.of.kernel, run.of.stride);
        let pitch = run.out_columns + (columns - 1) / across;
        let lines = run.out_rows + (rows - 1) / down;
        Self {
            stride: run.of.stride,
            pitch,
            lines,
            plane: lines * pitch + beyond,
            sums: (run.out_rows - 1) * pitch + run.out_columns,
        }
    }

    fn length(&self) -> usize {
        self.stride[0] * self.stride[1] * self.plane
    }

    /// Where a row and a column of the padded plane lie.
    fn place(&self, row: usize, column: usize) -> usize {
        let [down, across] = self.stride;
        let phase = row % down * across + column % across;
        phase * self.plane + row / down * self.pitch + column / across
    }

    /// Where the run of each of the kernel's taps begins, row by row.
    fn taps(&self, [rows, columns]: [usize; 2]) -> Vec<usize> {
        let at = |row| (0..columns).map(move |column| self.place(row, column));
        (0..rows).flat_map(at).collect()
    }

    /// Writes a channel into the planes; what the padding is stays as it is.
    #[inline(always)]
    fn fill(&self, planes: &mut [f32], channel: &[f32], columns: usize, padding: [usize; 4]) {
        let [top, left, ..] = padding;
        let [down, across] = self.stride;
        let rows = (self.lines * down).saturating_sub(top);
        for (row, line) in channel.chunks_exact(columns).take(rows).enumerate() {
            for first in 0..across.min(columns) {
                let Some(room) = self.pitch.checked_sub((left + first) / across) else {
                    continue;
                };
                let at = self.place(top + row, left + first);
                let slots = &mut planes[at..at + room];
                if across == 1 {
                    let count = room.min(columns);
                    slots[..count].copy_from_slice(&line[..count]);
                } else {
                    let seen = line.iter().skip(first).step_by(across);
                    slots.iter_mut().zip(seen).for_each(|(slot, n)| *slot = *n);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The definition, number by number.
    fn defined(of: &Depthwise, input: &NdTensor<f32, 4>) -> NdTensor<f32, 4> {
        let [_, channels, rows, columns] = input.shape();
        let ([kr, kc], [down, across]) = (of.kernel, of.stride);
        let [top, left, bottom, right] = of.padding;
        let out = [
            1,
            channels,
            (rows + top + bottom - kr) / down + 1,
            (columns + left + right - kc) / across + 1,
        ];
        NdTensor::from_fn(out, |[_, c, y, x]| {
            let mut sum = of.bias[c];
            for r in 0..kr {
                for k in 0..kc {
                    let row = (y * down + r).wrapping_sub(top);
                    let column = (x * across + k).wrapping_sub(left);
                    if row < rows && column < columns {
                        sum += of.weights[(c * kr + r) * kc + k] * input[[0, c, row, column]];
                    }
                }
            }
            sum
        })
    }

    proptest! {
        #[test]
        fn every_number_is_as_defined(
            channels in 1..4_usize,
            size in [1..40_usize, 1..40_usize],
            kernel in [1..6_usize, 1..6_usize],
            stride in [1..4_usize, 1..4_usize],
            padding in [0..4_usize, 0..4_usize, 0..4_usize, 0..4_usize],
            seed in 0..u32::MAX,
        ) {
            let [rows, columns] = size;
            let mut state = seed;
            let mut number = move || {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 16) as f32 / 32_768.0 - 1.0
            };
            let of = Depthwise {
                kernel,
                stride,
                padding,
                weights: (0..channels * kernel[0] * kernel[1]).map(|_| number()).collect(),
                bias: (0..channels).map(|_| number()).collect(),
            };
            let input = NdTensor::from_fn([1, channels, rows, columns], |_| number());
            let [top, left, bottom, right] = padding;
            let is_seen = rows + top + bottom >= kernel[0] && columns + left + right >= kernel[1];
            match of.of(input.view()) {
                Some(output) => {
                    let expected = defined(&of, &input);
                    prop_assert_eq!(output.shape(), expected.shape());
                    for (is, expected) in output.iter().zip(expected.iter()) {
                        prop_assert!((is - expected).abs() < 1e-4, "{} and not {}", is, expected);
                    }
                }
                None => prop_assert!(!is_seen),
            }
        }
    }

    #[test]
    fn another_shape_is_refused() {
        let of = Depthwise {
            kernel: [3, 3],
            stride: [1, 1],
            padding: [0; 4],
            weights: vec![0.0; 18],
            bias: vec![0.0; 2],
        };
        let check = |shape: [usize; 4], expected: Option<[usize; 4]>| {
            let output = of.of(NdTensor::zeros(shape).view());
            assert_eq!(output.map(|output| output.shape()), expected, "{shape:?}");
        };
        check([1, 2, 3, 4], Some([1, 2, 1, 2]));
        check([1, 3, 3, 4], None);
        check([2, 2, 3, 4], None);
        check([1, 2, 2, 4], None);
        check([1, 2, 3, 2], None);
    }
}
