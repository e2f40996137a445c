//! The operator's pages over a real service: access, content, and what forms
//! refuse and do.

use std::time::Duration;

use domain::money::PaidFor;
use domain::randomness::seeded;
use domain::staff::Role;
use domain::{NodeKind, ReceiptNumber};
use usecases::nodes::{self, Started};

use crate::Settings;
use crate::testing::{PASSWORD, Service, Stage, rows, settings};

/// All pages.
const PAGES: [&str; 17] = [
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
    "/office/orders",
    "/office/orders.csv",
    "/office/messages",
    "/office/receipts",
    "/office/till",
    "/office/takings",
    "/office/ledger.csv",
];
/// Those of them that inspectors see too.
const FOR_INSPECTORS: [&str; 3] = ["/office/orders", "/office/orders.csv", "/office/messages"];

#[tokio::test(flavor = "multi_thread")]
async fn only_those_with_the_right_get_in() {
    let service = Service::start().await;
    let (stranger, inspector) = (service.browser(), service.hire(Role::Inspector).await);
    for path in PAGES {
        let strangers = stranger.get(path).await;
        assert!([303, 403].contains(&strangers.code), "{path}");
        strangers.lacks("office-panel");
        let theirs = FOR_INSPECTORS.contains(&path);
        let expected = if theirs { 200 } else { 403 };
        inspector.get(path).await.status(expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_kept_nowhere_and_have_all_their_texts() {
    let service = Service::start().await;
    let mut operator = service.hire(Role::Operator).await;
    for lang in ["zh", "en"] {
        operator = operator.speaking(lang);
        for path in PAGES {
            let answer = operator.get(path).await;
            answer
                .status(200)
                .has("cache-control", "no-store")
                .lacks("office-by-")
                .lacks(">office-")
                .lacks("style=\"");
            let kind = answer.header("content-type");
            assert_eq!(
                kind.starts_with("text/csv"),
                path.contains(".csv"),
                "{path}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_processes_that_serve_are_listed_and_compared() {
    let service = Service::start().await;
    let operator = service.hire(Role::Operator).await;
    let (app, differ) = (&service.web.app, "几个程序的设置不一样");
    let told = async |settings| {
        let node = app.node(Started {
            slots: 0,
            kind: NodeKind::Serve,
            version: "9.8.7",
            settings: [settings; 32],
        });
        nodes::tell(app, &node).await.unwrap();
        operator.get("/office").await
    };
    operator.get("/office").await.lacks("正在服务的程序");
    told(1).await.contains("9.8.7").lacks(differ);
    told(1).await.lacks(differ).lacks("没有再报到");
    told(2).await.contains(differ);
    service.clock.advance(Duration::from_secs(120));
    let silent = operator.get("/office").await;
    silent.contains("没有再报到").lacks(differ);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_tells_no_address_is_shown() {
    let words = "没有说明请求是谁发来的";
    let service = Service::start().await;
    let operator = service.hire(Role::Operator).await;
    operator.get("/office").await.lacks(words);
    let behind = Settings {
        behind_proxy: true,
        ..settings()
    };
    let service = Service::start_with(behind).await;
    let operator = service.hire(Role::Operator).await;
    operator.get("/office").await.contains(words);
}

/// Status, path, expected text.
const WORDS: &str = r#"
200 | /office                                         | role="img" | Last 30 days | 2026-11-23 | /office/figures.csv?days=30
200 | /office?days=7                                  | href="/office?days=7" aria-current="true" | 2026-11-17
200 | /office/figures.csv?days=7                      | Day,Handed in,Approved,Rejected\r\n2026-11-17,0,0,0\r\n
200 | /office/staff                                   | operator | works | name="role" value="clerk"
404 | /office/staff/none                              |
200 | /office/catalogue                               | There are none | huizhi catalogue validate | /office/catalogue/us-visa
200 | /office/catalogue/resident-id-card              | 26 × 32 mm | 358 × 441 pixels | GA | Elsewhere
404 | /office/catalogue/no-such                       |
404 | /office/catalogue/resident-id-card?place=990000 |
200 | /office/log                                     | staff-added | password-changed | system
200 | /office/log?action=STAFF-                       | staff-added | value="staff-"
200 | /office/log?action=%22%3E%3Cb%3E                | There are no such entries | value="&#34;&#62;&#60;b&#62;"
200 | /office/log?before=1                            | There are no such entries
200 | /office/log.csv                                 | number,at,who,id,action,subject,detail,hash\r\n
200 | /office/log.csv                                 | \r\n1,2026-11-23T08:00:00.000+08:00,house,,staff-added,operator,operator,
200 | /office/orders                                  | There are no orders | /office/orders.csv?
200 | /office/orders?status=waiting&place=shenzhen    | There are no such orders | value="waiting" selected | value="shenzhen" | /office/orders.csv?status=waiting&#38;place=shenzhen
200 | /office/orders?place=440000&from=2026-11-01&until=2026-11-30 | There are no such orders
404 | /office/orders?status=claimed                   |
404 | /office/orders?before=HZ-0                      |
422 | /office/orders?place=nowhere                    | no such city or province | value="nowhere" | aria-invalid="true"
422 | /office/orders?from=2026-11-02&until=2026-11-01 | the last cannot be before the first
200 | /office/orders.csv?status=waiting               | number,document,city,status,begun,changed,submissions,yuan,paid_for,bill,receipt,receipt_status,valid_until,erased\r\n
404 | /office/orders.csv?place=nowhere                |
404 | /office/orders/nothing                          |
200 | /office/till                                    | No order waits to be paid | No money is to be given back
422 | /office/till?number=12                          | That is no order number | value="12"
404 | /office/till/nothing                            |
200 | /office/takings                                 | Nothing was taken | value="2026-11-23" | /office/ledger.csv?from=2026%2D11%2D23&#38;until=2026%2D11%2D23
200 | /office/takings?from=2026-01-01&until=2026-12-31 | Nothing was taken
422 | /office/takings?from=2026-01-01&until=2027-01-02 | at most a year | value="2027-01-02"
422 | /office/takings?from=2026-11-02&until=2026-11-01 | not before the first
422 | /office/takings?from=x                          | value="x"
200 | /office/ledger.csv                              | at,order,document,city,payment,way,movement,yuan,slip,by,by_id\r\n
404 | /office/ledger.csv?from=x                       |
200 | /office/messages                                | No message waits
404 | /office/messages/nothing                        |
"#;

#[tokio::test(flavor = "multi_thread")]
async fn every_page_has_its_status_and_words() {
    let service = Service::start().await;
    let operator = service.hire(Role::Operator).await.speaking("en");
    for [status, path, words] in rows(WORDS) {
        let words = words.replace("\\r\\n", "\r\n");
        let words: Vec<&str> = words.split(" | ").collect();
        let answer = operator.get(path).await;
        answer.status(status.parse().unwrap()).contains_all(&words);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_document_and_place_of_the_catalogue_has_its_page() {
    let service = Service::start().await;
    let operator = service.hire(Role::Operator).await;
    for document in service.web.catalogue.documents() {
        let page = format!("/office/catalogue/{}", document.id);
        operator.get(&page).await.status(200);
        for place in document.photo_in.keys().take(2) {
            let path = format!("{page}?place={place}");
            operator.get(&path).await.status(200);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_are_added_with_a_password_that_is_shown_once() {
    let service = Service::start().await;
    let operator = service.hire(Role::Operator).await.speaking("en");
    let staff = "/office/staff";
    for (form, status, words) in [
        (
            "name=wei",
            422,
            &["Choose at least one role", "value=\"wei\""][..],
        ),
        (
            "name=&role=clerk",
            422,
            &[
                "aria-invalid=\"true\"",
                "Give a name",
                "value=\"clerk\" checked",
            ],
        ),
        ("name=w+ei&role=clerk", 422, &["value=\"w ei\""]),
        ("name=wei&role=king", 400, &[]),
    ] {
        let answer = operator.post(staff, form).await;
        answer.status(status).contains_all(words);
    }
    let added = operator.post(staff, "name=wei&role=clerk&role=inspector");
    let added = added.await;
    added
        .status(200)
        .contains_all(&["wei was added", "not shown again"]);
    let password = added.between("<output class=\"office-code\">", "</output>");
    let signed_in = service.browser().sign_in("wei", &password).await;
    signed_in.status(303);
    let twice = operator.post(staff, "name=WEI&role=clerk").await;
    twice.status(422).contains("has this name already");
    operator.get(staff).await.lacks(&password);
    let forged = operator.with_forged_token();
    let forged = forged.post(staff, "name=eve&role=operator").await;
    forged.status(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_are_changed_as_long_as_somebody_manages_them() {
    let service = Service::start().await;
    service.hire(Role::Inspector).await;
    let operator = service.hire(Role::Operator).await.speaking("en");
    let staff = operator.get("/office/staff").await;
    let of = |name| staff.link("/office/staff/", name);
    let (other, own) = (of("inspector"), of("operator"));
    let nobody = "/office/staff/01ARZ3NDEKTSV4RRFFQ69G5FAV".to_owned();
    let last = &["Somebody must be able to manage staff"][..];
    let reset = &["New one-time password", "office-code"];
    for (path, form, status, words) in [
        (&other, "change=roles&role=clerk", 303, &[][..]),
        (&other, "change=disable", 303, &[]),
        (&other, "change=enable", 303, &[]),
        (&other, "change=reset-password", 200, reset),
        (&other, "change=promote", 400, &[]),
        (&own, "change=disable", 409, last),
        (&own, "change=roles&role=clerk", 409, last),
        (&nobody, "change=disable", 404, &[]),
    ] {
        let answer = operator.post(path, form).await;
        answer.status(status).contains_all(words);
        if status == 303 {
            answer.redirects_to(path);
        }
        let is_off = operator.get(&other).await.text().contains("Enable again");
        assert_eq!(is_off, form == "change=disable" && status == 303, "{form}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_made_and_revoked() {
    let service = Service::start().await;
    let operator = service.hire(Role::Operator).await.speaking("en");
    let made = "name=kiosk&role=inspector&document=resident-id-card&cities=440300+440100";
    for (form, status, words) in [
        (
            "name=kiosk",
            422,
            &["Choose at least one role", "value=\"kiosk\""][..],
        ),
        ("name=&role=inspector", 422, &["Give a name"]),
        (
            "name=kiosk&role=inspector&cities=Atlantis",
            422,
            &["“Atlantis” is not a city", "value=\"Atlantis\""],
        ),
        ("name=kiosk&role=inspector&document=no-such", 400, &[]),
    ] {
        let answer = operator.post("/office/keys", form).await;
        answer.status(status).contains_all(words);
    }
    let made = operator.post("/office/keys", made).await;
    made.status(200)
        .contains_all(&["Key kiosk", "hzk_", "Shenzhen", "Revoke"]);
    let key = made.between("<output class=\"office-code\">", "</output>");
    let kiosk = service.program(&key);
    kiosk.get("/queue").await.status(200);
    let id = made.between("action=\"/office/keys/", "/revoke\"");
    let revoke = format!("/office/keys/{id}/revoke");
    let revoked = operator.post(&revoke, "").await;
    revoked.redirects_to("/office/keys");
    kiosk.get("/queue").await.status(401);
    let page = operator.get("/office/keys").await;
    page.contains("revoked 2026-11-23").lacks(&key);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_answered() {
    let service = Service::start().await;
    let operator = service.hire(Role::Operator).await.speaking("en");
    let order = service.order(Stage::Draft).await;
    let asked = format!("/orders/{}/messages", order.number);
    let asked = order.applicant.post(&asked, "text=how+long+<i>").await;
    asked.status(303);
    let path = format!("/office/messages/{}", order.number);
    let list = operator.get("/office/messages").await;
    list.contains(&path).contains("0 s");
    let long = format!("text={}", "a".repeat(1001));
    for (form, status, words) in [
        (
            "text=++",
            422,
            &["Write an answer", "how long &#60;i&#62;"][..],
        ),
        (&long, 422, &["Write an answer", "aaa</textarea>"]),
        ("text=six+months", 303, &[]),
    ] {
        let answer = operator.post(&path, form).await;
        answer.status(status).contains_all(words);
    }
    let thread = operator.get(&path).await;
    thread.contains("six months").contains("operator · 2026");
    let list = operator.get("/office/messages").await;
    list.contains("No message waits");
}

#[tokio::test(flavor = "multi_thread")]
async fn receipts_are_looked_up_and_revoked() {
    let service = Service::start_lenient().await;
    let operator = service.hire(Role::Operator).await.speaking("en");
    let receipt = service.order(Stage::Approved).await.receipt;
    let no_such = ReceiptNumber::generate(&mut seeded(6)).to_string();
    let good = &["Sample", "Shenzhen", "2027-05-23"][..];
    let choose = &["Sample", "field-wrong", "Please choose a reason"];
    let void = &["Revoked", "misuse", "2027-05-23"];
    let nothing = &["no such number"];
    for (number, why, status, words) in [
        (
            "a%3Cb",
            "",
            404,
            &["no such number", "value=\"a&#60;b\""][..],
        ),
        (&no_such, "", 404, nothing),
        (&no_such, "&why=misuse", 404, nothing),
        (&receipt, "", 200, good),
        (&receipt, "&why=", 422, choose),
        // Erasure is the applicant's own reason, not one an operator can
        // choose.
        (&receipt, "&why=erased", 400, &[]),
        (&receipt, "", 200, good),
        (&receipt, "&why=misuse", 200, void),
        (&receipt, "", 200, void),
        (&receipt, "&why=misuse", 200, void),
        (&receipt, "", 200, void),
    ] {
        let form = format!("number={number}{why}");
        let answer = operator.post("/office/receipts", &form).await;
        answer.status(status).contains_all(words);
        let may_be_revoked = answer.text().contains("name=\"why\"");
        assert_eq!(may_be_revoked, words.contains(&"Sample"), "{form}");
    }
    let log = operator.get("/office/log?action=receipt-").await;
    let revoked = log.text().matches("<code>receipt-revoked").count();
    assert_eq!(revoked, 1);
}

/// By an inspector, without a single page of the operator's.
#[tokio::test(flavor = "multi_thread")]
async fn orders_are_listed_found_and_shown() {
    let service = Service::start_lenient().await;
    let inspector = service.hire(Role::Inspector).await.speaking("en");
    let order = service.order(Stage::Approved).await;
    let path = format!("/office/orders/{}", order.number);
    let list = inspector.get("/office/orders").await;
    list.contains_all(&[&path, "Approved", "Shenzhen", "valid until 2027-05-23"])
        .lacks("href=\"/office/staff\"")
        .lacks("href=\"/office\"");
    let nothing = &["Nothing was found"][..];
    let found = &[path.as_str(), "1 order found"][..];
    for (form, status, words) in [
        ("sought=&why=asked", 422, &["no order number"][..]),
        (
            "sought=13800138000&why=",
            422,
            &["Choose a reason", "13800138000"],
        ),
        ("sought=13800138000&why=bored", 422, &["Choose a reason"]),
        ("sought=13900139000&why=asked", 404, nothing),
        ("sought=13800138000&why=asked", 200, found),
        ("sought=11010519491231002X&why=audit", 200, found),
        (&format!("sought={}&why=asked", order.receipt), 200, found),
        (&format!("sought={}&why=asked", order.number), 200, found),
    ] {
        let answer = inspector.post("/office/orders", form).await;
        answer.status(status).contains_all(words);
    }
    let page = inspector.get(&path).await;
    page.status(200)
        .contains_all(&["See whose it is", "Approved", "Picture sent"])
        .lacks("13800138000");
    inspector
        .post(&path, "why=")
        .await
        .status(422)
        .contains("Choose a reason");
    let seen = inspector.post(&path, "why=asked").await;
    seen.status(200)
        .has("cache-control", "no-store")
        .contains_all(&["13800138000", "110***"]);
    let file = inspector.get("/office/orders.csv?status=approved").await;
    file.contains_all(&[
        &order.number,
        "resident-id-card,440300,approved",
        &order.receipt,
    ]);
    for lang in ["zh", "en"] {
        let operator = service
            .hire_named(lang, Role::Operator)
            .await
            .speaking(lang);
        for page in [&path, "/office/orders"] {
            operator
                .get(page)
                .await
                .status(200)
                .lacks(">office-")
                .lacks("style=\"");
        }
        let log = operator.get("/office/log").await;
        log.contains_all(&["order-sought", "applicant-seen", "orders-exported"])
            .lacks("13800138000");
    }
    let forged = inspector.with_forged_token();
    forged.post(&path, "why=asked").await.status(403);
}

/// From the counter of a shop: the order waits, is paid, undone, paid again, asked back and
/// given back; and the book has it all.
#[tokio::test(flavor = "multi_thread")]
async fn money_is_taken_at_the_till() {
    let service = Service::start_costing(PaidFor::Applying).await;
    let operator = service.hire(Role::Operator).await.speaking("en");
    let inspector = service.hire(Role::Inspector).await;
    let order = service.order(Stage::Waiting).await;
    let path = format!("/office/till/{}", order.number);
    operator
        .get("/office")
        .await
        .contains_all(&["href=\"/office/till\"", "href=\"/office/takings\""]);
    let open = operator.get("/office/till").await;
    open.contains_all(&[&path, "To be paid", "¥15.00", "Shenzhen"]);
    let found = operator
        .get(&format!("/office/till?number={}", order.number))
        .await;
    found.redirects_to(&path);
    inspector.get(&path).await.status(403);
    inspector.post(&path, "slip=A-17").await.status(403);
    let page = operator.get(&path).await;
    page.status(200)
        .contains_all(&["¥15.00 received", "paid when the photo is handed in"])
        .lacks("Recorded by mistake");
    operator
        .post(&path, "slip=+")
        .await
        .status(409)
        .contains("slip’s number is missing");
    operator.post(&path, "slip=A-17").await.redirects_to(&path);
    operator
        .post(&path, "slip=A-18")
        .await
        .status(409)
        .contains("nothing to pay");
    let page = operator.get(&path).await;
    page.contains_all(&["A-17", "Taken", "Waiting", "operator"])
        .lacks("¥15.00 received");
    let first = page.between(&format!("action=\"{path}/payments/"), "\"");
    let payment = |id: &str| format!("{path}/payments/{id}");
    let undone = operator.post(&payment(&first), "deed=undo").await;
    undone.redirects_to(&path);
    operator.get(&path).await.contains("¥15.00 received");
    operator.post(&path, "slip=A-19").await.redirects_to(&path);
    let page = operator.get(&path).await;
    let second = page.between(&format!("action=\"{path}/payments/"), "\"");
    let second = payment(&second);
    for (form, status, words) in [
        ("deed=refund&why=", 422, "Please choose"),
        ("deed=refund&why=ended", 422, "Please choose"),
        ("deed=give-back&slip=B-1", 409, "Nobody asked"),
        ("deed=steal", 400, ""),
        ("deed=refund&why=goodwill", 303, ""),
        ("deed=refund&why=goodwill", 409, "already to be given back"),
    ] {
        let answer = operator.post(&second, form).await;
        answer.status(status).contains(words);
    }
    operator
        .get("/office/till")
        .await
        .contains_all(&["Goodwill", "A-19"]);
    operator
        .get("/office")
        .await
        .contains("1 payments are to be given back");
    let given = operator.post(&second, "deed=give-back&slip=B-1").await;
    given.redirects_to(&path);
    operator
        .get("/office/till")
        .await
        .contains("No money is to be given back");
    let takings = operator.get("/office/takings").await;
    takings.contains_all(&["2026-11-23", "¥15.00", "¥0.00"]);
    let ledger = operator.get("/office/ledger.csv").await;
    let movements: Vec<String> = ledger
        .text()
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            cells[6..10].join(",")
        })
        .collect();
    assert_eq!(
        movements,
        [
            "taken,15.00,A-17,operator",
            "undone,-15.00,A-17,operator",
            "taken,15.00,A-19,operator",
            "refunded,-15.00,B-1,operator",
        ]
    );
    let orders = operator.get("/office/orders").await;
    orders.contains("¥15.00 · Money back");
    operator
        .get(&format!("/office/orders/{}", order.number))
        .await
        .contains(&path);
    let log = operator.get("/office/log").await;
    log.contains_all(&["paid", "payment-undone", "refunded", "ledger-exported"]);
    let forged = operator.with_forged_token();
    forged.post(&path, "slip=A-17").await.status(403);
}

/// Where nothing costs anything there is no trace of a till.
#[tokio::test(flavor = "multi_thread")]
async fn a_free_service_has_no_till() {
    let service = Service::start_sealing().await;
    let operator = service.hire(Role::Operator).await.speaking("en");
    let office = operator.get("/office").await;
    office.lacks("/office/till").lacks("/office/takings");
    let order = service.order(Stage::Waiting).await;
    let page = operator
        .get(&format!("/office/till/{}", order.number))
        .await;
    page.status(200).contains("This order costs nothing");
    let own = format!("/orders/{}", order.number);
    order.applicant.get(&own).await.lacks("¥").lacks("费用");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_verified() {
    let service = Service::start().await;
    let operator = service.hire(Role::Operator).await.speaking("en");
    let answer = operator.post("/office/log/verify", "").await;
    answer
        .status(200)
        .contains("none changed and none missing")
        .contains("notice-good");
}

/// What gives rights waits for a second operator's own password, on pages that all
/// operators see and nobody else.
#[tokio::test(flavor = "multi_thread")]
async fn two_operators_agree_on_rights() {
    let service = Service::start_for_two_people().await;
    let inspector = service.hire(Role::Inspector).await;
    let an = service
        .hire_named("an", Role::Operator)
        .await
        .speaking("en");
    let staff = "/office/staff";
    let alone = an.post(staff, "name=wei&role=inspector").await;
    alone.status(422).contains_all(&[
        "there is only one",
        "huizhi staff add NAME --role operator",
        "value=\"wei\"",
    ]);
    let bo = service
        .hire_named("bo", Role::Operator)
        .await
        .speaking("en");
    let asked = an.post(staff, "name=wei&role=inspector").await;
    asked
        .status(200)
        .contains_all(&["waits for a second operator", "New account wei"])
        .lacks("office-code");
    let path = asked.link("/office/motions/", "New account wei");
    let own = an.get(&path).await;
    own.status(200)
        .contains_all(&["You asked for this", "Take back", "Inspector"])
        .lacks("value=\"approve\"");
    inspector.get(&path).await.status(403);
    service.get(&path).await.status(303);
    let approve = |password: &str| format!("choice=approve&password={password}");
    let right = approve(&PASSWORD.replace(' ', "+"));
    for (by, form, status, words) in [
        (&an, right.as_str(), 403, "You asked for this"),
        (&inspector, &right, 403, ""),
        (&bo, "choice=approve", 422, "aria-invalid=\"true\""),
        (&bo, &approve("wrong"), 422, "aria-invalid=\"true\""),
        (&bo, "choice=agree", 400, ""),
    ] {
        by.post(&path, form).await.status(status).contains(words);
    }
    bo.get(staff)
        .await
        .contains("New account wei")
        .lacks(">wei<");
    let forged = service.hire_named("cy", Role::Operator).await;
    let forged = forged.with_forged_token().post(&path, &right).await;
    forged.status(403);
    let approved = bo.post(&path, &right).await;
    approved.status(200).contains_all(&[
        "Approved. One-time password of wei",
        "hand it over yourself",
    ]);
    let password = approved.between("<output class=\"office-code\">", "</output>");
    let signed_in = service.browser().sign_in("wei", &password).await;
    signed_in.status(303);
    bo.post(&path, &right).await.status(404);

    let page = bo.get(staff).await;
    let (wei, an_page) = (
        page.link("/office/staff/", "wei"),
        page.link("/office/staff/", "an"),
    );
    for (asked, by, kind) in [
        (&wei, &bo, "change=reset-password"),
        (&wei, &bo, "change=roles&role=operator"),
        (&an_page, &bo, "change=reset-password"),
    ] {
        let waits = by.post(asked, kind).await;
        waits.status(200).contains("waits for a second operator");
    }
    // What is for one, one does not approve; what one asked for, one takes back.
    let list = an.get(staff).await;
    let mine = list.link("/office/motions/", "an: a new one-time password");
    an.get(&mine).await.contains("your own account");
    an.post(&mine, &right).await.status(403);
    let other = list.link("/office/motions/", "wei: other roles");
    bo.post(&other, "choice=refuse").await.redirects_to(staff);
    an.get(&other).await.status(404);
    let log = an.get("/office/log?action=motion-").await;
    log.contains_all(&["motion-made", "motion-approved", "motion-refused"]);
    for lang in ["zh", "en"] {
        let an = service
            .hire_named(lang, Role::Operator)
            .await
            .speaking(lang);
        let page = an.get(&mine).await;
        page.status(200)
            .has("cache-control", "no-store")
            .lacks(">office-")
            .lacks("motion-")
            .lacks("style=\"");
    }
}
