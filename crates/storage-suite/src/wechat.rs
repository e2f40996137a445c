//! What comes from WeChat, and what is sent there.

use domain::{Digest, Order, OrderId, Sealed, WechatUser};
use storage::Subscription;

use crate::fixtures::{at, order};
use crate::{Ground, reading, save, writing};

const USER: Digest = Digest([7; 32]);

/// A user finds the orders that are theirs, newest first; with and without an openid.
pub async fn a_wechat_user_finds_their_orders(ground: &impl Ground) {
    let storage = ground.open().await;
    let of = |n, digest, openid: Option<u8>| Order {
        wechat: Some(WechatUser {
            digest,
            union: openid.map(|byte| Digest([byte; 32])),
            openid: openid.map(|byte| Sealed(vec![byte])),
        }),
        ..order(n)
    };
    let kept = [
        of(1, USER, Some(1)),
        of(2, USER, None),
        of(3, Digest([8; 32]), Some(3)),
        order(4),
    ];
    let mut write = writing(&storage).await;
    for order in &kept {
        write.insert_order(order).await.expect("an order is kept");
    }
    save(write).await;
    let mut read = reading(&storage).await;
    let found = read.orders_of_wechat_user(USER, 9).await.expect("a list");
    assert_eq!(found, [kept[1].clone(), kept[0].clone()]);
    let first = read.orders_of_wechat_user(USER, 1).await.expect("a list");
    assert_eq!(first, [kept[1].clone()]);
    let tied = read.orders_of_wechat_union(Digest([1; 32]), 9).await;
    assert_eq!(tied.expect("a list"), [kept[0].clone()]);
    let untied = read.orders_of_wechat_union(USER, 9).await;
    assert_eq!(untied.expect("a list"), []);
    let nobody = read.orders_of_wechat_user(Digest([9; 32]), 9).await;
    assert_eq!(nobody.expect("a list"), []);
    drop(read);

    let erased = Order {
        wechat: None,
        version: kept[0].version,
        ..kept[0].clone()
    };
    let mut write = writing(&storage).await;
    write.update_order(&erased).await.expect("it is kept");
    save(write).await;
    let mut read = reading(&storage).await;
    let found = read.orders_of_wechat_user(USER, 9).await.expect("a list");
    assert_eq!(found, [kept[1].clone()]);
}

/// What of a template is taken about an order is replaced, and forgotten at 0.
pub async fn subscriptions_read_back(ground: &impl Ground) {
    let storage = ground.open().await;
    let of = |template: &str, remaining| Subscription {
        template: template.to_owned(),
        remaining,
    };
    let mut write = writing(&storage).await;
    let ids: Vec<OrderId> = (1..=2).map(|n| order(n).id).collect();
    for n in 1..=2 {
        let kept = write.insert_order(&order(n)).await;
        kept.expect("an order is kept");
    }
    for (id, one) in [
        (ids[0], of("b", 1)),
        (ids[0], of("a", 2)),
        (ids[1], of("a", 5)),
        (ids[0], of("b", 3)),
        (ids[1], of("c", 0)),
    ] {
        let kept = write.set_subscription(id, &one).await;
        kept.expect("a subscription is kept");
    }
    let found = write.subscriptions_of(ids[0]).await.expect("a list");
    assert_eq!(found, [of("a", 2), of("b", 3)]);
    let forgotten = write.set_subscription(ids[0], &of("a", 0)).await;
    forgotten.expect("it is forgotten");
    let found = write.subscriptions_of(ids[0]).await.expect("a list");
    assert_eq!(found, [of("b", 3)]);
    let forgotten = write.forget_subscriptions(ids[0]).await;
    forgotten.expect("all are forgotten");
    assert_eq!(write.subscriptions_of(ids[0]).await.expect("a list"), []);
    let others = write.subscriptions_of(ids[1]).await.expect("a list");
    assert_eq!(others, [of("a", 5)]);
}

/// A push is new once, until it is forgotten.
pub async fn a_push_is_noted_once(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    for (push, n, is_new) in [(1, 1, true), (1, 2, false), (2, 2, true)] {
        let noted = write.note_push(Digest([push; 32]), at(n)).await;
        assert_eq!(noted.expect("it is noted"), is_new, "{push} {n}");
    }
    write
        .forget_pushes(at(2))
        .await
        .expect("they are forgotten");
    for (push, is_new) in [(1, true), (2, false)] {
        let noted = write.note_push(Digest([push; 32]), at(3)).await;
        assert_eq!(noted.expect("it is noted"), is_new, "{push}");
    }
}
