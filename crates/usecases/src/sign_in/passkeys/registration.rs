//! One's own passkeys.

use domain::log::LogAction;
use domain::{Actor, PasskeyId, Timestamp, plain_text};
use storage::Passkey;
use webauthn_rp::bin::{Decode as _, Encode as _};
use webauthn_rp::request::PublicKeyCredentialDescriptor;
use webauthn_rp::request::register::{
    CredProtect, PublicKeyCredentialUserEntity, RegistrationVerificationOptions, UserHandle64,
    Username,
};
use webauthn_rp::response::{AuthTransports, CredentialId};
use webauthn_rp::{PublicKeyCredentialCreationOptions, Registration};

use super::ceremonies::Asked;
use super::relying_party::AllowedOrigin;
use crate::app::App;
use crate::error::AppError;
use crate::sign_in::own_password::{OwnPasswordError, prove};
use crate::sign_in::session::SignedIn;

/// Longest name of a passkey, in characters.
const LONGEST_NAME: usize = 40;

/// Most passkeys of one account.
const MOST: usize = 10;

/// Why a passkey was not added.
#[derive(Debug, thiserror::Error)]
pub enum PasskeyError {
    /// One's own password was not accepted.
    #[error(transparent)]
    Password(#[from] OwnPasswordError),
    /// The name is empty, too long, or holds control characters.
    #[error("the name is unfit")]
    Name,
    /// The account has as many as it can have.
    #[error("there are too many")]
    TooMany,
    /// The service's address cannot have passkeys.
    #[error("passkeys are not possible here")]
    NotHere,
    /// The authenticator's answer does not hold, or came too late.
    #[error("the answer does not hold")]
    Unfit,
}

impl From<AppError> for PasskeyError {
    fn from(error: AppError) -> Self {
        Self::Password(error.into())
    }
}

impl From<storage::StorageError> for PasskeyError {
    fn from(error: storage::StorageError) -> Self {
        AppError::from(error).into()
    }
}

/// A passkey, for its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyView {
    /// Its identifier.
    pub id: PasskeyId,
    /// Name given by its owner.
    pub name: String,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last signed in; `None` if never.
    pub used_at: Option<Timestamp>,
}

/// One's own passkeys, oldest first; `None` if the service's address cannot have
/// any.
///
/// # Errors
/// Storage.
pub async fn passkeys(app: &App, me: &SignedIn) -> Result<Option<Vec<PasskeyView>>, AppError> {
    if app.relying_party().is_none() {
        return Ok(None);
    }
    let all = app.read().await?.passkeys_of(me.id).await?.into_iter();
    let view = |passkey: Passkey| PasskeyView {
        id: passkey.id,
        name: passkey.name,
        created_at: passkey.created_at,
        used_at: passkey.used_at,
    };
    Ok(Some(all.map(view).collect()))
}

/// Begins adding a passkey, after one's password was proved again: whoever finds
/// a session open must not leave a way in. Gives what the browser asks the
/// authenticator, as JSON.
///
/// # Errors
/// See [`PasskeyError`].
pub async fn begin_passkey(
    app: &App,
    me: &SignedIn,
    password: &str,
) -> Result<String, PasskeyError> {
    let party = app.relying_party().ok_or(PasskeyError::NotHere)?;
    prove(app, me, password).await?;
    let known = app.read().await?.passkeys_of(me.id).await?;
    if known.len() >= MOST {
        return Err(PasskeyError::TooMany);
    }
    let handle = match known.first() {
        Some(passkey) => handle(passkey).ok_or(PasskeyError::Unfit)?,
        None => UserHandle64::new(),
    };
    let exclude = known.into_iter().filter_map(|passkey| {
        let id = CredentialId::decode(passkey.credential).ok()?;
        // How it is reached is not kept; the browser tries all ways.
        let transports = AuthTransports::decode(0).ok()?;
        Some(PublicKeyCredentialDescriptor { id, transports })
    });
    // Names that the protocol cannot show are replaced; they tell nothing to it.
    let name = Username::try_from(me.name.as_str()).or_else(|_| Username::try_from("staff"));
    let user = PublicKeyCredentialUserEntity {
        name: name.map_err(|_| PasskeyError::Unfit)?,
        id: &handle,
        display_name: None,
    };
    let mut options =
        PublicKeyCredentialCreationOptions::passkey(&party.id, user, exclude.collect());
    // Authenticators of phones and computers do not know this extension, and those
    // that do verify the user all the same.
    options.extensions.cred_protect = CredProtect::None;
    let challenge = options.challenge.as_data();
    let (server, client) = options.start_ceremony().map_err(|_| PasskeyError::Unfit)?;
    let by = app.digest("passkey-of", &me.id.to_string());
    let asked = Asked::Registration(me.id, server);
    app.ceremonies().begin(challenge, by, app.now(), asked);
    serde_json::to_string(&client).map_err(|_| PasskeyError::Unfit)
}

