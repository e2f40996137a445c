//! What an applicant can do with their order, one function per action; each
//! gives the changed order.

mod begin;
mod change;
mod consent_proof;
mod copy;
mod details;
mod device;
mod ending;
mod further;
mod messages;
mod news;
mod own_order;
mod photos;
mod queue_place;
mod view;

pub use begin::{begin, renew};
pub use change::{put_picture, submit};
pub use consent_proof::consent_code;
pub use copy::{OrderCopyStream, copy};
pub use details::{GivenDetails, details, details_input, give_details, needs_guardian};
pub use device::{is_old_device, leave};
pub use ending::{cancel, erase};
pub use further::FurtherValue;
pub use messages::{messages, write};
pub use news::{OrderLine, orders_here, read_notices};
pub use own_order::{Credentials, OrderSummary, OwnOrder, find, grant, open};
pub use photos::{photo, preview};
pub use queue_place::QueuePlace;
pub use view::{OrderView, PictureView, Rejection, show};

pub(crate) use copy::turns;
pub(crate) use details::open_details;
pub(crate) use ending::{erase_order, plan_purge, purge_until_gone};
pub(crate) use further::further;
