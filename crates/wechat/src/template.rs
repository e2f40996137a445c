//! Fields of a 服务通知: the operator's texts, filled in and cut to what WeChat takes. A
//! value that is too long, empty or of the wrong kind would have the whole notice refused.

use std::collections::BTreeMap;

/// What a notice tells; each stands in a text as `{name}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts<'a> {
    /// `{document}`: the document's name.
    pub document: &'a str,
    /// `{city}`: the city's name; empty for documents without one.
    pub city: &'a str,
    /// `{order}`: the order's number, without spaces.
    pub order: &'a str,
    /// `{result}`: what happened, in at most five Chinese characters.
    pub result: &'a str,
    /// `{text}`: what happened, as a sentence.
    pub text: &'a str,
    /// `{time}`: when, as `2019年10月1日 15:01`.
    pub time: &'a str,
}

impl<'a> Facts<'a> {
    fn named(&self, name: &str) -> Option<&'a str> {
        Some(match name {
            "document" => self.document,
            "city" => self.city,
            "order" => self.order,
            "result" => self.result,
            "text" => self.text,
            "time" => self.time,
            _ => return None,
        })
    }

    /// Facts to try a template with.
    const fn sample() -> Self {
        Self {
            document: "居民身份证",
            city: "深圳市",
            order: "123456789012",
            result: "审核通过",
            text: "照片已通过审核",
            time: "2019年10月1日 15:01",
        }
    }
}

/// Kinds of fields, by the name's letters, with their limits
/// (developers.weixin.qq.com, subscribeMessage.send, 订阅消息参数值内容限制说明).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Any text of at most this many characters.
    Text(usize),
    /// Characters of ASCII, at most this many.
    Ascii(usize),
    /// Chinese characters, at most this many.
    Chinese(usize),
    /// Whatever the operator says: a date, an amount, one of a list.
    Free,
}

/// What stands for what is cut.
const MARK: char = '…';

impl Kind {
    fn of(field: &str) -> Option<Self> {
        let kind = field.trim_end_matches(|digit: char| digit.is_ascii_digit());
        if kind.len() == field.len() {
            return None;
        }
        Some(match kind {
            "thing" => Self::Text(20),
            "name" => Self::Text(10),
            "character_string" | "letter" | "number" => Self::Ascii(32),
            "phone_number" => Self::Ascii(17),
            "symbol" => Self::Text(5),
            "car_number" => Self::Text(8),
            "phrase" => Self::Chinese(5),
            "time" | "date" | "amount" | "enum_string" | "const" => Self::Free,
            _ => return None,
        })
    }

    /// What stands for a value that is empty, which WeChat refuses.
    const fn nothing(self) -> &'static str {
        match self {
            Self::Chinese(_) => "无",
            _ => "-",
        }
    }

    /// The value as WeChat takes it; `None` if nothing of it would be left.
    fn fit(self, value: &str) -> Option<String> {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let fitted: String = match self {
            Self::Free => value,
            Self::Text(most) if value.chars().count() > most => {
                value.chars().take(most - 1).chain([MARK]).collect()
            }
            Self::Text(_) => value,
            Self::Ascii(most) => {
                let of_ascii = value.chars().filter(char::is_ascii_graphic);
                of_ascii.take(most).collect()
            }
            Self::Chinese(most) => {
                let chinese = value.chars().filter(|one| is_chinese(*one));
                chinese.take(most).collect()
            }
        };
        (!fitted.is_empty()).then_some(fitted)
    }
}

/// CJK Unified Ideographs, with extension A.
const fn is_chinese(one: char) -> bool {
    matches!(one, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}')
}

/// Why a template cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// A field's name is of no kind that WeChat has.
    #[error("'{field}' is no field")]
    Field {
        /// The name.
        field: String,
    },
    /// A `{…}` that stands for nothing.
    #[error("'{field}' has a place that stands for nothing")]
    Place {
        /// The field.
        field: String,
    },
    /// Nothing that WeChat takes is left of the text.
    #[error("nothing of the text of '{field}' can be sent")]
    Empty {
        /// The field.
        field: String,
    },
    /// It has no fields.
    #[error("there are no fields")]
    NoFields,
}

/// A template: its id, the page it opens, and the operator's texts for its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The template's id at WeChat.
    pub id: String,
    page: String,
    data: BTreeMap<String, String>,
}

impl Template {
    /// A template, tried once.
    ///
    /// # Errors
    /// [`TemplateError`].
    pub fn new(
        id: String,
        page: String,
        data: BTreeMap<String, String>,
    ) -> Result<Self, TemplateError> {
        if data.is_empty() {
            return Err(TemplateError::NoFields);
        }
        let template = Self { id, page, data };
        template.filled(&Facts::sample())?;
        filled(&template.page, &Facts::sample()).ok_or(TemplateError::Place {
            field: "page".to_owned(),
        })?;
        Ok(template)
    }

