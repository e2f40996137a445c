//! The stage in a data folder, opened in this process to prepare it: somebody to
//! sign in as, a program's key, and one real order whose sealed values the
//! filling copies.

use std::path::Path;
use std::sync::Arc;

use blobs::{BlobStore, DataKey, MasterKey, WrappedKey};
use catalogue::Catalogue;
use domain::applicant::ApplicantInput;
use domain::applicant::consent::ConsentKind;
use domain::staff::{Role, Roles, Scope};
use domain::{Actor, Fitness, Order, Purpose};
use storage::Storage;
use storage_sqlite::{SealKeys, SqliteStorage, Unsealed};
use usecases::keys::{KeptKeys, Signing, signing_of};
use usecases::operator::NewKey;
use usecases::sign_in::SignInTry;
use usecases::{
    App, AppParts, Permit, PhotoWorkers, SystemClock, WorkerLimits, applicant, operator, sign_in,
};

/// Nobody here asks more often than this, or sends more.
pub(crate) const SETTINGS: &str = "[limits]
pages_per_minute = 1000000
writes_per_minute = 1000000
look_ups_per_minute = 1000000
upload_mb_per_hour = 1000000
unsubmitted_mb = 1000000
";

const PASSWORD: &str = "seven lanterns in the harbour";

/// The identity card in Shenzhen.
pub(crate) fn purpose() -> Purpose {
    Purpose {
        document: "resident-id-card".parse().unwrap(),
        city: Some("440300".parse().unwrap()),
    }
}

/// What one real order holds, unsealed: filled orders hold the same under their
/// own keys.
pub(crate) struct Template {
    pub(crate) details: Vec<u8>,
    pub(crate) report: Vec<u8>,
    pub(crate) photo: Vec<u8>,
    pub(crate) fitness: Fitness,
}

/// A member of staff who is signed in.
pub(crate) struct Colleague {
    pub(crate) actor: Actor,
    pub(crate) session: String,
}

pub(crate) struct Stage {
    app: App,
    storage: Arc<dyn Storage>,
    keys: Keys,
}

/// The same keys as the app's, which keeps its own to itself.
#[derive(Clone)]
pub(crate) struct Keys {
    /// Under it orders' keys are wrapped.
    pub(crate) sealing: MasterKey,
    /// What seals and digests derive from.
    pub(crate) root: MasterKey,
}

impl Keys {
    pub(crate) fn seals(&self) -> SealKeys {
        SealKeys::derived(|label| self.root.derive(label))
    }
}

/// The sealing key of the stage in `folder`.
pub(crate) fn master_key(folder: &Path) -> MasterKey {
    let mut randomness = AppParts::system_randomness();
    let (key, _) = MasterKey::load_or_create(&folder.join("master.key"), &mut *randomness).unwrap();
    key
}

/// The keys of a stage in `folder` whose sealing key is its root key too, as in data of
/// older versions.
pub(crate) fn keys_of(folder: &Path) -> Keys {
    let sealing = master_key(folder);
    Keys {
        root: sealing.clone(),
        sealing,
    }
}

/// The database of the stage in `folder`.
pub(crate) async fn database(folder: &Path) -> SqliteStorage {
    let seals = keys_of(folder).seals();
    SqliteStorage::open(&folder.join("huizhi.db"), seals, Unsealed::Adopt)
        .await
        .unwrap()
}