/// Ends adding a passkey: `answer` is the authenticator's, as JSON.
///
/// # Errors
/// See [`PasskeyError`].
pub async fn finish_passkey(
    app: &App,
    me: &SignedIn,
    name: &str,
    answer: &str,
) -> Result<(), PasskeyError> {
    let party = app.relying_party().ok_or(PasskeyError::NotHere)?;
    let name = plain_text::name(name, LONGEST_NAME).ok_or(PasskeyError::Name)?;
    let answer =
        Registration::from_json_relaxed(answer.as_bytes()).map_err(|_| PasskeyError::Unfit)?;
    let challenge = answer
        .challenge_relaxed()
        .map_err(|_| PasskeyError::Unfit)?;
    let now = app.now();
    let asked = app.ceremonies().take(challenge, now);
    let Some(Asked::Registration(of, server)) = asked else {
        return Err(PasskeyError::Unfit);
    };
    if of != me.id {
        return Err(PasskeyError::Unfit);
    }
    let options = RegistrationVerificationOptions::<AllowedOrigin, AllowedOrigin> {
        allowed_origins: &party.origins,
        error_on_unsolicited_extensions: false,
        ..RegistrationVerificationOptions::default()
    };
    let passkey = {
        let made = server
            .verify(&party.id, &answer, &options)
            .map_err(|_| PasskeyError::Unfit)?;
        let Ok(fixed) = made.static_state().encode();
        let Ok(state) = made.dynamic_state().encode();
        Passkey {
            id: PasskeyId::new(now, &mut *app.randomness()),
            staff: me.id,
            name,
            credential: made.id().as_ref().to_vec(),
            user_handle: made.user_id().as_ref().to_vec(),
            fixed,
            state: state.to_vec(),
            created_at: now,
            used_at: None,
        }
    };
    let mut tx = app.write().await?;
    if tx.passkeys_of(me.id).await?.len() >= MOST {
        return Err(PasskeyError::TooMany);
    }
    tx.insert_passkey(&passkey).await?;
    let (by, action) = (Actor::Staff(me.id), LogAction::SecondFactorOn);
    app.log(&mut *tx, by, action, &me.name, "passkey").await?;
    tx.save().await?;
    Ok(())
}

/// Removes one's own passkey, after one's password was proved again.
///
/// # Errors
/// [`AppError::NotFound`] if it is not one's own; see [`OwnPasswordError`].
pub async fn remove_passkey(
    app: &App,
    me: &SignedIn,
    id: PasskeyId,
    password: &str,
) -> Result<(), OwnPasswordError> {
    prove(app, me, password).await?;
    let mut tx = app.write().await?;
    let own = tx.passkeys_of(me.id).await?;
    if !own.iter().any(|passkey| passkey.id == id) {
        return Err(AppError::NotFound.into());
    }
    tx.delete_passkey(id).await?;
    let (by, action) = (Actor::Staff(me.id), LogAction::SecondFactorOff);
    app.log(&mut *tx, by, action, &me.name, "passkey").await?;
    tx.save().await?;
    Ok(())
}

/// The handle under which authenticators know the account.
pub(super) fn handle(passkey: &Passkey) -> Option<UserHandle64> {
    let bytes = <[u8; 64]>::try_from(passkey.user_handle.as_slice()).ok()?;
    UserHandle64::decode(bytes).ok()
}
