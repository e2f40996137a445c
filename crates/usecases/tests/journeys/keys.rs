//! Replacing the service's keys: everything that was there opens afterwards, and
//! the old key opens nothing.

use std::path::Path;
use std::sync::Arc;

use blobs::{BlobStore, MasterKey, WrappedKey};
use domain::log::LogAction;
use domain::staff::Role;
use domain::timestamp::{days, minutes};
use domain::{Order, Purpose};
use storage::{OrderFilter, Storage};
use storage_sqlite::{SealKeys, SqliteStorage, Unsealed};
use usecases::applicant::{
    self, Credentials, FoundOrder, OwnOrder, Site, SoughtNumber, SoughtPerson,
};
use usecases::counter::{self, Person, PhotoPurpose, Window};
use usecases::damage::{Extent, examine};
use usecases::keys::{
    self, NewSigningKey, Newness, SigningKeyKept, open_kept, prove, root_of, signing_of,
};
use usecases::receipts::Paper;
use usecases::sign_in::{self, SignInTry};
use usecases::{App, AppParts, ManualClock, Permit, checkpoints, jobs, operator, receipts};

use crate::service::{Service, approved, hired, lenient, staffed, waiting};
use crate::sign_in::code_of;
use crate::trust::anywhere;

const DEVICE: &str = "a device";
const NUMBER: &str = "11010519491231002x";

fn new_key() -> MasterKey {
    MasterKey::generate(&mut *AppParts::system_randomness())
}

/// The data in `folder` as a start opens it, signing by what the sealing key keeps
/// or by a key apart.
async fn opened(
    folder: &Path,
    master: &MasterKey,
    apart: Option<&MasterKey>,
    clock: &Arc<ManualClock>,
) -> (App, Arc<SqliteStorage>) {
    let file = folder.join("huizhi.db");
    let kept = match file.exists() {
        true => storage_sqlite::evidence(&file).await.unwrap().root,
        false => None,
    };
    let root = root_of(master, kept.as_ref()).unwrap();
    let seals = SealKeys::derived(|label| root.derive(label));
    let log_key = seals.log_key();
    let storage = SqliteStorage::open(&file, seals, Unsealed::Adopt).await;
    let storage = Arc::new(storage.unwrap());
    let mut tx = storage.read().await.unwrap();
    let digests = tx.kept_key("digests").await.unwrap();
    drop(tx);
    prove(master, digests.as_ref(), None).unwrap();
    let newness = match digests {
        None => Newness::New,
        Some(_) => Newness::Used,
    };
    let found = SigningKeyKept::read(&*storage, master, newness)
        .await
        .unwrap();
    let secret = apart.map_or_else(|| found.under_sealing(), signing_of);
    assert!(found.is_in_use(&secret), "it is the key that signs");
    let random = AppParts::system_randomness;
    let signing = found.sign_with(secret, &*storage, master, random).await;
    let kept = open_kept(&*storage, master, random).await.unwrap();
    let (parts, _) = usecases::testing::parts(storage.clone(), lenient());
    let app = App::new(AppParts {
        blobs: BlobStore::in_folder(&folder.join("blobs")).unwrap(),
        clock: clock.clone(),
        master: master.clone(),
        kept,
        signing: signing.unwrap(),
        log_key,
        ..parts
    });
    (app, storage)
}

/// What was there before, and how it is opened.
struct Before {
    receipt: String,
    token: String,
    own: OwnOrder,
    waits: OwnOrder,
    checkpoint: String,
    session: String,
    totp: String,
    password: String,
    web: [u8; 32],
}

async fn filled(service: &Service) -> Before {
    let app = &service.app;
    let own = approved(service, DEVICE).await;
    let waits = waiting(service, "another device").await;
    let owner = Permit::of_machine_owner();
    let roles = [Role::Clerk, Role::Operator].into_iter().collect();
    let password = operator::add(app, &owner, "sun", roles).await.unwrap();
    let admitted = sign_in::sign_in(app, &given(&password, None)).await;
    let session = admitted.unwrap().session;
    let me = sign_in::who(app, &session).await.unwrap().unwrap();
    let totp = sign_in::begin_totp(app, &me).await.unwrap().secret_base32;
    let code = code_of(service, &totp);
    sign_in::confirm_totp(app, &me, &code).await.unwrap();
    let receipt = receipts::of(app, &own).await.unwrap().unwrap();
    Before {
        receipt: receipt.number.grouped(),
        token: receipt.token,
        own,
        waits,
        checkpoint: checkpoints::take(app).await.unwrap(),
        session,
        totp,
        password,
        web: app.web_secret(),
    }
}

