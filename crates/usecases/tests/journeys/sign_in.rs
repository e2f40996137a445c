//! Signing in: who is locked and who is not, what a refusal tells, guesses made
//! at once, and what a reset takes away.

use domain::log::LogAction;
use domain::staff::Role;
use domain::timestamp::{days, minutes};
use storage::{LogFilter, Storage};
use usecases::sign_in::{
    self, Admitted, OwnPasswordError, PasswordChange, Proofs, SignInError, SignInTry, SignedIn,
};
use usecases::{Permit, operator};

use crate::service::{Service, hired, service};

const PASSWORD: &str = "violet harbour ninety";

/// Where an attacker is, and where the owner is.
const ELSEWHERE: &str = "203.0.113.7";
const HOME: &str = "198.51.100.1";

fn given<'a>(name: &'a str, password: &'a str, site: &'a str) -> SignInTry<'a> {
    SignInTry {
        name,
        password,
        code: None,
        site,
        device: None,
    }
}

/// A member of staff with [`PASSWORD`].
async fn member(service: &Service, name: &str) -> SignedIn {
    let app = &service.app;
    let roles = [Role::Operator].into_iter().collect();
    let owner = Permit::of_machine_owner();
    let once = operator::add(app, &owner, name, roles).await.unwrap();
    let first = sign_in::sign_in(app, &given(name, &once, HOME)).await;
    let me = who(service, &first.unwrap()).await;
    let changed = sign_in::change_password(app, &me, &once, PASSWORD).await;
    changed.unwrap();
    me
}

async fn who(service: &Service, admitted: &Admitted) -> SignedIn {
    let found = sign_in::who(&service.app, &admitted.session).await;
    found.unwrap().unwrap()
}

/// The outcome's code, and whether it tells a time to wait until.
fn told<T>(outcome: Result<T, SignInError>) -> (&'static str, bool) {
    match outcome {
        Ok(_) => ("signed-in", false),
        Err(SignInError::Refused { until }) => ("sign-in-refused", until.is_some()),
        Err(error) => (error.code(), false),
    }
}

async fn logged(service: &Service, action: LogAction) -> usize {
    let filter = LogFilter {
        before: None,
        actions: Some(vec![action]),
    };
    let mut tx = service.storage.read().await.unwrap();
    tx.log_newest(&filter, 1_000).await.unwrap().len()
}

