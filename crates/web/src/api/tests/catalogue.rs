//! Endpoints without authentication.

use serde_json::{Value, json};

use crate::testing::{Service, rows};

/// Path, JSON pointer, expected value.
const ANSWERS: &str = "
/documents/resident-id-card               | /specification/width_px  | 358
/documents/resident-id-card               | /specification/height_px | 441
/documents/resident-id-card               | /asks                    | []
/documents/graduation-photo               | /asks/0/id               | school
/documents/graduation-photo               | /asks/1/need             | may
/documents/resident-id-card/cities/440300 | /acceptance/answer       | yes
/documents/resident-id-card/cities/110000 | /acceptance/answer       | no
/documents/resident-id-card               | /gives                   | receipt
/documents/japan-visa                     | /gives                   | photo
/documents/one-inch                       | /specification/background_choices/0/names/zh | 蓝色
/documents/resident-id-card               | /document_name/en        | Resident identity card
/documents/resident-id-card               | /city_name               | null
/documents/resident-id-card/cities/440300 | /city_name/zh            | 深圳市
/documents/resident-id-card/cities/440300 | /facts/0/name/zh         | 尺寸
/documents/resident-id-card/cities/440300 | /facts/0/value/en        | 26 × 32 mm
/documents/resident-id-card/cities/440300 | /facts/0/rgb             | null
/documents/resident-id-card/cities/440300 | /facts/2/rgb             | [255,255,255]
/documents/resident-id-card/cities/440300 | /receipt_terms/0/name/zh | 有效期
/documents/resident-id-card/cities/440300 | /receipt_terms/1/value/zh | 一次，窗口用后核销
/documents/passport/cities/440300         | /receipt_terms/0/value/en | 6 months
/documents/japan-visa                     | /receipt_terms           | []
/documents/resident-id-card/cities/440300 | /acceptance/confidence/zh | 可信程度：几个互不相干的来源说法一致
/documents/one-inch                       | /specification/background_name/en | white
/documents/one-inch                       | /facts/2/value/en        | white; blue or red if you choose it
/documents?q=sfz                          | /0/id                    | resident-id-card
/documents?q=sfz                          | /0/short/zh              | 身份证
/documents?q=sfz                          | /0/short/en              | ID card
/documents?q=sfz                          | /0/also/zh               | 身份证、二代证、第二代居民身份证
/documents?q=travel                       | /0/id                    | passport
/documents?q=%E5%87%BA%E5%85%A5%E5%A2%83  | /0/id                    | passport
/documents?q=%20ID%20Card%20              | /0/id                    | resident-id-card
/documents?q=qqqqqqqqqq                   |                          | []
/cities?q=shenzh                          | /0/short/zh              | 深圳
/cities?q=shenzh                          | /0/short/en              | Shenzhen
/cities?q=shenzh                          | /0/province/zh           | 广东省
/cities?q=beijing                         | /0/province/zh           | 北京市
/cities?q=%E5%BB%A3%E5%B7%9E              | /0/names/zh              | 广州市
/cities?q=shenzh                          | /0/code                  | 440300
/cities?q=%E6%B7%B1                       | /0/names/zh              | 深圳市
/cities?q=zzzz                            |                          | []
";

#[tokio::test]
async fn documents_and_cities_say_what_they_ask() {
    let service = Service::start().await;
    let everybody = service.program("");
    for [path, pointer, expected] in rows(ANSWERS) {
        let answer = everybody.get(path).await;
        answer
            .status(200)
            .has("content-type", "application/json")
            .has("cache-control", "no-store");
        assert_eq!(answer.at(pointer), expected, "{path} {pointer}");
    }
    for path in [
        "/documents/none",
        "/documents/resident-id-card/cities/999999",
        "/documents/us-visa/cities/440300",
        "/documents/us-visa/cities",
        "/documents/none/cities?q=sz",
        "/documents/resident-id-card/cities/深圳",
        "/nothing",
    ] {
        everybody.get(path).await.refused(404, "not-found");
    }
}

