//! Names of staff and programs by identifier.

use std::collections::HashMap;

use domain::Actor;
use domain::staff::right::{ManageApiKeys, ManageStaff};

use super::keys::api_keys;
use super::staff::colleagues;
use crate::app::App;
use crate::error::AppError;
use crate::sign_in::SignedIn;

/// Names of staff and programs that the reader may see.
#[derive(Clone, Debug, Default)]
pub struct Names(HashMap<Actor, String>);

impl Names {
    /// The actor's name; `None` if the reader may not see it, and for actors
    /// without names.
    #[must_use]
    pub fn of(&self, actor: Actor) -> Option<&str> {
        self.0.get(&actor).map(String::as_str)
    }
}

/// The names that `reader` may see: their own; of staff and of keys, if they may
/// manage these.
///
/// # Errors
/// Storage.
pub async fn names_for(app: &App, reader: &SignedIn) -> Result<Names, AppError> {
    let mut names = HashMap::from([(Actor::Staff(reader.id), reader.name.clone())]);
    if let Ok(permit) = reader.permit::<ManageStaff>() {
        let staff = colleagues(app, &permit).await?.into_iter();
        names.extend(staff.map(|one| (Actor::Staff(one.id), one.name)));
    }
    if let Ok(permit) = reader.permit::<ManageApiKeys>() {
        let keys = api_keys(app, &permit).await?.into_iter();
        names.extend(keys.map(|key| (Actor::Program(key.id), key.name)));
    }
    Ok(Names(names))
}
