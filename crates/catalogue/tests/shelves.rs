//! What studios are asked for every day is in the catalogue, with its sources and
//! plausible figures.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use catalogue::{Authority, Catalogue, Category, Confidence, Document, Source};

static CATALOGUE: LazyLock<Catalogue> =
    LazyLock::new(|| Catalogue::embedded().expect("the embedded data is valid"));

/// Names as people say them, by the group in which each is looked for.
#[test]
fn what_is_asked_for_every_day() {
    let check = |category: Category, names: &str| {
        for name in names.split_whitespace() {
            let found = CATALOGUE.document(name).map(|found| found.category);
            assert_eq!(found, Ok(category), "{name}");
        }
    };
    check(Category::Size, "一寸 小一寸 大一寸 二寸 小二寸 大二寸 三寸");
    check(
        Category::Identity,
        "身份证 居住证 港澳居民居住证 台湾居民居住证 退役军人优待证 残疾人证",
    );
    check(Category::Social, "社保卡");
    check(Category::Transport, "驾驶证");
    check(
        Category::Travel,
        "护照 港澳通行证 台湾通行证 台胞证 回乡证 外国人永久居留 居留许可 来华签证 海员证 入台证",
    );
    check(Category::Occupation, "保安员证 网约车 教师资格 健康证");
    check(Category::Education, "学信网 学生证 学籍");
    check(
        Category::Examination,
        "国考 公务员 省考 事业单位 四六级 计算机等级 会计 护士 执业医师 建造师 二建 执业药师 \
         普通话 英语等级 教资 考研 法考 导游 自学考试 成人高考 高考 经济师",
    );
    check(
        Category::Visa,
        "美签 申根 日本签证 韩国签证 英国签证 加拿大签证 澳大利亚签证 新西兰签证 新加坡签证 \
         泰国签证 马来西亚签证 越南签证 印度签证 俄罗斯签证 绿卡抽签 印尼签证 柬埔寨签证",
    );
    check(
        Category::Abroad,
        "绿卡 OCI 美国护照 英国护照 加拿大护照 澳大利亚护照 德国护照 法国护照 日本护照 \
         新加坡护照 新西兰护照 印度护照 荷兰护照",
    );
    assert!(CATALOGUE.documents().len() >= 60);
}

/// Every source that a document's figures name.
fn sources(document: &Document) -> Vec<&Source> {
    let photo = &document.photo;
    let mut all = vec![&photo.source, &photo.background.source, &photo.file.source];
    all.extend(photo.constraints.iter().map(|rule| &rule.source));
    all.extend(photo.print.iter().map(|print| &print.source));
    all.push(&document.elsewhere.source);
    all
}

/// Each figure says where it comes from; where sources disagree a note says how.
/// What this project chose itself is never called better than D.
#[test]
fn every_figure_has_its_source() {
    for document in CATALOGUE.documents() {
        for source in sources(document) {
            assert!(source.cite.trim().chars().count() >= 4, "{}", document.id);
            if source.cite.contains("本项目") {
                assert_eq!(source.confidence, Confidence::D, "{}", document.id);
            }
            if let Some(note) = &source.note {
                assert!(!note.zh.is_empty() && !note.en.is_empty());
                let is_chinese = note
                    .en
                    .chars()
                    .any(|c| ('\u{4e00}'..'\u{a000}').contains(&c));
                assert!(!is_chinese, "{}: {}", document.id, note.en);
            }
        }
        // The size at least rests on something that was read.
        assert!(
            document.photo.source.confidence <= Confidence::C
                || ["postgraduate-exam", "public-institution-exam"].contains(&document.id.as_str()),
            "{}",
            document.id
        );
    }
}

#[test]
fn figures_are_plausible() {
    for document in CATALOGUE.documents() {
        let photo = &document.photo;
        let id = &document.id;
        let pixels = f64::from(photo.width_px) * f64::from(photo.height_px);
        assert!((15.0..=110.0).contains(&photo.width_mm.0), "{id}");
        assert!((15.0..=155.0).contains(&photo.height_mm.0), "{id}");
        assert!((300..=600).contains(&photo.dpi.0), "{id}");
        let shape = photo.height_mm.0 / photo.width_mm.0;
        assert!((1.0..=1.55).contains(&shape), "{id}: {shape}");
        // A JPEG of a face has between a tenth of a bit and eight bits a pixel.
        #[expect(
            clippy::cast_precision_loss,
            reason = "a file is smaller than 2^52 bytes"
        )]
        let bits = |bytes: usize| bytes as f64 * 8.0 / pixels;
        assert!(
            bits(photo.file.min_bytes) <= 4.0,
            "{id}: too large a least file"
        );
        assert!(
            bits(photo.file.max_bytes) >= 0.7,
            "{id}: too small a largest file"
        );
        let quality = photo.file.min_quality.expect("every document names one");
        assert!((60..=90).contains(&quality), "{id}");
        let mut shades: BTreeSet<[u8; 3]> = BTreeSet::from([photo.background.rgb]);
        for choice in &photo.background.choices {
            assert!(shades.insert(choice.rgb), "{id}: a background twice");
        }
    }
}

/// Where nobody's city decides none is asked for, and what goes abroad has no
/// receipt; a document of a group stands beside the others of it.
#[test]
fn documents_of_a_group_stand_together() {
    let mut seen: Vec<Category> = Vec::new();
    for category in Category::ALL {
        assert!(
            CATALOGUE
                .documents()
                .iter()
                .any(|one| one.category == category),
            "{category:?}"
        );
    }
    for document in CATALOGUE.documents() {
        let abroad = matches!(document.category, Category::Visa | Category::Abroad);
        assert_eq!(
            document.authority == Authority::Abroad,
            abroad,
            "{}",
            document.id
        );
        if document.category == Category::Size {
            assert_eq!(document.authority, Authority::National, "{}", document.id);
            assert_eq!(
                document.photo.background.choices.len(),
                2,
                "{}",
                document.id
            );
        }
        if seen.last() != Some(&document.category) {
            seen.push(document.category);
        }
    }
    let last = seen.iter().rev().take(4).copied().collect::<Vec<_>>();
    assert_eq!(
        last,
        [
            Category::Size,
            Category::Abroad,
            Category::Visa,
            Category::Examination
        ]
    );
}
