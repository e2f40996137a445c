//! The bucket's answers, those told apart that the client does not tell apart: "not
//! now", which is no refusal, and what is said to a listing.

use async_trait::async_trait;
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpService,
    ReqwestConnector,
};

/// Makes HTTP clients that give these answers as an error with an [`Answer`] under it.
#[derive(Debug)]
pub(crate) struct Answers;

impl HttpConnector for Answers {
    fn connect(&self, options: &ClientOptions) -> object_store::Result<HttpClient> {
        let client = ReqwestConnector::default().connect(options)?;
        Ok(HttpClient::new(Judged(client)))
    }
}

/// The status of an answer that is no success.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the server answers {0}")]
pub(crate) struct Answer(pub(crate) u16);

impl Answer {
    /// Whether the server asks to try later.
    pub(crate) const fn is_not_now(self) -> bool {
        matches!(self.0, 408 | 429 | 500..)
    }

    /// Whether the server does not take the access key, or for this alone.
    pub(crate) const fn is_refusal(self) -> bool {
        matches!(self.0, 401 | 403)
    }

    /// Whether what was asked for is not there.
    pub(crate) const fn is_missing(self) -> bool {
        self.0 == 404
    }
}

#[derive(Debug)]
struct Judged(HttpClient);

#[async_trait]
impl HttpService for Judged {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let query = request.uri().query();
        let is_listing = query.is_some_and(|query| query.contains("list-type="));
        let response = self.0.execute(request).await?;
        let answer = Answer(response.status().as_u16());
        if answer.is_not_now() {
            // A kind that is repeated: whatever a store is asked can be asked twice.
            return Err(HttpError::new(HttpErrorKind::Request, answer));
        }
        if is_listing && !response.status().is_success() {
            return Err(HttpError::new(HttpErrorKind::Unknown, answer));
        }
        Ok(response)
    }
}
