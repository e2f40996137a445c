//! The processes of the service: each tells of itself, and the operator sees whether they
//! agree.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use domain::node::LISTED;
use domain::staff::right::SeeFigures;
use domain::{Node, NodeId, NodeKind, Timestamp};

use crate::app::App;
use crate::error::AppError;
use crate::health::Saving;
use crate::permit::Permit;
use crate::pictures::{EngineAt, EngineState};

/// The same after the database took no change.
const AGAIN: Duration = Duration::from_secs(5);

/// What a process is started with.
#[derive(Clone, Copy, Debug)]
pub struct Started<'a> {
    /// What it does.
    pub kind: NodeKind,
    /// The program's version.
    pub version: &'a str,
    /// SHA-256 of the settings. Only a digest under a key of the service is stored, so that
    /// no secret of the settings can be guessed by it.
    pub settings: [u8; 32],
    /// Pictures that it makes at once for all others; 0 of a process that makes none but
    /// its own.
    pub slots: u32,
}

impl App {
    /// This process, as it starts now.
    #[must_use]
    pub fn node(&self, started: Started<'_>) -> Node {
        let now = self.now();
        Node {
            id: NodeId::new(now, &mut *self.randomness()),
            kind: started.kind,
            version: started.version.to_owned(),
            catalogue: self.catalogue().version().to_owned(),
            settings: self.vouch("settings", &hex::encode(started.settings)),
            started_at: now,
            seen_at: now,
            slots: started.slots,
        }
    }
}

/// Tells of this process until `shutdown` completes, and then that it ends.
pub async fn keep_telling(app: &App, node: Node, shutdown: impl Future<Output = ()>) {
    let mut shutdown = pin!(shutdown);
    loop {
        let told = tell(app, &node).await;
        if let Err(error) = &told {
            tracing::warn!(code = error.code(), "the process could not tell of itself");
        }
        let saving = match &told {
            // Another's transaction was in the way, or the disk is full: reading goes on.
            Ok(()) | Err(AppError::Again | AppError::DiskFull) => Saving::Works,
            Err(_) => Saving::Refused,
        };
        app.health().set_saving(saving);
        let pause = match saving {
            Saving::Works => pause(app, node.kind),
            Saving::Refused => AGAIN,
        };
        tokio::select! {
            () = &mut shutdown => break,
            () = tokio::time::sleep(pause) => {}
        }
    }
    if let Err(error) = forget(app, &node).await {
        tracing::warn!(
            code = error.code(),
            "the process could not say that it ends"
        );
    }
}

/// The wait until the next sign: up to a quarter is added by chance.
fn pause(app: &App, kind: NodeKind) -> Duration {
    let mut chance = [0];
    app.randomness().fill_bytes(&mut chance);
    kind.pause() + kind.pause() * u32::from(chance[0]) / 1024
}

/// Stores that this process lives, and deletes those that have long been silent.
///
/// # Errors
/// Storage.
pub async fn tell(app: &App, node: &Node) -> Result<(), AppError> {
    let now = app.now();
    let mut tx = app.write().await?;
    let seen = Node {
        seen_at: now,
        ..node.clone()
    };
    tx.see_node(&seen).await?;
    tx.forget_silent_nodes(now.minus(LISTED)).await?;
    Ok(tx.save().await?)
}

async fn forget(app: &App, node: &Node) -> Result<(), AppError> {
    let mut tx = app.write().await?;
    tx.forget_node(node.id).await?;
    Ok(tx.save().await?)
}

/// The processes, as the operator sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Processes {
    /// In the order of their start.
    pub lines: Vec<ProcessLine>,
    /// In what those that live differ.
    pub differ_in: Vec<DifferIn>,
    /// Whether photos can be made.
    pub engine: EngineState,
}

