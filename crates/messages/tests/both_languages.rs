//! Both languages say the same things with the same arguments.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use messages::{Args, Locale, has, keys, text};

/// The arguments each key of a language uses.
fn arguments(locale: Locale) -> BTreeMap<String, BTreeSet<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("texts")
        .join(locale.tag());
    let mut found = BTreeMap::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let source = fs::read_to_string(&path).unwrap();
        let resource = fluent_syntax::parser::parse(source.as_str())
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", path.display()));
        for entry in &resource.body {
            let Entry::Message(message) = entry else {
                continue;
            };
            let id = message.id.name;
            let value = message.value.iter().map(|value| (id.to_owned(), value));
            let attributes = message
                .attributes
                .iter()
                .map(|a| (format!("{id}.{}", a.id.name), &a.value));
            for (key, pattern) in value.chain(attributes) {
                let mut names = BTreeSet::new();
                in_pattern(pattern, &mut names);
                assert!(
                    found.insert(key.clone(), names).is_none(),
                    "{key} stands twice"
                );
            }
        }
    }
    found
}

fn in_pattern(pattern: &Pattern<&str>, names: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, names);
        }
    }
}

fn in_expression(expression: &Expression<&str>, names: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => in_inline(inline, names),
        Expression::Select { selector, variants } => {
            in_inline(selector, names);
            variants
                .iter()
                .for_each(|variant| in_pattern(&variant.value, names));
        }
    }
}

fn in_inline(inline: &InlineExpression<&str>, names: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            names.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => in_expression(expression, names),
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        other => panic!("the texts use plain arguments only, not {other:?}"),
    }
}

#[test]
fn both_have_the_same_keys_and_arguments() {
    let (zh, en) = (arguments(Locale::Zh), arguments(Locale::En));
    let missing: Vec<_> = zh.keys().filter(|key| !en.contains_key(*key)).collect();
    assert!(missing.is_empty(), "not in English: {missing:?}");
    let missing: Vec<_> = en.keys().filter(|key| !zh.contains_key(*key)).collect();
    assert!(missing.is_empty(), "not in Chinese: {missing:?}");
    for (key, names) in &zh {
        assert_eq!(names, &en[key], "{key}");
    }
}

#[test]
fn every_file_is_embedded() {
    for locale in Locale::ALL {
        let in_files: BTreeSet<String> = arguments(locale).into_keys().collect();
        let embedded: BTreeSet<String> = keys(locale).iter().cloned().collect();
        assert_eq!(in_files, embedded, "{locale:?}");
    }
}

#[test]
fn every_text_renders_whole() {
    for locale in Locale::ALL {
        for (key, names) in arguments(locale) {
            let mut args = Args::new();
            names.iter().for_each(|name| args.set(name.clone(), "7"));
            let said = text(locale, &key, &args);
            assert!(
                !said.trim().is_empty() && said != key,
                "{locale:?} {key}: {said}"
            );
            assert!(
                !said.contains(['{', '\u{2068}', '\u{2069}']),
                "{locale:?} {key}: {said}"
            );
        }
    }
}

#[test]
fn what_has_a_remedy_has_a_message() {
    for key in keys(Locale::Zh) {
        if let Some(id) = key.strip_suffix(".remedy") {
            assert!(has(Locale::Zh, id), "{id}");
        }
    }
}

#[test]
fn an_unknown_key_shows_itself() {
    for key in ["no-such-text", "no-face.no-such-part", "", "."] {
        assert_eq!(text(Locale::En, key, &Args::new()), key);
    }
}
