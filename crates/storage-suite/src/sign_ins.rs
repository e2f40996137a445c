//! Counts of failed sign-ins, known devices and passkeys.

use domain::PasskeyId;
use domain::randomness::seeded;
use domain::staff::throttle::Failures;
use storage::{Passkey, StorageError};

use crate::fixtures::{at, digest, staff_id};
use crate::people::colleague;
use crate::{Ground, save, writing};

/// Counts are kept, cleared by zero, and forgotten by age.
pub async fn failed_sign_ins_are_counted(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    let failures = |count, last| Failures {
        count,
        last: at(last),
    };
    for (of, count, last) in [(1, 1, 5), (1, 2, 6), (2, 1, 3), (3, 7, 9), (3, 0, 9)] {
        let kept = write.keep_sign_in_count(digest(of), failures(count, last));
        kept.await.expect("it is kept");
    }
    for (of, expected) in [
        (1, failures(2, 6)),
        (2, failures(1, 3)),
        (3, Failures::default()),
    ] {
        let found = write.sign_in_count(digest(of)).await.expect("it is read");
        assert_eq!(found, expected, "{of}");
    }
    let forgotten = write.forget_sign_in_counts(at(6)).await;
    assert_eq!(forgotten.expect("they are forgotten"), 1);
    let left = write.sign_in_count(digest(1)).await.expect("it is read");
    assert_eq!(left.count, 2);
    save(write).await;
}

/// A device is known for a person, keeps who is known on it when its token
/// changes, and is forgotten by person, by age and by number.
pub async fn devices_are_known(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    for (n, name) in [(1, "li"), (2, "an")] {
        let added = write.insert_colleague(&colleague(n, name)).await;
        added.expect("one is added");
    }
    for (device, staff, used) in [(1, 1, 2), (1, 2, 3), (2, 1, 4), (2, 1, 5)] {
        let kept = write.keep_device(digest(device), staff_id(staff), at(used), 9);
        kept.await.expect("it is kept");
    }
    let renamed = write.rename_device(digest(1), digest(3)).await;
    renamed.expect("it has another token");
    let rows = [
        (1, 1, None),
        (3, 1, Some(2)),
        (3, 2, Some(3)),
        (2, 1, Some(5)),
        (2, 2, None),
    ];
    for (device, staff, expected) in rows {
        let found = write.known_device(digest(device), staff_id(staff)).await;
        assert_eq!(
            found.expect("it is read"),
            expected.map(at),
            "{device} {staff}"
        );
    }
    // One more than may be: the one unused longest goes.
    let kept = write.keep_device(digest(4), staff_id(1), at(6), 2);
    kept.await.expect("it is kept");
    let gone = write.known_device(digest(3), staff_id(1)).await;
    assert_eq!(gone.expect("it is asked"), None);
    let unused = write.forget_devices_unused_since(at(4)).await;
    assert_eq!(unused.expect("they are forgotten"), 1);
    let forgotten = write.forget_devices_of(staff_id(1)).await;
    forgotten.expect("they are forgotten");
    let gone = write.known_device(digest(4), staff_id(1)).await;
    assert_eq!(gone.expect("it is asked"), None);
    save(write).await;
}

/// A passkey is found by its credential, which is unique, and by person.
pub async fn passkeys_read_back(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    for (n, name) in [(1, "li"), (2, "an")] {
        let added = write.insert_colleague(&colleague(n, name)).await;
        added.expect("one is added");
    }
    let passkey = |n: u8, staff| Passkey {
        id: PasskeyId::new(at(n.into()), &mut seeded(n.into())),
        staff: staff_id(staff),
        name: format!("phone {n}"),
        credential: vec![n; 16],
        user_handle: vec![7; 64],
        fixed: vec![1],
        state: vec![2],
        created_at: at(n.into()),
        used_at: None,
    };
    let (first, second, other) = (passkey(1, 1), passkey(2, 1), passkey(3, 2));
    for passkey in [&first, &second, &other] {
        write.insert_passkey(passkey).await.expect("it is kept");
    }
    let twice = Passkey {
        credential: vec![1; 16],
        ..passkey(4, 2)
    };
    let refused = write.insert_passkey(&twice).await;
    assert!(matches!(refused, Err(StorageError::Taken)), "{refused:?}");
    let used = write.use_passkey(first.id, &[9], at(8)).await;
    used.expect("it is used");
    let first = Passkey {
        state: vec![9],
        used_at: Some(at(8)),
        ..first
    };
    let found = write.passkey(&[1; 16]).await.expect("it is read");
    assert_eq!(found.as_ref(), Some(&first));
    let all = write.passkeys_of(staff_id(1)).await.expect("a list");
    assert_eq!(all, [first.clone(), second.clone()]);
    write.delete_passkey(first.id).await.expect("it is deleted");
    let left = write.passkeys_of(staff_id(1)).await.expect("a list");
    assert_eq!(left, [second]);
    let deleted = write.delete_passkeys_of(staff_id(1)).await;
    deleted.expect("they are deleted");
    let left = write.passkeys_of(staff_id(1)).await.expect("a list");
    assert_eq!(left, []);
    let left = write.passkeys_of(staff_id(2)).await.expect("a list");
    assert_eq!(left, [other]);
    save(write).await;
}
