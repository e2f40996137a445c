//! `audit verify`: verifies the hash chain of the audit log.

use catalogue::Catalogue;
use usecases::Permit;
use usecases::operator::verify_log;

use crate::cli::AuditVerify;
use crate::exit_status::ExitStatus;
use crate::failure::Failure;
use crate::installation::open;
use crate::installation_error::InstallationError;
use crate::printer::Printer;
use studio::args;

pub(super) fn run(
    arguments: &AuditVerify,
    catalogue: Catalogue,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let count = super::runtime::runtime(1).block_on(async {
        let installation = open(&arguments.data, catalogue).await?;
        Ok::<_, InstallationError>(
            verify_log(&installation.app, &Permit::of_machine_owner()).await?,
        )
    })?;
    let count = args([("count", count.to_string())]);
    printer.line(&messages::text(printer.locale(), "audit-whole", &count))?;
    Ok(ExitStatus::Done)
}
