//! What is in a picture: faces, landmarks, the person's outline and matte.
//!
//! Takes upright sRGB pixels from `imaging`; gives positions in those pixels
//! and per-pixel coverage. Knows nothing of documents.
//!
//! [`look`] finds the faces, [`hands`] the hands near one, [`worn`](fn@worn) what is worn on the
//! head, [`segment`] the person on a canvas, [`matting`] the exact outline. Networks run behind [`Engine`].

mod blendshapes;
mod crop;
mod detector;
mod engine;
mod hands;
mod landmarks;
pub mod matting;
pub mod points;
mod pose;
mod rect;
mod scene;
mod segmentation;
mod turn;
mod views;
mod wall;
mod worn;

pub use blendshapes::{Blendshapes, Movement};
pub use engine::{
    AddedModel, AddedModelError, AlsoGiven, Answer, Channels, Engine, EngineError, EngineVersion,
    Fit, Layout, ModelForm, Network, RtenEngine,
};
pub use hands::{HAND_POINTS, Hand, hands};
pub use imaging::QuarterTurn;
pub use landmarks::{LANDMARKS, Landmark, Landmarks};
pub use pose::{Pose, pose};
pub use rect::Rect;
pub use scene::{Face, Scene, look};
pub use segmentation::segment;
pub use wall::Wall;
pub use worn::{Worn, around_head, worn};
