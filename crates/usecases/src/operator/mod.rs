//! What an operator can do: orders, staff, keys, statistics, log, messages.

mod consents;
mod day_figures;
mod figures;
mod gauges;
mod keys;
mod log;
mod motions;
mod names;
mod order_list;
mod order_record;
mod order_search;
mod staff;
mod tallies;
mod threads;
mod windows;

pub use consents::{ConsentView, OfPerson, consents};
pub(crate) use day_figures::keep_days;
pub use figures::{DayFigures, DeadJobView, Figures, figures};
pub use gauges::{Filing, Gauges, gauges};
pub use keys::{ApiKeyView, NewKey, add_api_key, api_keys, revoke_api_key};
pub(crate) use log::verify as verify_chain;
pub use log::{LogFault, LogPage, LogQuery, deleted_entries, log, verify_log};
pub(crate) use motions::lapse as lapse_motions;
pub use motions::{
    Asked, MotionStanding, MotionView, NotApproved, TwoPeople, approve, motion, motions, propose,
    refuse, two_people,
};
pub use names::{Names, names_for};
pub use order_list::{OrderLine, OrderPage, OrderQuery, orders, orders_for_file};
pub use order_record::{OrderRecord, SeenApplicant, SubmittedAttempt, applicant_of, order_record};
pub use order_search::search_orders;
pub use staff::{
    AccountState, ColleagueView, FIRST_OPERATOR, add, colleague, colleagues, disable, enable,
    first, reset_password, set_roles,
};
pub(crate) use tallies::tally;
pub use threads::{WaitingThread, answer, thread, threads};
pub use windows::{set_window, window};
