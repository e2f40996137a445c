//! The counter: a receipt is looked up by number and person, its photo is
//! handed over, and the receipt is marked as used.
//!
//! A number alone gives nothing. Wrong guesses lock the caller, and the number
//! guessed at, for longer each time. A successful look-up gives a [`Ticket`]
//! for the photo, valid for this caller and 15 minutes. Every look is logged.

mod look_up;
mod person;
mod photo;
mod ticket;
mod use_up;
mod view;

pub use look_up::{again, look_up, of_person};
pub use person::Person;
pub use photo::{PhotoPurpose, photo};
pub use ticket::Ticket;
pub use use_up::{undo_use, use_up};
pub use view::{CounterReceipt, Window};

pub(crate) use person::name_digest;
