//! `serve`: runs pages, API and background jobs until stopped.

use std::io::IsTerminal;
use std::sync::Arc;
use std::time::{Duration, Instant};

use catalogue::Catalogue;
use domain::{NodeKind, china};
use storage::Structure;
use tokio::net::TcpListener;
use tokio::sync::watch;
use usecases::nodes::Started;
use usecases::pictures::{self, EngineAt};
use usecases::{
    ClockState, clock_watch, damage, following, jobs, kept_checkpoints, keys, log_chaining, nodes,
    operator,
};
use web::{LogFormat, Peers, Secrets, ServeLimits, Web, router, serve, start_logs};

use super::stopping::{ended, signal};
use crate::cli::Serve;
use crate::exit_status::ExitStatus;
use crate::failure::Failure;
use crate::installation::{Claim, claim_to_serve, open_to_serve};
use crate::installation_error::InstallationError;
use crate::printer::Printer;
use studio::args;

/// Time that work outside the requests has at the end.
const LAST_WORK: Duration = Duration::from_secs(3);

/// Threads that answer requests; the photo workers have their own.
const THREADS: usize = 2;

/// Longest check of the database at the start; a scrub and `huizhi doctor` check the
/// rest of a large one.
const AT_START: Duration = Duration::from_secs(20);

pub(super) fn run(
    arguments: &Serve,
    catalogue: Catalogue,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let runtime = super::runtime::runtime(THREADS);
    let served = runtime.block_on(run_in(arguments, catalogue, printer));
    // A notice being sent or a file being written is not waited for any longer:
    // both are done again, or swept, after the next start.
    runtime.shutdown_timeout(LAST_WORK);
    served?;
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
    let _logs = start_logs(format, settings.log_level()?);
    let installation = open_to_serve(&alone, &arguments.data, settings, catalogue).await?;
    let app = installation
        .app
        .with_quota(installation.settings.upload_quota());
    let begun = Instant::now();
    let go_on = Arc::new(move || begun.elapsed() < AT_START);
    if let Structure::Damaged(count) = damage::structure(&app, go_on).await? {
        return Err(InstallationError::Damaged { count });
    }
    if let ClockState::Jumped { seen, now } = clock_watch::watch(&app).await? {
        let [seen, now] = [seen, now].map(|at| china::date(at).to_string());
        let dates = args([("seen", seen), ("now", now)]);
        printer.say(&messages::text(printer.locale(), "clock-jumped", &dates));
    }
    let listen = |source| InstallationError::Listen {
        address: arguments.listen,
        source,
    };
    let listener = TcpListener::bind(arguments.listen).await.map_err(listen)?;
    let address = listener.local_addr().map_err(listen)?;
    // Of a database for many, `storage init` makes the first operator: processes that
    // start together would make one each.
    let first = match alone {
        Claim::Alone { .. } => {
            operator::first(&app, installation.settings.first_operator()).await?
        }
        Claim::AmongMany => None,
    };
    if let Some((name, password)) = first {
        printer.say(&messages::text(
            printer.locale(),
            "serve-first-operator",
            &args([("name", name), ("password", password)]),
        ));
    }
    let secrets = Secrets::new(app.web_secret());
    let (stop, stopped) = watch::channel(());
    let settings = installation.settings.for_pages()?;
    let web = Web::new(app.clone(), settings, secrets);
    let worker = tokio::spawn({
        let app = app.clone();
        let stopped = stopped.clone();
        async move { jobs::keep_working(&app, || ended(stopped.clone())).await }
    });
    // It ends with the runtime.
    if let Some((clock, storage)) = installation.asking {
        tokio::spawn(async move { clock.keep_asking(&*storage).await });
    }
    let chaining = tokio::spawn({
        let app = app.clone();
        let stopped = stopped.clone();
        async move { log_chaining::keep_chaining(&app, || ended(stopped.clone())).await }
    });
    let looking = tokio::spawn({
        let app = app.clone();
        let stopped = stopped.clone();
        async move { following::keep_looking(&app, || ended(stopped.clone())).await }
    });
    // Pictures whose photos are made by others are waited for.
    let awaiting = match app.engine_at() {
        EngineAt::Here => None,
        EngineAt::Elsewhere => Some(tokio::spawn({
            let app = app.clone();
            let stopped = stopped.clone();
            async move { pictures::keep_looking(&app, || ended(stopped.clone())).await }
        })),
    };
    let watching = tokio::spawn({
        let app = app.clone();
        let stopped = stopped.clone();
        async move { keys::keep_watching(&app, || ended(stopped.clone())).await }
    });
    let attesting = tokio::spawn({
        let app = app.clone();
        let stopped = stopped.clone();
        async move { kept_checkpoints::keep_attesting(&app, || ended(stopped.clone())).await }
    });
    let telling = tokio::spawn({
        let node = app.node(Started {
            kind: NodeKind::Serve,
            version: env!("CARGO_PKG_VERSION"),
            settings: installation.settings.digest().bytes(),
            slots: 0,
        });
        let (app, stopped) = (app.clone(), stopped.clone());
        async move { nodes::keep_telling(&app, node, ended(stopped)).await }
    });
    printer.say(&messages::text(
        printer.locale(),
        "serve-listening",
        &args([("address", format!("http://{address}"))]),
    ));
    let closing = web.closing.clone();
    let peers = if web.settings.behind_proxy {
        Peers::Proxy
    } else {
        Peers::Clients
    };
    let usual = ServeLimits::of_process(peers);
    let limits = ServeLimits {
        linger: installation.settings.stop_notice().unwrap_or(usual.linger),
        ..usual
    };
    let served = serve(listener, router(web), limits, async move {
        signal().await;
        closing.close();
        drop(stop);
    })
    .await;
    // The worker finishes its current job, if that is soon done. What is not is
    // taken up again after the next start.
    let ending = async { tokio::join!(worker, chaining, telling) };
    let _ended = tokio::time::timeout(LAST_WORK, ending).await;
    looking.abort();
    if let Some(awaiting) = awaiting {
        awaiting.abort();
    }
    watching.abort();
    attesting.abort();
    served.map_err(listen)
}