fn given<'a>(password: &'a str, code: Option<&'a str>) -> SignInTry<'a> {
    SignInTry {
        name: "sun",
        password,
        code,
        site: "198.51.100.9",
        device: None,
    }
}

/// The order as another device finds it.
async fn found(app: &App, own: &OwnOrder) -> FoundOrder {
    let phone = SoughtPerson::parse("13800138000").unwrap();
    let site = Site("198.51.100.9".to_owned());
    let number = SoughtNumber::Order(own.number());
    applicant::find(app, number, &phone, &site).await.unwrap()
}

/// Opens everything.
async fn everything_opens(service: &Service, before: &Before) {
    let app = &service.app;
    // The applicant, by their device, and by number and phone.
    let own = service.opened(before.own.number(), DEVICE).await.unwrap();
    assert!(applicant::photo(app, &own, None).await.is_ok());
    let shown = applicant::show(app, &own).await.unwrap();
    assert!(shown.picture.is_some());
    assert!(
        receipts::paper(app, &own, Paper::Pdf).await.is_ok(),
        "the details open"
    );
    assert!(found(app, &before.waits).await.can_be_proven());
    assert_eq!(app.web_secret(), before.web, "devices' cookies hold");
    // Staff: the session goes on, and the second factor is asked and taken.
    let me = sign_in::who(app, &before.session).await.unwrap().unwrap();
    service.clock.advance(minutes(2));
    let without = sign_in::sign_in(app, &given(&before.password, None)).await;
    assert!(without.is_err());
    let code = code_of(service, &before.totp);
    let with = given(&before.password, Some(&code));
    assert!(sign_in::sign_in(app, &with).await.is_ok());
    // The counter, by number and person, and the photo.
    let clerk = me.permit().unwrap();
    let person = Person::typed(NUMBER);
    let window = Window::default();
    let receipt = counter::look_up(app, &clerk, &window, &before.receipt, &person).await;
    let ticket = receipt.unwrap().ticket.unwrap();
    let photo = counter::photo(app, &clerk, &ticket, PhotoPurpose::Compare).await;
    assert!(photo.is_ok());
    let name = Person::typed("李小明");
    let by_name = counter::look_up(app, &clerk, &window, &before.receipt, &name).await;
    assert!(by_name.is_ok());
    // Anybody, by the code.
    let verified = receipts::verify(app, &before.token).await.unwrap();
    assert!(verified.status.is_some());
    // The log, by the checkpoint of before.
    let attested = checkpoints::read(app, &before.checkpoint).unwrap();
    let owner = Permit::of_machine_owner();
    operator::verify_log(app, &owner, &attested).await.unwrap();
    let found = examine(app, Extent::All).await.unwrap();
    assert!(found.is_well(), "{found:?}");
    assert!(found.photos >= 1);
}

async fn again(
    folder: &Path,
    master: &MasterKey,
    apart: Option<&MasterKey>,
    clock: &Arc<ManualClock>,
) -> Service {
    let (app, storage) = opened(folder, master, apart, clock).await;
    staffed(app, clock.clone(), storage).await
}

/// The same service with the data opened anew; its inspector is still there.
async fn reopened(
    service: Service,
    folder: &Path,
    master: &MasterKey,
    apart: Option<&MasterKey>,
) -> Service {
    service.storage.close().await;
    let (app, storage) = opened(folder, master, apart, &service.clock).await;
    Service {
        app,
        storage,
        ..service
    }
}

async fn logged(service: &Service, action: LogAction) -> usize {
    let mut tx = service.storage.read().await.unwrap();
    let entries = tx.log_after(0, 1000).await.unwrap();
    let of = entries.iter().filter(|entry| entry.entry.action == action);
    of.count()
}

