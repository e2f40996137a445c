//! An order on another device: found by number and phone, opened by a second
//! proof, and guessed at.

use domain::applicant::Phone;
use domain::log::LogAction;
use domain::timestamp::{days, minutes};
use domain::{ApplicantAction, OrderNumber, Status};
use storage::Storage;
use usecases::applicant::{self, Credentials, FoundOrder, OwnOrder, Site};
use usecases::{AppError, jobs};

use crate::service::{Service, approved, service};

const DEVICE: &str = "a device";
const SECOND: &str = "a second";
const PHONE: &str = "13800138000";
/// The end of the applicant's identity number.
const END: &str = "31002x";

fn site(number: usize) -> Site {
    Site(format!("2001:db8:{number:x}::"))
}

async fn find(
    service: &Service,
    number: OrderNumber,
    phone: &str,
    from: usize,
) -> Result<FoundOrder, AppError> {
    let phone = Phone::parse(phone).unwrap();
    applicant::find(&service.app, number, &phone, &site(from)).await
}

fn shown(service: &Service, device: &str, grants: &[String]) -> Credentials {
    Credentials {
        device: Some(service.app.digest_device(device)),
        grants: grants.to_vec(),
    }
}

async fn opened(service: &Service, number: OrderNumber, shown: &Credentials) -> (bool, bool) {
    let own = applicant::open(&service.app, number, shown).await.unwrap();
    let found = applicant::open_found(&service.app, number, shown).await;
    (own.is_some(), found.unwrap().is_some())
}

/// How often this was logged, of the order.
async fn logged(service: &Service, subject: &str, action: LogAction) -> usize {
    let mut tx = service.storage.read().await.unwrap();
    let all = tx.log_after(0, 10_000).await.unwrap();
    let of = all.iter().filter(|line| line.entry.subject == subject);
    of.filter(|line| line.entry.action == action).count()
}

/// Number and phone show how an order stands; the second proof opens it, for a
/// while, and on that device.
#[tokio::test(flavor = "multi_thread")]
async fn number_and_phone_show_the_state_and_the_second_proof_opens_it() {
    let service = service().await;
    let app = &service.app;
    let number = approved(&service, DEVICE).await.number();
    let second = app.digest_device(SECOND);
    assert_eq!(service.opened(number, SECOND).await, None);
    let found = find(&service, number, PHONE, 1).await.unwrap();
    let seen = applicant::glance(app, &found).await.unwrap();
    assert_eq!(seen.summary.status, Status::Approved);
    assert!(seen.has_receipt && seen.timeline.len() > 4);
    assert_eq!(seen.summary.picture, None);
    for action in [ApplicantAction::Erase, ApplicantAction::Renew] {
        assert!(!seen.summary.allows(action), "{action:?}");
    }

    // A grant is for one device, and for no more than was proved.
    let of_found = applicant::grant_found(app, &found, second);
    for (device, grant, opens) in [
        (SECOND, of_found.clone(), (false, true)),
        ("a third", of_found.clone(), (false, false)),
        (
            SECOND,
            of_found.replace(".found.", ".proven."),
            (false, false),
        ),
        (SECOND, of_found.replace("0.", "9."), (false, false)),
        (SECOND, number.to_string(), (false, false)),
    ] {
        let shown = shown(&service, device, std::slice::from_ref(&grant));
        assert_eq!(
            opened(&service, number, &shown).await,
            opens,
            "{device} {grant}"
        );
    }
    let here = shown(&service, SECOND, std::slice::from_ref(&of_found));
    let listed = applicant::orders_here(app, &here).await.unwrap();
    assert_eq!((listed.len(), listed[0].summary.picture), (1, None));

    // The second proof.
    for (end, code) in [
        ("", "text-length"),
        ("1234567", "text-length"),
        ("310029", "not-found"),
    ] {
        let refused = applicant::prove(app, &found, end).await.unwrap_err();
        assert_eq!(refused.code(), code, "{end}");
    }
    let own = applicant::prove(app, &found, END).await.unwrap();
    assert!(applicant::photo(app, &own, None).await.is_ok());
    let grants = [of_found, applicant::grant_proven(app, &own, second)];
    let both = shown(&service, SECOND, &grants);
    assert_eq!(opened(&service, number, &both).await, (true, true));
    let hides = async |own: &OwnOrder, device| {
        let renewed = applicant::renew(app, own, device).await.unwrap();
        let input = applicant::details_input(app, &renewed).unwrap();
        input.number.is_none()
    };
    assert!(hides(&own, second).await, "not for good on another device");
    let begun_here = service.opened(number, DEVICE).await.unwrap();
    assert!(!hides(&begun_here, app.digest_device(DEVICE)).await);
    for (after, opens) in [
        (minutes(119), (true, true)),
        (minutes(1), (false, true)),
        (days(30), (false, false)),
    ] {
        service.clock.advance(after);
        assert_eq!(opened(&service, number, &both).await, opens, "{after:?}");
    }
    service.clock.advance(domain::retention::RECEIPT);
    jobs::run_due(app).await.unwrap();
    let gone = find(&service, number, PHONE, 1).await;
    assert_eq!(gone.unwrap_err().code(), "not-found", "it is erased");
    for (action, times) in [
        (LogAction::OrderFound, 1),
        (LogAction::OrderNotFound, 1),
        (LogAction::OrderProofWrong, 1),
        (LogAction::OrderProven, 1),
    ] {
        let found = logged(&service, number.as_str(), action).await;
        assert_eq!(found, times, "{action:?}");
    }
}

