//! `/office/log/verify`: verifies the hash chain of the whole log.

use askama::Template;
use axum::extract::State;
use domain::log::Broken;
use usecases::operator::{self, LogFault};
use usecases::sign_in::SignedIn;

use crate::staff::Permitted;
use crate::{CsrfForm, Frame, Page, PageError, Pressed, Speech, Web};
use domain::staff::right::ReadLog;

#[derive(Template)]
#[template(path = "office/verify.html")]
pub(crate) struct Verify {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    result: Option<Outcome>,
}

/// The result in words.
struct Outcome {
    /// CSS class of the notice: `good` or `bad`.
    tone: &'static str,
    icon: &'static str,
    what: String,
    remedy: String,
}

pub(crate) async fn page(visit: Permitted<ReadLog>) -> Page<Verify> {
    show(&visit, None)
}

pub(crate) async fn verify(
    State(web): State<Web>,
    visit: Permitted<ReadLog>,
    CsrfForm(Pressed {}): CsrfForm<Pressed>,
) -> Result<Page<Verify>, PageError> {
    let s = visit.visit.speech();
    let result = match operator::verify_log(&web.app, &visit.permit, &[]).await {
        Ok(count) => Ok(count),
        Err(LogFault::Broken(broken)) => Err(broken),
        Err(LogFault::App(error)) => return Err(error.into()),
    };
    Ok(show(&visit, Some(outcome(s, result))))
}

fn outcome(s: Speech, result: Result<u64, Broken>) -> Outcome {
    let bad = |what: String| Outcome {
        tone: "bad",
        icon: "no",
        what,
        remedy: s.say("office-log-broken.remedy"),
    };
    match result {
        Ok(count) => {
            let say = s.with("count", count);
            Outcome {
                tone: "good",
                icon: "ok",
                what: say.say("office-log-whole"),
                remedy: s.say("office-log-whole.remedy"),
            }
        }
        Err(Broken::Missing(seq)) => bad(s.with("number", seq).say("office-log-missing")),
        Err(Broken::Changed(seq)) => bad(s.with("number", seq).say("office-log-broken")),
        Err(Broken::Cut(seq)) => bad(s.with("number", seq).say("office-log-cut")),
        Err(Broken::NotAsAttested(seq)) => bad(s.with("number", seq).say("office-log-broken")),
        Err(Broken::Ends) => bad(s.say("office-log-ends")),
    }
}

fn show(visit: &Permitted<ReadLog>, result: Option<Outcome>) -> Page<Verify> {
    let s = visit.visit.speech();
    Page(Verify {
        s,
        frame: Frame::new(&visit.visit, s.say("office-log-verify")),
        me: visit.me.clone(),
        result,
    })
}

#[cfg(test)]
mod tests {
    use messages::Locale;

    use super::*;

    #[test]
    fn outcomes() {
        let s = Speech { locale: Locale::En };
        let check = |result, tone: &str, words: &str| {
            let outcome = outcome(s, result);
            assert_eq!(outcome.tone, tone);
            assert!(outcome.what.contains(words), "{}", outcome.what);
            assert!(!outcome.remedy.is_empty());
        };
        check(Ok(1_234), "good", "1234");
        check(Err(Broken::Missing(7)), "bad", "before number 7");
        check(Err(Broken::Changed(8)), "bad", "number 8");
        check(Err(Broken::Cut(9)), "bad", "after number 9");
        check(Err(Broken::Ends), "bad", "where the log begins");
    }
}