async fn orders(service: &Service) -> Vec<Order> {
    let mut tx = service.storage.read().await.unwrap();
    tx.orders_found(&OrderFilter::default(), 100).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_opens_under_new_keys() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let clock = Arc::new(ManualClock::at(usecases::testing::MORNING));
    let mut sealing = new_key();
    let mut service = again(folder, &sealing, None, &clock).await;
    let before = filled(&service).await;
    everything_opens(&service, &before).await;
    for _ in 0..2 {
        let old_keys = orders(&service).await;
        let new = new_key();
        let same = keys::rotate_all(&service.app, &sealing).await;
        assert_eq!(same.unwrap_err().code(), "key-not-new");
        let rotated = keys::rotate_all(&service.app, &new).await.unwrap();
        assert_eq!((rotated.orders, rotated.unopened), (2, 0));
        let stale = applicant::submit(&service.app, &before.waits).await;
        assert_eq!(stale.unwrap_err().code(), "storage-key-replaced");
        service = reopened(service, folder, &new, None).await;
        everything_opens(&service, &before).await;
        // The old key opens nothing, and what it wrapped is in no file.
        for (was, is) in old_keys.iter().zip(orders(&service).await) {
            let (was, is) = (was.key.clone().unwrap(), is.key.unwrap());
            let id = was_id(&service, &is).await;
            let wrapped = WrappedKey::from_bytes(&is.0).unwrap();
            let opened = sealing.unwrap_key(&wrapped, &id);
            assert_eq!(opened.unwrap_err().code(), "wrong-key");
            assert!(new.unwrap_key(&wrapped, &id).is_ok());
            assert!(!anywhere(folder, &was.0));
        }
        let mut tx = service.storage.read().await.unwrap();
        for name in ["digests", "web", "signing"] {
            let kept = tx.kept_key(name).await.unwrap().unwrap();
            assert!(
                !sealed_by(&kept.0, &sealing) && sealed_by(&kept.0, &new),
                "{name}"
            );
        }
        let digests = tx.kept_key("digests").await.unwrap();
        drop(tx);
        let proof = prove(&sealing, digests.as_ref(), None);
        assert_eq!(proof.unwrap_err().code(), "wrong-key");
        sealing = new;
    }
    assert_eq!(logged(&service, LogAction::SealingKeyRotated).await, 2);
    // What is issued, taken and sealed afterwards opens too.
    let later = waiting(&service, "a third device").await;
    assert!(applicant::photo(&service.app, &later, None).await.is_ok());
    jobs::run_due(&service.app).await.unwrap();
    service.clock.advance(days(31));
    jobs::run_due(&service.app).await.unwrap();
    assert!(
        examine(&service.app, Extent::All)
            .await
            .unwrap()
            .log
            .is_ok()
    );
}

/// Whether the id of `key` stands in the header of these sealed bytes.
fn sealed_by(sealed: &[u8], key: &MasterKey) -> bool {
    let id: String = sealed[1..9]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    id == key.id().to_string()
}

async fn was_id(service: &Service, key: &domain::Sealed) -> String {
    let mut all = orders(service).await.into_iter();
    let of = all.find(|order| order.key.as_ref() == Some(key));
    of.unwrap().id.to_string()
}

