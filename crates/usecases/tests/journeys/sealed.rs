//! A photo that only its receipt's code opens: over a real database and real
//! files, from the decision to the counter, with every key the service holds.

use std::path::Path;
use std::sync::Arc;

use blobs::{BlobStore, MasterKey, PhotoCode, WrappedKey};
use domain::guess::Guess;
use domain::retention::{CODE, CODE_DRAWN, HANDED_OVER};
use domain::staff::Role;
use domain::staff::right::LookUpReceipt;
use domain::timestamp::minutes;
use domain::{BlobRef, PhotoHash};
use storage::Storage;
use storage_sqlite::{SealKeys, SqliteStorage, Unsealed};
use usecases::applicant::{self, OwnOrder};
use usecases::counter::{self, Person, PhotoPurpose, Ticket, Window};
use usecases::damage::{Extent, examine};
use usecases::inspector::{self, ReviewPicture};
use usecases::prints::{self, SheetWish};
use usecases::receipts::{self, Paper};
use usecases::sealed_photos::{self, CodeState, PhotoLock};
use usecases::{App, AppParts, Permit, jobs, testing};

use crate::service::{Service, approve, hired, lenient, waiting};

const DEVICE: &str = "a device";
const IDENTITY: &str = "11010519491231002X";

/// A service that seals the photos of identity cards, in a folder.
async fn sealing(folder: &Path) -> (Service, MasterKey) {
    let key = folder.join("master.key");
    let mut randomness = AppParts::system_randomness();
    let (master, _) = MasterKey::load_or_create(&key, &mut *randomness).unwrap();
    let keys = SealKeys::derived(|label| master.derive(label));
    let storage = SqliteStorage::open(&folder.join("huizhi.db"), keys, Unsealed::Adopt).await;
    let storage = Arc::new(storage.unwrap());
    let (parts, clock) = testing::parts(storage.clone(), lenient());
    let app = App::new(AppParts {
        blobs: BlobStore::in_folder(&folder.join("blobs")).unwrap(),
        master,
        sealed_documents: vec!["resident-id-card".parse().unwrap()],
        ..parts
    });
    let me = hired(&app, "Li", Role::Inspector).await;
    let service = Service {
        reviewer: me.permit().unwrap(),
        overruler: me.permit().unwrap(),
        app,
        clock,
        storage,
    };
    (service, MasterKey::load(&key).unwrap())
}

/// All files below `folder`.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            all.push((name, std::fs::read(&path).unwrap()));
        }
    }
    all
}

/// What the files hold that the service's keys open, whatever it is.
async fn opened_by_the_service(
    service: &Service,
    master: &MasterKey,
    folder: &Path,
    own: &OwnOrder,
) -> Vec<Vec<u8>> {
    let order = service.order(own).await;
    let wrapped = WrappedKey::from_bytes(&order.key.unwrap().0).unwrap();
    let key = master.unwrap_key(&wrapped, &order.id.to_string()).unwrap();
    let store = BlobStore::in_folder(&folder.join("blobs")).unwrap();
    let mut all = Vec::new();
    let mut names = Vec::new();
    for first_byte in 0..=u8::MAX {
        let stored = store.written_before(first_byte, i64::MAX).await.unwrap();
        names.extend(stored.into_iter().map(|stored| stored.key));
    }
    for name in names {
        for kind in ["original", "photo", "sealed-photo", "photo-code"] {
            all.extend(store.get(&key, kind, &name).await);
        }
    }
    all
}

/// The code in the receipt's printed code, as kept: what a scanner types.
async fn printed_code(
    service: &Service,
    master: &MasterKey,
    folder: &Path,
    own: &OwnOrder,
) -> String {
    let opened = opened_by_the_service(service, master, folder, own).await;
    let mut texts = opened
        .into_iter()
        .filter_map(|bytes| String::from_utf8(bytes).ok());
    texts.find(|text| PhotoCode::parse(text).is_some()).unwrap()
}

