//! A receipt's life at the counter: issued with the approval, printed, looked
//! up, handed over, used and undone, expired, revoked, guessed at.

use crate::service::{Service, approved, hired, keyed, service};
use domain::ReceiptRefusal;
use domain::receipt::{Fit, ReceiptStatus, RevokedFor};
use domain::staff::right::LookUpReceipt;
use domain::staff::{Role, Scope};
use domain::timestamp::{days, minutes};
use storage::Storage;
use usecases::applicant::{self, OwnOrder};
use usecases::counter::{self, CounterReceipt, Person, PhotoPurpose, Ticket, Window};
use usecases::prints::{self, SheetWish};
use usecases::receipts::{self, OwnReceipt, Paper};
use usecases::{App, AppError, Permit, jobs, operator};

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
    let sheet = prints::sheet(app, &own, &SheetWish::filled(portrait::Paper::Inch6))
        .await
        .unwrap();
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
    // An identity number alone: how it stands, the end of the number, no photo.
    let listed = counter::of_person(app, &clerk, IDENTITY).await.unwrap();
    assert_eq!((listed.len(), listed[0].number_end.len()), (1, 4));
    assert!(issued.number.as_str().ends_with(&listed[0].number_end));

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
    assert_eq!(found.ticket, None, "handed over once");
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

async fn ask(
    app: &App,
    clerk: &Permit<LookUpReceipt>,
    number: &str,
    person: &str,
) -> Result<Fit, &'static str> {
    let person = Person::typed(person);
    let found = counter::look_up(app, clerk, &Window::default(), number, &person).await;
    found.map(|found| found.fit).map_err(|error| error.code())
}

/// A receipt number of nobody.
fn nobodys(n: u64) -> String {
    domain::ReceiptNumber::generate(&mut domain::randomness::seeded(n)).to_string()
}

/// Wrong guesses lock whoever makes them, for the number they guess at; many
/// lock them for all, and nobody else.
#[tokio::test(flavor = "multi_thread")]
async fn guesses_lock_the_guesser_and_nobody_else() {
    let service = service().await;
    let app = &service.app;
    let own = approved(&service, "a device").await;
    let number = receipt(&service, &own).await.number.to_string();
    let other = approved(&service, "another device").await;
    let known = receipt(&service, &other).await.number.to_string();
    let kiosk = keyed(app, Role::Clerk, &[]).await.permit().unwrap();
    // A program never lists a person's receipts.
    let listed = counter::of_person(app, &kiosk, IDENTITY).await;
    assert_eq!(listed.unwrap_err().code(), "forbidden");
    // Malformed input does not count as a guess; a right look-up of another
    // receipt in between forgives none.
    assert_eq!(ask(app, &kiosk, "23", IDENTITY).await, Err("code-length"));
    for guess in 0..8 {
        let person = format!("1101051949123100{:02}", 10 + guess);
        let found = ask(app, &kiosk, &number, &person).await;
        let expected = if guess < 5 {
            "not-found"
        } else {
            "look-up-locked"
        };
        assert_eq!(found, Err(expected), "{guess}");
        assert_eq!(ask(app, &kiosk, &known, IDENTITY).await, Ok(Fit::Fits));
    }
    assert_eq!(
        ask(app, &kiosk, &number, IDENTITY).await,
        Err("look-up-locked")
    );
    // Others look the same number up meanwhile.
    let second = keyed(app, Role::Clerk, &[]).await.permit().unwrap();
    assert_eq!(ask(app, &second, &number, IDENTITY).await, Ok(Fit::Fits));
    service.clock.advance(minutes(30));
    assert_eq!(ask(app, &kiosk, &number, IDENTITY).await, Ok(Fit::Fits));

    // Guesses at many numbers: thirty, then one in two minutes.
    let mut outcomes = Vec::new();
    for guess in 0..40 {
        outcomes.push(ask(app, &second, &nobodys(guess), IDENTITY).await);
    }
    let missed = outcomes.iter().filter(|one| **one == Err("not-found"));
    assert_eq!(missed.count(), 30);
    assert_eq!(outcomes[39], Err("look-up-locked"));
    assert_eq!(ask(app, &kiosk, &number, IDENTITY).await, Ok(Fit::Fits));
    // A number that many guess at is still found by who has made no mistake.
    for n in 0..12 {
        let name = format!("clerk{n}");
        let clerk = hired(app, &name, Role::Clerk).await.permit().unwrap();
        for _ in 0..5 {
            assert!(ask(app, &clerk, &number, "王五").await.is_err());
        }
    }
    let honest = hired(app, "zhao", Role::Clerk).await.permit().unwrap();
    assert_eq!(ask(app, &honest, &number, "王五").await, Err("not-found"));
    assert_eq!(ask(app, &honest, &number, IDENTITY).await, Ok(Fit::Fits));
}

