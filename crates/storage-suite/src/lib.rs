//! Conformance tests for storage backends.
//!
//! Takes a [`Ground`], an empty database; each case is a function that panics
//! if the backend does not conform. [`storage_suite!`] turns every case into a
//! test:
//!
//! ```ignore
//! storage_suite::storage_suite!(File::new());
//! ```

pub mod attempts;
pub mod blob_deletes;
pub mod figures;
pub mod fixtures;
pub mod jobs;
pub mod key_change;
pub mod log;
pub mod messages;
pub mod money;
pub mod nodes;
pub mod orders;
pub mod people;
pub mod pictures;
pub mod receipts;
pub mod remains;
pub mod reports;
pub mod side_by_side;
pub mod sign_ins;
pub mod transactions;
pub mod wechat;
pub mod wechat_words;

use std::sync::Arc;

use storage::{Storage, Transaction};

/// A database for one test, empty at first.
pub trait Ground {
    /// Opens the database; opening again gives the same one.
    fn open(&self) -> impl Future<Output = Arc<dyn Storage>>;
}

/// A write transaction.
pub async fn writing(storage: &Arc<dyn Storage>) -> Box<dyn Transaction> {
    storage.write().await.expect("a transaction begins")
}

/// A read transaction.
pub async fn reading(storage: &Arc<dyn Storage>) -> Box<dyn Transaction> {
    storage.read().await.expect("a transaction begins")
}

/// Commits the transaction.
pub async fn save(transaction: Box<dyn Transaction>) {
    transaction.save().await.expect("a transaction is saved");
}

/// Defines every case as a test; the argument constructs a [`Ground`], and attributes of
/// the tests may follow. The caller needs tokio's `macros` and `rt-multi-thread` features.
#[macro_export]
macro_rules! storage_suite {
    (case [$(#[$attribute:meta])*] $ground:expr, $module:ident, $case:ident) => {
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        $(#[$attribute])*
        async fn $case() {
            $crate::$module::$case(&$ground).await;
        }
    };
    (
        $attributes:tt $ground:expr; $($module:ident: $($case:ident),+;)+
    ) => {
        $($($crate::storage_suite!(case $attributes $ground, $module, $case);)+)+
    };
    ($ground:expr $(, $attribute:meta)*) => {
        $crate::storage_suite!([$(#[$attribute])*] $ground;
            orders: every_state_reads_back, a_number_is_taken_once, one_of_two_changes_conflicts,
                the_queue_is_in_order, the_queue_is_within_a_scope, the_place_in_the_queue, what_may_be_claimed, a_device_finds_its_orders,
                orders_come_in_pages, orders_are_found, versions_are_read;
            attempts: an_attempt_reads_back, attempts_come_as_they_were_submitted, a_blob_is_in_use, a_timeline_is_in_order;
            reports: a_report_reads_back, a_report_ends_with_what_it_is_of;
            blob_deletes: forgotten_files_come_in_turn, nothing_is_forgotten_unsaved,
                files_of_an_unread_order_are_noted;
            jobs: jobs_come_when_due, a_key_waits_once, a_withdrawn_job_is_gone,
                a_lease_runs_out, a_failed_job_comes_again_or_dies,
                a_running_job_is_not_replaced, a_lease_lost_settles_nothing,
                tries_count_when_taken, a_lease_is_renewed,
                lanes_do_not_wait_for_each_other, what_is_queued_is_known,
                a_job_is_taken_by_one_of_many, far_jobs_wait_apart,
                a_key_waits_once_near_or_far, timers_are_wound_side_by_side;
            key_change: a_key_is_replaced_beside_writers;
            log: the_chain_holds, the_log_is_filtered, a_trimmed_chain_holds,
                a_log_is_trimmed_by_parts;
            messages: threads_wait_for_an_answer, a_notice_comes_once;
            receipts: a_receipt_reads_back, a_person_finds_their_receipts, guesses_are_counted,
                windows_read_back, sealed_photos_read_back;
            people: colleagues_read_back, sessions_end, keys_read_back, motions_read_back;
            sign_ins: failed_sign_ins_are_counted, devices_are_known, passkeys_read_back;
            money: a_payment_reads_back, what_waits_for_money, the_book_adds_up,
                a_charge_reads_back, a_transaction_is_one_payment, a_checked_bill_reads_back;
            wechat: a_wechat_user_finds_their_orders, subscriptions_read_back,
                a_push_is_noted_once;
            wechat_words: letters_wait_for_an_answer, safety_checks_read_back,
                who_was_not_told_reads_back;
            remains: remains_go_by_parts, a_pass_goes_on;
            nodes: processes_read_back;
            pictures: pictures_come_in_their_turn, a_picture_lost_is_counted,
                a_late_picture_settles_nothing, a_failed_picture_says_why,
                a_picture_ends_with_its_order, a_picture_is_taken_by_one_of_many;
            figures: days_are_counted, days_are_kept, waits_are_counted, states_are_counted,
                persons_are_counted_by_parts, tallies_read_back;
            transactions: what_is_dropped_never_was, writers_take_turns,
                a_reader_sees_one_state, a_reader_changes_nothing,
                reopened_everything_is_there;
            side_by_side: no_guess_is_lost, no_failed_sign_in_is_lost,
                a_one_time_code_is_used_once, the_last_operator_stays,
                fifty_inspectors_get_fifty_orders, whoever_asks_twice_gets_one_order;
        );
    };
}
