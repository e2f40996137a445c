//! A mini-programme's orders with the real program, over real HTTP, against the stand-in for
//! WeChat and WeChat Pay: a whole life of one, and payments while the service is killed.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use domain::money::{Payment, PaymentStatus};
use serde_json::{Value, json};
use storage::Storage;
use tokio::runtime::Runtime;
use wechat_stand_in::{self as stand_in, StandIn, Twist};

use crate::api::{Api, key_of};
use crate::kept::{self, every_order};
use crate::kill::killed_amid;
use crate::program::ground::Ground;
use crate::program::{ANYWHERE, Service};
use crate::the_log_holds;

const WEI: &str = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
/// A decision is final after ten seconds, and what follows it is done soon after.
const PATIENCE: Duration = Duration::from_secs(60);
/// After how many notices that were taken the service is killed at least.
const ROUNDS: [usize; 4] = [1, 5, 2, 9];
const CLIENTS: usize = 3;
const ORDERS: usize = 4;
const BOUNDARY: &str = "----a1b2c3";

struct World {
    wechat: StandIn,
    ground: Ground,
    picture: Vec<u8>,
    _runtime: Runtime,
}

impl World {
    fn open(folder: &Path) -> Self {
        let now = || {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
            i64::try_from(now.as_millis()).unwrap()
        };
        let runtime = Runtime::new().unwrap();
        let wechat = StandIn::new(Arc::new(now));
        let gateway = runtime.block_on(wechat.clone().start()).unwrap();
        let ground = Ground::laid_out(folder);
        let path = ground.data.join("settings.toml");
        let limits = std::fs::read_to_string(&path).unwrap();
        let account = stand_in::settings(&gateway);
        // Notices are delivered to the port that the service gets.
        let settings = format!(
            "public_url = \"http://127.0.0.1:1\"\n{limits}\n\
             [offers.usual]\nprice = \"15.00\"\n\n{account}"
        );
        std::fs::write(&path, settings).unwrap();
        let owners_alone = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(&path, owners_alone).unwrap();
        Self {
            wechat,
            picture: std::fs::read(&ground.picture).unwrap(),
            ground,
            _runtime: runtime,
        }
    }

    fn start(&self) -> Service {
        Service::start(ANYWHERE, &self.ground.data, &self.ground.catalogue)
    }

    fn session(&self, api: &Api) -> String {
        let code = json!({ "code": self.wechat.code_for(WEI) });
        let session = api.json("POST /wechat/session", "", &code).unwrap();
        session["token"].as_str().unwrap().to_owned()
    }

    /// Puts a picture as a form, as a phone does.
    fn puts_picture(&self, api: &Api, session: &str, number: &str) {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"picture\"; \
             filename=\"tmp_1.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"
        );
        let tail = format!("\r\n--{BOUNDARY}--\r\n");
        let body = [head.as_bytes(), &self.picture, tail.as_bytes()].concat();
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let line = format!("POST /orders/{number}/picture");
        api.call(&line, session, &kind, &body).unwrap();
    }

    /// An order that was handed in and waits to be paid: its number, and the charge.
    fn unpaid(&self, api: &Api, session: &str) -> (String, String) {
        let purpose = json!({ "document": "resident-id-card", "city": "440300" });
        let begun = api.json("POST /orders", session, &purpose).unwrap();
        let number = begun["number"].as_str().unwrap().to_owned();
        self.puts_picture(api, session, &number);
        let details = json!({
            "name": "张三",
            "identity_kind": "chinese-id",
            "identity_number": "11010519491231002X",
            "phone": "13800138000",
            "consents": ["face-data"],
        });
        api.json(&format!("PUT /orders/{number}/details"), session, &details);
        api.json(
            &format!("POST /orders/{number}/submit"),
            session,
            &Value::Null,
        );
        let device = json!({ "device": "mini-programme" });
        let line = format!("POST /orders/{number}/pay");
        let offered = api.json(&line, session, &device).unwrap();
        let package = offered["window"]["package"].as_str().unwrap();
        let charge = package.strip_prefix("prepay_id=wx").unwrap().to_owned();
        (number, charge)
    }

    /// Somebody pays, or has paid; the notice is delivered. Gives the answer's status, 0 for
    /// none.
    fn pays(&self, charge: &str, service: &str) -> u16 {
        let (_, notice) = self.wechat.pay(charge, Twist::None).unwrap();
        notice.send(&format!("{service}/pay/wechat/notices"))
    }
}

/// Waits until `found` finds something.
fn awaited<T>(what: &str, found: impl Fn() -> Option<T>) -> T {
    let until = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(Instant::now() < until, "{what}");
        std::thread::park_timeout(Duration::from_millis(50));
    }
}

