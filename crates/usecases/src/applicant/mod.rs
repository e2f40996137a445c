//! What an applicant can do with their order, one function per action; each
//! gives the changed order.

mod begin;
mod bill;
mod change;
mod consent_proof;
mod copy;
mod details;
mod device;
mod ending;
mod find;
mod further;
mod grant;
mod messages;
mod news;
mod own_order;
mod photos;
mod queue_place;
mod sought;
mod told_by;
mod view;

pub use begin::{Whose, begin, begin_as, renew, renew_as};
pub use bill::{BillView, RefundView};
pub use change::{PutPicture, picture_within, put_picture, put_picture_on, submit};
pub use consent_proof::consent_code;
pub use copy::{OrderCopyStream, copy};
pub use details::{
    GivenDetails, details, details_input, give_details, needs_guardian, written_by_hand,
};
pub use device::{is_old_device, leave};
pub use ending::{cancel, erase};
pub use find::{PROOF_LENGTH, Site, find, prove};
pub use further::FurtherValue;
pub use grant::{grant_found, grant_proven, granted_number};
pub use messages::{messages, write};
pub use news::{OrderLine, orders_here, read_notices};
pub use own_order::{
    Credentials, FoundOrder, Known, MOST_GRANTS, OrderSummary, OwnOrder, open, open_found, reread,
};
pub use photos::{photo, preview, small_photo};
pub(crate) use queue_place::UsualWait;
pub use queue_place::{QueuePlace, next_place};
pub use sought::{SoughtNumber, SoughtPerson};
pub use told_by::{ToldBy, told_by};
pub use view::{
    FoundView, OrderView, PictureView, ReceiptGlance, Rejection, glance, show, was_unfinished,
    was_unpaid,
};

pub(crate) use change::{replace_unsubmitted, room_for, submit_in};
pub(crate) use copy::turns;
pub(crate) use details::open_details;
pub(crate) use ending::{erase_order, plan_purge, purge_until_gone};
pub(crate) use further::further;
