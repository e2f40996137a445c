//! Receipts, counts of wrong guesses, windows, and sealed photos.

use catalogue::{CountsIn, Uses};
use domain::randomness::seeded;
use domain::receipt::{Issue, RevokedFor, Standing, Terms};
use domain::staff::Scope;
use domain::staff::throttle::Failures;
use domain::{BlobRef, PhotoHash, Receipt, ReceiptId, ReceiptNumber};
use storage::{SealedPhoto, StorageError};

use crate::fixtures::{at, attempt, digest, order, scope, staff, staff_id};
use crate::people::colleague;
use crate::{Ground, reading, save, writing};

/// The receipt of order number `n`.
pub fn receipt(n: u64) -> Receipt {
    let of = order(n);
    let mut seed = seeded(n);
    Receipt {
        id: ReceiptId::new(at(n), &mut seed),
        number: ReceiptNumber::generate(&mut seed),
        order: of.id,
        attempt: attempt(n, &of).id,
        document: of.document,
        city: of.city,
        terms: Terms {
            uses: Uses::Once,
            counts_in: CountsIn::Province,
            also_for: vec!["residence-permit".parse().expect("an identifier")],
        },
        identity: Some(digest(4)),
        name: Some(digest(5)),
        photo_hash: Some(PhotoHash([0xab; 32])),
        taken_at: at(n),
        approved_at: at(n + 1),
        valid_until: "2027-05-22".parse().expect("a date"),
        standing: Standing::Good,
        token: "HZ1".to_owned(),
        issue: Issue::Sample,
        version: 0,
    }
}

/// A receipt is read as it was written, by every key, in every standing; its
/// number and its order are unique, and one of two concurrent changes
/// conflicts.
pub async fn a_receipt_reads_back(ground: &impl Ground) {
    let storage = ground.open().await;
    let first = receipt(1);
    let mut write = writing(&storage).await;
    for n in 1..=2 {
        write.insert_order(&order(n)).await.expect("it is kept");
    }
    write.insert_receipt(&first).await.expect("it is kept");
    save(write).await;

    let mut write = writing(&storage).await;
    let same_number = Receipt {
        number: first.number,
        ..receipt(2)
    };
    let taken = write.insert_receipt(&same_number).await;
    assert!(matches!(taken, Err(StorageError::Taken)), "{taken:?}");
    drop(write);
    let mut write = writing(&storage).await;
    let same_order = Receipt {
        order: first.order,
        ..receipt(2)
    };
    let taken = write.insert_receipt(&same_order).await;
    assert!(matches!(taken, Err(StorageError::Taken)), "{taken:?}");
    drop(write);

    let by = staff(1);
    for (version, changed) in (0..).zip([
        Receipt {
            standing: Standing::Used { by, at: at(9) },
            ..first.clone()
        },
        Receipt {
            standing: Standing::Revoked {
                by,
                at: at(9),
                why: RevokedFor::Misuse,
            },
            ..first.clone()
        },
        first.clone().forget(),
        first.clone(),
    ]) {
        let mut write = writing(&storage).await;
        let changed = Receipt { version, ..changed };
        write.update_receipt(&changed).await.expect("it is changed");
        let late = write.update_receipt(&changed).await;
        assert!(matches!(late, Err(StorageError::Conflict)), "{late:?}");
        save(write).await;
        let expected = Some(Receipt {
            version: version + 1,
            ..changed
        });
        let mut read = reading(&storage).await;
        assert_eq!(read.receipt(first.id).await.expect("read"), expected);
        let found = read.receipt_by_number(first.number).await;
        assert_eq!(found.expect("read"), expected);
        let found = read.receipt_of_order(first.order).await;
        assert_eq!(found.expect("read"), expected);
    }
    let mut read = reading(&storage).await;
    let nobodys = read.receipt_by_number(receipt(2).number).await;
    assert_eq!(nobodys.expect("read"), None);
}

