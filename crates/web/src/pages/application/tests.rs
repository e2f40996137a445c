//! The way from 下一步 to a handed-in order, over a real service.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::header::{ACCEPT, CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{Request, StatusCode};
use catalogue::Ask;
use http_body_util::BodyExt;
use storage_sqlite::SqliteStorage;
use tower::ServiceExt;

use super::typed::{Now, Typed, further_name};
use crate::{Secrets, Settings, Web, router};

struct Answer {
    status: StatusCode,
    location: String,
    body: String,
}

/// A browser that keeps its device's cookie.
struct Browser {
    service: Router,
    cookie: String,
}

impl Browser {
    async fn new() -> Self {
        let storage = SqliteStorage::temporary().await.unwrap();
        let (app, _) = usecases::testing::app(Arc::new(storage));
        let web = Web::new(app, Settings::default(), Secrets::new([1; 32]));
        Self {
            service: router(web),
            cookie: String::new(),
        }
    }

    async fn ask(&mut self, request: Request<Body>) -> Answer {
        let response = self.service.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let header = |name| {
            parts
                .headers
                .get(name)
                .and_then(|value| value.to_str().ok())
        };
        let set = parts.headers.get_all(SET_COOKIE).iter();
        let mut set = set.filter_map(|set| set.to_str().ok());
        if let Some(set) = set.find(|set| set.starts_with("device=")) {
            self.cookie = set.split(';').next().unwrap().to_owned();
        }
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            location: header(LOCATION).unwrap_or_default().to_owned(),
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    async fn get(&mut self, path: &str) -> Answer {
        let request = Request::get(path).header(COOKIE, &self.cookie);
        self.ask(request.body(Body::empty()).unwrap()).await
    }

    /// Sends a form; the token is that of the page at `path`'s form.
    async fn post(&mut self, path: &str, token: &str, fields: &str) -> Answer {
        let request = Request::post(path)
            .header(COOKIE, &self.cookie)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let body = format!("csrf={token}&{fields}");
        self.ask(request.body(Body::from(body)).unwrap()).await
    }

    async fn upload(&mut self, path: &str, token: &str, accept: &str, file: &[u8]) -> Answer {
        let mut body = format!(
            "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n\
             --b\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"a\"\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n--b--\r\n");
        let request = Request::post(path)
            .header(COOKIE, &self.cookie)
            .header(ACCEPT, accept)
            .header(CONTENT_TYPE, "multipart/form-data; boundary=b");
        self.ask(request.body(Body::from(body)).unwrap()).await
    }

    async fn upload_portrait(&mut self, order: &str, token: &str) {
        let picture = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../assets/pictures/astronaut.png"
        );
        let picture = std::fs::read(picture).unwrap();
        let upload = format!("{order}/picture");
        let answer = self
            .upload(&upload, token, "application/json", &picture)
            .await;
        assert_eq!(answer.body, format!("{{\"next\":\"{order}/result\"}}"));
    }
}

fn token(page: &str) -> String {
    let rest = page.split_once("name=\"csrf\" value=\"").unwrap().1;
    rest.split_once('"').unwrap().0.to_owned()
}

/// Begins an order; gives its address and the visitor's token.
async fn begun(browser: &mut Browser) -> (String, String) {
    begun_for(browser, "/apply/resident-id-card/440300").await
}

/// The same for the document of an address.
async fn begun_for(browser: &mut Browser, apply: &str) -> (String, String) {
    let first = browser.get(apply).await;
    let token = token(&first.body);
    let begun = browser.post(apply, &token, "").await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
    let order = begun.location.strip_suffix("/picture").unwrap().to_owned();
    (order, token)
}

