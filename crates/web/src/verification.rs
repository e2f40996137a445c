//! Files at the domain's root, by which WeChat and others see that the domain is the
//! operator's: `GET /{name}.txt` gives the text that the settings have for the name.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{Method, Uri};
use axum::response::{IntoResponse as _, Response};

use crate::{PageError, Web};

/// Longest name, its ending included, in bytes. WeChat's are about 30.
const NAME_BYTES: usize = 100;
/// Longest text, in bytes. WeChat's are 32 at most.
const TEXT_BYTES: usize = 1024;

/// The files: names that end in `.txt`, each with its text.
#[derive(Debug, Clone, Default)]
pub struct VerificationFiles(BTreeMap<String, String>);

/// A file that does not do.
#[derive(Debug, thiserror::Error)]
#[error("the verification file '{name}' does not do")]
pub struct VerificationFileError {
    /// Its name.
    pub name: String,
}

impl VerificationFiles {
    /// The files, by name.
    ///
    /// # Errors
    /// [`VerificationFileError`] for a name that is not `.txt` after letters, digits, `-` and
    /// `_`, and for a text that is empty, longer than 1,024 bytes, or not of one line of
    /// printable ASCII.
    pub fn new(files: BTreeMap<String, String>) -> Result<Self, VerificationFileError> {
        let wrong = files.iter().find(|(name, text)| !is_fit(name, text));
        if let Some((name, _)) = wrong {
            return Err(VerificationFileError { name: name.clone() });
        }
        Ok(Self(files))
    }
}

fn is_fit(name: &str, text: &str) -> bool {
    let is_of = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    let stem = name.strip_suffix(".txt").unwrap_or_default();
    let is_name = !stem.is_empty() && name.len() <= NAME_BYTES && stem.bytes().all(is_of);
    let is_printable = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    is_name && is_printable && (1..=TEXT_BYTES).contains(&text.len())
}

/// What no route answers: one of the files, or no page.
pub(crate) async fn serve(
    State(web): State<Web>,
    method: Method,
    uri: Uri,
) -> Result<Response, PageError> {
    let is_read = method == Method::GET || method == Method::HEAD;
    let name = uri.path().strip_prefix('/').filter(|_| is_read);
    let files = &web.settings.verification_files.0;
    let text = name.and_then(|name| files.get(name));
    let text = text.ok_or(PageError::NotFound)?.clone();
    let kind = (CONTENT_TYPE, "text/plain; charset=utf-8");
    Ok(([kind, (CACHE_CONTROL, "no-cache")], text).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Settings;
    use crate::testing::{Service, settings};

    fn files(name: &str, text: &str) -> Result<VerificationFiles, VerificationFileError> {
        VerificationFiles::new([(name.to_owned(), text.to_owned())].into())
    }

    #[test]
    fn what_may_be_a_file() {
        let long = format!("{}.txt", "a".repeat(97));
        for (name, text, expected) in [
            ("MP_verify_4Tq0W9xK.txt", "4Tq0W9xK", true),
            ("a1b2c3d4e5.txt", "0f1e2d3c4b5a69788796a5b4c3d2e1f0", true),
            ("google-site.txt", "google-site-verification: a b", true),
            ("", "x", false),
            (".txt", "x", false),
            ("robots", "x", false),
            ("index.html", "x", false),
            ("../a.txt", "x", false),
            (".well-known/a.txt", "x", false),
            ("照片.txt", "x", false),
            (&long, "x", false),
            ("a.txt", "", false),
            ("a.txt", "two\nlines", false),
            ("a.txt", "回执", false),
            ("a.txt", &"x".repeat(1025), false),
        ] {
            assert_eq!(files(name, text).is_ok(), expected, "{name:?} {text:?}");
        }
    }

    #[tokio::test]
    async fn they_are_at_the_root() {
        let service = Service::start_with(Settings {
            verification_files: files("MP_verify_4Tq0W9xK.txt", "4Tq0W9xK").unwrap(),
            ..settings()
        });
        let service = service.await;
        let found = service.get("/MP_verify_4Tq0W9xK.txt").await;
        assert_eq!(found.status(200).text(), "4Tq0W9xK");
        for path in [
            "/mp_verify_4tq0w9xk.txt",
            "/MP_verify_4Tq0W9xK.txt/",
            "//MP_verify_4Tq0W9xK.txt",
            "/orders/MP_verify_4Tq0W9xK.txt",
            "/other.txt",
        ] {
            service.get(path).await.status(404);
        }
    }
}
