//! What WeChat users without an order write, what WeChat says of pictures and words, and who
//! was not told.

use domain::{Actor, Digest, OrderId, SafetyCheck, SafetySubject, SafetyVerdict, Sealed};
use storage::Letter;

use crate::fixtures::{at, attempt, message, order};
use crate::{Ground, reading, save, writing};

const WRITER: Digest = Digest([7; 32]);
const OTHER: Digest = Digest([8; 32]);

fn letter(n: u64, writer: Digest, by: Actor) -> Letter {
    Letter {
        id: message(n),
        writer,
        openid: Sealed(n.to_le_bytes().to_vec()),
        by,
        at: at(n),
        text: Sealed(n.to_be_bytes().to_vec()),
    }
}

/// A conversation waits for an answer while its last letter is the writer's, and ends as a
/// whole.
pub async fn letters_wait_for_an_answer(ground: &impl Ground) {
    let storage = ground.open().await;
    // The first two of the writer's have one time, and the first the later identifier.
    let letters = [
        Letter {
            id: message(9),
            at: at(3),
            ..letter(1, WRITER, Actor::Applicant)
        },
        letter(2, OTHER, Actor::Applicant),
        letter(3, WRITER, Actor::System),
        letter(4, OTHER, Actor::Applicant),
    ];
    let mut write = writing(&storage).await;
    for letter in &letters {
        write.append_letter(letter).await.expect("it is kept");
    }
    save(write).await;
    let mut read = reading(&storage).await;
    let [first, .., last] = &letters;
    let found = read.letter(first.id).await.expect("it reads");
    assert_eq!(found.as_ref(), Some(first));
    let of = read.letters_of(WRITER).await.expect("a list");
    assert_eq!(of, [letters[0].clone(), letters[2].clone()]);
    let waiting = read.unanswered_letters(at(3), 9).await.expect("a list");
    assert_eq!(waiting, std::slice::from_ref(last));
    let waiting = read.unanswered_letters(at(4), 9).await.expect("a list");
    assert_eq!(waiting, []);
    drop(read);
    let mut write = writing(&storage).await;
    write.delete_letters(at(4)).await.expect("they are deleted");
    assert_eq!(write.letters_of(WRITER).await.expect("a list"), []);
    let kept = write.letters_of(OTHER).await.expect("a list");
    assert_eq!(kept.len(), 2, "a conversation is kept as a whole");
    write.delete_letters(at(5)).await.expect("they are deleted");
    assert_eq!(write.letters_of(OTHER).await.expect("a list"), []);
}

/// A check is one of each subject, found by its number and by its order.
pub async fn safety_checks_read_back(ground: &impl Ground) {
    let storage = ground.open().await;
    let of = |subject, order, trace: Option<u8>, verdict| SafetyCheck {
        subject,
        order,
        trace: trace.map(|byte| Digest([byte; 32])),
        at: at(1),
        verdict,
        label: 20_002,
    };
    let orders: Vec<OrderId> = (1..=2).map(|n| order(n).id).collect();
    let photo = SafetySubject::Attempt(attempt(9, &order(1)).id);
    let asked = of(photo, orders[0], Some(1), SafetyVerdict::Asked);
    let words = of(
        SafetySubject::Message(message(3)),
        orders[0],
        None,
        SafetyVerdict::Doubtful,
    );
    let others = of(
        SafetySubject::Message(message(4)),
        orders[1],
        None,
        SafetyVerdict::Passed,
    );
    let mut write = writing(&storage).await;
    for n in 1..=2 {
        write.insert_order(&order(n)).await.expect("it is kept");
    }
    for check in [&asked, &words, &others] {
        let kept = write.set_safety_check(check).await;
        kept.expect("a check is kept");
    }
    let trace = Digest([1; 32]);
    let found = write.safety_check_by_trace(trace).await.expect("it reads");
    assert_eq!(found, Some(asked.clone()));
    let none = write.safety_check_by_trace(Digest([2; 32])).await;
    assert_eq!(none.expect("it reads"), None);
    let risky = SafetyCheck {
        verdict: SafetyVerdict::Risky,
        at: at(2),
        ..asked
    };
    let replaced = write.set_safety_check(&risky).await;
    replaced.expect("it is replaced");
    let found = write.safety_checks_of(orders[0]).await.expect("a list");
    assert_eq!(found, [words, risky]);
    let deleted = write.delete_safety_checks(orders[0]).await;
    deleted.expect("they are deleted");
    let found = write.safety_checks_of(orders[0]).await.expect("a list");
    assert_eq!(found, []);
    let found = write.safety_checks_of(orders[1]).await.expect("a list");
    assert_eq!(found, [others]);
}

/// That somebody was not told is kept for their order, until they are.
pub async fn who_was_not_told_reads_back(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    let id = order(1).id;
    write.insert_order(&order(1)).await.expect("it is kept");
    for since in [None, Some(at(3)), Some(at(5)), None, Some(at(7))] {
        write.set_untold(id, since).await.expect("it is noted");
        let found = write.untold_since(id).await.expect("it reads");
        assert_eq!(found, since);
    }
    write
        .forget_subscriptions(id)
        .await
        .expect("all is forgotten");
    let found = write.untold_since(id).await.expect("it reads");
    assert_eq!(found, None);
}
