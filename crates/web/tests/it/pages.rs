//! Every page: its status and what must stand there, in both languages.

use axum::body::Body;
use axum::http::Request;

use crate::service::{ask, get, service};

/// `lang`, path, status, what must stand on the page.
const ROWS: &[(&str, &str, u16, &[&str])] = &[
    (
        "zh",
        "/",
        200,
        &[
            "照片回执",
            "办理回执",
            "/apply/resident-id-card",
            "社保卡",
            "能用电子照片吗",
        ],
    ),
    ("en", "/", 200, &["Photo receipt", "ID card", "lang=\"en\""]),
    (
        "zh",
        "/apply",
        200,
        &["选择证件", "居民身份证", "美国签证", "data-keys"],
    ),
    ("en", "/apply", 200, &["Resident identity card", "Driving"]),
    ("zh", "/apply?q=sfz", 200, &["居民身份证"]),
    (
        "zh",
        "/apply?q=%E6%8A%A4%E7%85%A7",
        200,
        &["普通护照", "国际护照"],
    ),
    ("zh", "/apply?q=qqqqqqqq", 200, &["没有找到“qqqqqqqq”"]),
    (
        "en",
        "/apply?q=%3Cscript%3Ealert",
        200,
        &["&#60;script&#62;alert"],
    ),
    (
        "zh",
        "/apply/resident-id-card",
        200,
        &["选择办证城市", "广东省", "/apply/resident-id-card/110000"],
    ),
    (
        "en",
        "/apply/resident-id-card",
        200,
        &["Guangdong", "province=440000"],
    ),
    (
        "zh",
        "/apply/resident-id-card?province=440000",
        200,
        &["深圳市", "/apply/resident-id-card/440300"],
    ),
    (
        "zh",
        "/apply/resident-id-card?province=999999",
        404,
        &["没有这个页面"],
    ),
    (
        "zh",
        "/apply/resident-id-card?q=%E6%B7%B1%E5%9C%B3",
        303,
        &[],
    ),
    (
        "zh",
        "/apply/resident-id-card?q=%E5%B9%BF%E4%B8%9C%E7%9C%81",
        200,
        &["“广东省”是省份", "深圳市"],
    ),
    (
        "en",
        "/apply/resident-id-card?q=guangdong",
        200,
        &["is a province", "/apply/resident-id-card/440300"],
    ),
    (
        "zh",
        "/apply/resident-id-card?q=%E5%8D%97%E5%B1%B1%E5%8C%BA",
        200,
        &["是区县", "深圳市"],
    ),
    (
        "zh",
        "/apply/resident-id-card?q=zzzzzz",
        200,
        &["没有找到叫“zzzzzz”的城市", "广东省"],
    ),
    (
        "zh",
        "/apply/resident-id-card/440300",
        200,
        &[
            "深圳市",
            "26 × 32 毫米",
            "358 × 441",
            "白色",
            "14–30 KB",
            "免费",
            "约 10 分钟",
            "下一步",
            "name=\"csrf\"",
        ],
    ),
    (
        "en",
        "/apply/resident-id-card/440300",
        200,
        &["26 × 32 mm", "Free", "about 10 minutes", "Next"],
    ),
    (
        "zh",
        "/apply/resident-id-card/110000",
        200,
        &["不收自己拍的照片", "户口簿", "换一个城市"],
    ),
    (
        "zh",
        "/apply/resident-id-card/440000",
        404,
        &["没有这个办证城市", "/apply/resident-id-card/440300"],
    ),
    (
        "zh",
        "/apply/resident-id-card/shenzhen",
        404,
        &["/apply/resident-id-card/440300"],
    ),
    (
        "zh",
        "/apply/passport/440300",
        200,
        &["5 元", "6 个月", "本省的窗口"],
    ),
    (
        "zh",
        "/apply/us-visa",
        200,
        &["不需要照片回执", "下一步", "action=\"/apply/us-visa\""],
    ),
    ("zh", "/apply/graduation-photo", 200, &["毕业证书"]),
    ("zh", "/apply/us-visa/440300", 404, &["/apply/us-visa"]),
    (
        "zh",
        "/apply/shenfenzheng",
        404,
        &["没有这种证件", "/apply/resident-id-card"],
    ),
    (
        "en",
        "/apply/nothing-like-it-at-all",
        404,
        &["There is no such document"],
    ),
    ("zh", "/can-i-use", 200, &["/can-i-use/resident-id-card"]),
    (
        "zh",
        "/can-i-use/resident-id-card",
        200,
        &["/can-i-use/resident-id-card/110000"],
    ),
    (
        "zh",
        "/can-i-use/resident-id-card/440300",
        200,
        &[
            "在深圳市办居民身份证，可以用自己拍的电子照片吗",
            "可以用自己拍的照片",
            "依据",
            "来源说法一致",
            "2026.11.2",
        ],
    ),
    (
        "en",
        "/can-i-use/resident-id-card/440300",
        200,
        &["A photo of your own is accepted"],
    ),
    (
        "zh",
        "/can-i-use/resident-id-card/210100",
        200,
        &["说法不一", "派出所"],
    ),
    ("zh", "/can-i-use/us-visa", 200, &["不需要照片回执"]),
    (
        "zh",
        "/service",
        200,
        &[
            "0755-0000 0000",
            "tel:075500000000",
            "mailto:photo@example.org",
        ],
    ),
    ("en", "/service", 200, &["Photo office"]),
    ("zh", "/nowhere", 404, &["没有这个页面", "回首页"]),
    ("en", "/nowhere", 404, &["There is no such page"]),
    ("zh", "/language", 405, &["不能这样打开"]),
    ("zh", "/assets/0/app.css", 200, &["--action"]),
    ("zh", "/assets/0/nothing.css", 404, &["没有这个页面"]),
    ("zh", "/healthz", 200, &["ok"]),
    ("zh", "/readyz", 200, &["\"ready\":true"]),
    ("zh", "/metrics", 200, &["huizhi_http_requests_total"]),
    ("en", "/api/v1/nothing", 404, &["\"code\":\"not-found\""]),
];

