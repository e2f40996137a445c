//! Whole lives: pictures handed over, orders submitted, decided and given their
//! receipts, through the API.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use domain::Timestamp;
use serde_json::{Value, json};
use storage::Storage;

use crate::api::{Api, key_of};
use crate::kept::{self, every_order};
use crate::kill::killed_amid;
use crate::program::ground::Ground;
use crate::program::{ANYWHERE, Service};
use crate::the_log_holds;

/// After how many acknowledged deeds it is killed at least. A life has five.
const ROUNDS: [usize; 5] = [3, 14, 6, 21, 9];
const CLIENTS: usize = 3;
/// A decision is final after ten seconds, and a receipt follows it.
const PATIENCE: Duration = Duration::from_secs(60);
const FOREVER: Timestamp = Timestamp(i64::MAX);

/// How far a client was told its order has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Begun,
    Pictured,
    Detailed,
    Submitted,
    Decided(&'static str),
}

#[derive(Clone, Debug)]
struct Life {
    token: String,
    stage: Stage,
    /// What the applicant was last shown as the finished photo.
    photo: Vec<u8>,
}

type Lives = Mutex<BTreeMap<String, Life>>;

/// Leads orders through their lives until the service is gone: an approved, a
/// rejected, and one that is left waiting, in turn.
struct Client<'a> {
    api: Api,
    key: &'a str,
    picture: &'a [u8],
    lives: &'a Lives,
    deeds: &'a AtomicUsize,
}

impl Client<'_> {
    fn works(&self, stop: &AtomicBool) {
        for turn in 0.. {
            let is_gone = self.leads_one(turn).is_none();
            if is_gone || stop.load(Ordering::SeqCst) {
                return;
            }
        }
    }

    fn leads_one(&self, turn: usize) -> Option<()> {
        let purpose = json!({ "document": "resident-id-card", "city": "440300" });
        let begun = self.api.json("POST /orders", "", &purpose)?;
        let [number, token] = ["number", "token"].map(|key| begun[key].as_str().unwrap());
        let mut life = Life {
            token: token.to_owned(),
            stage: Stage::Begun,
            photo: Vec::new(),
        };
        self.told(number, &life);

        let line = format!("PUT /orders/{number}/picture");
        self.api
            .call(&line, token, "application/octet-stream", self.picture)?;
        life.stage = Stage::Pictured;
        self.told(number, &life);
        life.photo = self.api.photo(number, token)?;

        let details = json!({
            "name": "张三",
            "identity_kind": "chinese-id",
            "identity_number": "11010519491231002X",
            "phone": "13800138000",
            "consents": ["face-data"],
        });
        let line = format!("PUT /orders/{number}/details");
        self.api.json(&line, token, &details)?;
        life.stage = Stage::Detailed;
        self.told(number, &life);

        let line = format!("POST /orders/{number}/submit");
        self.api.json(&line, token, &Value::Null)?;
        life.stage = Stage::Submitted;
        self.told(number, &life);

        let (verdict, ruling) = match turn % 3 {
            0 => ("approved", json!({ "verdict": "approved" })),
            1 => {
                let reasons = ["ears-hidden"];
                (
                    "rejected",
                    json!({ "verdict": "rejected", "reasons": reasons }),
                )
            }
            _ => return Some(()),
        };
        let line = format!("POST /reviews/{number}/take");
        self.api.json(&line, self.key, &Value::Null)?;
        let line = format!("POST /reviews/{number}/decision");
        self.api.json(&line, self.key, &ruling)?;
        life.stage = Stage::Decided(verdict);
        self.told(number, &life);
        Some(())
    }

    fn told(&self, number: &str, life: &Life) {
        self.lives
            .lock()
            .unwrap()
            .insert(number.to_owned(), life.clone());
        self.deeds.fetch_add(1, Ordering::SeqCst);
    }
}

/// Where an order may stand that has come so far at least.
fn may_stand(stage: Stage) -> &'static [&'static str] {
    match stage {
        Stage::Begun | Stage::Pictured | Stage::Detailed => &["draft", "waiting", "in-review"],
        Stage::Submitted => &["waiting", "in-review", "approved", "rejected"],
        Stage::Decided("approved") => &["in-review", "approved"],
        Stage::Decided(_) => &["in-review", "rejected"],
    }
}

