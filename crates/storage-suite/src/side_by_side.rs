//! Transactions side by side: each reads, then writes what follows from it, and nothing
//! of another's is lost. Where the database ends one so that the other can go on, the
//! same again succeeds.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::staff::throttle::Failures;
use domain::staff::{Role, Roles};
use storage::{Colleague, Storage, StorageError, Transaction};

use crate::fixtures::{at, digest, order_in, scope, staff, staff_id, waiting};
use crate::{Ground, reading, save, writing};

/// Deeds at once.
const AT_ONCE: u32 = 20;
/// Runs of one deed until it succeeds: more than a service allows, since all of these
/// change one thing.
const RUNS: u32 = 50;

/// Does `deed` so often at once, on two connections of their own, each again when it was
/// in another's way; what each gave.
async fn at_once<T, F>(
    ground: &impl Ground,
    deed: impl Fn(u32, Box<dyn Transaction>) -> F + Clone + Send + Sync + 'static,
) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = Result<T, StorageError>> + Send,
{
    let openings = [ground.open().await, ground.open().await];
    let deeds: Vec<_> = (0..AT_ONCE)
        .map(|n| {
            let storage = Arc::clone(&openings[n as usize % 2]);
            let deed = deed.clone();
            tokio::spawn(async move {
                for _ in 0..RUNS {
                    match deed(n, writing(&storage).await).await {
                        Err(StorageError::Again) => {}
                        done => return done.expect("the deed is done"),
                    }
                }
                panic!("always in another's way")
            })
        })
        .collect();
    let mut given = Vec::new();
    for deed in deeds {
        given.push(deed.await.expect("a deed ends"));
    }
    given
}

const fn one_more(failures: Failures) -> Failures {
    Failures {
        count: failures.count + 1,
        last: at(1),
    }
}

/// Every wrong guess is counted, also the first ones, which find no row.
pub async fn no_guess_is_lost(ground: &impl Ground) {
    at_once(ground, async |_, mut tx: Box<dyn Transaction>| {
        let failures = one_more(tx.guesses("222222222222").await?);
        tx.keep_guesses("222222222222", failures).await?;
        tx.save().await
    })
    .await;
    let storage = ground.open().await;
    let mut read = reading(&storage).await;
    let counted = read.guesses("222222222222").await.expect("a count");
    assert_eq!(counted.count, AT_ONCE);
}

/// The same of wrong passwords without an account.
pub async fn no_failed_sign_in_is_lost(ground: &impl Ground) {
    at_once(ground, async |_, mut tx: Box<dyn Transaction>| {
        let failures = one_more(tx.sign_in_count(digest(1)).await?);
        tx.keep_sign_in_count(digest(1), failures).await?;
        tx.save().await
    })
    .await;
    let storage = ground.open().await;
    let mut read = reading(&storage).await;
    let counted = read.sign_in_count(digest(1)).await.expect("a count");
    assert_eq!(counted.count, AT_ONCE);
}

fn colleague(n: u64) -> Colleague {
    Colleague {
        id: staff_id(n),
        name: format!("colleague-{n}"),
        password: String::new(),
        password_is_initial: false,
        totp: None,
        totp_last: None,
        totp_dropped: 0,
        roles: Roles::NONE.with(Role::Operator),
        failures: Failures::default(),
        disabled_at: None,
        created_at: at(n),
    }
}

async fn with_colleagues(ground: &impl Ground, count: u64) -> Arc<dyn Storage> {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    for n in 0..count {
        let added = write.insert_colleague(&colleague(n)).await;
        added.expect("a colleague is added");
    }
    save(write).await;
    storage
}

/// A one-time code is used once: who finds that it was used later refuses.
pub async fn a_one_time_code_is_used_once(ground: &impl Ground) {
    with_colleagues(ground, 1).await;
    let used = at_once(ground, async |_, mut tx: Box<dyn Transaction>| {
        let found = tx.colleague(staff_id(0)).await?;
        let mut found = found.expect("the colleague is there");
        if found.totp_last.is_some() {
            return Ok(false);
        }
        // Time in which others read too.
        for _ in 0..5 {
            tx.time_seen().await?;
        }
        found.totp_last = Some(55);
        tx.update_colleague(&found).await?;
        tx.save().await.map(|()| true)
    })
    .await;
    assert_eq!(used.into_iter().filter(|used| *used).count(), 1);
}

/// Of operators who disable one another, one stays: each looks at all before.
pub async fn the_last_operator_stays(ground: &impl Ground) {
    let storage = with_colleagues(ground, u64::from(AT_ONCE)).await;
    at_once(ground, async |n, mut tx: Box<dyn Transaction>| {
        let all = tx.colleagues().await?;
        let left = all.iter().filter(|one| one.disabled_at.is_none()).count();
        let own = staff_id(u64::from(n));
        let own = all.into_iter().find(|one| one.id == own);
        let mut own = own.expect("the colleague is there");
        if left < 2 {
            return Ok(());
        }
        own.disabled_at = Some(at(1));
        tx.update_colleague(&own).await?;
        tx.save().await
    })
    .await;
    let mut read = reading(&storage).await;
    let all = read.colleagues().await.expect("a list");
    let left = all.iter().filter(|one| one.disabled_at.is_none()).count();
    assert_eq!(left, 1);
}

/// Inspectors who ask at once for the next order get one each, and nobody is told to come
/// again: what another is about to claim is passed over.
pub async fn fifty_inspectors_get_fifty_orders(ground: &impl Ground) {
    const INSPECTORS: u64 = 50;
    let openings = [ground.open().await, ground.open().await];
    let mut write = writing(&openings[0]).await;
    for n in 0..INSPECTORS {
        let waits = order_in(n, waiting(n));
        let inserted = write.insert_order(&waits).await;
        inserted.expect("an order is stored");
    }
    save(write).await;
    let inspectors: Vec<_> = (0..INSPECTORS)
        .zip(openings.iter().cycle())
        .map(|(n, storage)| {
            let storage = Arc::clone(storage);
            tokio::spawn(async move {
                let (me, now) = (staff(n), at(100));
                let mut tx = writing(&storage).await;
                let found = tx.claimable(me, &scope(&[], &[]), now).await?;
                let order = found.expect("there is one for each");
                // Time in which others ask too.
                for _ in 0..5 {
                    tx.time_seen().await?;
                }
                let claimed = order.claim(me, now).expect("it may be claimed");
                tx.update_order(&claimed.order).await?;
                tx.save().await?;
                Ok::<_, StorageError>(claimed.order.id)
            })
        })
        .collect();
    let mut claimed = BTreeSet::new();
    for inspector in inspectors {
        let id = inspector.await.expect("an inspector ends");
        claimed.insert(id.expect("nobody is in another's way"));
    }
    assert_eq!(claimed.len(), 50);
}

/// An inspector who asks many times at once gets one order: after the first time they hold it.
pub async fn whoever_asks_twice_gets_one_order(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    for n in 0..5 {
        let inserted = write.insert_order(&order_in(n, waiting(n))).await;
        inserted.expect("an order is stored");
    }
    save(write).await;
    let claimed = at_once(ground, async |_, mut tx: Box<dyn Transaction>| {
        let (me, now) = (staff(1), at(100));
        let found = tx.claimable(me, &scope(&[], &[]), now).await?;
        let order = found.expect("there is one");
        let claimed = order.claim(me, now).expect("it may be claimed");
        tx.update_order(&claimed.order).await?;
        tx.save().await.map(|()| claimed.order.id)
    })
    .await;
    let claimed: BTreeSet<_> = claimed.into_iter().collect();
    assert_eq!(claimed.len(), 1);
}
