//! An order on another device: found by number and phone, opened by a second
//! proof, and guessed at.

use domain::log::LogAction;
use domain::receipt::RevokedFor;
use domain::retention::RECEIPT_REMEMBERED;
use domain::staff::Role;
use domain::timestamp::{days, minutes};
use domain::{ApplicantAction, OrderNumber, Status};
use storage::Storage;
use usecases::applicant::{
    self, Credentials, FoundOrder, Known, OwnOrder, Site, SoughtNumber, SoughtPerson,
};
use usecases::counter::{self, Person, Window};
use usecases::{AppError, jobs, receipts};

use crate::service::{Service, approved, hired, service};

const DEVICE: &str = "a device";
const SECOND: &str = "a second";
const PHONE: &str = "13800138000";
/// The end of the applicant's identity number.
const END: &str = "31002x";
const IDENTITY: &str = "11010519491231002X";

fn site(number: usize) -> Site {
    Site(format!("2001:db8:{number:x}::"))
}

async fn find(
    service: &Service,
    number: OrderNumber,
    phone: &str,
    from: usize,
) -> Result<FoundOrder, AppError> {
    found_by(service, number.as_str(), phone, from).await
}

/// By any number and anything of the person, as typed.
async fn found_by(
    service: &Service,
    number: &str,
    person: &str,
    from: usize,
) -> Result<FoundOrder, AppError> {
    let number = SoughtNumber::parse(&service.app, number).unwrap();
    let person = SoughtPerson::parse(person).unwrap();
    applicant::find(&service.app, number, &person, &site(from)).await
}

