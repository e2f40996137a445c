//! The counter window: a receipt looked up by number and person, its photo
//! handed over, the receipt used up.
//!
//! A number alone yields nothing, and neither does a guess: whoever guesses is
//! locked out for longer each time, and so is the number guessed at. A look-up
//! that finds something gives a [`Ticket`] for its photo, good for this window
//! and a quarter of an hour. Every look is in the log.

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
