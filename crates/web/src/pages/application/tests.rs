//! From 下一步 to a submitted order, over a real service.

use axum::body::Body;
use axum::http::Request;
use domain::money::PaidFor;
use domain::staff::Role;
use usecases::applicant::{self, Credentials, OwnOrder, PutPicture};
use usecases::{Backdrop, Permit, Requester, following, jobs, till};

use crate::testing::{Service, Stage, large_portrait, rows};

/// A client whose address plays no part.
const ANYBODY: Requester = Requester::Client([0; 16]);

/// The identity card in Shenzhen.
const APPLY: &str = "/apply/resident-id-card/440300";

/// Valid details for every document without further fields.
const PERSON: &str = "name=%E5%BC%A0%E4%B8%89&kind=chinese-id&number=11010519491231002X\
                      &phone=13800138000&face_data=yes";

#[tokio::test]
async fn a_draft_leads_to_its_picture_first() {
    let service = Service::start().await;
    let browser = service.browser();
    let order = browser.begin(APPLY).await;
    let picture = format!("{order}/picture");
    let page = browser.get(&picture).await;
    assert_eq!(page.status(200).text().matches("<figure").count(), 12);
    for step in ["result", "details", "confirm"] {
        let answer = browser.get(&format!("{order}/{step}")).await;
        answer.redirects_to(&picture);
    }
    browser.get(&order).await.contains("草稿");
    let submitted = browser.post(&format!("{order}/submit"), "").await;
    submitted.status(409);
}

#[tokio::test]
async fn what_is_no_picture_is_refused_in_the_form_that_is_asked_for() {
    let service = Service::start().await;
    let browser = service.browser();
    let picture = format!("{}/picture", browser.begin(APPLY).await);
    for (file, accept, words) in [
        (&b""[..], "text/html", "还没有选照片"),
        (b"no picture", "text/html", "notice-bad"),
        (b"no picture", "application/json", "\"wrongs\":[{"),
    ] {
        let answer = browser.upload(&picture, accept, file).await;
        answer.status(422).contains(words);
    }
    let forged = browser.with_forged_token();
    let answer = forged.upload(&picture, "text/html", b"a").await;
    answer.status(403);
}

#[tokio::test]
async fn where_own_photos_are_not_accepted_nothing_begins() {
    let service = Service::start().await;
    let browser = service.browser();
    for (path, status, words) in [
        (
            "/apply/resident-id-card/110000",
            409,
            "这里不收自己拍的照片",
        ),
        ("/apply/resident-id-card", 404, "没有这个办证城市"),
        ("/apply/schengen-visa", 303, ""),
    ] {
        let answer = browser.post(path, "").await;
        answer.status(status).contains(words);
    }
}

#[tokio::test]
async fn changes_come_as_events() {
    let service = Service::start().await;
    let browser = service.browser();
    let order = browser.begin(APPLY).await;
    let mut events = browser.follow(&format!("{order}/events")).await;
    assert!(events.next().await.contains("-draft"));
    browser.post(&format!("{order}/cancel"), "").await;
    assert!(events.next().await.contains("-cancelled"));
    // What was shown is not looked for any more.
    following::look(&service.web.app).await.unwrap();
    browser.post(&format!("{order}/erase"), "").await;
    assert!(
        events.is_over().await,
        "with the device that it was begun on"
    );
}

#[tokio::test]
async fn event_streams_end_with_the_process_and_say_when_to_ask_again() {
    let service = Service::start().await;
    let browser = service.browser();
    let order = browser.begin(APPLY).await;
    let path = format!("{order}/events");
    let mut before = browser.follow(&path).await;
    before.next().await;
    service.web.closing.close();
    let mut after = browser.follow(&path).await;
    assert!(after.next().await.contains("-draft"));
    for events in [&mut before, &mut after] {
        assert!(events.next().await.starts_with("retry:"));
        assert!(events.is_over().await);
    }
}

#[tokio::test]
async fn orders_of_others_look_like_none() {
    let service = Service::start().await;
    let owner = service.browser();
    let order = owner.begin(APPLY).await;
    let other = service.browser();
    for step in ["", "/picture", "/result", "/photo.jpg", "/events", "/erase"] {
        let answer = other.get(&format!("{order}{step}")).await;
        answer.status(404).contains("/orders/find");
    }
    for path in ["/orders/22222222222", "/orders/nonsense"] {
        other.get(path).await.status(404).contains("/orders/find");
    }
    owner.get(&order).await.status(200);
}

