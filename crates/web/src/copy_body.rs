//! A copy of an order as the body of an answer, for page and API alike.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::OrderNumber;
use futures_util::stream::unfold;
use tokio::sync::mpsc;
use usecases::applicant::OrderCopyStream;

/// How long a client may take for one piece, which is one picture of up to 40
/// MB: a slow phone connection of 3 Mbit/s. Whoever is slower gives up the turn.
const PIECE: Duration = Duration::from_secs(120);

/// The copy as a file to save. It is made by a task of its own, which holds one
/// piece at most and ends when the client is gone or too slow.
pub(crate) fn copy_body(number: OrderNumber, mut copy: OrderCopyStream) -> Response {
    let (send, receive) = mpsc::channel::<io::Result<Bytes>>(1);
    tokio::spawn(async move {
        while let Some(piece) = copy.next().await {
            let piece = piece.map(Bytes::from).map_err(|error| {
                tracing::warn!(code = error.code(), "a copy ended early");
                io::Error::other(error.code())
            });
            let is_last = piece.is_err();
            let sent = tokio::time::timeout(PIECE, send.send(piece)).await;
            if is_last || !matches!(sent, Ok(Ok(()))) {
                return;
            }
        }
    });
    let pieces = unfold(receive, async |mut receive| {
        let piece = receive.recv().await?;
        Some((piece, receive))
    });
    let headers = [
        (CONTENT_TYPE, "application/zip".to_owned()),
        (CACHE_CONTROL, "private, no-store".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{number}.zip\""),
        ),
    ];
    (headers, Body::from_stream(pieces)).into_response()
}
