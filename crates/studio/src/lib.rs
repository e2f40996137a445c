//! One picture's bytes → photo, findings and their texts.
//!
//! Takes untrusted bytes and a [`Request`] that names what a document in a city
//! asks for; gives an [`Attempt`]: the photo's file, what an inspector would
//! object to and what went wrong, as data that can be stored and as words in
//! either language. Opens no file.

mod attempt;
mod explain;
mod failure;
mod figures;
mod findings;
mod photograph;
mod reason;
mod request;
mod said;
mod stopwatch;
mod wrong;

pub use attempt::{Attempt, PhotoFile};
pub use explain::{explain, lacking};
pub use failure::Failure;
pub use figures::{file_size, range, short};
pub use findings::{
    Findings, Telling, WordedFinding, advice, figures, findings, headline, line, name,
    nothing_to_judge, remedy,
};
pub use photograph::photograph;
pub use reason::{ReasonText, reason_text};
pub use request::{Extras, Form, Lacking, Request};
pub use said::{Explanation, args, in_locale, say};
pub use stopwatch::{Stopwatch, Timing};
pub use wrong::{Words, Wrong, in_both, lacks, wrongs};
