//! An order from its beginning to its erasure, an applicant's program on one
//! side and an inspector's on the other.

use std::time::Duration;

use catalogue::Catalogue;
use domain::staff::Role;
use imaging::{Affine, JpegTarget, Limits, decode, encode_jpeg, warp};
use serde_json::{Value, json};

use super::{Service, house_of};

/// The committed portrait three times as large: its face has too few pixels for
/// any document, and it is the calls that are tried here and not the photo.
fn picture() -> Vec<u8> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../assets/pictures/astronaut.png"
    );
    let bytes = std::fs::read(path).unwrap();
    let small = decode(&bytes, &Limits::default()).unwrap().image;
    let (width, height) = (small.width() * 3, small.height() * 3);
    let large = warp(&small, &Affine::scaling(3.0), width, height).image;
    let target = JpegTarget {
        dpi: 96,
        min_bytes: 0,
        max_bytes: 2_000_000,
        min_quality: 50,
    };
    encode_jpeg(&large, &target).unwrap().bytes
}

/// A catalogue that lets a smile pass: the portrait is an official one, not an ID
/// photo.
fn lenient() -> Catalogue {
    let folder = tempfile::tempdir().unwrap();
    let limit = |id| {
        format!(
            "[{id}]\nunit = \"number\"\npass-max = 1.0\nfail-max = 1.0\n\
             source = {{ cite = \"a test\", confidence = \"D\" }}\n"
        )
    };
    let checks = limit("smile") + &limit("mouth-open");
    std::fs::write(folder.path().join("checks.toml"), checks).unwrap();
    Catalogue::with_overrides(folder.path()).unwrap()
}

/// The order's path with its token, and keys of an inspector and an operator.
struct Parties {
    number: String,
    token: String,
    inspector: String,
    operator: String,
}

impl Service {
    async fn put(&self, of: &Parties, picture: Vec<u8>) -> Value {
        let line = format!("PUT /orders/{}/picture", of.number);
        let kind = "application/octet-stream";
        let answer = self.send(&line, &of.token, kind, picture).await;
        assert_eq!(answer.status, 200, "{}", answer.json());
        answer.json()
    }

    /// A call about the order, which succeeds.
    async fn on(&self, of: &Parties, line: &str, body: Value) -> Value {
        let line = line.replace("{number}", &of.number);
        let token = match line.split(['/', '?']).nth(1) {
            Some("orders") => &of.token,
            Some("log" | "threads" | "figures") => &of.operator,
            _ => &of.inspector,
        };
        let answer = self.call(&line, token, body).await;
        assert!(
            (200..300).contains(&answer.status),
            "{line}: {}",
            answer.json()
        );
        answer.json()
    }

