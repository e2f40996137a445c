//! The only interface to the neural networks.
//!
//! Takes the name of a network and its input as plain numbers; gives its
//! outputs as plain numbers. What runs them stays behind the trait, so that
//! tests can answer in its place and another runtime can take it.

mod added;
mod convolution;
mod cut;
mod dense;
mod depthwise;
mod embedded;
mod pieces;
mod planes;

pub use added::{AddedModel, AddedModelError, AlsoGiven, Answer, Channels, Fit, Layout, ModelForm};
pub use embedded::RtenEngine;

/// A network, with the shape of its input and the order of its outputs.
///
/// Pictures are height × width × channel, red first, where nothing else is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Network {
    /// BlazeFace for faces that fill much of the picture.
    ///
    /// In: 128 × 128 × 3, −1…1. Out: boxes 896 × 16, scores 896 (before the sigmoid).
    FaceDetectorShort,
    /// BlazeFace for faces that are small in the picture.
    ///
    /// In: 192 × 192 × 3, −1…1. Out: boxes 2304 × 16, scores 2304 (before the sigmoid).
    FaceDetectorFull,
    /// Face mesh with irises.
    ///
    /// In: 256 × 256 × 3, 0…1. Out: points 478 × 3 in pixels of the input
    /// (z: smaller is nearer), presence 1 (before the sigmoid), tongue 1.
    FaceLandmarks,
    /// Facial expression from 146 of the landmarks.
    ///
    /// In: 146 × 2, pixels of any scale. Out: 52 coefficients, 0…1.
    Blendshapes,
    /// Person or background.
    ///
    /// In: 256 × 256 × 3, 0…1. Out: probability of a person, 256 × 256.
    SelfieSegmentation,
    /// The main person or what is not, learned from people put before made walls.
    ///
    /// In: 256 × 256 × 3, 0…1. Out: probability of the person, 256 × 256.
    Outline,
    /// A better alpha, and how far it may be off.
    ///
    /// In: 5 × 240 × 192, 0…1, plane by plane: red, green, blue, a rough person probability, a
    /// solved alpha. Out: alpha 240 × 192, its expected absolute error 240 × 192.
    Alpha,
    /// BlazePalm: palms of hands.
    ///
    /// In: 128 × 128 × 3, 0…1. Out: boxes 896 × 18, scores 896 (before the sigmoid).
    PalmDetector,
    /// Joints of a hand.
    ///
    /// In: 224 × 224 × 3, 0…1. Out: points 21 × 3 in pixels of the input, presence 1
    /// (0…1), handedness 1, points 21 × 3 in metres.
    HandLandmarks,
    /// What is worn on a head.
    ///
    /// In: 256 × 256 × 3, 0…1. Out: mask, glasses, dark lenses, headwear (before the sigmoid).
    Worn,
}

impl Network {
    /// Every network.
    pub const ALL: [Self; 10] = [
        Self::FaceDetectorShort,
        Self::FaceDetectorFull,
        Self::FaceLandmarks,
        Self::Blendshapes,
        Self::SelfieSegmentation,
        Self::Outline,
        Self::Alpha,
        Self::PalmDetector,
        Self::HandLandmarks,
        Self::Worn,
    ];

    /// The input's shape, the batch of one in front.
    #[must_use]
    pub const fn input_shape(self) -> &'static [usize] {
        match self {
            Self::FaceDetectorShort | Self::PalmDetector => &[1, 128, 128, 3],
            Self::FaceDetectorFull => &[1, 192, 192, 3],
            Self::FaceLandmarks | Self::SelfieSegmentation | Self::Outline | Self::Worn => {
                &[1, 256, 256, 3]
            }
            Self::Alpha => &[1, 5, 240, 192],
            Self::Blendshapes => &[1, 146, 2],
            Self::HandLandmarks => &[1, 224, 224, 3],
        }
    }

    /// How many numbers each output has, in order.
    #[must_use]
    pub const fn output_lengths(self) -> &'static [usize] {
        match self {
            Self::FaceDetectorShort => &[896 * 16, 896],
            Self::FaceDetectorFull => &[2304 * 16, 2304],
            Self::FaceLandmarks => &[478 * 3, 1, 1],
            Self::Blendshapes => &[52],
            Self::SelfieSegmentation | Self::Outline => &[256 * 256],
            Self::Alpha => &[240 * 192, 240 * 192],
            Self::PalmDetector => &[896 * 18, 896],
            Self::HandLandmarks => &[21 * 3, 1, 1, 21 * 3],
            Self::Worn => &[4],
        }
    }
}

/// Runtime and weights, for the provenance of a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EngineVersion {
    /// The program that runs the networks, and its version.
    pub runtime: &'static str,
    /// The set of weights.
    pub networks: &'static str,
}

/// Runs networks. Answers depend on the input alone.
pub trait Engine: Send + Sync {
    /// The outputs of `network` for `input`, in the order and the lengths
    /// that [`Network::output_lengths`] says.
    ///
    /// # Errors
    /// When `input` has the wrong length or the network cannot be run.
    fn run(&self, network: Network, input: &[f32]) -> Result<Vec<Vec<f32>>, EngineError>;

    /// The runtime and the weights.
    fn version(&self) -> EngineVersion;

    /// The network that tells the person's outline in place of the built-in one.
    fn added(&self) -> Option<&AddedModel> {
        None
    }
}

/// Why a network gave no output.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// The weights could not be read.
    #[error("the network {network:?} cannot be loaded: {reason}")]
    Load {
        /// The network.
        network: Network,
        /// The runtime's message.
        reason: String,
    },
    /// The runtime failed.
    #[error("the network {network:?} cannot be run: {reason}")]
    Run {
        /// The network.
        network: Network,
        /// The runtime's message.
        reason: String,
    },
    /// The input has the wrong length.
    #[error("the network {network:?} takes {expected} numbers, not {given}")]
    InputLength {
        /// The network.
        network: Network,
        /// Numbers it takes.
        expected: usize,
        /// Numbers it was given.
        given: usize,
    },
    /// The network that an operator added cannot be run, or answers nonsense.
    #[error("the added network fails: {reason}")]
    Added {
        /// Why.
        reason: String,
    },
    /// An output is missing, has the wrong length, or holds no number.
    #[error("the network {network:?} gave an output that makes no sense")]
    Output {
        /// The network.
        network: Network,
    },
}

impl EngineError {
    /// Stable code, for programs and message files.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Load { .. } => "network-load",
            Self::Run { .. } => "network-run",
            Self::InputLength { .. } => "network-input-length",
            Self::Added { .. } => "network-added",
            Self::Output { .. } => "network-output",
        }
    }
}

/// Runs `network` and holds its answer to what [`Network`] promises, so that
/// whoever decodes it may index without asking.
pub(crate) fn ask<const OUTPUTS: usize>(
    engine: &dyn Engine,
    network: Network,
    input: &[f32],
) -> Result<[Vec<f32>; OUTPUTS], EngineError> {
    let answer = engine.run(network, input)?;
    let lengths = network.output_lengths();
    let fits = answer.len() >= OUTPUTS
        && answer.iter().zip(lengths).all(|(output, length)| {
            output.len() == *length && output.iter().all(|value| value.is_finite())
        });
    if !fits {
        return Err(EngineError::Output { network });
    }
    let mut outputs = answer.into_iter();
    Ok(std::array::from_fn(|_| outputs.next().unwrap_or_default()))
}
