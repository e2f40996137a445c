//! What people ask of a service with a million orders, one after the other and many at
//! once, and how long each answer takes.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use crate::client::{Page, agent};
use crate::filling::{Filled, REVIEWERS, name};
use crate::table;
use crate::times::Times;

const GOAL_MS: u32 = 20;
/// Requests of a kind, and before them some that are not counted: connections, statements
/// and pages of the database are there then, as they are in a service that runs.
const REQUESTS: usize = 600;
const WARM: usize = 100;
/// How many ask at once.
const AT_ONCE: [usize; 2] = [1, REVIEWERS];

/// Asks for everything and prints a line for each.
pub(crate) fn measure(url: &str, filled: &Filled) {
    let waiting: Vec<_> = filled.known.iter().filter(|one| one.waits).collect();
    assert!(!waiting.is_empty() && !filled.receipts.is_empty());
    // Neighbours in time are not asked for one after the other.
    let known = |n: usize| &filled.known[n * 7919 % filled.known.len()];
    let found: Vec<_> = filled.known.iter().filter(|one| one.gave_phone).collect();
    let found = |n: usize| found[n * 7919 % found.len()];
    let office = |path: &str| staff_page(path, &filled.operator);
    let page = |name: &str, page: &(dyn Fn(usize) -> Page + Sync)| {
        each(name, |agent, _, n| {
            let page = page(n);
            let began = Instant::now();
            page.get(agent, url);
            began.elapsed()
        });
    };
    page("queue page", &|_| staff_page("/desk", &filled.inspector));
    each("take next", |agent, who, _| {
        take_next(agent, url, &filled.reviewers[who])
    });
    page("status page", &|n| known(n).status_page());
    page("status page, waiting", &|n| {
        waiting[n * 31 % waiting.len()].status_page()
    });
    page("my orders", &|n| known(n).my_orders());
    each("find my order", |agent, _, n| {
        post(
            agent,
            &format!("{url}/api/v1/orders/find"),
            None,
            &found(n).sought(),
        )
    });
    each("look-up of a receipt", |agent, _, n| {
        let (number, identity) = &filled.receipts[n * 7919 % filled.receipts.len()];
        let asked = serde_json::json!({ "number": number.as_str(), "identity": identity });
        let key = Some(filled.window.as_str());
        post(
            agent,
            &format!("{url}/api/v1/counter/receipts"),
            key,
            &asked,
        )
    });
    page("list of orders", &|_| office("/office/orders"));
    page("list: a state", &|n| {
        let states = [
            "draft",
            "rejected",
            "cancelled",
            "lapsed",
            "approved",
            "waiting",
        ];
        office(&format!(
            "/office/orders?status={}",
            states[n % states.len()]
        ))
    });
    page("list: a state, a document", &|_| {
        office("/office/orders?status=lapsed&document=passport")
    });
    page("list: another city", &|_| {
        // 成都
        office("/office/orders?place=%E6%88%90%E9%83%BD")
    });
    let token = csrf(url, &office("/office/orders"));
    let search = |agent: &ureq::Agent, sought: &str| {
        let form = [
            ("csrf", token.as_str()),
            ("sought", sought),
            ("why", "complaint"),
        ];
        let (header, value) = office("").header;
        let began = Instant::now();
        let mut found = agent
            .post(format!("{url}/office/orders"))
            .header(header, &value)
            .send_form(form)
            .unwrap();
        let said = found.body_mut().read_to_string().unwrap();
        let status = found.status().as_u16();
        assert!(status == 200 || status == 404, "{status} {said}");
        began.elapsed()
    };
    each("search by phone", |agent, _, n| {
        search(agent, &found(n).phone)
    });
    each("search by name", |agent, _, n| {
        search(agent, &name(n as u64 * 7919 % 5_000))
    });
    page("figures, 7 days", &|_| office("/office?days=7"));
    page("figures, 90 days", &|_| office("/office?days=90"));
}

fn staff_page(path: &str, session: &str) -> Page {
    Page {
        path: path.to_owned(),
        header: ("cookie", format!("session={session}")),
    }
}

/// The hidden word of a page's forms.
fn csrf(url: &str, page: &Page) -> String {
    let (header, value) = &page.header;
    let got = agent().get(format!("{url}{}", page.path));
    let text = got.header(*header, value).call().unwrap();
    let text = text.into_body().read_to_string().unwrap();
    let (_, rest) = text.split_once("name=\"csrf\" value=\"").expect("a form");
    rest.split('"').next().unwrap().to_owned()
}

fn post(
    agent: &ureq::Agent,
    address: &str,
    key: Option<&str>,
    asked: &serde_json::Value,
) -> std::time::Duration {
    let mut request = agent
        .post(address)
        .header("content-type", "application/json");
    if let Some(key) = key {
        request = request.header("authorization", format!("Bearer {key}"));
    }
    let began = Instant::now();
    let mut found = request.send(asked.to_string()).unwrap();
    let said = found.body_mut().read_to_string().unwrap();
    assert!(found.status().is_success(), "{address}: {said}");
    began.elapsed()
}

/// Takes an order and gives it back, which does not count.
fn take_next(agent: &ureq::Agent, url: &str, key: &str) -> std::time::Duration {
    let post = |path: &str| {
        let mut got = agent
            .post(format!("{url}/api/v1/{path}"))
            .header("authorization", format!("Bearer {key}"))
            .send_empty()
            .unwrap();
        let said = got.body_mut().read_to_string().unwrap();
        assert_eq!(got.status().as_u16(), 200, "{path}: {said}");
        said
    };
    let began = Instant::now();
    let case = post("queue/next");
    let took = began.elapsed();
    let case: serde_json::Value = serde_json::from_str(&case).unwrap();
    let number = case["number"].as_str().expect("an order was taken");
    post(&format!("reviews/{number}/release"));
    took
}

/// Does `ask` so often, by one and by many, and prints how long it took: it is told who
/// asks and for the how-manieth time somebody does.
fn each(what: &str, ask: impl Fn(&ureq::Agent, usize, usize) -> std::time::Duration + Sync) {
    for at_once in AT_ONCE {
        let (next, times) = (AtomicUsize::new(0), Mutex::new(Times::default()));
        std::thread::scope(|scope| {
            for who in 0..at_once {
                let (next, times, ask) = (&next, &times, &ask);
                scope.spawn(move || {
                    let agent = agent();
                    loop {
                        let n = next.fetch_add(1, Ordering::SeqCst);
                        if n >= WARM + REQUESTS {
                            return;
                        }
                        let took = ask(&agent, who, n);
                        if n >= WARM {
                            times.lock().unwrap().push(took);
                        }
                    }
                });
            }
        });
        let mut times = times.into_inner().unwrap();
        table::times(&format!("{what}, {at_once} at once"), &mut times, GOAL_MS);
    }
}
