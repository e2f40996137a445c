//! The page over a real service: who opens it, what a try and a keep do, what a form
//! that cannot be read says.

use domain::staff::Role;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::testing::{Answer, Browser, Service, Stage};

/// Left of the face, on the shoulder and what is behind it.
const STROKE: &str = r#"[{"kind":"remove","radius":0.05,"points":[[0.38,0.44],[0.48,0.46]]}]"#;

/// What a browser encodes in a form.
const ENCODED: AsciiSet = NON_ALPHANUMERIC
    .remove(b'*')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_');

/// An order that `browser` holds.
struct Held {
    service: Service,
    browser: Browser,
    case: String,
}

impl Held {
    async fn claimed() -> Self {
        let service = Service::start_lenient().await;
        let number = service.order(Stage::Waiting).await.number;
        let browser = service.hire(Role::Inspector).await;
        browser.post("/desk/next", "").await.status(303);
        let case = format!("/desk/orders/{number}");
        Self {
            service,
            browser,
            case,
        }
    }

    async fn post(&self, wanted: &str, right: &str, scale: &str, strokes: &str) -> Answer {
        let strokes = utf8_percent_encode(strokes, &ENCODED);
        let form = format!("do={wanted}&right={right}&down=0&scale={scale}&strokes={strokes}");
        self.browser
            .post(&format!("{}/adjust", self.case), &form)
            .await
    }

    /// What is stored of the photo.
    async fn photo(&self) -> Vec<u8> {
        self.browser
            .get(&format!("{}/photo.jpg", self.case))
            .await
            .bytes
    }

    async fn open(&self) -> Answer {
        self.browser.get(&format!("{}/adjust", self.case)).await
    }
}

