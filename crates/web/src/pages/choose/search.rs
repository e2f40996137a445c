//! Search of documents by a part of their names, or of their category's
//! heading. `assets/filter.js` compares the same keys in the same way.

use catalogue::{Catalogue, Document};

use super::category_name;
use crate::Speech;

/// Normalises for comparison: lower case, without spaces and hyphens.
fn fold(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .flat_map(char::to_lowercase)
        .collect()
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

/// The documents matching a query, in the catalogue's order: those with the
/// query as part of a name, else those with a similar name. All for an empty
/// query.
pub(crate) fn matching<'a>(s: Speech, catalogue: &'a Catalogue, query: &str) -> Vec<&'a Document> {
    let folded = fold(query);
    let documents = catalogue.documents().iter();
    let named: Vec<_> = documents
        .clone()
        .filter(|document| keys(s, document).contains(&folded))
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
            let found: Vec<_> = matching(Speech { locale }, &catalogue, query)
                .into_iter()
                .map(|document| document.id.as_str())
                .collect();
            assert_eq!(found, expected, "{query}");
        };
        let check = |query: &str, expected: &[&str]| check_in(Locale::Zh, query, expected);
        check("身份证", &["resident-id-card"]);
        check("sfz", &["resident-id-card"]);
        check("ID card", &["resident-id-card"]);
        check("通行证", &["hong-kong-macao-permit", "taiwan-permit"]);
        check("SheBao", &["social-security-card"]);
        check("shenfenzhengg", &["resident-id-card", "schengen-visa"]);
        check("qqqqqqqqqq", &[]);
        // By the heading of their category.
        let travel = ["passport", "hong-kong-macao-permit", "taiwan-permit"];
        check("出入境", &travel);
        check_in(Locale::En, "travel", &travel);
        let all = matching(Speech { locale: Locale::Zh }, &catalogue, " ");
        assert_eq!(all.len(), catalogue.documents().len());
    }
}
