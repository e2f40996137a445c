//! How long a result usually takes.

use crate::{Speech, Web, hours};

/// The usual waiting time; while nobody is there, when somebody is there next. `None` where
/// the operator says neither.
pub(crate) fn waiting(s: Speech, web: &Web) -> Option<String> {
    let usual = web.settings.usual_waiting_minutes;
    let usual = usual.map(|minutes| s.with("minutes", minutes).say("apply-wait-minutes"));
    let now = web.app.now();
    match web.app.opening() {
        Some(hours) if !hours.is_open(now) => {
            let next = hours::now(s, hours, now);
            Some(match usual {
                Some(usual) => s
                    .with("hours", next)
                    .with("usual", usual)
                    .say("apply-wait-closed"),
                None => next,
            })
        }
        _ => usual,
    }
}