/// A query as it stands in an address.
fn escaped(query: &str) -> String {
    let bytes = query.bytes();
    bytes.map(|byte| format!("%{byte:02X}")).collect()
}

/// Query, the cities found (`…` for more), what is said.
const CITIES: &str = "
shenz     | 深圳市                |
sz        | 深圳市 朔州市 苏州市 … |
440300    | 深圳市                |
4403      | 深圳市                |
guangdong | 广州市 韶关市 深圳市 … | “guangdong”是省份
广东省     | 广州市 韶关市 深圳市 … | “广东省”是省份
44        | 广州市 韶关市 深圳市 … | “44”是省份
吉林       | 长春市 吉林市 四平市 … | “吉林”是省份
广东深圳   | 深圳市                |
南山区     | 鹤岗市 深圳市          | “南山区”是区县
zzzzzz    |                      | 没有找到叫“zzzzzz”的城市
台湾       |                      | “台湾”不签发这里的证件
";

#[tokio::test]
async fn a_city_is_chosen_for_a_document() {
    let service = Service::start().await;
    let everybody = service.program("");
    let names = |list: &Value| -> Vec<String> {
        let list = list.as_array().unwrap().iter();
        let name = |city: &Value| city["names"]["zh"].as_str().unwrap().to_owned();
        list.map(name).collect()
    };
    let choice = "/documents/resident-id-card/cities";
    for [query, expected, said] in rows(CITIES) {
        let query = escaped(query);
        let found = everybody.get(&format!("{choice}?q={query}")).await;
        let found = found.status(200).json();
        let mut cities = names(&found["cities"]);
        if cities.len() > 3 {
            cities.truncate(3);
            cities.push("…".to_owned());
        }
        assert_eq!(cities.join(" "), expected, "{query}");
        assert_eq!(found["large"], json!([]), "{query}");
        match said {
            "" => assert!(found["notice"].is_null(), "{query}: {found}"),
            said => {
                let notice = &found["notice"];
                let message = notice["message"]["zh"].as_str().unwrap();
                assert!(message.starts_with(said), "{message}");
                assert!(
                    notice["remedy"]["en"]
                        .as_str()
                        .is_some_and(|en| !en.is_empty())
                );
            }
        }
    }
    let all = service.web.catalogue.cities().len();
    for query in ["", "?q=", "?q=%20-%20"] {
        let every = everybody.get(&format!("{choice}{query}")).await;
        let every = every.status(200).json();
        assert!(every["notice"].is_null(), "{query}");
        assert_eq!(names(&every["cities"]).len(), all, "{query}");
        let pinyin = |city: &Value| city["pinyin"].as_str().unwrap().to_owned();
        assert!(every["cities"].as_array().unwrap().is_sorted_by_key(pinyin));
        // Beijing takes no photo of one's own for this document.
        let large = names(&every["large"]);
        assert_eq!(large[..3], ["广州市", "深圳市", "东莞市"], "{query}");
        assert!(large.len() <= 12 && !large.contains(&"北京市".to_owned()));
    }
}

#[tokio::test]
async fn every_document_is_listed() {
    let service = Service::start().await;
    let listed = service.program("").get("/documents").await.json();
    let known = service.web.catalogue.documents();
    assert_eq!(listed.as_array().unwrap().len(), known.len());
}

#[tokio::test]
async fn every_reason_says_why_and_how_it_is_cured() {
    let service = Service::start().await;
    let reasons = service.program("").get("/reasons").await.json();
    for reason in reasons.as_array().unwrap() {
        assert!(reason["findings"].is_array(), "{reason}");
        for text in ["name", "why", "cure"] {
            let text = reason[text]["zh"].as_str().unwrap();
            assert!(!text.is_empty() && !text.contains("reason-"), "{reason}");
        }
    }
}