    /// Names of its fields.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.data.keys().map(String::as_str)
    }

    /// The page with its places filled in.
    #[must_use]
    pub fn page(&self, facts: &Facts<'_>) -> String {
        filled(&self.page, facts).unwrap_or_default()
    }

    /// The fields, filled in and cut. What comes out empty is a mark: WeChat refuses
    /// empty fields.
    #[must_use]
    pub fn fill(&self, facts: &Facts<'_>) -> Vec<(String, String)> {
        let fields = self.data.iter().map(|(field, text)| {
            let value = filled(text, facts);
            let kind = Kind::of(field).unwrap_or(Kind::Free);
            let fitted = value.and_then(|value| kind.fit(&value));
            let value = fitted.unwrap_or_else(|| kind.nothing().to_owned());
            (field.clone(), value)
        });
        fields.collect()
    }

    fn filled(&self, facts: &Facts<'_>) -> Result<(), TemplateError> {
        for (field, text) in &self.data {
            let named = || field.clone();
            let kind = Kind::of(field).ok_or_else(|| TemplateError::Field { field: named() })?;
            let value =
                filled(text, facts).ok_or_else(|| TemplateError::Place { field: named() })?;
            kind.fit(&value)
                .ok_or_else(|| TemplateError::Empty { field: named() })?;
        }
        Ok(())
    }
}

/// A text with its places filled in; `None` for a place that stands for nothing.
fn filled(text: &str, facts: &Facts<'_>) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (name, after) = after.split_once('}')?;
        out.push_str(facts.named(name)?);
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_cut_to_what_wechat_takes() {
        let check = |field: &str, value: &str, expected: Option<&str>| {
            let found = Kind::of(field).and_then(|kind| kind.fit(value));
            assert_eq!(found.as_deref(), expected, "{field} {value}");
        };
        check("thing1", "社会保障卡", Some("社会保障卡"));
        check("thing1", &"字".repeat(20), Some(&"字".repeat(20)));
        let cut = format!("{}…", "字".repeat(19));
        check("thing10", &"字".repeat(21), Some(&cut));
        check("thing1", " a\n b ", Some("a b"));
        check("thing1", "  ", None);
        check("name2", "欧阳娜娜", Some("欧阳娜娜"));
        check(
            "name2",
            "阿卜杜拉·买买提江·艾合买提",
            Some("阿卜杜拉·买买提江…"),
        );
        check("character_string3", "1234 5678", Some("12345678"));
        check("character_string3", "编号12", Some("12"));
        check("character_string3", "编号", None);
        check("number4", &"9".repeat(40), Some(&"9".repeat(32)));
        check("phrase5", "审核通过", Some("审核通过"));
        check("phrase5", "审核未通过，请重拍", Some("审核未通过"));
        check("phrase5", "approved", None);
        check("time6", "2019年10月1日 15:01", Some("2019年10月1日 15:01"));
        check("thing", "no number", None);
        check("wish7", "no kind", None);
    }

    #[test]
    fn a_template_is_tried_before_it_is_used() {
        let check = |field: &str, text: &str, expected: Option<&str>| {
            let data = BTreeMap::from([(field.to_owned(), text.to_owned())]);
            let made = Template::new("T".to_owned(), "pages/order?n={order}".to_owned(), data);
            let error = made.err().map(|error| error.to_string());
            assert_eq!(error.as_deref(), expected, "{field} {text}");
        };
        check("thing1", "{document}", None);
        check("thing1", "{document} {city}", None);
        check("phrase2", "{result}", None);
        check(
            "thing1",
            "{who}",
            Some("'thing1' has a place that stands for nothing"),
        );
        check(
            "thing1",
            "{document",
            Some("'thing1' has a place that stands for nothing"),
        );
        check("wish1", "x", Some("'wish1' is no field"));
        check(
            "phrase2",
            "ok",
            Some("nothing of the text of 'phrase2' can be sent"),
        );
    }

    #[test]
    fn places_are_filled_in_once() {
        let facts = Facts {
            document: "{order}",
            ..Facts::sample()
        };
        let data = BTreeMap::from([("thing1".to_owned(), "《{document}》".to_owned())]);
        let template = Template::new("T".to_owned(), "p?n={order}".to_owned(), data);
        let template = template.expect("a template");
        assert_eq!(template.page(&facts), "p?n=123456789012");
        let filled = [("thing1".to_owned(), "《{order}》".to_owned())];
        assert_eq!(template.fill(&facts), filled);
        let facts = Facts {
            document: "",
            ..facts
        };
        let data = BTreeMap::from([("thing1".to_owned(), "{document}".to_owned())]);
        let template = Template::new("T".to_owned(), String::new(), data).expect("a template");
        assert_eq!(
            template.fill(&facts),
            [("thing1".to_owned(), "-".to_owned())]
        );
        let facts = Facts { city: "", ..facts };
        let data = BTreeMap::from([("phrase1".to_owned(), "{city}".to_owned())]);
        let template = Template::new("T".to_owned(), String::new(), data).expect("a template");
        let nothing = [("phrase1".to_owned(), "无".to_owned())];
        assert_eq!(template.fill(&facts), nothing);
    }
}