/// What the page gives its script.
fn live(page: &Answer) -> Value {
    let text = page.between("data-live=\"", "\"");
    // As askama escapes.
    let text = text.replace("&#34;", "\"").replace("&#38;", "&");
    serde_json::from_str(&text.replace("&#39;", "'")).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_holds_the_order_corrects_it() {
    let held = Held::claimed().await;
    let Held {
        service,
        browser,
        case,
    } = &held;
    let page = format!("{case}/adjust");
    browser.get(case).await.contains(&page);
    held.open().await.status(200).contains("手工修正");
    let stranger = service.browser();
    stranger
        .get(&page)
        .await
        .redirects_to(&format!("/desk/sign-in?next={page}"));
    let form = "do=check&right=0&down=0&scale=1&strokes=%5B%5D";
    stranger.post(&page, form).await.status(403);
    let clerk = service.hire(Role::Clerk).await;
    clerk.get(&page).await.status(403);
    clerk.post(&page, form).await.status(403);
    let colleague = service.hire_named("colleague", Role::Inspector).await;
    for wanted in ["check", "keep"] {
        let form = form.replace("check", wanted);
        colleague.post(&page, &form).await.status(409);
        browser
            .with_same_cookies()
            .with_forged_token()
            .post(&page, &form)
            .await
            .status(403);
    }
    colleague.get(&page).await.status(409);
    colleague.get(case).await.lacks(&page);
    browser.post(&format!("{case}/release"), "").await;
    held.open().await.status(409);
    held.post("keep", "1", "1", "[]").await.status(409);
    browser
        .get("/desk/orders/23456789ABC/adjust")
        .await
        .status(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_try_stores_nothing_and_a_keep_stores() {
    let held = Held::claimed().await;
    let before = held.photo().await;
    let tried = held.post("check", "2", "1.01", STROKE).await;
    tried.status(200).contains_all(&[
        "src=\"data:image/jpeg;base64,",
        "data-told=\"granted\"",
        "试做的照片，还没有存",
        "name=\"right\" value=\"2\"",
        "name=\"scale\" value=\"1.01\"",
    ]);
    assert_eq!(live(&tried)["made"]["right"], json!(2.0));
    assert_eq!(held.photo().await, before, "a try was stored");
    let opened = held.open().await;
    opened.lacks("data:image").contains("value=\"[]\"");
    assert_eq!(live(&opened)["made"]["right"], json!(0.0));

    let kept = held.post("keep", "2", "1.01", STROKE).await;
    kept.redirects_to(&held.case);
    let after = held.photo().await;
    assert_ne!(after, before);
    // What was kept is what was tried.
    use base64::Engine;
    let shown = tried.between("src=\"data:image/jpeg;base64,", "\"");
    let shown = base64::prelude::BASE64_STANDARD.decode(shown).unwrap();
    assert_eq!(shown, after);
    let opened = held.open().await;
    opened.contains_all(&[
        "name=\"right\" value=\"2\"",
        "&#34;kind&#34;:&#34;remove&#34;",
    ]);
    // And can be put back.
    held.post("keep", "0", "1", "[]").await;
    assert_eq!(held.photo().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_specification_grants_is_said() {
    let held = Held::claimed().await;
    let tried = held.post("check", "300", "1", "[]").await;
    tried
        .status(200)
        .contains_all(&["data-told=\"partly\"", "规格只允许", "value=\"300\""]);
    let made = live(&tried)["made"]["right"].as_f64().unwrap();
    assert!(made > 0.0 && made < 100.0, "{made}");
    let follows = live(&tried)["follows"].as_array().unwrap().len();
    let rulers = live(&tried)["rulers"]["measures"].as_array().unwrap().len();
    assert!(follows > 2 && follows == rulers, "{follows} of {rulers}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_cannot_be_read_keeps_what_was_typed() {
    let held = Held::claimed().await;
    let before = held.photo().await;
    let many = |strokes: usize, points: usize| {
        let points = vec![[0.25, 0.25]; points];
        let stroke = json!({ "kind": "restore", "radius": 0.001, "points": points });
        json!(vec![stroke; strokes]).to_string()
    };
    let check = async |right: &str, scale: &str, strokes: &str, said: &str| {
        for wanted in ["check", "keep"] {
            let answer = held.post(wanted, right, scale, strokes).await;
            answer
                .status(200)
                .contains_all(&["role=\"alert\"", said])
                .contains(&format!("name=\"right\" value=\"{right}\""))
                .contains(&format!("name=\"scale\" value=\"{scale}\""))
                .lacks("data-told");
            let kept = strokes.replace('"', "&#34;");
            answer.contains(&format!("name=\"strokes\" value=\"{kept}\""));
        }
    };
    check("far", "1", "[]", "请填 −10000 到 10000 之间的数").await;
    check("1", "0", STROKE, "请填大于 0 的数").await;
    check("1", "1", "[{", "涂抹的内容读不出来").await;
    check("1", "1", &many(201, 1), "最多 200 笔").await;
    check("1", "1", &many(1, 5_001), "超过了 5000 个点").await;
    let wide = STROKE.replace("0.05", "0.5");
    check("1", "1", &wide, "画笔太粗或者太细").await;
    let outside = STROKE.replace("0.44", "1.44");
    check("1", "1", &outside, "画到了原图外面").await;
    assert_eq!(held.photo().await, before);
    held.post("burn", "0", "1", "[]").await.status(400);
}

/// All the points there can be, each with all its digits, pass as a form and over the
/// API.
#[tokio::test(flavor = "multi_thread")]
async fn an_edit_at_its_limits_is_taken() {
    let held = Held::claimed().await;
    let point = |nth: usize| [0.1 + nth as f64 / 6_700.3, 0.2 + nth as f64 / 9_000.7];
    let stroke = |nth: usize| {
        let points: Vec<_> = (0..25).map(|at| point(nth * 25 + at)).collect();
        json!({ "kind": "restore", "radius": 0.012_345_678_901_234_5, "points": points })
    };
    let strokes: Vec<Value> = (0..200).map(stroke).collect();
    let kept = held
        .post("keep", "0", "1", &json!(strokes).to_string())
        .await;
    kept.redirects_to(&held.case);
    let program = held.service.keyed(Role::Inspector).await;
    let review = held.case.replace("/desk/orders", "/reviews");
    let edit = json!({ "strokes": strokes });
    // Somebody else holds it, and that is all that is wrong.
    let refused = program.post(&format!("{review}/remake"), edit).await;
    refused.status(409);
}

/// The words of the page in both languages.
#[tokio::test(flavor = "multi_thread")]
async fn the_words_of_the_page_are_what_they_were() {
    let held = Held::claimed().await;
    let number = held.case.rsplit('/').next().unwrap().to_owned();
    // What is measured and found stands between the two.
    for (lang, measured, keys) in [("zh", "量线\n", "按键\n"), ("en", "Measures\n", "Keys\n")] {
        held.browser.say(lang);
        let words = held.open().await.words();
        let grouped = domain::OrderNumber::parse(&number).unwrap().grouped();
        let words = words.replace(&grouped, "NUMBER");
        let (before, rest) = words.split_once(measured).unwrap();
        let (_, after) = rest.rsplit_once(keys).unwrap();
        insta::assert_snapshot!(format!("adjust-{lang}"), format!("{before}…\n{after}"));
    }
}