impl Stage {
    /// The stage over this database, with its files and its key in `folder`.
    pub(crate) fn over(folder: &Path, storage: Arc<dyn Storage>, keys: Keys) -> Self {
        let app = App::new(AppParts {
            storage: storage.clone(),
            blobs: BlobStore::in_folder(&folder.join("blobs")).unwrap(),
            kept: KeptKeys::derived(&keys.root),
            signing: Signing::new(signing_of(&keys.sealing)),
            log_key: keys.seals().log_key(),
            master: keys.sealing.clone(),
            checkpoints: None,
            checkpoints_to: Vec::new(),
            remains_kept: domain::retention::RemainsKept::USUAL,
            roles_need_two: false,
            offers: domain::money::Offers::default(),
            payers: Vec::new(),
            mini_programme: None,
            official_account: None,
            opening: None,
            sms: usecases::SmsRules::default(),
            catalogue: Arc::new(Catalogue::embedded().unwrap()),
            photo_workers: PhotoWorkers::open(WorkerLimits::default(), None),
            engine: usecases::pictures::EngineAt::Here,
            clock: Arc::new(SystemClock),
            randomness: AppParts::system_randomness,
            channels: Vec::new(),
            public_url: None,
            operator_email: None,
            issuer: receipts::Issuer::Sample,
            name_on_paper: usecases::receipts::NameOnPaper::default(),
            second_factor: Roles::NONE,
            sealed_documents: Vec::new(),
        });
        Self { app, storage, keys }
    }

    /// Somebody of this name and role, with a password of their own, signed in.
    pub(crate) async fn colleague(&self, name: &str, role: Role) -> Colleague {
        let app = &self.app;
        let roles = Roles::default().with(role);
        let owner = Permit::of_machine_owner();
        let given = operator::add(app, &owner, name, roles).await.unwrap();
        let sign_in = async |password| {
            let given = SignInTry {
                name,
                password,
                code: None,
                site: "127.0.0.1",
                device: None,
            };
            let admitted = sign_in::sign_in(app, &given).await;
            admitted.unwrap().session
        };
        let first = sign_in(&given).await;
        let me = sign_in::who(app, &first).await.unwrap().unwrap();
        sign_in::change_password(app, &me, &given, PASSWORD)
            .await
            .unwrap();
        Colleague {
            actor: Actor::Staff(me.id),
            session: sign_in(PASSWORD).await,
        }
    }

    /// A program's key.
    pub(crate) async fn key(&self, name: &str, role: Role) -> String {
        let new = NewKey {
            expires_at: None,
            name: name.to_owned(),
            roles: Roles::default().with(role),
            scope: Scope::default(),
        };
        let owner = Permit::of_machine_owner();
        operator::add_api_key(&self.app, &owner, new).await.unwrap()
    }

    /// A real order, begun and given its picture and details as an applicant
    /// does.
    pub(crate) async fn template(&self, picture: &[u8]) -> Template {
        let app = &self.app;
        let device = app.digest_device("a device");
        let own = applicant::begin(app, device, purpose()).await.unwrap();
        let anybody = usecases::Requester::Client([0; 16]);
        let put = applicant::put_picture(app, &own, anybody, picture.to_vec()).await;
        let put = put.unwrap();
        let person = ApplicantInput {
            name: Some("李小明".to_owned()),
            number: Some("11010519491231002X".to_owned()),
            phone: Some("13800138000".to_owned()),
            consents: [ConsentKind::FaceData].into(),
            ..ApplicantInput::default()
        };
        applicant::give_details(app, &own, &person).await.unwrap();
        let mut tx = self.storage.read().await.unwrap();
        let order = tx.order_by_number(own.number()).await.unwrap().unwrap();
        let attempt = tx.attempt(put.attempt).await.unwrap().unwrap();
        let key = self.data_key(&order);
        let details = order.applicant.unwrap();
        let context = format!("report:{}", attempt.id);
        let report = tx.report(attempt.id).await.unwrap().unwrap();
        Template {
            details: blobs::open(&key, "applicant", &details.0).unwrap(),
            report: blobs::open(&key, &context, &report.0).unwrap(),
            photo: applicant::photo(app, &own, Some(attempt.id)).await.unwrap(),
            fitness: attempt.fitness,
        }
    }

    fn data_key(&self, order: &Order) -> DataKey {
        let wrapped = WrappedKey::from_bytes(&order.key.as_ref().unwrap().0).unwrap();
        let of = order.id.to_string();
        self.keys.sealing.unwrap_key(&wrapped, &of).unwrap()
    }

    /// Ends it; gives its keys.
    pub(crate) fn into_keys(self) -> Keys {
        self.keys
    }
}
