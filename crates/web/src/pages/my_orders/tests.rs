//! Lists, look-ups and help for a new visitor.

use domain::staff::Role;

use crate::testing::{Service, Stage};

/// Number and phone show how the order stands; the end of the identity number
/// opens the rest.
#[tokio::test(flavor = "multi_thread")]
async fn an_order_found_elsewhere_is_proved() {
    let service = Service::start_lenient().await;
    let number = service.order(Stage::Rejected).await.number;
    let order = format!("/orders/{number}");
    let page = |path: &str| format!("{order}{path}");
    let browser = service.browser().speaking("en");
    let wrong = format!("number={number}&person=13800138001");
    let nobodys = domain::OrderNumber::generate(&mut domain::randomness::seeded(8));
    let nobodys = format!("number={nobodys}&person=13800138000");
    for form in [&wrong, &nobodys] {
        let answer = browser.post("/orders/find", form).await;
        answer.status(404).contains("No such order");
    }
    let found = browser
        .post(
            "/orders/find",
            &format!("number={number}&person=13800138000"),
        )
        .await;
    found.status(303);
    let seen = browser.get(&order).await;
    seen.status(200).contains("Ears").contains(&page("/prove"));
    seen.lacks("photo.jpg")
        .lacks("cell-text note")
        .lacks("/erase");
    browser.get("/orders").await.status(200).lacks("photo.jpg");
    for path in [
        "/erase",
        "/cancel",
        "/messages",
        "/details",
        "/photo.jpg",
        "/receipt",
    ] {
        let answer = browser.get(&page(path)).await;
        answer.redirects_to(&page("/prove"));
    }
    browser
        .get(&page("/prove"))
        .await
        .status(200)
        .contains("name=\"proof\"");
    let wrong = browser.post(&page("/prove"), "proof=310020").await;
    wrong.status(422).contains("not the end");
    let proven = browser.post(&page("/prove"), "proof=31002X").await;
    proven.status(303);
    browser
        .get(&order)
        .await
        .status(200)
        .contains("cell-text note");
    browser.get(&page("/photo.jpg")).await.status(200);
    browser.get(&page("/prove")).await.status(303);
    // Nobody else, staff among them, is let in.
    let clerk = service.hire(Role::Clerk).await;
    clerk.get(&page("/prove")).await.status(404);
}

/// The list and the order's page say that the receipt expired, and lead to another;
/// so does what the paper alone finds.
#[tokio::test(flavor = "multi_thread")]
async fn an_expired_receipt_leads_to_another() {
    let service = Service::start_lenient().await;
    let order = service.order(Stage::Approved).await;
    let applicant = order.applicant.speaking("en");
    let page = format!("/orders/{}", order.number);
    let number = order.receipt.parse::<domain::ReceiptNumber>().unwrap();
    let list = applicant.get("/orders").await;
    list.status(200)
        .contains("Valid until 20")
        .contains(&number.grouped());
    // Its term is six months.
    service.clock.advance(domain::timestamp::days(200));
    usecases::jobs::run_due(&service.web.app).await.unwrap();
    let list = applicant.get("/orders").await;
    list.status(200).contains("Expired").contains(&page);
    let stone = applicant.get(&page).await;
    stone
        .status(200)
        .contains("Expired")
        .contains("were deleted on")
        .contains(&format!("action=\"{page}/renew\""))
        .lacks("photo.jpg");
    let renewed = applicant.post(&format!("{page}/renew"), "").await;
    renewed.status(303);
    applicant.get(renewed.header("location")).await.status(200);

    let stranger = service.browser().speaking("en");
    let link = format!("/orders/find?number={}", order.receipt);
    stranger.get(&link).await.contains(&order.receipt);
    let form = format!("number={}&person=11010519491231002X", order.receipt);
    let found = stranger.post("/orders/find", &form).await;
    found.redirects_to(&page);
    let seen = stranger.get(&page).await;
    seen.status(200)
        .contains("Expired")
        .contains("href=\"/apply/resident-id-card/")
        .lacks("/prove\"");
}

