//! The timeline of an order, as shown to its applicant.

use domain::{OrderEvent, TimelineEntry};

use crate::{Speech, china_time, money};

/// An entry of the timeline.
pub(crate) struct TimelineRow {
    pub(crate) at: String,
    pub(crate) machine: String,
    pub(crate) what: String,
}

/// The entries in words, newest first. `told` are the entries shown, oldest
/// first.
pub(crate) fn timeline(s: Speech, told: &[TimelineEntry]) -> Vec<TimelineRow> {
    let rows = told.iter().rev().map(|entry| TimelineRow {
        at: china_time::shown(entry.at),
        machine: china_time::machine(entry.at),
        what: words(s, &entry.event),
    });
    rows.collect()
}

pub(crate) fn words(s: Speech, event: &OrderEvent) -> String {
    match event {
        OrderEvent::Submitted { ordinal } if *ordinal > 1 => s
            .with("ordinal", *ordinal)
            .say("application-event-resubmitted"),
        OrderEvent::Paid { amount, .. }
        | OrderEvent::RefundAsked { amount }
        | OrderEvent::Refunded { amount }
        | OrderEvent::RefundFailed { amount } => s
            .with("price", money::amount(s, *amount))
            .say(&format!("application-event-{}", event.code())),
        _ => s.say(&format!("application-event-{}", event.code())),
    }
}

#[cfg(test)]
mod tests {
    use domain::money::{Fen, PayWay};

    use super::*;

    #[test]
    fn each_event_has_its_words() {
        use OrderEvent::*;
        let told = [
            Drafted,
            PicturePrepared,
            DetailsGiven {
                consent_version: String::new(),
            },
            PaymentDue,
            Paid {
                amount: Fen(5),
                way: PayWay::Till,
            },
            PaymentUndone,
            RefundAsked { amount: Fen(5) },
            Refunded { amount: Fen(5) },
            LapsedUnpaid,
            Submitted { ordinal: 1 },
            Submitted { ordinal: 2 },
            Claimed,
            SecondOpinionAsked,
            SecondOpinionWithdrawn,
            Approved,
            Rejected {
                reasons: Vec::new(),
            },
            Cancelled,
            Lapsed,
            LapsedUndecided,
            LapsedUnissued,
            DeviceLeft,
            TakenToWechat,
            OriginalErased,
            Erased,
            PhotoGiven,
            ReceiptIssued,
            ReceiptUsed,
            ReceiptUseUndone,
            ReceiptRevoked {
                why: domain::receipt::RevokedFor::Misuse,
            },
        ];
        for locale in messages::Locale::ALL {
            for what in &told {
                let words = words(Speech { locale }, what);
                assert!(!words.contains("application-"), "{words}");
            }
        }
    }
}