#[tokio::test]
async fn a_draft_before_its_picture() {
    let mut browser = Browser::new().await;
    let (order, token) = begun(&mut browser).await;
    let picture = format!("{order}/picture");
    let page = browser.get(&picture).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert_eq!(page.body.matches("<figure").count(), 12);

    // What is not there yet leads to what comes first.
    for step in ["result", "details", "confirm"] {
        let answer = browser.get(&format!("{order}/{step}")).await;
        let found = (answer.status, answer.location.as_str());
        assert_eq!(found, (StatusCode::SEE_OTHER, &*picture), "{step}");
    }
    let status = browser.get(&order).await;
    assert!(status.body.contains("草稿"), "{}", status.body);

    let mut check = async |file: &[u8], accept, status, words: &str| {
        let answer = browser.upload(&picture, &token, accept, file).await;
        assert_eq!(answer.status, status, "{}", answer.body);
        assert!(answer.body.contains(words), "{words}: {}", answer.body);
    };
    let unfit = StatusCode::UNPROCESSABLE_ENTITY;
    check(b"", "text/html", unfit, "还没有选照片").await;
    check(b"no picture", "text/html", unfit, "notice-bad").await;
    check(b"no picture", "application/json", unfit, "\"wrongs\":[{").await;
    let forged = browser.upload(&picture, "x", "text/html", b"a").await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);

    let submitted = browser.post(&format!("{order}/submit"), &token, "").await;
    assert_eq!(submitted.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn where_own_photos_are_not_accepted_nothing_begins() {
    let mut browser = Browser::new().await;
    let (_, token) = begun(&mut browser).await;
    let mut check = async |path: &str, status, words: &str| {
        let answer = browser.post(path, &token, "").await;
        assert_eq!(answer.status, status, "{path}: {}", answer.body);
        assert!(answer.body.contains(words), "{path}: {}", answer.body);
    };
    let beijing = "/apply/resident-id-card/110000";
    check(beijing, StatusCode::CONFLICT, "这里不收自己拍的照片").await;
    let nowhere = "/apply/resident-id-card";
    check(nowhere, StatusCode::NOT_FOUND, "没有这个办证城市").await;
    check("/apply/schengen-visa", StatusCode::SEE_OTHER, "").await;
}

#[tokio::test]
async fn changes_come_as_events() {
    let mut browser = Browser::new().await;
    let (order, token) = begun(&mut browser).await;
    let request = Request::get(format!("{order}/events")).header(COOKIE, &browser.cookie);
    let request = request.body(Body::empty()).unwrap();
    let response = browser.service.clone().oneshot(request).await.unwrap();
    assert_eq!(response.headers()[CONTENT_TYPE], "text/event-stream");
    let mut body = response.into_body();
    let mut next = async || {
        let frame = body.frame().await.unwrap().unwrap();
        String::from_utf8(frame.into_data().unwrap().to_vec()).unwrap()
    };
    assert!(next().await.contains("-draft"));
    browser.post(&format!("{order}/cancel"), &token, "").await;
    assert!(next().await.contains("-cancelled"));
}

#[tokio::test]
async fn orders_of_others_look_like_none() {
    let mut browser = Browser::new().await;
    let (order, _) = begun(&mut browser).await;
    let owner = std::mem::take(&mut browser.cookie);
    let check = async |browser: &mut Browser, path: &str, expected| {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, expected, "{path}");
        assert!(answer.body.contains("/orders/find"), "{path}");
    };
    let none = StatusCode::NOT_FOUND;
    for step in ["", "/picture", "/result", "/photo.jpg", "/events", "/erase"] {
        check(&mut browser, &format!("{order}{step}"), none).await;
    }
    check(&mut browser, "/orders/22222222222", none).await;
    check(&mut browser, "/orders/nonsense", none).await;
    browser.cookie = owner;
    assert_eq!(browser.get(&order).await.status, StatusCode::OK);
}

