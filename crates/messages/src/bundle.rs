//! The embedded texts, read once.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use crate::Locale;

/// The files of one language.
macro_rules! files {
    ($locale:literal) => {
        [
            include_str!(concat!("../texts/", $locale, "/image.ftl")),
            include_str!(concat!("../texts/", $locale, "/photo.ftl")),
            include_str!(concat!("../texts/", $locale, "/findings.ftl")),
            include_str!(concat!("../texts/", $locale, "/catalogue.ftl")),
            include_str!(concat!("../texts/", $locale, "/files.ftl")),
            include_str!(concat!("../texts/", $locale, "/words.ftl")),
            include_str!(concat!("../texts/", $locale, "/help.ftl")),
            include_str!(concat!("../texts/", $locale, "/fields.ftl")),
            include_str!(concat!("../texts/", $locale, "/web.ftl")),
            include_str!(concat!("../texts/", $locale, "/web-order.ftl")),
            include_str!(concat!("../texts/", $locale, "/web-office.ftl")),
            include_str!(concat!("../texts/", $locale, "/web-orders.ftl")),
            include_str!(concat!("../texts/", $locale, "/web-money.ftl")),
            include_str!(concat!("../texts/", $locale, "/web-desk.ftl")),
            include_str!(concat!("../texts/", $locale, "/serve.ftl")),
            include_str!(concat!("../texts/", $locale, "/keys.ftl")),
            include_str!(concat!("../texts/", $locale, "/notices.ftl")),
            include_str!(concat!("../texts/", $locale, "/web-api.ftl")),
            include_str!(concat!("../texts/", $locale, "/web-help.ftl")),
            include_str!(concat!("../texts/", $locale, "/web-how.ftl")),
            include_str!(concat!("../texts/", $locale, "/web-reasons.ftl")),
            include_str!(concat!("../texts/", $locale, "/web-retention.ftl")),
            include_str!(concat!("../texts/", $locale, "/web-counter.ftl")),
            include_str!(concat!("../texts/", $locale, "/web-receipt.ftl")),
            include_str!(concat!("../texts/", $locale, "/receipt.ftl")),
            include_str!(concat!("../texts/", $locale, "/miniprogram.ftl")),
        ]
    };
}

const fn sources(locale: Locale) -> [&'static str; 26] {
    match locale {
        Locale::Zh => files!("zh"),
        Locale::En => files!("en"),
    }
}

struct Texts {
    bundle: FluentBundle<FluentResource>,
    keys: Vec<String>,
}

fn texts(locale: Locale) -> &'static Texts {
    static ZH: LazyLock<Texts> = LazyLock::new(|| read(Locale::Zh));
    static EN: LazyLock<Texts> = LazyLock::new(|| read(Locale::En));
    match locale {
        Locale::Zh => &ZH,
        Locale::En => &EN,
    }
}

fn read(locale: Locale) -> Texts {
    let language: LanguageIdentifier = locale.tag().parse().expect("both tags are well formed");
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // The marks that keep left-to-right insertions apart from right-to-left
    // text are of no use in Chinese and English and show up in terminals.
    bundle.set_use_isolating(false);
    let mut keys = Vec::new();
    for source in sources(locale) {
        let resource = FluentResource::try_new(source.to_owned())
            .expect("the embedded texts are read by the tests");
        for entry in resource.entries() {
            if let fluent_syntax::ast::Entry::Message(message) = entry {
                let id = message.id.name;
                keys.extend(message.value.as_ref().map(|_| id.to_owned()));
                keys.extend(
                    message
                        .attributes
                        .iter()
                        .map(|a| format!("{id}.{}", a.id.name)),
                );
            }
        }
        bundle
            .add_resource(resource)
            .expect("each key stands once, which the tests check");
    }
    Texts { bundle, keys }
}

/// The text `key` names, with its arguments filled in. A key is a message's
/// name, or a message's and an attribute's joined by a dot.
///
/// A key that does not exist gives the key itself, so that a person sees what to
/// report. Tests keep keys in use from this; see [`has`].
#[must_use]
pub fn text(locale: Locale, key: &str, args: &FluentArgs<'_>) -> String {
    let bundle = &texts(locale).bundle;
    let pattern = match key.split_once('.') {
        None => bundle.get_message(key).and_then(|message| message.value()),
        Some((id, attribute)) => bundle
            .get_message(id)
            .and_then(|message| message.get_attribute(attribute))
            .map(|attribute| attribute.value()),
    };
    let Some(pattern) = pattern else {
        return key.to_owned();
    };
    // A missing argument shows as its own name; nothing better can be said.
    bundle
        .format_pattern(pattern, Some(args), &mut Vec::new())
        .into_owned()
}

/// Whether `key` has a text in this language.
#[must_use]
pub fn has(locale: Locale, key: &str) -> bool {
    texts(locale).keys.iter().any(|known| known == key)
}

/// Every key of a language, in the order of its files.
#[must_use]
pub fn keys(locale: Locale) -> &'static [String] {
    &texts(locale).keys
}