/// Whether a number exists or not, ten guesses from anywhere, then one in six
/// hours, and not the owner's device.
#[tokio::test(flavor = "multi_thread")]
async fn guesses_at_one_order_end() {
    let service = service().await;
    let number = approved(&service, DEVICE).await.number();
    let nobodys = OrderNumber::generate(&mut domain::randomness::seeded(8));
    for number in [number, nobodys] {
        for guess in 0..40 {
            // Each from a network of its own.
            let phone = format!("138001400{guess:02}");
            let refused = find(&service, number, &phone, guess).await.unwrap_err();
            let expected = if guess < 10 {
                "not-found"
            } else {
                "look-up-locked"
            };
            assert_eq!(refused.code(), expected, "{number} {guess}");
        }
        let found = logged(&service, number.as_str(), LogAction::OrderNotFound).await;
        let locked = logged(&service, number.as_str(), LogAction::OrderFindLocked).await;
        assert_eq!((found, locked), (10, 1), "{number}");
    }
    let locked = find(&service, number, PHONE, 99).await.unwrap_err();
    assert_eq!(locked.code(), "look-up-locked");
    assert!(service.opened(number, DEVICE).await.is_some());
    service.clock.advance(minutes(360));
    assert!(find(&service, number, PHONE, 99).await.is_ok());
    // Having found it forgives nothing.
    let wrong = find(&service, number, "13800138001", 99).await.unwrap_err();
    let locked = find(&service, number, PHONE, 99).await.unwrap_err();
    assert_eq!(
        (wrong.code(), locked.code()),
        ("not-found", "look-up-locked")
    );
}

/// However many are sent at once, no more are answered.
#[tokio::test(flavor = "multi_thread")]
async fn guesses_at_once_are_counted_one_by_one() {
    let service = service().await;
    let number = approved(&service, DEVICE).await.number();
    let guesses = (0..60).map(|guess| {
        let app = service.app.clone();
        tokio::spawn(async move {
            let phone = Phone::parse(&format!("138001400{guess:02}")).unwrap();
            let found = applicant::find(&app, number, &phone, &site(guess)).await;
            found.unwrap_err().code()
        })
    });
    let mut answered = 0;
    for guess in guesses.collect::<Vec<_>>() {
        answered += usize::from(guess.await.unwrap() == "not-found");
    }
    assert_eq!(answered, 10);
}

/// The end of an identity number has few values: five tries, then one a day.
#[tokio::test(flavor = "multi_thread")]
async fn guesses_at_the_second_proof_end() {
    let service = service().await;
    let app = &service.app;
    let number = approved(&service, DEVICE).await.number();
    let found = find(&service, number, PHONE, 1).await.unwrap();
    for guess in 0..8 {
        let end = format!("4{guess}002X");
        let refused = applicant::prove(app, &found, &end).await.unwrap_err();
        let expected = if guess < 5 {
            "not-found"
        } else {
            "look-up-locked"
        };
        assert_eq!(refused.code(), expected, "{guess}");
    }
    let locked = applicant::prove(app, &found, END).await.unwrap_err();
    assert_eq!(locked.code(), "look-up-locked");
    service.clock.advance(days(1));
    assert!(applicant::prove(app, &found, END).await.is_ok());
}
