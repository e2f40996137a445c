//! `key`: says where the keys come from, and replaces them. Never shows a key.

use catalogue::Catalogue;
use messages::Args;
use serde_json::json;
use studio::args;

use super::output::print_json;
use crate::cli::{KeyRotate, KeyRotateSealing, KeyWhere};
use crate::exit_status::ExitStatus;
use crate::failure::Failure;
use crate::installation::open;
use crate::keys::{self, KeySource, Left, Replaced, SigningAt, Vouched, Which};
use crate::printer::Printer;

pub(super) fn locate(
    arguments: &KeyWhere,
    catalogue: Catalogue,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let keys = super::runtime::runtime(1)
        .block_on(open(&arguments.data, catalogue))?
        .keys;
    let sealing = SigningAt::Apart(keys.sealing.source.clone());
    let both = [
        ("key-where-sealing", &sealing, &keys.sealing.id),
        ("key-where-signing", &keys.signing, &keys.signing_id),
    ];
    if arguments.json {
        let [sealing, signing] = both.map(|(_, at, id)| as_json(at, id));
        let both = json!({ "sealing": sealing, "signing": signing });
        return print_json(&both, printer);
    }
    for (key, at, id) in both {
        let given = args([("place", place(at, printer)), ("id", id.clone())]);
        printer.line(&messages::text(printer.locale(), key, &given))?;
    }
    Ok(ExitStatus::Done)
}

/// A place in words: settings name a source by the same ones.
fn place(at: &SigningAt, printer: &Printer) -> String {
    match at {
        SigningAt::Apart(source) => source.to_string(),
        SigningAt::UnderSealing => {
            messages::text(printer.locale(), "key-under-sealing", &Args::new())
        }
    }
}

fn as_json(at: &SigningAt, id: &str) -> serde_json::Value {
    let (source, place) = match at {
        SigningAt::UnderSealing => ("sealing", None),
        SigningAt::Apart(KeySource::File(path)) => ("file", Some(path.display().to_string())),
        SigningAt::Apart(KeySource::Env(name)) => ("env", Some(name.clone())),
        SigningAt::Apart(KeySource::Credential(name)) => ("credential", Some(name.clone())),
        // Its arguments may hold a PIN.
        SigningAt::Apart(KeySource::Command(words)) => ("command", words.first().cloned()),
    };
    json!({ "source": source, "at": place, "id": id })
}

pub(super) fn rotate_sealing(
    arguments: &KeyRotateSealing,
    catalogue: Catalogue,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    if !arguments.yes {
        let asked = match arguments.all {
            true => "key-rotate-all-asked",
            false => "key-rotate-sealing-asked",
        };
        printer.tell(asked, &Args::new());
        return Ok(ExitStatus::Usage);
    }
    let which = match arguments.all {
        true => Which::All,
        false => Which::Sealing,
    };
    let variable = |name: &str| std::env::var_os(name);
    let bar = printer.with_bar(0);
    let mut told = |orders: u64| bar.working_on(&orders.to_string());
    let done = keys::rotate_sealing(&arguments.data, which, catalogue, &variable, &mut told);
    let done = super::runtime::runtime(1).block_on(done);
    bar.finish();
    let (replaced, rotated) = done?;
    let given = args([
        ("id", replaced.id.clone()),
        ("orders", rotated.orders.to_string()),
    ]);
    printer.tell("key-rotated-sealing", &given);
    if rotated.unopened > 0 {
        let count = args([("count", rotated.unopened.to_string())]);
        printer.tell("key-rotated-unopened", &count);
    }
    if replaced.vouched == Vouched::AsBefore {
        printer.tell("key-rotated-root", &Args::new());
    }
    say_left(&replaced, "sealing", printer);
    Ok(ExitStatus::Done)
}

pub(super) fn rotate_status(
    arguments: &KeyWhere,
    catalogue: Catalogue,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let found = keys::change_status(&arguments.data, catalogue);
    let found = super::runtime::runtime(1).block_on(found)?;
    if arguments.json {
        let told = found.map(|found| {
            json!({
                "old": found.old_id,
                "new": found.new_id,
                "since_ms": found.since.0,
                "orders_left": found.left,
            })
        });
        return print_json(&json!({ "sealing": told }), printer);
    }
    let line = match found {
        None => messages::text(printer.locale(), "key-rotate-none", &Args::new()),
        Some(found) => {
            let given = args([
                ("old", found.old_id),
                ("new", found.new_id),
                ("count", found.left.to_string()),
            ]);
            messages::text(printer.locale(), "key-rotate-going-on", &given)
        }
    };
    printer.line(&line)?;
    Ok(ExitStatus::Done)
}

pub(super) fn rotate_signing(
    arguments: &KeyRotate,
    catalogue: Catalogue,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    if !arguments.yes {
        printer.tell("key-rotate-signing-asked", &Args::new());
        return Ok(ExitStatus::Usage);
    }
    let variable = |name: &str| std::env::var_os(name);
    let done = keys::rotate_signing(&arguments.data, catalogue, &variable);
    let replaced = super::runtime::runtime(1).block_on(done)?;
    let id = args([("id", replaced.id.clone())]);
    printer.tell("key-rotated-signing", &id);
    say_left(&replaced, "signing", printer);
    Ok(ExitStatus::Done)
}

/// Says what the operator has to change in the settings, if anything.
fn say_left(replaced: &Replaced, setting: &str, printer: &Printer) {
    if replaced.left == Left::Settings {
        let given = args([
            ("setting", setting.to_owned()),
            ("place", place(&replaced.at, printer)),
        ]);
        printer.tell("key-rotated-settings", &given);
    }
}
