//! The house in a data folder, opened in this process to prepare it: somebody to
//! sign in as, a program's key, and one real order whose sealed values the
//! filling copies.

use std::path::Path;
use std::sync::Arc;

use blobs::{BlobStore, DataKey, MasterKey, WrappedKey};
use catalogue::Catalogue;
use desk::applicant::{self, Held};
use desk::operator::NewKey;
use desk::{Darkroom, Desk, Line, Manager, Parts, SystemClock, operator, sign_in};
use orders::applicant::consent::{Consent, ConsentKind};
use orders::applicant::{Applicant, IdentityDocument, IdentityKind, Name, Phone};
use orders::staff::{Role, Roles};
use orders::{Fitness, Order, Purpose, StaffId};
use storage_sqlite::SqliteStorage;

/// Nobody here asks more often than this.
const SETTINGS: &str = "[limits]
pages_per_minute = 1000000
writes_per_minute = 1000000
look_ups_per_minute = 1000000
";

const PASSWORD: &str = "seven lanterns in the harbour";

/// The identity card in Shenzhen.
pub(crate) fn purpose() -> Purpose {
    Purpose {
        document: "resident-id-card".to_owned(),
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

/// An inspector who is signed in.
pub(crate) struct Inspector {
    pub(crate) id: StaffId,
    pub(crate) session: String,
}

pub(crate) struct House {
    desk: Desk,
    storage: Arc<SqliteStorage>,
    /// The same key as the desk's, which keeps its own to itself.
    master: MasterKey,
}

/// The key of the house in `folder`.
fn master_key(folder: &Path) -> MasterKey {
    let mut randomness = Parts::system_randomness();
    let (key, _) = MasterKey::load_or_create(&folder.join("master.key"), &mut *randomness).unwrap();
    key
}

/// The database of the house in `folder`.
pub(crate) async fn database(folder: &Path) -> SqliteStorage {
    SqliteStorage::open(&folder.join("huizhi.db"))
        .await
        .unwrap()
}

impl House {
    /// Makes the house in `folder`, with settings that limit nothing.
    pub(crate) async fn open(folder: &Path) -> Self {
        std::fs::write(folder.join("settings.toml"), SETTINGS).unwrap();
        let storage = Arc::new(database(folder).await);
        let desk = Desk::new(Parts {
            storage: storage.clone(),
            blobs: BlobStore::in_folder(&folder.join("blobs")).unwrap(),
            master: master_key(folder),
            catalogue: Arc::new(Catalogue::embedded().unwrap()),
            darkroom: Darkroom::open(Line::default()),
            clock: Arc::new(SystemClock),
            randomness: Parts::system_randomness,
            channels: Vec::new(),
            public_url: None,
            issuer: receipts::Issuer::Sample,
        });
        Self {
            desk,
            storage,
            master: master_key(folder),
        }
    }

    /// An inspector with a password of their own, signed in.
    pub(crate) async fn inspector(&self) -> Inspector {
        let desk = &self.desk;
        let roles = Roles::default().with(Role::Inspector);
        let given = operator::add(desk, &Manager::house(), "li", roles)
            .await
            .unwrap();
        let first = sign_in::sign_in(desk, "li", &given, None).await.unwrap();
        let me = sign_in::who(desk, &first).await.unwrap().unwrap();
        sign_in::change_password(desk, &me, &given, PASSWORD)
            .await
            .unwrap();
        Inspector {
            id: me.id,
            session: sign_in::sign_in(desk, "li", PASSWORD, None).await.unwrap(),
        }
    }

    /// A key that looks receipts up.
    pub(crate) async fn counter_key(&self) -> String {
        let new = NewKey {
            name: "window".to_owned(),
            roles: Roles::default().with(Role::Clerk),
            documents: Vec::new(),
            cities: Vec::new(),
        };
        operator::add_api_key(&self.desk, &Manager::house(), new)
            .await
            .unwrap()
    }

    /// A real order, begun and given its picture and details as an applicant
    /// does.
    pub(crate) async fn template(&self, picture: &[u8]) -> Template {
        let desk = &self.desk;
        let device = desk.digest_device("a device");
        let mut held = applicant::begin(desk, device, purpose()).await.unwrap();
        let attempt = applicant::put_picture(desk, &mut held, picture.to_vec())
            .await
            .unwrap();
        self.give_details(&mut held).await;
        let order = held.order();
        let key = self.data_key(order);
        let details = order.applicant.as_ref().unwrap();
        let report = format!("report:{}", attempt.id);
        Template {
            details: blobs::open(&key, "applicant", &details.0).unwrap(),
            report: blobs::open(&key, &report, &attempt.report.0).unwrap(),
            photo: applicant::photo(desk, &held, attempt.id).await.unwrap(),
            fitness: attempt.fitness,
        }
    }

    fn data_key(&self, order: &Order) -> DataKey {
        let wrapped = WrappedKey::from_bytes(&order.key.as_ref().unwrap().0).unwrap();
        let of = order.id.to_string();
        self.master.unwrap_key(&wrapped, &of).unwrap()
    }

    async fn give_details(&self, held: &mut Held) {
        let desk = &self.desk;
        let today = desk::today(desk.now());
        let known = desk::region_known(desk.catalogue());
        let kind = IdentityKind::ChineseId;
        let person = Applicant {
            name: Name::parse("李小明").unwrap(),
            identity: IdentityDocument::parse(kind, "11010519491231002X", today, &known).unwrap(),
            stated_birth: None,
            phone: Phone::parse("13800138000").unwrap(),
            email: None,
            further: [].into(),
        };
        let consent = Consent {
            kind: ConsentKind::FaceData,
            texts: desk::TEXTS_VERSION.to_owned(),
            given_at: desk.now(),
        };
        applicant::give_details(desk, held, person, vec![consent])
            .await
            .unwrap();
    }

    /// Lets the service have the folder; gives the key of the house.
    pub(crate) async fn close(self) -> MasterKey {
        self.storage.close().await;
        self.master
    }
}
