//! `backup` makes a back-up of an installation, `restore` checks one and brings it back.

use catalogue::Catalogue;
use serde_json::json;
use studio::args;

use super::output::print_json;
use crate::backup::{self, Lost, Manifest};
use crate::cli::{Backup, Restore};
use crate::exit_status::ExitStatus;
use crate::failure::Failure;
use crate::printer::Printer;

pub(super) fn make(
    arguments: &Backup,
    catalogue: Catalogue,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let lost = match arguments.without_missing {
        true => Lost::LeaveOut,
        false => Lost::Refuse,
    };
    let made = backup::make(&arguments.data, &arguments.to, lost, catalogue);
    let made = super::runtime::runtime(2).block_on(made)?;
    if arguments.json {
        let told = json!({
            "manifest": made.manifest,
            "copied": made.copied,
            "deleted": made.deleted,
        });
        return print_json(&told, printer);
    }
    let given = args([
        ("rows", rows(&made.manifest)),
        ("files", made.manifest.files.count.to_string()),
        ("copied", made.copied.to_string()),
        ("deleted", made.deleted.to_string()),
        ("key", made.manifest.sealing_key.clone()),
    ]);
    printer.tell("backup-made", &given);
    if made.manifest.files.missing > 0 {
        let count = args([("count", made.manifest.files.missing.to_string())]);
        printer.tell("backup-made-without", &count);
    }
    Ok(ExitStatus::Done)
}

pub(super) fn restore(arguments: &Restore, printer: &Printer) -> Result<ExitStatus, Failure> {
    let runtime = super::runtime::runtime(2);
    if arguments.check {
        let checked = runtime.block_on(backup::check(&arguments.from))?;
        if arguments.json {
            let told = json!({ "manifest": checked.manifest, "bytes": checked.bytes });
            return print_json(&told, printer);
        }
        let given = args([
            ("rows", rows(&checked.manifest)),
            ("files", checked.manifest.files.count.to_string()),
            ("key", checked.manifest.sealing_key.clone()),
        ]);
        printer.line(&messages::text(printer.locale(), "backup-whole", &given))?;
        return Ok(ExitStatus::Done);
    }
    let brought = runtime.block_on(backup::restore(&arguments.from, &arguments.data))?;
    if arguments.json {
        let told = json!({ "rows": brought.rows, "files": brought.files });
        return print_json(&told, printer);
    }
    let given = args([
        ("rows", brought.rows.to_string()),
        ("files", brought.files.to_string()),
    ]);
    printer.tell("backup-restored", &given);
    Ok(ExitStatus::Done)
}

fn rows(manifest: &Manifest) -> String {
    let tables = manifest.rows.tables.values();
    tables.map(|table| table.rows).sum::<u64>().to_string()
}
