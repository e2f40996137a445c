//! `staff`: manages staff accounts.

use catalogue::Catalogue;
use domain::staff::{Role, Roles};
use usecases::operator::ColleagueView;
use usecases::{Permit, operator};

use crate::cli::{RoleName, StaffAdd, StaffCommand, StaffList, StaffReset};
use crate::exit_status::ExitStatus;
use crate::failure::Failure;
use crate::installation::{open, open_or_make};
use crate::installation_error::InstallationError;
use crate::printer::Printer;
use studio::args;

pub(super) fn run(
    command: &StaffCommand,
    catalogue: Catalogue,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let runtime = super::runtime::runtime(1);
    match command {
        StaffCommand::Add(arguments) => {
            let password = runtime.block_on(add(arguments, catalogue))?;
            say_password(&arguments.name, password, printer);
        }
        StaffCommand::Reset(arguments) => {
            let password = runtime.block_on(reset(arguments, catalogue))?;
            say_password(&arguments.name, password, printer);
        }
        StaffCommand::List(arguments) => {
            let lines = runtime.block_on(list(arguments, catalogue))?;
            return Ok(super::output::print_lines(&lines, printer)?);
        }
    }
    Ok(ExitStatus::Done)
}

fn say_password(name: &str, password: String, printer: &Printer) {
    printer.say(&messages::text(
        printer.locale(),
        "staff-password",
        &args([("name", name.to_owned()), ("password", password)]),
    ));
}

async fn add(arguments: &StaffAdd, catalogue: Catalogue) -> Result<String, InstallationError> {
    let installation = open_or_make(&arguments.data, catalogue).await?;
    let role = |roles: Roles, name: &RoleName| {
        roles.with(match name {
            RoleName::Inspector => Role::Inspector,
            RoleName::Clerk => Role::Clerk,
            RoleName::Operator => Role::Operator,
        })
    };
    let roles = arguments.role.iter().fold(Roles::default(), role);
    let permit = Permit::of_machine_owner();
    Ok(operator::add(&installation.app, &permit, &arguments.name, roles).await?)
}

async fn reset(arguments: &StaffReset, catalogue: Catalogue) -> Result<String, InstallationError> {
    let installation = open(&arguments.data, catalogue).await?;
    let permit = Permit::of_machine_owner();
    let name = arguments.name.trim().to_lowercase();
    let known = operator::colleagues(&installation.app, &permit).await?;
    let found = known.into_iter().find(|colleague| colleague.name == name);
    let found = found.ok_or(InstallationError::NobodyCalled { name })?;
    Ok(operator::reset_password(&installation.app, &permit, found.id).await?)
}

async fn list(
    arguments: &StaffList,
    catalogue: Catalogue,
) -> Result<Vec<String>, InstallationError> {
    let installation = open(&arguments.data, catalogue).await?;
    let known = operator::colleagues(&installation.app, &Permit::of_machine_owner()).await?;
    let line = |colleague: ColleagueView| {
        let roles: Vec<&str> = colleague.roles.iter().map(Role::code).collect();
        let off = if colleague.disabled_at.is_some() {
            "\tdisabled"
        } else {
            ""
        };
        format!("{}\t{}{off}", colleague.name, roles.join(","))
    };
    Ok(known.into_iter().map(line).collect())
}
