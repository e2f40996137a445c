//! What came back, read to its end. Assertions give the answer again, so that
//! several stand in one line.

use axum::http::HeaderMap;
use messages::Locale;
use serde_json::Value;

pub(crate) struct Answer {
    /// Method and path that were asked, for what a failed assertion says.
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

    /// 303 to this address.
    #[track_caller]
    pub(crate) fn redirects_to(&self, address: &str) -> &Self {
        self.status(303).has("location", address)
    }

    /// A header of exactly this value; `""` where it must be missing.
    #[track_caller]
    pub(crate) fn has(&self, header: &str, value: &str) -> &Self {
        assert_eq!(self.header(header), value, "{}: {header}", self.asked);
        self
    }

    /// One of the cookies that are set starts with this.
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

    /// Problem JSON of this status and code, whole: with texts in every language
    /// and the request's number.
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

    /// `""` where there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    /// Every `Set-Cookie`.
    pub(crate) fn cookies(&self) -> Vec<&str> {
        let lines = self.headers.get_all("set-cookie").iter();
        lines.map(|line| line.to_str().unwrap()).collect()
    }

    /// What a failed assertion shows: a page without what stands on every page.
    fn shown(&self) -> String {
        let text = self.text();
        let main = text.split_once("<main").map(|(_, main)| main.to_owned());
        main.unwrap_or(text)
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// `null` for what is no JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_default()
    }

    /// The text at a place such as `/document/id`; `""` where there is none.
    pub(crate) fn at(&self, pointer: &str) -> String {
        match self.json().pointer(pointer) {
            None => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        }
    }

    /// What stands between two marks.
    #[track_caller]
    pub(crate) fn between(&self, from: &str, until: &str) -> String {
        let text = self.contains(from).text();
        let rest = text.split_once(from).unwrap().1;
        rest.split_once(until).unwrap().0.to_owned()
    }

    /// The address that starts like this and whose link has this text.
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

    /// The token of the page's forms.
    pub(super) fn csrf(&self) -> Option<String> {
        let text = self.text();
        let rest = text.split_once("name=\"csrf\" value=\"")?.1;
        Some(rest.split_once('"')?.0.to_owned())
    }

    /// The page's words, a line a piece of text, with scripts and tags gone.
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
