//! What is said of receipts and of the terms on which they are issued.

use catalogue::{CountsIn, ReceiptRule, Text, Uses, Validity};
use domain::receipt::RevokedFor;

use crate::Speech;

/// How long, how often and where the receipt is accepted: name and value.
pub(crate) fn terms(s: Speech, rule: &ReceiptRule) -> Vec<(String, String)> {
    let valid = match rule.validity {
        Validity::Days(days) => s.with("days", days).say("specification-days"),
        Validity::Months(months) => s.with("months", months).say("specification-months"),
    };
    let uses = match rule.uses {
        Uses::Once => s.say("specification-uses-once"),
        Uses::Many => s.say("specification-uses-many"),
    };
    let counts_in = match rule.counts_in {
        CountsIn::City => s.say("specification-counts-in-city"),
        CountsIn::Province => s.say("specification-counts-in-province"),
        CountsIn::Country => s.say("specification-counts-in-country"),
    };
    vec![
        (s.say("specification-valid"), valid),
        (s.say("specification-uses"), uses),
        (s.say("specification-counts-in"), counts_in),
    ]
}

/// How often an issued receipt can be used.
pub(crate) fn uses(s: Speech, uses: Uses) -> String {
    match uses {
        Uses::Once => s.say("receipt-once"),
        Uses::Many => s.say("receipt-many"),
    }
}

/// What its number is called: by its form, if that has a name for it.
pub(crate) fn number_name(s: Speech, of_form: Option<&Text>) -> String {
    of_form.map_or_else(|| s.say("receipt-number"), |name| s.of(name).to_owned())
}

/// Why it was revoked.
pub(crate) fn revoked_for(s: Speech, why: RevokedFor) -> String {
    s.say(&format!("receipt-revoked-{}", why.code()))
}