/// A process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcessLine {
    /// The end of its id, to tell processes apart.
    pub name: String,
    /// What it does.
    pub kind: NodeKind,
    /// Pictures that it makes at once for all others.
    pub slots: u32,
    /// The program's version.
    pub version: String,
    /// The catalogue's version.
    pub catalogue: String,
    /// When it was started.
    pub started_at: Timestamp,
    /// When it told of itself last.
    pub seen_at: Timestamp,
    /// Whether that was of late.
    pub is_live: bool,
}

/// In what processes differ that should be alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DifferIn {
    /// The catalogue's version.
    Catalogue,
    /// The settings.
    Settings,
}

impl DifferIn {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Catalogue => "catalogue",
            Self::Settings => "settings",
        }
    }
}

/// The processes that told of themselves within a day.
///
/// # Errors
/// Storage.
pub async fn processes(app: &App, _: &Permit<SeeFigures>) -> Result<Processes, AppError> {
    let nodes = app.read().await?.nodes().await?;
    Ok(seen(&nodes, app.engine_at(), app.now()))
}

fn seen(nodes: &[Node], engine: EngineAt, now: Timestamp) -> Processes {
    let live: Vec<&Node> = nodes.iter().filter(|node| node.is_live(now)).collect();
    let pairs = || live.windows(2);
    let differ = [
        (
            DifferIn::Catalogue,
            pairs().any(|two| two[0].catalogue != two[1].catalogue),
        ),
        (
            DifferIn::Settings,
            pairs().any(|two| two[0].settings != two[1].settings),
        ),
    ];
    let line = |node: &Node| {
        let id = node.id.to_string();
        ProcessLine {
            name: id.get(id.len() - NAME..).unwrap_or(&id).to_lowercase(),
            kind: node.kind,
            slots: node.slots,
            version: node.version.clone(),
            catalogue: node.catalogue.clone(),
            started_at: node.started_at,
            seen_at: node.seen_at,
            is_live: node.is_live(now),
        }
    };
    Processes {
        engine: EngineState::of(engine, nodes, now),
        lines: nodes.iter().map(line).collect(),
        differ_in: differ
            .into_iter()
            .filter_map(|(what, differs)| differs.then_some(what))
            .collect(),
    }
}

/// Characters of a process's name.
const NAME: usize = 6;

#[cfg(test)]
mod tests {
    use domain::Digest;
    use domain::randomness::seeded;

    use super::*;

    #[test]
    fn only_processes_that_live_are_compared() {
        let now = Timestamp(1_000_000_000);
        // Catalogue, settings, and how many seconds it was silent.
        let check = |nodes: &[(&str, u8, u64)], expected: &[DifferIn], live: usize| {
            let node = |(n, (catalogue, settings, silent)): (u64, &(&str, u8, u64))| Node {
                id: NodeId::new(now, &mut seeded(n)),
                kind: NodeKind::Serve,
                version: "1".to_owned(),
                catalogue: (*catalogue).to_owned(),
                settings: Digest([*settings; 32]),
                started_at: now,
                seen_at: now.minus(Duration::from_secs(*silent)),
                slots: 0,
            };
            let nodes: Vec<Node> = (0..).zip(nodes).map(node).collect();
            let seen = seen(&nodes, EngineAt::Here, now);
            assert_eq!(seen.differ_in, expected, "{nodes:?}");
            let count = seen.lines.iter().filter(|line| line.is_live).count();
            assert_eq!((count, seen.lines.len()), (live, nodes.len()));
        };
        use DifferIn::{Catalogue, Settings};
        check(&[], &[], 0);
        check(&[("a", 1, 0)], &[], 1);
        check(&[("a", 1, 0), ("a", 1, 60)], &[], 2);
        check(&[("a", 1, 0), ("b", 1, 119)], &[Catalogue], 2);
        check(&[("a", 1, 0), ("b", 2, 120)], &[], 1);
        check(&[("a", 1, 0), ("a", 1, 0), ("a", 2, 0)], &[Settings], 3);
        check(&[("a", 1, 0), ("b", 2, 0)], &[Catalogue, Settings], 2);
    }
}