#[tokio::test]
async fn cancelling_and_erasing_ask_first() {
    let service = Service::start().await;
    let browser = service.browser();
    let order = browser.begin(APPLY).await;
    let (cancel, erase) = (format!("{order}/cancel"), format!("{order}/erase"));
    browser.get(&cancel).await.contains("要取消这份订单吗");
    browser.post(&cancel, "").await.status(303);
    browser.get(&order).await.contains("已取消").lacks(&cancel);
    browser.post(&erase, "").await.redirects_to("/orders");
    browser.get(&order).await.status(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_status_page_says_the_stage_and_what_comes_next() {
    for (stage, words) in [
        (Stage::Draft, &["草稿", "/picture\""][..]),
        (Stage::Waiting, &["待审核", "verdict-plain", "/cancel\""]),
        (Stage::InReview, &["审核中", "verdict-plain"]),
        (
            Stage::Rejected,
            &["verdict-bad", "把头发别到耳后", "/picture#upload\""],
        ),
        (
            Stage::Approved,
            &["verdict-good", "/receipt\"", "&#38;save=1"],
        ),
        (Stage::Cancelled, &["已取消", "data-over", "/apply\""]),
    ] {
        let service = Service::start_lenient().await;
        let order = service.order(stage).await;
        let path = format!("/orders/{}", order.number);
        let page = order.applicant.get(&path).await;
        page.status(200).contains_all(words);
    }
}

/// A document without receipts: the photo is there, and no receipt anywhere.
#[tokio::test(flavor = "multi_thread")]
async fn an_approved_visa_photo_is_downloaded() {
    let service = Service::start_lenient().await;
    let purpose = domain::Purpose {
        document: "japan-visa".parse().unwrap(),
        city: None,
    };
    let order = service.order_of(purpose, Stage::Approved).await;
    assert_eq!(order.receipt, "");
    let path = format!("/orders/{}", order.number);
    let page = order.applicant.get(&path).await;
    page.status(200)
        .contains_all(&[
            "电子照片做好了",
            "留 30 天",
            "&#38;save=1",
            "/print\"",
            "交付了电子照片",
            "data-over",
        ])
        .lacks("/receipt\"")
        .lacks("正在出回执");
    let sheet = order.applicant.get(&format!("{path}/sheet.jpg")).await;
    sheet.status(200).is_jpeg();
    let receipt = order.applicant.get(&format!("{path}/receipt")).await;
    receipt.redirects_to(&path);
    let paper = order.applicant.get(&format!("{path}/receipt.pdf")).await;
    paper.status(404);
}

/// Path, status, expected text.
const MANY: &str = r#"
200 | /many/resident-id-card/440300 | data-begin="/apply/resident-id-card/440300" | data-most="200" | 深圳
200 | /many/one-inch                | data-begin="/apply/one-inch"
200 | /apply/resident-id-card/440300 | href="/many/resident-id-card/440300"
404 | /many/resident-id-card        |
404 | /many/resident-id-card/440000 |
404 | /many/nothing                 |
404 | /many/graduation-photo        |
"#;

#[tokio::test(flavor = "multi_thread")]
async fn many_people_have_a_page_where_their_details_are_enough() {
    let service = Service::start().await;
    for [status, path, words] in rows(MANY) {
        let words: Vec<&str> = words.split(" | ").collect();
        let page = service.browser().get(path).await;
        page.status(status.parse().unwrap()).contains_all(&words);
    }
    let asks_more = service.browser().get("/apply/graduation-photo").await;
    asks_more.status(200).lacks("/many/");
}

/// What the pages say in words, the script of many people gets as data.
#[tokio::test(flavor = "multi_thread")]
async fn a_script_is_told_what_a_page_says() {
    let service = Service::start_lenient().await;
    let browser = service.browser();
    let order = browser.begin(APPLY).await;
    let picture = format!("{order}/picture");
    let portrait = large_portrait();
    let sent = browser.upload(&picture, "application/json", &portrait);
    sent.await.contains(&format!("{order}/result"));
    let script = browser.scripted();
    let found = script.get(&format!("{order}/result")).await;
    let photo = format!("\"photo\":\"{order}/photo.jpg?attempt=");
    found
        .status(200)
        .contains_all(&["\"may_be_handed_in\":true", &photo]);
    let wrong = script
        .post(&format!("{order}/details"), "name=&number=1")
        .await;
    wrong.status(422).contains_all(&[
        "\"wrongs\":[{",
        "\"field\":\"name\"",
        "\"field\":\"face_data\"",
    ]);
    for (step, form, next) in [
        ("details", PERSON, "/confirm"),
        ("submit", "", ""),
        ("submit", "", ""),
    ] {
        let answer = script.post(&format!("{order}/{step}"), form).await;
        let next = format!("{{\"next\":\"{order}{next}\"}}");
        answer.status(200).contains(&next);
    }
    let begun = script.post(APPLY, "").await;
    begun.status(200).contains("/picture\"}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_is_laid_out_as_wished() {
    let service = Service::start_lenient().await;
    let purpose = domain::Purpose {
        document: "one-inch".parse().unwrap(),
        city: None,
    };
    let photo = service.order_of(purpose, Stage::Approved).await;
    let card = service.order(Stage::Approved).await;
    let waiting = service.order(Stage::Waiting).await;
    let all_one_inch = &["sheet-6inch-tall", "12 张 25×35 毫米", "大一寸"][..];
    for (order, query, status, words) in [
        (&photo, "", 200, all_one_inch),
        (
            &photo,
            "paper=a4&also=large-one-inch&also_count=4&cut=lines",
            200,
            &["sheet-a4-", "4 张 33×48 毫米", "value=\"lines\" checked"][..],
        ),
        (
            &photo,
            "paper=5inch&count=4",
            200,
            &["sheet-5inch-", "4 张 25×35 毫米"],
        ),
        (&photo, "count=99", 422, &["要排 99 张", "value=\"99\""]),
        (&photo, "count=0", 422, &["要排 0 张"]),
        (
            &photo,
            "paper=5inch&count=9&also=large-one-inch&also_count=4",
            422,
            &["一张相纸排不下"],
        ),
        (&photo, "also=small-two-inch&also_count=1", 422, &["形状"]),
        (&photo, "also=passport&also_count=1", 404, &[]),
        (&photo, "also=nothing", 404, &[]),
        (&photo, "paper=a5", 404, &[]),
        // 26 × 32 has the shape of no other size.
        (&card, "", 200, &["sheet-6inch-tall", "12 张 26×32 毫米"]),
        (&waiting, "", 404, &[]),
    ] {
        let path = format!("/orders/{}/print?{query}", order.number);
        let page = order.applicant.get(&path).await;
        page.status(status).contains_all(words).lacks(">print-");
        let sheet = format!("/orders/{}/sheet.jpg?{query}", order.number);
        let sheet = order.applicant.get(&sheet).await;
        match status {
            200 => sheet.status(200).is_jpeg(),
            _ => sheet.status(if status == 422 { 400 } else { status }),
        };
    }
    let path = format!("/orders/{}/print", card.number);
    card.applicant.get(&path).await.lacks("name=\"also\"");
    let stranger = service.browser();
    let path = format!("/orders/{}/print", photo.number);
    stranger.get(&path).await.lacks("<img class=\"sheet");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_background_is_chosen_before_the_picture() {
    let service = Service::start().await;
    let browser = service.browser();
    let order = browser.begin("/apply/one-inch").await;
    let blue = format!("{order}/picture?background=438EDB");
    let page = browser.get(&format!("{order}/picture")).await;
    page.contains_all(&[
        "照片的背景",
        "蓝色",
        "红色",
        &blue,
        "background=FFFFFF#background\" aria-current",
    ]);
    let page = browser.get(&blue).await;
    page.contains_all(&[
        "background=438EDB#background\" aria-current",
        &format!("action=\"{blue}\""),
        &format!("data-upload=\"{blue}\""),
    ]);
    for (background, status) in [("438EDB", 303), ("", 303), ("010203", 404), ("blue", 404)] {
        let to = format!("{order}/picture?background={background}");
        let answer = browser
            .upload(&to, "text/html", &crate::testing::large_portrait())
            .await;
        answer.status(status);
    }
    // Where there is no choice none is offered.
    let card = browser.begin(APPLY).await;
    let page = browser
        .get(&format!("{card}/picture?background=438EDB"))
        .await;
    page.status(200).lacks("照片的背景");
}

#[tokio::test]
async fn a_picture_comes_before_the_details() {
    let service = Service::start().await;
    let browser = service.browser();
    let order = browser.begin(APPLY).await;
    browser.upload_portrait(&order).await;

    let result = browser.get(&format!("{order}/result")).await;
    let attempt = result.status(200).between("/preview.jpg?attempt=", "\"");
    // A finding that does not pass is said as what is wrong; figures are folded away.
    result
        .contains("<p class=\"finding-line\">")
        .contains("<details class=\"finding-figures\">")
        .lacks("finding-value");
    let preview = format!("{order}/preview.jpg?attempt={attempt}");
    browser.get(&preview).await.status(200);

    let details = format!("{order}/details");
    let page = browser.get(&details).await;
    page.status(200).lacks("name=\"guardian\"");
    let wrong = "name=&kind=chinese-id&number=11010519491231002&phone=13800138000";
    let wrong = browser.post(&details, wrong).await;
    wrong.status(422).contains_all(&[
        "value=\"11010519491231002\"",
        "aria-invalid=\"true\"",
        "href=\"#f-face_data\"",
        "请填写姓名",
    ]);
    let right = browser.post(&details, PERSON).await;
    right.redirects_to(&format!("{order}/confirm"));
    browser.get(&details).await.contains("value=\"张三\"");
}

/// Six digits that were in use and stand in no table are asked about, not refused for
/// good; and what of a name cannot be printed is told before it is handed in.
#[tokio::test]
async fn what_is_rare_is_confirmed_or_told() {
    let service = Service::start_lenient().await;
    let browser = service.browser();
    let order = browser.begin(APPLY).await;
    let picture = format!("{order}/picture");
    let portrait = large_portrait();
    let answer = browser.upload(&picture, "application/json", &portrait);
    answer.await.contains("/result");
    let details = format!("{order}/details");
    let person = "name=%E5%BC%A0%F0%AE%AF%B0&kind=chinese-id&number=321119199001010019\
                  &phone=%E2%80%8E13800138000&face_data=yes";
    let asked = browser.post(&details, person).await;
    asked.status(422).contains_all(&[
        "不在我们的地区表里",
        "name=\"region_confirmed\" value=\"321119199001010019\"",
        "和证件上一样",
    ]);
    let other = format!("{person}&region_confirmed=321119199001010018");
    browser.post(&details, &other).await.status(422);
    let confirmed = format!("{person}&region_confirmed=321119199001010019");
    let given = browser.post(&details, &confirmed).await;
    given.redirects_to(&format!("{order}/confirm"));
    let page = browser.get(&format!("{order}/confirm")).await;
    page.contains("U+2EBF0").contains("注明请手写");
    // Giving the same again needs no second confirmation.
    let page = browser.get(&details).await;
    page.contains("type=\"hidden\" name=\"region_confirmed\" value=\"321119199001010019\"");
}

#[tokio::test]
async fn what_the_document_asks_for_besides_is_required() {
    let service = Service::start().await;
    let browser = service.browser();
    let order = browser.begin("/apply/graduation-photo").await;
    browser.upload_portrait(&order).await;
    let details = format!("{order}/details");
    let page = browser.get(&details).await;
    page.contains_all(&[
        "学校",
        "毕业证书上的学校全称",
        "学号（可不填）",
        "name=\"further-school\"",
    ])
    // The service has no e-mail channel.
    .lacks("name=\"email\"");
    let person = format!("{PERSON}&further-student-number=2026-01");
    let without = browser.post(&details, &person).await;
    without.status(422).contains_all(&[
        "href=\"#f-further-school\"",
        "学校：这一项要填。",
        "value=\"2026-01\"",
    ]);
    let with = format!("{person}&further-school=%E7%AC%AC%E4%B8%80%E4%B8%AD%E5%AD%A6");
    let with = browser.post(&details, &with).await;
    with.redirects_to(&format!("{order}/confirm"));
    browser.get(&details).await.contains("value=\"第一中学\"");
}

/// The price is said before anything is asked, and what becomes of it at every step.
#[tokio::test(flavor = "multi_thread")]
async fn what_an_order_costs_is_said() {
    let service = Service::start_costing(PaidFor::Applying).await;
    let browser = service.browser();
    let page = browser.get(APPLY).await;
    page.contains("¥15.00，提交照片时付");
    let order = browser.begin(APPLY).await;
    let picture = format!("{order}/picture");
    let portrait = large_portrait();
    let answer = browser.upload(&picture, "application/json", &portrait);
    answer.await.contains("/result");
    browser.post(&format!("{order}/details"), PERSON).await;
    let confirm = browser.get(&format!("{order}/confirm")).await;
    confirm.contains_all(&[
        "提交，到店里付 ¥15.00",
        "服务点",
        "0755-0000 0000",
        "付的钱全部退",
        "不要转",
    ]);
    let submit = format!("{order}/submit");
    browser.post(&submit, "").await.redirects_to(&order);
    let page = browser.get(&order).await;
    page.contains_all(&[
        "待付款",
        "请在此之前付款",
        "2026-11-26 08:00",
        "重拍",
        "¥15.00",
    ]);
    browser.get("/orders").await.contains("待付款");
    // Handed in twice, it says that it waits.
    browser
        .post(&submit, "")
        .await
        .status(409)
        .contains("这份订单在等付款");
    let number = order.trim_start_matches("/orders/").parse().unwrap();
    let till = Permit::of_machine_owner();
    let app = &service.web.app;
    till::take(app, &till, number, "A-1").await.unwrap();
    let page = browser.get(&order).await;
    page.contains_all(&["待审核", "已付款 ¥15.00", "提交审核"])
        .lacks("请在此之前付款");
    let cancelled = browser.post(&format!("{order}/cancel"), "").await;
    cancelled.redirects_to(&order);
    jobs::run_due(app).await.unwrap();
    let page = browser.get(&order).await;
    page.contains_all(&["已取消", "¥15.00 要退给您", "¥15.00 要退回"])
        .lacks("退不退钱");
}

/// Where the receipt is paid, nothing is paid before the photo is approved.
#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_is_paid_after_the_approval() {
    let service = Service::start_costing(PaidFor::Receipt).await;
    let page = service.get(APPLY).await;
    page.contains("¥15.00，照片通过以后才付");
    let order = service.order(Stage::Approved).await;
    assert_eq!(order.receipt, "");
    let own = format!("/orders/{}", order.number);
    let page = order.applicant.get(&own).await;
    page.contains_all(&[
        "照片通过了。付款以后就给您开出回执。",
        "请在此之前付款",
        "等待付款",
    ])
    .lacks("查看回执");
    let till = Permit::of_machine_owner();
    let app = &service.web.app;
    let number = order.number.parse().unwrap();
    till::take(app, &till, number, "A-1").await.unwrap();
    jobs::run_due(app).await.unwrap();
    let page = order.applicant.get(&own).await;
    page.contains("出了照片回执").contains("已付款");
}

/// While nobody reviews, every page says when somebody does, and the API too.
#[tokio::test]
async fn a_closed_desk_says_when_it_opens() {
    use domain::china;
    use domain::opening::OpeningHours;

    // 2027-01-04 is a Monday.
    let hours = || {
        let day = || vec!["9:00-18:00".parse().unwrap()];
        let week = [day(), day(), day(), day(), day(), Vec::new(), Vec::new()];
        OpeningHours::new(week, &[], Vec::new()).unwrap()
    };
    let tomorrow = "明天 9:00 开始";
    for (instant, minute, expected) in [
        ("2027-01-04", 10 * 60, None),
        ("2027-01-04", 20 * 60, Some(tomorrow)),
        ("2027-01-08", 20 * 60, Some("周一 9:00 开始")),
    ] {
        let service = Service::start_opening(hours()).await;
        let at = china::begins(instant.parse().unwrap());
        let now = service.web.app.now();
        let at = at.plus(domain::timestamp::minutes(minute));
        service.clock.advance(at.since(now));
        let order = service.order(Stage::Waiting).await;
        let own = format!("/orders/{}", order.number);
        for path in [own.as_str(), "/service", APPLY] {
            let page = order.applicant.get(path).await;
            let text = page.status(200).text();
            match expected {
                Some(opens) => assert!(text.contains(opens), "{path} {text}"),
                None => assert!(!text.contains("现在没有人审核"), "{path}"),
            }
        }
    }
}

/// An order that was begun on the device of `Service::order`.
async fn own(service: &Service, number: &str) -> OwnOrder {
    let app = &service.web.app;
    let shown = Credentials {
        device: Some(app.digest_device(&("d".repeat(42) + "A"))),
        ..Credentials::default()
    };
    let found = applicant::open(app, number.parse().unwrap(), &shown).await;
    found.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_process_makes_photos_that_is_said_before_anything_is_stored() {
    let service = Service::start_elsewhere().await;
    let operator = service.hire(Role::Operator).await;
    let order = service.order(Stage::Draft).await;
    let picture = format!("/orders/{}/picture", order.number);
    let (away, warning) = ("现在暂时不能制作照片", "现在没有程序在做照片");
    for accept in ["text/html", "application/json"] {
        let refused = order.applicant.upload(&picture, accept, b"a picture").await;
        refused.status(503).has("retry-after", "30");
    }
    let page = order.applicant.upload(&picture, "text/html", b"a picture");
    page.await.contains(away);
    let owner = service.program(&("d".repeat(42) + "A"));
    let refused = owner.put_bytes(&picture, b"a picture".to_vec()).await;
    refused.refused(503, "engine-away");
    let ready = async || service.get("/readyz").await;
    ready().await.status(200).contains("engine-away");
    operator.get("/office").await.contains(warning);
    service.works().await;
    ready().await.status(200).lacks("engine-away");
    operator
        .get("/office")
        .await
        .lacks(warning)
        .contains("做照片，同时 2 张");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_that_is_being_made_is_followed() {
    let service = Service::start_elsewhere().await;
    service.works().await;
    let app = &service.web.app;
    let order = service.order(Stage::Draft).await;
    let (browser, at) = (&order.applicant, format!("/orders/{}", order.number));
    let owner = service.program(&("d".repeat(42) + "A"));
    let told = async || owner.get(&at).await.status(200).json();
    let put = async |bytes| {
        let own = own(&service, &order.number).await;
        let put = applicant::put_picture_on(app, &own, ANYBODY, bytes, Backdrop::Usual).await;
        assert!(matches!(put, Ok(PutPicture::Making(_))), "{put:?}");
    };
    let result = async || browser.get(&format!("{at}/result")).await;
    let scripted = async || {
        let asked = Request::get(format!("{at}/result")).header("accept", "application/json");
        browser.send(asked.body(Body::empty()).unwrap()).await
    };
    assert_eq!(told().await["picture_making"], serde_json::Value::Null);
    put(large_portrait()).await;
    // Without a script the page is refreshed, with one it listens.
    let page = result().await;
    page.status(200).has("retry-after", "3").contains_all(&[
        "正在制作",
        "http-equiv=\"refresh\" content=\"3\"",
        &format!("data-events=\"{at}/events\""),
    ]);
    scripted().await.status(202).contains("picture-making");
    browser
        .get(&at)
        .await
        .contains(&format!("href=\"{at}/result\""));
    let confirm = browser.get(&format!("{at}/confirm")).await;
    confirm.redirects_to(&format!("{at}/result"));
    let submitted = browser.post(&format!("{at}/submit"), "").await;
    submitted.redirects_to(&format!("{at}/result"));
    let submitted = owner
        .post(&format!("{at}/submit"), serde_json::Value::Null)
        .await;
    submitted.refused(409, "picture-making");
    assert!(told().await["picture_making"].is_i64());
    let mut events = browser.follow(&format!("{at}/events")).await;
    let before = events.next().await;
    service.makes_what_waits().await;
    assert_ne!(events.next().await, before);
    result()
        .await
        .status(200)
        .contains("finding-line")
        .lacks("正在制作");
    scripted().await.status(200).contains("may_be_handed_in");
    let shown = told().await;
    assert_eq!(shown["picture_making"], serde_json::Value::Null);
    assert!(shown["picture"]["fitness"].is_string());

    put(b"no picture".to_vec()).await;
    let before = events.next().await;
    service.makes_what_waits().await;
    assert_ne!(events.next().await, before, "who follows it hears of it");
    result().await.status(422).contains("notice-bad");
    scripted()
        .await
        .status(422)
        .contains("image-format-unknown");
    let shown = told().await;
    assert_eq!(shown["picture_refused"][0]["code"], "image-format-unknown");
    // The one before is still there.
    assert!(shown["picture"]["fitness"].is_string());
}
