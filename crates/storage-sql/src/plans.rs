//! The look-ups whose plans a backend checks: each by an index.

use std::borrow::Cow;

use catalogue::DivisionCode;
use domain::{OrderId, Status};
use storage::OrderFilter;

use crate::{
    attempt_rows, bill_check_rows, blob_delete_rows, charge_rows, consent_rows, device_rows,
    event_rows, figures, job_rows, key_change, letter_rows, log_rows, message_rows, money_rows,
    order_rows, people_rows, picture_rows, receipt_rows, remains_rows, report_rows, safety_rows,
    sealed_photo_rows, sign_in_rows, subscription_rows, terms_rows, wait_rows, window_rows,
};

/// Statements, with what SQLite's plan says of the index that serves them.
pub fn look_ups() -> Vec<(Cow<'static, str>, &'static str)> {
    let fixed = LOOK_UPS.iter();
    let fixed = fixed.map(|(sql, index)| (Cow::Borrowed(*sql), *index));
    fixed.chain(lists()).collect()
}

/// Lists of orders by what an operator asks for.
fn lists() -> Vec<(Cow<'static, str>, &'static str)> {
    let of = |filter: OrderFilter, index| (order_rows::found(&filter, 1).sql, index);
    let all = OrderFilter::default;
    let first: OrderId = "00000000000000000000000000".parse().expect("an identifier");
    // A further page of a list, of some days.
    let span = || OrderFilter {
        before: Some(first),
        from: Some(first),
        ..all()
    };
    let city: DivisionCode = "440300".parse().expect("a code");
    let province: DivisionCode = "440000".parse().expect("a code");
    vec![
        of(all(), "sqlite_autoindex_orders_1"),
        of(span(), "sqlite_autoindex_orders_1 (id>? AND id<?)"),
        of(
            OrderFilter {
                status: Some(Status::Rejected),
                ..span()
            },
            "orders_state (state=? AND id>? AND id<?)",
        ),
        of(
            OrderFilter {
                document: "passport".parse().ok(),
                ..span()
            },
            "orders_document (document=? AND id>? AND id<?)",
        ),
        of(
            OrderFilter {
                city: Some(city),
                ..span()
            },
            "orders_city (city=? AND id>? AND id<?)",
        ),
        of(
            OrderFilter {
                city: Some(province),
                ..span()
            },
            "sqlite_autoindex_orders_1 (id>? AND id<?)",
        ),
    ]
}

