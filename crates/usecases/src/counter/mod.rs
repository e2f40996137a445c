//! The counter: a receipt is looked up by number and person, its photo is
//! handed over, and the receipt is marked as used.
//!
//! A number alone gives nothing, and an identity number alone a list without
//! photos. Wrong guesses lock the caller for that number, and after many for
//! all; nobody else. What is beyond the caller's documents and cities does not
//! exist for them. A successful look-up gives a [`Ticket`] for the photo, valid
//! for this caller and 15 minutes, as long as the receipt can be handed over.
//! Every look is logged.

mod look_up;
mod person;
mod photo;
mod serving;
mod ticket;
mod use_up;
mod view;

pub use look_up::{again, look_up, of_person};
pub use person::Person;
pub use photo::{PhotoPurpose, photo, sealed_photo};
pub use serving::given_window;
pub use ticket::Ticket;
pub use use_up::{undo_use, use_up};
pub use view::{CounterReceipt, ListedReceipt, Window};

pub(crate) use person::{identity_digest, name_digest, name_digests};