/// Guesses a wrong password of `name` from `site`.
pub(crate) async fn wrong(service: &Service, name: &str, site: &str) -> (&'static str, bool) {
    told(sign_in::sign_in(&service.app, &given(name, "wrong", site)).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_guesses_is_locked_and_nobody_else() {
    let service = service().await;
    member(&service, "operator").await;
    let app = &service.app;
    let admitted = sign_in::sign_in(app, &given("operator", PASSWORD, HOME)).await;
    let device = admitted.unwrap().device;
    // A day of guessing from one address, every twenty minutes.
    for _ in 0..72 {
        wrong(&service, "operator", ELSEWHERE).await;
        wrong(&service, "operator", HOME).await;
        service.clock.advance(minutes(20));
    }
    wrong(&service, "operator", ELSEWHERE).await;
    wrong(&service, "operator", HOME).await;
    let row = async |site, device: Option<&String>, expected| {
        let given = SignInTry {
            device: device.map(String::as_str),
            ..given("operator", PASSWORD, site)
        };
        let outcome = sign_in::sign_in(app, &given).await;
        let next = outcome
            .as_ref()
            .ok()
            .map(|admitted| admitted.device.clone());
        assert_eq!(told(outcome), expected, "{site}");
        next
    };
    let refused = ("sign-in-refused", true);
    // The right password does not help the attacker's address.
    row(ELSEWHERE, None, refused).await;
    // The owner behind the attacker's very address, on the device they know.
    let next = row(HOME, Some(&device), ("signed-in", false)).await;
    // The token changes with every sign-in; the old one is not known any more.
    row(HOME, Some(&device), refused).await;
    let device = next.unwrap();
    row("2001:db8:100::", Some(&device), ("signed-in", false)).await;
    // And from another address on a device that is not known.
    row("192.0.2.44", None, ("signed-in", false)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_addresses_use_up_what_strangers_have_but_not_the_known_device() {
    let service = service().await;
    member(&service, "operator").await;
    let app = &service.app;
    let admitted = sign_in::sign_in(app, &given("operator", PASSWORD, HOME)).await;
    let device = admitted.unwrap().device;
    let before = logged(&service, LogAction::SignInWrong).await;
    for n in 0..130 {
        wrong(&service, "operator", &format!("192.0.2.{n}")).await;
    }
    // A hundred were looked at.
    let evaluated = logged(&service, LogAction::SignInWrong).await - before;
    assert_eq!(evaluated, 100);
    let new_address = told(sign_in::sign_in(app, &given("operator", PASSWORD, "192.0.3.1")).await);
    // Refused; that others guess is not told.
    assert_eq!(new_address, ("sign-in-refused", false));
    let known = SignInTry {
        device: Some(&device),
        ..given("operator", PASSWORD, "192.0.3.1")
    };
    let outcome = told(sign_in::sign_in(app, &known).await);
    assert_eq!(outcome, ("signed-in", false));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_does_not_tell_which_names_there_are() {
    let service = service().await;
    member(&service, "wei").await;
    let off = member(&service, "off").await;
    let app = &service.app;
    let owner = Permit::of_machine_owner();
    // Somebody must be able to manage staff.
    member(&service, "another").await;
    operator::disable(app, &owner, off.id).await.unwrap();
    let tries = async |name: &str, password: &str, site: &str| {
        let mut all = Vec::new();
        for _ in 0..8 {
            all.push(told(
                sign_in::sign_in(app, &given(name, password, site)).await,
            ));
        }
        all
    };
    let known = tries("wei", "wrong", "192.0.2.1").await;
    assert_eq!(tries("nosuchname", "wrong", "192.0.2.2").await, known);
    assert_eq!(tries("off", "wrong", "192.0.2.3").await, known);
    assert_eq!(tries("off", PASSWORD, "192.0.2.4").await, known);
    assert_eq!(known[3], ("sign-in-refused", false));
    assert_eq!(known[4], ("sign-in-refused", true));
    // One address that tries many names.
    let mut last = ("", false);
    for n in 0..61 {
        last = wrong(&service, &format!("name{n}"), "192.0.2.9").await;
    }
    assert_eq!(last, ("sign-in-refused", true));
    // Every one of these left a line in the log, without the name if there is no
    // such account.
    let filter = LogFilter::default();
    let mut tx = service.storage.read().await.unwrap();
    let lines = tx.log_newest(&filter, 1_000).await.unwrap();
    let named = |name: &str| lines.iter().any(|line| line.entry.subject == name);
    assert!(named("wei") && !named("nosuchname") && !named("name1"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn guesses_at_once_do_not_pass() {
    let service = service().await;
    member(&service, "sun").await;
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..40 {
        let app = service.app.clone();
        all.spawn(async move {
            let given = given("sun", "wrong", ELSEWHERE);
            told(sign_in::sign_in(&app, &given).await)
        });
    }
    let mut busy = 0;
    while let Some(outcome) = all.join_next().await {
        match outcome.unwrap().0 {
            "sign-in-refused" => {}
            // The line for hashing was full; nothing was evaluated.
            "hashing-busy" => busy += 1,
            other => panic!("{other}"),
        }
    }
    let wrong = logged(&service, LogAction::SignInWrong).await;
    assert!(wrong <= 5, "{wrong} guesses were evaluated");
    let locked = logged(&service, LogAction::SignInLocked).await;
    assert_eq!(wrong + locked + busy, 40);
    // What was left of the five, one after the other.
    for _ in wrong..5 {
        let outcome = sign_in::sign_in(&service.app, &given("sun", "wrong", ELSEWHERE)).await;
        assert_eq!(told(outcome).0, "sign-in-refused");
    }
    assert_eq!(logged(&service, LogAction::SignInWrong).await, 5);
    // The right one among them would have been refused too.
    let outcome = told(sign_in::sign_in(&service.app, &given("sun", PASSWORD, ELSEWHERE)).await);
    assert_eq!(outcome, ("sign-in-refused", true));
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_as_oneself_clears_no_guesses_at_others() {
    let service = service().await;
    member(&service, "sun").await;
    member(&service, "wei").await;
    let app = &service.app;
    for _ in 0..7 {
        wrong(&service, "sun", ELSEWHERE).await;
        let own = sign_in::sign_in(app, &given("wei", PASSWORD, ELSEWHERE)).await;
        assert!(own.is_ok());
    }
    assert_eq!(logged(&service, LogAction::SignInWrong).await, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn old_passwords_are_not_guessed_within_a_session() {
    let service = service().await;
    let me = member(&service, "sun").await;
    let app = &service.app;
    let check = async |old: &str, new: &str, expected: &str| {
        let changed = sign_in::change_password(app, &me, old, new).await;
        let code = match changed {
            Ok(()) => "changed",
            Err(PasswordChange::Old(OwnPasswordError::Wrong)) => "wrong",
            Err(PasswordChange::Old(OwnPasswordError::Locked { .. })) => "locked",
            Err(PasswordChange::Same) => "same",
            Err(PasswordChange::Weak(_)) => "weak",
            Err(PasswordChange::Old(OwnPasswordError::App(error))) => error.code(),
        };
        assert_eq!(code, expected, "{old} {new}");
    };
    check("wrong", "short", "weak").await;
    check(PASSWORD, PASSWORD, "same").await;
    for _ in 0..5 {
        check("wrong", "another good phrase", "wrong").await;
    }
    check("wrong", "another good phrase", "locked").await;
    check(PASSWORD, "another good phrase", "locked").await;
    assert_eq!(logged(&service, LogAction::OldPasswordWrong).await, 5);
    // Whoever is at the door is not concerned.
    let door = told(sign_in::sign_in(app, &given("sun", PASSWORD, HOME)).await);
    assert_eq!(door, ("signed-in", false));
    service.clock.advance(minutes(1));
    check(PASSWORD, "another good phrase", "changed").await;
    // A one-time password is not kept either, and a reset lifts this lock too.
    for _ in 0..6 {
        let wrong = sign_in::change_password(app, &me, "wrong", "another good phrase");
        wrong.await.unwrap_err();
    }
    let owner = Permit::of_machine_owner();
    let once = operator::reset_password(app, &owner, me.id).await.unwrap();
    check(&once, &once, "same").await;
    check(&once, PASSWORD, "changed").await;
}

/// The code of the secret that is offered now.
pub(crate) fn code_of(service: &Service, secret_base32: &str) -> String {
    let bytes = base32_bytes(secret_base32);
    let secret = domain::staff::totp::TotpSecret::from_bytes(bytes);
    let code = (0..1_000_000).map(|n| format!("{n:06}"));
    let mut right = code.filter(|code| secret.check(code, None, service.app.now()).is_ok());
    right.next().unwrap()
}

fn base32_bytes(text: &str) -> [u8; 20] {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut bits = text
        .chars()
        .flat_map(|c| {
            let value = ALPHABET.find(c).unwrap();
            (0..5).rev().map(move |bit| value >> bit & 1)
        })
        .collect::<Vec<_>>()
        .into_iter();
    std::array::from_fn(|_| {
        (0..8).fold(0, |byte, _| {
            byte << 1 | u8::try_from(bits.next().unwrap()).unwrap()
        })
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_reset_takes_away() {
    let service = service().await;
    let me = member(&service, "sun").await;
    member(&service, "wei").await;
    let app = &service.app;
    let admitted = sign_in::sign_in(app, &given("sun", PASSWORD, HOME)).await;
    let admitted = admitted.unwrap();
    let offer = async || sign_in::begin_totp(app, &me).await.unwrap().secret_base32;
    let first = offer().await;
    assert_eq!(offer().await, first, "it stays until it is confirmed");
    let code = code_of(&service, &first);
    sign_in::confirm_totp(app, &me, &code).await.unwrap();
    // Whoever finds the session open cannot put another in its place.
    let again = sign_in::confirm_totp(app, &me, &code).await;
    assert!(matches!(again, Err(sign_in::TotpSwitch::AlreadyOn)));
    let needed = sign_in::sign_in(app, &given("sun", PASSWORD, HOME)).await;
    let is_needed = matches!(needed, Err(SignInError::ProofNeeded(Proofs::Code)));
    assert!(is_needed);
    let off = sign_in::switch_off_totp(app, &me, "wrong").await;
    assert!(matches!(off, Err(OwnPasswordError::Wrong)));
    sign_in::switch_off_totp(app, &me, PASSWORD).await.unwrap();
    let second = offer().await;
    assert_ne!(second, first);
    let code = code_of(&service, &second);
    sign_in::confirm_totp(app, &me, &code).await.unwrap();

    let owner = Permit::of_machine_owner();
    let once = operator::reset_password(app, &owner, me.id).await.unwrap();
    let session = sign_in::who(app, &admitted.session).await.unwrap();
    assert_eq!(session, None);
    let third = offer().await;
    assert!(third != first && third != second);
    // Without the code; the device is not known any more.
    for _ in 0..6 {
        wrong(&service, "sun", HOME).await;
    }
    let given = SignInTry {
        device: Some(&admitted.device),
        ..given("sun", &once, HOME)
    };
    let outcome = told(sign_in::sign_in(app, &given).await);
    assert_eq!(outcome, ("sign-in-refused", true));
    let elsewhere = SignInTry {
        site: ELSEWHERE,
        ..given
    };
    let outcome = told(sign_in::sign_in(app, &elsewhere).await);
    assert_eq!(outcome, ("signed-in", false));
    // A reset lifts the lock for where its owner is, too.
    let once = operator::reset_password(app, &owner, me.id).await.unwrap();
    let again = SignInTry {
        password: &once,
        device: None,
        ..given
    };
    let outcome = told(sign_in::sign_in(app, &again).await);
    assert_eq!(outcome, ("signed-in", false));
}

/// A wrong code counts like a wrong password, and asking for one does not.
#[tokio::test(flavor = "multi_thread")]
async fn codes_are_not_guessed() {
    let service = service().await;
    let me = member(&service, "sun").await;
    let app = &service.app;
    let secret = sign_in::begin_totp(app, &me).await.unwrap().secret_base32;
    let code = code_of(&service, &secret);
    sign_in::confirm_totp(app, &me, &code).await.unwrap();
    let check = async |code, expected| {
        let given = SignInTry {
            code,
            ..given("sun", PASSWORD, HOME)
        };
        let outcome = told(sign_in::sign_in(app, &given).await);
        assert_eq!(outcome, expected, "{code:?}");
    };
    for _ in 0..9 {
        check(None, ("sign-in-code-needed", false)).await;
    }
    // The code that switched it on has been used.
    check(Some(&*code), ("sign-in-code-wrong", false)).await;
    service.clock.advance(minutes(1));
    for _ in 0..4 {
        check(Some("12345x"), ("sign-in-code-wrong", false)).await;
    }
    check(Some("12345x"), ("sign-in-refused", true)).await;
    service.clock.advance(minutes(1));
    check(None, ("sign-in-code-needed", false)).await;
    let code = code_of(&service, &secret);
    check(Some(&*code), ("signed-in", false)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_is_known_for_a_time_and_for_its_owner() {
    let service = service().await;
    member(&service, "sun").await;
    member(&service, "wei").await;
    let app = &service.app;
    let device = sign_in::sign_in(app, &given("sun", PASSWORD, HOME)).await;
    let device = device.unwrap().device;
    let with = async |name, device: &str, expected| {
        for _ in 0..6 {
            wrong(&service, name, HOME).await;
        }
        let given = SignInTry {
            device: Some(device),
            ..given(name, PASSWORD, HOME)
        };
        let outcome = sign_in::sign_in(app, &given).await;
        let next = outcome
            .as_ref()
            .ok()
            .map(|admitted| admitted.device.clone());
        assert_eq!(told(outcome).0, expected, "{name}");
        next
    };
    with("wei", &device, "sign-in-refused").await;
    let device = with("sun", &device, "signed-in").await.unwrap();
    // A second person on the same browser; both are known there.
    service.clock.advance(days(2));
    let given = SignInTry {
        device: Some(&device),
        ..given("wei", PASSWORD, HOME)
    };
    let device = sign_in::sign_in(app, &given).await.unwrap().device;
    let device = with("wei", &device, "signed-in").await.unwrap();
    let device = with("sun", &device, "signed-in").await.unwrap();
    service.clock.advance(days(90));
    with("sun", &device, "sign-in-refused").await;
}

/// Reading what an applicant wrote, or their case, leaves one line each.
#[tokio::test(flavor = "multi_thread")]
async fn who_reads_is_in_the_log() {
    let service = service().await;
    let own = crate::service::waiting(&service, "a device").await;
    let app = &service.app;
    let reader = hired(app, "zhao", Role::Operator).await.permit().unwrap();
    for expected in 1..=2 {
        operator::thread(app, &reader, own.number()).await.unwrap();
        let look = usecases::inspector::look(app, &service.reviewer, own.number()).await;
        look.unwrap();
        assert_eq!(logged(&service, LogAction::ThreadRead).await, expected);
        assert_eq!(logged(&service, LogAction::CaseSeen).await, expected);
    }
}

/// Whoever lacks a second factor that their role requires may do nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_required_second_factor_is_set_up_first() {
    let storage = std::sync::Arc::new(storage_sqlite::SqliteStorage::temporary().await.unwrap());
    let catalogue = catalogue::Catalogue::embedded().unwrap();
    let (parts, _clock) = usecases::testing::parts(storage, catalogue);
    let app = usecases::App::new(usecases::AppParts {
        second_factor: [Role::Operator].into_iter().collect(),
        ..parts
    });
    let clerk = hired(&app, "wang", Role::Clerk).await;
    assert!(
        clerk
            .permit::<domain::staff::right::LookUpReceipt>()
            .is_ok()
    );
    let me = hired(&app, "zhao", Role::Operator).await;
    assert!(me.lacks_second_factor);
    assert!(me.permit::<domain::staff::right::ReadLog>().is_err());
    let secret = sign_in::begin_totp(&app, &me).await.unwrap().secret_base32;
    let secret = domain::staff::totp::TotpSecret::from_bytes(base32_bytes(&secret));
    let code = (0..1_000_000).map(|n| format!("{n:06}"));
    let mut right = code.filter(|code| secret.check(code, None, app.now()).is_ok());
    let code = right.next().unwrap();
    sign_in::confirm_totp(&app, &me, &code).await.unwrap();
    // Every session of the account has its rights from now on.
    let owner = Permit::of_machine_owner();
    let all = operator::colleagues(&app, &owner).await.unwrap();
    assert!(
        all.iter()
            .any(|one| one.name == "zhao" && one.has_second_factor)
    );
}

/// A key ends by itself, and its last use is kept to the hour.
#[tokio::test(flavor = "multi_thread")]
async fn keys_end_and_show_their_last_use() {
    let service = service().await;
    let (app, owner) = (&service.app, Permit::of_machine_owner());
    let start = app.now();
    let new = |name: &str, expires_at| operator::NewKey {
        name: name.to_owned(),
        roles: [Role::Clerk].into_iter().collect(),
        scope: domain::staff::Scope::default(),
        expires_at,
    };
    for (name, expires_at, expected) in [
        ("a\u{1b}[2Jb", None, "text-length"),
        ("two\nlines", None, "text-length"),
        ("kiosk", Some(start), "end-passed"),
    ] {
        let refused = operator::add_api_key(app, &owner, new(name, expires_at)).await;
        assert_eq!(refused.unwrap_err().code(), expected, "{name:?}");
    }
    let key = new("kiosk", Some(start.plus(days(1))));
    let key = operator::add_api_key(app, &owner, key).await.unwrap();
    let owner = Permit::of_machine_owner();
    let used = async || operator::api_keys(app, &owner).await.unwrap()[0].used_at;
    let opens = async || {
        usecases::programs::program(app, &key)
            .await
            .unwrap()
            .is_some()
    };
    assert_eq!(used().await, None);
    assert!(opens().await);
    assert_eq!(used().await, Some(start));
    service.clock.advance(minutes(59));
    assert!(opens().await);
    assert_eq!(used().await, Some(start));
    service.clock.advance(minutes(1));
    assert!(opens().await);
    assert_eq!(used().await, Some(start.plus(minutes(60))));
    service.clock.advance(days(1) - minutes(61));
    assert!(opens().await);
    service.clock.advance(minutes(1));
    assert!(!opens().await);
}
