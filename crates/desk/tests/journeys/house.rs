//! A house for the journeys: a real database and engine, an inspector, and an
//! applicant's way up to the hand-in.

use std::sync::Arc;
use std::time::Duration;

use catalogue::Catalogue;
use desk::applicant::{self, Held};
use desk::inspector::{self, Ruling};
use desk::{Desk, Manager, ManualClock, Reviewer, jobs, operator, sign_in, today};
use imaging::{Affine, JpegTarget, Limits, decode, encode_jpeg, warp};
use notices::Channel;
use orders::applicant::consent::{Consent, ConsentKind};
use orders::applicant::{Applicant, Email, IdentityDocument, IdentityKind, Name, Phone};
use orders::staff::{Role, Roles};
use orders::{OverruleClass, Overruled, Purpose, Verdict};
use storage_sqlite::SqliteStorage;

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

pub(crate) struct House {
    pub(crate) desk: Desk,
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

pub(crate) async fn house() -> House {
    house_telling(Vec::new()).await
}

/// The same with ways by which notices leave it.
pub(crate) async fn house_telling(channels: Vec<Arc<dyn Channel>>) -> House {
    let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
    let (desk, clock) = desk::testing::house_telling(storage.clone(), lenient(), channels);
    let roles = Roles::default().with(Role::Inspector);
    let password = operator::add(&desk, &Manager::house(), "li", roles)
        .await
        .unwrap();
    let token = sign_in::sign_in(&desk, "Li", &password, None)
        .await
        .unwrap();
    let me = sign_in::who(&desk, &token).await.unwrap().unwrap();
    House {
        reviewer: me.reviewer().unwrap(),
        desk,
        clock,
        storage,
    }
}

pub(crate) const EMAIL: &str = "wei@example.org";

pub(crate) async fn give_details(desk: &Desk, held: &mut Held) {
    let today = today(desk.now());
    let known = desk::region_known(desk.catalogue());
    let kind = IdentityKind::ChineseId;
    let applicant = Applicant {
        name: Name::parse("李小明").unwrap(),
        identity: IdentityDocument::parse(kind, "11010519491231002X", today, &known).unwrap(),
        stated_birth: None,
        phone: Phone::parse("13800138000").unwrap(),
        email: Email::parse(EMAIL).unwrap(),
        further: [("school".to_owned(), "第一中学".to_owned())].into(),
    };
    let none = applicant::give_details(desk, held, applicant.clone(), Vec::new()).await;
    assert_eq!(none.unwrap_err().code(), "consent-face-data");
    let consent = Consent {
        kind: ConsentKind::FaceData,
        texts: desk::TEXTS_VERSION.to_owned(),
        given_at: desk.now(),
    };
    applicant::give_details(desk, held, applicant, vec![consent])
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
pub(crate) async fn waiting(house: &House, device: &str) -> Held {
    let desk = &house.desk;
    let device = desk.digest_device(device);
    let purpose = Purpose {
        document: "resident-id-card".to_owned(),
        city: Some("440300".parse().unwrap()),
    };
    let mut held = applicant::begin(desk, device, purpose).await.unwrap();
    applicant::put_picture(desk, &mut held, picture())
        .await
        .unwrap();
    give_details(desk, &mut held).await;
    applicant::submit(desk, &mut held).await.unwrap();
    held
}

/// The same, approved, with its receipt.
pub(crate) async fn approved(house: &House, device: &str) -> Held {
    let desk = &house.desk;
    let number = waiting(house, device).await.order().number;
    approve(house, number).await;
    let device = desk.digest_device(device);
    applicant::open(desk, number, Some(device), &[])
        .await
        .unwrap()
        .unwrap()
}

/// Approves what was handed in, whatever the engine said, and lets it become
/// final.
pub(crate) async fn approve(house: &House, number: orders::OrderNumber) {
    let House {
        desk,
        clock,
        reviewer,
        ..
    } = house;
    let case = inspector::take(desk, reviewer, number).await.unwrap();
    let overruled = case.report.failing().into_iter().map(|finding| Overruled {
        finding,
        class: OverruleClass::Mistaken,
    });
    let approval = Ruling {
        overruled: overruled.collect(),
        ..ruling(Verdict::Approved)
    };
    inspector::decide(desk, reviewer, number, approval)
        .await
        .unwrap();
    clock.advance(Duration::from_secs(11));
    jobs::run_due(desk).await.unwrap();
}
