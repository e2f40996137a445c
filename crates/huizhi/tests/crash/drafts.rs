//! Orders begun and cancelled at the pages, fast: many kills, nothing slow.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use domain::OrderNumber;
use domain::log::LogAction;
use storage::Storage;

use crate::forms::Forms;
use crate::kept::{self, every_order};
use crate::kill::killed_amid;
use crate::program::ground::Ground;
use crate::program::{ANYWHERE, Service};
use crate::the_log_holds;

/// How often it is killed, and after how many acknowledged deeds at least: the
/// instant itself is whatever the threads are doing then.
const ROUNDS: [usize; 6] = [1, 7, 12, 5, 20, 9];
const CLIENTS: usize = 3;

/// What clients were told: a number, and whether it was cancelled.
type Told = Arc<Mutex<BTreeMap<String, bool>>>;

/// Begins orders and cancels every other one until the service is gone.
fn client(url: &str, told: &Told, deeds: &AtomicUsize, stop: &AtomicBool) {
    let mut forms = Forms::of(url);
    for turn in 0_usize.. {
        if stop.load(Ordering::SeqCst) {
            return;
        }
        let Some(number) = begin(&mut forms) else {
            return;
        };
        told.lock().unwrap().insert(number.clone(), false);
        deeds.fetch_add(1, Ordering::SeqCst);
        if turn % 2 == 0 {
            let page = format!("/orders/{number}/cancel");
            if forms.press(&page, &page, &[]).is_none() {
                return;
            }
            told.lock().unwrap().insert(number, true);
            deeds.fetch_add(1, Ordering::SeqCst);
        }
    }
}

fn begin(forms: &mut Forms) -> Option<String> {
    let page = "/apply/resident-id-card/440300";
    let pressed = forms.press(page, page, &[])?;
    let number = pressed
        .location
        .strip_prefix("/orders/")?
        .split('/')
        .next()?;
    Some(number.to_owned())
}

fn counted(data: &Path, told: &BTreeMap<String, bool>) {
    kept::opened(data, async |storage| {
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
                if chained.entry.action == LogAction::Drafted {
                    *drafted.entry(chained.entry.subject).or_default() += 1;
                }
            }
        }
        let orders = every_order(&mut *tx).await;
        assert!(drafted.values().all(|count| *count == 1), "{drafted:?}");
        let numbers: Vec<String> = orders.iter().map(|o| o.number.to_string()).collect();
        assert_eq!(numbers.len(), drafted.len(), "orders and their log entries");
        assert!(numbers.iter().all(|number| drafted.contains_key(number)));
    });
}

#[test]
fn orders_begun_and_cancelled() {
    let folder = tempfile::tempdir().unwrap();
    let ground = Ground::laid_out(folder.path());
    let told = Told::default();
    for deeds_first in ROUNDS {
        let mut service = Service::start(ANYWHERE, &ground.data, &ground.catalogue);
        // The first operator is made once, whatever happened since.
        let is_first = told.lock().unwrap().is_empty();
        assert_eq!(service.password.is_some(), is_first);
        killed_amid(&mut service, CLIENTS, deeds_first, |url, deeds, stop| {
            client(url, &told, deeds, stop);
        });
        counted(&ground.data, &told.lock().unwrap());
    }
    assert!(told.lock().unwrap().len() >= 20);
    the_log_holds(&ground.data);
}
