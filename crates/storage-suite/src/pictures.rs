//! Pictures that wait for the engine.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::{AttemptId, BlobRef, OrderId, Sealed};
use storage::{
    ClaimedPicture, PictureLease, PictureLine, QueuedPicture, StorageError, Transaction,
    UnmadePicture,
};

use crate::fixtures::{at, attempt, digest, order};
use crate::{Ground, reading, save, writing};

const LEASE: Duration = Duration::from_secs(20);

fn id(n: u64) -> AttemptId {
    attempt(n, &order(n)).id
}

fn original(n: u64) -> BlobRef {
    BlobRef(format!("original-{n}"))
}

/// Picture `n`, of order `n`, whose turn it is `turn` seconds after 1970.
fn picture(n: u64, turn: u64) -> QueuedPicture {
    QueuedPicture {
        attempt: id(n),
        order: order(n).id,
        original: original(n),
        asked: Sealed(vec![4, 5]),
        requester: digest(u8::try_from(n % 2).expect("a digit")),
        put_at: at(10),
        turn_at: at(turn),
    }
}

/// Puts picture `n` of a new order into the line.
async fn queue(write: &mut Box<dyn Transaction>, n: u64, turn: u64) {
    write
        .insert_order(&order(n))
        .await
        .expect("an order is kept");
    let queued = write.queue_picture(&picture(n, turn)).await;
    queued.expect("a picture is queued");
}

async fn take(write: &mut Box<dyn Transaction>, now: u64) -> Option<ClaimedPicture> {
    let is_free = write.has_free_picture(at(now)).await;
    let taken = write.take_picture(at(now), LEASE).await;
    let taken = taken.expect("a picture is asked for");
    // Of several that take at once, another may have been first.
    let is_free = is_free.expect("it is asked");
    assert!(is_free || taken.is_none());
    taken
}

fn lease(n: u64, tries: u32) -> PictureLease {
    PictureLease {
        attempt: id(n),
        tries,
    }
}

fn claimed(n: u64, tries: u32, losses: u32) -> Option<ClaimedPicture> {
    let queued = picture(n, 0);
    Some(ClaimedPicture {
        lease: lease(n, tries),
        losses,
        order: queued.order,
        original: queued.original,
        asked: queued.asked,
        put_at: queued.put_at,
    })
}

async fn unmade(write: &mut Box<dyn Transaction>, of: OrderId) -> Option<UnmadePicture> {
    let found = write.unmade_picture(of).await;
    found.expect("it is asked")
}

async fn line(write: &mut Box<dyn Transaction>, requester: u8) -> (u64, u64) {
    let line = write.picture_line(digest(requester)).await;
    let PictureLine { all, own } = line.expect("it is counted");
    (all, own)
}

/// Pictures are taken in their turn, whatever their ids, each once; an order has one.
pub async fn pictures_come_in_their_turn(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    assert_eq!(line(&mut write, 1).await, (0, 0));
    for (n, turn) in [(1, 30), (2, 12), (3, 10)] {
        queue(&mut write, n, turn).await;
    }
    let second = QueuedPicture {
        attempt: id(9),
        ..picture(1, 11)
    };
    let refused = write.queue_picture(&second).await;
    assert!(matches!(refused, Err(StorageError::Taken)), "{refused:?}");
    assert_eq!(line(&mut write, 1).await, (3, 2));
    assert_eq!(take(&mut write, 9).await, None);
    // A turn says only who comes first: nobody waits for it while nobody else is there.
    assert_eq!(take(&mut write, 10).await, claimed(3, 1, 0));
    save(write).await;
    let mut write = writing(&storage).await;
    assert_eq!(take(&mut write, 10).await, claimed(2, 1, 0));
    assert_eq!(take(&mut write, 10).await, claimed(1, 1, 0));
    assert_eq!(take(&mut write, 10).await, None);
    assert_eq!(line(&mut write, 0).await, (3, 1));
    for n in 1..=3 {
        let standing = unmade(&mut write, order(n).id).await;
        assert_eq!(standing.map(|found| found.attempt), Some(id(n)));
        write.picture_done(lease(n, 1)).await.expect("it is done");
        assert_eq!(unmade(&mut write, order(n).id).await, None);
    }
    assert_eq!(line(&mut write, 0).await, (0, 0));
}

