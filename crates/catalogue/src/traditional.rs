//! Traditional characters as the simplified ones that the catalogue's names are
//! written in.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::embedded;

/// The table of `traditional.csv`: one character for one.
static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let pairs = embedded::TRADITIONAL.lines().skip(1).filter_map(|line| {
        let (from, to) = line.split_once(',')?;
        Some((from.chars().next()?, to.chars().next()?))
    });
    pairs.collect()
});

/// The simplified form of a character; itself where it has no other.
pub(crate) fn simplified(character: char) -> char {
    if character.is_ascii() {
        return character;
    }
    SIMPLIFIED.get(&character).copied().unwrap_or(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters() {
        let check = |text: &str, expected: &str| {
            let found: String = text.chars().map(simplified).collect();
            assert_eq!(found, expected);
        };
        check("身份證", "身份证");
        check("臺灣通行証", "台湾通行证");
        check("廣東深圳", "广东深圳");
        check("護照 passport", "护照 passport");
        // A county is written so in both.
        check("乾县", "乾县");
        assert!(SIMPLIFIED.len() > 2900);
    }
}
