//! Signing in with a passkey.
//!
//! An answer cannot be guessed, but it can be tried; so tries count for their
//! address class like wrong passwords, and a refusal tells nothing more.

use domain::Actor;
use domain::log::LogAction;
use domain::staff::standing::{Begun, TryEnd, Verdict};
use storage::{Colleague, Passkey, Transaction};
use webauthn_rp::bin::{Decode as _, Encode as _};
use webauthn_rp::request::auth::AuthenticationVerificationOptions;
use webauthn_rp::response::register::{CompressedPubKey, DynamicState, StaticState};
use webauthn_rp::{
    AuthenticatedCredential, DiscoverableAuthentication64, DiscoverableCredentialRequestOptions,
};

use super::ceremonies::Asked;
use super::registration::handle;
use super::relying_party::AllowedOrigin;
use crate::app::App;
use crate::sign_in::attempt::{SignInError, settle};
use crate::sign_in::counts::Counters;
use crate::sign_in::session::{Admitted, admit};

/// The public key as it is kept.
type KeptKey = CompressedPubKey<[u8; 32], [u8; 32], [u8; 48], Vec<u8>>;

/// Begins a sign-in: what the browser asks the authenticator, as JSON; `None` if
/// the service's address cannot have passkeys. `site` is the address class.
#[must_use]
pub fn begin_passkey_sign_in(app: &App, site: &str) -> Option<String> {
    let party = app.relying_party()?;
    let options = DiscoverableCredentialRequestOptions::passkey(&party.id);
    let challenge = options.0.challenge.as_data();
    let (server, client) = options.start_ceremony().ok()?;
    let by = app.digest("passkey-by", site);
    let asked = Asked::Assertion(server);
    app.ceremonies().begin(challenge, by, app.now(), asked);
    serde_json::to_string(&client).ok()
}

/// Ends a sign-in: `answer` is the authenticator's, as JSON; `device` the token by
/// which the browser is known, if it sent one.
///
/// # Errors
/// [`SignInError::Refused`]; storage.
pub async fn finish_passkey_sign_in(
    app: &App,
    answer: &str,
    site: &str,
    device: Option<&str>,
) -> Result<Admitted, SignInError> {
    let answer = DiscoverableAuthentication64::from_json_relaxed(answer.as_bytes()).ok();
    let mut tx = app.write().await?;
    let passkey = match &answer {
        Some(answer) => tx.passkey(answer.raw_id().as_ref()).await?,
        None => None,
    };
    let account = match &passkey {
        Some(passkey) => tx.colleague(passkey.staff).await?,
        None => None,
    };
    // Unknown credentials count for the address class like a name of nobody.
    let name = account.as_ref().map_or("", |account| &account.name);
    let counters = Counters::of(app, &mut *tx, name, account.as_ref(), site, device).await?;
    let standing = counters.read(&mut *tx).await?;
    let now = app.now();
    let Verdict::Evaluate(begun) = standing.begin(now) else {
        let (by, subject) = whose(account.as_ref());
        app.log(&mut *tx, by, LogAction::SignInLocked, subject, "passkey")
            .await?;
        tx.save().await?;
        let until = standing.locked_here(now);
        return Err(SignInError::Refused { until });
    };
    counters.keep(&mut *tx, begun.counted).await?;
    let used = answer.and_then(|answer| verified(app, &answer, passkey.as_ref()?));
    match (used, passkey, account) {
        (Some(state), Some(passkey), Some(account)) if account.disabled_at.is_none() => {
            tx.use_passkey(passkey.id, &state, now).await?;
            settle(&mut *tx, counters, &begun, TryEnd::SignedIn).await?;
            let admitted = admit(app, &mut *tx, &account, device).await?;
            let (by, action) = (Actor::Staff(account.id), LogAction::SignedIn);
            app.log(&mut *tx, by, action, &account.name, "passkey")
                .await?;
            tx.save().await?;
            Ok(admitted)
        }
        (_, _, account) => refused(app, tx, &begun, account.as_ref()).await,
    }
}

async fn refused(
    app: &App,
    mut tx: Box<dyn Transaction>,
    begun: &Begun,
    account: Option<&Colleague>,
) -> Result<Admitted, SignInError> {
    let (by, subject) = whose(account);
    app.log(&mut *tx, by, LogAction::PasskeyWrong, subject, "")
        .await?;
    tx.save().await?;
    let until = begun.counted.locked_here(app.now());
    Err(SignInError::Refused { until })
}

fn whose(account: Option<&Colleague>) -> (Actor, &str) {
    account.map_or((Actor::System, ""), |account| {
        (Actor::Staff(account.id), &account.name)
    })
}

/// The passkey's state after this answer; `None` if the answer does not hold.
fn verified(
    app: &App,
    answer: &DiscoverableAuthentication64,
    passkey: &Passkey,
) -> Option<Vec<u8>> {
    let party = app.relying_party()?;
    let challenge = answer.challenge_relaxed().ok()?;
    let Some(Asked::Assertion(server)) = app.ceremonies().take(challenge, app.now()) else {
        return None;
    };
    let user = handle(passkey)?;
    if *answer.response().user_handle() != user {
        return None;
    }
    let state = <[u8; 7]>::try_from(passkey.state.as_slice()).ok()?;
    let id = webauthn_rp::response::CredentialId::decode(passkey.credential.clone()).ok()?;
    let mut credential = AuthenticatedCredential::new(
        (&id).into(),
        &user,
        StaticState::<KeptKey>::decode(&passkey.fixed).ok()?,
        DynamicState::decode(state).ok()?,
    )
    .ok()?;
    let options = AuthenticationVerificationOptions::<AllowedOrigin, AllowedOrigin> {
        allowed_origins: &party.origins,
        error_on_unsolicited_extensions: false,
        ..AuthenticationVerificationOptions::default()
    };
    server
        .verify(&party.id, answer, &mut credential, &options)
        .ok()?;
    let Ok(state) = credential.dynamic_state().encode();
    Some(state.to_vec())
}
