//! What happens next, in words: how this person is really told of the result.

use domain::OrderNumber;
use usecases::applicant::ToldBy;

use crate::Speech;

/// How this person is told of the result, and how they find the order again: a
/// sentence each.
pub(super) fn sentences(s: Speech, told: &ToldBy, number: OrderNumber) -> Vec<String> {
    let ways = [("next-email", &told.email), ("next-sms", &told.phone)];
    let mut said: Vec<String> = ways
        .into_iter()
        .filter_map(|(key, to)| Some((key, to.as_ref()?)))
        .map(|(key, to)| match key {
            "next-email" => s.with("to", to).say("next-email"),
            _ => s.with("to", to).say("next-sms"),
        })
        .collect();
    said.push(s.say(match said.is_empty() {
        true => "next-only-page",
        false => "next-page-too",
    }));
    said.push(s.with("number", number.grouped()).say("next-number"));
    said
}

#[cfg(test)]
mod tests {
    use messages::Locale;

    use super::*;

    /// What the settings send and the applicant gave, against what is said.
    #[test]
    fn only_what_will_happen_is_promised() {
        let number = OrderNumber::generate(&mut domain::randomness::seeded(7));
        let grouped = number.grouped();
        let check = |email: Option<&str>, phone: Option<&str>, zh: &[&str], en: &[&str]| {
            let told = ToldBy {
                email: email.map(str::to_owned),
                phone: phone.map(str::to_owned),
            };
            for (locale, expected) in [(Locale::Zh, zh), (Locale::En, en)] {
                let mut said = sentences(Speech { locale }, &told, number);
                let last = said.pop().unwrap();
                assert!(last.contains(&grouped), "{last}");
                assert_eq!(said, expected);
            }
        };
        let (email, phone) = (Some("w***@example.org"), Some("138****8000"));
        let by_mail = "审核一有结果，就发邮件到 w***@example.org。";
        let by_phone = "审核一有结果，就发短信到 138****8000。";
        let mail = "The result is sent by e-mail to w***@example.org as soon as it is known.";
        let text = "The result is sent by text message to 138****8000 as soon as it is known.";
        let (too, too_en) = ("订单页上也看得到结果。", "The order's page shows it too.");
        check(
            None,
            None,
            &["结果只在订单页上，不会另外通知您，请过后回来看。"],
            &[
                "The result is on the order's page alone: nobody will write to you, so please come back.",
            ],
        );
        check(email, None, &[by_mail, too], &[mail, too_en]);
        check(None, phone, &[by_phone, too], &[text, too_en]);
        check(
            email,
            phone,
            &[by_mail, by_phone, too],
            &[mail, text, too_en],
        );
    }
}
