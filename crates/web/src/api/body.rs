//! Extractors for bodies and queries, which fail with the API's own errors.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, FromRequestParts, OptionalFromRequest, Query, Request};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderName};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;

use super::error::ApiError;
use crate::{PageError, Web};

/// A JSON body.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<Web> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, web: &Web) -> Result<Self, ApiError> {
        match <Json<T> as FromRequest<Web>>::from_request(request, web).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(JsonRejection::MissingJsonContentType(_)) => Err(PageError::WrongMediaType.into()),
            Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Err(PageError::TooLarge.into())
            }
            Err(_) => Err(ApiError::Body),
        }
    }
}

/// A body that may be left out or empty.
impl<T: DeserializeOwned> OptionalFromRequest<Web> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, web: &Web) -> Result<Option<Self>, ApiError> {
        let (parts, body) = request.into_parts();
        let whole = Request::from_parts(parts.clone(), body);
        let bytes = match Bytes::from_request(whole, web).await {
            Ok(bytes) => bytes,
            Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                return Err(PageError::TooLarge.into());
            }
            Err(_) => return Err(ApiError::Body),
        };
        if bytes.is_empty() {
            return Ok(None);
        }
        let request = Request::from_parts(parts, bytes.into());
        let body = <Self as FromRequest<Web>>::from_request(request, web).await;
        body.map(Some)
    }
}

/// The query string of the URL.
pub(crate) struct QueryParams<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequestParts<Web> for QueryParams<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, ApiError> {
        let query = Query::<T>::from_request_parts(parts, web).await;
        query.map(|Query(t)| Self(t)).map_err(|_| ApiError::Query)
    }
}

/// A file's bytes, for the description only.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub(crate) struct File(#[expect(dead_code, reason = "described and never made")] Vec<u8>);

/// A picture as an answer.
pub(crate) type Jpeg = ([(HeaderName, &'static str); 1], Vec<u8>);

/// `bytes` as a picture.
pub(crate) const fn jpeg(bytes: Vec<u8>) -> Jpeg {
    ([(CONTENT_TYPE, "image/jpeg")], bytes)
}
