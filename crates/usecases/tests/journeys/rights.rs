//! The applicant's rights: proof of consent, a copy of everything, leaving a
//! device; and the count of persons.

use std::io::Read as _;

use domain::staff::Role;
use domain::staff::right::ReadLog;
use usecases::applicant::{self, Credentials, OwnOrder, Site, SoughtNumber, SoughtPerson};
use usecases::operator::{self, OfPerson};
use usecases::{Permit, receipts};

use crate::service::{Service, approved, hired, service, waiting};

const IDENTITY: &str = "11010519491231002X";

async fn reader(service: &Service) -> Permit<ReadLog> {
    let boss = hired(&service.app, "zhao", Role::Operator).await;
    boss.permit().unwrap()
}

/// The order as a device opens it that gave number and phone, and then the end of
/// the identity number.
async fn found(service: &Service, own: &OwnOrder) -> OwnOrder {
    let phone = SoughtPerson::parse("13800138000").unwrap();
    let site = Site("192.0.2.7".to_owned());
    let number = SoughtNumber::Order(own.number());
    let found = applicant::find(&service.app, number, &phone, &site).await;
    let proven = applicant::prove(&service.app, &found.unwrap(), &IDENTITY[12..]).await;
    proven.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn consent_is_proved_after_erasure_by_the_code_alone() {
    let service = service().await;
    let app = &service.app;
    let own = waiting(&service, "a device").await;
    let code = applicant::consent_code(app, &own).unwrap().unwrap();
    let grant = found(&service, &own).await;
    assert_eq!(applicant::consent_code(app, &grant).unwrap(), None);
    let permit = reader(&service).await;
    let check = async |code: &str, identity: &str, expected: &[OfPerson]| {
        let found = operator::consents(app, &permit, code, identity).await;
        let found: Vec<_> = found.unwrap().iter().map(|one| one.person).collect();
        assert_eq!(found, expected, "{code} {identity}");
    };
    for round in 0..2 {
        check(&code, "", &[OfPerson::NotAsked]).await;
        check(&code.to_lowercase(), IDENTITY, &[OfPerson::Theirs]).await;
        check(&code, "110105 19491231 002x", &[OfPerson::Theirs]).await;
        check(&code, "34052419800101001X", &[OfPerson::Anothers]).await;
        if round == 0 {
            applicant::erase(app, &own).await.unwrap();
        }
    }
    let views = operator::consents(app, &permit, &code, "").await.unwrap();
    assert!(views[0].erased_at.is_some());
    assert_eq!(views[0].number, own.number());
    let wrong = operator::consents(app, &permit, "2222", "").await;
    assert_eq!(wrong.unwrap_err().code(), "code-length");
}

async fn copied(service: &Service, own: &OwnOrder) -> Vec<u8> {
    let mut copy = applicant::copy(&service.app, own).await.unwrap();
    let mut bytes = Vec::new();
    while let Some(piece) = copy.next().await {
        bytes.extend(piece.unwrap());
    }
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_holds_everything_kept() {
    let service = service().await;
    let app = &service.app;
    let own = waiting(&service, "a device").await;
    applicant::write(app, &own, "几点下班？").await.unwrap();
    let check = async |own: &OwnOrder, expected: &[&str]| {
        let bytes = copied(&service, own).await;
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let names: Vec<String> = zip
            .file_names()
            .map(|name| name.unwrap().into_owned())
            .collect();
        assert_eq!(names, expected);
        let mut json = String::new();
        zip.by_name("order.json")
            .unwrap()
            .read_to_string(&mut json)
            .unwrap();
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        for name in &names {
            let mut file = zip.by_name(name).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            assert!(!bytes.is_empty(), "{name}");
        }
        json
    };
    let json = check(
        &own,
        &[
            "order.json",
            "picture-1/original.jpg",
            "picture-1/photo.jpg",
        ],
    )
    .await;
    assert_eq!(json["status"], "waiting");
    assert_eq!(json["messages"][0]["text"], "几点下班？");
    assert!(
        json.to_string().contains(IDENTITY),
        "unmasked: it is theirs"
    );
    assert!(json["pictures"][0]["report"]["findings"].is_object());
    let code = applicant::consent_code(app, &own).unwrap().unwrap();
    assert_eq!(json["consent_code"], code.as_str());

    let approved = approved(&service, "another device").await;
    let json = check(
        &approved,
        &["order.json", "picture-1/photo.jpg", "receipt.pdf"],
    )
    .await;
    let receipt = receipts::of(app, &approved).await.unwrap().unwrap();
    assert_eq!(json["receipt"]["number"], receipt.number.to_string());

    // Not for whoever knows number and phone, and not for a third at once.
    let grant = found(&service, &own).await;
    let refused = applicant::copy(app, &grant).await;
    assert_eq!(refused.unwrap_err().code(), "not-found");
    let _two = (
        applicant::copy(app, &own).await.unwrap(),
        applicant::copy(app, &own).await.unwrap(),
    );
    let busy = applicant::copy(app, &own).await;
    assert_eq!(busy.unwrap_err().code(), "engine-busy");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_left_device_opens_nothing_and_others_go_on() {
    let service = service().await;
    let app = &service.app;
    let own = waiting(&service, "a kiosk").await;
    let at_home = app.digest_device("at home");
    let grant = applicant::grant_proven(app, &found(&service, &own).await, at_home);
    let shown = |device: &str, grants: Vec<String>| Credentials {
        device: Some(app.digest_device(device)),
        wechat: None,
        wechat_union: None,
        grants,
    };
    let here = shown("a kiosk", Vec::new());
    assert_eq!(applicant::leave(app, &here).await.unwrap(), 1);
    let opened = async |shown: &Credentials| {
        let own = applicant::open(app, own.number(), shown).await.unwrap();
        own.is_some()
    };
    assert!(!opened(&here).await, "also with a copy of the cookie");
    assert!(applicant::orders_here(app, &here).await.unwrap().is_empty());
    assert!(opened(&shown("at home", vec![grant])).await);
    // Nothing is lost: number and phone open it.
    found(&service, &own).await;
    assert_eq!(applicant::leave(app, &here).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_counts_once() {
    let service = service().await;
    let app = &service.app;
    let persons = async || operator::gauges(app).await.unwrap().persons;
    assert_eq!(persons().await, 0);
    let first = waiting(&service, "a device").await;
    let second = waiting(&service, "another").await;
    assert_eq!(persons().await, 1, "the same identity number");
    applicant::erase(app, &first).await.unwrap();
    assert_eq!(persons().await, 1);
    applicant::erase(app, &second).await.unwrap();
    assert_eq!(persons().await, 0);
}
