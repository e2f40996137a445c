//! `serve`: runs pages, API and background jobs until stopped.

use std::io::IsTerminal;

use catalogue::Catalogue;
use tokio::net::TcpListener;
use tokio::sync::watch;
use usecases::{jobs, operator};
use web::{LogFormat, Secrets, Web, router, serve, start_logs};

use crate::cli::Serve;
use crate::exit_status::ExitStatus;
use crate::failure::Failure;
use crate::installation::{claim_to_serve, open_to_serve};
use crate::installation_error::InstallationError;
use crate::printer::Printer;
use studio::args;

/// Threads that answer requests; the photo workers have their own.
const THREADS: usize = 2;

pub(super) fn run(
    arguments: &Serve,
    catalogue: Catalogue,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    super::runtime::runtime(THREADS).block_on(run_in(arguments, catalogue, printer))?;
    Ok(ExitStatus::Done)
}

async fn run_in(
    arguments: &Serve,
    catalogue: Catalogue,
    printer: &Printer,
) -> Result<(), InstallationError> {
    let (alone, settings) = claim_to_serve(&arguments.data)?;
    let format = if std::io::stderr().is_terminal() {
        LogFormat::Text
    } else {
        LogFormat::Json
    };
    // Before anything is opened, so that opening is logged.
    start_logs(format, settings.log_level()?);
    let installation = open_to_serve(&alone, &arguments.data, settings, catalogue).await?;
    let app = installation.app;
    let listen = |source| InstallationError::Listen {
        address: arguments.listen,
        source,
    };
    let listener = TcpListener::bind(arguments.listen).await.map_err(listen)?;
    let address = listener.local_addr().map_err(listen)?;
    if let Some((name, password)) = operator::first(&app).await? {
        printer.say(&messages::text(
            printer.locale(),
            "serve-first-operator",
            &args([("name", name), ("password", password)]),
        ));
    }
    let secrets = Secrets::new(app.secret("csrf"));
    let (stop, stopped) = watch::channel(());
    let web = Web::new(app.clone(), installation.settings.for_pages(), secrets);
    let worker = tokio::spawn({
        let app = app.clone();
        let stopped = ended(stopped.clone());
        async move { jobs::work(&app, stopped).await }
    });
    printer.say(&messages::text(
        printer.locale(),
        "serve-listening",
        &args([("address", format!("http://{address}"))]),
    ));
    let closing = web.closing.clone();
    let served = serve(listener, router(web), async move {
        signal().await;
        closing.close();
        drop(stop);
    })
    .await;
    // A worker finishes its current job; a panic was already reported.
    let _ended = worker.await;
    served.map_err(listen)
}

/// Completes when the sender is dropped.
async fn ended(mut stopped: watch::Receiver<()>) {
    while stopped.changed().await.is_ok() {}
}

/// Completes when the process is asked to stop.
async fn signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    // Without a handler the signal ends the process, which is acceptable.
    let _interrupted = tokio::signal::ctrl_c().await;
}
