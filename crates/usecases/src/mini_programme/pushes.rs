//! What WeChat pushes: words that a user wrote in the mini-programme's 客服 window, that they
//! take no more notices, and what it says of photos. Each push comes up to four times and does its work once.

use std::borrow::Cow;

use domain::Actor;
use serde_json::Value;
use storage::Subscription;
use wechat::{PictureChecked, PushError, PushQuery};

use super::{MiniUser, letters, safety};
use crate::app::App;
use crate::error::AppError;
use crate::message;

/// Most orders of a user that are looked through.
const MOST: u32 = 50;

/// Why a push is refused.
#[derive(Debug, thiserror::Error)]
pub enum PushRefused {
    /// It is not believed.
    #[error(transparent)]
    Push(#[from] PushError),
    /// It could not be taken; WeChat sends it again.
    #[error(transparent)]
    App(#[from] AppError),
}

impl PushRefused {
    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Push(error) => error.code(),
            Self::App(error) => error.code(),
        }
    }
}

/// The answer to WeChat's check of the address.
///
/// # Errors
/// [`PushRefused`]; [`AppError::NotFound`] where no pushes are set up.
pub fn echo<'q>(app: &App, query: &'q PushQuery) -> Result<&'q str, PushRefused> {
    let keys = app.mini_programme()?.push.as_ref();
    Ok(keys.ok_or(AppError::NotFound)?.echo(query)?)
}

/// Takes a push.
///
/// # Errors
/// [`PushRefused`]; [`AppError::NotFound`] where no pushes are set up.
pub async fn take_push(app: &App, query: &PushQuery, body: &[u8]) -> Result<(), PushRefused> {
    let keys = app.mini_programme()?.push.as_ref();
    let keys = keys.ok_or(AppError::NotFound)?;
    let push = keys.open(query, body, app.now().0)?;
    Ok(take(app, &push).await?)
}

async fn take(app: &App, push: &Value) -> Result<(), AppError> {
    let text = |name: &str| push[name].as_str().unwrap_or_default();
    let user = MiniUser::of(app, text("FromUserName").to_owned(), None)?;
    let mut tx = app.write().await?;
    // The same push has the same text, whatever it is encrypted to.
    let digest = app.digest("wechat-push", &push.to_string());
    if !tx.note_push(digest, app.now()).await? {
        return Ok(());
    }
    let mut changed = None;
    if let Some(checked) = PictureChecked::read(push) {
        // One that is not known yet comes again.
        let order = safety::take(app, &mut *tx, &checked).await?;
        tx.save().await?;
        app.changed(order);
        return Ok(());
    }
    let mut orders = tx.orders_of_wechat_user(user.digest, MOST).await?;
    orders.retain(|order| order.key.is_some());
    match (text("MsgType"), text("Event")) {
        ("text", _) => {
            // To the order that was begun last: the window does not say which is meant.
            let said = cut(text("Content"));
            match orders.first() {
                Some(order) => {
                    match message::write(app, &mut *tx, order, Actor::Applicant, &said).await {
                        Ok(_) => changed = Some(order.id),
                        // Empty: nothing to keep.
                        Err(AppError::Text) => {}
                        Err(error) => return Err(error),
                    }
                }
                None => letters::receive(app, &mut *tx, &user, &said).await?,
            }
        }
        ("event", "subscribe_msg_change_event") => {
            let refused = refused_templates(&push["List"]);
            for order in &orders {
                for template in &refused {
                    let none = Subscription {
                        template: template.clone(),
                        remaining: 0,
                    };
                    tx.set_subscription(order.id, &none).await?;
                }
            }
        }
        _ => {}
    }
    tx.save().await?;
    changed.into_iter().for_each(|order| app.changed(order));
    Ok(())
}

/// Words as long as a thread takes them: what is longer ends with a mark.
fn cut(said: &str) -> Cow<'_, str> {
    match said.chars().count() > message::LONGEST {
        true => said
            .chars()
            .take(message::LONGEST - 1)
            .chain(['…'])
            .collect(),
        false => said.into(),
    }
}

/// Templates that a user refuses from now on: WeChat writes one as an object, and several as
/// a list of them.
fn refused_templates(list: &Value) -> Vec<String> {
    let items = match list {
        Value::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    let refused = items
        .iter()
        .filter(|item| item["SubscribeStatusString"] == "reject");
    let ids = refused.filter_map(|item| item["TemplateId"].as_str());
    ids.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_refused_template_is_an_object_and_several_are_a_list() {
        let check = |list: Value, expected: &[&str]| {
            assert_eq!(refused_templates(&list), expected, "{list}");
        };
        let item =
            |id: &str, status: &str| json!({ "TemplateId": id, "SubscribeStatusString": status });
        check(item("a", "reject"), &["a"]);
        check(
            json!([item("a", "reject"), item("b", "reject")]),
            &["a", "b"],
        );
        check(json!([item("a", "accept"), item("b", "reject")]), &["b"]);
        check(Value::Null, &[]);
        check(json!("a"), &[]);
    }
}
