//! A browser's part without a browser: loads a page, keeps its cookies, presses
//! its button.

use std::collections::BTreeMap;
use std::time::Duration;

/// Requests end by themselves with the service; this is for one that hangs.
pub(crate) fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(30)))
        .build()
        .into()
}

pub(crate) struct Forms {
    agent: ureq::Agent,
    url: String,
    cookies: BTreeMap<String, String>,
}

pub(crate) struct Pressed {
    /// Where it leads; empty if it shows a page.
    pub(crate) location: String,
    /// The page.
    pub(crate) body: String,
}

impl Forms {
    pub(crate) fn of(url: &str) -> Self {
        Self {
            agent: agent(),
            url: url.to_owned(),
            cookies: BTreeMap::new(),
        }
    }

    /// Loads `page` and sends the form of `action` with the token found there.
    /// `None` once the service is gone.
    pub(crate) fn press(
        &mut self,
        page: &str,
        action: &str,
        fields: &[(&str, &str)],
    ) -> Option<Pressed> {
        let shown = self.agent.get(format!("{}{page}", self.url));
        let mut shown = shown.header("cookie", self.cookie()).call().ok()?;
        self.keep(shown.headers());
        let body = shown.body_mut().read_to_string().ok()?;
        let mark = "name=\"csrf\" value=\"";
        let from = body.find(mark).expect("a form with its token") + mark.len();
        let token = body[from..].split('"').next().unwrap();
        let sent = self.agent.post(format!("{}{action}", self.url));
        let fields = fields.iter().copied().chain([("csrf", token)]);
        let sent = sent.header("cookie", self.cookie()).send_form(fields);
        let mut sent = sent.ok()?;
        self.keep(sent.headers());
        let status = sent.status().as_u16();
        assert!(matches!(status, 200 | 303), "{action}: {status}");
        let location = sent.headers().get("location");
        let location = location.map_or("", |location| location.to_str().unwrap());
        Some(Pressed {
            location: location.to_owned(),
            body: sent.body_mut().read_to_string().ok()?,
        })
    }

    fn cookie(&self) -> String {
        let pairs = self.cookies.iter();
        let pairs: Vec<String> = pairs
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    fn keep(&mut self, headers: &ureq::http::HeaderMap) {
        for set in headers.get_all("set-cookie") {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}
