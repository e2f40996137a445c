//! Threads and notices.

use domain::{Actor, Occasion, Sealed, Timestamp};
use storage::{Message, Notice, Thread};

use crate::fixtures::{at, message, order, staff};
use crate::{Ground, reading, save, writing};

/// Threads whose last message is the applicant's, longest waiting first.
pub async fn threads_wait_for_an_answer(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    for n in 1..=3 {
        write
            .insert_order(&order(n))
            .await
            .expect("an order is kept");
    }
    let desk = staff(1);
    let messages: Vec<Message> = (1_u64..)
        .zip([
            (1, Actor::Applicant),
            (2, Actor::Applicant),
            (3, Actor::Applicant),
            (3, desk),
            (1, desk),
            (1, Actor::Applicant),
        ])
        .map(|(n, (of, by))| Message {
            id: message(n),
            order: order(of).id,
            by,
            at: at(n),
            text: Sealed(vec![u8::try_from(n).expect("few messages")]),
        })
        .collect();
    for message in &messages {
        write.append_message(message).await.expect("it is kept");
    }
    save(write).await;
    let thread = |n, since| Thread {
        order: order(n).id,
        number: order(n).number,
        at: at(since),
    };
    let mut read = reading(&storage).await;
    let waiting = read.unanswered(9).await.expect("a list");
    assert_eq!(waiting, [thread(2, 2), thread(1, 6)]);
    assert_eq!(read.unanswered(1).await.expect("a list"), [thread(2, 2)]);
    let first = read.messages_of(order(1).id).await.expect("a thread");
    assert_eq!(
        first,
        [
            messages[0].clone(),
            messages[4].clone(),
            messages[5].clone()
        ]
    );
    drop(read);

    let mut write = writing(&storage).await;
    write
        .delete_messages(order(2).id)
        .await
        .expect("it is forgotten");
    assert_eq!(write.messages_of(order(2).id).await.expect("a thread"), []);
    assert_eq!(write.unanswered(9).await.expect("a list"), [thread(1, 6)]);
}

/// A notice stored twice is one; newest first; read once.
pub async fn a_notice_comes_once(ground: &impl Ground) {
    let storage = ground.open().await;
    let of = order(1);
    let mut write = writing(&storage).await;
    write.insert_order(&of).await.expect("an order is kept");
    let notice = |occasion, sent| Notice {
        order: of.id,
        occasion,
        at: at(sent),
        read_at: None,
    };
    let submitted = notice(Occasion::Submitted, 1);
    for notice in [
        &submitted,
        &submitted,
        &notice(Occasion::Message, 3),
        &notice(Occasion::Rejected, 2),
        &notice(Occasion::Message, 4),
    ] {
        write.insert_notice(notice).await.expect("it is kept");
    }
    let all = write.notices_of(of.id, at(3)).await.expect("a list");
    assert_eq!(times(&all), [at(3), at(2), at(1)], "the fourth is to come");
    write
        .read_notices(of.id, at(3))
        .await
        .expect("three are seen");
    write
        .read_notices(of.id, at(9))
        .await
        .expect("and the rest");
    write.insert_notice(&submitted).await.expect("once more");
    let all = write.notices_of(of.id, at(9)).await.expect("a list");
    assert_eq!(times(&all), [at(4), at(3), at(2), at(1)]);
    let seen: Vec<_> = all.iter().filter_map(|notice| notice.read_at).collect();
    assert_eq!(seen, [at(9), at(3), at(3), at(3)]);

    // Future notices can be cancelled, past ones cannot.
    write
        .cancel_notices(of.id, Occasion::Message, at(3))
        .await
        .expect("it is withdrawn");
    let all = write.notices_of(of.id, at(9)).await.expect("a list");
    assert_eq!(times(&all), [at(3), at(2), at(1)]);
}

fn times(notices: &[Notice]) -> Vec<Timestamp> {
    notices.iter().map(|notice| notice.at).collect()
}
