//! Authentication: an applicant's order token, the session of a mini-programme's user, or a
//! program's API key, as `Authorization: Bearer …`. Cookies are ignored.

use std::str::FromStr;

use axum::extract::{FromRequestParts, Path};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::staff::right::RightKind;
use domain::{Digest, OrderNumber};
use usecases::Permit;
use usecases::applicant::{self, Credentials, FoundOrder, OwnOrder};
use usecases::mini_programme::{self, MiniUser};
use usecases::programs::{self, Program};

use super::error::ApiError;
use crate::Web;

/// Separates a device's secret from a grant, in the token of a found order.
const BETWEEN: char = '~';

/// A new token: its text, shown once, and the device digest to store.
pub(crate) struct NewToken {
    pub(crate) secret: String,
    pub(crate) digest: Digest,
}

/// A token from 256 random bits.
pub(crate) fn new_token(web: &Web) -> NewToken {
    let mut bytes = [0; 32];
    web.app.randomness().fill_bytes(&mut bytes);
    let secret = URL_SAFE_NO_PAD.encode(bytes);
    let digest = web.app.digest_device(&secret);
    NewToken { secret, digest }
}

/// What an order's token shows.
pub(crate) fn token_credentials(web: &Web, token: &str) -> Credentials {
    let (secret, grant) = token.split_once(BETWEEN).unwrap_or((token, ""));
    Credentials {
        device: Some(web.app.digest_device(secret)),
        wechat: None,
        wechat_union: None,
        grants: vec![grant.to_owned()],
    }
}

fn session(web: &Web, token: &str) -> Result<MiniUser, ApiError> {
    mini_programme::user(&web.app, token).ok_or(ApiError::SessionOver)
}

/// The user of the mini-programme whose session was sent.
pub(crate) struct InWechat(pub(crate) MiniUser);

impl FromRequestParts<Web> for InWechat {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, ApiError> {
        session(web, bearer(&parts.headers)?).map(Self)
    }
}

/// The user of the mini-programme, if one sent a session; whoever sent nothing of the kind
/// is nobody in particular.
pub(crate) struct PerhapsInWechat(pub(crate) Option<MiniUser>);

impl FromRequestParts<Web> for PerhapsInWechat {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, ApiError> {
        match bearer(&parts.headers) {
            Ok(token) if mini_programme::is_session(token) => {
                session(web, token).map(|user| Self(Some(user)))
            }
            _ => Ok(Self(None)),
        }
    }
}

/// The text of a token that opens an order begun elsewhere.
pub(crate) fn token_of_grant(token: &NewToken, grant: &str) -> String {
    format!("{}{BETWEEN}{grant}", token.secret)
}

fn bearer(headers: &HeaderMap) -> Result<&str, ApiError> {
    let value = headers.get(AUTHORIZATION).ok_or(ApiError::NotAllowed)?;
    let text = value.to_str().map_err(|_| ApiError::NotAllowed)?;
    let (scheme, word) = text.split_once(' ').ok_or(ApiError::NotAllowed)?;
    let word = word.trim();
    if scheme.eq_ignore_ascii_case("bearer") && !word.is_empty() {
        Ok(word)
    } else {
        Err(ApiError::NotAllowed)
    }
}

/// The order number in the path; an invalid number gives "not found".
pub(crate) struct Numbered(pub(crate) OrderNumber);

impl FromRequestParts<Web> for Numbered {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, ApiError> {
        let Path(number) = Path::<String>::from_request_parts(parts, web)
            .await
            .map_err(|_| ApiError::NOT_FOUND)?;
        let number = OrderNumber::parse(&number).map_err(|_| ApiError::NOT_FOUND)?;
        Ok(Self(number))
    }
}

/// The identifier in the path; an invalid one gives "not found".
pub(crate) struct Identified<T>(pub(crate) T);

impl<T: FromStr> FromRequestParts<Web> for Identified<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, ApiError> {
        let Path(id) = Path::<String>::from_request_parts(parts, web)
            .await
            .map_err(|_| ApiError::NOT_FOUND)?;
        id.parse().map(Self).map_err(|_| ApiError::NOT_FOUND)
    }
}

/// The order in the path, opened by the token.
pub(crate) struct Own(pub(crate) OwnOrder);

impl FromRequestParts<Web> for Own {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, ApiError> {
        match Reached::from_request_parts(parts, web).await? {
            Reached::Own(own) => Ok(Self(own)),
            Reached::Found(_) => Err(ApiError::Refused(StatusCode::FORBIDDEN, "proof-needed")),
        }
    }
}

/// The order in the path, as far as the token opens it.
pub(crate) enum Reached {
    /// All of it.
    Own(OwnOrder),
    /// How it stands: the token is of number and phone.
    Found(FoundOrder),
}

impl FromRequestParts<Web> for Reached {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, ApiError> {
        let token = bearer(&parts.headers)?;
        let shown = match mini_programme::is_session(token) {
            true => Credentials {
                wechat: Some(session(web, token)?.digest()),
                ..Credentials::default()
            },
            false => token_credentials(web, token),
        };
        let Numbered(number) = Numbered::from_request_parts(parts, web).await?;
        if let Some(own) = applicant::open(&web.app, number, &shown).await? {
            return Ok(Self::Own(own));
        }
        let found = applicant::open_found(&web.app, number, &shown).await?;
        found.map(Self::Found).ok_or(ApiError::NOT_FOUND)
    }
}

/// A program with the right `R`. Stands before the body and the query, so that
/// neither is read for who may not.
pub(crate) struct Allowed<R> {
    pub(crate) program: Program,
    pub(crate) permit: Permit<R>,
}

impl<R: RightKind + Send> FromRequestParts<Web> for Allowed<R> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, ApiError> {
        let Keyed(program) = Keyed::from_request_parts(parts, web).await?;
        let permit = program.permit()?;
        Ok(Self { program, permit })
    }
}

/// The program whose API key was sent.
struct Keyed(Program);

impl FromRequestParts<Web> for Keyed {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, ApiError> {
        let key = bearer(&parts.headers)?;
        let program = programs::program(&web.app, key).await?;
        program.map(Self).ok_or(ApiError::NotAllowed)
    }
}
