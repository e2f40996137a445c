//! The part of an order's timeline shown to the applicant: internal events and
//! decisions that can still be undone are left out.

use crate::order::Order;
use crate::order_event::{OrderEvent, TimelineEntry};
use crate::state::State;
use crate::timestamp::Timestamp;

/// The entries shown at `now`, oldest first. `timeline` is the whole timeline,
/// oldest first.
#[must_use]
pub fn told(order: &Order, timeline: Vec<TimelineEntry>, now: Timestamp) -> Vec<TimelineEntry> {
    let mut told: Vec<TimelineEntry> = Vec::with_capacity(timeline.len());
    for entry in timeline {
        match entry.event {
            // That a refund failed is the operator's affair: it is still owed.
            OrderEvent::Released
            | OrderEvent::ClaimLapsed
            | OrderEvent::Remade
            | OrderEvent::RefundFailed { .. } => {}
            // An undone decision is removed.
            OrderEvent::Undone => {
                if let Some(place) = told.iter().rposition(|entry| is_decision(&entry.event)) {
                    told.remove(place);
                }
            }
            // A question that was taken back was the inspectors' own affair.
            OrderEvent::SecondOpinionWithdrawn => {
                let asked = |entry: &TimelineEntry| entry.event == OrderEvent::SecondOpinionAsked;
                if let Some(place) = told.iter().rposition(asked) {
                    told.remove(place);
                }
            }
            // A second claim of the same picture is part of the same review.
            OrderEvent::Claimed
                if told
                    .last()
                    .is_some_and(|last| last.event == OrderEvent::Claimed) => {}
            // Of what was done again before handing in, the last counts.
            OrderEvent::PicturePrepared | OrderEvent::DetailsGiven { .. } => {
                let since = told
                    .iter()
                    .rposition(|entry| matches!(entry.event, OrderEvent::Submitted { .. }))
                    .map_or(0, |place| place + 1);
                let same = |earlier: &TimelineEntry| earlier.event.code() == entry.event.code();
                if let Some(place) = told[since..].iter().position(same) {
                    told.remove(since + place);
                }
                told.push(entry);
            }
            _ => told.push(entry),
        }
    }
    if let State::Decided { final_at, .. } = order.state
        && now < final_at
        && told.last().is_some_and(|last| is_decision(&last.event))
    {
        told.pop();
    }
    told
}

fn is_decision(event: &OrderEvent) -> bool {
    matches!(event, OrderEvent::Approved | OrderEvent::Rejected { .. })
}

#[cfg(test)]
mod tests {
    use crate::randomness::seeded;
    use crate::{Actor, OrderId, OrderNumber, Purpose, Sealed, StaffId, Verdict};
    use catalogue::DivisionCode;

    use super::*;

    const NOW: Timestamp = Timestamp(1_000_000);

    fn order() -> Order {
        let mut randomness = seeded(1);
        let id = OrderId::new(NOW, &mut randomness);
        let number = OrderNumber::generate(&mut randomness);
        let purpose = Purpose {
            document: "resident-id-card".parse().unwrap(),
            city: None::<DivisionCode>,
        };
        Order::draft(id, number, None, Sealed(Vec::new()), purpose, NOW).order
    }

    fn approved(order: Order, final_at: Timestamp) -> Order {
        let state = State::Decided {
            since: NOW,
            asked_by: None,
            verdict: Verdict::Approved,
            by: Actor::Staff(StaffId::new(NOW, &mut seeded(2))),
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
                    event: what.clone(),
                })
                .collect();
            let told = told(order, events, NOW);
            let told: Vec<&str> = told.iter().map(|entry| entry.event.code()).collect();
            assert_eq!(told, expected, "{happened:?}");
        };
        let rejected = || Rejected {
            reasons: Vec::new(),
        };
        let draft = order();
        check(&draft, &[], &[]);
        let details = || DetailsGiven {
            consent_version: String::new(),
        };
        check(
            &draft,
            &[
                Drafted,
                PicturePrepared,
                PicturePrepared,
                details(),
                PicturePrepared,
                details(),
                Submitted { ordinal: 1 },
                rejected(),
                PicturePrepared,
                PicturePrepared,
            ],
            &[
                "drafted",
                "picture-prepared",
                "details-given",
                "submitted",
                "rejected",
                "picture-prepared",
            ],
        );
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
        check(
            &draft,
            &[
                Claimed,
                SecondOpinionAsked,
                SecondOpinionWithdrawn,
                Approved,
            ],
            &["claimed", "approved"],
        );
        check(
            &draft,
            &[Claimed, SecondOpinionAsked, Claimed, Approved],
            &["claimed", "second-opinion-asked", "claimed", "approved"],
        );
        let told = approved(draft.clone(), NOW);
        check(&told, &[Claimed, Approved], &["claimed", "approved"]);
        let untold = approved(draft, NOW.plus(crate::retention::UNDO));
        check(&untold, &[Claimed, Approved], &["claimed"]);
        check(
            &untold,
            &[rejected(), Submitted { ordinal: 2 }, Claimed, Approved],
            &["rejected", "submitted", "claimed"],
        );
    }
}
