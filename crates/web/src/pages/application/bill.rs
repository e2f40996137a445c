//! What an order costs, for its applicant: how much, where, until when, and what is given
//! back.

use domain::money::{BillStatus, PaidFor, PayWay};
use usecases::applicant::BillView;

use crate::frame::lines;
use crate::{Operator, Speech, china_time, money};

/// The bill in words.
pub(super) struct BillPart {
    /// Name and value: how much, how it stands, where and until when to pay.
    pub(super) facts: Vec<(String, String)>,
    /// What to do, or what was done: a sentence each.
    pub(super) sentences: Vec<String>,
    /// What is given back, and what is not; empty once nothing can change.
    pub(super) terms: Vec<String>,
}

impl BillPart {
    /// The bill of an order, as it stands.
    pub(super) fn of(
        s: Speech,
        operator: &Operator,
        online: Option<PayWay>,
        bill: &BillView,
    ) -> Self {
        let amount = money::amount(s, bill.price.amount());
        let state = match bill.status {
            BillStatus::Free | BillStatus::Open => s.say("money-state-open"),
            BillStatus::Paid => s.say("money-state-paid"),
            BillStatus::Closed => s.say("money-state-closed"),
            BillStatus::Returned => s.say("money-state-returned"),
        };
        let mut facts = vec![
            (s.say("money-how-much"), amount),
            (s.say("money-state"), state),
        ];
        let mut sentences = Vec::new();
        if let Some(until) = bill.until {
            facts.push((s.say("money-until"), china_time::shown(until)));
            facts.extend(place(s, operator));
            sentences.extend(how(s, online));
        }
        if let Some(refund) = bill.refund {
            let back = s.with("price", money::amount(s, refund.amount));
            sentences.push(match refund.is_given {
                true => back.say("money-back-given"),
                false if refund.is_online => back.say("money-back-online"),
                false => back.say("money-back-due"),
            });
        }
        let terms = match bill.status {
            BillStatus::Open | BillStatus::Paid => money::terms(s, bill.price),
            BillStatus::Free | BillStatus::Closed | BillStatus::Returned => Vec::new(),
        };
        Self {
            facts,
            sentences,
            terms,
        }
    }

    /// The same before the order is handed in.
    pub(super) fn before(
        s: Speech,
        operator: &Operator,
        online: Option<PayWay>,
        bill: &BillView,
    ) -> Self {
        let price = money::price(s, Some(bill.price));
        let mut facts = vec![(s.say("money-how-much"), price)];
        facts.extend(place(s, operator));
        Self {
            facts,
            sentences: how(s, online),
            terms: money::terms(s, bill.price),
        }
    }
}

/// What the button of handing in says: that it is to be paid, where that comes next.
pub(super) fn hand_in(s: Speech, online: Option<PayWay>, bill: Option<&BillView>) -> String {
    match bill {
        Some(bill)
            if bill.status == BillStatus::Open && bill.price.paid_for() == PaidFor::Applying =>
        {
            let amount = money::amount(s, bill.price.amount());
            let priced = s.with("price", amount);
            match online {
                Some(_) => priced.say("money-hand-in-online"),
                None => priced.say("money-hand-in"),
            }
        }
        _ => s.say("application-submit"),
    }
}

fn how(s: Speech, online: Option<PayWay>) -> Vec<String> {
    match online {
        Some(_) => vec![s.say("money-online"), s.say("money-only-here")],
        None => vec![s.say("money-at-till"), s.say("money-nothing-online")],
    }
}

/// Where the till is, as far as the operator has said.
fn place(s: Speech, operator: &Operator) -> Vec<(String, String)> {
    let name = operator.name.as_ref().map(|name| s.of(name).to_owned());
    let place: Vec<String> = name
        .into_iter()
        .chain(lines(s, operator.address.as_ref()))
        .collect();
    let hours = operator.hours.as_ref().map(|hours| s.of(hours).to_owned());
    let known = [
        (
            s.say("money-where"),
            (!place.is_empty()).then(|| place.join(" ")),
        ),
        (s.say("money-hours"), hours),
        (s.say("money-phone"), operator.phone.clone()),
    ];
    let known = known.into_iter();
    known
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use domain::Timestamp;
    use domain::money::{Fen, Price};
    use messages::Locale;
    use usecases::applicant::RefundView;

    use super::*;
    use crate::testing::settings;

    #[test]
    fn what_stands_of_a_bill() {
        let operator = settings().operator;
        let check = |paid_for, status, until: Option<i64>, refund: Option<(i64, bool)>| {
            let bill = BillView {
                price: Price::new(Fen(1_500), paid_for).unwrap(),
                status,
                until: until.map(Timestamp),
                refund: refund.map(|(fen, is_given)| RefundView {
                    amount: Fen(fen),
                    is_given,
                    is_online: false,
                }),
            };
            let part = BillPart::of(Speech { locale: Locale::En }, &operator, None, &bill);
            let facts = part.facts.iter();
            let facts: Vec<String> = facts
                .map(|(name, value)| format!("{name}: {value}"))
                .collect();
            (facts.join("; "), part.sentences.join(" "), part.terms.len())
        };
        let (facts, sentences, terms) = check(PaidFor::Applying, BillStatus::Open, Some(0), None);
        assert_eq!(
            facts,
            "Amount: ¥15.00; Payment: To be paid; Please pay before: 1970-01-01 08:00; \
             Where to pay: Photo office; Telephone: 0755-0000 0000"
        );
        assert!(sentences.contains("Pay at the shop"), "{sentences}");
        assert_eq!(terms, 3);
        // Not asked for yet: the receipt is paid after the decision.
        let (facts, sentences, terms) = check(PaidFor::Receipt, BillStatus::Open, None, None);
        assert_eq!(facts, "Amount: ¥15.00; Payment: To be paid");
        assert_eq!((sentences.as_str(), terms), ("", 3));
        let returned = |given| {
            let refund = Some((1_500, given));
            check(PaidFor::Applying, BillStatus::Returned, None, refund).1
        };
        assert!(returned(false).starts_with("¥15.00 is to be given back"));
        assert_eq!(returned(true), "¥15.00 was given back to you.");
        let (facts, sentences, terms) = check(PaidFor::Applying, BillStatus::Closed, None, None);
        assert_eq!(facts, "Amount: ¥15.00; Payment: Not paid; nothing is owed");
        assert_eq!((sentences.as_str(), terms), ("", 0));
    }
}
