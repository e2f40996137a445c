//! How this person is really told of the result, in words.

use domain::{OrderNumber, Status};
use usecases::applicant::ToldBy;

use crate::Speech;

/// Whether a result is awaited: only then it is said how it will be told.
pub(crate) const fn is_awaited(status: Status) -> bool {
    matches!(status, Status::Waiting | Status::InReview)
}

/// How this person is told of the result: a sentence each.
pub(crate) fn ways(s: Speech, told: &ToldBy) -> Vec<String> {
    let ways = [("next-email", &told.email), ("next-sms", &told.phone)];
    let mut said: Vec<String> = ways
        .into_iter()
        .filter_map(|(key, to)| Some((key, to.as_ref()?)))
        .map(|(key, to)| match key {
            "next-email" => s.with("to", to).say("next-email"),
            _ => s.with("to", to).say("next-sms"),
        })
        .collect();
    if told.wechat {
        said.push(s.say("next-wechat"));
    }
    said.push(s.say(match said.is_empty() {
        true => "next-only-page",
        false => "next-page-too",
    }));
    said
}

/// The same, and how they find the order again.
pub(crate) fn sentences(s: Speech, told: &ToldBy, number: OrderNumber) -> Vec<String> {
    let mut said = ways(s, told);
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
        let check = |email: Option<&str>, phone: Option<&str>, wechat, zh: &[&str], en: &[&str]| {
            let told = ToldBy {
                email: email.map(str::to_owned),
                phone: phone.map(str::to_owned),
                wechat,
            };
            for (locale, expected) in [(Locale::Zh, zh), (Locale::En, en)] {
                let mut said = sentences(Speech { locale }, &told, number);
                let last = said.pop().unwrap();
                assert!(last.contains(&grouped), "{last}");
                assert_eq!(said, expected);
                assert_eq!(ways(Speech { locale }, &told), expected);
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
            false,
            &["结果只在订单页上，不会另外通知您，请过后回来看。"],
            &[
                "The result is on the order's page alone: nobody will write to you, so please come back.",
            ],
        );
        check(email, None, false, &[by_mail, too], &[mail, too_en]);
        check(None, phone, false, &[by_phone, too], &[text, too_en]);
        check(
            email,
            phone,
            false,
            &[by_mail, by_phone, too],
            &[mail, text, too_en],
        );
        let by_wechat = "审核一有结果，就发微信服务通知。";
        let notice = "The result is sent by a WeChat service notice as soon as it is known.";
        check(None, None, true, &[by_wechat, too], &[notice, too_en]);
        check(
            None,
            phone,
            true,
            &[by_phone, by_wechat, too],
            &[text, notice, too_en],
        );
    }
}