const LOOK_UPS: &[(&str, &str)] = &[
    (order_rows::BY_ID, "sqlite_autoindex_orders_1 (id=?)"),
    (
        order_rows::BY_NUMBER,
        "sqlite_autoindex_orders_2 (number=?)",
    ),
    (order_rows::OF_DEVICE, "orders_device (device=?)"),
    (order_rows::OF_PERSON, "orders_phone (phone=?)"),
    (order_rows::OF_PERSON, "orders_identity (identity=?)"),
    (order_rows::OF_PERSON, "orders_name (name=?)"),
    (order_rows::OF_PERSON, "receipts_identity (identity=?)"),
    (order_rows::OF_PERSON, "receipts_name (name=?)"),
    (order_rows::QUEUE, "orders_queued"),
    (order_rows::CLAIMABLE, "orders_queued (queued_since>?)"),
    (
        order_rows::HELD,
        "orders_claimed (state_by=? AND queued_since>?)",
    ),
    (order_rows::QUEUE_SIZE, "INDEX orders_queued"),
    (order_rows::QUEUE_PLACE, "COVERING INDEX orders_queued"),
    (order_rows::VERSIONS, "sqlite_autoindex_orders_1 (id=?)"),
    (key_change::ORDERS_AFTER, "orders_holding (id>?)"),
    (attempt_rows::OF_ORDER, "attempts_order (order_id=?)"),
    (attempt_rows::UNSUBMITTED, "attempts_unsubmitted"),
    (
        attempt_rows::UNSUBMITTED,
        "sqlite_autoindex_orders_1 (id=?)",
    ),
    (attempt_rows::BLOB_IN_USE, "attempts_original"),
    (attempt_rows::UNSUBMITTED, "pictures_original"),
    (attempt_rows::BLOB_IN_USE, "attempts_photo"),
    (attempt_rows::BLOB_IN_USE, "pictures_original"),
    (attempt_rows::BLOB_IN_USE, "sealed_photos_photo"),
    (attempt_rows::BLOB_IN_USE, "sealed_photos_code"),
    (
        report_rows::OF_ATTEMPT,
        "sqlite_autoindex_reports_1 (attempt=?)",
    ),
    (
        report_rows::DELETE,
        "sqlite_autoindex_reports_1 (attempt=?)",
    ),
    (report_rows::DELETE_OF_ORDER, "reports_order (order_id=?)"),
    (
        blob_delete_rows::FORGOTTEN,
        "COVERING INDEX blob_deletes_at",
    ),
    (blob_delete_rows::SETTLED, "PRIMARY KEY (blob=?)"),
    (picture_rows::FREE, "INDEX pictures_turn"),
    (picture_rows::TAKE, "INDEX pictures_turn"),
    (picture_rows::OF_ORDER, "pictures_order (order_id=?)"),
    (picture_rows::WITHDRAW, "pictures_order (order_id=?)"),
    (picture_rows::UNMADE, "PRIMARY KEY (attempt=?)"),
    (picture_rows::LINE, "INDEX pictures_turn"),
    (sealed_photo_rows::SEALED_PHOTO, "PRIMARY KEY (receipt=?)"),
    (window_rows::WINDOW, "(id=?)"),
    (event_rows::OF_ORDER, "events_order (order_id=?)"),
    (job_rows::TAKE, "jobs_ready (lane=? AND ready_at<?)"),
    (job_rows::DEAD_JOBS, "jobs_dead"),
    (job_rows::DUE_TIMERS, "timers_due (due_at<?)"),
    (log_rows::AFTER, "INTEGER PRIMARY KEY (rowid>?)"),
    (
        log_rows::LAST_TO_DROP,
        "INTEGER PRIMARY KEY (rowid>? AND rowid<?)",
    ),
    (log_rows::NEWEST, "INTEGER PRIMARY KEY (rowid<?)"),
    (message_rows::OF_ORDER, "messages_order (order_id=?)"),
    (message_rows::UNANSWERED, "messages_unanswered"),
    (
        message_rows::NOTICES_OF,
        "PRIMARY KEY (order_id=? AND at<?)",
    ),
    (people_rows::COLLEAGUE_BY_NAME, "(name=?)"),
    (people_rows::SESSION, "(digest=?)"),
    (people_rows::KEY, "(digest=?)"),
    (receipt_rows::BY_ID, "sqlite_autoindex_receipts_1 (id=?)"),
    (
        receipt_rows::BY_NUMBER,
        "sqlite_autoindex_receipts_2 (number=?)",
    ),
    (
        receipt_rows::OF_ORDER,
        "sqlite_autoindex_receipts_3 (order_id=?)",
    ),
    (receipt_rows::OF_IDENTITY, "receipts_identity (identity=?)"),
    (receipt_rows::GUESSES, "PRIMARY KEY (of=?)"),
    (sign_in_rows::COUNT, "PRIMARY KEY (of=?)"),
    (sign_in_rows::DEVICE, "PRIMARY KEY (device=? AND staff=?)"),
    (sign_in_rows::DROP_SURPLUS, "known_devices_staff (staff=?)"),
    (sign_in_rows::PASSKEY, "(credential=?)"),
    (sign_in_rows::PASSKEYS_OF, "passkeys_staff (staff=?)"),
    (figures::SUBMITTED, "attempts_submitted"),
    (figures::DECIDED, "attempts_decided"),
    (wait_rows::OF_PERIOD, "PRIMARY KEY (slot>? AND slot<?)"),
    (wait_rows::LENGTHS, "PRIMARY KEY (slot>? AND slot<?)"),
    (wait_rows::OLD, "PRIMARY KEY (slot<?)"),
    (figures::REASONS, "attempts_decided"),
    (
        figures::KEPT_DAYS,
        "INTEGER PRIMARY KEY (rowid>? AND rowid<?)",
    ),
    (figures::FIRST, "COVERING INDEX sqlite_autoindex_orders_1"),
    (
        figures::IN_STATE,
        "COVERING INDEX orders_state (state=? AND id>? AND id<?)",
    ),
    (
        figures::NAMED_FROM,
        "COVERING INDEX orders_identity (identity>? AND identity<?)",
    ),
    (figures::NAMED, "COVERING INDEX orders_identity"),
    (figures::UNNAMED, "INDEX orders_unnamed"),
    (figures::UNDECIDED, "COVERING INDEX orders_queued"),
    (figures::DEAD_COUNT, "jobs_dead"),
    (terms_rows::HOLDING, "USING INDEX orders_holding"),
    (terms_rows::WITH_ORIGINAL, "attempts_with_original"),
    (terms_rows::TO_FORGET, "receipts_remembered"),
    (terms_rows::WAITS, "jobs_waiting (key=?)"),
    (terms_rows::WAITS_LONG, "PRIMARY KEY (key=?)"),
    (terms_rows::RUNS, "jobs_leased (key=?)"),
    (remains_rows::ERASED, "orders_erased ("),
    (remains_rows::UNPAID, "payments_order (order_id=?)"),
    (remains_rows::EVENTS, "events_order (order_id=?)"),
    (remains_rows::ATTEMPTS, "attempts_order (order_id=?)"),
    (remains_rows::SEALED_PHOTOS, "sealed_photos"),
    (
        remains_rows::SEALED_PHOTOS,
        "sqlite_autoindex_receipts_3 (order_id=?)",
    ),
    (money_rows::OF_ORDER, "payments_order (order_id=?)"),
    (money_rows::REFUNDS_DUE, "payments_owed"),
    (
        money_rows::OF_TRANSACTION,
        "payments_transaction (way=? AND reference=?)",
    ),
    (charge_rows::OF_ORDER, "charges_order (order_id=?)"),
    (money_rows::OF_PERIOD, "ledger_at (at>? AND at<?)"),
    (money_rows::TAKINGS, "ledger_at (at>? AND at<?)"),
    (money_rows::OWING, "orders_owing"),
    (consent_rows::OF_CODE, "consents_code (code=?)"),
    (consent_rows::OF_ORDER, "PRIMARY KEY (order_id=?)"),
    (consent_rows::OUTLIVE, "PRIMARY KEY (order_id=?)"),
    (consent_rows::OLD, "consents_erased (erased_at<?)"),
    (consent_rows::FORGET, "PRIMARY KEY (order_id=?)"),
    (device_rows::IS_OLD, "PRIMARY KEY (device=?)"),
    (
        bill_check_rows::OF_DAYS,
        "bill_checks_day (day>? AND day<?)",
    ),
    (bill_check_rows::LAST, "bill_checks_way (way=?)"),
    (order_rows::OF_WECHAT_USER, "orders_wechat (wechat=?)"),
    (
        order_rows::OF_WECHAT_UNION,
        "orders_wechat_union (wechat_union=?)",
    ),
    (subscription_rows::OF_ORDER, "PRIMARY KEY (order_id=?)"),
    (subscription_rows::FORGET_PUSHES, "pushes_at (at<?)"),
    (letter_rows::OF_WRITER, "letters_writer (writer=?)"),
    (letter_rows::UNANSWERED, "letters_unanswered"),
    (letter_rows::DELETE, "letters_at (at<?)"),
    (safety_rows::BY_TRACE, "safety_checks_trace (trace=?)"),
    (safety_rows::OF_ORDER, "safety_checks_order (order_id=?)"),
];
