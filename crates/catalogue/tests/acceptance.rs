//! Where a self-made electronic photo is accepted.

use catalogue::{Answer, Authority, Catalogue};

#[test]
fn where_it_is_accepted() {
    use Answer::{No, NotApplicable, Unknown, Yes};
    let catalogue = Catalogue::embedded().unwrap();
    for (document, answer, cities) in [
        (
            "身份证",
            Yes,
            "深圳 广州 东莞 中山 海口 三亚 儋州 琼海 陵水 合肥 六安 九江 赣州 长沙 湘西 贵阳 黔东南 西宁 玉树",
        ),
        (
            "身份证",
            No,
            "北京 上海 重庆 南昌 吉安 大连 杭州 武汉 仙桃 成都 西安 石河子 香港",
        ),
        ("身份证", Unknown, "沈阳 朝阳 辽阳 锦州"),
        ("社保卡", Yes, "深圳 广州 海口"),
        ("社保卡", Unknown, "三亚 北京 九江"),
        ("居住证", Yes, "深圳 海口"),
        ("居住证", Unknown, "三亚 杭州"),
        ("驾驶证", Yes, "深圳 汕头"),
        ("驾驶证", Unknown, "海口 南京"),
        ("护照", Yes, "广州 南宁 西宁 昆明 贵阳 成都 重庆 凉山"),
        ("护照", Unknown, "北京 长沙 海口"),
        ("港澳通行证", Yes, "深圳 重庆"),
        ("台湾通行证", Yes, "柳州"),
        ("台湾通行证", Unknown, "厦门"),
        ("网约车驾驶员证", Yes, "广州"),
        ("网约车驾驶员证", Unknown, "萍乡"),
        ("保安员证", Yes, "佛山"),
        ("保安员证", Unknown, "银川"),
        ("考研", Yes, "北京 深圳"),
        ("学信网", Unknown, "北京 深圳"),
        ("美国签证", NotApplicable, "北京"),
        ("申根签证", NotApplicable, "上海"),
    ] {
        let found = catalogue.document(document).unwrap();
        for city in cities.split(' ') {
            let acceptance = catalogue.acceptance(found, catalogue.city(city).unwrap());
            assert_eq!(acceptance.answer, answer, "{document} {city}");
        }
    }
}

/// Everyone who cannot bring a photo is told what to do, in both languages.
#[test]
fn every_answer_is_complete() {
    let catalogue = Catalogue::embedded().unwrap();
    for document in catalogue.documents() {
        for city in catalogue.cities() {
            let acceptance = catalogue.acceptance(document, city);
            let texts = [Some(&acceptance.reason), acceptance.instead.as_ref()];
            for text in texts.into_iter().flatten() {
                assert!(!text.zh.is_empty() && !text.en.is_empty());
                let chinese = text.en.chars().any(|c| c >= '\u{3000}');
                assert!(!chinese, "{}: {}", document.id, text.en);
            }
            assert_eq!(
                acceptance.instead.is_some(),
                acceptance.answer != Answer::Yes
            );
            let abroad = acceptance.answer == Answer::NotApplicable;
            assert_eq!(
                abroad,
                document.authority == Authority::Abroad,
                "{}",
                document.id
            );
        }
    }
}