/// Everything a client was told is so, and was done once.
fn holds(api: &Api, number: &str, life: &Life) -> Value {
    let line = format!("GET /orders/{number}");
    let order = api.json(&line, &life.token, &Value::Null).unwrap();
    let status = order["status"].as_str().unwrap();
    assert!(may_stand(life.stage).contains(&status), "{life:?}: {order}");
    if life.stage >= Stage::Pictured {
        let photo = api.photo(number, &life.token).unwrap();
        assert!(life.photo.is_empty() || photo == life.photo, "{number}");
    }
    assert!(life.stage < Stage::Detailed || order["has_details"] == true);
    let timeline = order["timeline"].as_array().unwrap();
    for what in [
        "drafted",
        "submitted",
        "approved",
        "rejected",
        "receipt-issued",
    ] {
        let times = timeline.iter().filter(|line| line["what"] == what).count();
        let at_least = match what {
            "drafted" => true,
            "submitted" => life.stage >= Stage::Submitted,
            _ => status == what,
        };
        assert!(
            (usize::from(at_least)..=1).contains(&times),
            "{what}: {order}"
        );
    }
    order
}

/// Waits until what was decided is final; then nothing is left to happen.
fn comes_to_its_end(api: &Api, number: &str, life: &Life) {
    let Stage::Decided(verdict) = life.stage else {
        return;
    };
    let until = Instant::now() + PATIENCE;
    let issued = usize::from(verdict == "approved");
    loop {
        let order = holds(api, number, life);
        let timeline = order["timeline"].as_array().unwrap();
        let receipts = timeline
            .iter()
            .filter(|line| line["what"] == "receipt-issued");
        if order["status"] == verdict && receipts.count() == issued {
            break;
        }
        assert!(Instant::now() < until, "{order}");
        std::thread::park_timeout(Duration::from_millis(50));
    }
    if verdict == "approved" {
        let line = format!("GET /orders/{number}/receipt.pdf");
        let paper = api
            .call(&line, &life.token, "application/json", &[])
            .unwrap();
        assert!(paper.starts_with(b"%PDF-"));
    }
}

#[test]
#[ignore = "waits for decisions to become final: scripts/test runs it"]
fn from_the_picture_to_the_receipt() {
    let folder = tempfile::tempdir().unwrap();
    let ground = Ground::laid_out(folder.path());
    let picture = std::fs::read(&ground.picture).unwrap();
    let start = || Service::start(ANYWHERE, &ground.data, &ground.catalogue);
    let mut service = start();
    let key = key_of(&service);
    let lives = Lives::default();
    for deeds_first in ROUNDS {
        killed_amid(&mut service, CLIENTS, deeds_first, |url, deeds, stop| {
            let client = Client {
                api: Api::of(url),
                key: &key,
                picture: &picture,
                lives: &lives,
                deeds,
            };
            client.works(stop);
        });
        service = start();
        let api = Api::of(&service.url);
        for (number, life) in &*lives.lock().unwrap() {
            holds(&api, number, life);
        }
    }
    let lives = lives.into_inner().unwrap();
    let api = Api::of(&service.url);
    for (number, life) in &lives {
        comes_to_its_end(&api, number, life);
    }
    let decided = |life: &&Life| matches!(life.stage, Stage::Decided(_));
    assert!(
        lives.values().filter(decided).count() >= 4,
        "{}",
        lives.len()
    );
    drop(service);
    no_more_than_was_done(&ground.data);
    the_log_holds(&ground.data);
}

/// No receipt without an approval, no notice twice: also of orders whose client
/// never heard the answer.
fn no_more_than_was_done(data: &Path) {
    kept::opened(data, async |storage| {
        let mut tx = storage.read().await.unwrap();
        for order in every_order(&mut *tx).await {
            let events = tx.events_of(order.id).await.unwrap();
            let happened = |code| events.iter().filter(|e| e.event.code() == code).count();
            let receipt = tx.receipt_of_order(order.id).await.unwrap();
            let receipts = usize::from(receipt.is_some());
            assert_eq!(receipts, happened("receipt-issued"), "{}", order.number);
            assert!(receipts <= happened("approved"), "{}", order.number);
            let notices = tx.notices_of(order.id, FOREVER).await.unwrap();
            for code in ["submitted", "approved", "rejected", "ends-soon"] {
                let notices = notices.iter().filter(|n| n.occasion.code() == code).count();
                let causes = match code {
                    "approved" | "ends-soon" => receipts,
                    code => happened(code),
                };
                assert_eq!(notices, causes, "{code} of {}", order.number);
            }
        }
    });
}