/// The sealing key alone is replaced while two processes serve, and was killed on the way.
#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_replaced_while_others_serve() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let clock = Arc::new(ManualClock::at(usecases::testing::MORNING));
    let old = new_key();
    let service = again(folder, &old, None, &clock).await;
    let before = filled(&service).await;
    let of_before = orders(&service).await;
    // Another process, and one that hears of nothing.
    let (other, _other) = opened(folder, &old, None, &clock).await;
    let (deaf, _deaf) = opened(folder, &old, None, &clock).await;
    let new = new_key();
    let same = keys::begin_change(&service.app, &old, service.app.now()).await;
    assert_eq!(same.unwrap_err().code(), "key-not-new");
    keys::begin_change(&service.app, &new, service.app.now())
        .await
        .unwrap();
    let third = keys::begin_change(&service.app, &new_key(), service.app.now()).await;
    assert_eq!(third.unwrap_err().code(), "key-not-new");
    let begin = async |app: &App| {
        let purpose = Purpose {
            document: "resident-id-card".parse().unwrap(),
            city: "440300".parse().ok(),
        };
        let begun = applicant::begin(app, app.digest_device(DEVICE), purpose).await;
        begun.map(|own| own.number()).map_err(|error| error.code())
    };
    let wrapped_by = async |app: &App| {
        let number = begin(app).await.unwrap();
        let mut orders = orders(&service).await.into_iter();
        let order = orders.find(|order| order.number == number).unwrap();
        let key = order.key.unwrap();
        match (sealed_by(&key.0, &old), sealed_by(&key.0, &new)) {
            (true, false) => "old",
            (false, true) => "new",
            _ => "neither",
        }
    };
    // Nobody wraps under the new one before all have heard of it.
    assert_eq!(wrapped_by(&service.app).await, "old");
    keys::hear(&other).await.unwrap();
    clock.advance(keys::HEARD);
    for (app, by) in [(&service.app, "new"), (&other, "new"), (&deaf, "old")] {
        assert_eq!(wrapped_by(app).await, by);
    }
    everything_opens(&service, &before).await;
    let progress = keys::progress(&service.app).await.unwrap().unwrap();
    assert_eq!((progress.left, progress.new_id), (4, new.id().to_string()));
    let done = keys::rewrap(&service.app, "").await.unwrap();
    assert_eq!((done.rotated.orders, done.rotated.unopened), (4, 0));
    everything_opens(&service, &before).await;
    // Killed here, either key opens all; and the same again goes on.
    for key in [&old, &new] {
        let begun = storage_sqlite::evidence(&folder.join("huizhi.db"))
            .await
            .unwrap();
        let both = keys::SealingKeys::of_change(key, &begun.change.unwrap()).unwrap();
        let (app, storage) = opened(folder, &both.current, None, &clock).await;
        assert_eq!(wrapped_by(&app).await, "new");
        keys::begin_change(&app, &new, service.app.now())
            .await
            .unwrap();
        storage.close().await;
    }
    assert_eq!(wrapped_by(&deaf).await, "old", "it writes until the end");
    let ended = keys::end_change(&service.app).await.unwrap();
    assert_eq!((ended.orders, ended.unopened), (1, 0));
    assert_eq!(begin(&deaf).await, Err("storage-key-replaced"));
    // The other one holds both keys, and goes on before it hears of the end and after.
    assert_eq!(wrapped_by(&other).await, "new");
    keys::hear(&other).await.unwrap();
    assert_eq!(wrapped_by(&other).await, "new");
    everything_opens(&service, &before).await;
    assert_eq!(logged(&service, LogAction::SealingKeyRotated).await, 1);
    assert_eq!(keys::progress(&service.app).await.unwrap(), None);
    drop((other, deaf, _other, _deaf));
    let service = reopened(service, folder, &new, None).await;
    everything_opens(&service, &before).await;
    // What the service vouched for goes on.
    for was in &of_before {
        assert!(!anywhere(folder, &was.key.as_ref().unwrap().0));
    }
    let digests = service
        .storage
        .read()
        .await
        .unwrap()
        .kept_key("digests")
        .await;
    let proof = prove(&old, digests.unwrap().as_ref(), None);
    assert_eq!(proof.unwrap_err().code(), "wrong-key");
}

