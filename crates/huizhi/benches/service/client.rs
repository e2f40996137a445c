//! One connection to the service, kept open.

/// A client that takes any status for an answer and follows nothing.
pub(crate) fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .build()
        .into()
}

/// A page's address and the one header that opens it.
#[derive(Clone)]
pub(crate) struct Page {
    pub(crate) path: String,
    pub(crate) header: (&'static str, String),
}

impl Page {
    /// Gets the page, to its last byte.
    pub(crate) fn get(&self, agent: &ureq::Agent, url: &str) {
        let (name, value) = &self.header;
        let got = agent
            .get(format!("{url}{}", self.path))
            .header(*name, value);
        let mut answer = got.call().unwrap();
        assert_eq!(answer.status().as_u16(), 200, "{}", self.path);
        let body = answer.body_mut().read_to_vec().unwrap();
        assert!(body.len() > 100, "{} is empty", self.path);
    }
}
