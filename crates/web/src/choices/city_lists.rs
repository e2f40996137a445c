//! The cities in the orders in which they are listed.

use catalogue::{Answer, Catalogue, City, Document, fold};
use messages::Locale;

use crate::Speech;

/// Large cities that are listed first: three rows of four on a phone.
const MOST_LARGE: usize = 12;

/// The large cities, the largest first.
pub(crate) fn large(catalogue: &Catalogue) -> Vec<&City> {
    all_large(catalogue).take(MOST_LARGE).collect()
}

/// The large cities in which an order for the document can be begun: nobody who applies is
/// sent first to where it is refused.
pub(crate) fn large_to_apply<'a>(catalogue: &'a Catalogue, document: &Document) -> Vec<&'a City> {
    let is_open = |city: &&City| catalogue.acceptance(document, city).answer != Answer::No;
    let open = all_large(catalogue).filter(is_open);
    open.take(MOST_LARGE).collect()
}

fn all_large(catalogue: &Catalogue) -> impl Iterator<Item = &City> {
    let classes = catalogue.large_cities().iter();
    let codes = classes.flat_map(|class| &class.cities);
    codes.filter_map(|code| catalogue.city_by_code(*code))
}

/// All cities, by their pinyin.
pub(crate) fn by_pinyin(catalogue: &Catalogue) -> Vec<&City> {
    let mut cities: Vec<&City> = catalogue.cities().iter().collect();
    cities.sort_by(|a, b| a.pinyin.cmp(&b.pinyin).then(a.code.cmp(&b.code)));
    cities
}

/// The cities whose name, pinyin, initials or code begin with the query, by their code; all
/// for an empty one.
pub(crate) fn beginning<'a>(catalogue: &'a Catalogue, query: &str) -> Vec<&'a City> {
    let wanted = fold(query);
    let begins = |text: &str| fold(text).starts_with(&wanted);
    let cities = catalogue.cities().iter().filter(|city| {
        begins(&city.names.zh)
            || begins(&city.names.en)
            || begins(&city.pinyin)
            || begins(&city.initials)
            || begins(&city.code.to_string())
    });
    cities.collect()
}

/// A city's name where there is little room: 深圳, Shenzhen.
pub(crate) fn short_city_name(s: Speech, city: &City) -> String {
    match s.locale {
        Locale::Zh => city.short.clone(),
        Locale::En => city.names.en.clone(),
    }
}