#[tokio::test]
async fn cancelling_and_erasing_ask_first() {
    let mut browser = Browser::new().await;
    let (order, token) = begun(&mut browser).await;
    let asked = browser.get(&format!("{order}/cancel")).await;
    assert!(asked.body.contains("要取消这份订单吗"), "{}", asked.body);
    let done = browser.post(&format!("{order}/cancel"), &token, "").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let status = browser.get(&order).await;
    assert!(status.body.contains("已取消"), "{}", status.body);
    assert!(!status.body.contains(&format!("{order}/cancel")));
    let erased = browser.post(&format!("{order}/erase"), &token, "").await;
    assert_eq!(erased.location, "/orders");
    assert_eq!(browser.get(&order).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_picture_and_the_details() {
    let mut browser = Browser::new().await;
    let (order, token) = begun(&mut browser).await;
    browser.upload_portrait(&order, &token).await;

    let result = browser.get(&format!("{order}/result")).await;
    assert_eq!(result.status, StatusCode::OK, "{}", result.body);
    assert!(
        result.body.contains("preview.jpg?attempt="),
        "{}",
        result.body
    );
    let src = result.body.split_once("/preview.jpg?attempt=").unwrap().1;
    let attempt = src.split_once('"').unwrap().0;
    let preview = format!("{order}/preview.jpg?attempt={attempt}");
    let preview = browser.get(&preview).await;
    assert_eq!(preview.status, StatusCode::OK);

    let details = format!("{order}/details");
    let page = browser.get(&details).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(!page.body.contains("name=\"guardian\""));
    let wrong = "name=&kind=chinese-id&number=11010519491231002&phone=13800138000";
    let wrong = browser.post(&details, &token, wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in [
        "value=\"11010519491231002\"",
        "aria-invalid=\"true\"",
        "href=\"#f-face_data\"",
        "请填写姓名",
    ] {
        assert!(wrong.body.contains(part), "{part}: {}", wrong.body);
    }
    let right = "name=%E5%BC%A0%E4%B8%89&kind=chinese-id&number=11010519491231002X\
                 &phone=13800138000&face_data=yes";
    let right = browser.post(&details, &token, right).await;
    assert_eq!(right.location, format!("{order}/confirm"), "{}", right.body);
    let again = browser.get(&details).await;
    assert!(again.body.contains("value=\"张三\""), "{}", again.body);
}

#[tokio::test]
async fn what_the_document_asks_for_besides() {
    let mut browser = Browser::new().await;
    let (order, token) = begun_for(&mut browser, "/apply/graduation-photo").await;
    browser.upload_portrait(&order, &token).await;
    let details = format!("{order}/details");
    let page = browser.get(&details).await.body;
    for part in [
        "学校",
        "毕业证书上的学校全称",
        "学号（可不填）",
        "name=\"further-school\"",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("name=\"email\""), "the service sends none");
    let person = "name=%E5%BC%A0%E4%B8%89&kind=chinese-id&number=11010519491231002X\
                  &phone=13800138000&face_data=yes&further-student-number=2026-01";
    let without = browser.post(&details, &token, person).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in [
        "href=\"#f-further-school\"",
        "学校：这一项要填。",
        "value=\"2026-01\"",
    ] {
        assert!(without.body.contains(part), "{part}: {}", without.body);
    }
    let with = format!("{person}&further-school=%E7%AC%AC%E4%B8%80%E4%B8%AD%E5%AD%A6");
    let with = browser.post(&details, &token, &with).await;
    assert_eq!(with.location, format!("{order}/confirm"), "{}", with.body);
    let again = browser.get(&details).await.body;
    assert!(again.contains("value=\"第一中学\""), "{again}");
}

#[test]
fn what_is_wrong_is_said_at_its_field() {
    let catalogue = catalogue::Catalogue::embedded().unwrap();
    let now = Now {
        at: usecases::testing::MORNING,
        texts: usecases::TEXTS_VERSION,
    };
    let asked = |document: &str| {
        let mut documents = catalogue.documents().iter();
        &*documents.find(|known| known.id == document).unwrap().asks
    };
    let (nothing, graduation) = (asked("resident-id-card"), asked("graduation-photo"));
    let judge = |asks: &[Ask], change: &dyn Fn(&mut Typed), expected: &[(&str, &str)]| {
        let mut typed = Typed {
            name: "张三".to_owned(),
            kind: "chinese-id".to_owned(),
            number: "11010519491231002X".to_owned(),
            phone: "13800138000".to_owned(),
            face_data: Some("yes".to_owned()),
            ..Typed::default()
        };
        change(&mut typed);
        let wrong = typed.read(&catalogue, asks, now).err().unwrap_or_default();
        let found = wrong
            .fields
            .iter()
            .map(|(name, code)| (name.as_str(), *code));
        assert_eq!(found.collect::<Vec<_>>(), expected);
    };
    let check = |change: &dyn Fn(&mut Typed), expected: &[(&str, &str)]| {
        judge(nothing, change, expected);
    };
    let set = |field: &mut String, text: &str| text.clone_into(field);
    check(&|_| {}, &[]);
    check(&|t| set(&mut t.name, ""), &[("name", "name-empty")]);
    check(&|t| set(&mut t.phone, ""), &[("phone", "phone-empty")]);
    check(
        &|t| set(&mut t.number, "110105194912310021"),
        &[("number", "id-check-digit")],
    );
    check(
        &|t| t.face_data = None,
        &[("face_data", "consent-face-data")],
    );
    check(
        &|t| set(&mut t.birth, "1950-01-01"),
        &[("birth", "birth-differs")],
    );
    let passport = |t: &mut Typed| {
        set(&mut t.kind, "passport");
        set(&mut t.number, "E12345678");
    };
    check(&|t| passport(t), &[("birth", "birth-empty")]);
    check(
        &|t| {
            passport(t);
            set(&mut t.birth, "1990-02-30");
        },
        &[("birth", "birth-date")],
    );
    check(
        &|t| {
            passport(t);
            set(&mut t.birth, "2020-02-03");
        },
        &[("guardian", "consent-guardian")],
    );
    check(
        &|t| {
            passport(t);
            set(&mut t.birth, "2020-02-03");
            t.guardian = Some("yes".to_owned());
        },
        &[],
    );
    check(&|t| set(&mut t.email, "wei@"), &[("email", "email-shape")]);
    check(&|t| set(&mut t.email, "wei@example.org"), &[]);
    // What the document asks for besides, and nothing it does not.
    let further = |t: &mut Typed, id: &str, text: &str| {
        t.others.insert(further_name(id), text.to_owned());
    };
    let school = ("further-school", "further-empty");
    judge(graduation, &|_| {}, &[school]);
    judge(graduation, &|t| further(t, "school", " "), &[school]);
    judge(graduation, &|t| further(t, "school", "第一中学"), &[]);
    judge(
        graduation,
        &|t| further(t, "student-number", "学号"),
        &[school, ("further-student-number", "further-latin")],
    );
    check(
        &|t| further(t, "school", "第一中学"),
        &[("further-school", "further-unknown")],
    );
    // Everything at once.
    check(
        &|t| *t = Typed::default(),
        &[
            ("name", "name-empty"),
            ("number", "id-empty"),
            ("phone", "phone-empty"),
            ("face_data", "consent-face-data"),
        ],
    );
}