#[tokio::test]
async fn statuses_and_words() {
    let service = service().await;
    for (lang, path, status, words) in ROWS {
        let answer = get(&service, path, &format!("lang={lang}")).await;
        assert_eq!(answer.status.as_u16(), *status, "{path}");
        for word in *words {
            assert!(
                answer.body.contains(word),
                "{path} lacks {word}:\n{}",
                answer.body
            );
        }
    }
}

#[tokio::test]
async fn every_document_and_city_has_its_pages() {
    let service = service().await;
    let catalogue = catalogue::Catalogue::embedded().unwrap();
    for document in catalogue.documents() {
        let base = &document.id;
        let paths = if document.scope == catalogue::Scope::City {
            vec![
                format!("{base}/440300"),
                format!("{base}/810000"),
                base.clone(),
            ]
        } else {
            vec![base.clone()]
        };
        for lang in ["zh", "en"] {
            for path in &paths {
                for purpose in ["apply", "can-i-use"] {
                    let path = format!("/{purpose}/{path}");
                    let answer = get(&service, &path, &format!("lang={lang}")).await;
                    assert_eq!(answer.status.as_u16(), 200, "{path} in {lang}");
                }
            }
        }
    }
}

#[tokio::test]
async fn the_city_is_remembered() {
    let service = service().await;
    let answer = get(&service, "/apply/passport/440300", "").await;
    let cookies: Vec<_> = answer.headers.get_all("set-cookie").iter().collect();
    let of_city =
        |line: &&axum::http::HeaderValue| line.to_str().unwrap().starts_with("city=440300;");
    assert!(
        cookies.iter().copied().any(|line| of_city(&line)),
        "{cookies:?}"
    );
    let check = async |cookies: &str, shown: bool| {
        let answer = get(&service, "/apply/passport", cookies).await;
        assert_eq!(answer.body.contains("上次选的"), shown, "{cookies}");
    };
    check("city=440300", true).await;
    check("city=999999", false).await;
    check("city=nonsense", false).await;
    check("", false).await;
}

#[tokio::test]
async fn a_search_leads_to_the_city() {
    let service = service().await;
    let check = async |query: &str, expected: &str| {
        let answer = get(&service, &format!("/apply/passport?q={query}"), "").await;
        assert_eq!(answer.header("location"), expected, "{query}");
    };
    check("shenzhen", "/apply/passport/440300").await;
    check("440300", "/apply/passport/440300").await;
    check("sz", "").await;
}

#[tokio::test]
async fn choosing_the_language() {
    let service = service().await;
    let check = async |body: &'static str, status: u16, location: &str, cookie: &str| {
        let request = Request::post("/language")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        let answer = ask(&service, request).await;
        assert_eq!(answer.status.as_u16(), status, "{body}");
        assert_eq!(answer.header("location"), location, "{body}");
        assert!(answer.header("set-cookie").starts_with(cookie), "{body}");
    };
    check("lang=en&back=/apply", 303, "/apply", "lang=en;").await;
    check("lang=zh", 303, "/", "lang=zh;").await;
    check("lang=en&back=//evil.example", 303, "/", "lang=en;").await;
    check("lang=de", 400, "", "").await;
    check("nonsense", 422, "", "").await;
}

#[tokio::test]
async fn words_of_pages() {
    let service = service().await;
    for (name, path, lang) in [
        ("home-zh", "/", "zh"),
        ("home-en", "/", "en"),
        ("specification-zh", "/apply/resident-id-card/440300", "zh"),
        ("specification-en", "/apply/passport/440300", "en"),
        ("refused-zh", "/apply/resident-id-card/110000", "zh"),
        ("answer-zh", "/can-i-use/resident-id-card/210100", "zh"),
        ("error-zh", "/apply/resident-id-card/440000", "zh"),
    ] {
        let answer = get(&service, path, &format!("lang={lang}")).await;
        insta::assert_snapshot!(name, answer.words());
    }
}
