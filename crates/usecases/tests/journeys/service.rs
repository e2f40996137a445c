//! A service for the journeys: a real database and engine, an inspector, and an
//! applicant's way up to the hand-in.

use std::sync::Arc;
use std::time::Duration;

use catalogue::Catalogue;
use domain::applicant::consent::{Consent, ConsentKind};
use domain::applicant::{Applicant, Email, IdentityDocument, IdentityKind, Name, Phone};
use domain::staff::{Role, Roles};
use domain::{OverruleClass, Overruled, Purpose, Verdict};
use imaging::{Affine, JpegTarget, Limits, decode, encode_jpeg, warp};
use notices::Channel;
use storage_sqlite::SqliteStorage;
use usecases::applicant::{self, OwnOrder};
use usecases::inspector::{self, Ruling};
use usecases::{App, Manager, ManualClock, Reviewer, jobs, operator, sign_in, today};

pub(crate) const PORTRAIT: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../assets/pictures/astronaut.png"
);

/// The committed portrait three times as large: its face has too few pixels for
/// any document, and it is the order that is tried here and not the photo.
pub(crate) fn picture() -> Vec<u8> {
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
    pub(crate) reviewer: Reviewer,
    pub(crate) storage: Arc<SqliteStorage>,
}

/// Limits that let a smile pass, for the committed portrait is an official one
/// and not an ID photo; and an identity card that asks for the school.
fn lenient() -> Catalogue {
    let folder = tempfile::tempdir().unwrap();
    let limit = |id, value| {
        format!(
            "[{id}]\nunit = \"number\"\npass-max = {value}\nfail-max = {value}\n\
             source = {{ cite = \"a test\", confidence = \"D\" }}\n"
        )
    };
    let checks = limit("smile", "1.0") + &limit("mouth-open", "1.0");
    std::fs::write(folder.path().join("checks.toml"), checks).unwrap();
    let documents = folder.path().join("documents");
    std::fs::create_dir(&documents).unwrap();
    let asks = "[[asks]]\nid = \"school\"\nzh = \"学校\"\nen = \"School\"\nneed = \"must\"\n\
                script = \"any\"\nmax-chars = 60\nsource = \"ga461\"\n";
    std::fs::write(documents.join("resident-id-card.toml"), asks).unwrap();
    Catalogue::with_overrides(folder.path()).unwrap()
}

pub(crate) async fn service() -> Service {
    house_telling(Vec::new()).await
}

/// The same with ways by which notices leave it.
pub(crate) async fn house_telling(channels: Vec<Arc<dyn Channel>>) -> Service {
    let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
    let (app, clock) = usecases::testing::app_with_channels(storage.clone(), lenient(), channels);
    let roles = Roles::default().with(Role::Inspector);
    let password = operator::add(&app, &Manager::house(), "li", roles)
        .await
        .unwrap();
    let token = sign_in::sign_in(&app, "Li", &password, None).await.unwrap();
    let me = sign_in::who(&app, &token).await.unwrap().unwrap();
    Service {
        reviewer: me.reviewer().unwrap(),
        app,
        clock,
        storage,
    }
}

pub(crate) const EMAIL: &str = "wei@example.org";

pub(crate) async fn give_details(app: &App, own: &mut OwnOrder) {
    let today = today(app.now());
    let known = usecases::region_known(app.catalogue());
    let kind = IdentityKind::ChineseId;
    let applicant = Applicant {
        name: Name::parse("李小明").unwrap(),
        identity: IdentityDocument::parse(kind, "11010519491231002X", today, &known).unwrap(),
        stated_birth: None,
        phone: Phone::parse("13800138000").unwrap(),
        email: Email::parse(EMAIL).unwrap(),
        further: [("school".to_owned(), "第一中学".to_owned())].into(),
    };
    let none = applicant::give_details(app, own, applicant.clone(), Vec::new()).await;
    assert_eq!(none.unwrap_err().code(), "consent-face-data");
    let consent = Consent {
        kind: ConsentKind::FaceData,
        texts: usecases::TEXTS_VERSION.to_owned(),
        given_at: app.now(),
    };
    applicant::give_details(app, own, applicant, vec![consent])
        .await
        .unwrap();
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
        overruled: Vec::new(),
    }
}

/// An order of the identity card in Shenzhen, handed in.
pub(crate) async fn waiting(service: &Service, device: &str) -> OwnOrder {
    let app = &service.app;
    let device = app.digest_device(device);
    let purpose = Purpose {
        document: "resident-id-card".to_owned(),
        city: Some("440300".parse().unwrap()),
    };
    let mut own = applicant::begin(app, device, purpose).await.unwrap();
    applicant::put_picture(app, &mut own, picture())
        .await
        .unwrap();
    give_details(app, &mut own).await;
    applicant::submit(app, &mut own).await.unwrap();
    own
}

/// The same, approved, with its receipt.
pub(crate) async fn approved(service: &Service, device: &str) -> OwnOrder {
    let app = &service.app;
    let number = waiting(service, device).await.order().number;
    approve(service, number).await;
    let device = app.digest_device(device);
    applicant::open(app, number, Some(device), &[])
        .await
        .unwrap()
        .unwrap()
}

/// Approves what was handed in, whatever the engine said, and lets it become
/// final.
pub(crate) async fn approve(service: &Service, number: domain::OrderNumber) {
    let Service {
        app,
        clock,
        reviewer,
        ..
    } = service;
    let case = inspector::take(app, reviewer, number).await.unwrap();
    let overruled = case.report.failing().into_iter().map(|finding| Overruled {
        finding,
        class: OverruleClass::Mistaken,
    });
    let approval = Ruling {
        overruled: overruled.collect(),
        ..ruling(Verdict::Approved)
    };
    inspector::decide(app, reviewer, number, approval)
        .await
        .unwrap();
    clock.advance(Duration::from_secs(11));
    jobs::run_due(app).await.unwrap();
}
