//! `wechat check`: whether `[wechat_pay]`, `[wechat]` and `[official_account]` are right, as
//! far as it can be tried. All are tried, and the worst is the exit code.

mod pay;
mod programme;

use messages::text;
use studio::args;

use crate::cli::WechatCheck;
use crate::exit_status::ExitStatus;
use crate::failure::Failure;
use crate::installation::read_settings;
use crate::installation_error::InstallationError;
use crate::printer::Printer;

pub(super) fn check(arguments: &WechatCheck, printer: &Printer) -> Result<ExitStatus, Failure> {
    let settings = read_settings(&arguments.data).map_err(InstallationError::from)?;
    let payers = settings.payers().map_err(InstallationError::from)?;
    let mini = settings.mini_programme().map_err(InstallationError::from)?;
    let account = settings.official_account();
    let account = account.map_err(InstallationError::from)?;
    let runtime = super::runtime::runtime(1);
    let mut found = Vec::new();
    if let Some(payer) = payers.first() {
        let url = settings.public_url().unwrap_or_default();
        found.push(runtime.block_on(pay::check(payer, &url, printer))?);
    }
    if let Some(mini) = &mini {
        found.push(runtime.block_on(programme::check(mini, printer))?);
    }
    if let Some(account) = &account {
        found.push(runtime.block_on(programme::check_account(account, printer))?);
    }
    if found.is_empty() {
        say(printer, "wechat-check-none", [])?;
        return Ok(ExitStatus::Usage);
    }
    // What is wrong is certain, what is silent is not.
    let worst = [ExitStatus::Usage, ExitStatus::Unexpected];
    let worst = worst.into_iter().find(|status| found.contains(status));
    Ok(worst.unwrap_or(ExitStatus::Done))
}

/// A line of the report.
fn say<const N: usize>(
    printer: &Printer,
    key: &str,
    with: [(&'static str, String); N],
) -> Result<(), Failure> {
    Ok(printer.line(&text(printer.locale(), key, &args(with)))?)
}