/// Of several drafts of one kind the newest is shown; the others are folded. What is
/// saved says what it is.
#[tokio::test(flavor = "multi_thread")]
async fn drafts_are_folded_and_files_named() {
    let service = Service::start_lenient().await;
    let order = service.order(Stage::Approved).await;
    let page = format!("/orders/{}", order.number);
    let names = |answer: &crate::testing::Answer| answer.header("content-disposition").to_owned();
    let pdf = order.applicant.get(&format!("{page}/receipt.pdf")).await;
    let expected = format!(
        "inline; filename=\"{0}.pdf\"; filename*=UTF-8''\
         %E5%9B%9E%E6%89%A7-%E6%B7%B1%E5%9C%B3%E5%B8%82-\
         %E5%B1%85%E6%B0%91%E8%BA%AB%E4%BB%BD%E8%AF%81-{0}.pdf",
        order.number
    );
    assert_eq!(names(&pdf), expected);
    for _ in 0..3 {
        let renewed = order.applicant.post(&format!("{page}/renew"), "").await;
        renewed.status(303);
    }
    let list = order.applicant.get("/orders").await;
    list.status(200).contains("同样的还有 2 份没办完");
}

#[tokio::test]
async fn a_stranger_finds_help_and_no_orders() {
    let service = Service::start().await;
    for (path, status, words) in [
        ("/orders", 200, "还没有订单"),
        ("/orders/find", 200, "name=\"person\""),
        ("/orders/23456789ABC/messages", 404, ""),
        ("/help", 200, "更换身份证可以使用电子照片吗"),
        (
            "/help?q=dianzizhaopian",
            200,
            "更换身份证可以使用电子照片吗",
        ),
        ("/help?q=zzzz", 200, "没有找到相关的问题"),
        ("/help/across-cities", 200, "相关问题"),
        ("/help/retention", 200, "30 天"),
        ("/help/no-such", 404, ""),
    ] {
        service.get(path).await.status(status).contains(words);
    }
}

/// A device's secret, as older versions had it for a cookie.
const OLD: &str = "ddddddddddddddddddddddddddddddddddddddddddA";

/// A cookie of before cookies were authenticated is taken once, for a device that
/// began an order then, and replaced; nobody else's is.
#[tokio::test]
async fn an_older_devices_cookie_is_replaced_and_no_other_is_taken() {
    let old = OLD;
    let (service, number) = Service::start_after_older_version(old).await;
    let unknown = "e".repeat(42) + "A";
    let elsewhere = crate::Secrets::new([2; 32]);
    let forged = crate::device_cookie(&elsewhere, old);
    for (what, cookie) in [
        ("of no order", unknown.as_str()),
        ("with another's MAC", &forged),
        ("cut", &old[1..]),
        ("with more", &format!("{old}A")),
    ] {
        let browser = service.browser().with_cookie("device", cookie);
        let list = browser.get("/orders").await;
        list.status(200).lacks(&number);
        let given = format!("device={}", cookie.split('.').next().unwrap());
        let cookies = list.cookies();
        let is_taken = cookies.iter().any(|line| line.starts_with(&given));
        assert!(!is_taken, "{what}: {cookies:?}");
    }

    let browser = service.browser().with_cookie("device", old);
    let list = browser.get("/orders").await;
    let newer = crate::device_cookie(&service.web.secrets, old);
    list.contains(&number)
        .sets_cookie(&format!("device={newer};"));
    let again = browser.get("/orders").await;
    again.contains(&number);
    assert!(again.cookies().is_empty(), "it is replaced once");

    // Left, it opens nothing any more, in its old form either.
    browser.post("/orders/leave", "").await.status(303);
    let kept = service.browser().with_cookie("device", old);
    kept.get("/orders").await.lacks(&number);
}
