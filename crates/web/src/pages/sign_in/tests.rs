//! Signing in and one's own account over a real service: equal answers, the
//! device's cookie, guesses within a session, passkeys' refusals.

use std::num::NonZeroU32;

use domain::staff::Role;
use domain::timestamp::days;
use usecases::{Permit, operator};

use crate::testing::{PASSWORD, Service, settings};
use crate::{Limits, Settings};

/// A service that does not limit how often one tries.
async fn lax() -> Service {
    let usual = settings();
    Service::start_with(Settings {
        limits: Limits {
            look_ups_per_minute: NonZeroU32::MAX,
            ..usual.limits
        },
        ..usual
    })
    .await
}

/// The page without what every form has of its own: token and typed name.
fn without_own(text: &str, name: &str) -> String {
    let mut parts = text.split("name=\"csrf\" value=\"");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain += part.split_once('"').map_or("", |(_, rest)| rest);
    }
    plain.replace(&format!("value=\"{name}\""), "value=\"\"")
}

#[tokio::test(flavor = "multi_thread")]
async fn names_cannot_be_told_apart() {
    let service = lax().await;
    service.hire(Role::Inspector).await;
    service.hire(Role::Clerk).await;
    service.hire(Role::Operator).await;
    let (app, owner) = (&service.web.app, Permit::of_machine_owner());
    let all = operator::colleagues(app, &owner).await.unwrap();
    let off = all.iter().find(|one| one.name == "clerk").unwrap();
    operator::disable(app, &owner, off.id).await.unwrap();
    let tries = async |name: &str, password: &str| {
        let browser = service.browser();
        let mut pages = Vec::new();
        for _ in 0..7 {
            let answer = browser.sign_in(name, password).await;
            answer.status(200).lacks("session=");
            pages.push(without_own(&answer.text(), name));
        }
        pages
    };
    // The same while it is evaluated, when it locks, and while it is locked.
    let known = tries("inspector", "wrong-password").await;
    for (name, password) in [("nosuchname", "wrong-password"), ("clerk", PASSWORD)] {
        let pages = tries(name, password).await;
        assert!(pages == known, "{name} {password}");
    }
    assert!(!known[3].contains('锁') && known[4].contains('锁'));
    // The right password of a locked name says no more.
    let locked = tries("inspector", PASSWORD).await;
    assert_eq!(locked[0], known[6]);
    service.clock.advance(days(1));
    let browser = service.browser();
    browser.sign_in("inspector", PASSWORD).await.status(303);
    browser.get("/desk").await.status(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_signed_in_is_not_locked_out() {
    let service = lax().await;
    service.hire(Role::Inspector).await;
    let owner = service.browser();
    let signed_in = owner.sign_in("inspector", PASSWORD).await;
    signed_in.status(303).sets_cookie("staff-device=");
    owner.post("/desk/sign-out", "").await.status(303);
    // From the very same address.
    let attacker = service.browser();
    for _ in 0..9 {
        attacker.sign_in("inspector", "wrong-password").await;
    }
    let refused = service.browser().sign_in("inspector", PASSWORD).await;
    refused.status(200).contains("锁");
    owner.sign_in("inspector", PASSWORD).await.status(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn over_https_the_device_is_of_this_host_alone() {
    let service = Service::start_with(Settings {
        public_url: Some("https://photo.example.org".to_owned()),
        ..settings()
    })
    .await;
    service.hire(Role::Inspector).await;
    let browser = service.browser();
    let signed_in = browser.sign_in("inspector", PASSWORD).await;
    signed_in.sets_cookie("__Host-staff-device=");
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_within_a_session_end() {
    let service = lax().await;
    let browser = service.hire(Role::Inspector).await;
    browser.get("/desk/account").await.status(200);
    let guess = async |old: &str, status| {
        let form = format!("old={old}&new=another-good-phrase&again=another-good-phrase");
        let answer = browser.post("/desk/account/password", &form).await;
        answer.status(status);
        answer
    };
    for _ in 0..5 {
        guess("wrong-password", 200).await.contains("密码不对");
    }
    guess("wrong-password", 429).await.contains("次数太多");
    guess(PASSWORD, 429).await;
    // What asks for the password elsewhere on the page counts with it.
    let form = format!("password={PASSWORD}");
    let begun = browser.post("/desk/account/passkeys/begin", &form).await;
    begun.status(429);
    service.clock.advance(domain::timestamp::minutes(1));
    let same = format!("old={PASSWORD}&new={PASSWORD}&again={PASSWORD}");
    let answer = browser.post("/desk/account/password", &same).await;
    answer.status(200).contains("不能和现在的一样");
}

#[tokio::test(flavor = "multi_thread")]
async fn passkeys_are_asked_for_and_refused() {
    let service = lax().await;
    let browser = service.hire(Role::Inspector).await;
    let page = browser.get("/desk/account").await;
    page.status(200).contains("data-passkey=\"add\"");
    let form = format!("password={PASSWORD}");
    let asked = browser.post("/desk/account/passkeys/begin", &form).await;
    asked.status(200).has("content-type", "application/json");
    let asked = asked.json();
    assert_eq!(asked["rp"]["id"], "localhost");
    assert_eq!(asked["user"]["name"], "inspector");
    let selection = &asked["authenticatorSelection"];
    assert_eq!(selection["userVerification"], "required");
    assert_eq!(selection["residentKey"], "required");
    for (name, answer) in [("phone", "{}"), ("phone", "nonsense"), ("", "{}")] {
        let form = format!("name={name}&answer={answer}");
        let added = browser.post("/desk/account/passkeys", &form).await;
        added.status(422).contains("\"error\"");
    }
    // Tries with no passkey count for the address, like wrong passwords.
    let stranger = service.browser();
    let begun = stranger.post("/desk/sign-in/passkey/begin", "").await;
    begun.status(200).contains("\"rpId\":\"localhost\"");
    for _ in 0..4 {
        let tried = stranger.post("/desk/sign-in/passkey", "answer={}").await;
        tried.status(422).lacks("锁");
    }
    let tried = stranger.post("/desk/sign-in/passkey", "answer={}").await;
    tried.status(422).contains("锁");
}

/// What went wrong among the pages of staff leads back to their work, not to an
/// applicant's pages.
#[tokio::test]
async fn staff_stay_among_their_pages() {
    let service = Service::start().await;
    let clerk = service.hire(Role::Clerk).await.speaking("en");
    for (path, status) in [
        ("/desk", 403),
        ("/desk/orders/23456789ABC", 403),
        ("/office", 403),
        ("/counter/no-such-page/at-all", 404),
        ("/desks", 404),
    ] {
        let answer = clerk.get(path).await;
        answer.status(status);
        match path {
            "/desks" => answer.contains("href=\"/orders\"").lacks("/desk/start"),
            _ => answer
                .contains("href=\"/desk/start\"")
                .lacks("href=\"/orders\""),
        };
    }
    clerk.get("/desk/start").await.redirects_to("/counter");
    service
        .get("/desk/start")
        .await
        .redirects_to("/desk/sign-in");
    let changed = service.get("/desk/sign-in?changed=password").await;
    changed.status(200).contains("密码改好了");
}
