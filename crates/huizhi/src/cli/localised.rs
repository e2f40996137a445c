//! Help pages in the user's language, from the message files.

use clap::Command;
use messages::{Args, Locale, has, text};

/// The key of a command's help: `help`, `help-photo`, `help-photo-make`. An
/// argument's help is an attribute of it by the argument's name.
const ROOT: &str = "help";

/// `command` and all under it with their help in `locale`.
pub(crate) fn localised(command: Command, locale: Locale) -> Command {
    at(command, locale, ROOT)
}

fn at(command: Command, locale: Locale, key: &str) -> Command {
    let said = |key: &str| text(locale, key, &Args::new());
    let template = format!(
        "{{about-with-newline}}\n{}{{usage}}\n\n{{all-args}}{{after-help}}",
        said("help-words.usage")
    );
    let after = format!("{key}.after");
    let command = if has(locale, &after) {
        command.after_help(said(&after))
    } else {
        command
    };
    command
        .about(said(key))
        .help_template(template)
        .subcommand_help_heading(said("help-words.commands"))
        .mut_args(|argument| {
            let heading = if argument.is_positional() {
                "arguments"
            } else {
                "options"
            };
            let help = said(&format!("{key}.{}", argument.get_id()));
            let argument = argument
                .help(help)
                .help_heading(said(&format!("help-words.{heading}")));
            if argument.get_action().takes_values() {
                // The texts say these in their own language.
                argument.hide_possible_values(true).hide_default_value(true)
            } else {
                argument
            }
        })
        .mut_subcommands(|sub| {
            let key = format!("{key}-{}", sub.get_name());
            at(sub, locale, &key)
        })
}

/// Keys that the grammar asks for and the texts do not have.
#[cfg(test)]
pub(crate) fn missing_texts(command: &Command, locale: Locale) -> Vec<String> {
    fn walk(command: &Command, key: &str, keys: &mut Vec<String>) {
        keys.push(key.to_owned());
        keys.extend(
            command
                .get_arguments()
                .map(|a| format!("{key}.{}", a.get_id())),
        );
        for sub in command.get_subcommands() {
            walk(sub, &format!("{key}-{}", sub.get_name()), keys);
        }
    }
    let mut keys = ["usage", "commands", "arguments", "options", "general"]
        .map(|word| format!("help-words.{word}"))
        .to_vec();
    walk(command, ROOT, &mut keys);
    keys.retain(|key| !has(locale, key));
    keys
}
