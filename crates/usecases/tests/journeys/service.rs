//! A service for the tests: a real database and engine, an inspector, and an
//! order up to its submission.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use catalogue::Catalogue;
use domain::applicant::ApplicantInput;
use domain::applicant::consent::ConsentKind;
use domain::applicant::input::Field;
use domain::money::{Fen, Offers, PaidFor, Price};
use domain::staff::right::{OverrulePhoto, Review};
use domain::staff::{Role, Roles, Scope};
use domain::{
    Due, Job, JobId, Order, OrderNumber, OverruleClass, Overruled, Purpose, Timestamp, Verdict,
};
use imaging::{Affine, JpegTarget, Limits, decode, encode_jpeg, warp};
use notices::Channel;
use storage::{Storage, Transaction};
use storage_sqlite::SqliteStorage;
use usecases::applicant::{self, Credentials, OwnOrder};
use usecases::inspector::{self, Overruling, Ruling};
use usecases::operator::NewKey;
use usecases::programs::{self, Program};
use usecases::sign_in::{SignInTry, SignedIn};
use usecases::{App, AppError, AppParts, ManualClock, Permit, jobs, operator, sign_in};

pub(crate) const PORTRAIT: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../assets/pictures/astronaut.png"
);

/// The portrait of the repository, enlarged three times: its face has too few
/// pixels for any document, and these tests are about orders, not photos.
pub(crate) fn picture() -> Vec<u8> {
    static PICTURE: OnceLock<Vec<u8>> = OnceLock::new();
    PICTURE.get_or_init(enlarged).clone()
}

fn enlarged() -> Vec<u8> {
    let bytes = std::fs::read(PORTRAIT).unwrap();
    let small = decode(&bytes, &Limits::default()).unwrap().image;
    let (width, height) = (small.width() * 3, small.height() * 3);
    let large = warp(&small, &Affine::scaling(3.0), width, height).image;
    let target = JpegTarget {
        dpi: 96,
        min_bytes: 0,
        max_bytes: 2_000_000,
        min_quality: 50,
    };
    encode_jpeg(&large, &target).unwrap().bytes
}

pub(crate) struct Service {
    pub(crate) app: App,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) reviewer: Permit<Review>,
    /// Held by the same inspector.
    pub(crate) overruler: Permit<OverrulePhoto>,
    pub(crate) storage: Arc<SqliteStorage>,
}

impl Service {
    /// The order's row.
    pub(crate) async fn order(&self, own: &OwnOrder) -> Order {
        let mut tx = self.storage.read().await.unwrap();
        tx.order_by_number(own.number()).await.unwrap().unwrap()
    }

    /// What the applicant was told of so far, the newest first.
    pub(crate) async fn told(&self, own: &OwnOrder) -> Vec<&'static str> {
        let order = self.order(own).await.id;
        let mut tx = self.storage.read().await.unwrap();
        let notices = tx.notices_of(order, self.app.now()).await.unwrap();
        notices
            .iter()
            .map(|notice| notice.occasion.code())
            .collect()
    }

    /// The order as this device opens it.
    pub(crate) async fn opened(&self, number: OrderNumber, device: &str) -> Option<OwnOrder> {
        let shown = Credentials {
            device: Some(self.app.digest_device(device)),
            wechat: None,
            wechat_union: None,
            grants: Vec::new(),
        };
        applicant::open(&self.app, number, &shown).await.unwrap()
    }
}

/// Limits that let a smile pass, for the committed portrait is an official one
/// and not an ID photo; and an identity card that asks for the school.
pub(crate) fn lenient() -> Catalogue {
    let folder = tempfile::tempdir().unwrap();
    let limit = |id, value| {
        format!(
            "[{id}]\nunit = \"number\"\npass-max = {value}\nfail-max = {value}\n\
             source = {{ cite = \"a test\", confidence = \"D\" }}\n"
        )
    };
    let checks = limit("smile", "1.0") + &limit("mouth-open", "1.0") + &limit("teeth", "100.0");
    std::fs::write(folder.path().join("checks.toml"), checks).unwrap();
    let documents = folder.path().join("documents");
    std::fs::create_dir(&documents).unwrap();
    let asks = "[[asks]]\nid = \"school\"\nzh = \"学校\"\nen = \"School\"\nneed = \"must\"\n\
                script = \"any\"\nmax-chars = 60\nsource = \"ga461\"\n";
    std::fs::write(documents.join("resident-id-card.toml"), asks).unwrap();
    Catalogue::with_overrides(folder.path()).unwrap()
}

