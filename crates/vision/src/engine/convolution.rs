//! Convolutions that are computed here rather than by the runtime.
//!
//! Takes a convolution's constants and an input (1 × channels × rows × columns); gives the output.
//! rten computes depthwise convolutions number by number (robertknight/rten#370) and copies what
//! lies under a kernel of few channels more often than it multiplies it. Here the padded
//! planes are split by the stride's phases, so that every tap of the kernel is the same
//! run of numbers, shifted, and the runs are summed in vectors.

use rten_simd::SimdOp as _;
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, NdTensorView};

use super::dense::{Dense, interleaved};
use super::depthwise::Depthwise;

/// A convolution of two dimensions, undilated.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Convolution {
    shape: Shape,
    channels: Channels,
    weights: Vec<f32>,
    bias: Vec<f32>,
}

/// What a convolution looks at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shape {
    /// Rows and columns of the kernel.
    pub kernel: [usize; 2],
    /// Down and across, from 1.
    pub stride: [usize; 2],
    /// Zeros above, left, below, right.
    pub padding: [usize; 4],
}

/// Which input channels an output channel sees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Channels {
    /// The one of its own number.
    Own,
    /// All of so many.
    All(usize),
}

/// One convolution of one input.
pub(super) struct Run<'a> {
    pub shape: &'a Shape,
    pub weights: &'a [f32],
    pub bias: &'a [f32],
    pub input: &'a [f32],
    /// Rows and columns of the input.
    pub size: [usize; 2],
    pub output: &'a mut [f32],
    /// Rows and columns of the output.
    pub out: [usize; 2],
}

impl Convolution {
    /// `weights`: output channel by output channel, in each input channel by input channel, in each
    /// row by row. `bias`: one an output channel. None if their numbers do not fit the shape.
    pub(super) fn new(
        shape: Shape,
        channels: Channels,
        weights: Vec<f32>,
        bias: Vec<f32>,
    ) -> Option<Self> {
        let [rows, columns] = shape.kernel;
        let seen = match channels {
            Channels::Own => 1,
            Channels::All(count) => count,
        };
        let count = [seen, rows, columns]
            .iter()
            .try_fold(bias.len(), |count, more| count.checked_mul(*more));
        let fits = count == Some(weights.len())
            && !weights.is_empty()
            && shape.stride.iter().all(|stride| *stride > 0);
        fits.then(|| Self {
            shape,
            channels,
            weights: match channels {
                Channels::Own => weights,
                Channels::All(_) => interleaved(&weights, bias.len()),
            },
            bias,
        })
    }

