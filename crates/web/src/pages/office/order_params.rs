//! The filter of the list of orders, as the address has it.

use catalogue::Catalogue;
use domain::{OrderNumber, Status};
use serde::Deserialize;
use usecases::operator::OrderQuery;

use crate::query_string::query_string;

/// Query string of the list and of its file; empty fields ask nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct OrderParams {
    pub(crate) status: String,
    pub(crate) document: String,
    /// A city or province, by name or code.
    pub(crate) place: String,
    /// A day in China.
    pub(crate) from: String,
    /// A day in China.
    pub(crate) until: String,
    /// The number of the last order of the page before.
    pub(crate) before: String,
}

/// A field of the filter that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// No status, document or order by this name: not from the form.
    Chosen,
    /// No city or province is called this.
    Place,
    /// Not a day, or the last before the first.
    Day,
}

impl OrderParams {
    /// The filter.
    ///
    /// # Errors
    /// The first field that cannot be read.
    pub(crate) fn query(&self, catalogue: &Catalogue) -> Result<OrderQuery, Unread> {
        let status = read(&self.status, Status::from_code, Unread::Chosen)?;
        let document = read(&self.document, |id| id.parse().ok(), Unread::Chosen)?;
        let before = |text: &str| OrderNumber::parse(text).ok();
        let before = read(&self.before, before, Unread::Chosen)?;
        let city = read(&self.place, |name| catalogue.place(name), Unread::Place)?;
        let query = OrderQuery {
            before,
            status,
            document,
            city,
            from: read(&self.from, |day| day.parse().ok(), Unread::Day)?,
            until: read(&self.until, |day| day.parse().ok(), Unread::Day)?,
        };
        match (query.from, query.until) {
            (Some(from), Some(until)) if until < from => Err(Unread::Day),
            _ => Ok(query),
        }
    }

    /// Whether it asks for anything but the newest orders.
    pub(crate) fn is_asking(&self) -> bool {
        *self != Self::default()
    }

    /// The same filter as a query string, for orders before `before`.
    pub(crate) fn address(&self, before: Option<OrderNumber>) -> String {
        let before = before.map_or_else(String::new, |number| number.to_string());
        query_string(&[
            ("status", &self.status),
            ("document", &self.document),
            ("place", &self.place),
            ("from", &self.from),
            ("until", &self.until),
            ("before", &before),
        ])
    }
}

fn read<T>(text: &str, one: impl Fn(&str) -> Option<T>, or: Unread) -> Result<Option<T>, Unread> {
    match text.trim() {
        "" => Ok(None),
        text => one(text).ok_or(or).map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(fields: [&str; 5]) -> OrderParams {
        let [status, document, place, from, until] = fields.map(str::to_owned);
        OrderParams {
            status,
            document,
            place,
            from,
            until,
            before: String::new(),
        }
    }

    #[test]
    fn what_the_address_asks() {
        let catalogue = Catalogue::embedded().unwrap();
        let check = |fields, expected: Result<(Option<u32>, &str), Unread>| {
            let read = params(fields).query(&catalogue).map(|query| {
                let city = query.city.map(|city| city.number());
                let days = [query.from, query.until].map(|day| day.map(|day| day.to_string()));
                let status = query.status.map(|status| status.code().to_owned());
                let document = query.document.map(|document| document.to_string());
                let words = [status, document].into_iter().chain(days).flatten();
                (city, words.collect::<Vec<_>>().join(" "))
            });
            let expected = expected.map(|(city, words)| (city, words.to_owned()));
            assert_eq!(read, expected, "{fields:?}");
        };
        check(["", "", "", "", ""], Ok((None, "")));
        check(["waiting", "", "", "", ""], Ok((None, "waiting")));
        check(["claimed", "", "", "", ""], Err(Unread::Chosen));
        check(["", "passport", "", "", ""], Ok((None, "passport")));
        check(["", "no such", "", "", ""], Err(Unread::Chosen));
        check(["", "", " 深圳 ", "", ""], Ok((Some(440_300), "")));
        check(["", "", "440300", "", ""], Ok((Some(440_300), "")));
        check(["", "", "广东", "", ""], Ok((Some(440_000), "")));
        check(["", "", "广东省", "", ""], Ok((Some(440_000), "")));
        check(["", "", "guangdong", "", ""], Ok((Some(440_000), "")));
        check(["", "", "440000", "", ""], Ok((Some(440_000), "")));
        check(["", "", "44", "", ""], Ok((Some(440_000), "")));
        check(["", "", "广西", "", ""], Ok((Some(450_000), "")));
        check(["", "", "内蒙古自治区", "", ""], Ok((Some(150_000), "")));
        check(["", "", "xinjiang", "", ""], Ok((Some(650_000), "")));
        check(["", "", "吉林", "", ""], Ok((Some(220_000), "")));
        check(["", "", "吉林市", "", ""], Ok((Some(220_200), "")));
        check(["", "", "shanxi", "", ""], Err(Unread::Place));
        check(["", "", "北京", "", ""], Ok((Some(110_000), "")));
        check(["", "", "nowhere", "", ""], Err(Unread::Place));
        check(
            ["", "", "", "2026-11-01", "2026-11-01"],
            Ok((None, "2026-11-01 2026-11-01")),
        );
        check(["", "", "", "2026-11-02", "2026-11-01"], Err(Unread::Day));
        check(["", "", "", "11/02", ""], Err(Unread::Day));
    }

    #[test]
    fn the_filter_in_an_address() {
        let number = OrderNumber::generate(&mut domain::randomness::seeded(1));
        let check = |fields, before, expected: &str| {
            assert_eq!(params(fields).address(before), expected);
        };
        check(["", "", "", "", ""], None, "");
        check(
            ["waiting", "", "深圳", "", ""],
            None,
            "status=waiting&place=%E6%B7%B1%E5%9C%B3",
        );
        let next = format!("from=2026%2D11%2D01&before={number}");
        check(["", "", "", "2026-11-01", ""], Some(number), &next);
    }
}
