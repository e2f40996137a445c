//! Attempts and timelines.

use domain::{
    Actor, Attempt, BlobRef, Decision, Fitness, OrderEvent, OverruleClass, Overruled,
    TimelineEntry, Verdict,
};
use storage::StorageError;

use crate::fixtures::{at, attempt, order, program, staff};
use crate::{Ground, reading, save, writing};

/// Attempts come as they were submitted, whatever their identifiers, and one that waits to
/// be submitted last.
pub async fn attempts_come_as_they_were_submitted(ground: &impl Ground) {
    let storage = ground.open().await;
    let of = order(1);
    let submitted = |n, ordinal| Attempt {
        ordinal,
        submitted_at: Some(at(100)),
        ..attempt(n, &of)
    };
    // The clock of whoever took the second was behind.
    let expected = [
        submitted(2, 1),
        submitted(1, 2),
        submitted(3, 3),
        attempt(0, &of),
    ];
    let mut write = writing(&storage).await;
    write.insert_order(&of).await.expect("an order is kept");
    for attempt in expected.iter().rev() {
        let kept = write.insert_attempt(attempt).await;
        kept.expect("an attempt is kept");
    }
    let found = write.attempts_of(of.id).await.expect("they are read");
    assert_eq!(found, expected);
}

/// An attempt is read as it was written, with and without a decision, and can
/// be deleted.
pub async fn an_attempt_reads_back(ground: &impl Ground) {
    let storage = ground.open().await;
    let of = order(1);
    let first = attempt(1, &of);
    let bare = Attempt {
        original: None,
        photo: None,
        photo_hash: None,
        fitness: Fitness::NoPhoto,
        ..attempt(2, &of)
    };
    let mut write = writing(&storage).await;
    write.insert_order(&of).await.expect("an order is kept");
    for attempt in [&bare, &first] {
        write
            .insert_attempt(attempt)
            .await
            .expect("an attempt is kept");
    }
    save(write).await;
    let mut read = reading(&storage).await;
    let all = read.attempts_of(of.id).await.expect("they are read");
    assert_eq!(all, [first.clone(), bare.clone()]);
    drop(read);

    let decided = Attempt {
        ordinal: 2,
        submitted_at: Some(at(50)),
        original: None,
        decision: Some(Decision {
            verdict: Verdict::Rejected,
            by: staff(1),
            at: at(60),
            reasons: vec!["too-dark".to_owned(), "hair".to_owned()],
            note: Some(domain::Sealed(vec![1, 2, 3])),
            overruled: vec![Overruled {
                finding: "pose".to_owned(),
                class: OverruleClass::Bodily,
            }],
        }),
        ..first.clone()
    };
    let by_program = Attempt {
        decision: decided.decision.clone().map(|decision| Decision {
            by: program(1),
            ..decision
        }),
        ..decided.clone()
    };
    let mut write = writing(&storage).await;
    // Decided, and the decision undone.
    for changed in [&decided, &first, &by_program] {
        write.update_attempt(changed).await.expect("it is changed");
        let found = write.attempt(first.id).await.expect("it is read");
        assert_eq!(found.as_ref(), Some(changed));
    }
    write
        .delete_attempt(bare.id)
        .await
        .expect("it is forgotten");
    assert_eq!(write.attempt(bare.id).await.expect("it is asked"), None);
    let refused = write.update_attempt(&bare).await;
    assert!(
        matches!(refused, Err(StorageError::Conflict)),
        "{refused:?}"
    );
}

/// A blob is in use as original or as photo.
pub async fn a_blob_is_in_use(ground: &impl Ground) {
    let storage = ground.open().await;
    let of = order(1);
    let mut write = writing(&storage).await;
    write.insert_order(&of).await.expect("an order is kept");
    write
        .insert_attempt(&attempt(1, &of))
        .await
        .expect("an attempt is kept");
    for (blob, expected) in [("original-1", true), ("photo-1", true), ("photo-2", false)] {
        let used = write.blob_in_use(&BlobRef(blob.to_owned())).await;
        assert_eq!(used.expect("it is asked"), expected, "{blob}");
    }
}

/// A timeline is read in the order it was written, with every kind of actor.
pub async fn a_timeline_is_in_order(ground: &impl Ground) {
    let storage = ground.open().await;
    let (of, other) = (order(1), order(2));
    let mut write = writing(&storage).await;
    write.insert_order(&of).await.expect("an order is kept");
    write.insert_order(&other).await.expect("an order is kept");
    let lines = [
        (Actor::Applicant, OrderEvent::Drafted),
        (program(1), OrderEvent::Submitted { ordinal: 1 }),
        (
            staff(1),
            OrderEvent::Rejected {
                reasons: vec!["hair".to_owned()],
            },
        ),
        (Actor::System, OrderEvent::Lapsed),
        (
            Actor::Applicant,
            OrderEvent::DetailsGiven {
                consent_version: "3".to_owned(),
            },
        ),
    ]
    .map(|(by, event)| TimelineEntry {
        order: of.id,
        at: at(9),
        by,
        event,
    });
    for line in &lines {
        write.append_event(line).await.expect("a line is added");
    }
    save(write).await;
    let mut read = reading(&storage).await;
    assert_eq!(read.events_of(of.id).await.expect("a timeline"), lines);
    assert_eq!(read.events_of(other.id).await.expect("a timeline"), []);
}