/// A grant and a ticket that were made by the old key, or by whoever had it, end
/// with it.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_old_key_vouched_for_ends() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::at(usecases::testing::MORNING));
    let sealing = new_key();
    let service = again(folder.path(), &sealing, None, &clock).await;
    let own = waiting(&service, DEVICE).await;
    let elsewhere = service.app.digest_device("elsewhere");
    let grant = applicant::grant_found(&service.app, &found(&service.app, &own).await, elsewhere);
    let opens = async |app: &App| {
        let shown = Credentials {
            device: Some(elsewhere),
            wechat: None,
            wechat_union: None,
            grants: vec![grant.clone()],
        };
        let opened = applicant::open_found(app, own.number(), &shown).await;
        opened.unwrap().is_some()
    };
    assert!(opens(&service.app).await);
    let new = new_key();
    keys::rotate_all(&service.app, &new).await.unwrap();
    let service = reopened(service, folder.path(), &new, None).await;
    assert!(!opens(&service.app).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn receipts_of_earlier_signing_keys_stay_genuine() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let clock = Arc::new(ManualClock::at(usecases::testing::MORNING));
    let sealing = new_key();
    let mut service = again(folder, &sealing, None, &clock).await;
    let before = filled(&service).await;
    let first = service.app.public_key();
    let apart = new_key();
    // Under the sealing key, then apart, then by another apart.
    let third = new_key();
    let steps = [
        (NewSigningKey::UnderSealing, None),
        (NewSigningKey::Apart(signing_of(&apart)), Some(&apart)),
        (NewSigningKey::Apart(signing_of(&third)), Some(&third)),
    ];
    for (count, (new, held)) in (2..).zip(steps) {
        let public = keys::rotate_signing(&service.app, new).await.unwrap();
        service = reopened(service, folder, &sealing, held).await;
        assert_eq!(service.app.public_key(), public);
        let known = service.app.known_keys();
        assert_eq!(known.len(), count);
        assert!(known[0].last_day.is_none());
        assert!(known[1..].iter().all(|key| key.last_day.is_some()));
        assert_eq!(known.last().map(|key| key.key), Some(first));
        everything_opens(&service, &before).await;
        assert_ne!(
            checkpoints::take(&service.app).await.unwrap(),
            before.checkpoint
        );
    }
    let mut tx = service.storage.read().await.unwrap();
    assert_eq!(tx.kept_key("signing").await.unwrap(), None, "it is apart");
    drop(tx);
    for used in [&apart, &third] {
        let again = keys::rotate_signing(&service.app, NewSigningKey::Apart(signing_of(used)));
        assert_eq!(again.await.unwrap_err().code(), "key-not-new");
    }
    assert_eq!(logged(&service, LogAction::SigningKeyRotated).await, 3);
    let another = new_key();
    keys::rotate_all(&service.app, &another).await.unwrap();
    service = reopened(service, folder, &another, Some(&third)).await;
    everything_opens(&service, &before).await;
    // A checkpoint that an earlier key signs today is none, and a receipt neither.
    service.clock.advance(days(2));
    let late = checkpoint_by_first(&service, &sealing).await;
    assert!(checkpoints::read(&service.app, &late).is_err());
}

/// A checkpoint as whoever has the first signing key writes it now.
async fn checkpoint_by_first(service: &Service, sealing: &MasterKey) -> String {
    let (parts, _) = usecases::testing::parts(service.storage.clone(), lenient());
    let app = App::new(AppParts {
        clock: service.clock.clone(),
        signing: usecases::keys::Signing::new(signing_of(sealing)),
        ..parts
    });
    checkpoints::take(&app).await.unwrap()
}

/// Data of a version that kept no key but the digests', and of one before, opens
/// and keeps its signing key and cookies.
#[tokio::test(flavor = "multi_thread")]
async fn data_of_older_versions_keeps_its_keys() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::at(usecases::testing::MORNING));
    let sealing = new_key();
    let (app, storage) = opened(folder.path(), &sealing, None, &clock).await;
    let (public, web) = (app.public_key(), app.web_secret());
    assert_eq!(public, receipts_key(&sealing));
    assert_eq!(web, sealing.derive("csrf"));
    hired(&app, "wang", Role::Clerk).await;
    let mut tx = storage.write().await.unwrap();
    for name in ["web", "signing"] {
        tx.forget_key(name).await.unwrap();
    }
    tx.save().await.unwrap();
    storage.close().await;
    let (app, storage) = opened(folder.path(), &sealing, None, &clock).await;
    assert_eq!((app.public_key(), app.web_secret()), (public, web));
    let new = new_key();
    keys::rotate_all(&app, &new).await.unwrap();
    storage.close().await;
    let (app, _) = opened(folder.path(), &new, None, &clock).await;
    assert_eq!((app.public_key(), app.web_secret()), (public, web));
}

fn receipts_key(sealing: &MasterKey) -> ::receipts::token::PublicKey {
    usecases::keys::Signing::new(signing_of(sealing)).public()
}
