//! Many orders, one decision after the other, by keys: how many keys a decision takes,
//! how long, and whether original and photo stay in view.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::applicant::IDENTITY;
use crate::inspector::{ENTER, MOST_KEYS, pictures_are_in_view};
use crate::session::Window;
use crate::stage::Stage;

/// Hands so many orders in, over the API: pages are tried elsewhere.
pub(crate) fn hand_in(stage: &Stage, orders: usize) {
    let picture = std::fs::read(&stage.ground.picture).unwrap();
    let api = format!("{}/api/v1/orders", stage.service.url);
    for _ in 0..orders {
        let purpose = json!({"document": "resident-id-card", "city": "440300"}).to_string();
        let begun = sent(ureq::post(&api), "application/json", purpose.as_bytes());
        let said = |key: &str| begun[key].as_str().unwrap().to_owned();
        let (order, token) = (format!("{api}/{}", said("number")), said("token"));
        let bearer = format!("Bearer {token}");
        let put = |path: &str, kind: &str, body: &[u8]| {
            let request = ureq::put(format!("{order}/{path}")).header("authorization", &bearer);
            sent(request, kind, body)
        };
        put("picture", "application/octet-stream", &picture);
        let details = json!({"name": "李小明", "identity_kind": "chinese-id",
            "identity_number": IDENTITY, "phone": "13800138000", "consents": ["face-data"]});
        put(
            "details",
            "application/json",
            details.to_string().as_bytes(),
        );
        let submit = ureq::post(format!("{order}/submit")).header("authorization", &bearer);
        let submitted = sent(submit, "application/json", b"");
        assert_eq!(submitted["status"], "waiting", "{submitted}");
    }
}

fn sent(
    request: ureq::RequestBuilder<ureq::typestate::WithBody>,
    kind: &str,
    body: &[u8],
) -> Value {
    let mut answer = request.header("content-type", kind).send(body).unwrap();
    serde_json::from_slice(&answer.body_mut().read_to_vec().unwrap()).unwrap()
}

/// The keys of one decision: the last of them sends it.
const APPROVE: &[&str] = &["a"];
const BY_DIGIT: &[&str] = &["2", ENTER];
const BY_INITIALS: &[&str] = &["r", "逆", ENTER, ENTER];

/// Decides so many orders; the first is on the page. Prints keys and times.
pub(crate) fn decide(desktop: &Window<'_>, orders: usize) {
    let mut took = Vec::new();
    let mut pressed = Vec::new();
    let mut before = String::new();
    for nth in 0..orders {
        let here = desktop.path();
        assert_ne!(here, before, "the next order is there");
        before = here;
        let keys = [APPROVE, BY_DIGIT, APPROVE, BY_INITIALS][nth % 4];
        let most = if keys == APPROVE { 1 } else { MOST_KEYS };
        assert!(keys.len() <= most, "{keys:?}");
        let (last, first) = keys.split_last().unwrap();
        let began = Instant::now();
        pictures_are_in_view(desktop);
        for key in first {
            desktop.press(key);
            pictures_are_in_view(desktop);
        }
        desktop.turns(|| desktop.press(last));
        took.push(began.elapsed());
        desktop.find(".undo");
        pressed.push(keys.len());
    }
    assert_eq!(desktop.count("form.decision"), 0, "nothing is left");
    report(&pressed, took);
}

#[expect(clippy::print_stdout, reason = "the figures are what one runs it for")]
fn report(pressed: &[usize], mut took: Vec<Duration>) {
    took.sort();
    let keys: usize = pressed.iter().sum();
    println!(
        "{} decisions: {keys} keys, {} at most for one; {} ms in the median, {} ms at most",
        pressed.len(),
        pressed.iter().max().unwrap(),
        took[took.len() / 2].as_millis(),
        took.last().unwrap().as_millis(),
    );
}
