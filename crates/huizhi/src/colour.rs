//! Background colours by name or as `RRGGBB`.

use crate::failure::UsageError;

/// Colours ID photos are asked for in, by their Chinese and English names.
const NAMED: [([&str; 2], [u8; 3]); 5] = [
    (["white", "白"], [255, 255, 255]),
    (["blue", "蓝"], [67, 142, 219]),
    (["dark-blue", "深蓝"], [0, 70, 160]),
    (["red", "红"], [216, 32, 42]),
    (["grey", "灰"], [224, 224, 224]),
];

/// The sRGB colour `text` names.
///
/// # Errors
/// When it is neither a known name nor six hexadecimal digits.
pub(crate) fn parse(text: &str) -> Result<[u8; 3], UsageError> {
    let name = text.trim().to_lowercase();
    let name = name.strip_suffix('色').unwrap_or(&name);
    let named = NAMED
        .iter()
        .find(|(names, _)| names.contains(&name))
        .map(|(_, rgb)| *rgb);
    named
        .or_else(|| hexadecimal(name))
        .ok_or_else(|| UsageError::BadColour {
            value: text.chars().take(40).collect(),
        })
}

fn hexadecimal(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#').unwrap_or(text);
    if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let [_, r, g, b] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
    Some([r, g, b])
}

/// `#RRGGBB`.
pub(crate) fn show([r, g, b]: [u8; 3]) -> String {
    format!("#{r:02X}{g:02X}{b:02X}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours() {
        let check = |text, expected| assert_eq!(parse(text).ok(), expected, "{text}");
        check("white", Some([255; 3]));
        check("White", Some([255; 3]));
        check("白色", Some([255; 3]));
        check("蓝", Some([67, 142, 219]));
        check("438EDB", Some([67, 142, 219]));
        check("#438edb", Some([67, 142, 219]));
        check("438ED", None);
        check("+38EDB", None);
        check("éé1122", None);
        check("mauve", None);
        check("", None);
    }
}