    /// `input` convolved; none where it has other channels, is empty or is smaller than the
    /// kernel.
    pub(super) fn of(&self, input: NdTensorView<'_, f32, 4>) -> Option<NdTensor<f32, 4>> {
        let [batch, channels, rows, columns] = input.shape();
        let [kernel, stride] = [self.shape.kernel, self.shape.stride];
        let [top, left, bottom, right] = self.shape.padding;
        let out_of =
            |length: usize, at: usize| Some(length.checked_sub(kernel[at])? / stride[at] + 1);
        let out = [
            out_of(rows + top + bottom, 0)?,
            out_of(columns + left + right, 1)?,
        ];
        let expected = match self.channels {
            Channels::Own => self.bias.len(),
            Channels::All(count) => count,
        };
        if batch != 1 || channels != expected || rows == 0 || columns == 0 {
            return None;
        }
        let mut output = NdTensor::zeros([1, self.bias.len(), out[0], out[1]]);
        let input = input.to_contiguous();
        let run = Run {
            shape: &self.shape,
            weights: &self.weights,
            bias: &self.bias,
            input: input.data(),
            size: [rows, columns],
            output: output.data_mut()?,
            out,
        };
        match self.channels {
            Channels::Own => Depthwise(run).dispatch(),
            Channels::All(_) => Dense(run).dispatch(),
        }
        Some(output)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The definition, number by number.
    fn defined(
        of: &Shape,
        seen: Channels,
        (weights, bias): (&[f32], &[f32]),
        input: &NdTensor<f32, 4>,
    ) -> NdTensor<f32, 4> {
        let [_, channels, rows, columns] = input.shape();
        let ([kr, kc], [down, across]) = (of.kernel, of.stride);
        let [top, left, bottom, right] = of.padding;
        let out = [
            1,
            bias.len(),
            (rows + top + bottom - kr) / down + 1,
            (columns + left + right - kc) / across + 1,
        ];
        NdTensor::from_fn(out, |[_, c, y, x]| {
            let mut sum = bias[c];
            let channels = match seen {
                Channels::Own => c..c + 1,
                Channels::All(_) => 0..channels,
            };
            for (n, from) in channels.clone().enumerate() {
                for (r, k) in (0..kr).flat_map(|r| (0..kc).map(move |k| (r, k))) {
                    let row = (y * down + r).wrapping_sub(top);
                    let column = (x * across + k).wrapping_sub(left);
                    if row < rows && column < columns {
                        let weight = ((c * channels.len() + n) * kr + r) * kc + k;
                        sum += weights[weight] * input[[0, from, row, column]];
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
            // None: each of its own.
            out_channels in prop::option::of(1..10_usize),
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
            let shape = Shape { kernel, stride, padding };
            let seen = match out_channels {
                Some(_) => Channels::All(channels),
                None => Channels::Own,
            };
            let taps = kernel[0] * kernel[1] * if out_channels.is_some() { channels } else { 1 };
            let out_channels = out_channels.unwrap_or(channels);
            let weights: Vec<f32> = (0..out_channels * taps).map(|_| number()).collect();
            let bias: Vec<f32> = (0..out_channels).map(|_| number()).collect();
            let of = Convolution::new(shape, seen, weights.clone(), bias.clone()).unwrap();
            let input = NdTensor::from_fn([1, channels, rows, columns], |_| number());
            let [top, left, bottom, right] = padding;
            let is_seen = rows + top + bottom >= kernel[0] && columns + left + right >= kernel[1];
            match of.of(input.view()) {
                Some(output) => {
                    let expected = defined(&shape, seen, (&weights, &bias), &input);
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
    fn an_empty_picture_is_refused_though_padding_would_do() {
        let shape = Shape {
            kernel: [3, 3],
            stride: [1, 1],
            padding: [2; 4],
        };
        for (seen, count) in [(Channels::Own, 18), (Channels::All(2), 36)] {
            let of = Convolution::new(shape, seen, vec![0.0; count], vec![0.0; 2]).unwrap();
            assert_eq!(of.of(NdTensor::zeros([1, 2, 0, 4]).view()), None);
            assert_eq!(of.of(NdTensor::zeros([1, 2, 4, 0]).view()), None);
        }
    }

    /// Larger than what is looked at in one go.
    #[test]
    fn a_large_picture_is_convolved_row_by_row_as_well() {
        let shape = Shape {
            kernel: [3, 3],
            stride: [2, 1],
            padding: [1; 4],
        };
        let weights: Vec<f32> = (0..5 * 8 * 9)
            .map(|n| (n % 11) as f32 / 11.0 - 0.4)
            .collect();
        let bias = vec![0.5; 5];
        let input = NdTensor::from_fn([1, 8, 400, 300], |[_, c, y, x]| {
            ((c * 7 + y * 3 + x) % 13) as f32 / 13.0
        });
        let seen = Channels::All(8);
        let of = Convolution::new(shape, seen, weights.clone(), bias.clone()).unwrap();
        let output = of.of(input.view()).unwrap();
        let expected = defined(&shape, seen, (&weights, &bias), &input);
        assert_eq!(output.shape(), expected.shape());
        for (is, expected) in output.iter().zip(expected.iter()) {
            assert!((is - expected).abs() < 1e-4, "{is} and not {expected}");
        }
    }

    #[test]
    fn another_shape_is_refused() {
        let shape = Shape {
            kernel: [3, 3],
            stride: [1, 1],
            padding: [0; 4],
        };
        let check = |shown: [usize; 4], expected: Option<[usize; 4]>| {
            for seen in [Channels::Own, Channels::All(2)] {
                let count = if seen == Channels::Own { 18 } else { 36 };
                let of = Convolution::new(shape, seen, vec![0.0; count], vec![0.0; 2]).unwrap();
                let output = of.of(NdTensor::zeros(shown).view());
                assert_eq!(output.map(|output| output.shape()), expected, "{shown:?}");
            }
        };
        check([1, 2, 3, 4], Some([1, 2, 1, 2]));
        check([1, 3, 3, 4], None);
        check([2, 2, 3, 4], None);
        check([1, 2, 2, 4], None);
        check([1, 2, 0, 4], None);
        check([1, 2, 3, 2], None);
    }
}
