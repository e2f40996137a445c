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
    is_first: bool,
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
        is_first: true,
        _share: share,
        web,
        visit,
        headers,
        own,
    };
    let sse = Sse::new(followed(follower)).keep_alive(KeepAlive::new().interval(KEEP_ALIVE));
    Ok(([(CACHE_CONTROL, "no-store")], sse))
}

fn followed(follower: Follower) -> impl Stream<Item = Result<Event, Infallible>> {
    unfold(follower, |mut follower| async move {
        if !follower.is_first {
            follower.changed().await?;
        }
        follower.is_first = false;
        follower.look_again().await?;
        let order = follower.own.summary(follower.web.app.now());
        let event = Event::default().event("order").data(order.revision);
        Some((Ok(event), follower))
    })
}

impl Follower {
    /// Waits until the order changes; `None` if the stream ends.
    async fn changed(&mut self) -> Option<()> {
        let told_in = self.own.told_in(self.web.app.now());
        let told = async {
            match told_in {
                Some(wait) => sleep(wait).await,
                None => std::future::pending().await,
            }
        };
        tokio::pin!(told);
        tokio::select! {
            () = self.following.changed() => Some(()),
            () = &mut told => Some(()),
            () = self.web.closing.closed() => None,
            () = sleep_until(self.ends) => None,
        }
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
