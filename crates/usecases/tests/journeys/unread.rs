//! Orders that nobody can read or erase any more end all the same.

use std::sync::Arc;

use domain::Job;
use domain::JobId;
use domain::timestamp::days;
use storage::Storage;
use usecases::applicant::{self, OwnOrder};
use usecases::{ManualClock, jobs};

use crate::service::{Service, died, staffed, waiting};
use crate::trust::{anywhere, in_folder};

/// What stands in the files of an applicant.
async fn traces(service: &Service, own: &OwnOrder) -> Vec<Vec<u8>> {
    let order = service.order(own).await;
    let mut tx = service.storage.read().await.unwrap();
    let attempt = tx.attempt(order.attempt.unwrap()).await.unwrap().unwrap();
    let report = tx.report(attempt.id).await.unwrap().unwrap();
    vec![
        order.key.unwrap().0,
        order.applicant.unwrap().0,
        order.phone.unwrap().0.to_vec(),
        order.identity.unwrap().0.to_vec(),
        order.device.unwrap().0.to_vec(),
        report.0[..64].to_vec(),
        attempt.original.unwrap().0.into_bytes(),
        attempt.photo.unwrap().0.into_bytes(),
    ]
}

/// Changes one byte where `trace` stands, as somebody who has the file could.
fn altered(path: &std::path::Path, trace: &[u8]) {
    let mut bytes = std::fs::read(path).unwrap();
    let mut places = bytes.windows(trace.len());
    let place = places.position(|part| part == trace).unwrap();
    bytes[place + trace.len() / 2] ^= 1;
    std::fs::write(path, bytes).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_or_erased_ends_all_the_same() {
    // What stops it, and the day after which nothing may be left: a week after its
    // term where the erasure dies; the longest term of all where its row, that of
    // its kind, cannot be read.
    for (how, kept_for, ends_by) in [
        ("its erasure dies", 36, 39),
        ("its row was altered", 396, 399),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::at(usecases::testing::MORNING));
        let (app, storage) = in_folder(folder.path(), &clock).await;
        let mut service = staffed(app, clock.clone(), storage).await;
        let own = waiting(&service, "a device").await;
        applicant::cancel(&service.app, &own).await.unwrap();
        let order = service.order(&own).await.id;
        let traces = traces(&service, &own).await;
        let job = Job::EraseOrder { order };
        match how {
            "its erasure dies" => {
                let mut tx = service.storage.write().await.unwrap();
                let at = service.app.now();
                let dead = JobId::new(at.plus(days(60)), &mut *service.app.randomness());
                died(&mut *tx, dead, job).await;
                tx.save().await.unwrap();
                // Until then nothing runs: each pass would plan it anew.
                clock.advance(days(kept_for));
            }
            _ => {
                service.storage.close().await;
                altered(&folder.path().join("huizhi.db"), &traces[1]);
                let (app, storage) = in_folder(folder.path(), &clock).await;
                service = Service {
                    app,
                    storage,
                    ..service
                };
                for _ in 0..kept_for {
                    clock.advance(days(1));
                    jobs::work(&service.app, async {}).await;
                }
            }
        }
        let mut tx = service.storage.read().await.unwrap();
        assert_eq!(tx.holding_orders(None, 9).await.unwrap().len(), 1, "{how}");
        drop(tx);
        for _ in kept_for..ends_by {
            clock.advance(days(1));
            jobs::work(&service.app, async {}).await;
        }
        let mut tx = service.storage.read().await.unwrap();
        assert!(
            tx.holding_orders(None, 9).await.unwrap().is_empty(),
            "{how}"
        );
        let logged = tx.log_newest(&storage::LogFilter::default(), 200).await;
        let erased = logged.unwrap().into_iter().filter(|chained| {
            chained.entry.action.code() == "erased-unread"
                && chained.entry.subject == order.to_string()
        });
        assert_eq!(erased.count(), 1, "{how}");
        drop(tx);
        service.storage.close().await;
        for (place, trace) in traces.iter().enumerate() {
            assert!(!anywhere(folder.path(), trace), "{how}: trace {place}");
        }
        let blobs = folder.path().join("blobs");
        let left = walk(&blobs);
        assert_eq!(left, 0, "{how}: files are left");
    }
}

/// How many files are under a folder.
pub(crate) fn walk(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap();
    let count = |path: std::path::PathBuf| if path.is_dir() { walk(&path) } else { 1 };
    entries.map(|entry| count(entry.unwrap().path())).sum()
}
