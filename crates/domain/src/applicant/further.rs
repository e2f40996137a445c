//! The further fields that a document asks for, as defined in the catalogue.

use std::collections::BTreeMap;

use catalogue::{Ask, Need, Script};

use super::FieldError;
use super::radicals::unified;
use super::typed::{is_invisible, narrow};

/// Values of further fields, by the catalogue's field id.
pub type Further = BTreeMap<String, String>;

/// Parses one field as typed: trimmed, runs of spaces reduced to one; `None`
/// for an optional field left empty.
///
/// # Errors
///
/// [`FieldError::FurtherEmpty`], [`FieldError::FurtherControl`],
/// [`FieldError::FurtherLatin`], [`FieldError::FurtherLong`].
pub fn parse_further(text: &str, ask: &Ask) -> Result<Option<String>, FieldError> {
    let seen = text.chars().filter(|c| !is_invisible(*c));
    let seen: String = seen.map(unified).collect();
    let read = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    let read = match ask.script {
        Script::Any => read,
        Script::Latin => read.chars().map(narrow).collect(),
    };
    if read.is_empty() {
        return match ask.need {
            Need::Must => Err(FieldError::FurtherEmpty),
            Need::May => Ok(None),
        };
    }
    if read.chars().any(char::is_control) {
        return Err(FieldError::FurtherControl);
    }
    let latin = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-');
    if ask.script == Script::Latin && !read.chars().all(latin) {
        return Err(FieldError::FurtherLatin);
    }
    if read.chars().count() > usize::from(ask.max_chars) {
        return Err(FieldError::FurtherLong);
    }
    Ok(Some(read))
}

#[cfg(test)]
mod tests {
    use catalogue::{Confidence, Source, Text};

    use super::*;

    fn ask(need: Need, script: Script) -> Ask {
        let text = || Text {
            zh: "学校".to_owned(),
            en: "School".to_owned(),
        };
        Ask {
            id: "school".to_owned(),
            names: text(),
            hint: None,
            need,
            script,
            max_chars: 8,
            source: Source {
                cite: "test".to_owned(),
                confidence: Confidence::D,
                note: None,
            },
        }
    }

    #[test]
    fn fields_as_typed() {
        use FieldError as E;
        let check = |typed: &str, need, script, expected: Result<Option<&str>, FieldError>| {
            let found = parse_further(typed, &ask(need, script));
            assert_eq!(
                found,
                expected.map(|text| text.map(str::to_owned)),
                "{typed}"
            );
        };
        let (must, may, any, latin) = (Need::Must, Need::May, Script::Any, Script::Latin);
        check("", may, any, Ok(None));
        check(" \u{3000}\u{200b}", may, latin, Ok(None));
        check(" ", must, any, Err(E::FurtherEmpty));
        check(" 第一\n小学 ", must, any, Ok(Some("第一 小学")));
        check("⾼⽅⼩学", may, any, Ok(Some("高方小学")));
        check("２０２６-01", may, latin, Ok(Some("2026-01")));
        check("Wei  Li", must, latin, Ok(Some("Wei Li")));
        check("学号", must, latin, Err(E::FurtherLatin));
        check("a_b", must, latin, Err(E::FurtherLatin));
        check("一二三四五六七八", must, any, Ok(Some("一二三四五六七八")));
        check("一二三四五六七八九", must, any, Err(E::FurtherLong));
        check("a\u{7}", must, any, Err(E::FurtherControl));
        // As pasted from an address book.
        check("a\u{202e}b", must, any, Ok(Some("ab")));
    }
}
