//! Templates as responses.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};

use crate::PageError;

/// Renders the template as HTML with status 200; add a status or headers as a
/// tuple: `(StatusCode::NOT_FOUND, Page(template))`.
#[derive(Debug, Clone)]
pub struct Page<T>(pub T);

impl<T: Template> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        match self.0.render() {
            Ok(html) => Html(html).into_response(),
            Err(error) => {
                tracing::error!(%error, "a template could not be written");
                PageError::Broken.into_response()
            }
        }
    }
}
