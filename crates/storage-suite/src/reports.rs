//! The reports of attempts.

use domain::{Order, Sealed};
use storage::Transaction;

use crate::fixtures::{at, attempt, order};
use crate::{Ground, reading, save, writing};

fn report(n: u8) -> Sealed {
    Sealed(vec![n; 9_000])
}

/// Two attempts of an order with their reports, and another order's.
async fn filled(write: &mut dyn Transaction, of: &Order, other: &Order) {
    for (n, order) in [(1, of), (2, of), (3, other)] {
        if n != 2 {
            write.insert_order(order).await.expect("an order is kept");
        }
        let attempt = attempt(n, order);
        let kept = write.insert_attempt(&attempt).await;
        kept.expect("an attempt is kept");
        let n = u8::try_from(n).expect("a small number");
        let kept = write.keep_report(&attempt, &report(n)).await;
        kept.expect("a report is kept");
    }
}

/// The reports of the three attempts, by their first bytes.
async fn found(read: &mut dyn Transaction, of: &Order, other: &Order) -> Vec<u8> {
    let mut found = Vec::new();
    for (n, order) in [(1, of), (2, of), (3, other)] {
        let report = read
            .report(attempt(n, order).id)
            .await
            .expect("it is asked");
        found.extend(report.map(|report| report.0[0]));
    }
    found
}

/// A report is read as it was last kept.
pub async fn a_report_reads_back(ground: &impl Ground) {
    let storage = ground.open().await;
    let (of, other) = (order(1), order(2));
    let mut write = writing(&storage).await;
    filled(&mut *write, &of, &other).await;
    save(write).await;
    let mut write = writing(&storage).await;
    let kept = write.keep_report(&attempt(2, &of), &report(9)).await;
    kept.expect("another is kept in its place");
    save(write).await;
    let mut read = reading(&storage).await;
    assert_eq!(found(&mut *read, &of, &other).await, [1, 9, 3]);
    let whole = read.report(attempt(3, &other).id).await;
    assert_eq!(whole.expect("it is read"), Some(report(3)));
}

/// Whatever ends an attempt or what it holds ends its report, and no other.
pub async fn a_report_ends_with_what_it_is_of(ground: &impl Ground) {
    let storage = ground.open().await;
    let (of, other) = (order(1), order(2));
    for (way, expected) in [
        ("attempt", &[2, 3][..]),
        ("reports", &[3]),
        ("unread", &[3]),
        ("traces", &[3]),
    ] {
        let mut write = writing(&storage).await;
        filled(&mut *write, &of, &other).await;
        match way {
            "attempt" => write.delete_attempt(attempt(1, &of).id).await,
            "reports" => write.delete_reports(of.id).await,
            "unread" => write.erase_unread(of.id, at(9)).await,
            _ => {
                let erased = Order {
                    erased_at: Some(at(5)),
                    ..of.clone()
                };
                write.update_order(&erased).await.expect("it is erased");
                write.delete_traces(&[of.id]).await.map(drop)
            }
        }
        .expect("it is done");
        assert_eq!(found(&mut *write, &of, &other).await, expected, "{way}");
        // Dropped: the next begins with nothing.
    }
}
