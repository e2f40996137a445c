//! The service is killed while orders flow, again and again: what a client was
//! told has happened has happened once, and the log is whole.

#![expect(clippy::unwrap_used, reason = "helpers of a test panic like it")]

mod program;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use orders::OrderNumber;
use storage::Storage;
use storage_sqlite::SqliteStorage;

use program::{HUIZHI, Service};

/// How often it is killed, and after how many acknowledged deeds at least: the
/// instant itself is whatever the threads are doing then.
const ROUNDS: [usize; 6] = [1, 7, 12, 5, 20, 9];
const CLIENTS: usize = 3;

/// What clients were told: a number, and whether it was cancelled.
type Told = Arc<Mutex<BTreeMap<String, bool>>>;

/// Begins orders and cancels every other one until the service is gone.
fn client(url: &str, told: &Told, deeds: &AtomicUsize, stop: &AtomicBool) {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(5)))
        .build()
        .into();
    let mut cookie = String::new();
    for turn in 0_usize.. {
        if stop.load(Ordering::SeqCst) {
            return;
        }
        let Some((number, kept)) = begin(&agent, url, &cookie) else {
            return;
        };
        cookie = kept;
        told.lock().unwrap().insert(number.clone(), false);
        deeds.fetch_add(1, Ordering::SeqCst);
        if turn % 2 == 0 {
            let page = format!("{url}/orders/{number}/cancel");
            if press(&agent, &page, &page, &cookie).is_none() {
                return;
            }
            told.lock().unwrap().insert(number, true);
            deeds.fetch_add(1, Ordering::SeqCst);
        }
    }
}

fn begin(agent: &ureq::Agent, url: &str, cookie: &str) -> Option<(String, String)> {
    let page = format!("{url}/apply/resident-id-card/440300");
    let (location, cookie) = press(agent, &page, &page, cookie)?;
    let number = location.strip_prefix("/orders/")?.split('/').next()?;
    Some((number.to_owned(), cookie))
}

/// Loads a page and presses its button; where it leads, and the device's cookie.
/// `None` once the service is gone.
fn press(agent: &ureq::Agent, page: &str, action: &str, cookie: &str) -> Option<(String, String)> {
    let mut shown = agent.get(page).header("cookie", cookie).call().ok()?;
    let set = shown.headers().get_all("set-cookie").into_iter();
    let mut set = set.filter_map(|set| set.to_str().ok()?.split(';').next());
    let device = set.find(|set| set.starts_with("device="));
    let cookie = device.unwrap_or(cookie).to_owned();
    let body = shown.body_mut().read_to_string().ok()?;
    let mark = "name=\"csrf\" value=\"";
    let from = body.find(mark).expect("a form with its token") + mark.len();
    let token = body[from..].split('"').next().unwrap();
    let sent = agent
        .post(action)
        .header("cookie", &cookie)
        .send_form([("csrf", token)])
        .ok()?;
    assert_eq!(sent.status().as_u16(), 303, "{action}");
    let location = sent.headers().get("location")?.to_str().ok()?;
    Some((location.to_owned(), cookie))
}

fn counted(data: &Path, told: &BTreeMap<String, bool>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let storage = SqliteStorage::open(&data.join("huizhi.db")).await.unwrap();
        let mut tx = storage.read().await.unwrap();
        for (number, cancelled) in told {
            let number = OrderNumber::parse(number).unwrap();
            let order = tx.order_by_number(number).await.unwrap();
            let order = order.unwrap_or_else(|| panic!("{number} is lost"));
            let state = order.state.code();
            assert!(!cancelled || state == "cancelled", "{number} is {state}");
        }
        let mut drafted: BTreeMap<String, usize> = BTreeMap::new();
        let mut after = 0;
        loop {
            let entries = tx.log_after(after, 500).await.unwrap();
            let Some(last) = entries.last() else { break };
            after = last.seq;
            for chained in entries {
                if chained.entry.action == "drafted" {
                    *drafted.entry(chained.entry.subject).or_default() += 1;
                }
            }
        }
        let mut orders = Vec::new();
        loop {
            let before = orders.last().map(|order: &orders::Order| order.id);
            let page = tx.orders_before(before, 200).await.unwrap();
            if page.is_empty() {
                break;
            }
            orders.extend(page);
        }
        assert!(drafted.values().all(|count| *count == 1), "{drafted:?}");
        let numbers: Vec<String> = orders.iter().map(|o| o.number.to_string()).collect();
        assert_eq!(numbers.len(), drafted.len(), "orders and their log entries");
        assert!(numbers.iter().all(|number| drafted.contains_key(number)));
        drop(tx);
        storage.close().await;
    });
}

#[test]
fn killed_at_any_instant_it_loses_and_doubles_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let limits = "[limits]\npages_per_minute = 1000000\nwrites_per_minute = 1000000\n";
    std::fs::write(data.join("settings.toml"), limits).unwrap();
    let told = Told::default();
    for deeds_first in ROUNDS {
        let mut service = Service::start(data, &[]);
        // The first operator is made once, whatever happened since.
        let is_first = told.lock().unwrap().is_empty();
        assert_eq!(service.password.is_some(), is_first);
        let (deeds, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
        std::thread::scope(|scope| {
            let clients: Vec<_> = (0..CLIENTS)
                .map(|_| scope.spawn(|| client(&service.url, &told, &deeds, &stop)))
                .collect();
            // Clients that give up before they are made to have failed.
            let at_work = || clients.iter().any(|client| !client.is_finished());
            while deeds.load(Ordering::SeqCst) < deeds_first && at_work() {
                std::thread::yield_now();
            }
            service.process.kill().unwrap();
            stop.store(true, Ordering::SeqCst);
        });
        service.process.wait().unwrap();
        assert!(deeds.load(Ordering::SeqCst) >= deeds_first);
        counted(data, &told.lock().unwrap());
    }
    assert!(told.lock().unwrap().len() >= 20);
    let verified = Command::new(HUIZHI)
        .args(["--lang", "en", "audit", "verify", "--data"])
        .arg(data)
        .output()
        .unwrap();
    assert!(verified.status.success(), "{verified:?}");
}
