//! Every page: its status and expected text, in both languages.

use axum::body::Body;
use axum::http::Request;
use catalogue::{Authority, Gives};

use crate::testing::{Service, rows};

/// Language, status, path, expected text.
const PAGES: &str = r#"
zh | 200 | /                                                     | 照片回执 | 办理回执 | /apply/resident-id-card | 社保卡 | 能用电子照片吗
en | 200 | /                                                     | Photo receipt | ID card | lang="en"
zh | 200 | /apply                                                | 选择证件 | 居民身份证 | 美国签证 | data-keys
en | 200 | /apply                                                | Resident identity card | Driving
zh | 200 | /apply?q=sfz                                          | 居民身份证
zh | 200 | /apply?q=%E6%8A%A4%E7%85%A7                           | 普通护照 | 国际护照
zh | 200 | /apply?q=qqqqqqqq                                     | 没有找到“qqqqqqqq”
en | 200 | /apply?q=%3Cscript%3Ealert                            | &#60;script&#62;alert
zh | 200 | /apply?q=%E8%BA%AB%E4%BB%BD%E8%AD%89                  | 居民身份证
zh | 200 | /apply                                                | #visa" | id="visa" | 日本签证照片 | 一寸照 | 考试报名
en | 200 | /apply                                                | #examination" | Japanese visa photo | One-inch photo
zh | 200 | /apply/resident-id-card                               | 选择办证城市 | 大城市 | 深圳 | 按省份找 | letter-S | /apply/resident-id-card/110000
en | 200 | /apply/resident-id-card                               | Large cities | Shenzhen | letter-S
zh | 200 | /apply/resident-id-card?by=province                   | 广东省 | province=440000
en | 200 | /apply/resident-id-card?by=province                   | Guangdong | province=440000
zh | 200 | /apply/resident-id-card?province=440000               | 深圳市 | /apply/resident-id-card/440300
zh | 404 | /apply/resident-id-card?province=999999               | 没有这个页面
zh | 303 | /apply/resident-id-card?q=%E6%B7%B1%E5%9C%B3          |
zh | 200 | /apply/resident-id-card?q=%E5%B9%BF%E4%B8%9C%E7%9C%81 | “广东省”是省份 | 深圳市
en | 200 | /apply/resident-id-card?q=guangdong                   | is a province | /apply/resident-id-card/440300
zh | 200 | /apply/resident-id-card?q=%E5%8D%97%E5%B1%B1%E5%8C%BA | 是区县 | 深圳市
zh | 200 | /apply/resident-id-card?q=zzzzzz                      | 没有找到叫“zzzzzz”的城市 | letter-A
zh | 200 | /apply/resident-id-card/440300                        | 深圳市 | 26 × 32 毫米 | 358 × 441 | 白色 | 14–30 KB | 免费 | 约 10 分钟 | 下一步 | name="csrf"
en | 200 | /apply/resident-id-card/440300                        | 26 × 32 mm | Free | about 10 minutes | Next
zh | 200 | /apply/resident-id-card/110000                        | 不收自己拍的照片 | 户口簿 | 换一个城市
zh | 404 | /apply/resident-id-card/440000                        | 没有这个办证城市 | /apply/resident-id-card/440300
zh | 404 | /apply/resident-id-card/shenzhen                      | /apply/resident-id-card/440300
zh | 200 | /apply/passport/440300                                | ¥5.00 | 6 个月 | 本省的窗口
zh | 200 | /apply/us-visa                                        | 不需要照片回执 | 不出照片回执 | 下一步 | action="/apply/us-visa"
zh | 200 | /apply/one-inch                                       | 25 × 35 毫米 | 白色，也可以选蓝色、红色 | 不出照片回执
en | 200 | /apply/one-inch                                       | white; blue or red if you choose it
zh | 200 | /apply/graduation-photo                               | 毕业证书
zh | 404 | /apply/us-visa/440300                                 | /apply/us-visa
zh | 404 | /apply/shenfenzheng                                   | 没有这种证件 | /apply/resident-id-card
en | 404 | /apply/nothing-like-it-at-all                         | There is no such document
zh | 200 | /can-i-use                                            | /can-i-use/resident-id-card
zh | 200 | /can-i-use/resident-id-card                           | /can-i-use/resident-id-card/110000 | 收自己拍的照片的地方 | 广东省 | 九江市 | 沈阳市 | 其他地方：不收自己拍的照片
zh | 200 | /can-i-use/resident-id-card/440300                    | 在深圳市办居民身份证，可以用自己拍的电子照片吗 | 可以用自己拍的照片 | 依据 | 来源说法一致 | 2026.11.3
en | 200 | /can-i-use/resident-id-card/440300                    | A photo of your own is accepted
zh | 200 | /can-i-use/resident-id-card/210100                    | 说法不一 | 派出所
zh | 200 | /can-i-use/us-visa                                    | 不需要照片回执
zh | 200 | /service                                              | 0755-0000 0000 | tel:075500000000 | mailto:photo@example.org
en | 200 | /service                                              | Photo office
zh | 404 | /nowhere                                              | 没有这个页面 | 回首页
en | 404 | /nowhere                                              | There is no such page
zh | 405 | /language                                             | 不能这样打开
zh | 200 | /assets/0/app.css                                     | --action
zh | 404 | /assets/0/nothing.css                                 | 没有这个页面
zh | 200 | /healthz                                              | ok
zh | 200 | /readyz                                               | "ready":true
zh | 200 | /metrics                                              | huizhi_http_requests_total
en | 404 | /api/v1/nothing                                       | "code":"not-found"
"#;

