//! Errors of the API: a stable code, and texts in both languages, as problem
//! JSON (RFC 9457).

use std::borrow::Cow;

use axum::http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::applicant::{Field, FieldError};
use domain::money::PaymentRefusal;
use messages::Locale;
use serde::Serialize;
use usecases::AppError;
use usecases::sealed_photos::SealedRefusal;
use utoipa::ToSchema;

use super::words::Words;
use crate::PageError;
use crate::upload::BUSY_S;

/// Media type of an error's body.
pub(crate) const PROBLEM: &str = "application/problem+json";

/// Why a request was refused.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// What is wrong, in English, for programs that show nothing else.
    title: String,
    /// The HTTP status.
    status: u16,
    /// Stable code in kebab case.
    #[schema(example = "order-wrong-state")]
    code: String,
    /// What is wrong.
    message: Words,
    /// What to do.
    remedy: Words,
    /// The request's id, as in the operator's log.
    request: String,
    /// The fields of the body, or findings, concerned; may be empty.
    about: Vec<About>,
}

/// One field of the body, or one finding.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct About {
    /// Name of the field, or identifier of the finding.
    name: String,
    /// Stable code of the fault.
    code: String,
    /// What is wrong with it.
    message: Words,
    /// What to do.
    remedy: Words,
}

/// Why a request is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ApiError {
    /// An error that pages have too.
    Page(PageError),
    /// No valid token or key was sent.
    NotAllowed,
    /// The session of a mini-programme's user has ended.
    SessionOver,
    /// The body is not JSON, or does not match the schema.
    Body,
    /// A query parameter does not match the schema.
    Query,
    /// Invalid fields of the body, each with a code of `field-<code>`.
    Fields(Vec<(Cow<'static, str>, &'static str)>),
    /// A picture that cannot be read; codes and texts are the engine's.
    Picture(Vec<studio::Wrong>),
    /// The rules do not allow it; a code of `api-error-<code>`.
    Refused(StatusCode, &'static str),
    /// Failing findings that an approval does not overrule with a class of
    /// reason.
    Overrule(Vec<String>),
    /// All photo workers are busy, or uploads use all memory set aside for
    /// them.
    Busy,
}

/// The result of an API handler.
pub(crate) type Answer<T> = Result<T, ApiError>;

impl ApiError {
    pub(crate) const NOT_FOUND: Self = Self::Page(PageError::NotFound);

    /// One invalid field.
    pub(crate) fn field(name: &'static str, code: &'static str) -> Self {
        Self::Fields(vec![(name.into(), code)])
    }

