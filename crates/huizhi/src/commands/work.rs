//! `work`: makes photos for the processes that serve, until stopped.

use std::io::IsTerminal;
use std::net::SocketAddr;

use catalogue::Catalogue;
use domain::NodeKind;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use usecases::nodes::Started;
use usecases::{App, keys, nodes, pictures};
use web::{Closing, LogFormat, Peers, ServeLimits, serve, start_logs, work_probes};

use super::stopping::{ended, signal};
use crate::cli::Work;
use crate::engine_slots;
use crate::exit_status::ExitStatus;
use crate::failure::Failure;
use crate::installation::{open_to_work, settings_to_work};
use crate::installation_error::InstallationError;
use crate::printer::Printer;
use studio::args;

/// Threads that ask the database and move files; the engine has its own.
const THREADS: usize = 2;

pub(super) fn run(
    arguments: &Work,
    catalogue: Catalogue,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let runtime = super::runtime::runtime(THREADS);
    runtime.block_on(run_in(arguments, catalogue, printer))?;
    // What the engine still works on was given back.
    runtime.shutdown_background();
    Ok(ExitStatus::Done)
}

async fn run_in(
    arguments: &Work,
    catalogue: Catalogue,
    printer: &Printer,
) -> Result<(), InstallationError> {
    let settings = settings_to_work(&arguments.data)?;
    let format = if std::io::stderr().is_terminal() {
        LogFormat::Text
    } else {
        LogFormat::Json
    };
    let _logs = start_logs(format, settings.log_level()?);
    let asked = arguments.slots.or(settings.chosen_engine_slots());
    let slots = asked.map_or_else(engine_slots::usual, |slots| {
        slots.clamp(1, engine_slots::MOST)
    });
    let told = settings.digest().bytes();
    let opened = open_to_work(&arguments.data, settings, catalogue, slots).await?;
    let app = opened.app;
    // It ends with the runtime.
    if let Some((clock, storage)) = opened.asking {
        tokio::spawn(async move { clock.keep_asking(&*storage).await });
    }
    let (stop, stopped) = watch::channel(());
    let closing = Closing::default();
    let probes = match arguments.listen {
        None => None,
        Some(address) => Some(probed(address, &app, &closing, stopped.clone()).await?),
    };
    let slots = u32::try_from(slots).unwrap_or(u32::MAX);
    let telling = tokio::spawn({
        let node = app.node(Started {
            kind: NodeKind::Work,
            version: env!("CARGO_PKG_VERSION"),
            settings: told,
            slots,
        });
        let (app, stopped) = (app.clone(), stopped.clone());
        async move { nodes::keep_telling(&app, node, ended(stopped)).await }
    });
    let watching = tokio::spawn({
        let (app, stopped) = (app.clone(), stopped.clone());
        async move { keys::keep_watching(&app, || ended(stopped.clone())).await }
    });
    let making = tokio::spawn({
        let app = app.clone();
        async move { pictures::keep_making(&app, slots, || ended(stopped.clone())).await }
    });
    printer.say(&messages::text(
        printer.locale(),
        "work-begun",
        &args([("slots", slots.to_string())]),
    ));
    signal().await;
    closing.close();
    drop(stop);
    // First it is known that no picture should be put for it, then what it has is finished
    // or given back, which does not last for ever.
    let _ended = tokio::join!(telling, making);
    watching.abort();
    if let Some(probes) = probes {
        probes.abort();
    }
    Ok(())
}

/// Answers probes at `address`.
async fn probed(
    address: SocketAddr,
    app: &App,
    closing: &Closing,
    stopped: watch::Receiver<()>,
) -> Result<JoinHandle<std::io::Result<()>>, InstallationError> {
    let listen = |source| InstallationError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(listen)?;
    let router = work_probes(app, closing);
    let limits = ServeLimits::of_process(Peers::Clients);
    Ok(tokio::spawn(serve(
        listener,
        router,
        limits,
        ended(stopped),
    )))
}