#[tokio::test]
async fn every_page_has_its_status_and_words() {
    let service = Service::start().await;
    for [lang, status, path, words] in rows(PAGES) {
        let answer = service.browser().speaking(lang).get(path).await;
        let words: Vec<&str> = words.split(" | ").collect();
        answer.status(status.parse().unwrap()).contains_all(&words);
    }
}

/// For whoever checks receipts elsewhere.
#[tokio::test]
async fn public_keys_are_published() {
    let service = Service::start().await;
    let key = service.web.app.public_key().to_string();
    for path in ["/verify", "/verify/key", "/verify/keys"] {
        let answer = service.browser().speaking("en").get(path).await;
        answer.status(200).contains_all(&[key.as_str()]);
    }
}

/// For whoever keeps what the log was.
#[tokio::test]
async fn checkpoints_are_published() {
    let service = Service::start().await;
    let log = async || service.browser().speaking("en").get("/verify/log").await;
    log().await.status(200);
    usecases::kept_checkpoints::attest(&service.web.app)
        .await
        .unwrap();
    log().await.status(200).contains("huizhi-log-checkpoint-1 ");
}

#[tokio::test]
async fn every_document_and_city_has_its_pages() {
    let service = Service::start().await;
    for document in service.web.catalogue.documents() {
        let places: &[&str] = match document.authority {
            Authority::City => &["", "/440300", "/810000"],
            _ => &[""],
        };
        for (lang, purpose) in [
            ("zh", "apply"),
            ("zh", "can-i-use"),
            ("en", "apply"),
            ("en", "can-i-use"),
        ] {
            for place in places {
                let path = format!("/{purpose}/{}{place}", document.id);
                let browser = service.browser().speaking(lang);
                browser.get(&path).await.status(200);
            }
        }
    }
}

#[tokio::test]
async fn the_city_is_remembered() {
    let service = Service::start().await;
    let chosen = service.get("/apply/passport/440300").await;
    chosen.sets_cookie("city=440300;");
    for (city, shown) in [
        ("440300", true),
        ("999999", false),
        ("nonsense", false),
        ("", false),
    ] {
        let browser = service.browser().with_cookie("city", city);
        let page = browser.get("/apply/passport").await.text();
        assert_eq!(page.contains("上次选的"), shown, "{city}");
    }
}

