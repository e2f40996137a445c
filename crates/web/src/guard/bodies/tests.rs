//! Bodies that are too slow, too large, or too many.

use std::convert::Infallible;
use std::time::Duration;

use axum::http::Request;
use futures_util::stream::unfold;
use tokio::time::{Instant, sleep};

use super::*;
use crate::testing::{Service, settings};
use crate::{Settings, Visit};

/// A body of `count` chunks of `size` bytes, one after each pause; after the
/// last it stands for ever if `size` bytes are still announced.
fn chunks(count: usize, size: usize, pause: Duration) -> Body {
    Body::from_stream(unfold(0, move |sent| async move {
        if sent == count {
            return None;
        }
        sleep(pause).await;
        Some((Ok::<_, Infallible>(vec![b'a'; size]), sent + 1))
    }))
}

/// Some bytes, then nothing, for ever.
fn stalled(bytes: usize) -> Body {
    Body::from_stream(unfold(0, move |sent| async move {
        if sent >= bytes {
            std::future::pending::<()>().await;
        }
        let size = (bytes - sent).min(64_000);
        Some((Ok::<_, Infallible>(vec![b'a'; size]), sent + size))
    }))
}

async fn collected(body: Body) -> Result<usize, axum::Error> {
    let bytes = axum::body::to_bytes(body, usize::MAX).await?;
    Ok(bytes.len())
}

fn bounded(body: Body, memory: &Shares) -> Body {
    let client = Client::new([192, 0, 2, 1].into());
    Body::new(Bounded {
        body,
        left: MOST_BYTES,
        pace: Pace::default(),
        held: Held(Arc::new(Mutex::new(Inner {
            share: memory.share(client),
            refused: None,
        }))),
    })
}

#[tokio::test(start_paused = true)]
async fn a_body_comes_at_a_minimum_rate() {
    // Expected: whether it is read whole, and the seconds that it took or was
    // waited for.
    let check = async |body: Body, whole: bool, took_s: u64| {
        let begun = Instant::now();
        let read = collected(bounded(body, &memory())).await;
        assert_eq!(read.is_ok(), whole, "{read:?}");
        let refused = read.err().and_then(|error| refusal(&error));
        assert_eq!(refused, (!whole).then_some(BodyRefused::TooSlow));
        assert_eq!(begun.elapsed().as_secs(), took_s);
    };
    let ms = Duration::from_millis;
    // 12 MB over a bad network, with holes.
    check(chunks(600, 20_000, ms(1_200)), true, 720).await;
    check(chunks(60, 200_000, ms(12_000)), true, 720).await;
    check(chunks(2, 320_000, ms(19_000)), true, 38).await;
    // Half as fast.
    check(chunks(600, 20_000, ms(2_500)), false, 38).await;
    check(stalled(0), false, 20).await;
    check(stalled(1), false, 20).await;
    // Much, quickly, and then nothing.
    check(stalled(39_000_000), false, 20).await;
}

/// A form whose token field is `bytes` long and does not end.
fn endless_token(bytes: usize) -> Request<Body> {
    let head = "--B\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n";
    let begin = unfold(Some(head), |head| async move {
        head.map(|head| (Ok::<_, Infallible>(head.as_bytes().to_vec()), None))
    });
    use futures_util::StreamExt;
    let rest = stalled(bytes)
        .into_data_stream()
        .map(|chunk| Ok(chunk.unwrap().to_vec()));
    Request::post("/orders/1/picture")
        .header("content-type", "multipart/form-data; boundary=B")
        .body(Body::from_stream(begin.chain(rest)))
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn memory_is_shared_out_to_clients() {
    let supply = memory();
    // Stalled uploads of one client hold its share at most, and give it back.
    let mut running = Vec::new();
    for _ in 0..50 {
        let body = bounded(stalled(39_000_000), &supply);
        running.push(tokio::spawn(collected(body)));
    }
    sleep(Duration::from_secs(5)).await;
    let other = Client::new([192, 0, 2, 2].into());
    assert_eq!(supply.share(other).add(40_000_000), Ok(()));
    let same = Client::new([192, 0, 2, 1].into());
    assert_eq!(supply.share(same).add(40_000_000), Err(Exhausted::ByClient));
    sleep(Duration::from_secs(20)).await;
    assert_eq!(supply.share(same).add(40_000_000), Ok(()));
    for refused in running {
        let error = refused.await.unwrap().unwrap_err();
        assert!(refusal(&error).is_some());
    }
}

#[tokio::test]
async fn a_field_of_a_form_is_small_before_it_is_kept() {
    let service = Service::start_with(Settings { ..settings() }).await;
    let routes = |web: Web| {
        let read = |visit: Visit, headers: axum::http::HeaderMap, mut form| async move {
            match crate::upload::read(&visit, &headers, &mut form).await {
                Err(crate::upload::ReadError::Page(error)) => error.into_response(),
                other => panic!("{:?}", other.map(|_| ())),
            }
        };
        axum::Router::new()
            .route("/orders/{number}/picture", axum::routing::post(read))
            .layer(axum::extract::DefaultBodyLimit::disable())
            .layer(axum::middleware::from_fn_with_state(web.clone(), bodies))
            .with_state(web)
    };
    let service = service.routed(routes);
    // It is refused though its end never comes.
    let answer = service.ask(endless_token(100_000)).await;
    answer.status(413);
}
