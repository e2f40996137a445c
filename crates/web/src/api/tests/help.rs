//! Questions and retention periods: the API says what the pages say.

use serde_json::Value;

use crate::testing::Service;

fn text<'a>(words: &'a Value, lang: &str) -> &'a str {
    let text = words[lang].as_str().unwrap();
    assert!(!text.is_empty() && !text.contains("help-") && !text.contains("retention-"));
    text
}

#[tokio::test]
async fn every_question_is_answered_as_on_its_page() {
    let service = Service::start().await;
    let listed = service.program("").get("/questions").await;
    let listed = listed.status(200).json();
    let all = listed.as_array().unwrap();
    assert!(all.len() > 20, "{} questions", all.len());
    for (lang, browser) in ["zh", "en"].map(|lang| (lang, service.browser().speaking(lang))) {
        let list = browser.get("/help").await;
        for asked in all {
            list.contains_all(&[
                text(&asked["question"], lang),
                text(&asked["group_name"], lang),
            ]);
            let slug = asked["slug"].as_str().unwrap();
            let page = browser.get(&format!("/help/{slug}")).await.words();
            for paragraph in asked["answer"].as_array().unwrap() {
                let paragraph = text(paragraph, lang)
                    .replace('\'', "&#39;")
                    .replace('"', "&#34;");
                assert!(page.contains(&paragraph), "{slug}: {paragraph}");
            }
        }
    }
    for asked in all {
        assert!(!asked["words"].as_array().unwrap().is_empty(), "{asked}");
        for related in asked["related"].as_array().unwrap() {
            assert!(all.iter().any(|one| one["slug"] == *related), "{related}");
        }
    }
}

#[tokio::test]
async fn what_is_kept_is_told_as_on_the_page() {
    let service = Service::start().await;
    let told = service.program("").get("/retention").await;
    let told = told.status(200).json();
    assert_eq!(
        told["rows"].as_array().unwrap().len(),
        domain::retention::KEPT.len()
    );
    for lang in ["zh", "en"] {
        let page = service
            .browser()
            .speaking(lang)
            .get("/help/retention")
            .await;
        let page = page.status(200).words();
        let holds = |words: &Value| {
            let said = text(words, lang)
                .replace('\'', "&#39;")
                .replace('"', "&#34;");
            assert!(page.contains(&said), "{said}");
        };
        holds(&told["intro"]);
        told["notes"].as_array().unwrap().iter().for_each(holds);
        for row in told["rows"].as_array().unwrap() {
            for part in ["what", "how_long", "why", "then"] {
                holds(&row[part]);
            }
        }
    }
}