#[test]
#[ignore = "waits for decisions to become final: scripts/test runs it"]
fn from_the_sign_in_to_the_refund() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::open(folder.path());
    let service = world.start();
    let api = Api::of(&service.url);
    let inspector = key_of(&service);
    let session = world.session(&api);
    let (number, charge) = world.unpaid(&api, &session);
    let order = format!("/orders/{number}");
    let status = || {
        let shown = api.json(&format!("GET {order}"), &session, &Value::Null);
        shown.unwrap()["status"].as_str().unwrap().to_owned()
    };
    assert_eq!(status(), "unpaid");
    for _ in 0..15 {
        assert_eq!(world.pays(&charge, &service.url), 204);
    }
    assert_eq!(status(), "waiting");

    // Rejected, and told so; handed in again without paying again.
    let template = stand_in::TEMPLATES[0];
    let subscribes = || {
        let accepted = json!({ "accepted": [template] });
        api.json(&format!("POST {order}/subscriptions"), &session, &accepted);
        world.wechat.subscribe(WEI, template, 1);
    };
    let decides = |ruling: &Value| {
        let review = format!("/reviews/{number}");
        api.json(&format!("POST {review}/take"), &inspector, &Value::Null);
        api.json(&format!("POST {review}/decision"), &inspector, ruling);
    };
    subscribes();
    decides(&json!({ "verdict": "rejected", "reasons": ["ears-hidden"] }));
    let told = awaited("a notice of the rejection", || {
        let told = world.wechat.sent();
        (!told.is_empty()).then_some(told)
    });
    assert_eq!(told[0]["touser"], WEI);
    assert_eq!(told[0]["data"]["phrase2"]["value"], "没有通过");
    assert_eq!(status(), "rejected");
    world.puts_picture(&api, &session, &number);
    api.json(&format!("POST {order}/submit"), &session, &Value::Null);
    assert_eq!(status(), "waiting");
    subscribes();
    decides(&json!({ "verdict": "approved" }));
    let shipped = awaited("that it was delivered", || {
        let shipped = world.wechat.shipped();
        (!shipped.is_empty()).then_some(shipped)
    });
    assert_eq!(shipped[0]["order_key"]["out_trade_no"], charge);
    let told = awaited("a notice of the approval", || {
        let told = world.wechat.sent();
        (told.len() == 2).then_some(told)
    });
    assert_eq!(told[1]["data"]["phrase2"]["value"], "审核通过");
    let paper = format!("GET {order}/receipt.pdf");
    let paper = api.call(&paper, &session, "application/json", &[]);
    assert!(paper.unwrap().starts_with(b"%PDF-"));

    // Another is paid and cancelled: the money goes back by itself.
    let (second, charge) = world.unpaid(&api, &session);
    assert_eq!(world.pays(&charge, &service.url), 204);
    let cancel = format!("POST /orders/{second}/cancel");
    api.json(&cancel, &session, &Value::Null).unwrap();
    awaited("the refund", || {
        (world.wechat.refunded(&charge) == 1_500).then_some(())
    });

    // On another phone both are there.
    let session = world.session(&api);
    let listed = api.json("GET /wechat/orders", &session, &Value::Null);
    let listed = listed.unwrap();
    let seen: Vec<&str> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["status"].as_str().unwrap())
        .collect();
    assert_eq!(seen, ["cancelled", "approved"]);
    drop(service);
    the_log_holds(&world.ground.data);
}

/// Notices of payments are delivered again and again while the service is killed: what was
/// paid is one payment, and the order was handed in once.
#[test]
#[ignore = "kills the service: scripts/test runs it"]
fn payments_are_booked_once_however_often_it_dies() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::open(folder.path());
    let mut service = world.start();
    let api = Api::of(&service.url);
    let session = world.session(&api);
    for deeds_first in ROUNDS {
        let api = Api::of(&service.url);
        let charges: Vec<String> = (0..ORDERS)
            .map(|_| world.unpaid(&api, &session).1)
            .collect();
        killed_amid(&mut service, CLIENTS, deeds_first, |url, deeds, stop| {
            for charge in charges.iter().cycle() {
                if stop.load(Ordering::SeqCst) || world.pays(charge, url) != 204 {
                    return;
                }
                deeds.fetch_add(1, Ordering::SeqCst);
            }
        });
        service = world.start();
        for charge in &charges {
            assert_eq!(world.pays(charge, &service.url), 204, "it is told again");
        }
    }
    drop(service);
    kept::opened(&world.ground.data, async |storage| {
        let mut tx = storage.read().await.unwrap();
        let orders = every_order(&mut *tx).await;
        assert_eq!(orders.len(), ORDERS * ROUNDS.len());
        for order in orders {
            let payments = tx.payments_of(order.id).await.unwrap();
            let statuses: Vec<PaymentStatus> = payments.iter().map(Payment::status).collect();
            assert_eq!(statuses, [PaymentStatus::Taken], "{}", order.number);
            let events = tx.events_of(order.id).await.unwrap();
            for what in ["paid", "submitted"] {
                let times = events.iter().filter(|one| one.event.code() == what).count();
                assert_eq!(times, 1, "{what}, {}", order.number);
            }
        }
    });
    the_log_holds(&world.ground.data);
}
