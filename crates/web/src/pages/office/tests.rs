//! The operator's pages over a real service: who gets in, what stands there, what
//! forms refuse and do.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, COOKIE, LOCATION};
use axum::http::{Request, Response};
use catalogue::{Catalogue, CountsIn, Uses};
use domain::randomness::Seeded;
use domain::receipt::{Issue, Standing, Terms};
use domain::staff::{Role, Roles};
use domain::{AttemptId, OrderNumber, Purpose, Receipt, ReceiptId, ReceiptNumber};
use http_body_util::BodyExt;
use storage::Storage;
use storage_sqlite::SqliteStorage;
use tower::ServiceExt;
use usecases::testing::MORNING;
use usecases::{App, Manager, applicant, operator, sign_in};

use crate::{Secrets, Settings, Web, csrf};

const PASSWORD: &str = "a harbour of seven lanterns";
const SECRET: [u8; 32] = [1; 32];

struct Service {
    app: App,
    storage: Arc<SqliteStorage>,
    router: Router,
}

/// Somebody signed in: the session's token.
struct Session(String);

struct Answer {
    status: u16,
    location: String,
    kind: String,
    kept: String,
    body: String,
}

impl Service {
    async fn new() -> Self {
        let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
        let (app, _) = usecases::testing::app(storage.clone());
        let web = Web::new(app.clone(), Settings::default(), Secrets::new(SECRET));
        let router = crate::router(web);
        Self {
            app,
            storage,
            router,
        }
    }

