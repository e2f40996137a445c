//! `audit`: verifies the audit log, and attests it for a copy kept elsewhere.

use std::io;

use catalogue::Catalogue;
use usecases::operator::verify_log;
use usecases::{AppError, Permit, checkpoints};

use crate::cli::{AuditCheckpoint, AuditVerify};
use crate::exit_status::ExitStatus;
use crate::failure::{Failure, FileError};
use crate::installation::open;
use crate::installation_error::InstallationError;
use crate::printer::Printer;
use studio::args;

pub(super) fn verify(
    arguments: &AuditVerify,
    catalogue: Catalogue,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let mut attested = String::new();
    for path in &arguments.checkpoint {
        let unreadable = |source: io::Error| FileError::Unreadable {
            path: path.clone(),
            source,
        };
        attested += &std::fs::read_to_string(path).map_err(unreadable)?;
        attested.push('\n');
    }
    let count = super::runtime::runtime(1).block_on(async {
        let app = open(&arguments.data, catalogue).await?.app;
        let attested = checkpoints::read(&app, &attested)?;
        let permit = Permit::of_machine_owner();
        Ok::<_, InstallationError>(verify_log(&app, &permit, &attested).await?)
    })?;
    let count = args([("count", count.to_string())]);
    printer.line(&messages::text(printer.locale(), "audit-whole", &count))?;
    Ok(ExitStatus::Done)
}

pub(super) fn checkpoint(
    arguments: &AuditCheckpoint,
    catalogue: Catalogue,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let line = super::runtime::runtime(1).block_on(async {
        let app = open(&arguments.data, catalogue).await?.app;
        let line = checkpoints::take(&app).await;
        line.map_err(|error: AppError| InstallationError::from(error))
    })?;
    printer.line(&line)?;
    Ok(ExitStatus::Done)
}
