//! A response, read to its end. Assertions return the response, so that they
//! can be chained.

use axum::http::HeaderMap;
use messages::Locale;
use serde_json::Value;

pub(crate) struct Answer {
    /// Method and path of the request, for failed assertions.
    pub(super) asked: String,
    pub(crate) code: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    #[track_caller]
    pub(crate) fn status(&self, expected: u16) -> &Self {
        assert_eq!(self.code, expected, "{}: {}", self.asked, self.shown());
        self
    }

    #[track_caller]
    pub(crate) fn contains(&self, words: &str) -> &Self {
        let is_there = self.text().contains(words);
        assert!(is_there, "{}: {words} in {}", self.asked, self.shown());
        self
    }

    #[track_caller]
    pub(crate) fn contains_all(&self, words: &[&str]) -> &Self {
        for words in words {
            self.contains(words);
        }
        self
    }

    #[track_caller]
    pub(crate) fn lacks(&self, words: &str) -> &Self {
        let is_there = self.text().contains(words);
        assert!(!is_there, "{}: {words} in {}", self.asked, self.shown());
        self
    }

    /// Status 303 to this path.
    #[track_caller]
    pub(crate) fn redirects_to(&self, address: &str) -> &Self {
        self.status(303).has("location", address)
    }

    /// A header with exactly this value; `""` if it must be missing.
    #[track_caller]
    pub(crate) fn has(&self, header: &str, value: &str) -> &Self {
        assert_eq!(self.header(header), value, "{}: {header}", self.asked);
        self
    }

    /// A cookie is set that starts with this.
    #[track_caller]
    pub(crate) fn sets_cookie(&self, start: &str) -> &Self {
        let cookies = self.cookies();
        let is_set = cookies.iter().any(|line| line.starts_with(start));
        assert!(is_set, "{}: {start} in {cookies:?}", self.asked);
        self
    }

    /// A JPEG.
    #[track_caller]
    pub(crate) fn is_jpeg(&self) -> &Self {
        self.status(200).has("content-type", "image/jpeg");
        assert!(self.bytes.starts_with(&[0xff, 0xd8]), "{}", self.asked);
        self
    }

    /// Complete problem JSON with this status and code: with texts in both
    /// languages and the request's id.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16, code: &str) -> &Self {
        self.status(status)
            .has("content-type", "application/problem+json")
            .has("x-request-id", &self.at("/request"));
        let problem = self.json();
        assert_eq!(problem["code"], code, "{}: {problem}", self.asked);
        assert_eq!(problem["status"], status, "{problem}");
        assert_eq!(problem["title"], problem["message"]["en"], "{problem}");
        for locale in Locale::ALL {
            for part in ["message", "remedy"] {
                let text = problem[part][locale.tag()].as_str().unwrap();
                assert!(!text.is_empty() && !text.contains("-error-"), "{problem}");
            }
        }
        self
    }

    /// A header's value; `""` if there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    /// Every `Set-Cookie`.
    pub(crate) fn cookies(&self) -> Vec<&str> {
        let lines = self.headers.get_all("set-cookie").iter();
        lines.map(|line| line.to_str().unwrap()).collect()
    }

    /// The page without the parts common to all pages, for failed assertions.
    fn shown(&self) -> String {
        let text = self.text();
        let main = text.split_once("<main").map(|(_, main)| main.to_owned());
        main.unwrap_or(text)
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The body as JSON; `null` if it is not JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_default()
    }

    /// The value at a JSON pointer such as `/document/id`; `""` if there is
    /// none.
    pub(crate) fn at(&self, pointer: &str) -> String {
        match self.json().pointer(pointer) {
            None => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        }
    }

    /// The text between two marks.
    #[track_caller]
    pub(crate) fn between(&self, from: &str, until: &str) -> String {
        let text = self.contains(from).text();
        let rest = text.split_once(from).unwrap().1;
        rest.split_once(until).unwrap().0.to_owned()
    }

    /// The link target that starts with `start` and whose link has the text
    /// `of`.
    #[track_caller]
    pub(crate) fn link(&self, start: &str, of: &str) -> String {
        let (text, end) = (self.text(), format!("{of}</a>"));
        let links = text
            .split("href=\"")
            .filter_map(|rest| rest.split_once("\">"));
        let mut links = links.filter(|(to, text)| to.starts_with(start) && text.starts_with(&end));
        let link = links.next().expect("a link of this text");
        link.0.to_owned()
    }

    /// The CSRF token of the page's forms.
    pub(super) fn csrf(&self) -> Option<String> {
        let text = self.text();
        let rest = text.split_once("name=\"csrf\" value=\"")?.1;
        Some(rest.split_once('"')?.0.to_owned())
    }

    /// The page's text, one line per piece, without scripts and tags.
    pub(crate) fn words(&self) -> String {
        let page = self.text();
        let body = page.split_once("<body").unwrap().1;
        let mut words = String::new();
        for piece in body.split('<').skip(1) {
            let text = piece.split_once('>').map_or("", |(_, text)| text).trim();
            if !text.is_empty() {
                words.push_str(text);
                words.push('\n');
            }
        }
        words
    }
}