async fn look(
    service: &Service,
    clerk: &Permit<LookUpReceipt>,
    number: &str,
) -> counter::CounterReceipt {
    let person = Person::typed(IDENTITY);
    let found = counter::look_up(&service.app, clerk, &Window::default(), number, &person).await;
    found.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_code_opens_the_photo() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (service, master) = sealing(folder).await;
    let app = &service.app;
    let number = waiting(&service, DEVICE).await.number();
    // The inspector sees the photo until the decision is final, and not later.
    inspector::take(app, &service.reviewer, number)
        .await
        .unwrap();
    let seen = inspector::picture(app, &service.reviewer, number, ReviewPicture::Photo)
        .await
        .unwrap();
    approve(&service, number).await;
    let own = service.opened(number, DEVICE).await.unwrap();
    let receipt = receipts::of(app, &own).await.unwrap().unwrap();
    assert!(matches!(receipt.code, CodeState::Kept { .. }) && receipt.has_files);
    for picture in [
        inspector::picture(app, &service.reviewer, number, ReviewPicture::Photo).await,
        inspector::picture(app, &service.reviewer, number, ReviewPicture::Original).await,
    ] {
        assert!(picture.is_err());
    }
    assert!(seen.starts_with(&[0xff, 0xd8]));

    // Until the code is taken, the applicant has photo and paper.
    assert_eq!(applicant::photo(app, &own, None).await.unwrap(), seen);
    let pdf = receipts::paper(app, &own, Paper::Pdf).await.unwrap();
    let again = receipts::paper(app, &own, Paper::Pdf).await.unwrap();
    assert_eq!(pdf, again, "a printer may jam");
    let code = printed_code(&service, &master, folder, &own).await;
    let is_in = |bytes: &[u8]| {
        bytes
            .windows(code.len())
            .any(|part| part == code.as_bytes())
    };
    assert!(!is_in(&pdf), "not in readable text");
    let copied = async || {
        let mut copy = applicant::copy(app, &own).await.unwrap();
        let mut bytes = Vec::new();
        while let Some(piece) = copy.next().await {
            bytes.extend(piece.unwrap());
        }
        let zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        zip.file_names()
            .map(|name| name.unwrap().into_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(copied().await, ["order.json", "receipt.pdf"]);
    sealed_photos::taken(app, &own).await.unwrap();
    assert_eq!(copied().await, ["order.json"]);
    let taken = receipts::of(app, &own).await.unwrap().unwrap();
    assert_eq!((taken.code, taken.has_files), (CodeState::Taken, false));
    for refused in [
        receipts::paper(app, &own, Paper::Pdf).await,
        receipts::paper(app, &own, Paper::Picture).await,
        prints::sheet(app, &own, &SheetWish::filled(portrait::Paper::Inch6)).await,
        applicant::photo(app, &own, None).await,
    ] {
        assert_eq!(refused.unwrap_err().code(), "photo-code-taken");
    }
    let status = applicant::show(app, &own).await.unwrap();
    assert!(!status.picture.unwrap().has_photo && status.receipt.is_some());

    // No key of the service opens it, and no file has the code.
    let left = opened_by_the_service(&service, &master, folder, &own).await;
    assert_eq!(left.len(), 1, "the sealed photo");
    assert!(PhotoHash::of(&left[0]) != PhotoHash::of(&seen));
    assert!(!left[0].windows(64).any(|part| seen[..64] == *part));
    for (name, bytes) in files(folder) {
        assert!(!is_in(&bytes), "{name}");
    }

    // At the counter number and person are not enough; the code opens it byte
    // for byte; a wrong one is counted.
    let me = hired(app, "wang", Role::Clerk).await;
    let (clerk, consumer, undoer) = (
        me.permit().unwrap(),
        me.permit().unwrap(),
        me.permit().unwrap(),
    );
    let found = look(&service, &clerk, receipt.number.as_str()).await;
    assert_eq!(found.lock, PhotoLock::Code);
    let ticket = found.ticket.unwrap();
    let plain = counter::photo(app, &clerk, &ticket, PhotoPurpose::Compare).await;
    assert_eq!(plain.unwrap_err().code(), "photo-code-needed");
    let scan = async |ticket: &Ticket, code: &str| {
        let scanned = counter::sealed_photo(app, &clerk, ticket, PhotoPurpose::Compare, code).await;
        scanned
            .map(|(_, photo)| photo)
            .map_err(|error| error.code())
    };
    assert_eq!(scan(&ticket, &code).await.as_ref(), Ok(&seen));
    assert_eq!(
        scan(&ticket, &format!("{} ", code.to_lowercase())).await,
        Ok(seen.clone())
    );
    assert_eq!(scan(&ticket, "HZP1").await, Err("photo-code-unreadable"));
    let wrong = PhotoCode::generate(&mut domain::randomness::seeded(1)).text();
    for _ in 0..5 {
        assert_eq!(scan(&ticket, &wrong).await, Err("photo-code-wrong"));
    }
    assert_eq!(scan(&ticket, &code).await, Err("look-up-locked"));
    let of = format!("{} {}", clerk.holder(), receipt.number);
    let row = testing::guess_row(app, Guess::CounterCode, &of);
    let counted = service.storage.read().await.unwrap().guesses(&row).await;
    assert_eq!(counted.unwrap().count, 5);
    service.clock.advance(minutes(30));

    // Used once, it is gone.
    let ticket = look(&service, &clerk, receipt.number.as_str())
        .await
        .ticket
        .unwrap();
    let handed = PhotoPurpose::HandOver;
    let given = counter::sealed_photo(app, &clerk, &ticket, handed, &code).await;
    assert_eq!(given.unwrap().1, seen);
    let any = Window::default();
    let used = counter::use_up(app, &clerk, &consumer, &any, &ticket)
        .await
        .unwrap();
    assert_eq!((used.lock, used.may_undo), (PhotoLock::Gone, false));
    assert_eq!(files(&folder.join("blobs")).len(), 0);
    assert_eq!(scan(&ticket, &code).await, Err("photo-gone"));
    let undone = counter::undo_use(app, &clerk, &undoer, &any, &ticket).await;
    assert_eq!(undone.unwrap_err().code(), "photo-gone");

    // Renewing fills the form in, without a photo.
    let device = app.digest_device(DEVICE);
    let renewed = applicant::renew(app, &own, device).await.unwrap();
    let proposed = applicant::details_input(app, &renewed).unwrap();
    assert_eq!(proposed.name.as_deref(), Some("李小明"));
    assert!(applicant::photo(app, &renewed, None).await.is_err());
}

/// A sealed photo's file that is lost is found by an examination, and its receipt is
/// neither valid nor used up.
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_file_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let (service, _) = sealing(folder.path()).await;
    let app = &service.app;
    let number = waiting(&service, DEVICE).await.number();
    approve(&service, number).await;
    let own = service.opened(number, DEVICE).await.unwrap();
    let receipt = receipts::of(app, &own).await.unwrap().unwrap();
    let me = hired(app, "wang", Role::Clerk).await;
    let (clerk, consumer) = (me.permit().unwrap(), me.permit().unwrap());
    let found = look(&service, &clerk, receipt.number.as_str()).await;
    let lost = async || examine(app, Extent::All).await.unwrap().lost.len();
    assert_eq!(lost().await, 0);
    sealed_photos::taken(app, &own).await.unwrap();
    assert_eq!(lost().await, 0, "a code that was taken is no damage");
    let (mut left, mut blobs) = (vec![folder.path().join("blobs")], Vec::new());
    while let Some(path) = left.pop() {
        match std::fs::read_dir(&path) {
            Ok(listed) => left.extend(listed.map(|entry| entry.unwrap().path())),
            Err(_) => blobs.push(path),
        }
    }
    assert_eq!(blobs.len(), 1);
    std::fs::remove_file(&blobs[0]).unwrap();
    assert_eq!(lost().await, 1);
    let any = Window::default();
    let person = Person::typed(IDENTITY);
    let again = counter::look_up(app, &clerk, &any, receipt.number.as_str(), &person).await;
    assert_eq!(again.unwrap_err().code(), "receipt-photo-lost");
    let used = counter::use_up(app, &clerk, &consumer, &any, &found.ticket.unwrap()).await;
    assert_eq!(used.unwrap_err().code(), "receipt-photo-lost");
}

/// A code that nobody takes is forgotten, sooner once it was drawn; a photo
/// that was handed over goes, used up or not; erasing needs no code.
#[tokio::test(flavor = "multi_thread")]
async fn code_and_photo_end_in_their_time() {
    for (end, codes, photos) in [
        ("nothing", true, true),
        ("not taken", false, true),
        ("drawn", true, true),
        ("drawn an hour ago", false, true),
        ("handed over", true, false),
        ("erased", false, false),
        ("revoked and over", false, false),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (service, master) = sealing(folder.path()).await;
        let app = &service.app;
        let number = waiting(&service, DEVICE).await.number();
        approve(&service, number).await;
        let own = service.opened(number, DEVICE).await.unwrap();
        let receipt = receipts::of(app, &own).await.unwrap().unwrap();
        let code = printed_code(&service, &master, folder.path(), &own).await;
        match end {
            "nothing" => service.clock.advance(CODE - minutes(1)),
            "not taken" => service.clock.advance(CODE),
            "drawn" | "drawn an hour ago" => {
                receipts::paper(app, &own, Paper::Picture).await.unwrap();
                service.clock.advance(CODE_DRAWN - minutes(1));
                if end != "drawn" {
                    service.clock.advance(minutes(1));
                }
            }
            "handed over" => {
                let clerk = hired(app, "wang", Role::Clerk).await.permit().unwrap();
                let found = look(&service, &clerk, receipt.number.as_str()).await;
                let ticket = found.ticket.unwrap();
                for _ in 0..2 {
                    let handed = PhotoPurpose::HandOver;
                    let given = counter::sealed_photo(app, &clerk, &ticket, handed, &code).await;
                    given.unwrap();
                }
                service.clock.advance(HANDED_OVER);
            }
            "erased" => {
                applicant::erase(app, &own).await.unwrap();
            }
            _ => service.clock.advance(domain::retention::RECEIPT),
        }
        jobs::run_due(app).await.unwrap();
        let mut tx = service.storage.read().await.unwrap();
        let of = service.order(&own).await.id;
        let id = tx.receipt_of_order(of).await.unwrap().unwrap().id;
        let sealed = tx.sealed_photo(id).await.unwrap().unwrap();
        // What is handed over takes the code with it.
        let codes = codes && photos;
        assert_eq!(
            (sealed.code.is_some(), sealed.photo.is_some()),
            (codes, photos),
            "{end}"
        );
        let stored = files(&folder.path().join("blobs")).len();
        assert_eq!(stored, usize::from(codes) + usize::from(photos), "{end}");
        for blob in [sealed.code, sealed.photo].into_iter().flatten() {
            let BlobRef(_) = blob;
            assert!(tx.blob_in_use(&blob).await.unwrap(), "the sweep leaves it");
        }
    }
}
