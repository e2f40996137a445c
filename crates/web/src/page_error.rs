//! Errors of requests, as shown to people. The page is rendered by
//! `guard/error_pages.rs`, which knows the language.

use std::time::Duration;

use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use catalogue::LookupError;
use domain::Timestamp;
use usecases::AppError;

/// A suggestion on an error page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Target, a path of this service.
    pub href: String,
    /// Its text, in both languages.
    pub name: catalogue::Text,
}

/// An error of a request. `code()` is stable and also the key of the text:
/// `page-error-<code>` and its `.remedy`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// There is no such page.
    #[error("no such page")]
    NotFound,
    /// The address names a document that is not in the catalogue.
    #[error("no such document")]
    UnknownDocument(Vec<Link>),
    /// The address names a city that is not in the catalogue, or no city.
    #[error("no such city")]
    UnknownCity(Vec<Link>),
    /// The page does not support this method.
    #[error("method not allowed")]
    MethodNotAllowed,
    /// The form's token is missing or does not belong to this visitor.
    #[error("the form's token does not hold")]
    FormExpired,
    /// Another site sent the form.
    #[error("sent by another site")]
    CrossSite,
    /// The form's fields cannot be read.
    #[error("the form cannot be read")]
    FormUnreadable,
    /// The body is larger than the page accepts.
    #[error("the body is too large")]
    TooLarge,
    /// The body's media type is not the one expected.
    #[error("the body is of the wrong kind")]
    WrongMediaType,
    /// Not signed in, or without the required right.
    #[error("not allowed")]
    Forbidden,
    /// Too many requests from one address.
    #[error("too many requests")]
    TooManyRequests {
        /// Time to wait.
        wait: Duration,
    },
    /// The response took too long.
    #[error("took too long")]
    TookTooLong,
    /// The body came too slowly.
    #[error("the body came too slowly")]
    TooSlow,
    /// There is no memory or place for it now, or this client has its share.
    #[error("busy")]
    Busy,
    /// This client has stored much in the last hour.
    #[error("too much was stored")]
    Quota {
        /// Time to wait.
        wait: Duration,
    },
    /// What is not submitted fills its part of the disk.
    #[error("no room for pictures")]
    StoreFull,
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// A service behind the pages is not available.
    #[error("a part is not available")]
    Unavailable,
    /// Photos are made by processes of their own, and none of them is there.
    #[error("no process makes photos now")]
    EngineAway,
    /// Another's transaction was in the way again and again; nothing was changed.
    #[error("others were in the way")]
    Again,
    /// The database cannot be reached; nothing was changed.
    #[error("the database cannot be reached")]
    DatabaseUnavailable,
    /// The connection to the database broke while it saved: it may have been done.
    #[error("whether it was done is not known")]
    OutcomeUnknown,
    /// A concurrent change came first, or the state does not allow the action.
    #[error("it has changed meanwhile")]
    Changed,
    /// The photo of a receipt is missing or damaged.
    #[error("the receipt's photo is missing or damaged")]
    PhotoLost,
    /// The program has a defect.
    #[error("a defect of the program")]
    Broken,
}

/// Seconds after which to retry where there is no room for pictures: drafts end
/// one by one, and the sum is taken again each minute.
const STORE_FULL_S: u64 = 900;

/// Seconds after which to retry what others were in the way of.
const AGAIN_S: u64 = 3;

/// Seconds after which to retry where the database cannot be reached: another takes over
/// within them.
const DATABASE_S: u64 = 10;

/// The shortest lock after wrong guesses; pages that know the end of the lock
/// show that instead.
const LOCKED: Duration = Duration::from_secs(60);

