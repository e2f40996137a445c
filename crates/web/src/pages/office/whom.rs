//! Actors in words.

use domain::Actor;
use usecases::operator::Names;

use crate::Speech;

/// An actor: by name if the reader may know it; else a colleague, or a program by its
/// identifier.
pub(crate) fn actor(s: Speech, names: &Names, actor: Actor) -> String {
    let known = names.of(actor).map(str::to_owned);
    let name = known.clone().or_else(|| actor.id()).unwrap_or_default();
    match actor {
        Actor::Applicant => s.say("office-by-applicant"),
        Actor::Staff(_) => known.unwrap_or_else(|| s.say("office-by-colleague")),
        Actor::Program(_) => s.with("name", name).say("office-by-program"),
        Actor::System => s.say("office-by-system"),
    }
}
