//! Applicants who upload pictures through the API, one after the other.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::client::agent;
use crate::serving::Service;
use crate::table;

/// Applicants who upload at the same time while memory is watched.
const CLIENTS: usize = 4;
/// Pictures they upload together.
const PICTURES: usize = 32;

/// An order of one's own to put pictures to.
struct Draft {
    agent: ureq::Agent,
    address: String,
    token: String,
}

impl Draft {
    fn begin(url: &str) -> Self {
        let agent = agent();
        let purpose = r#"{"document":"resident-id-card","city":"440300"}"#;
        let mut begun = agent
            .post(format!("{url}/api/v1/orders"))
            .header("content-type", "application/json")
            .send(purpose)
            .unwrap();
        let text = begun.body_mut().read_to_string().unwrap();
        let begun: serde_json::Value = serde_json::from_str(&text).unwrap();
        let number = begun["number"].as_str().unwrap();
        Self {
            address: format!("{url}/api/v1/orders/{number}/picture"),
            token: begun["token"].as_str().unwrap().to_owned(),
            agent,
        }
    }

    /// Puts the picture in place of the last, and waits for what came of it.
    fn put(&self, picture: &[u8]) {
        let mut put = self
            .agent
            .put(&self.address)
            .header("content-type", "application/octet-stream")
            .header("authorization", format!("Bearer {}", self.token))
            .send(picture)
            .unwrap();
        let said = put.body_mut().read_to_string().unwrap();
        assert_eq!(put.status().as_u16(), 200, "{said}");
    }
}

/// Uploads until `stop`; gives how many photos were made.
pub(crate) fn until(stop: &AtomicBool, url: &str, picture: &[u8]) -> usize {
    let draft = Draft::begin(url);
    let mut made = 0;
    while !stop.load(Ordering::SeqCst) {
        draft.put(picture);
        made += 1;
    }
    made
}

/// The service's memory after a number of uploads.
pub(crate) fn measure_memory(service: &Service, picture: &[u8]) {
    let left = AtomicUsize::new(PICTURES);
    std::thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                let draft = Draft::begin(&service.url);
                let take = |left: usize| left.checked_sub(1);
                let (set, get) = (Ordering::SeqCst, Ordering::SeqCst);
                while left.fetch_update(set, get, take).is_ok() {
                    draft.put(picture);
                }
            });
        }
    });
    let name = format!("peak, {PICTURES} uploads of 12 MP");
    table::memory(&name, service.memory_mb("VmHWM"), "300");
    table::memory("at rest after them", service.memory_mb("VmRSS"), "");
}
