//! One file a command.

mod audit;
mod backup;
mod check;
mod clock;
mod detail;
mod doctor;
mod key;
mod list;
mod make;
mod models;
mod output;
mod receipt_preview;
mod receipt_verify;
mod runtime;
mod serve;
mod sheet;
mod show;
mod staff;
mod stopping;
mod storage;
mod storage_copy;
mod told;
mod validate;
mod wechat;
mod where_accepted;
mod work;

use usecases::{Clock, SystemClock};

use self::detail::Detail;
use crate::catalogue_choice::{folder, load};
use crate::cli::{
    AuditCommand, CatalogueCommand, Cli, ClockCommand, Command, KeyCommand, KeyRotateCommand,
    PhotoCommand, ReceiptCommand, StorageCommand, WechatCommand,
};
use crate::exit_status::ExitStatus;
use crate::failure::Failure;
use crate::printer::Printer;

/// Runs the command; what fails is told.
pub(crate) fn run(cli: &Cli, printer: &Printer) -> ExitStatus {
    let folder = folder(cli.catalogue.as_deref());
    let catalogue = || load(folder.as_deref());
    let detail = if cli.verbose {
        Detail::Times
    } else {
        Detail::Usual
    };
    let done = match &cli.command {
        Command::Photo(PhotoCommand::Make(arguments)) => catalogue()
            .map_err(Failure::from)
            .and_then(|catalogue| make::run(arguments, &catalogue, detail, printer)),
        Command::Photo(PhotoCommand::Check(arguments)) => catalogue()
            .map_err(Failure::from)
            .and_then(|catalogue| check::run(arguments, &catalogue, detail, printer)),
        Command::Photo(PhotoCommand::Sheet(arguments)) => catalogue()
            .map_err(Failure::from)
            .and_then(|catalogue| sheet::run(arguments, &catalogue, detail, printer)),
        Command::Catalogue(CatalogueCommand::List(arguments)) => catalogue()
            .map_err(Failure::from)
            .and_then(|catalogue| list::run(arguments, &catalogue, printer)),
        Command::Catalogue(CatalogueCommand::Show(arguments)) => catalogue()
            .map_err(Failure::from)
            .and_then(|catalogue| show::run(arguments, &catalogue, printer)),
        Command::Catalogue(CatalogueCommand::Where(arguments)) => catalogue()
            .map_err(Failure::from)
            .and_then(|catalogue| where_accepted::run(arguments, &catalogue, printer)),
        Command::Receipt(ReceiptCommand::Preview(arguments)) => catalogue()
            .map_err(Failure::from)
            .and_then(|catalogue| receipt_preview::run(arguments, &catalogue, printer)),
        Command::Receipt(ReceiptCommand::Verify(arguments)) => {
            catalogue().map_err(Failure::from).and_then(|catalogue| {
                let today = domain::china::date(SystemClock.now());
                receipt_verify::run(arguments, &catalogue, today, printer)
            })
        }
        Command::Serve(arguments) => catalogue()
            .map_err(Failure::from)
            .and_then(|catalogue| serve::run(arguments, catalogue, printer)),
        Command::Work(arguments) => catalogue()
            .map_err(Failure::from)
            .and_then(|catalogue| work::run(arguments, catalogue, printer)),
        Command::Staff(command) => catalogue()
            .map_err(Failure::from)
            .and_then(|catalogue| staff::run(command, catalogue, printer)),
        Command::Audit(AuditCommand::Verify(arguments)) => catalogue()
            .map_err(Failure::from)
            .and_then(|catalogue| audit::verify(arguments, catalogue, printer)),
        Command::Audit(AuditCommand::Checkpoint(arguments)) => catalogue()
            .map_err(Failure::from)
            .and_then(|catalogue| audit::checkpoint(arguments, catalogue, printer)),
        Command::Key(KeyCommand::Where(arguments)) => catalogue()
            .map_err(Failure::from)
            .and_then(|catalogue| key::locate(arguments, catalogue, printer)),
        Command::Key(KeyCommand::Rotate(KeyRotateCommand::Sealing(arguments))) => catalogue()
            .map_err(Failure::from)
            .and_then(|catalogue| key::rotate_sealing(arguments, catalogue, printer)),
        Command::Key(KeyCommand::Rotate(KeyRotateCommand::Status(arguments))) => catalogue()
            .map_err(Failure::from)
            .and_then(|catalogue| key::rotate_status(arguments, catalogue, printer)),
        Command::Key(KeyCommand::Rotate(KeyRotateCommand::Signing(arguments))) => catalogue()
            .map_err(Failure::from)
            .and_then(|catalogue| key::rotate_signing(arguments, catalogue, printer)),
        Command::Clock(ClockCommand::Confirm(arguments)) => catalogue()
            .map_err(Failure::from)
            .and_then(|catalogue| clock::confirm(arguments, catalogue, printer)),
        Command::Storage(StorageCommand::Init(arguments)) => catalogue()
            .map_err(Failure::from)
            .and_then(|catalogue| storage::init(arguments, catalogue, printer)),
        Command::Storage(StorageCommand::Migrate(arguments)) => catalogue()
            .map_err(Failure::from)
            .and_then(|catalogue| storage::migrate(arguments, catalogue, printer)),
        Command::Storage(StorageCommand::Copy(arguments)) => storage_copy::run(arguments, printer),
        Command::Storage(StorageCommand::Reopen(arguments)) => {
            storage_copy::reopen(arguments, printer)
        }
        Command::Backup(arguments) => catalogue()
            .map_err(Failure::from)
            .and_then(|catalogue| backup::make(arguments, catalogue, printer)),
        Command::Restore(arguments) => backup::restore(arguments, printer),
        Command::Models(command) => models::run(command, printer),
        Command::Wechat(WechatCommand::Check(arguments)) => wechat::check(arguments, printer),
        Command::Doctor(arguments) => catalogue()
            .map_err(Failure::from)
            .and_then(|catalogue| doctor::run(arguments, catalogue, printer)),
        Command::Catalogue(CatalogueCommand::Validate(arguments)) => {
            validate::run(arguments, folder.as_deref(), printer)
        }
    };
    done.unwrap_or_else(|failure| printer.failure(&failure))
}