impl From<AppError> for PageError {
    /// The page for an error that a handler does not treat itself. Faults of
    /// the service are logged with their code.
    fn from(error: AppError) -> Self {
        match error {
            AppError::NotFound => Self::NotFound,
            AppError::Forbidden(_) => Self::Forbidden,
            AppError::Refused(_)
            | AppError::Receipt(_)
            | AppError::Payment(_)
            | AppError::SealedPhoto(_)
            | AppError::NotAccepted
            | AppError::ChangedMeanwhile
            | AppError::NameTaken
            | AppError::LastManager
            | AppError::NobodyElse
            | AppError::PersonNeeded
            | AppError::CheckAwaited
            | AppError::PictureMaking
            | AppError::SecondNeeded
            | AppError::NoSecond => Self::Changed,
            AppError::Locked { .. } => Self::TooManyRequests { wait: LOCKED },
            AppError::Busy { .. } | AppError::HashingBusy => Self::Busy,
            AppError::Pay(_) | AppError::Wechat(_) => Self::Unavailable,
            AppError::Blob(ref error) if error.is_for_now() => {
                tracing::error!(code = error.code(), "the files cannot be reached");
                Self::Unavailable
            }
            AppError::EngineAway => Self::EngineAway,
            AppError::TookTooLong => Self::TookTooLong,
            AppError::Quota { wait } => Self::Quota { wait },
            AppError::StoreFull => Self::StoreFull,
            AppError::DiskFull => {
                tracing::error!(code = error.code(), "the disk is full");
                Self::DiskFull
            }
            AppError::Again => Self::Again,
            AppError::DatabaseUnavailable(_) => {
                tracing::error!(code = error.code(), "the database cannot be reached");
                Self::DatabaseUnavailable
            }
            AppError::OutcomeUnknown(_) => {
                tracing::error!(code = error.code(), "a change may have been saved");
                Self::OutcomeUnknown
            }
            AppError::Picture(..)
            | AppError::Fields(_)
            | AppError::OverruleNeeded(_)
            | AppError::UnknownName
            | AppError::Code(_)
            | AppError::Token(_)
            | AppError::Text
            | AppError::Person
            | AppError::Sheet(_)
            | AppError::EndPassed
            | AppError::Password(_) => Self::FormUnreadable,
            AppError::PhotoLost => Self::PhotoLost,
            AppError::Storage(_)
            | AppError::Blob(_)
            | AppError::Seal(_)
            | AppError::Paper(_)
            | AppError::Hash
            | AppError::CheckpointUnwritable
            | AppError::KeyNotNew
            | AppError::EngineStopped => {
                tracing::error!(code = error.code(), "the service failed");
                Self::Broken
            }
        }
    }
}

impl PageError {
    /// The refusal of a guess that is locked until `until`.
    pub(crate) fn locked(until: Timestamp, now: Timestamp) -> Self {
        Self::TooManyRequests {
            wait: until.since(now),
        }
    }

