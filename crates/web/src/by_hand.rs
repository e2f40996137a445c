//! What of a name a receipt cannot print.

use crate::Speech;

/// The characters of a name that are written by hand on the receipt, as a sentence; `None`
/// for none.
pub(crate) fn by_hand(s: Speech, characters: &[char]) -> Option<String> {
    if characters.is_empty() {
        return None;
    }
    let shown: Vec<String> = characters
        .iter()
        .map(|character| format!("{character} (U+{:04X})", u32::from(*character)))
        .collect();
    let said = s.with("characters", shown.join(" "));
    Some(said.say("application-by-hand"))
}
