//! Pictures whose photos are made by processes of their own.
//!
//! Where the settings say so, the process that takes a picture stores its file, puts it
//! into the line (`line.rs`), and waits for what comes of it (`awaited.rs`, `standing.rs`).
//! A process that works takes pictures in their turn ([`keep_making`]), has its engine make
//! the photo, and writes photo, report and order in one transaction (`making.rs`). A making
//! is `(attempt, tries)`, as a run of a job is: one whose lease ran out writes nothing. A
//! picture that is never made, since it is none or since it ends each process that takes
//! it, says why, and its file is deleted.

mod awaited;
mod lease;
mod line;
mod making;
mod standing;
mod work;

pub(crate) use awaited::Awaited;
pub use awaited::{keep_looking, look};
pub use line::{EngineAt, EngineState, engine_state};
pub(crate) use line::{put_in_line, withdraw};
pub(crate) use standing::came_of;
pub use standing::{Unmade, unmade};
pub use work::{Taken, keep_making, take};
