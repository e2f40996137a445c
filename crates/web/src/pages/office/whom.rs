//! Names behind the identifiers of staff and programs, for whoever may know them.

use std::collections::BTreeMap;

use domain::Actor;
use usecases::sign_in::SignedIn;
use usecases::{App, operator};

use crate::{PageError, Speech};

/// Names by identifier.
#[derive(Debug, Default)]
pub(crate) struct Names(BTreeMap<String, String>);

impl Names {
    /// All names, if `me` may manage staff; else none, and identifiers are shown.
    pub(crate) async fn for_reader(app: &App, me: &SignedIn) -> Result<Self, PageError> {
        let Ok(manager) = me.manager() else {
            return Ok(Self::default());
        };
        let staff = operator::colleagues(app, &manager).await?;
        let keys = operator::api_keys(app, &manager).await?;
        let staff = staff.into_iter().map(|one| (one.id.to_string(), one.name));
        let keys = keys.into_iter().map(|key| (key.id.to_string(), key.name));
        Ok(Self(staff.chain(keys).collect()))
    }

    /// Who did it, in words.
    pub(crate) fn actor(&self, s: Speech, actor: Actor) -> String {
        let named = |id: String| self.0.get(&id).cloned().unwrap_or(id);
        match actor {
            Actor::Applicant => s.say("office-by-applicant"),
            Actor::Staff(id) => named(id.to_string()),
            Actor::Program(id) => s
                .with("name", named(id.to_string()))
                .say("office-by-program"),
            Actor::System => s.say("office-by-system"),
        }
    }
}