    async fn status(&self, of: &Parties) -> String {
        let order = self.on(of, "GET /orders/{number}", Value::Null).await;
        order["status"].as_str().unwrap().to_owned()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_from_beginning_to_erasure() {
    let service = house_of(lenient()).await;
    let (number, token) = service.begun("resident-id-card", Some("440300")).await;
    let of = Parties {
        number,
        token,
        inspector: service
            .key(Role::Inspector, &["resident-id-card"], &[440_300])
            .await,
        operator: service.key(Role::Operator, &[], &[]).await,
    };
    let none = || Value::Null;
    let put = service.put(&of, picture()).await;
    assert_eq!(put["fitness"], "advised", "{put}");
    assert_eq!(put["judgement"]["photo"]["width_px"], 358);
    assert!(put["judgement"]["findings"].as_array().unwrap().len() > 20);
    for picture in ["photo", "preview"] {
        let line = format!("GET /orders/{}/{picture}", of.number);
        let answer = service.call(&line, &of.token, none()).await;
        assert_eq!(answer.header("content-type"), "image/jpeg");
        assert!(answer.bytes.starts_with(&[0xff, 0xd8]), "{picture}");
    }
    let details = json!({ "name": "李小明", "identity_kind": "chinese-id",
        "identity_number": "11010519491231002X", "phone": "13800138000",
        "consents": ["face-data"] });
    service
        .on(&of, "PUT /orders/{number}/details", details)
        .await;
    let submitted = service
        .on(&of, "POST /orders/{number}/submit", none())
        .await;
    assert_eq!(submitted["status"], "waiting");
    assert_eq!(submitted["place"]["ahead"], 0);

    // Elsewhere, by number and phone.
    let sought = json!({ "number": of.number, "phone": "13800138000" });
    let found = service.call("POST /orders/find", "", sought).await;
    let elsewhere = Parties {
        token: found.at("/token"),
        number: of.number.clone(),
        inspector: String::new(),
        operator: String::new(),
    };
    assert_eq!(service.status(&elsewhere).await, "waiting");

    // Rejected, taken back, rejected.
    let queue = service.on(&of, "GET /queue", none()).await;
    assert_eq!(queue["rows"][0]["number"], of.number);
    let case = service.on(&of, "POST /queue/next", none()).await;
    assert_eq!(
        (&case["number"], &case["name"]),
        (&json!(of.number), &json!("**明"))
    );
    let nudged = json!({ "right_px": 3.0 });
    service
        .on(&of, "POST /reviews/{number}/remake", nudged)
        .await;
    for picture in ["photo", "original"] {
        let line = format!("GET /reviews/{}/{picture}", of.number);
        let answer = service.call(&line, &of.inspector, none()).await;
        assert!(answer.bytes.starts_with(&[0xff, 0xd8]), "{picture}");
    }
    let rejection = || json!({ "verdict": "rejected", "reasons": ["ears-hidden"], "note": "头发" });
    let decision = "POST /reviews/{number}/decision";
    service.on(&of, decision, rejection()).await;
    service.on(&of, "POST /reviews/{number}/undo", none()).await;
    service.on(&of, decision, rejection()).await;
    let before = service.on(&of, "GET /orders/{number}", none()).await;
    assert_eq!(before["status"], "in-review", "it can still be taken back");
    assert_eq!(before["picture"]["reasons"], json!([]));
    service.clock.advance(Duration::from_secs(11));
    let told = service.on(&of, "GET /orders/{number}", none()).await;
    assert_eq!(told["status"], "rejected");
    assert_eq!(told["picture"]["reasons"][0]["id"], "ears-hidden");
    assert_eq!(told["picture"]["note"], "头发");
    let last = told["timeline"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["what"], &last["by"]),
        (&json!("rejected"), &json!("program"))
    );

    // Again; given back, put before another, approved.
    service.put(&of, picture()).await;
    service
        .on(&of, "POST /orders/{number}/submit", none())
        .await;
    let again = service.on(&of, "POST /reviews/{number}/take", none()).await;
    assert_eq!(again["rejected_before"], json!([["ears-hidden"]]));
    let line = "POST /reviews/{number}/release";
    assert_eq!(service.on(&of, line, none()).await["status"], "waiting");
    service.on(&of, "POST /reviews/{number}/take", none()).await;
    service
        .on(&of, "POST /reviews/{number}/second-opinion", none())
        .await;
    let own = service
        .call("POST /queue/next", &of.inspector, none())
        .await;
    assert_eq!(own.status, 404, "a second opinion is another's");
    let of = Parties {
        inspector: service.key(Role::Inspector, &[], &[]).await,
        ..of
    };
    let case = service.on(&of, "POST /queue/next", none()).await;
    let failing = case["judgement"]["findings"].as_array().unwrap().iter();
    let overruled: Vec<Value> = failing
        .filter(|finding| finding["verdict"] == "fail")
        .map(|finding| json!({ "finding": finding["id"], "class": "mistaken" }))
        .collect();
    let approval = json!({ "verdict": "approved", "overruled": overruled });
    service.on(&of, decision, approval).await;
    service.clock.advance(Duration::from_secs(11));
    assert_eq!(service.status(&of).await, "approved");

    // The thread, the figures, the log.
    let said = json!({ "text": "什么时候可以领证" });
    service
        .on(&of, "POST /orders/{number}/messages", said)
        .await;
    let waiting = service.on(&of, "GET /threads", none()).await;
    assert_eq!(waiting[0]["number"], of.number);
    let answer = json!({ "text": "请问窗口" });
    service.on(&of, "POST /threads/{number}", answer).await;
    for line in ["GET /threads/{number}", "GET /orders/{number}/messages"] {
        let thread = service.on(&of, line, none()).await;
        let by: Vec<&Value> = thread
            .as_array()
            .unwrap()
            .iter()
            .map(|m| &m["by"])
            .collect();
        assert_eq!(by, ["applicant", "program"], "{line}");
    }
    let figures = service.on(&of, "GET /figures?days=7", none()).await;
    assert_eq!(figures["days"].as_array().unwrap().len(), 7);
    assert_eq!(
        figures["rejections"][0],
        json!({ "name": "ears-hidden", "count": 1 })
    );
    let log = service.on(&of, "GET /log", none()).await;
    assert_eq!(log[0]["action"], "message-answered");
    assert_eq!(log[0]["hash"].as_str().unwrap().len(), 64);
    let verified = service.on(&of, "POST /log/verify", none()).await;
    assert_eq!(
        (&verified["holds"], &verified["entries"]),
        (&json!(true), &log[0]["seq"])
    );

    // Nothing personal is left.
    let erased = service.on(&of, "POST /orders/{number}/erase", none()).await;
    assert!(
        erased["erased_at"].is_i64() && erased["picture"].is_null(),
        "{erased}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_given_up() {
    let service = house_of(lenient()).await;
    let (number, token) = service.begun("us-visa", None).await;
    let line = format!("POST /orders/{number}/cancel");
    let cancelled = service.call(&line, &token, Value::Null).await;
    assert_eq!(cancelled.at("/status"), "cancelled");
    let again = service.call(&line, &token, Value::Null).await;
    assert_eq!(
        (again.status, &*again.at("/code")),
        (409, "order-wrong-state")
    );
}