/// Receipts by identity number, newest first.
pub async fn a_person_finds_their_receipts(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    let another = Receipt {
        identity: Some(digest(8)),
        ..receipt(2)
    };
    let forgotten = receipt(4).forget();
    for receipt in [&receipt(1), &another, &receipt(3), &forgotten] {
        write
            .insert_receipt(receipt)
            .await
            .expect("references are checked at the end");
    }
    for n in 1..=4 {
        write.insert_order(&order(n)).await.expect("it is kept");
    }
    save(write).await;
    let mut read = reading(&storage).await;
    for (identity, limit, expected) in [
        (4, 9, vec![receipt(3), receipt(1)]),
        (4, 1, vec![receipt(3)]),
        (8, 9, vec![another.clone()]),
        (9, 9, Vec::new()),
    ] {
        let found = read.receipts_of_identity(digest(identity), limit).await;
        assert_eq!(found.expect("a list"), expected, "{identity}");
    }
}

/// Counts are kept per subject, and deleted when old or set to zero.
pub async fn guesses_are_counted(ground: &impl Ground) {
    let storage = ground.open().await;
    let failures = |count, last| Failures {
        count,
        last: at(last),
    };
    let mut write = writing(&storage).await;
    for (of, count, last) in [("a", 1, 5), ("b", 3, 6), ("a", 2, 7), ("c", 9, 1)] {
        let kept = write.keep_guesses(of, failures(count, last)).await;
        kept.expect("it is kept");
    }
    let none = Failures::default();
    let check = async |write: &mut dyn storage::Transaction, of, expected| {
        assert_eq!(write.guesses(of).await.expect("read"), expected, "{of}");
    };
    check(&mut *write, "a", failures(2, 7)).await;
    check(&mut *write, "b", failures(3, 6)).await;
    check(&mut *write, "nobody", none).await;
    let forgotten = write.forget_guesses(at(6)).await.expect("forgotten");
    assert_eq!(forgotten, 1);
    check(&mut *write, "c", none).await;
    write.keep_guesses("a", none).await.expect("it is kept");
    check(&mut *write, "a", none).await;
    check(&mut *write, "b", failures(3, 6)).await;
}

/// A clerk's window is everything until it is given, and again once it is given
/// back.
pub async fn windows_read_back(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    let clerk = staff_id(1);
    let added = write.insert_colleague(&colleague(1, "li")).await;
    added.expect("one is added");
    for window in [
        Scope::default(),
        scope(&["passport"], &[]),
        scope(&["passport", "resident-id-card"], &["440300"]),
        Scope::default(),
    ] {
        let kept = write.keep_window(clerk, &window).await;
        kept.expect("it is kept");
        assert_eq!(write.window_of(clerk).await.expect("read"), window);
    }
    save(write).await;
}

/// A sealed photo is read as last kept, and its files are in use as long as it
/// names them.
pub async fn sealed_photos_read_back(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    write.insert_order(&order(1)).await.expect("it is kept");
    let receipt = receipt(1);
    let kept = write.insert_receipt(&receipt).await;
    kept.expect("it is kept");
    let none = write.sealed_photo(receipt.id).await.expect("read");
    assert_eq!(none, None);
    let blob = |name: &str| BlobRef(name.to_owned());
    let full = SealedPhoto {
        receipt: receipt.id,
        photo: Some(blob("photo")),
        code: Some(blob("code")),
        drawn_at: None,
    };
    for (code, photo) in [(true, true), (false, true), (false, false)] {
        let sealed = SealedPhoto {
            photo: full.photo.clone().filter(|_| photo),
            code: full.code.clone().filter(|_| code),
            drawn_at: Some(at(3)).filter(|_| !code),
            ..full.clone()
        };
        let kept = write.keep_sealed_photo(&sealed).await;
        kept.expect("it is kept");
        let read = write.sealed_photo(receipt.id).await.expect("read");
        assert_eq!(read, Some(sealed));
        for (name, is_used) in [("code", code), ("photo", photo)] {
            let found = write.blob_in_use(&blob(name)).await.expect("read");
            assert_eq!(found, is_used, "{name}");
        }
    }
    // Erased unread, its files are forgotten.
    let kept = write.keep_sealed_photo(&full).await;
    kept.expect("it is kept");
    let erased = write.erase_unread(receipt.order, at(9)).await;
    erased.expect("it is erased");
    let read = write.sealed_photo(receipt.id).await.expect("read");
    let read = read.expect("the row stays");
    assert_eq!((read.photo, read.code), (None, None));
    let forgotten = write.forgotten_blobs(9).await.expect("read");
    assert_eq!(forgotten, [blob("code"), blob("photo")]);
    save(write).await;
}
