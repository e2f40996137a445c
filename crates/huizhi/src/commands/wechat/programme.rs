//! Whether `[wechat]` and `[official_account]` are right, as far as it can be tried: WeChat gives a token for appid and
//! secret and lists the account's templates, which the notices of the settings are held
//! against. Whether pushes arrive is seen when WeChat's console checks the address.

use std::collections::BTreeSet;

use domain::Occasion;
use usecases::mini_programme::MiniProgramme;
use usecases::official_account::OfficialAccount;
use usecases::{Clock as _, SystemClock};
use wechat::{KnownTemplate, Template, WechatError};

use super::say;
use crate::exit_status::ExitStatus;
use crate::failure::Failure;
use crate::printer::Printer;

/// What is wrong with a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Wrong {
    /// The account has no such template.
    NoTemplate,
    /// The template has other fields than the settings fill in: those of the template.
    Fields(String),
}

/// Tries the mini-programme; says what came of it.
pub(super) async fn check(mini: &MiniProgramme, printer: &Printer) -> Result<ExitStatus, Failure> {
    say(printer, "wechat-check-programme-settings", [])?;
    let known = match mini.wechat.templates(SystemClock.now().0).await {
        Ok(known) => known,
        Err(error) => return failed(error, printer),
    };
    say(printer, "wechat-check-programme-right", [])?;
    let mut status = ExitStatus::Done;
    for (&occasion, template) in &mini.notices {
        if let Some(wrong) = wrong(template, &known) {
            tell(occasion, wrong, printer)?;
            status = ExitStatus::Usage;
        }
    }
    Ok(status)
}

/// Tries the official account; says what came of it.
pub(super) async fn check_account(
    account: &OfficialAccount,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    say(printer, "wechat-check-account-settings", [])?;
    let now = SystemClock.now().0;
    match account.wechat.try_credentials(now).await {
        Ok(()) => say(printer, "wechat-check-account-right", []).map(|()| ExitStatus::Done),
        Err(error) => failed(error, printer),
    }
}

fn failed(error: WechatError, printer: &Printer) -> Result<ExitStatus, Failure> {
    let errcode = error.errcode().to_string();
    let (key, code, status) = match error {
        WechatError::Credentials { .. } => (
            "wechat-check-programme-credentials",
            errcode,
            ExitStatus::Usage,
        ),
        WechatError::Refused { .. } => {
            ("wechat-check-programme-refused", errcode, ExitStatus::Usage)
        }
        other => (
            "wechat-check-programme-silent",
            other.code().to_owned(),
            ExitStatus::Unexpected,
        ),
    };
    say(printer, key, [("code", code)])?;
    Ok(status)
}

fn tell(occasion: Occasion, wrong: Wrong, printer: &Printer) -> Result<(), Failure> {
    let place = occasion.code().to_owned();
    match wrong {
        Wrong::NoTemplate => say(printer, "wechat-check-no-template", [("place", place)]),
        Wrong::Fields(fields) => say(
            printer,
            "wechat-check-fields",
            [("place", place), ("fields", fields)],
        ),
    }
}

fn wrong(template: &Template, known: &[KnownTemplate]) -> Option<Wrong> {
    let Some(there) = known.iter().find(|one| one.id == template.id) else {
        return Some(Wrong::NoTemplate);
    };
    let filled: BTreeSet<&str> = template.fields().collect();
    let asked: BTreeSet<&str> = there.fields.iter().map(String::as_str).collect();
    (filled != asked).then(|| Wrong::Fields(there.fields.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_are_held_against_the_accounts_templates() {
        let known = [KnownTemplate {
            id: "T1".to_owned(),
            title: String::new(),
            fields: vec!["thing2".to_owned(), "thing1".to_owned()],
        }];
        let check = |id: &str, fields: &[&str], expected: Option<Wrong>| {
            let data = fields
                .iter()
                .map(|name| ((*name).to_owned(), "x".to_owned()));
            let template = Template::new(id.to_owned(), String::new(), data.collect());
            let template = template.expect("a template");
            assert_eq!(wrong(&template, &known), expected, "{id} {fields:?}");
        };
        check("T1", &["thing1", "thing2"], None);
        check("T2", &["thing1"], Some(Wrong::NoTemplate));
        let fields = || Some(Wrong::Fields("thing2, thing1".to_owned()));
        check("T1", &["thing1"], fields());
        check("T1", &["thing1", "thing2", "thing3"], fields());
    }
}