    /// Stable kebab-case code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::UnknownDocument(_) => "unknown-document",
            Self::UnknownCity(_) => "unknown-city",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::FormExpired => "form-expired",
            Self::CrossSite => "cross-site",
            Self::FormUnreadable => "form-unreadable",
            Self::TooLarge => "too-large",
            Self::WrongMediaType => "wrong-media-type",
            Self::Forbidden => "forbidden",
            Self::TooManyRequests { .. } => "too-many-requests",
            Self::TookTooLong => "took-too-long",
            Self::TooSlow => "too-slow",
            Self::Busy => "busy",
            Self::Quota { .. } => "upload-quota",
            Self::StoreFull => "store-full",
            Self::DiskFull => "disk-full",
            Self::Unavailable => "unavailable",
            Self::EngineAway => "engine-away",
            Self::Again => "try-again",
            Self::DatabaseUnavailable => "database-unavailable",
            Self::OutcomeUnknown => "outcome-unknown",
            Self::Changed => "changed",
            Self::PhotoLost => "receipt-photo-lost",
            Self::Broken => "broken",
        }
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound | Self::UnknownDocument(_) | Self::UnknownCity(_) => {
                StatusCode::NOT_FOUND
            }
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::FormExpired | Self::CrossSite | Self::Forbidden => StatusCode::FORBIDDEN,
            Self::FormUnreadable => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::WrongMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooManyRequests { .. } | Self::Quota { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::TookTooLong
            | Self::Busy
            | Self::StoreFull
            | Self::DiskFull
            | Self::EngineAway
            | Self::Again
            | Self::DatabaseUnavailable
            | Self::OutcomeUnknown
            | Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Changed => StatusCode::CONFLICT,
            Self::PhotoLost | Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The error for a response without a page, such as the rejections of
    /// axum's extractors.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::WrongMediaType,
            StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => Self::Forbidden,
            status if status.is_client_error() => Self::FormUnreadable,
            _ => Self::Broken,
        }
    }

    /// Whole seconds to wait, at least one, if waiting helps.
    pub(crate) fn wait_s(&self) -> Option<u64> {
        match self {
            Self::TooManyRequests { wait } | Self::Quota { wait } => Some(wait.as_secs() + 1),
            Self::Busy => Some(crate::upload::BUSY_S),
            Self::StoreFull | Self::DiskFull => Some(STORE_FULL_S),
            Self::Again => Some(AGAIN_S),
            Self::DatabaseUnavailable | Self::OutcomeUnknown | Self::TookTooLong => {
                Some(DATABASE_S)
            }
            Self::Unavailable | Self::EngineAway => Some(30),
            _ => None,
        }
    }

    /// Suggestions for the page.
    pub(crate) fn links(&self) -> &[Link] {
        match self {
            Self::UnknownDocument(links) | Self::UnknownCity(links) => links,
            _ => &[],
        }
    }

    /// An unknown document; `href` gives the URL of a suggestion.
    pub(crate) fn no_document(error: &LookupError, href: impl Fn(&str) -> String) -> Self {
        Self::UnknownDocument(links(error, href))
    }

    /// An unknown city; `href` gives the URL of a suggestion.
    pub(crate) fn no_city(error: &LookupError, href: impl Fn(&str) -> String) -> Self {
        Self::UnknownCity(links(error, href))
    }
}

fn links(error: &LookupError, href: impl Fn(&str) -> String) -> Vec<Link> {
    let candidates = error.candidates().iter();
    candidates
        .map(|candidate| Link {
            href: href(&candidate.id),
            name: candidate.names.clone(),
        })
        .collect()
}

impl IntoResponse for PageError {
    /// The status, with the error as an extension: the guard renders the page.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if let Some(wait_s) = self.wait_s() {
            response
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from(wait_s));
        }
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use messages::Locale;

    use super::*;

    #[test]
    fn each_error_has_its_text_in_both_languages() {
        let all = [
            PageError::NotFound,
            PageError::UnknownDocument(Vec::new()),
            PageError::UnknownCity(Vec::new()),
            PageError::MethodNotAllowed,
            PageError::FormExpired,
            PageError::CrossSite,
            PageError::FormUnreadable,
            PageError::TooLarge,
            PageError::WrongMediaType,
            PageError::Forbidden,
            PageError::TooManyRequests {
                wait: Duration::from_secs(3),
            },
            PageError::TookTooLong,
            PageError::TooSlow,
            PageError::Busy,
            PageError::Quota {
                wait: Duration::from_secs(3),
            },
            PageError::StoreFull,
            PageError::DiskFull,
            PageError::Unavailable,
            PageError::EngineAway,
            PageError::Again,
            PageError::DatabaseUnavailable,
            PageError::OutcomeUnknown,
            PageError::Changed,
            PageError::PhotoLost,
            PageError::Broken,
        ];
        for error in all {
            for locale in Locale::ALL {
                for part in ["", ".remedy"] {
                    let key = format!("page-error-{}{part}", error.code());
                    assert!(messages::has(locale, &key), "{key} in {locale:?}");
                }
            }
            assert!(error.status().is_client_error() || error.status().is_server_error());
        }
    }
}
