//! Notices outside the service: a failing channel does not make another send
//! twice, and nobody is notified after erasure.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use notices::{Channel, Notice, Recipient, SendError, Sent};
use usecases::{applicant, jobs};

use crate::service::{EMAIL, Service, service_telling, waiting};

/// A channel that records notices and fails for its first sendings.
struct Kept {
    name: &'static str,
    failing: Mutex<u32>,
    tried: Mutex<Vec<Notice>>,
}

impl Kept {
    fn new(name: &'static str, failing: u32) -> Arc<Self> {
        Arc::new(Self {
            name,
            failing: Mutex::new(failing),
            tried: Mutex::default(),
        })
    }

    fn tried(&self) -> Vec<Notice> {
        self.tried.lock().unwrap().clone()
    }
}

#[async_trait]
impl Channel for Kept {
    fn name(&self) -> &'static str {
        self.name
    }

    async fn send(&self, notice: &Notice, _: i64) -> Result<Sent, SendError> {
        self.tried.lock().unwrap().push(notice.clone());
        let mut failing = self.failing.lock().unwrap();
        if *failing > 0 {
            *failing -= 1;
            return Err(SendError::Busy { status: 503 });
        }
        Ok(Sent { status: 200 })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_way_is_tried_for_itself() {
    let (email, hook) = (Kept::new("email", 0), Kept::new("web-hook", 2));
    let service = service_telling(vec![hook.clone(), email.clone()]).await;
    let Service { app, clock, .. } = &service;
    assert!(app.sends_email());
    waiting(&service, "a device").await;
    for (wait_s, letters, calls) in [(0, 1, 1), (9, 1, 1), (1, 1, 2), (40, 1, 3), (9_999, 1, 3)] {
        clock.advance(Duration::from_secs(wait_s));
        jobs::run_due(app).await.unwrap();
        let found = (email.tried().len(), hook.tried().len());
        assert_eq!(found, (letters, calls), "after {wait_s} s");
    }
    let letter = email.tried().remove(0);
    assert_eq!(letter.to, Recipient::Person(EMAIL.parse().unwrap()));
    assert_eq!(letter.kind, "submitted");
    let is_english = |text: &str| text.contains("Your photo waits to be checked.");
    assert!(letter.body.starts_with("您的照片在排队等审核。"));
    assert!(is_english(&letter.body), "{}", letter.body);
    for call in hook.tried() {
        assert_eq!(call.to, Recipient::System);
        assert_eq!(call.id, letter.id, "the same notice at every try");
        assert!(!is_english(&call.body), "{}", call.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_had_their_data_erased_is_written_no_letter() {
    let email = Kept::new("email", 1);
    let service = service_telling(vec![email.clone()]).await;
    let Service { app, clock, .. } = &service;
    let own = waiting(&service, "a device").await;
    jobs::run_due(app).await.unwrap();
    assert_eq!(
        email.tried().len(),
        1,
        "it failed, and would be tried again"
    );
    applicant::erase(app, &own).await.unwrap();
    clock.advance(Duration::from_secs(60));
    jobs::run_due(app).await.unwrap();
    assert_eq!(email.tried().len(), 1);
}
