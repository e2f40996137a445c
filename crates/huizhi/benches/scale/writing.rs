//! Orders written as fast as they are taken, and pages at a fixed rate while photos are
//! made.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::client::{Page, agent};
use crate::house::House;
use crate::times::Times;

/// Clients that begin orders at once.
const CLIENTS: usize = 16;
/// How long they do.
const FOR: Duration = Duration::from_secs(10);
/// Pages a second, for so long.
const PAGES_PER_SECOND: u32 = 200;
const PAGES_FOR_SECONDS: u32 = 20;
/// Time for the first photo to be begun, connections and caches to be there.
const WARM: usize = 2 * PAGES_PER_SECOND as usize;

const PURPOSE: &str = r#"{"document":"resident-id-card","city":"440300"}"#;

/// An order with the token of whoever began it.
pub(crate) struct Begun {
    number: String,
    token: String,
}

pub(crate) struct Written {
    pub(crate) per_second: f64,
    pub(crate) times: Times,
    pub(crate) orders: Vec<Begun>,
}

fn begin(agent: &ureq::Agent, url: &str) -> Begun {
    let mut answer = agent
        .post(format!("{url}/api/v1/orders"))
        .header("content-type", "application/json")
        .send(PURPOSE)
        .unwrap();
    let text = answer.body_mut().read_to_string().unwrap();
    assert_eq!(answer.status().as_u16(), 201, "{text}");
    let begun: serde_json::Value = serde_json::from_str(&text).unwrap();
    let text = |field: &str| begun[field].as_str().unwrap().to_owned();
    Begun {
        number: text("number"),
        token: text("token"),
    }
}

/// Begins orders over all processes in turn.
pub(crate) fn orders(house: &House) -> Written {
    let until = Instant::now() + FOR;
    let all = Mutex::new((Times::default(), Vec::new()));
    std::thread::scope(|scope| {
        for client in 0..CLIENTS {
            let all = &all;
            scope.spawn(move || {
                let agent = agent();
                let mut done = Vec::new();
                while Instant::now() < until {
                    let began = Instant::now();
                    let begun = begin(&agent, house.url(client));
                    done.push((began.elapsed(), begun));
                }
                let mut all = all.lock().unwrap();
                for (took, begun) in done {
                    all.0.push(took);
                    all.1.push(begun);
                }
            });
        }
    });
    let (times, orders) = all.into_inner().unwrap();
    Written {
        per_second: orders.len() as f64 / FOR.as_secs_f64(),
        times,
        orders,
    }
}

pub(crate) struct Pages {
    pub(crate) p99_ms: f64,
    pub(crate) photos_per_minute: f64,
}

/// Asks for the orders' pages over all processes in turn, while one photo after the other
/// is put to the first, or as many at once as others make for it.
pub(crate) fn pages(house: &House, orders: &[Begun], picture: &[u8]) -> Pages {
    let count = WARM + (PAGES_PER_SECOND * PAGES_FOR_SECONDS) as usize;
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let times = Mutex::new(Times::default());
    let begun = Instant::now();
    let made = std::thread::scope(|scope| {
        let making: Vec<_> = (0..house.at_once())
            .map(|_| scope.spawn(|| photos_until(&stop, house.url(0), picture)))
            .collect();
        let asking: Vec<_> = (0..CLIENTS)
            .map(|_| {
                scope.spawn(|| {
                    let agent = agent();
                    loop {
                        let n = next.fetch_add(1, Ordering::SeqCst);
                        if n >= count {
                            return;
                        }
                        let due = begun + Duration::from_secs(1) * n as u32 / PAGES_PER_SECOND;
                        std::thread::sleep(due.saturating_duration_since(Instant::now()));
                        let order = &orders[n * 7 % orders.len()];
                        let page = Page {
                            path: format!("/api/v1/orders/{}", order.number),
                            header: ("authorization", format!("Bearer {}", order.token)),
                        };
                        page.get(&agent, house.url(n));
                        if n >= WARM {
                            times.lock().unwrap().push(due.elapsed());
                        }
                    }
                })
            })
            .collect();
        for one in asking {
            one.join().unwrap();
        }
        stop.store(true, Ordering::SeqCst);
        making
            .into_iter()
            .map(|one| one.join().unwrap())
            .sum::<usize>()
    });
    Pages {
        p99_ms: times.into_inner().unwrap().percentile_ms(0.99),
        photos_per_minute: made as f64 / begun.elapsed().as_secs_f64() * 60.0,
    }
}

fn photos_until(stop: &AtomicBool, url: &str, picture: &[u8]) -> usize {
    let agent = agent();
    let order = begin(&agent, url);
    let mut made = 0;
    while !stop.load(Ordering::SeqCst) {
        let mut put = agent
            .put(format!("{url}/api/v1/orders/{}/picture", order.number))
            .header("content-type", "application/octet-stream")
            .header("authorization", format!("Bearer {}", order.token))
            .send(picture)
            .unwrap();
        let said = put.body_mut().read_to_string().unwrap();
        match put.status().as_u16() {
            200 => {}
            202 => until_made(&agent, url, &order),
            status => panic!("{status}: {said}"),
        }
        made += 1;
    }
    made
}

/// Asks for the order until its photo is made.
fn until_made(agent: &ureq::Agent, url: &str, order: &Begun) {
    loop {
        let mut asked = agent
            .get(format!("{url}/api/v1/orders/{}", order.number))
            .header("authorization", format!("Bearer {}", order.token))
            .call()
            .unwrap();
        let said: serde_json::Value =
            serde_json::from_str(&asked.body_mut().read_to_string().unwrap()).unwrap();
        if said["picture_making"].is_null() {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}
