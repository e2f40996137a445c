//! `GET /help/retention`: what is kept, how long and why; from the table in
//! `domain`.

use std::time::Duration;

use askama::Template;
use domain::retention::KEPT;

use crate::{Frame, Page, Speech, Tab, Visit};

#[derive(Template)]
#[template(path = "help/retention.html")]
pub(crate) struct RetentionPage {
    s: Speech,
    frame: Frame,
    rows: Vec<RetentionRow>,
}

struct RetentionRow {
    what: String,
    how_long: String,
    why: String,
    then: String,
}

pub(crate) async fn page(visit: Visit) -> Page<RetentionPage> {
    let s = visit.speech();
    let row = |kept: &domain::retention::Kept| {
        let key = format!("retention-{}", kept.id);
        let days = days(kept.at_most);
        RetentionRow {
            what: s.say(&key),
            how_long: s
                .with("days", days)
                .with("years", days / 365)
                .say(&format!("{key}.how-long")),
            why: s.say(&format!("{key}.why")),
            then: s.say(&format!("{key}.then")),
        }
    };
    Page(RetentionPage {
        frame: Frame::new(&visit, s.say("retention-title"))
            .tab(Tab::Service)
            .back("/help"),
        s,
        rows: KEPT.iter().map(row).collect(),
    })
}

fn days(time: Duration) -> u64 {
    time.as_secs() / (24 * 60 * 60)
}

#[cfg(test)]
mod tests {
    use messages::{Locale, has};

    use super::*;

    #[test]
    fn all_that_is_kept_is_told() {
        for kept in &KEPT {
            for locale in Locale::ALL {
                for part in ["", ".how-long", ".why", ".then"] {
                    let key = format!("retention-{}{part}", kept.id);
                    assert!(has(locale, &key), "{locale:?} {key}");
                }
            }
        }
    }
}
