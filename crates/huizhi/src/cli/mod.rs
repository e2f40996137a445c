//! The command line's grammar; its help is in the message files.

mod arguments;
mod localised;
mod usage;

use std::ffi::OsString;

use clap::{CommandFactory, FromArgMatches};
use messages::Locale;

pub(crate) use arguments::*;
pub(crate) use usage::Instead;

/// The language asked for by `--lang`, else by the environment. Read before
/// the rest, since help pages and complaints are in that language.
pub(crate) fn locale(arguments: &[OsString], variable: impl Fn(&str) -> Option<String>) -> Locale {
    let words: Vec<&str> = arguments
        .iter()
        .map(|a| a.to_str().unwrap_or_default())
        .take_while(|a| *a != "--")
        .collect();
    let joined = words.iter().find_map(|word| word.strip_prefix("--lang="));
    let apart = || {
        words
            .windows(2)
            .find(|pair| pair[0] == "--lang")
            .map(|pair| pair[1])
    };
    joined
        .or_else(apart)
        .and_then(Locale::from_tag)
        .unwrap_or_else(|| Locale::from_environment(variable))
}

/// Reads the command line.
pub(crate) fn parse(arguments: Vec<OsString>, locale: Locale) -> Result<Cli, Instead> {
    let command = localised::localised(Cli::command(), locale);
    let parsed = command
        .try_get_matches_from(arguments)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    parsed.map_err(|error| usage::instead(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_is_sound_and_has_help_in_both_languages() {
        for locale in Locale::ALL {
            localised::localised(Cli::command(), locale).debug_assert();
            let missing = localised::missing_texts(&Cli::command(), locale);
            assert_eq!(missing, Vec::<String>::new(), "{locale:?}");
        }
    }

    #[test]
    fn the_language_is_found_wherever_it_stands() {
        let check = |line: &str, lang: &str, expected| {
            let arguments: Vec<OsString> = line.split(' ').map(Into::into).collect();
            let found = locale(&arguments, |name| (name == "LANG").then(|| lang.to_owned()));
            assert_eq!(found, expected, "{line}");
        };
        check("huizhi", "", Locale::Zh);
        check("huizhi", "en_US.UTF-8", Locale::En);
        check("huizhi --lang zh photo", "en_US.UTF-8", Locale::Zh);
        check("huizhi photo make --lang=en a.jpg", "zh_CN", Locale::En);
        check("huizhi photo make -- --lang=en", "zh_CN", Locale::Zh);
        check("huizhi --lang", "en_US", Locale::En);
        check("huizhi --lang fr", "en_US", Locale::En);
    }
}
