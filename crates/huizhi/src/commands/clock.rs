//! `clock confirm`: a person confirms the time after a jump of the clock, or after
//! the service was off for longer than a day.

use catalogue::Catalogue;
use domain::china;
use usecases::clock_watch;

use crate::cli::ClockConfirm;
use crate::exit_status::ExitStatus;
use crate::failure::Failure;
use crate::installation::open;
use crate::installation_error::InstallationError;
use crate::printer::Printer;
use studio::args;

pub(super) fn confirm(
    arguments: &ClockConfirm,
    catalogue: Catalogue,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let now = super::runtime::runtime(1).block_on(async {
        let app = open(&arguments.data, catalogue).await?.app;
        Ok::<_, InstallationError>(clock_watch::confirm(&app).await?)
    })?;
    let date = args([("date", china::date(now).to_string())]);
    printer.say(&messages::text(printer.locale(), "clock-confirmed", &date));
    Ok(ExitStatus::Done)
}