    /// Adds somebody who has a password of their own, and signs them in.
    async fn signed_in(&self, name: &str, role: Role) -> Session {
        let roles = Roles::NONE.with(role);
        let service = Manager::house();
        let once = operator::add(&self.app, &service, name, roles)
            .await
            .unwrap();
        let token = sign_in::sign_in(&self.app, name, &once, None)
            .await
            .unwrap();
        let me = sign_in::who(&self.app, &token).await.unwrap().unwrap();
        sign_in::change_password(&self.app, &me, &once, PASSWORD)
            .await
            .unwrap();
        let again = sign_in::sign_in(&self.app, name, PASSWORD, None);
        Session(again.await.unwrap())
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response: Response<Body> = self.router.clone().oneshot(request).await.unwrap();
        let header = |name| {
            let value = response.headers().get(name);
            value.map_or("", |value| value.to_str().unwrap()).to_owned()
        };
        let (location, kind, kept) = (
            header(LOCATION),
            header(CONTENT_TYPE),
            header(CACHE_CONTROL),
        );
        let status = response.status().as_u16();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        Answer {
            status,
            location,
            kind,
            kept,
            body: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    async fn get(&self, session: Option<&Session>, lang: &str, path: &str) -> Answer {
        let session = session.map_or(String::new(), |Session(token)| format!("; session={token}"));
        let request = Request::get(path).header(COOKIE, format!("lang={lang}{session}"));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    async fn post(&self, Session(token): &Session, path: &str, form: &str) -> Answer {
        let csrf = csrf::token(&Secrets::new(SECRET), token);
        let request = Request::post(path)
            .header(COOKIE, format!("lang=en; session={token}"))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(format!("csrf={csrf}&{form}")));
        self.send(request.unwrap()).await
    }

    /// An order whose applicant has asked something.
    async fn asked(&self, text: &str) -> OrderNumber {
        let purpose = Purpose {
            document: "resident-id-card".to_owned(),
            city: Some("440300".parse().unwrap()),
        };
        let device = self.app.digest_device("device");
        let mut own = applicant::begin(&self.app, device, purpose).await.unwrap();
        applicant::write(&self.app, &mut own, text).await.unwrap();
        own.order().number
    }
}

impl Service {
    /// An order that has a receipt, as if it had been approved this morning.
    async fn receipt(&self) -> ReceiptNumber {
        let order = self.asked("when may I come").await;
        let mut seed = Seeded::new(5);
        let mut tx = self.storage.write().await.unwrap();
        let order = tx.order_by_number(order).await.unwrap().unwrap();
        let receipt = Receipt {
            id: ReceiptId::new(MORNING, &mut seed),
            number: ReceiptNumber::generate(&mut seed),
            order: order.id,
            attempt: AttemptId::new(MORNING, &mut seed),
            document: "resident-id-card".to_owned(),
            city: "440300".parse().ok(),
            terms: Terms {
                uses: Uses::Once,
                counts_in: CountsIn::Province,
                also_for: Vec::new(),
            },
            identity: None,
            name: None,
            photo_sha256: "ab".repeat(32),
            taken_at: MORNING,
            approved_at: MORNING,
            valid_until: "2027-05-22".parse().unwrap(),
            standing: Standing::Good,
            token: "HZ".to_owned(),
            issue: Issue::Sample,
            version: 0,
        };
        tx.insert_receipt(&receipt).await.unwrap();
        tx.save().await.unwrap();
        receipt.number
    }
}

/// Every page that is read.
const PAGES: [&str; 12] = [
    "/office",
    "/office?days=90",
    "/office/figures.csv",
    "/office/staff",
    "/office/keys",
    "/office/catalogue",
    "/office/catalogue/resident-id-card",
    "/office/log",
    "/office/log.csv",
    "/office/log/verify",
    "/office/messages",
    "/office/receipts",
];

#[tokio::test(flavor = "multi_thread")]
async fn only_those_with_the_right_get_in() {
    let service = Service::new().await;
    let inspector = service.signed_in("inspector", Role::Inspector).await;
    let operator = service.signed_in("operator", Role::Operator).await;
    for path in PAGES {
        let stranger = service.get(None, "zh", path).await;
        assert!([303, 403].contains(&stranger.status), "{path}");
        assert!(!stranger.body.contains("office-panel"), "{path}");
        let by_inspector = service.get(Some(&inspector), "zh", path).await;
        let expected = if path == "/office/messages" { 200 } else { 403 };
        assert_eq!(by_inspector.status, expected, "{path}");
        for lang in ["zh", "en"] {
            let answer = service.get(Some(&operator), lang, path).await;
            assert_eq!(answer.status, 200, "{path}");
            assert_eq!(answer.kept, "no-store", "{path}");
            let is_file = path.contains(".csv");
            assert_eq!(answer.kind.starts_with("text/csv"), is_file, "{path}");
            assert!(!answer.body.contains("office-by-"), "{path} {lang}");
            assert!(!answer.body.contains(">office-"), "{path} {lang}");
            assert!(!answer.body.contains("style=\""), "{path} {lang}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_on_the_pages() {
    let service = Service::new().await;
    let me = service.signed_in("operator", Role::Operator).await;
    let check = async |path: &str, status: u16, words: &[&str]| {
        let answer = service.get(Some(&me), "en", path).await;
        assert_eq!(answer.status, status, "{path}");
        for word in words {
            assert!(
                answer.body.contains(word),
                "{word} on {path}\n{}",
                answer.body
            );
        }
    };
    check(
        "/office",
        200,
        &[
            "role=\"img\"",
            "Last 30 days",
            "2026-11-23",
            "/office/figures.csv?days=30",
        ],
    )
    .await;
    check(
        "/office?days=7",
        200,
        &[
            "href=\"/office?days=7\" aria-current=\"true\"",
            "2026-11-17",
        ],
    )
    .await;
    check(
        "/office/figures.csv?days=7",
        200,
        &["Day,Handed in,Approved,Rejected\r\n2026-11-17,0,0,0\r\n"],
    )
    .await;
    check(
        "/office/staff",
        200,
        &["operator", "works", "name=\"role\" value=\"clerk\""],
    )
    .await;
    check("/office/staff/none", 404, &[]).await;
    check(
        "/office/catalogue",
        200,
        &[
            "There are none",
            "huizhi catalogue validate",
            "/office/catalogue/us-visa",
        ],
    )
    .await;
    check(
        "/office/catalogue/resident-id-card",
        200,
        &["26 × 32 mm", "358 × 441 pixels", "GA", "Elsewhere"],
    )
    .await;
    check("/office/catalogue/no-such", 404, &[]).await;
    check("/office/catalogue/resident-id-card?place=990000", 404, &[]).await;
    check(
        "/office/log",
        200,
        &["staff-added", "password-changed", "system"],
    )
    .await;
    check(
        "/office/log?action=STAFF-",
        200,
        &["staff-added", "value=\"staff-\""],
    )
    .await;
    check(
        "/office/log?action=%22%3E%3Cb%3E",
        200,
        &[
            "There are no such entries",
            "value=\"&#34;&#62;&#60;b&#62;\"",
        ],
    )
    .await;
    check("/office/log?before=1", 200, &["There are no such entries"]).await;
    check(
        "/office/log.csv",
        200,
        &[
            "number,at,who,id,action,subject,detail,hash\r\n",
            "\r\n1,2026-11-23T08:00:00.000+08:00,service,,staff-added,operator,operator,",
        ],
    )
    .await;
    check("/office/messages", 200, &["No message waits"]).await;
    check("/office/messages/nothing", 404, &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_document_and_place_of_the_catalogue_has_its_page() {
    let service = Service::new().await;
    let me = service.signed_in("operator", Role::Operator).await;
    let catalogue = Catalogue::embedded().unwrap();
    for document in catalogue.documents() {
        let page = format!("/office/catalogue/{}", document.id);
        let places = document.photo_in.keys().take(2);
        let places = places.map(|code| format!("{page}?place={code}"));
        for path in places.chain([page.clone()]) {
            let answer = service.get(Some(&me), "en", &path).await;
            assert_eq!(answer.status, 200, "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_are_added_changed_and_switched_off() {
    let service = Service::new().await;
    let me = service.signed_in("operator", Role::Operator).await;
    let check = async |path: &str, form: &str, status: u16, words: &[&str]| {
        let answer = service.post(&me, path, form).await;
        assert_eq!(answer.status, status, "{path} {form}\n{}", answer.body);
        for word in words {
            assert!(
                answer.body.contains(word),
                "{word} after {form}\n{}",
                answer.body
            );
        }
        answer
    };
    let staff = "/office/staff";
    check(
        staff,
        "name=wei",
        422,
        &["Choose at least one role", "value=\"wei\""],
    )
    .await;
    check(
        staff,
        "name=&role=clerk",
        422,
        &[
            "aria-invalid=\"true\"",
            "Give a name",
            "value=\"clerk\" checked",
        ],
    )
    .await;
    check(staff, "name=w+ei&role=clerk", 422, &["value=\"w ei\""]).await;
    check(staff, "name=wei&role=king", 400, &[]).await;
    let added = check(
        staff,
        "name=wei&role=clerk&role=inspector",
        200,
        &["wei was added", "not shown again"],
    )
    .await;
    let password = between(&added.body, "<output class=\"office-code\">", "</output>");
    assert!(
        sign_in::sign_in(&service.app, "wei", password, None)
            .await
            .is_ok()
    );
    check(
        staff,
        "name=WEI&role=clerk",
        422,
        &["has this name already"],
    )
    .await;
    let again = service.get(Some(&me), "en", staff).await;
    assert!(!again.body.contains(password));

    let manager = Manager::house();
    let everybody = operator::colleagues(&service.app, &manager).await.unwrap();
    let page_of = |name: &str| {
        let one = everybody.iter().find(|one| one.name == name).unwrap();
        format!("/office/staff/{}", one.id)
    };
    let (wei, mine) = (page_of("wei"), page_of("operator"));
    let done = check(&wei, "change=roles&role=clerk", 303, &[]).await;
    assert_eq!(done.location, wei);
    check(&wei, "change=disable", 303, &[]).await;
    let page = service.get(Some(&me), "en", &wei).await;
    assert!(page.body.contains("disabled") && page.body.contains("Enable again"));
    check(&wei, "change=enable", 303, &[]).await;
    check(
        &wei,
        "change=reset-password",
        200,
        &["New one-time password", "office-code"],
    )
    .await;
    check(&wei, "change=promote", 400, &[]).await;
    check(
        &mine,
        "change=disable",
        409,
        &["Somebody must be able to manage staff"],
    )
    .await;
    check(
        &mine,
        "change=roles&role=clerk",
        409,
        &["Somebody must be able to manage staff"],
    )
    .await;
    let nobody = format!("{staff}/01ARZ3NDEKTSV4RRFFQ69G5FAV");
    check(&nobody, "change=disable", 404, &[]).await;

    let request = Request::post(staff)
        .header(COOKIE, format!("session={}", me.0))
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("name=eve&role=operator"));
    assert_eq!(service.send(request.unwrap()).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_made_and_revoked() {
    let service = Service::new().await;
    let me = service.signed_in("operator", Role::Operator).await;
    let check = async |form: &str, status: u16, words: &[&str]| {
        let answer = service.post(&me, "/office/keys", form).await;
        assert_eq!(answer.status, status, "{form}\n{}", answer.body);
        for word in words {
            assert!(
                answer.body.contains(word),
                "{word} after {form}\n{}",
                answer.body
            );
        }
        answer
    };
    check(
        "name=kiosk",
        422,
        &["Choose at least one role", "value=\"kiosk\""],
    )
    .await;
    check("name=&role=inspector", 422, &["Give a name"]).await;
    check(
        "name=kiosk&role=inspector&cities=Atlantis",
        422,
        &["“Atlantis” is not a city", "value=\"Atlantis\""],
    )
    .await;
    check("name=kiosk&role=inspector&document=no-such", 400, &[]).await;
    let form = "name=kiosk&role=inspector&document=resident-id-card&cities=440300+440100";
    let made = check(form, 200, &["Key kiosk", "hzk_", "Shenzhen", "Revoke"]).await;
    let key = between(&made.body, "<output class=\"office-code\">", "</output>");
    let known = async || {
        usecases::programs::program(&service.app, key)
            .await
            .unwrap()
            .is_some()
    };
    assert!(known().await);
    let id = between(&made.body, "action=\"/office/keys/", "/revoke\"");
    let revoked = service
        .post(&me, &format!("/office/keys/{id}/revoke"), "")
        .await;
    assert_eq!(
        (revoked.status, revoked.location.as_str()),
        (303, "/office/keys")
    );
    assert!(!known().await);
    let page = service.get(Some(&me), "en", "/office/keys").await;
    assert!(page.body.contains("revoked 2026-11-23") && !page.body.contains(key));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_answered() {
    let service = Service::new().await;
    let me = service.signed_in("operator", Role::Operator).await;
    let number = service.asked("how long <i>").await;
    let list = service.get(Some(&me), "en", "/office/messages").await;
    let path = format!("/office/messages/{}", number.as_str());
    assert!(list.body.contains(&path) && list.body.contains("0 s"));
    let long = format!("text={}", "a".repeat(1001));
    let check = async |form: &str, status: u16, words: &[&str]| {
        let answer = service.post(&me, &path, form).await;
        assert_eq!(answer.status, status, "{form}");
        for word in words {
            assert!(answer.body.contains(word), "{word}\n{}", answer.body);
        }
    };
    check("text=++", 422, &["Write an answer", "how long &#60;i&#62;"]).await;
    check(&long, 422, &["Write an answer", "aaa</textarea>"]).await;
    check("text=six+months", 303, &[]).await;
    let thread = service.get(Some(&me), "en", &path).await;
    assert!(thread.body.contains("six months") && thread.body.contains("operator · 2026"));
    let list = service.get(Some(&me), "en", "/office/messages").await;
    assert!(list.body.contains("No message waits"));
}

#[tokio::test(flavor = "multi_thread")]
async fn receipts_are_looked_up_and_revoked() {
    let service = Service::new().await;
    let me = service.signed_in("operator", Role::Operator).await;
    let number = service.receipt().await;
    let no_such = ReceiptNumber::generate(&mut Seeded::new(6));
    let check = async |form: &str, status: u16, words: &[&str]| {
        let answer = service.post(&me, "/office/receipts", form).await;
        assert_eq!(answer.status, status, "{form}\n{}", answer.body);
        for word in words {
            assert!(answer.body.contains(word), "{word}\n{}", answer.body);
        }
        assert_eq!(
            answer.body.contains("name=\"why\""),
            words.contains(&"Valid")
        );
    };
    let of = |number: &dyn std::fmt::Display, more: &str| format!("number={number}{more}");
    check(
        "number=a%3Cb",
        404,
        &["no such number", "value=\"a&#60;b\""],
    )
    .await;
    check(&of(&no_such, ""), 404, &["no such number"]).await;
    check(&of(&no_such, "&why=misuse"), 404, &["no such number"]).await;
    let good = ["Valid", "Shenzhen", "2027-05-22"];
    check(&of(&number, ""), 200, &good).await;
    let choose = ["Valid", "field-wrong", "Please choose a reason"];
    check(&of(&number, "&why="), 422, &choose).await;
    // An erasure is the applicant's to wish, no reason that an operator gives.
    check(&of(&number, "&why=erased"), 400, &[]).await;
    check(&of(&number, ""), 200, &good).await;
    let void = ["Revoked", "misuse", "2027-05-22"];
    for _ in 0..2 {
        check(&of(&number, "&why=misuse"), 200, &void).await;
        check(&of(&number, ""), 200, &void).await;
    }
    let log = service
        .get(Some(&me), "en", "/office/log?action=receipt-")
        .await;
    assert_eq!(log.body.matches("<code>receipt-revoked").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_verified() {
    let service = Service::new().await;
    let me = service.signed_in("operator", Role::Operator).await;
    let answer = service.post(&me, "/office/log/verify", "").await;
    assert_eq!(answer.status, 200);
    assert!(
        answer.body.contains("none changed and none missing"),
        "{}",
        answer.body
    );
    assert!(answer.body.contains("notice-good"));
}

/// What stands between two marks.
fn between<'a>(text: &'a str, from: &str, until: &str) -> &'a str {
    let rest = text.split_once(from).unwrap().1;
    rest.split_once(until).unwrap().0
}
