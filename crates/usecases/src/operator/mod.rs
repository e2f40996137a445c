//! What an operator can do: staff, keys, statistics, log, messages.

mod consents;
mod figures;
mod gauges;
mod keys;
mod log;
mod motions;
mod names;
mod staff;
mod threads;
mod windows;

pub use consents::{ConsentView, OfPerson, consents};
pub use figures::{DayFigures, DeadJobView, Figures, figures};
pub use gauges::{Filing, Gauges, gauges};
pub use keys::{ApiKeyView, NewKey, add_api_key, api_keys, revoke_api_key};
pub(crate) use log::verify as verify_chain;
pub use log::{LogFault, LogPage, LogQuery, log, verify_log};
pub(crate) use motions::lapse as lapse_motions;
pub use motions::{
    Asked, MotionStanding, MotionView, NotApproved, TwoPeople, approve, motion, motions, propose,
    refuse, two_people,
};
pub use names::{Names, names_for};
pub use staff::{
    AccountState, ColleagueView, FIRST_OPERATOR, add, colleague, colleagues, disable, enable,
    first, reset_password, set_roles,
};
pub use threads::{WaitingThread, answer, thread, threads};
pub use windows::{set_window, window};
