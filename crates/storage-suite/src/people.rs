//! Staff, sessions and API keys.

use domain::randomness::seeded;
use domain::staff::motion::{Motion, MotionKind};
use domain::staff::throttle::Failures;
use domain::staff::{Role, Roles, Scope};
use domain::{ApiKeyId, MotionId, Sealed};
use storage::{ApiKey, Colleague, Session, StorageError};

use crate::fixtures::{at, digest, scope, staff_id};
use crate::{Ground, save, writing};

/// Member of staff number `n`.
pub(crate) fn colleague(n: u64, name: &str) -> Colleague {
    Colleague {
        id: staff_id(n),
        name: name.to_owned(),
        password: "$argon2id$".to_owned(),
        password_is_initial: true,
        totp: None,
        totp_last: None,
        totp_dropped: 0,
        roles: Roles::NONE.with(Role::Inspector).with(Role::Operator),
        failures: Failures::default(),
        disabled_at: None,
        created_at: at(n),
    }
}

/// Staff are read by id, by name, and all; names are unique.
pub async fn colleagues_read_back(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    let (li, an) = (colleague(1, "li"), colleague(2, "an"));
    for colleague in [&li, &an] {
        write
            .insert_colleague(colleague)
            .await
            .expect("one is added");
    }
    let refused = write.insert_colleague(&colleague(3, "li")).await;
    assert!(matches!(refused, Err(StorageError::Taken)), "{refused:?}");
    let changed = Colleague {
        password_is_initial: false,
        totp: Some(Sealed(vec![1])),
        totp_last: Some(57_000_000),
        totp_dropped: 2,
        roles: Roles::NONE,
        failures: Failures {
            count: 3,
            last: at(9),
        },
        disabled_at: Some(at(10)),
        ..li.clone()
    };
    write
        .update_colleague(&changed)
        .await
        .expect("one is changed");
    let failures = Failures {
        count: 4,
        last: at(11),
    };
    for id in [li.id, staff_id(99)] {
        let kept = write.keep_failures(id, failures).await;
        kept.expect("of nobody it does nothing");
    }
    let changed = Colleague {
        failures,
        ..changed
    };
    save(write).await;
    let mut write = writing(&storage).await;
    let by_name = write.colleague_by_name("li").await.expect("one is read");
    assert_eq!(by_name.as_ref(), Some(&changed));
    assert_eq!(
        write.colleague(an.id).await.expect("one is read"),
        Some(an.clone())
    );
    assert_eq!(
        write.colleague_by_name("bo").await.expect("it is asked"),
        None
    );
    assert_eq!(write.colleagues().await.expect("a list"), [an, changed]);
}

/// Sessions are deleted one by one, by person, and by age.
pub async fn sessions_end(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    for (n, name) in [(1, "li"), (2, "an")] {
        write
            .insert_colleague(&colleague(n, name))
            .await
            .expect("one is added");
    }
    let session = |token, of, used| Session {
        digest: digest(token),
        staff: staff_id(of),
        begun_at: at(1),
        used_at: at(used),
    };
    for (token, of) in [(1, 1), (2, 1), (3, 1), (4, 2), (5, 2)] {
        write
            .insert_session(&session(token, of, 2))
            .await
            .expect("it is kept");
    }
    write
        .touch_session(digest(4), at(9))
        .await
        .expect("it is used");
    write.delete_session(digest(1)).await.expect("it ends");
    assert_eq!(write.session(digest(1)).await.expect("it is asked"), None);
    assert_eq!(
        write.session(digest(2)).await.expect("it is read"),
        Some(session(2, 1, 2))
    );
    write
        .delete_sessions_of(staff_id(1))
        .await
        .expect("they end");
    assert_eq!(write.session(digest(3)).await.expect("it is asked"), None);
    assert_eq!(
        write
            .delete_sessions_unused_since(at(9))
            .await
            .expect("they end"),
        1
    );
    assert_eq!(
        write.session(digest(4)).await.expect("it is read"),
        Some(session(4, 2, 9))
    );
}

/// Keys are read by digest, and all, newest first.
pub async fn keys_read_back(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    let key = |n: u8, scope| ApiKey {
        id: ApiKeyId::new(at(n.into()), &mut seeded(n.into())),
        name: format!("key {n}"),
        digest: digest(n),
        roles: Roles::NONE.with(Role::Clerk),
        scope,
        created_at: at(n.into()),
        expires_at: Some(at(1_000)),
        used_at: None,
        revoked_at: None,
    };
    let (open, narrow) = (
        key(1, Scope::default()),
        key(2, scope(&["resident-id-card", "passport"], &["440300"])),
    );
    for key in [&open, &narrow] {
        write.insert_api_key(key).await.expect("it is kept");
    }
    write
        .touch_api_key(open.id, at(8))
        .await
        .expect("it is used");
    let used = write.api_key(open.digest).await.expect("it is read");
    assert_eq!(used.and_then(|key| key.used_at), Some(at(8)));
    let revoked = ApiKey {
        used_at: Some(at(8)),
        revoked_at: Some(at(9)),
        ..open
    };
    write.update_api_key(&revoked).await.expect("it is changed");
    assert_eq!(
        write.api_key(digest(2)).await.expect("it is read"),
        Some(narrow.clone())
    );
    assert_eq!(write.api_key(digest(3)).await.expect("it is asked"), None);
    assert_eq!(write.api_keys().await.expect("a list"), [narrow, revoked]);
}

/// Motions are read by id and all, the oldest first, and deleted.
pub async fn motions_read_back(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    for (n, name) in [(1, "li"), (2, "an")] {
        let colleague = colleague(n, name);
        let added = write.insert_colleague(&colleague).await;
        added.expect("one is added");
    }
    let motion = |n: u64, kind, to| Motion {
        id: MotionId::new(at(n), &mut seeded(n)),
        kind,
        to,
        name: "an".to_owned(),
        roles: Roles::NONE.with(Role::Clerk),
        by: staff_id(1),
        asked_at: at(n),
        ends_at: at(n + 7),
    };
    let new = motion(5, MotionKind::Account, None);
    let roles = motion(4, MotionKind::Roles, Some(staff_id(2)));
    for motion in [&new, &roles] {
        write.insert_motion(motion).await.expect("one is added");
    }
    save(write).await;
    let mut write = writing(&storage).await;
    let all = write.motions().await.expect("a list");
    assert_eq!(all, [roles.clone(), new.clone()]);
    for _ in 0..2 {
        write.delete_motion(roles.id).await.expect("it is gone");
    }
    assert_eq!(write.motion(roles.id).await.expect("it is asked"), None);
    assert_eq!(write.motion(new.id).await.expect("one is read"), Some(new));
}
