//! A receipt's life at the counter: issued with the approval, printed, looked
//! up, handed over, used and undone, expired, revoked, guessed at.

use std::time::Duration;

use crate::service::{Service, approved, hired, keyed, service};
use domain::ReceiptRefusal;
use domain::receipt::{Fit, ReceiptStatus, RevokedFor};
use domain::staff::Role;
use domain::staff::right::LookUpReceipt;
use domain::timestamp::days;
use storage::Storage;
use usecases::applicant::{self, OwnOrder};
use usecases::counter::{self, CounterReceipt, Person, PhotoPurpose, Ticket, Window};
use usecases::receipts::{self, OwnReceipt, Paper};
use usecases::{AppError, Permit, jobs, operator};

const IDENTITY: &str = "11010519491231002x";

async fn receipt(service: &Service, own: &OwnOrder) -> OwnReceipt {
    receipts::of(&service.app, own).await.unwrap().unwrap()
}

fn window(document: &str, city: &str) -> Window {
    Window {
        document: Some(document.parse().unwrap()),
        city: Some(city.parse().unwrap()),
    }
}

fn identity() -> Person {
    Person::typed(IDENTITY)
}

async fn look(service: &Service, clerk: &Permit<LookUpReceipt>, number: &str) -> CounterReceipt {
    counter::look_up(&service.app, clerk, &Window::default(), number, &identity())
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn from_approval_to_the_counter_and_its_end() {
    let service = service().await;
    let app = &service.app;
    let own = approved(&service, "a device").await;
    let issued = receipt(&service, &own).await;
    let number = issued.number.grouped();
    assert_eq!(service.told(&own).await[0], "approved");
    jobs::run_due(app).await.unwrap();
    assert_eq!(
        receipt(&service, &own).await,
        issued,
        "one order, one receipt"
    );

    // Printed; its QR code verifies, and contains no personal data.
    let pdf = receipts::paper(app, &own, Paper::Pdf).await.unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    let picture = receipts::paper(app, &own, Paper::Picture).await.unwrap();
    assert!(picture.starts_with(b"\x89PNG"));
    let sheet = receipts::sheet(app, &own).await.unwrap();
    assert!(sheet.starts_with(&[0xff, 0xd8]));
    let verified = receipts::verify(app, &issued.token).await.unwrap();
    assert_eq!(verified.status, Some(ReceiptStatus::Sample));
    assert!(verified.claims.sample, "nobody was set up to issue");
    let forged = receipts::verify(app, &issued.token.replace('A', "B")).await;
    assert!(matches!(forged, Err(AppError::Token(_))), "{forged:?}");

    // The counter: number and person, as people type them.
    let me = hired(&service.app, "wang", Role::Clerk).await;
    let clerk = me.permit().unwrap();
    let scanned = format!("*{}*", issued.number);
    for (number, person) in [
        (number.as_str(), "11010519491231002X"),
        (scanned.as_str(), " 110105 19491231 002x "),
        (number.as_str(), "李小明"),
    ] {
        let window = window("resident-id-card", "440300");
        let person = Person::typed(person);
        let found = counter::look_up(app, &clerk, &window, number, &person);
        let found = found.await.unwrap();
        assert_eq!(
            (found.status, found.fit),
            (ReceiptStatus::Sample, Fit::Fits)
        );
        assert!(found.ticket.is_some());
    }
    let check = async |document: &str, city: &str, fit: Fit| {
        let window = window(document, city);
        let found = counter::look_up(app, &clerk, &window, &number, &identity()).await;
        let found = found.unwrap();
        assert_eq!(found.fit, fit, "{document} {city}");
        let is_shown = fit == Fit::Fits;
        assert_eq!(found.ticket.is_some(), is_shown, "{document} {city}");
        let school = found.further.iter().map(|field| field.text.as_str());
        let expected: &[&str] = if is_shown { &["第一中学"] } else { &[] };
        assert_eq!(school.collect::<Vec<_>>(), expected, "{document} {city}");
    };
    check("resident-id-card", "440100", Fit::Fits).await;
    check("social-security-card", "440300", Fit::Fits).await;
    check("passport", "440300", Fit::AnotherDocument).await;
    check("resident-id-card", "360400", Fit::AnotherPlace).await;

    // Exactly the approved bytes, and only with one's own ticket.
    let ticket = look(&service, &clerk, &number).await.ticket.unwrap();
    let (of, bytes) = counter::photo(app, &clerk, &ticket, PhotoPurpose::HandOver)
        .await
        .unwrap();
    assert_eq!(of, issued.number);
    let theirs = applicant::photo(app, &own, Some(issued.attempt))
        .await
        .unwrap();
    assert_eq!(bytes, theirs);
    let other = hired(app, "zhao", Role::Clerk).await.permit().unwrap();
    let forged = Ticket(format!("{}x", ticket.0));
    for (clerk, ticket) in [(&other, &ticket), (&clerk, &forged)] {
        let refused = counter::photo(app, clerk, ticket, PhotoPurpose::Compare).await;
        assert!(matches!(refused, Err(AppError::NotFound)));
    }
    let listed = counter::of_person(app, &clerk, &Window::default(), IDENTITY).await;
    assert_eq!(listed.unwrap().len(), 1);

    // Used, undone, used for good.
    let (consumer, undoer) = (me.permit().unwrap(), me.permit().unwrap());
    let any = Window::default();
    let used = |error: AppError| matches!(error, AppError::Receipt(ReceiptRefusal::Used));
    let use_up = || counter::use_up(app, &clerk, &consumer, &any, &ticket);
    let undo_use = || counter::undo_use(app, &clerk, &undoer, &any, &ticket);
    let status = async || look(&service, &clerk, &number).await.status;
    assert_eq!(use_up().await.unwrap().status, ReceiptStatus::Used);
    assert!(used(use_up().await.unwrap_err()));
    assert_eq!(status().await, ReceiptStatus::Used);
    assert_eq!(undo_use().await.unwrap().status, ReceiptStatus::Sample);
    assert_eq!(status().await, ReceiptStatus::Sample);
    assert_eq!(use_up().await.unwrap().status, ReceiptStatus::Used);
    service.clock.advance(days(1));
    let late = undo_use().await;
    assert!(matches!(late, Err(AppError::NotFound)), "the ticket is old");
    let found = look(&service, &clerk, &number).await;
    assert!(!found.may_undo);
    let ticket = found.ticket.unwrap();
    let late = counter::photo(app, &clerk, &ticket, PhotoPurpose::HandOver).await;
    assert!(used(late.unwrap_err()), "handed over once");
    let told = applicant::show(app, &own).await.unwrap().timeline;
    let events = told.iter().map(|entry| entry.event.code());
    let events: Vec<&str> = events.filter(|code| code.starts_with("receipt")).collect();
    assert_eq!(
        events,
        [
            "receipt-issued",
            "receipt-used",
            "receipt-use-undone",
            "receipt-used"
        ]
    );

    // Renewed: the form is filled in, consents are not given.
    let device = app.digest_device("a device");
    let renewed = applicant::renew(app, &own, device).await.unwrap();
    let proposed = applicant::details_input(app, &renewed).unwrap();
    assert_eq!(proposed.name.as_deref(), Some("李小明"));
    assert!(proposed.consents.is_empty());
    assert!(applicant::details(app, &renewed).unwrap().is_none());

    // When it ends, the photo is deleted, and later the applicant's digests.
    service.clock.advance(days(182));
    jobs::run_due(app).await.unwrap();
    let found = look(&service, &clerk, &number).await;
    assert_eq!((found.status, found.applicant), (ReceiptStatus::Used, None));
    assert_eq!(found.ticket, None);
    service.clock.advance(days(90));
    jobs::run_due(app).await.unwrap();
    let gone = counter::look_up(app, &clerk, &Window::default(), &number, &identity()).await;
    assert!(matches!(gone, Err(AppError::NotFound)));
    let entries = operator::verify_log(app, &Permit::of_machine_owner(), &[]).await;
    assert!(entries.unwrap() > 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guessing_program_runs_into_locks() {
    let service = service().await;
    let app = &service.app;
    let own = approved(&service, "a device").await;
    let number = receipt(&service, &own).await.number;
    let kiosk = keyed(app, Role::Clerk, &[]).await.permit().unwrap();
    let any = Window::default();
    let ask = async |clerk: &Permit<LookUpReceipt>, number: &str, person: &str| {
        let person = Person::typed(person);
        let found = counter::look_up(app, clerk, &any, number, &person).await;
        found
            .map(|found| (found.status, found.fit))
            .map_err(|e| e.code())
    };
    // A program never lists a person's receipts.
    let listed = counter::of_person(app, &kiosk, &any, IDENTITY).await;
    assert_eq!(listed.unwrap_err().code(), "forbidden");
    // Malformed input does not count as a guess.
    assert_eq!(ask(&kiosk, "23", IDENTITY).await, Err("code-length"));
    let mut looked = 0;
    let outcome = loop {
        looked += 1;
        let guess = format!("1101051949123100{:02}", 10 + looked);
        match ask(&kiosk, number.as_str(), &guess).await {
            Err("not-found") if looked < 50 => {}
            outcome => break outcome,
        }
    };
    assert_eq!((outcome, looked), (Err("look-up-locked"), 6));
    // The right person is locked out too, by this program and any other; locks
    // grow, and begin shorter than an applicant's patience.
    assert_eq!(
        ask(&kiosk, number.as_str(), IDENTITY).await,
        Err("look-up-locked")
    );
    let second = keyed(app, Role::Clerk, &["passport"])
        .await
        .permit()
        .unwrap();
    assert_eq!(
        ask(&second, number.as_str(), IDENTITY).await,
        Err("look-up-locked")
    );
    service.clock.advance(Duration::from_secs(61));
    let wrong = ask(&kiosk, number.as_str(), "110105194912310038").await;
    assert_eq!(wrong, Err("not-found"));
    service.clock.advance(Duration::from_secs(61));
    assert_eq!(
        ask(&kiosk, number.as_str(), IDENTITY).await,
        Err("look-up-locked")
    );
    service.clock.advance(Duration::from_secs(300));
    // Outside its documents a key learns only that.
    assert_eq!(
        ask(&second, number.as_str(), IDENTITY).await,
        Ok((ReceiptStatus::Sample, Fit::AnotherDocument))
    );
    assert_eq!(
        ask(&kiosk, number.as_str(), IDENTITY).await,
        Ok((ReceiptStatus::Sample, Fit::Fits))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn revoked_and_erased() {
    let service = service().await;
    let app = &service.app;
    let clerk = hired(app, "wang", Role::Clerk).await.permit().unwrap();
    let boss = hired(&service.app, "chen", Role::Operator).await;
    let revoker = boss.permit().unwrap();
    let seen = boss.permit::<LookUpReceipt>();
    assert!(seen.is_err(), "an operator sees no photo");
    let own = approved(&service, "a device").await;
    let number = receipt(&service, &own).await.number;
    let why = RevokedFor::AnotherPerson;
    receipts::revoke(app, &revoker, number, why).await.unwrap();
    let twice = receipts::revoke(app, &revoker, number, why).await;
    assert_eq!(twice.unwrap_err().code(), "receipt-revoked");
    let found = look(&service, &clerk, number.as_str()).await;
    assert_eq!((found.status, found.ticket), (ReceiptStatus::Revoked, None));
    let paper = receipts::paper(app, &own, Paper::Pdf).await;
    assert!(matches!(paper, Err(AppError::NotFound)));
    jobs::run_due(app).await.unwrap();
    assert_eq!(service.told(&own).await[0], "revoked");

    // Erased at the applicant's request, the digests are deleted at once.
    let own = approved(&service, "another device").await;
    let number = receipt(&service, &own).await.number;
    applicant::erase(app, &own).await.unwrap();
    let person = identity();
    let any = Window::default();
    let gone = counter::look_up(app, &clerk, &any, number.as_str(), &person).await;
    assert!(matches!(gone, Err(AppError::NotFound)));
    let mut tx = service.storage.read().await.unwrap();
    let left = tx.receipt_by_number(number).await.unwrap().unwrap();
    assert_eq!((left.identity, left.name), (None, None));
    assert!(left.token.is_empty());
}
