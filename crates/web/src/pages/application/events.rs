//! `GET /orders/{number}/events`: server-sent events when the order changes;
//! the page then fetches itself again. An event's data identifies the state, so
//! that a page that is up to date does nothing.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::time::{Instant, sleep, sleep_until};
use usecases::applicant::OwnOrder;
use usecases::following::Following;

use super::opened::{Opened, open};
use crate::client::Asking;
use crate::shares::Share;
use crate::{PageError, Visit, Web};

/// Proxies close connections that are silent for a minute.
const KEEP_ALIVE: Duration = Duration::from_secs(20);
/// Longest stream; a browser that is still there reconnects.
const LONGEST: Duration = Duration::from_secs(30 * 60);

struct Follower {
    web: Web,
    visit: Visit,
    headers: HeaderMap,
    own: OwnOrder,
    following: Following,
    ends: Instant,
    stage: Stage,
    _share: Share,
}

pub(crate) async fn stream(
    State(web): State<Web>,
    visit: Visit,
    headers: HeaderMap,
    Opened(own): Opened,
    Asking(client): Asking,
) -> Result<impl IntoResponse, PageError> {
    let share = web.streams.one(client).map_err(|_| PageError::Busy)?;
    let follower = Follower {
        // Before the first read, so that no change is missed.
        following: web.app.follow(&own),
        ends: Instant::now() + LONGEST,
        stage: Stage::First,
        _share: share,
        web,
        visit,
        headers,
        own,
    };
    let sse = Sse::new(followed(follower)).keep_alive(KeepAlive::new().interval(KEEP_ALIVE));
    Ok(([(CACHE_CONTROL, "no-store")], sse))
}

/// How far a stream is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nothing was sent.
    First,
    /// The order was sent, and is followed.
    Following,
    /// The last event was sent.
    Over,
}

/// What a stream goes on with.
enum Next {
    /// The order changed.
    Changed,
    /// It ends; the browser asks again.
    Ended,
    /// It ends, for the process stops; the browser asks again when another is asked.
    Stopping,
}

fn followed(follower: Follower) -> impl Stream<Item = Result<Event, Infallible>> {
    unfold(follower, |mut follower| async move {
        match follower.stage {
            Stage::First => {}
            Stage::Over => return None,
            Stage::Following => match follower.next().await {
                Next::Changed => {}
                Next::Ended => return None,
                Next::Stopping => {
                    follower.stage = Stage::Over;
                    let event = Event::default().retry(follower.retry());
                    return Some((Ok(event), follower));
                }
            },
        }
        follower.stage = Stage::Following;
        follower.look_again().await?;
        let order = follower.own.summary(follower.web.app.now());
        let event = Event::default().event("order").data(order.revision);
        Some((Ok(event), follower))
    })
}

/// Shortest wait before a browser asks again whose stream ended with the process. A proxy
/// has learnt by then where to send it.
const RETRY: Duration = Duration::from_secs(2);

impl Follower {
    /// Waits for what comes next.
    async fn next(&mut self) -> Next {
        let told_in = self.own.told_in(self.web.app.now());
        let told = async {
            match told_in {
                Some(wait) => sleep(wait).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = self.following.changed() => Next::Changed,
            () = told => Next::Changed,
            () = self.web.closing.closed() => Next::Stopping,
            () = sleep_until(self.ends) => Next::Ended,
        }
    }

    /// The wait before the browser asks again, partly chance: all ask at once otherwise.
    fn retry(&self) -> Duration {
        let mut chance = [0];
        self.web.app.randomness().fill_bytes(&mut chance);
        RETRY + RETRY * u32::from(chance[0]) / 128
    }

    /// Reads the order again; `None` if it is gone, which ends the stream.
    async fn look_again(&mut self) -> Option<()> {
        let number = self.own.number();
        let own = open(&self.web, &self.visit, &self.headers, number).await;
        self.own = own.ok()?;
        self.following.saw(&self.own);
        Some(())
    }
}
