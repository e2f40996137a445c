//! `audit verify`: whether the log is what was written.

use catalogue::Catalogue;
use desk::operator::verify_log;

use crate::cli::AuditVerify;
use crate::exit_status::ExitStatus;
use crate::failure::Failure;
use crate::house::{HouseError, open};
use crate::printer::Printer;
use studio::args;

pub(super) fn run(
    arguments: &AuditVerify,
    catalogue: Catalogue,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let count = super::runtime(1).block_on(async {
        let house = open(&arguments.data, catalogue).await?;
        Ok::<_, HouseError>(verify_log(&house.desk).await?)
    })?;
    let count = args([("count", count.to_string())]);
    printer.line(&messages::text(printer.locale(), "audit-whole", &count))?;
    Ok(ExitStatus::Done)
}