#[tokio::test]
async fn a_search_leads_to_the_city() {
    let service = Service::start().await;
    for (query, to) in [
        ("shenzhen", "/apply/passport/440300"),
        ("440300", "/apply/passport/440300"),
        // Of several cities the large one; of several large ones none.
        ("sz", "/apply/passport/440300"),
        (
            "%E5%BB%A3%E6%9D%B1%E6%B7%B1%E5%9C%B3",
            "/apply/passport/440300",
        ),
        ("fz", ""),
    ] {
        let answer = service.get(&format!("/apply/passport?q={query}")).await;
        answer.has("location", to);
    }
}

#[tokio::test]
async fn a_language_is_chosen() {
    let service = Service::start().await;
    for (form, status, to, cookie) in [
        ("lang=en&back=/apply", 303, "/apply", "lang=en;"),
        ("lang=zh", 303, "/", "lang=zh;"),
        ("lang=en&back=//evil.example", 303, "/", "lang=en;"),
        ("lang=de", 400, "", ""),
        ("nonsense", 422, "", ""),
    ] {
        let request = Request::post("/language")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(form));
        let answer = service.ask(request.unwrap()).await;
        answer.status(status).has("location", to);
        assert!(answer.header("set-cookie").starts_with(cookie), "{form}");
    }
}

#[tokio::test]
async fn the_words_of_pages_are_what_they_were() {
    let service = Service::start().await;
    for (name, path, lang) in [
        ("home-zh", "/", "zh"),
        ("home-en", "/", "en"),
        ("specification-zh", "/apply/resident-id-card/440300", "zh"),
        ("specification-en", "/apply/passport/440300", "en"),
        ("refused-zh", "/apply/resident-id-card/110000", "zh"),
        ("answer-zh", "/can-i-use/resident-id-card/210100", "zh"),
        ("error-zh", "/apply/resident-id-card/440000", "zh"),
        ("documents-zh", "/apply", "zh"),
        ("visa-zh", "/apply/japan-visa", "zh"),
        ("places-zh", "/can-i-use/resident-id-card", "zh"),
    ] {
        let answer = service.browser().speaking(lang).get(path).await;
        insta::assert_snapshot!(name, answer.words());
    }
}

/// A document without receipts offers none, and names no city.
#[tokio::test]
async fn what_a_document_does_not_have_is_not_shown() {
    let service = Service::start().await;
    for document in service.web.catalogue.documents() {
        let (gives, authority) = (document.gives, document.authority);
        if authority == Authority::City {
            continue;
        }
        let page = service.get(&format!("/apply/{}", document.id)).await;
        let page = page.status(200);
        page.lacks("办证城市：").lacks("换一个城市");
        for words in ["能用几次", "在哪里用", "窗口用后核销"] {
            match gives {
                Gives::Photo => page.lacks(words),
                Gives::Receipt => page,
            };
        }
        let question = format!("/can-i-use/{}", document.id);
        service.get(&question).await.lacks("看别的城市");
    }
}

/// No row repeats the province, except where it tells two cities apart.
#[tokio::test]
async fn provinces_are_not_repeated() {
    let service = Service::start().await;
    let page = service.get("/apply/passport").await.text();
    assert_eq!(page.matches("<span class=\"cell-value\">广东省").count(), 0);
    assert_eq!(
        page.matches("data-keys=").count(),
        service.web.catalogue.cities().len()
    );
    let english = service.browser().speaking("en");
    let page = english.get("/apply/passport").await;
    page.contains_all(&[
        "<span class=\"cell-value\">Jiangsu",
        "<span class=\"cell-value\">Anhui",
    ]);
    let several = service.get("/apply/passport?q=suzhou").await;
    several.contains_all(&["江苏省", "安徽省"]);
}
