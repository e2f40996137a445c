//! What the face does: 52 coefficients of expression.
//!
//! Takes landmarks; gives how strongly each movement of the face is present.
//! The names and the order are the network's (they follow Apple's ARKit);
//! left and right are the subject's own.

use crate::engine::{Engine, EngineError, Network, ask};
use crate::landmarks::Landmarks;

/// The landmarks that the network reads, in its order.
const READ: [usize; 146] = [
    0, 1, 4, 5, 6, 7, 8, 10, 13, 14, 17, 21, 33, 37, 39, 40, 46, 52, 53, 54, 55, 58, 61, 63, 65,
    66, 67, 70, 78, 80, 81, 82, 84, 87, 88, 91, 93, 95, 103, 105, 107, 109, 127, 132, 133, 136,
    144, 145, 146, 148, 149, 150, 152, 153, 154, 155, 157, 158, 159, 160, 161, 162, 163, 168, 172,
    173, 176, 178, 181, 185, 191, 195, 197, 234, 246, 249, 251, 263, 267, 269, 270, 276, 282, 283,
    284, 285, 288, 291, 293, 295, 296, 297, 300, 308, 310, 311, 312, 314, 317, 318, 321, 323, 324,
    332, 334, 336, 338, 356, 361, 362, 365, 373, 374, 375, 377, 378, 379, 380, 381, 382, 384, 385,
    386, 387, 388, 389, 390, 397, 398, 400, 402, 405, 409, 415, 454, 466, 468, 469, 470, 471, 472,
    473, 474, 475, 476, 477,
];

/// Declares the movements, in the network's order.
macro_rules! movements {
    ($($movement:ident $name:literal,)*) => {
        /// A movement of the face.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "each is named after what it is")]
        pub enum Movement { $($movement,)* }

        impl Movement {
            /// Every movement, in the network's order.
            pub const ALL: [Self; 52] = [$(Self::$movement,)*];

            /// The name in Apple's ARKit, for instance `jawOpen`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$movement => $name,)* }
            }
        }
    };
}

movements! {
    Neutral "_neutral",
    BrowDownLeft "browDownLeft",
    BrowDownRight "browDownRight",
    BrowInnerUp "browInnerUp",
    BrowOuterUpLeft "browOuterUpLeft",
    BrowOuterUpRight "browOuterUpRight",
    CheekPuff "cheekPuff",
    CheekSquintLeft "cheekSquintLeft",
    CheekSquintRight "cheekSquintRight",
    EyeBlinkLeft "eyeBlinkLeft",
    EyeBlinkRight "eyeBlinkRight",
    EyeLookDownLeft "eyeLookDownLeft",
    EyeLookDownRight "eyeLookDownRight",
    EyeLookInLeft "eyeLookInLeft",
    EyeLookInRight "eyeLookInRight",
    EyeLookOutLeft "eyeLookOutLeft",
    EyeLookOutRight "eyeLookOutRight",
    EyeLookUpLeft "eyeLookUpLeft",
    EyeLookUpRight "eyeLookUpRight",
    EyeSquintLeft "eyeSquintLeft",
    EyeSquintRight "eyeSquintRight",
    EyeWideLeft "eyeWideLeft",
    EyeWideRight "eyeWideRight",
    JawForward "jawForward",
    JawLeft "jawLeft",
    JawOpen "jawOpen",
    JawRight "jawRight",
    MouthClose "mouthClose",
    MouthDimpleLeft "mouthDimpleLeft",
    MouthDimpleRight "mouthDimpleRight",
    MouthFrownLeft "mouthFrownLeft",
    MouthFrownRight "mouthFrownRight",
    MouthFunnel "mouthFunnel",
    MouthLeft "mouthLeft",
    MouthLowerDownLeft "mouthLowerDownLeft",
    MouthLowerDownRight "mouthLowerDownRight",
    MouthPressLeft "mouthPressLeft",
    MouthPressRight "mouthPressRight",
    MouthPucker "mouthPucker",
    MouthRight "mouthRight",
    MouthRollLower "mouthRollLower",
    MouthRollUpper "mouthRollUpper",
    MouthShrugLower "mouthShrugLower",
    MouthShrugUpper "mouthShrugUpper",
    MouthSmileLeft "mouthSmileLeft",
    MouthSmileRight "mouthSmileRight",
    MouthStretchLeft "mouthStretchLeft",
    MouthStretchRight "mouthStretchRight",
    MouthUpperUpLeft "mouthUpperUpLeft",
    MouthUpperUpRight "mouthUpperUpRight",
    NoseSneerLeft "noseSneerLeft",
    NoseSneerRight "noseSneerRight",
}

/// How strongly each [`Movement`] is present, 0…1.
#[derive(Clone, Debug, PartialEq)]
pub struct Blendshapes([f32; 52]);

impl Blendshapes {
    /// Wraps coefficients in the order of [`Movement::ALL`].
    #[must_use]
    pub const fn new(coefficients: [f32; 52]) -> Self {
        Self(coefficients)
    }

    /// The coefficient of `movement`, 0…1.
    #[must_use]
    pub fn of(&self, movement: Movement) -> f32 {
        self.0[movement as usize]
    }
}

/// Runs the network on the landmarks of a face.
pub(crate) fn blendshapes(
    engine: &dyn Engine,
    landmarks: &Landmarks,
) -> Result<Blendshapes, EngineError> {
    let input: Vec<f32> = landmarks
        .pick(&READ)
        .flat_map(|point| [point.x as f32, point.y as f32])
        .collect();
    let [coefficients] = ask(engine, Network::Blendshapes, &input)?;
    Ok(Blendshapes(std::array::from_fn(|at| coefficients[at])))
}
