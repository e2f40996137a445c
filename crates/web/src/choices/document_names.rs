//! How documents are called beside their official names.

use catalogue::Document;
use messages::Locale;

use crate::Speech;

/// Characters of an official name that fit on a tile.
const TILE_LETTERS: usize = 16;
/// The same in Chinese.
const TILE_CHARACTERS: usize = 4;
/// Other names that are shown.
const MOST_ALSO: usize = 3;

/// The official name if it fits on a tile, else the first alias in this language.
pub(crate) fn short_document_name(s: Speech, document: &Document) -> String {
    let official = s.of(&document.names);
    let fits = match s.locale {
        Locale::Zh => official.chars().count() <= TILE_CHARACTERS,
        Locale::En => official.len() <= TILE_LETTERS,
    };
    if fits {
        return official.to_owned();
    }
    let name = aliases(s, document).next().unwrap_or(official);
    let mut letters = name.chars();
    letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect()
}

/// The first aliases in this language; empty for none.
pub(crate) fn also(s: Speech, document: &Document) -> String {
    let first: Vec<&str> = aliases(s, document).take(MOST_ALSO).collect();
    first.join(match s.locale {
        Locale::Zh => "、",
        Locale::En => ", ",
    })
}

fn aliases(s: Speech, document: &Document) -> impl Iterator<Item = &str> {
    let is_english = s.locale == Locale::En;
    let aliases = document.aliases.iter().map(String::as_str);
    aliases.filter(move |alias| alias.is_ascii() == is_english)
}
