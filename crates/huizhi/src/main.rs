//! The command line: `huizhi photo …` and `huizhi catalogue …`
//! for a studio, `huizhi serve`, `staff`, `audit` and `key` for the service.
//!
//! Data goes to stdout, everything a person is told goes to stderr, and what
//! came of it is the exit code ([`ExitStatus`]).

mod atomic_file;
mod backup;
mod batch_record;
mod catalogue_choice;
mod checkpoint_file;
mod checksum;
mod cli;
mod colour;
mod commands;
mod contact_sheet;
mod database;
mod destination;
mod engine_choice;
mod engine_slots;
mod exit_status;
mod explain;
mod failure;
mod inputs;
mod installation;
mod installation_error;
mod keys;
mod models;
mod printer;
mod problem_text;
mod report;
mod serve_lock;
mod settings_file;
mod summary;
mod tried;

use std::process::ExitCode;

use crate::exit_status::ExitStatus;
use crate::printer::Printer;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let locale = cli::locale(&arguments, |name| std::env::var(name).ok());
    let printer = Printer::new(locale);
    let status = match cli::parse(arguments, locale) {
        Ok(parsed) => commands::run(&parsed, &printer),
        Err(cli::Instead::Help(text)) => match printer.data(text.as_bytes()) {
            Ok(()) => ExitStatus::Done,
            Err(failure) => printer.failure(&failure.into()),
        },
        Err(cli::Instead::HelpInReply(text)) => {
            printer.say(text.trim_end());
            ExitStatus::Usage
        }
        Err(cli::Instead::Wrong(failure)) => printer.failure(&failure.into()),
    };
    status.into()
}
