//! The timeline of an order, as shown to its applicant.

use domain::{OrderEvent, TimelineEntry};

use crate::Speech;
use crate::china_time;

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
        _ => s.say(&format!("application-event-{}", event.code())),
    }
}

#[cfg(test)]
mod tests {
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
