//! `storage init` and `storage migrate`: the tables of a database that many processes
//! use, made and brought up to date by nobody but the operator.

use catalogue::Catalogue;
use messages::Args;
use studio::args;
use usecases::operator;

use crate::cli::StorageTables;
use crate::database::Opening;
use crate::exit_status::ExitStatus;
use crate::failure::Failure;
use crate::installation::open_for;
use crate::installation_error::InstallationError;
use crate::printer::Printer;

/// Makes the tables, the keys that are missing and the first operator.
pub(super) fn init(
    arguments: &StorageTables,
    catalogue: Catalogue,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let first = super::runtime::runtime(1).block_on(async {
        let made = open_for(Opening::Make, &arguments.data, catalogue).await?;
        let first = operator::first(&made.app, made.settings.first_operator()).await?;
        Ok::<_, InstallationError>(first)
    })?;
    printer.tell("storage-made", &Args::new());
    if let Some((name, password)) = first {
        let given = args([("name", name), ("password", password)]);
        printer.say(&messages::text(
            printer.locale(),
            "serve-first-operator",
            &given,
        ));
    }
    Ok(ExitStatus::Done)
}

/// Brings the tables up to date.
pub(super) fn migrate(
    arguments: &StorageTables,
    catalogue: Catalogue,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let opened = open_for(Opening::Migrate, &arguments.data, catalogue);
    super::runtime::runtime(1).block_on(opened)?;
    printer.tell("storage-migrated", &Args::new());
    Ok(ExitStatus::Done)
}
