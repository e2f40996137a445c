//! Search of documents by a part of their names, or of their category's
//! heading. `assets/filter.js` compares the same keys in the same way.

use catalogue::{Catalogue, Document, fold};

use super::category_name;
use crate::Speech;

/// Characters of a query that are used.
const MOST_LETTERS: usize = 60;

/// What of a query is used.
pub(crate) fn read_query(query: &str) -> String {
    query.trim().chars().take(MOST_LETTERS).collect()
}

/// All search keys of a document, normalised, separated by spaces.
pub(crate) fn keys(s: Speech, document: &Document) -> String {
    let heading = category_name(s, document.category);
    let names = [
        document.id.as_str(),
        &document.names.zh,
        &document.names.en,
        &heading,
    ];
    let others = document.aliases.iter().chain(&document.pinyin);
    let names = names.into_iter().chain(others.map(String::as_str));
    names.map(fold).collect::<Vec<_>>().join(" ")
}

/// Latin letters up to which a query is the beginning of a name: in the middle of
/// pinyin, three letters are in everything.
const SHORT: usize = 3;

/// Whether one of the keys has the query: anywhere, or at its beginning where the
/// query is a few Latin letters.
fn fits(keys: &str, folded: &str) -> bool {
    if folded.is_ascii() && folded.len() <= SHORT {
        keys.split(' ').any(|key| key.starts_with(folded))
    } else {
        keys.contains(folded)
    }
}

/// The documents matching a query, in the catalogue's order: those with the
/// query as part of a name, or of a heading in one of these languages, else those with a
/// similar name. All for an empty query.
pub(crate) fn matching<'a>(
    speeches: &[Speech],
    catalogue: &'a Catalogue,
    query: &str,
) -> Vec<&'a Document> {
    let folded = fold(query);
    let documents = catalogue.documents().iter();
    let named: Vec<_> = documents
        .clone()
        .filter(|document| {
            let mut speeches = speeches.iter();
            speeches.any(|s| fits(&keys(*s, document), &folded))
        })
        .collect();
    if !named.is_empty() {
        return named;
    }
    let Err(error) = catalogue.document(query) else {
        return Vec::new();
    };
    let near = error.candidates();
    documents
        .filter(|document| {
            near.iter()
                .any(|candidate| document.id == candidate.id.as_str())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use messages::Locale;

    use super::*;

    #[test]
    fn queries() {
        let catalogue = Catalogue::embedded().unwrap();
        let check_in = |locale, query: &str, expected: &[&str]| {
            let found: Vec<_> = matching(&[Speech { locale }], &catalogue, query)
                .into_iter()
                .map(|document| document.id.as_str())
                .collect();
            assert_eq!(found, expected, "{query}");
        };
        let check = |query: &str, expected: &[&str]| check_in(Locale::Zh, query, expected);
        check(
            "身份证",
            &["resident-id-card", "foreign-permanent-residence"],
        );
        check("sfz", &["resident-id-card"]);
        check("ID card", &["resident-id-card"]);
        check(
            "身份證",
            &["resident-id-card", "foreign-permanent-residence"],
        );
        check("身分证", &["resident-id-card"]);
        check("社保", &["social-security-card"]);
        // A few letters begin a name; more may stand in its middle.
        check("cet", &["cet"]);
        check("oci", &["india-oci"]);
        check("gk", &["civil-service-exam"]);
        check("riben", &["japan-visa", "japan-passport"]);
        check("日签", &["japan-visa"]);
        check("一寸", &["one-inch", "small-one-inch", "large-one-inch"]);
        check(
            "通行证",
            &[
                "hong-kong-macao-permit",
                "taiwan-permit",
                "mainland-travel-permit-taiwan",
                "mainland-travel-permit-hong-kong-macao",
            ],
        );
        check("SheBao", &["social-security-card"]);
        let near = matching(
            &[Speech { locale: Locale::Zh }],
            &catalogue,
            "shenfenzhengg",
        );
        assert_eq!(
            near.first().map(|one| one.id.as_str()),
            Some("resident-id-card")
        );
        check("qqqqqqqqqq", &[]);
        // By the heading of their category.
        let travel = matching(&[Speech { locale: Locale::Zh }], &catalogue, "出入境");
        let travel: Vec<&str> = travel.iter().map(|one| one.id.as_str()).collect();
        assert!(travel.starts_with(&["passport", "hong-kong-macao-permit", "taiwan-permit"]));
        check_in(Locale::En, "travel", &travel);
        // In both languages at once.
        let both = Locale::ALL.map(|locale| Speech { locale });
        for query in ["出入境", "travel"] {
            let found = matching(&both, &catalogue, query);
            let found: Vec<&str> = found.iter().map(|one| one.id.as_str()).collect();
            assert_eq!(found, travel, "{query}");
        }
        let all = matching(&[Speech { locale: Locale::Zh }], &catalogue, " ");
        assert_eq!(all.len(), catalogue.documents().len());
    }
}