fn shown(service: &Service, device: &str, grants: &[String]) -> Credentials {
    Credentials {
        device: Some(service.app.digest_device(device)),
        wechat: None,
        wechat_union: None,
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
    assert!(seen.receipt.is_some() && seen.timeline.len() > 4);
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
            let phone = SoughtPerson::parse(&format!("138001400{guess:02}")).unwrap();
            let number = SoughtNumber::Order(number);
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

/// Who has the paper alone finds the order by either of its numbers or its code, with
/// either thing they know of themselves; the other opens the rest.
#[tokio::test(flavor = "multi_thread")]
async fn the_paper_alone_finds_the_order() {
    let service = service().await;
    let app = &service.app;
    let own = approved(&service, DEVICE).await;
    let receipt = receipts::of(app, &own).await.unwrap().unwrap();
    let order = own.number();
    let spaced = format!("{} ", receipt.number.grouped().to_lowercase());
    for number in [
        order.as_str(),
        &order.grouped(),
        receipt.number.as_str(),
        &spaced,
        &receipt.token,
        &format!("https://photo.example.org/V/{}", receipt.token),
    ] {
        for (person, known) in [
            (PHONE, Known::Phone),
            ("+86 138-0013-8000", Known::Phone),
            (IDENTITY, Known::Identity),
            ("１１０１０５ 19491231 002x", Known::Identity),
        ] {
            let found = found_by(&service, number, person, 1).await.unwrap();
            assert_eq!(
                (found.number(), found.known()),
                (order, known),
                "{number} {person}"
            );
        }
        for stranger in ["13800138001", "110105194912310021"] {
            let refused = found_by(&service, number, stranger, 2).await;
            assert_eq!(
                refused.unwrap_err().code(),
                "not-found",
                "{number} {stranger}"
            );
            service.clock.advance(minutes(360));
        }
    }
    for text in [
        "",
        "7K4M",
        "https://photo.example.org/V/HZ1AAAA",
        "13800138000",
    ] {
        assert_eq!(SoughtNumber::parse(app, text), None, "{text}");
    }
    for text in ["", "李小明", "1234", "abcdef"] {
        assert_eq!(SoughtPerson::parse(text), None, "{text}");
    }
    // Guesses by either number are counted together.
    for guess in 0..20 {
        let number = match guess % 2 {
            0 => order.as_str(),
            _ => receipt.number.as_str(),
        };
        let refused = found_by(&service, number, &format!("138001400{guess:02}"), guess).await;
        let is_locked = refused.unwrap_err().code() == "look-up-locked";
        assert_eq!(is_locked, guess >= 10, "{guess}");
    }
    service.clock.advance(days(3));

    let found = found_by(&service, receipt.number.as_str(), IDENTITY, 1)
        .await
        .unwrap();
    for (phone, code) in [(END, "text-length"), ("13800138001", "not-found")] {
        let refused = applicant::prove(app, &found, phone).await;
        assert_eq!(refused.unwrap_err().code(), code, "{phone}");
    }
    assert!(applicant::prove(app, &found, PHONE).await.is_ok());
    let second = app.digest_device(SECOND);
    let grants = [applicant::grant_found(app, &found, second)];
    let here = shown(&service, SECOND, &grants);
    let again = applicant::open_found(app, order, &here).await.unwrap();
    assert_eq!(again.unwrap().known(), Known::Identity);
}

/// A receipt that ended leaves a stone on its device, and for whoever has the paper,
/// with nothing of the person and the way to another, as long as it is remembered.
#[tokio::test(flavor = "multi_thread")]
async fn an_ended_receipt_leads_to_another() {
    for end in ["expired", "used", "revoked", "erased"] {
        let service = service().await;
        let app = &service.app;
        let own = approved(&service, DEVICE).await;
        let receipt = receipts::of(app, &own).await.unwrap().unwrap();
        let device = shown(&service, DEVICE, &[]);
        let listed = async || applicant::orders_here(app, &device).await.unwrap();
        let line = listed().await.remove(0).receipt.unwrap();
        assert_eq!(line.number, Some(receipt.number), "before its end");
        match end {
            "used" => {
                let me = hired(app, "wang", Role::Clerk).await;
                let any = Window::default();
                let clerk = me.permit().unwrap();
                let person = Person::typed(IDENTITY);
                let number = receipt.number.as_str();
                let seen = counter::look_up(app, &clerk, &any, number, &person).await;
                let ticket = seen.unwrap().ticket.unwrap();
                let consumer = me.permit().unwrap();
                counter::use_up(app, &clerk, &consumer, &any, &ticket)
                    .await
                    .unwrap();
            }
            "revoked" => {
                let boss = hired(app, "zhao", Role::Operator).await.permit().unwrap();
                let why = RevokedFor::Misuse;
                receipts::revoke(app, &boss, receipt.number, why)
                    .await
                    .unwrap();
            }
            "erased" => {
                applicant::erase(app, &own).await.unwrap();
            }
            _ => {}
        }
        service
            .clock
            .set(domain::china::ends(receipt.glance.valid_until));
        jobs::run_due(app).await.unwrap();

        let number = receipt.number.as_str();
        if end == "erased" {
            assert!(listed().await.is_empty(), "they wished it gone");
            assert!(found_by(&service, number, IDENTITY, 1).await.is_err());
            continue;
        }
        let line = listed().await.remove(0);
        let glance = line.receipt.unwrap();
        assert_eq!(glance.status.code(), end);
        assert!(glance.is_over() && line.summary.erased_at.is_some());
        assert_eq!(line.summary.picture, None);
        let stone = service.opened(own.number(), DEVICE).await.unwrap();
        let seen = applicant::show(app, &stone).await.unwrap();
        assert!(seen.picture.is_none() && seen.summary.allows(ApplicantAction::Renew));
        let again = applicant::renew(app, &stone, app.digest_device(DEVICE)).await;
        let again = again.unwrap().summary(app.now());
        assert_eq!(
            (again.document, again.city),
            (seen.summary.document, seen.summary.city)
        );

        // From the paper, with the identity number; the phone is forgotten.
        assert!(found_by(&service, number, PHONE, 1).await.is_err());
        let found = found_by(&service, number, IDENTITY, 1).await.unwrap();
        let seen = applicant::glance(app, &found).await.unwrap();
        assert_eq!(seen.receipt.unwrap().status.code(), end);
        assert_eq!(seen.known, None, "there is no more to open");

        // Until it is forgotten.
        service.clock.advance(RECEIPT_REMEMBERED);
        jobs::run_due(app).await.unwrap();
        assert_eq!(service.opened(own.number(), DEVICE).await, None);
        assert!(found_by(&service, number, IDENTITY, 3).await.is_err());
        assert!(!service.order(&own).await.holds_somebody());
    }
}
