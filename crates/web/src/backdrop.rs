//! The background that an applicant chooses, in an address: `?background=438EDB`.

use serde::Deserialize;
use usecases::Backdrop;
use utoipa::IntoParams;

/// The query.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct BackdropQuery {
    /// One of the document's backgrounds, as six hexadecimal digits of sRGB;
    /// without it, the usual one.
    #[param(example = "438EDB")]
    background: Option<String>,
}

impl BackdropQuery {
    /// What is asked for; `None` for what is no colour.
    pub(crate) fn read(&self) -> Option<Backdrop> {
        let text = self.background.as_deref().unwrap_or_default();
        if text.is_empty() {
            return Some(Backdrop::Usual);
        }
        if text.len() != 6 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let [_, r, g, b] = u32::from_str_radix(text, 16).ok()?.to_be_bytes();
        Some(Backdrop::Chosen([r, g, b]))
    }
}

/// The colour as it stands in an address.
pub(crate) fn digits([r, g, b]: [u8; 3]) -> String {
    format!("{r:02X}{g:02X}{b:02X}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours() {
        let check = |text: Option<&str>, expected: Option<Backdrop>| {
            let query = BackdropQuery {
                background: text.map(str::to_owned),
            };
            assert_eq!(query.read(), expected, "{text:?}");
        };
        check(None, Some(Backdrop::Usual));
        check(Some(""), Some(Backdrop::Usual));
        check(Some("438EDB"), Some(Backdrop::Chosen([67, 142, 219])));
        check(Some("438edb"), Some(Backdrop::Chosen([67, 142, 219])));
        check(Some("#438EDB"), None);
        check(Some("+38EDB"), None);
        check(Some("blue"), None);
        check(Some("éé12"), None);
        assert_eq!(digits([67, 142, 219]), "438EDB");
    }
}