    const fn status(&self) -> StatusCode {
        match self {
            Self::Page(error) => error.status(),
            Self::NotAllowed | Self::SessionOver => StatusCode::UNAUTHORIZED,
            Self::Body | Self::Query => StatusCode::BAD_REQUEST,
            Self::Fields(_) | Self::Picture(_) | Self::Overrule(_) => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Self::Refused(status, _) => *status,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// Stable code, and the key of its text after `api-error-`.
    fn code(&self) -> &str {
        match self {
            Self::Page(error) => error.code(),
            Self::NotAllowed => "credential-needed",
            Self::SessionOver => "session-over",
            Self::Body => "body-unreadable",
            Self::Query => "query-unreadable",
            Self::Fields(_) => "fields",
            Self::Picture(wrongs) => wrongs.first().map_or("unexpected", |wrong| &wrong.code),
            Self::Refused(_, code) => code,
            Self::Overrule(_) => OVERRULE,
            Self::Busy => "engine-busy",
        }
    }

    /// Message and remedy.
    fn words(&self) -> (Words, Words) {
        match self {
            Self::Page(error) => {
                // Some page errors have another text here.
                let own = format!("api-error-{}", error.code());
                let key = if messages::has(Locale::Zh, &own) {
                    own
                } else {
                    format!("page-error-{}", error.code())
                };
                let say = |key: &str| Words::with(key, "seconds", error.wait_s().unwrap_or(0));
                (say(&key), say(&format!("{key}.remedy")))
            }
            Self::Picture(wrongs) => wrongs
                .first()
                .map_or_else(Default::default, |wrong| (message(wrong), remedy(wrong))),
            _ => keyed(&format!("api-error-{}", self.code())),
        }
    }

    fn about(&self) -> Vec<About> {
        let entry = |name: &str, code: &str, (message, remedy)| About {
            name: name.to_owned(),
            code: code.to_owned(),
            message,
            remedy,
        };
        match self {
            Self::Fields(fields) => fields
                .iter()
                .map(|(name, code)| entry(name, code, keyed(&format!("field-{code}"))))
                .collect(),
            Self::Overrule(findings) => findings
                .iter()
                .map(|id| entry(id, OVERRULE, keyed(&format!("api-error-{OVERRULE}"))))
                .collect(),
            _ => Vec::new(),
        }
    }
}

const OVERRULE: &str = "overrule-needs-reason";

/// A text and its remedy, by key.
fn keyed(key: &str) -> (Words, Words) {
    (Words::of_key(key), Words::of_key(&format!("{key}.remedy")))
}

/// What is wrong with a picture.
pub(super) fn message(wrong: &studio::Wrong) -> Words {
    Words {
        zh: wrong.zh.message.clone(),
        en: wrong.en.message.clone(),
    }
}

/// What to do about it; empty where nothing can be done.
pub(super) fn remedy(wrong: &studio::Wrong) -> Words {
    Words {
        zh: wrong.zh.remedy.clone().unwrap_or_default(),
        en: wrong.en.remedy.clone().unwrap_or_default(),
    }
}

/// The body of an error; `request` is the request's id.
pub(crate) fn problem(error: &ApiError, request: &str) -> String {
    let (message, remedy) = error.words();
    let problem = Problem {
        title: message.en.clone(),
        status: error.status().as_u16(),
        code: error.code().to_owned(),
        message,
        remedy,
        request: request.to_owned(),
        about: error.about(),
    };
    serde_json::to_string(&problem).expect("words and numbers are plain data")
}

impl From<PageError> for ApiError {
    fn from(error: PageError) -> Self {
        Self::Page(error)
    }
}

impl From<domain::staff::Forbidden> for ApiError {
    fn from(_: domain::staff::Forbidden) -> Self {
        Self::Page(PageError::Forbidden)
    }
}

impl From<AppError> for ApiError {
    fn from(error: AppError) -> Self {
        let unfit = |code| Self::Refused(StatusCode::UNPROCESSABLE_ENTITY, code);
        match error {
            AppError::Refused(refusal) => Self::Refused(StatusCode::CONFLICT, refusal.code()),
            AppError::NotAccepted
            | AppError::LastManager
            | AppError::NobodyElse
            | AppError::PersonNeeded
            | AppError::CheckAwaited
            | AppError::PictureMaking
            | AppError::SecondNeeded
            | AppError::NoSecond => Self::Refused(StatusCode::CONFLICT, error.code()),
            AppError::ChangedMeanwhile => Self::Refused(StatusCode::CONFLICT, "changed-meanwhile"),
            AppError::NameTaken => Self::Refused(StatusCode::CONFLICT, "name-taken"),
            AppError::Busy { .. } => Self::Busy,
            AppError::Picture(wrongs) => Self::Picture(wrongs),
            AppError::OverruleNeeded(findings) => Self::Overrule(findings),
            AppError::Fields(errors) => Self::Fields(errors.iter().map(field_named).collect()),
            AppError::UnknownName | AppError::Text | AppError::EndPassed | AppError::Sheet(_) => {
                unfit(error.code())
            }
            AppError::Receipt(refusal) => Self::Refused(StatusCode::CONFLICT, refusal.code()),
            AppError::Payment(PaymentRefusal::NoReference) => {
                unfit(PaymentRefusal::NoReference.code())
            }
            AppError::Payment(refusal) => Self::Refused(StatusCode::CONFLICT, refusal.code()),
            AppError::SealedPhoto(
                refusal @ (SealedRefusal::CodeUnreadable | SealedRefusal::CodeWrong),
            ) => unfit(refusal.code()),
            AppError::SealedPhoto(refusal) => Self::Refused(StatusCode::CONFLICT, refusal.code()),
            AppError::Wechat(error) => wechat(error),
            AppError::Code(_) => Self::field("number", "receipt-number"),
            AppError::Person => Self::field("identity", "person-unreadable"),
            other => Self::Page(other.into()),
        }
    }
}

/// What a person meets of a failure of WeChat's.
fn wechat(error: wechat::WechatError) -> ApiError {
    match error {
        wechat::WechatError::Code => {
            ApiError::Refused(StatusCode::UNPROCESSABLE_ENTITY, error.code())
        }
        wechat::WechatError::HighRisk => ApiError::Refused(StatusCode::FORBIDDEN, error.code()),
        wechat::WechatError::TooOften { .. } => {
            ApiError::Refused(StatusCode::TOO_MANY_REQUESTS, error.code())
        }
        _ => ApiError::Refused(StatusCode::SERVICE_UNAVAILABLE, "wechat-silent"),
    }
}

/// An invalid field of the applicant's form: its name in the body, and the
/// code.
fn field_named((field, error): &(Field, FieldError)) -> (Cow<'static, str>, &'static str) {
    let name = match field {
        Field::Name => "name".into(),
        Field::Number => "identity_number".into(),
        Field::Birth => "birth".into(),
        Field::Phone => "phone".into(),
        Field::Email => "email".into(),
        Field::Further(id) => format!("further.{id}").into(),
        Field::Consent(_) => "consents".into(),
    };
    (name, error.code())
}

impl IntoResponse for ApiError {
    /// The status, with the error as an extension: the guard writes the body.
    fn into_response(self) -> Response {
        let mut response = match &self {
            Self::Page(error) => return error.clone().into_response(),
            other => other.status().into_response(),
        };
        let headers = response.headers_mut();
        match self {
            Self::Busy => {
                headers.insert(RETRY_AFTER, HeaderValue::from(BUSY_S));
            }
            Self::NotAllowed | Self::SessionOver => {
                headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            _ => {}
        }
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use domain::Refusal;
    use domain::applicant::consent::ConsentKind;

    use super::*;

    #[test]
    fn each_refusal_has_its_words_in_both_languages() {
        let check = |error: ApiError, status: u16, code: &str| {
            assert_eq!((error.status().as_u16(), error.code()), (status, code));
            let body = problem(&error, "1");
            for key in ["api-error-", "page-error-", "field-"] {
                assert!(!body.contains(&format!("\"{key}")), "{body}");
            }
            let is_page = matches!(error, ApiError::Page(_));
            for locale in Locale::ALL {
                for part in ["", ".remedy"] {
                    let key = format!("api-error-{code}{part}");
                    assert!(is_page || messages::has(locale, &key), "{key}");
                }
            }
        };
        check(ApiError::NOT_FOUND, 404, "not-found");
        check(PageError::Forbidden.into(), 403, "forbidden");
        check(PageError::CrossSite.into(), 403, "cross-site");
        check(PageError::Unavailable.into(), 503, "unavailable");
        check(AppError::Again.into(), 503, "try-again");
        let broken = || std::io::Error::from(std::io::ErrorKind::BrokenPipe).into();
        check(
            AppError::DatabaseUnavailable(broken()).into(),
            503,
            "database-unavailable",
        );
        check(
            AppError::OutcomeUnknown(broken()).into(),
            503,
            "outcome-unknown",
        );
        check(ApiError::NotAllowed, 401, "credential-needed");
        check(ApiError::SessionOver, 401, "session-over");
        for (error, status, code) in [
            (wechat::WechatError::Code, 422, "wechat-code"),
            (wechat::WechatError::HighRisk, 403, "wechat-high-risk"),
            (
                wechat::WechatError::TooOften { errcode: 45_011 },
                429,
                "wechat-too-often",
            ),
            (wechat::WechatError::TimedOut, 503, "wechat-silent"),
            (
                wechat::WechatError::Credentials { errcode: 40_001 },
                503,
                "wechat-silent",
            ),
        ] {
            check(AppError::Wechat(error).into(), status, code);
        }
        check(ApiError::Body, 400, "body-unreadable");
        check(ApiError::Query, 400, "query-unreadable");
        check(ApiError::field("name", "name-empty"), 422, "fields");
        check(ApiError::Busy, 503, "engine-busy");
        let overruled = AppError::OverruleNeeded(vec!["eyes-open".to_owned()]);
        check(overruled.into(), 422, "overrule-needs-reason");
        check(AppError::NotAccepted.into(), 409, "not-accepted");
        check(AppError::LastManager.into(), 409, "last-manager");
        check(AppError::PictureMaking.into(), 409, "picture-making");
        check(AppError::EngineAway.into(), 503, "engine-away");
        check(AppError::SecondNeeded.into(), 409, "second-operator-needed");
        check(AppError::NoSecond.into(), 409, "no-second-operator");
        check(AppError::NobodyElse.into(), 409, "second-opinion-nobody");
        check(AppError::NameTaken.into(), 409, "name-taken");
        let none = StatusCode::UNPROCESSABLE_ENTITY;
        check(ApiError::Refused(none, "roles-none"), 422, "roles-none");
        check(AppError::UnknownName.into(), 422, "unknown-name");
        check(AppError::Text.into(), 422, "text-length");
        check(AppError::EndPassed.into(), 422, "end-passed");
        for error in [portrait::SheetError::Together, portrait::SheetError::Shape] {
            check(AppError::Sheet(error).into(), 422, error.code());
        }
        let guardian = (
            Field::Consent(ConsentKind::Guardian),
            FieldError::ConsentGuardian,
        );
        check(AppError::Fields(vec![guardian]).into(), 422, "fields");
        check(AppError::ChangedMeanwhile.into(), 409, "changed-meanwhile");
        for refusal in SealedRefusal::ALL {
            let status = match refusal {
                SealedRefusal::CodeUnreadable | SealedRefusal::CodeWrong => 422,
                _ => 409,
            };
            check(
                AppError::SealedPhoto(refusal).into(),
                status,
                refusal.code(),
            );
        }
        for refusal in PaymentRefusal::ALL {
            let status = match refusal {
                PaymentRefusal::NoReference => 422,
                _ => 409,
            };
            check(AppError::Payment(refusal).into(), status, refusal.code());
        }
        for refusal in [
            Refusal::WrongState,
            Refusal::PictureUnfit,
            Refusal::NoPicture,
            Refusal::NoDetails,
            Refusal::Unpaid,
            Refusal::NothingToPay,
            Refusal::NothingPaid,
            Refusal::ClaimedByAnother,
            Refusal::OwnSecondOpinion,
            Refusal::Final,
            Refusal::NoReason,
            Refusal::Erased,
            Refusal::OtherUser,
        ] {
            check(AppError::Refused(refusal).into(), 409, refusal.code());
        }
    }
}
