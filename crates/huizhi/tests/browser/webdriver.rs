//! The dozen calls of the WebDriver protocol (W3C, 2018) that the tests make, as
//! JSON over HTTP. A client library would bring fifteen crates for them.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

/// A running chromedriver.
pub(crate) struct Driver {
    process: Child,
    url: String,
    agent: ureq::Agent,
}

impl Driver {
    pub(crate) fn start() -> Self {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is there: scripts/browser-test installs it");
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| {
                let (_, port) = line.split_once("started successfully on port ")?;
                Some(port.trim_end_matches('.').to_owned())
            })
            .expect("it says its port");
        std::thread::spawn(move || lines.for_each(drop));
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(120)))
            .build()
            .into();
        Self {
            process,
            url: format!("http://127.0.0.1:{port}"),
            agent,
        }
    }

    /// A new session with these chromium options; its path.
    pub(crate) fn session(&self, options: &Value, implicit_wait: Duration) -> String {
        let capabilities = json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": options,
            "timeouts": {"implicit": implicit_wait.as_millis() as u64},
        }}});
        let made = self.post("/session", &capabilities).unwrap();
        format!("/session/{}", made["sessionId"].as_str().unwrap())
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Result<Value, String> {
        let text = body.to_string();
        let sent = self
            .agent
            .post(format!("{}{path}", self.url))
            .header("content-type", "application/json")
            .send(text);
        value(sent)
    }

    pub(crate) fn get(&self, path: &str) -> Result<Value, String> {
        value(self.agent.get(format!("{}{path}", self.url)).call())
    }

    /// Beside the browser: the bytes at an address, which must be there.
    pub(crate) fn fetch(&self, url: &str, cookies: &str) -> Vec<u8> {
        let mut answer = self
            .agent
            .get(url)
            .header("cookie", cookies)
            .call()
            .unwrap();
        assert!(answer.status().is_success(), "{url}: {}", answer.status());
        answer.body_mut().read_to_vec().unwrap()
    }

    pub(crate) fn delete(&self, path: &str) {
        self.agent.delete(format!("{}{path}", self.url)).call().ok();
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// The answer's value, or the error's name and message.
fn value(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Value, String> {
    let mut answer = answer.map_err(|error| error.to_string())?;
    let body = answer.body_mut().with_config().limit(64 << 20);
    let text = body.read_to_vec().map_err(|error| error.to_string())?;
    let mut told: Value = serde_json::from_slice(&text).map_err(|error| error.to_string())?;
    let value = told["value"].take();
    match value.get("error").and_then(Value::as_str) {
        Some(error) if !answer.status().is_success() => Err(format!(
            "{error}: {}",
            value["message"].as_str().unwrap_or_default()
        )),
        _ => Ok(value),
    }
}