pub(crate) async fn service() -> Service {
    service_telling(Vec::new()).await
}

/// The same with ways by which notices leave it.
pub(crate) async fn service_telling(channels: Vec<Arc<dyn Channel>>) -> Service {
    service_over(SqliteStorage::temporary().await.unwrap(), channels).await
}

/// The same over this database.
pub(crate) async fn service_over(
    storage: SqliteStorage,
    channels: Vec<Arc<dyn Channel>>,
) -> Service {
    let storage = Arc::new(storage);
    let (app, clock) = usecases::testing::app_with_channels(storage.clone(), lenient(), channels);
    staffed(app, clock, storage).await
}

/// A service of these parts, with an inspector.
pub(crate) async fn staffed(
    app: App,
    clock: Arc<ManualClock>,
    storage: Arc<SqliteStorage>,
) -> Service {
    let me = hired(&app, "Li", Role::Inspector).await;
    Service {
        reviewer: me.permit().unwrap(),
        overruler: me.permit().unwrap(),
        app,
        clock,
        storage,
    }
}

/// A job that died of a fault.
pub(crate) async fn died(tx: &mut dyn Transaction, id: JobId, job: Job) {
    // Due longest, so that it is the one that is taken.
    let at = Timestamp(0);
    tx.enqueue(id, &Due { job, at }).await.unwrap();
    let taken = tx.take_job(job.lane(), at, Duration::ZERO).await.unwrap();
    let lease = taken.unwrap().lease;
    assert_eq!(lease.id, id);
    tx.job_failed(lease, "a-fault", None).await.unwrap();
}

/// The same with photos of identity cards sealed.
pub(crate) async fn sealing_cards() -> Service {
    let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
    let (parts, clock) = usecases::testing::parts(storage.clone(), lenient());
    let app = App::new(AppParts {
        sealed_documents: vec!["resident-id-card".parse().unwrap()],
        ..parts
    });
    let me = hired(&app, "Li", Role::Inspector).await;
    Service {
        reviewer: me.permit().unwrap(),
        overruler: me.permit().unwrap(),
        app,
        clock,
        storage,
    }
}

/// The same where everything costs 15 yuan.
pub(crate) async fn costing(paid_for: PaidFor) -> Service {
    let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
    let (parts, clock) = usecases::testing::parts(storage.clone(), lenient());
    let offers = Offers {
        usual: Some(Price::new(Fen(1_500), paid_for).unwrap()),
        ..Offers::default()
    };
    let app = App::new(AppParts { offers, ..parts });
    staffed(app, clock, storage).await
}

/// A new member of staff with this role, signed in.
pub(crate) async fn hired(app: &App, name: &str, role: Role) -> SignedIn {
    let roles = Roles::default().with(role);
    let owner = Permit::of_machine_owner();
    let password = operator::add(app, &owner, name, roles).await.unwrap();
    let given = SignInTry {
        name,
        password: &password,
        code: None,
        site: "198.51.100.9",
        device: None,
    };
    let admitted = sign_in::sign_in(app, &given).await.unwrap();
    let me = sign_in::who(app, &admitted.session).await.unwrap();
    me.unwrap()
}

/// A program of this role; its key is limited to these documents, where there are
/// any.
pub(crate) async fn keyed(app: &App, role: Role, documents: &[&str]) -> Program {
    let new = NewKey {
        expires_at: None,
        name: "a program".to_owned(),
        roles: Roles::NONE.with(role),
        scope: Scope {
            documents: documents.iter().map(|id| id.parse().unwrap()).collect(),
            cities: Vec::new(),
        },
    };
    let owner = Permit::of_machine_owner();
    let key = operator::add_api_key(app, &owner, new).await.unwrap();
    programs::program(app, &key).await.unwrap().unwrap()
}

pub(crate) const EMAIL: &str = "wei@example.org";

pub(crate) async fn give_details(app: &App, own: &OwnOrder) {
    give_details_of("李小明", app, own).await;
}

