//! `audit`: verifies the audit log, and attests it for a copy kept elsewhere.

use std::io;

use catalogue::Catalogue;
use usecases::operator::{deleted_entries, verify_log};
use usecases::{AppError, Permit, checkpoints, kept_checkpoints};

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
    let mut texts = Vec::new();
    for path in &arguments.checkpoint {
        let unreadable = |source: io::Error| FileError::Unreadable {
            path: path.clone(),
            source,
        };
        let bytes = std::fs::read(path).map_err(unreadable)?;
        // A saved mail may be in any encoding; a checkpoint is ASCII in all of them.
        texts.push(String::from_utf8_lossy(&bytes).into_owned());
    }
    let (count, compared, deleted) = super::runtime::runtime(1).block_on(async {
        let app = open(&arguments.data, catalogue).await?.app;
        let mut attested = Vec::new();
        for text in &texts {
            attested.extend(checkpoints::read(&app, text)?);
        }
        attested.extend(kept_checkpoints::in_bucket(&app).await??);
        let permit = Permit::of_machine_owner();
        let count = verify_log(&app, &permit, &attested).await?;
        let deleted = deleted_entries(&app, &permit).await?;
        Ok::<_, InstallationError>((count, attested.len(), deleted))
    })?;
    let count = args([("count", count.to_string())]);
    printer.line(&messages::text(printer.locale(), "audit-whole", &count))?;
    if compared > 0 {
        let count = args([("count", compared.to_string())]);
        printer.line(&messages::text(
            printer.locale(),
            "audit-as-attested",
            &count,
        ))?;
    }
    if deleted > 0 {
        let count = args([("count", deleted.to_string())]);
        printer.tell("audit-entries-deleted", &count);
        return Ok(ExitStatus::Unexpected);
    }
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
