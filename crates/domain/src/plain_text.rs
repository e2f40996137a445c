//! Text that staff type and others see: names of people and keys, notes,
//! messages. Control characters move a terminal's cursor, and characters that
//! change the reading direction make a name look like another.

/// Whether a character shows nothing of its own and changes how others are shown:
/// a control character, one that changes the reading direction, breaks a line, or
/// has no width. Joiners stay: emoji and some scripts need them.
#[must_use]
pub fn is_treacherous(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// A name as typed, trimmed; `None` if it is empty, longer than `most`
/// characters, or holds a treacherous character.
#[must_use]
pub fn name(typed: &str, most: usize) -> Option<String> {
    let name = typed.trim();
    let fits = (1..=most).contains(&name.chars().count());
    (fits && !name.chars().any(is_treacherous)).then(|| name.to_owned())
}

/// A text of several lines as typed, trimmed: what treacherous characters it
/// holds are left out, as a paste may bring them unseen. Line breaks stay, a tab
/// becomes a space.
#[must_use]
pub fn lines(typed: &str) -> String {
    let shown = typed
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let shown: String = shown
        .chars()
        .map(|c| if c == '\t' { ' ' } else { c })
        .filter(|c| *c == '\n' || !is_treacherous(*c))
        .collect();
    shown.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_they_look_like() {
        let check = |typed: &str, expected: Option<&str>| {
            assert_eq!(name(typed, 8).as_deref(), expected, "{typed:?}");
        };
        check(" 东窗口 2 ", Some("东窗口 2"));
        check("kiosk", Some("kiosk"));
        check("", None);
        check(" \t", None);
        check("12345678", Some("12345678"));
        check("123456789", None);
        check("a\u{1b}[2Jb", None);
        check("a\nb", None);
        check("a\u{9b}b", None);
        check("ab\u{202e}c", None);
        check("ab\u{200b}c", None);
        check("ab\u{e0041}", None);
    }

    #[test]
    fn lines_lose_what_is_not_seen() {
        let check = |typed: &str, expected: &str| {
            assert_eq!(lines(typed), expected, "{typed:?}");
        };
        check("一行\r\n两行\r三行", "一行\n两行\n三行");
        check("a\tb", "a b");
        check("  a \n", "a");
        check("red \u{1b}[31mtext\u{1b}[0m", "red [31mtext[0m");
        check("a\u{202e}b\u{200b}c\u{7f}", "abc");
        check("👍 好", "👍 好");
        check("👨\u{200d}👩", "👨\u{200d}👩");
    }
}
