//! A sheet to print, in an address: `?paper=6inch&count=4&also=two-inch&also_count=2`.

use portrait::{Cut, Paper};
use serde::Deserialize;
use usecases::prints::SheetWish;
use utoipa::IntoParams;

/// How many of another size, where the address does not say.
const USUAL_OTHERS: usize = 2;

/// The query; what is empty is as if it were not there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct SheetQuery {
    /// `5inch`, `6inch` (the usual one) or `a4`.
    #[param(example = "6inch", required = false)]
    pub(crate) paper: String,
    /// How many photos of the order's own size; without it, the sheet is filled.
    #[param(example = "4", required = false)]
    pub(crate) count: String,
    /// Another size of the catalogue (category `size`) of nearly the same shape.
    #[param(example = "two-inch", required = false)]
    pub(crate) also: String,
    /// How many of the other size, 2 without it.
    #[param(example = "2", required = false)]
    pub(crate) also_count: String,
    /// What to cut by: `marks` at the corners (the usual), `lines` around, or `none`.
    #[param(example = "lines", required = false)]
    pub(crate) cut: String,
}

impl SheetQuery {
    /// What is to be printed; `None` for values that are none of these.
    pub(crate) fn read(&self) -> Option<SheetWish> {
        let paper = one_of(&self.paper, Paper::Inch6, &Paper::ALL, |paper| paper.code())?;
        let cut = one_of(&self.cut, Cut::Marks, &Cut::ALL, |cut| cut.code())?;
        let count = number(&self.count)?;
        let also = match self.also.as_str() {
            "" => None,
            id => Some((
                id.parse().ok()?,
                number(&self.also_count)?.unwrap_or(USUAL_OTHERS),
            )),
        };
        Some(SheetWish {
            paper,
            count,
            also,
            cut,
        })
    }
}

fn one_of<T: Copy>(text: &str, usual: T, all: &[T], code: impl Fn(T) -> &'static str) -> Option<T> {
    match text {
        "" => Some(usual),
        text => all.iter().copied().find(|one| code(*one) == text),
    }
}

/// `None` for what is no number; `Some(None)` for nothing.
fn number(text: &str) -> Option<Option<usize>> {
    match text.trim() {
        "" => Some(None),
        text => text.parse().ok().map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wanted() {
        let check = |fields: [&str; 5], expected: Option<(&str, Option<usize>, &str, &str)>| {
            let [paper, count, also, also_count, cut] = fields.map(str::to_owned);
            let query = SheetQuery {
                paper,
                count,
                also,
                also_count,
                cut,
            };
            let found = query.read().map(|wish| {
                let also = wish.also.map(|(id, count)| format!("{count} {id}"));
                let also = also.unwrap_or_default();
                (wish.paper.code(), wish.count, also, wish.cut.code())
            });
            let expected =
                expected.map(|(paper, count, also, cut)| (paper, count, also.to_owned(), cut));
            assert_eq!(found, expected, "{fields:?}");
        };
        check(["", "", "", "", ""], Some(("6inch", None, "", "marks")));
        check(
            ["a4", " 4 ", "two-inch", "3", "lines"],
            Some(("a4", Some(4), "3 two-inch", "lines")),
        );
        check(
            ["5inch", "", "two-inch", "", "none"],
            Some(("5inch", None, "2 two-inch", "none")),
        );
        check(["", "", "", "x", ""], Some(("6inch", None, "", "marks")));
        check(["a5", "", "", "", ""], None);
        check(["", "-1", "", "", ""], None);
        check(["", "many", "", "", ""], None);
        check(["", "", "two inch", "", ""], None);
        check(["", "", "two-inch", "x", ""], None);
        check(["", "", "", "", "dashes"], None);
    }
}