/// Sixty guesses at identity numbers, with a right one in between.
#[tokio::test(flavor = "multi_thread")]
async fn guesses_at_persons_end() {
    let service = service().await;
    let app = &service.app;
    approved(&service, "a device").await;
    let clerk = hired(app, "wang", Role::Clerk).await.permit().unwrap();
    for guess in 0..60 {
        let identity = format!("1101051949123100{:02}", 10 + guess);
        let listed = counter::of_person(app, &clerk, &identity).await;
        let expected = if guess < 10 {
            "not-found"
        } else {
            "look-up-locked"
        };
        assert_eq!(listed.unwrap_err().code(), expected, "{guess}");
        let right = counter::of_person(app, &clerk, IDENTITY).await;
        assert_eq!(right.is_ok(), guess < 9, "{guess}");
    }
}

/// Beyond a key's documents and cities, and beyond the window an operator gave,
/// there is no receipt: not in a look-up, not in a list, not by an old ticket.
#[tokio::test(flavor = "multi_thread")]
async fn beyond_its_limits_nothing_exists() {
    let service = service().await;
    let app = &service.app;
    let own = approved(&service, "a device").await;
    let number = receipt(&service, &own).await.number.to_string();
    let scope = |documents: &[&str], cities: &[&str]| Scope {
        documents: documents.iter().map(|id| id.parse().unwrap()).collect(),
        cities: cities.iter().map(|code| code.parse().unwrap()).collect(),
    };
    for (documents, expected) in [
        (&["passport"][..], Err("not-found")),
        (&["resident-id-card"], Ok(Fit::Fits)),
        (&["passport", "resident-id-card"], Ok(Fit::Fits)),
    ] {
        let key = keyed(app, Role::Clerk, documents).await.permit().unwrap();
        assert_eq!(
            ask(app, &key, &number, IDENTITY).await,
            expected,
            "{documents:?}"
        );
    }

    let me = hired(app, "wang", Role::Clerk).await;
    let clerk = me.permit().unwrap();
    let owner = Permit::of_machine_owner();
    let earlier = look(&service, &clerk, &number).await.ticket.unwrap();
    for (window, is_there) in [
        (scope(&["passport"], &[]), false),
        (scope(&["resident-id-card"], &[]), true),
        // Accepted for the card too, and all over the province.
        (scope(&["social-security-card"], &["440300"]), true),
        (scope(&[], &["440100"]), true),
        (scope(&[], &["360400"]), false),
        (scope(&[], &[]), true),
    ] {
        operator::set_window(app, &owner, me.id, window.clone())
            .await
            .unwrap();
        assert_eq!(operator::window(app, &owner, me.id).await.unwrap(), window);
        let found = ask(app, &clerk, &number, IDENTITY).await;
        assert_eq!(found.is_ok(), is_there, "{window:?}");
        let listed = counter::of_person(app, &clerk, IDENTITY).await;
        assert_eq!(listed.is_ok(), is_there, "{window:?}");
        let photo = counter::photo(app, &clerk, &earlier, PhotoPurpose::Compare).await;
        assert_eq!(photo.is_ok(), is_there, "{window:?}");
        let again = counter::again(app, &clerk, &Window::default(), &earlier).await;
        assert_eq!(again.is_ok(), is_there, "{window:?}");
    }
    let unknown = operator::set_window(app, &owner, me.id, scope(&["no-such"], &[])).await;
    assert_eq!(unknown.unwrap_err().code(), "unknown-name");
}

/// A ticket opens no photo of a receipt that has ended since, to look at or to
/// hand over.
#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_does_not_outlive_its_receipt() {
    let service = service().await;
    let app = &service.app;
    let clerk = hired(app, "wang", Role::Clerk).await.permit().unwrap();
    let boss = hired(app, "chen", Role::Operator).await;
    for (end, code) in [
        ("revoked", "receipt-revoked"),
        ("erased", "receipt-revoked"),
    ] {
        let own = approved(&service, end).await;
        let number = receipt(&service, &own).await.number;
        let ticket = look(&service, &clerk, number.as_str())
            .await
            .ticket
            .unwrap();
        for purpose in [PhotoPurpose::Compare, PhotoPurpose::HandOver] {
            assert!(counter::photo(app, &clerk, &ticket, purpose).await.is_ok());
        }
        match end {
            "revoked" => {
                let revoker = boss.permit().unwrap();
                let why = RevokedFor::Misuse;
                receipts::revoke(app, &revoker, number, why).await.unwrap();
            }
            _ => {
                applicant::erase(app, &own).await.unwrap();
            }
        }
        for purpose in [PhotoPurpose::Compare, PhotoPurpose::HandOver] {
            let refused = counter::photo(app, &clerk, &ticket, purpose).await;
            assert_eq!(refused.unwrap_err().code(), code, "{end} {purpose:?}");
        }
        let again = counter::again(app, &clerk, &Window::default(), &ticket).await;
        assert_eq!(again.unwrap().ticket, None, "{end}");
    }
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
