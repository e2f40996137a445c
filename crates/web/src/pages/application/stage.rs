//! How an order stands, in words: the same for its owner and for whoever only found it.

use catalogue::Gives;
use domain::retention::GIVEN;
use domain::{Status, TimelineEntry};
use usecases::applicant::{BillView, ReceiptGlance, was_unfinished, was_unpaid};

use super::receipt;
use crate::Speech;
use crate::kept::whole_days;

/// An order's stage.
pub(super) struct Stage {
    /// The status in a word: its receipt's once that is over.
    pub(super) word: String,
    /// Tone and icon of the word.
    pub(super) tone: &'static str,
    pub(super) icon: &'static str,
    /// What it means and what comes next.
    pub(super) next: String,
    /// Whether it is approved and its receipt is still being issued.
    pub(super) is_receipt_awaited: bool,
}

impl Stage {
    /// `timeline` are the entries that are shown.
    pub(super) fn of(
        s: Speech,
        status: Status,
        gives: Gives,
        receipt: Option<&ReceiptGlance>,
        bill: Option<&BillView>,
        timeline: &[TimelineEntry],
    ) -> Self {
        let is_unpaid = bill.is_some_and(|bill| bill.until.is_some());
        if let Some(over) = receipt.filter(|receipt| receipt.is_over()) {
            let (tone, icon) = receipt::look(over.status);
            return Self {
                word: s.say(&format!("receipt-{}", over.status.code())),
                tone,
                icon,
                next: receipt::why(s, over),
                is_receipt_awaited: false,
            };
        }
        let key = format!("application-status-{}", status.code());
        let (tone, icon) = look(status);
        let next = match (status, gives) {
            (Status::Approved, Gives::Receipt) if is_unpaid => {
                s.say("application-status-approved.unpaid")
            }
            (Status::Approved, Gives::Photo) if is_unpaid => {
                s.say("application-status-approved.unpaid-photo")
            }
            (Status::Approved, Gives::Receipt) if receipt.is_none() => s.say("receipt-soon"),
            (Status::Approved, Gives::Photo) => s
                .with("days", whole_days(GIVEN))
                .say("application-status-approved.photo"),
            (Status::Lapsed, _) if was_unfinished(timeline) => {
                s.say("application-status-lapsed.unfinished")
            }
            (Status::Lapsed, _) if was_unpaid(timeline) => {
                s.say("application-status-lapsed.unpaid")
            }
            _ => s.say(&format!("{key}.next")),
        };
        Self {
            word: s.say(&key),
            tone,
            icon,
            next,
            is_receipt_awaited: status == Status::Approved
                && gives == Gives::Receipt
                && receipt.is_none()
                && !is_unpaid,
        }
    }
}

const fn look(status: Status) -> (&'static str, &'static str) {
    match status {
        Status::Approved => ("good", "ok"),
        Status::Rejected => ("bad", "no"),
        Status::Unpaid | Status::Waiting | Status::InReview => ("plain", "clock"),
        Status::Draft | Status::Cancelled | Status::Lapsed => ("plain", "info"),
    }
}

#[cfg(test)]
mod tests {
    use domain::money::{BillStatus, Fen, PaidFor, Price};
    use domain::receipt::ReceiptStatus;
    use domain::{Actor, OrderEvent, OrderId, Timestamp};
    use messages::Locale;

    use super::*;

    #[test]
    fn word_and_what_comes_next() {
        use Gives::{Photo, Receipt};
        let s = Speech { locale: Locale::En };
        let check = |status, gives, receipt: Option<ReceiptStatus>, last: OrderEvent, key: &str| {
            check_with(s, status, gives, receipt, None, last, key);
        };
        let approved = || OrderEvent::Approved;
        let valid = Some(ReceiptStatus::Valid);
        check(Status::Approved, Receipt, None, approved(), "receipt-soon");
        let shown = "application-status-approved.next";
        check(Status::Approved, Receipt, valid, approved(), shown);
        let photo = "application-status-approved.photo";
        check(Status::Approved, Photo, None, approved(), photo);
        let expired = Some(ReceiptStatus::Expired);
        check(
            Status::Approved,
            Receipt,
            expired,
            approved(),
            "receipt-expired.why",
        );
        let late = "application-status-lapsed.unfinished";
        check(
            Status::Lapsed,
            Receipt,
            None,
            OrderEvent::LapsedUndecided,
            late,
        );
        let lapsed = "application-status-lapsed.next";
        check(Status::Lapsed, Receipt, None, OrderEvent::Lapsed, lapsed);
        let unpaid = "application-status-lapsed.unpaid";
        let late = OrderEvent::LapsedUnpaid;
        check(Status::Lapsed, Receipt, None, late, unpaid);
        let waits = "application-status-unpaid.next";
        check(Status::Unpaid, Receipt, None, OrderEvent::PaymentDue, waits);
        let price = Price::new(Fen(500), PaidFor::Receipt).unwrap();
        let open = BillView {
            price,
            status: BillStatus::Open,
            until: Some(Timestamp(0)),
            refund: None,
        };
        for (gives, key) in [
            (Receipt, "application-status-approved.unpaid"),
            (Photo, "application-status-approved.unpaid-photo"),
        ] {
            let asked = OrderEvent::PaymentDue;
            check_with(s, Status::Approved, gives, None, Some(&open), asked, key);
        }
    }

    fn check_with(
        s: Speech,
        status: Status,
        gives: Gives,
        receipt: Option<ReceiptStatus>,
        bill: Option<&BillView>,
        last: OrderEvent,
        key: &str,
    ) {
        let receipt = receipt.map(|status| ReceiptGlance {
            number: None,
            status,
            valid_until: "2027-05-28".parse().unwrap(),
            ended_at: None,
            revoked_for: None,
        });
        let entry = TimelineEntry {
            order: OrderId::new(Timestamp(0), &mut domain::randomness::seeded(1)),
            at: Timestamp(0),
            by: Actor::System,
            event: last,
        };
        let stage = Stage::of(s, status, gives, receipt.as_ref(), bill, &[entry]);
        let until = s.with("until", "2027-05-28").with("at", "").with("why", "");
        let expected = until.with("days", 30).say(key);
        assert_eq!(stage.next, expected, "{status:?} {gives:?} {receipt:?}");
        assert_eq!(stage.is_receipt_awaited, key == "receipt-soon");
    }
}
