//! What can go wrong with a request, as a person is told. The page itself is
//! drawn by `guard/error_pages.rs`, which knows the language.

use std::time::Duration;

use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use catalogue::LookupError;
use usecases::AppError;

/// A link on an error page: what may have been meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads, a path of this service.
    pub href: String,
    /// What it is called, in both languages.
    pub name: catalogue::Text,
}

/// What went wrong. `code()` is stable and is also the key of the text:
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
    /// The page is there, but not for this method.
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
    /// More bytes than the page takes.
    #[error("the body is too large")]
    TooLarge,
    /// The body is of another kind than the page takes.
    #[error("the body is of the wrong kind")]
    WrongMediaType,
    /// Nobody is signed in, or not somebody who may do this.
    #[error("not allowed")]
    Forbidden,
    /// Too many requests from one address.
    #[error("too many requests")]
    TooManyRequests {
        /// How long to wait.
        wait: Duration,
    },
    /// The answer took too long.
    #[error("took too long")]
    TookTooLong,
    /// A part behind the pages does not work.
    #[error("a part is not available")]
    Unavailable,
    /// Somebody else changed it first, or it is not where this can be done.
    #[error("it has changed meanwhile")]
    Changed,
    /// The program has a defect.
    #[error("a defect of the program")]
    Broken,
}

/// The shortest lock of whoever guesses; a page that knows the time says when
/// it ends.
const LOCKED: Duration = Duration::from_secs(60);

impl From<AppError> for PageError {
    /// What a page cannot say better itself. What is the service's own fault is
    /// logged by its code.
    fn from(error: AppError) -> Self {
        match error {
            AppError::NotFound => Self::NotFound,
            AppError::Forbidden(_) => Self::Forbidden,
            AppError::Refused(_)
            | AppError::Receipt(_)
            | AppError::NotAccepted
            | AppError::ChangedMeanwhile
            | AppError::NameTaken
            | AppError::LastManager => Self::Changed,
            AppError::Locked { .. } => Self::TooManyRequests { wait: LOCKED },
            AppError::Busy { .. } => Self::Unavailable,
            AppError::Picture(..)
            | AppError::Fields(_)
            | AppError::OverruleNeeded(_)
            | AppError::UnknownName
            | AppError::Code(_)
            | AppError::Token(_)
            | AppError::Text
            | AppError::Password(_) => Self::FormUnreadable,
            AppError::Storage(_)
            | AppError::Blob(_)
            | AppError::Seal(_)
            | AppError::Paper(_)
            | AppError::Hash
            | AppError::EngineStopped => {
                tracing::error!(code = error.code(), "the service failed");
                Self::Broken
            }
        }
    }
}

impl PageError {
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
            Self::Unavailable => "unavailable",
            Self::Changed => "changed",
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
            Self::TooManyRequests { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::TookTooLong | Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Changed => StatusCode::CONFLICT,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What an answer without a page of its own means, as extractors of axum give
    /// it.
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

    /// Whole seconds to wait, at least one, where waiting helps.
    pub(crate) fn wait_s(&self) -> Option<u64> {
        match self {
            Self::TooManyRequests { wait } => Some(wait.as_secs() + 1),
            Self::Unavailable => Some(30),
            _ => None,
        }
    }

    /// What the query may have meant, for the page to offer.
    pub(crate) fn links(&self) -> &[Link] {
        match self {
            Self::UnknownDocument(links) | Self::UnknownCity(links) => links,
            _ => &[],
        }
    }

    /// A document that is not known; `href` makes a candidate's address.
    pub(crate) fn no_document(error: &LookupError, href: impl Fn(&str) -> String) -> Self {
        Self::UnknownDocument(links(error, href))
    }

    /// A city that is not known; `href` makes a candidate's address.
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
    /// The status and the error itself, for the guard that draws the page.
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
            PageError::Unavailable,
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
