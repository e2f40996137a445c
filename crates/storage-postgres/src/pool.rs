//! Connections that are lent and given back, whatever became of the server: its machine may
//! be gone, or the network cut, without anybody saying so, and then no answer ever comes.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sqlx::pool::{PoolConnection, PoolConnectionMetadata};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{PgPool, Postgres};
use storage::StorageError;

use crate::failed::{failed, is_of_connection};

/// How long a transaction waits for a connection, in the pool or a new one. Pages have
/// 15 s in all.
const WAIT: Duration = Duration::from_secs(5);
/// A connection is closed after so long, so that a server which came back is used again.
const LIFETIME: Duration = Duration::from_secs(30 * 60);
/// Longest that a connection takes to be given back. One that takes longer is closed.
const GIVING_BACK: Duration = Duration::from_secs(3);

/// The connections of a process. Clones share them.
#[derive(Clone, Debug)]
pub(crate) struct Pool {
    connections: PgPool,
    broken: Arc<Broken>,
}

/// When a connection broke last: those that were used last before it lead to the same
/// server, and most likely nowhere.
#[derive(Debug, Default)]
struct Broken(Mutex<Option<Instant>>);

impl Broken {
    fn note(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// Whether a connection that was used at this instant may still lead to the server.
    fn is_before(&self, used: Instant) -> bool {
        let last = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.is_none_or(|last| last < used)
    }
}

impl Pool {
    /// Connections to a server, at most so many, made when they are needed.
    pub(crate) fn new(options: PgConnectOptions, connections: u32) -> Self {
        let broken = Arc::<Broken>::default();
        let connections = PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(WAIT)
            .max_lifetime(LIFETIME)
            // A broken connection shows itself at BEGIN, which changes nothing.
            .test_before_acquire(false)
            .before_acquire({
                let broken = Arc::clone(&broken);
                move |_, PoolConnectionMetadata { idle_for, .. }| {
                    let used = Instant::now().checked_sub(idle_for);
                    let is_good = used.is_none_or(|used| broken.is_before(used));
                    Box::pin(async move { Ok(is_good) })
                }
            })
            .connect_lazy_with(options);
        Self {
            connections,
            broken,
        }
    }

    /// Lends a connection on which nothing has begun.
    pub(crate) async fn lend(&self) -> Result<Lent, StorageError> {
        let lent = self.connections.acquire().await.map_err(failed)?;
        Ok(Lent {
            connection: Some(lent),
            broken: Arc::clone(&self.broken),
            state: State::Free,
        })
    }

    /// Waits for running transactions and closes the connections.
    pub(crate) async fn close(&self) {
        self.connections.close().await;
    }
}

/// How a connection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Nothing is open on it.
    Free,
    /// A transaction is.
    Begun,
    /// It is of no use.
    Broken,
}

/// A connection of the pool. Dropped, its transaction is rolled back and it is given back,
/// or closed if that takes long.
pub(crate) struct Lent {
    /// Until it is dropped.
    connection: Option<PoolConnection<Postgres>>,
    broken: Arc<Broken>,
    state: State,
}

impl Lent {
    /// The connection, to ask the server something. What comes of it is to be
    /// [`heard`](Self::heard).
    pub(crate) fn ask(&mut self) -> Result<&mut sqlx::PgConnection, StorageError> {
        let gone = || failed(sqlx::Error::PoolClosed);
        self.connection.as_deref_mut().ok_or_else(gone)
    }

    /// From now on a transaction is open.
    pub(crate) fn begun(&mut self) {
        self.state = State::Begun;
    }

    /// No transaction is open any more.
    pub(crate) fn ended(&mut self) {
        if self.state == State::Begun {
            self.state = State::Free;
        }
    }

    /// Hears what the server answered; a connection that broke is not used again, nor are
    /// those that were made before.
    pub(crate) fn heard<T>(&mut self, answer: Result<T, sqlx::Error>) -> Result<T, sqlx::Error> {
        if answer.as_ref().is_err_and(is_of_connection) {
            self.state = State::Broken;
            self.broken.note();
        }
        answer
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else {
            return;
        };
        match (self.state, tokio::runtime::Handle::try_current()) {
            (State::Free | State::Begun, Ok(runtime)) => {
                runtime.spawn(give_back(connection, self.state));
            }
            // Nothing more is said to the server; it sees the connection end.
            _ => drop(connection.detach()),
        }
    }
}

/// Gives a connection back to the pool, which would wait for the server without end.
async fn give_back(mut connection: PoolConnection<Postgres>, state: State) {
    if state == State::Begun {
        let rolled_back = sqlx::raw_sql("ROLLBACK").execute(&mut *connection);
        if within(Some(GIVING_BACK), rolled_back).await.is_err() {
            drop(connection.detach());
            return;
        }
    }
    // What the connection does when it is dropped, with an end.
    let _given = tokio::time::timeout(GIVING_BACK, connection.return_to_pool()).await;
}

/// The server's answer; an error as of a broken connection if none comes within the time.
pub(crate) async fn within<T>(
    patience: Option<Duration>,
    answer: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, sqlx::Error> {
    match patience {
        None => answer.await,
        Some(patience) => match tokio::time::timeout(patience, answer).await {
            Ok(answer) => answer,
            Err(_) => Err(sqlx::Error::Io(io::ErrorKind::TimedOut.into())),
        },
    }
}