/// A picture whose lease ran out is taken by another, and counted as lost; one that was
/// given back is not, and one whose lease is renewed is kept.
pub async fn a_picture_lost_is_counted(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    queue(&mut write, 1, 10).await;
    assert_eq!(take(&mut write, 10).await, claimed(1, 1, 0));
    let renewed = write.renew_picture(lease(1, 1), at(50)).await;
    renewed.expect("it is its own");
    assert_eq!(take(&mut write, 49).await, None);
    // Before what was put after it.
    queue(&mut write, 2, 11).await;
    assert_eq!(take(&mut write, 50).await, claimed(1, 2, 1));
    let back = write.give_picture_back(lease(1, 2), at(60)).await;
    back.expect("it is given back");
    assert_eq!(take(&mut write, 59).await, claimed(2, 1, 0));
    assert_eq!(take(&mut write, 60).await, claimed(1, 3, 1));
    assert_eq!(take(&mut write, 80).await, claimed(1, 4, 2));
}

/// Whoever comes late with a picture writes nothing: another has it, it was given back,
/// done, given up or withdrawn, or its order put another.
pub async fn a_late_picture_settles_nothing(ground: &impl Ground) {
    let storage = ground.open().await;
    let cases = ["taken", "back", "done", "failed", "withdrawn", "replaced"];
    for (n, what) in (1..).zip(cases) {
        let of = order(n).id;
        let mut write = writing(&storage).await;
        queue(&mut write, n, 10).await;
        assert_eq!(take(&mut write, 10).await, claimed(n, 1, 0));
        match what {
            "taken" => assert_eq!(take(&mut write, 30).await, claimed(n, 2, 1)),
            "back" => {
                let back = write.give_picture_back(lease(n, 1), at(99)).await;
                back.expect("it is given back");
            }
            "done" => write.picture_done(lease(n, 1)).await.expect("it is done"),
            "failed" => {
                let failed = write.picture_failed(lease(n, 1), &Sealed(vec![1])).await;
                failed.expect("it is given up");
            }
            _ => {
                let withdrawn = write.withdraw_picture(of).await;
                assert_eq!(withdrawn.expect("it is withdrawn"), Some(original(n)));
            }
        }
        if what == "replaced" {
            let other = QueuedPicture {
                attempt: id(n + 100),
                ..picture(n, 10)
            };
            write.queue_picture(&other).await.expect("another is put");
        }
        save(write).await;
        let before = unmade(&mut reading(&storage).await, of).await;
        for late in ["renew", "back", "done", "failed"] {
            let mut write = writing(&storage).await;
            let refused = match late {
                "renew" => write.renew_picture(lease(n, 1), at(900)).await,
                "back" => write.give_picture_back(lease(n, 1), at(900)).await,
                "done" => write.picture_done(lease(n, 1)).await,
                _ => write.picture_failed(lease(n, 1), &Sealed(vec![2])).await,
            };
            let is_refused = matches!(refused, Err(StorageError::Conflict));
            assert!(is_refused, "{what}, {late}: {refused:?}");
            // Even saved, nothing of that was written.
            save(write).await;
        }
        let mut write = writing(&storage).await;
        assert_eq!(unmade(&mut write, of).await, before, "{what}");
        write.withdraw_picture(of).await.expect("it is withdrawn");
        save(write).await;
    }
}