async fn give_details_of(name: &str, app: &App, own: &OwnOrder) {
    let mut given = ApplicantInput {
        name: Some(name.to_owned()),
        number: Some("11010519491231002X".to_owned()),
        phone: Some("13800138000".to_owned()),
        email: Some(EMAIL.to_owned()),
        ..ApplicantInput::default()
    };
    // The card alone asks for it.
    if own.summary(app.now()).document == identity_card().document {
        let school = ("school".to_owned(), "第一中学".to_owned());
        given.further = [school].into();
    }
    let refused = applicant::give_details(app, own, &given).await;
    let Err(AppError::Fields(wrong)) = refused else {
        panic!("nothing was agreed to");
    };
    let wrong: Vec<_> = wrong.iter().map(|(at, why)| (at, why.code())).collect();
    let face_data = Field::Consent(ConsentKind::FaceData);
    assert_eq!(wrong, [(&face_data, "consent-face-data")]);
    given.consents.insert(ConsentKind::FaceData);
    applicant::give_details(app, own, &given).await.unwrap();
}

pub(crate) fn ruling(verdict: Verdict) -> Ruling {
    let reasons = match verdict {
        Verdict::Approved => Vec::new(),
        Verdict::Rejected => vec!["ears-hidden".to_owned()],
    };
    Ruling {
        verdict,
        reasons,
        note: "把头发别到耳后".to_owned(),
        overruling: None,
    }
}

/// The identity card in Shenzhen.
pub(crate) fn identity_card() -> Purpose {
    Purpose {
        document: "resident-id-card".parse().unwrap(),
        city: Some("440300".parse().unwrap()),
    }
}

/// A visa's photo: no city decides, and there is no receipt.
pub(crate) fn visa() -> Purpose {
    Purpose {
        document: "japan-visa".parse().unwrap(),
        city: None,
    }
}

/// An order of a visa's photo, approved.
pub(crate) async fn visa_approved(service: &Service, device: &str) -> OwnOrder {
    let number = waiting_of("李小明", service, device, visa()).await.number();
    approve(service, number).await;
    service.opened(number, device).await.unwrap()
}

/// An order of the identity card, handed in.
pub(crate) async fn waiting(service: &Service, device: &str) -> OwnOrder {
    waiting_of("李小明", service, device, identity_card()).await
}

/// An order of the identity card with picture and details, not handed in.
pub(crate) async fn drafted(service: &Service, device: &str) -> OwnOrder {
    drafted_of("李小明", service, device, identity_card()).await
}

async fn waiting_of(name: &str, service: &Service, device: &str, purpose: Purpose) -> OwnOrder {
    let own = drafted_of(name, service, device, purpose).await;
    applicant::submit(&service.app, &own).await.unwrap();
    service.opened(own.number(), device).await.unwrap()
}

async fn drafted_of(name: &str, service: &Service, device: &str, purpose: Purpose) -> OwnOrder {
    let app = &service.app;
    let own = applicant::begin(app, app.digest_device(device), purpose).await;
    let own = own.unwrap();
    fill(name, app, &own).await;
    service.opened(own.number(), device).await.unwrap()
}

/// Puts picture and details to an order that was begun.
pub(crate) async fn fill(name: &str, app: &App, own: &OwnOrder) {
    applicant::put_picture(app, own, crate::ANYBODY, picture())
        .await
        .unwrap();
    give_details_of(name, app, own).await;
}

/// The same, approved, with its receipt.
pub(crate) async fn approved(service: &Service, device: &str) -> OwnOrder {
    approved_of("李小明", service, device).await
}

/// The same of somebody by this name.
pub(crate) async fn approved_of(name: &str, service: &Service, device: &str) -> OwnOrder {
    let number = waiting_of(name, service, device, identity_card())
        .await
        .number();
    approve(service, number).await;
    service.opened(number, device).await.unwrap()
}

/// Approves the submitted picture, overruling findings, and waits until it is
/// final.
pub(crate) async fn approve(service: &Service, number: OrderNumber) {
    let Service {
        app,
        clock,
        reviewer,
        ..
    } = service;
    inspector::take(app, reviewer, number).await.unwrap();
    let approval = approval(service, number).await;
    inspector::decide(app, reviewer, number, approval)
        .await
        .unwrap();
    clock.advance(Duration::from_secs(11));
    jobs::run_due(app).await.unwrap();
}

/// A ruling that approves and overrules the failing findings.
pub(crate) async fn approval(service: &Service, number: OrderNumber) -> Ruling {
    let case = inspector::look(&service.app, &service.reviewer, number).await;
    let failing = case.unwrap().report.failing().into_iter();
    let overruled = failing.map(|finding| Overruled {
        finding,
        class: OverruleClass::Mistaken,
    });
    let overruling = Overruling::new(service.overruler.clone(), overruled.collect());
    Ruling {
        overruling: Some(overruling),
        ..ruling(Verdict::Approved)
    }
}
