//! What happened to an order, as its applicant reads it: what goes on inside the
//! service is left out, and so is a decision that can still be taken back.

use domain::{Order, OrderEvent, State, TimelineEntry, Timestamp};

use crate::Speech;
use crate::china_time;

/// A line of the timeline.
pub(crate) struct Entry {
    pub(crate) at: String,
    pub(crate) machine: String,
    pub(crate) what: String,
}

/// The events in words, newest first.
pub(crate) fn timeline(
    s: Speech,
    order: &Order,
    events: &[TimelineEntry],
    now: Timestamp,
) -> Vec<Entry> {
    let mut entries: Vec<Entry> = told(order, events, now)
        .into_iter()
        .map(|event| Entry {
            at: china_time::shown(event.at),
            machine: china_time::machine(event.at),
            what: words(s, &event.what),
        })
        .collect();
    entries.reverse();
    entries
}

fn words(s: Speech, what: &OrderEvent) -> String {
    match what {
        OrderEvent::Submitted { ordinal } if *ordinal > 1 => s
            .with("ordinal", *ordinal)
            .say("application-event-resubmitted"),
        _ => s.say(&format!("application-event-{}", what.code())),
    }
}

/// The events that are told, oldest first.
pub(crate) fn told<'a>(
    order: &Order,
    events: &'a [TimelineEntry],
    now: Timestamp,
) -> Vec<&'a TimelineEntry> {
    let mut told: Vec<&TimelineEntry> = Vec::with_capacity(events.len());
    for event in events {
        match event.what {
            OrderEvent::Released | OrderEvent::ClaimLapsed | OrderEvent::Remade => {}
            // As if it had never been.
            OrderEvent::Undone => {
                if let Some(place) = told.iter().rposition(|event| is_decision(&event.what)) {
                    told.remove(place);
                }
            }
            // A second look at the same picture is still one review.
            OrderEvent::Claimed
                if told
                    .last()
                    .is_some_and(|last| last.what == OrderEvent::Claimed) => {}
            _ => told.push(event),
        }
    }
    if let State::Decided { final_at, .. } = order.state
        && now < final_at
        && told.last().is_some_and(|last| is_decision(&last.what))
    {
        told.pop();
    }
    told
}

fn is_decision(what: &OrderEvent) -> bool {
    matches!(what, OrderEvent::Approved | OrderEvent::Rejected { .. })
}

#[cfg(test)]
mod tests {
    use catalogue::DivisionCode;
    use domain::randomness::Seeded;
    use domain::{Actor, OrderId, OrderNumber, Purpose, Sealed, StaffId, Verdict};

    use super::*;

    const NOW: Timestamp = Timestamp(1_000_000);

    fn order() -> Order {
        let mut randomness = Seeded::new(1);
        let id = OrderId::new(NOW, &mut randomness);
        let number = OrderNumber::generate(&mut randomness);
        let purpose = Purpose {
            document: "resident-id-card".to_owned(),
            city: None::<DivisionCode>,
        };
        Order::draft(id, number, None, Sealed(Vec::new()), purpose, NOW).order
    }

    fn approved(order: Order, final_at: Timestamp) -> Order {
        let state = State::Decided {
            since: NOW,
            asked_by: None,
            verdict: Verdict::Approved,
            by: StaffId::new(NOW, &mut Seeded::new(2)),
            at: NOW,
            final_at,
        };
        Order { state, ..order }
    }

    #[test]
    fn what_the_applicant_is_told() {
        use OrderEvent::*;
        let check = |order: &Order, happened: &[OrderEvent], expected: &[&str]| {
            let events: Vec<TimelineEntry> = happened
                .iter()
                .map(|what| TimelineEntry {
                    order: order.id,
                    at: NOW,
                    by: Actor::System,
                    what: what.clone(),
                })
                .collect();
            let told = told(order, &events, NOW);
            let told: Vec<&str> = told.iter().map(|event| event.what.code()).collect();
            assert_eq!(told, expected, "{happened:?}");
        };
        let rejected = || Rejected {
            reasons: Vec::new(),
        };
        let draft = order();
        check(&draft, &[], &[]);
        check(
            &draft,
            &[
                Drafted,
                Submitted { ordinal: 1 },
                Claimed,
                Released,
                Claimed,
            ],
            &["drafted", "submitted", "claimed"],
        );
        check(
            &draft,
            &[Claimed, rejected(), Undone, Approved],
            &["claimed", "approved"],
        );
        let told = approved(draft.clone(), NOW);
        check(&told, &[Claimed, Approved], &["claimed", "approved"]);
        let untold = approved(draft, NOW.plus(domain::retention::UNDO));
        check(&untold, &[Claimed, Approved], &["claimed"]);
        check(
            &untold,
            &[rejected(), Submitted { ordinal: 2 }, Claimed, Approved],
            &["rejected", "submitted", "claimed"],
        );
    }

    #[test]
    fn each_happening_has_its_words() {
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
            Approved,
            Rejected {
                reasons: Vec::new(),
            },
            Cancelled,
            Lapsed,
            OriginalErased,
            Erased,
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
