//! A deed that the database refused because another's was in the way is done again, from
//! the request on: nothing of it was changed. What left something behind before it was
//! refused is not.

mod replayed;

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use usecases::{App, Traces, traces};

use self::replayed::Replayed;
use crate::{PageError, Web};

/// Most runs of a request.
const RUNS: u32 = 4;
/// Shortest wait before the second run; each further one is twice as long, and up to as
/// much again is added by chance, so that two do not meet again.
const WAIT: Duration = Duration::from_millis(10);

/// In the extensions of a request that is run again: it was counted already.
#[derive(Clone, Copy, Debug)]
pub(super) struct RunAgain;

/// Runs requests to `routes` again that are refused with [`PageError::Again`]. Their bodies
/// are kept in memory, so uploads stay outside.
pub(crate) fn repeated(routes: Router<Web>, web: &Web) -> Router<Web> {
    routes.layer(from_fn_with_state(web.clone(), in_runs))
}

async fn in_runs(State(web): State<Web>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let body = Replayed::new(body);
    let mut run = 1;
    loop {
        let mut request = Request::from_parts(parts.clone(), Body::new(body.reader()));
        if run > 1 {
            request.extensions_mut().insert(RunAgain);
        }
        let (response, left) = traces::of(next.clone().run(request)).await;
        let is_refused = response.extensions().get() == Some(&PageError::Again);
        match left {
            _ if !is_refused => return response,
            // A part was done: to say that nothing was changed would be wrong.
            Traces::Left => return PageError::OutcomeUnknown.into_response(),
            Traces::None if run == RUNS => {
                tracing::warn!(run, "a deed was refused again and again");
                return response;
            }
            Traces::None => tracing::info!(run, "a deed is done again"),
        }
        tokio::time::sleep(wait_after(&web.app, run)).await;
        run += 1;
    }
}

/// The wait after this run.
fn wait_after(app: &App, run: u32) -> Duration {
    let mut chance = [0];
    app.randomness().fill_bytes(&mut chance);
    let shortest = WAIT * 2_u32.pow(run - 1);
    shortest + shortest * u32::from(chance[0]) / 256
}

#[cfg(test)]
mod tests;