/// Why a picture was given up is kept until another comes, or its day is over; its file is
/// named no more, and nobody takes it.
pub async fn a_failed_picture_says_why(ground: &impl Ground) {
    let storage = ground.open().await;
    let of = order(1).id;
    let mut write = writing(&storage).await;
    queue(&mut write, 1, 10).await;
    let waits = UnmadePicture {
        attempt: id(1),
        put_at: at(10),
        outcome: None,
    };
    assert_eq!(unmade(&mut write, of).await, Some(waits.clone()));
    assert_eq!(take(&mut write, 10).await, claimed(1, 1, 0));
    assert_eq!(unmade(&mut write, of).await, Some(waits.clone()));
    let among = write.unmade_among(&[id(1), id(2)]).await;
    assert_eq!(among.expect("it is asked"), [id(1)]);
    let used = write.blob_in_use(&original(1)).await;
    assert!(used.expect("it is asked"));
    let unsubmitted = write.unsubmitted_blobs().await;
    assert_eq!(unsubmitted.expect("a list"), [original(1)]);
    let why = Sealed(vec![7, 7]);
    let failed = write.picture_failed(lease(1, 1), &why).await;
    failed.expect("it is given up");
    let failed = UnmadePicture {
        outcome: Some(why),
        ..waits
    };
    assert_eq!(unmade(&mut write, of).await, Some(failed));
    assert_eq!(take(&mut write, 9_999).await, None);
    assert_eq!(line(&mut write, 1).await, (0, 0));
    let among = write.unmade_among(&[id(1)]).await;
    assert_eq!(among.expect("it is asked"), []);
    let used = write.blob_in_use(&original(1)).await;
    assert!(!used.expect("it is asked"));
    assert_eq!(
        write.forget_failed_pictures(at(10)).await.expect("a count"),
        0
    );
    assert_eq!(
        write.forget_failed_pictures(at(11)).await.expect("a count"),
        1
    );
    assert_eq!(unmade(&mut write, of).await, None);
    // What waits is not forgotten.
    queue(&mut write, 2, 10).await;
    let forgotten = write.forget_failed_pictures(at(9_999)).await;
    assert_eq!(forgotten.expect("a count"), 0);
}

/// A picture that waits goes with its order, and its file is noted to be deleted.
pub async fn a_picture_ends_with_its_order(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    queue(&mut write, 1, 10).await;
    queue(&mut write, 2, 10).await;
    let taken = take(&mut write, 10).await.expect("there is one");
    let (of, n) = match taken.order == order(1).id {
        true => (order(1).id, 1),
        false => (order(2).id, 2),
    };
    let erased = write.erase_unread(of, at(20)).await;
    erased.expect("it is erased");
    let forgotten = write.forgotten_blobs(9).await.expect("they are read");
    assert_eq!(forgotten, [original(n)]);
    let late = write.picture_done(taken.lease).await;
    assert!(matches!(late, Err(StorageError::Conflict)), "{late:?}");
    assert_eq!(line(&mut write, 0).await.0, 1);
}

/// Processes that take at once each get another picture.
pub async fn a_picture_is_taken_by_one_of_many(ground: &impl Ground) {
    const TAKERS: u64 = 50;
    let openings = [ground.open().await, ground.open().await];
    let mut write = writing(&openings[0]).await;
    for n in 1..=TAKERS {
        queue(&mut write, n, n).await;
    }
    save(write).await;
    let takers: Vec<_> = (1..=TAKERS)
        .zip(openings.iter().cycle())
        .map(|(_, storage)| {
            let storage = storage.clone();
            tokio::spawn(async move {
                let mut write = writing(&storage).await;
                let taken = take(&mut write, 10).await.expect("there is one for each");
                save(write).await;
                taken.lease.attempt
            })
        })
        .collect();
    let mut taken = BTreeSet::new();
    for taker in takers {
        taken.insert(taker.await.expect("a taker succeeds"));
    }
    assert_eq!(taken, (1..=TAKERS).map(id).collect());
    assert_eq!(take(&mut writing(&openings[0]).await, 10).await, None);
}
