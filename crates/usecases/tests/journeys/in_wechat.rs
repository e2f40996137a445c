//! Words, pictures and ways between the service and WeChat, against the stand-in: letters
//! and answers, content safety, codes and links.

use std::sync::Arc;
use std::time::Duration;

use domain::staff::Role;
use domain::staff::right::{AnswerMessages, Review};
use domain::timestamp::{days, minutes};
use domain::{SafetyVerdict, Verdict};
use storage::Storage as _;
use usecases::applicant::{self, Credentials, OwnOrder};
use usecases::inspector;
use usecases::mini_programme::{self, Place};
use usecases::official_account;
use usecases::operator;
use usecases::{AppError, Permit, jobs};
use wechat_stand_in::{APPID, Fault, PAGE_READER, Push, SECRET, StandIn};

use crate::mini_programme::{MEI, Mini, WEI, programme, query, reject};
use crate::service::{approval, drafted, hired, keyed, ruling, waiting};

const DEVICE: &str = "a device";

async fn take(mini: &Mini, push: &Push) -> Result<(), &'static str> {
    let taken = mini_programme::take_push(mini.app(), &query(push), &push.body).await;
    taken.map_err(|error| error.code())
}

async fn answering(mini: &Mini) -> Permit<AnswerMessages> {
    let operator = hired(mini.app(), "operator", Role::Operator).await;
    operator.permit().unwrap()
}

/// The texts that went to WeChat's window.
fn replies(mini: &Mini) -> Vec<String> {
    let replies = mini.wechat.replies();
    let texts = replies.iter().map(|one| &one["text"]["content"]);
    texts
        .map(|text| text.as_str().unwrap().to_owned())
        .collect()
}

/// Who has no order is answered in WeChat, five times within 48 hours; all of it ends after a
/// month without a word.
#[tokio::test(flavor = "multi_thread")]
async fn letters_without_an_order_are_answered() {
    let mini = Mini::open().await;
    let app = mini.app();
    let permit = answering(&mini).await;
    let waiting = async || mini_programme::waiting_letters(app, &permit).await.unwrap();
    assert_eq!(waiting().await, []);
    let asks = mini.wechat.writes(MEI, "还没下单，能先问问吗？");
    for _ in 0..3 {
        assert_eq!(take(&mini, &asks).await, Ok(()));
    }
    assert_eq!(take(&mini, &mini.wechat.writes(MEI, "  ")).await, Ok(()));
    let lines = waiting().await;
    let [line] = lines.as_slice() else {
        panic!("{lines:?}");
    };
    let said = async || {
        let said = mini_programme::conversation(app, &permit, line.id).await;
        let said = said.unwrap().into_iter();
        said.map(|one| (one.by.kind(), one.text))
            .collect::<Vec<_>>()
    };
    let asked = ("applicant", "还没下单，能先问问吗？".to_owned());
    assert_eq!(said().await, std::slice::from_ref(&asked));

    let answer = async |text: &str| {
        let answered = mini_programme::answer_letter(app, &permit, line.id, text).await;
        answered.map_err(|error| error.code())
    };
    assert_eq!(answer("  ").await, Err("text-length"));
    assert_eq!(answer(&"字".repeat(683)).await, Err("text-length"));
    mini.wechat.fail_wechat(Fault::Down, 1);
    assert_eq!(answer("可以").await, Err("wechat-busy"));
    assert_eq!(said().await.len(), 1, "what was not sent is not kept");
    assert_eq!(answer("可以").await, Ok(()));
    assert_eq!(replies(&mini), ["可以"]);
    assert_eq!(waiting().await, []);
    assert_eq!(said().await, [asked, ("staff", "可以".to_owned())]);
    for _ in 0..4 {
        assert_eq!(answer("还有吗").await, Ok(()));
    }
    assert_eq!(answer("还有吗").await, Err("wechat-not-awaited"));
    let again = mini.wechat.writes(MEI, "有");
    assert_eq!(take(&mini, &again).await, Ok(()));
    mini.service.clock.advance(days(2));
    assert_eq!(answer("好").await, Err("wechat-not-awaited"));

    assert_eq!(waiting().await, [], "nobody can answer it any more");
    // Two days have passed since the last word.
    let mut kept_days = 2;
    let is_kept = async || {
        let mut tx = mini.service.storage.read().await.unwrap();
        tx.letter(line.id).await.unwrap().is_some()
    };
    while is_kept().await && kept_days < 40 {
        mini.service.clock.advance(days(1));
        jobs::work(app, async {}).await;
        kept_days += 1;
    }
    assert_eq!(kept_days, 31, "a month, and until the next round");
    assert_eq!(waiting().await, []);
    let gone = mini_programme::conversation(app, &permit, line.id).await;
    assert!(matches!(gone, Err(AppError::NotFound)));
}

/// What is answered about an order goes to WeChat's window as it is, if its user wrote there
/// of late, and else by a notice.
#[tokio::test(flavor = "multi_thread")]
async fn answers_go_back_to_wechat() {
    let mini = Mini::open().await;
    let wei = mini.user(WEI).await;
    let own = mini.waiting(&wei).await;
    let permit = answering(&mini).await;
    let answer = async |text: &str| {
        let answered = operator::answer(mini.app(), &permit, own.number(), text).await;
        answered.unwrap();
        jobs::run_due(mini.app()).await.unwrap();
    };
    assert_eq!(
        take(&mini, &mini.wechat.writes(WEI, "多久能好？")).await,
        Ok(())
    );
    answer("今天下午").await;
    assert_eq!(replies(&mini), ["今天下午"]);
    assert_eq!(mini.wechat.sent().len(), 0);
    mini.service.clock.advance(days(2));
    mini.subscribed(&own, 1).await;
    mini.wechat.subscribe(WEI, wechat_stand_in::TEMPLATES[1], 1);
    answer("已经好了").await;
    assert_eq!(replies(&mini).len(), 1);
    assert_eq!(mini.wechat.sent().len(), 1);
    answer("请看").await;
    let seen = applicant::show(mini.app(), &own).await.unwrap();
    assert!(seen.untold_since.is_some(), "nothing is taken any more");
}

/// The photo at the address that WeChat was given.
async fn fetched(mini: &Mini, url: &str) -> Result<usize, &'static str> {
    let name = url.rsplit('/').next().unwrap();
    let photo = mini_programme::fetched(mini.app(), name).await;
    photo.map(|photo| photo.len()).map_err(|error| error.code())
}

async fn verdict(mini: &Mini, own: &OwnOrder) -> Vec<(SafetyVerdict, i64)> {
    let id = mini.service.order(own).await.id;
    let mut tx = mini.service.storage.read().await.unwrap();
    let checks = tx.safety_checks_of(id).await.unwrap().into_iter();
    checks.map(|check| (check.verdict, check.label)).collect()
}

/// WeChat looks at photos that its users hand in; what it doubts a person decides on, and no
/// program. Nothing waits for it.
#[tokio::test(flavor = "multi_thread")]
async fn wechat_looks_at_photos() {
    let mini = Mini::checking().await;
    let wei = mini.user(WEI).await;
    let own = mini.waiting(&wei).await;
    jobs::run_due(mini.app()).await.unwrap();
    let asked = mini.wechat.pictures_asked();
    let [picture] = asked.as_slice() else {
        panic!("{asked:?}");
    };
    assert_eq!(picture.openid, WEI);
    let base = "https://photo.example.org/wechat/pictures/";
    assert!(picture.url.starts_with(base), "{}", picture.url);
    assert!(fetched(&mini, &picture.url).await.unwrap() > 1_000);
    for wrong in [
        picture.url.replace('.', "-"),
        format!("{}x", picture.url),
        picture.url.replacen("/pictures/", "/pictures/0", 1),
        base.to_owned(),
    ] {
        assert_eq!(fetched(&mini, &wrong).await, Err("not-found"), "{wrong}");
    }
    // A program waits for what WeChat says.
    let number = own.number();
    let program = keyed(mini.app(), Role::Inspector, &[]).await;
    let program: Permit<Review> = program.permit().unwrap();
    let by_program = async |verdict| {
        let decided = inspector::decide(mini.app(), &program, number, ruling(verdict)).await;
        decided.map(drop).map_err(|error| error.code().to_owned())
    };
    inspector::take(mini.app(), &program, number).await.unwrap();
    let early = by_program(Verdict::Approved).await;
    assert_eq!(early, Err("check-awaited".to_owned()));
    mini.service.clock.advance(minutes(60));
    assert_eq!(fetched(&mini, &picture.url).await, Err("not-found"));
    assert_eq!(verdict(&mini, &own).await, [(SafetyVerdict::Asked, 0)]);

    // A check that is not known is asked for again: its answer may have come first.
    let unknown = wechat_stand_in::PictureAsked {
        trace: "another".to_owned(),
        ..picture.clone()
    };
    let unknown = mini.wechat.picture_checked(&unknown, "risky");
    assert_eq!(take(&mini, &unknown).await, Err("not-found"));
    let risky = mini.wechat.picture_checked(picture, "risky");
    assert_eq!(take(&mini, &risky).await, Ok(()));
    let pass = mini.wechat.picture_checked(picture, "pass");
    assert_eq!(take(&mini, &pass).await, Ok(()), "the first answer counts");
    assert_eq!(verdict(&mini, &own).await, [(SafetyVerdict::Risky, 20_006)]);

    inspector::take(mini.app(), &program, number).await.unwrap();
    for decision in [Verdict::Approved, Verdict::Rejected] {
        let decided = by_program(decision).await;
        assert_eq!(decided, Err("person-needed".to_owned()));
    }
    inspector::release(mini.app(), &program, number)
        .await
        .unwrap();
    let reviewer = &mini.service.reviewer;
    let case = inspector::take(mini.app(), reviewer, number).await.unwrap();
    assert_eq!(case.doubt.map(|doubt| doubt.label), Some(20_006));
    let approved = approval(&mini.service, number).await;
    let decided = inspector::decide(mini.app(), reviewer, number, approved).await;
    assert_eq!(decided.unwrap().status, domain::Status::InReview);
}

/// What WeChat cannot look at, or does not doubt, changes nothing; a WeChat that is down is
/// asked again; the web's photos are not shown to it.
#[tokio::test(flavor = "multi_thread")]
async fn only_what_wechat_doubts_counts() {
    let mini = Mini::checking().await;
    let wei = mini.user(WEI).await;
    let web = waiting(&mini.service, "a computer").await;
    mini.wechat.fail_wechat(Fault::Down, 2);
    let own = mini.waiting(&wei).await;
    jobs::run_due(mini.app()).await.unwrap();
    assert_eq!(mini.wechat.pictures_asked().len(), 0);
    let looks = |own| mini_programme::looks_at_photo(mini.app(), own);
    assert!(looks(&own) && !looks(&web));
    mini.later(minutes(1)).await;
    mini.later(minutes(1)).await;
    let asked = mini.wechat.pictures_asked();
    assert_eq!(asked.len(), 1);
    assert_eq!(verdict(&mini, &web).await, []);
    let unseen = mini.wechat.picture_not_fetched(&asked[0]);
    assert_eq!(take(&mini, &unseen).await, Ok(()));
    assert_eq!(verdict(&mini, &own).await, [(SafetyVerdict::Unseen, 0)]);
    let reviewer = &mini.service.reviewer;
    let case = inspector::look(mini.app(), reviewer, own.number()).await;
    assert_eq!(case.unwrap().doubt, None);

    // Handed in again, hours after the user was last there.
    reject(&mini, own.number()).await;
    mini.service.clock.advance(minutes(180));
    let own = mini.opened(own.number(), &wei).await.unwrap();
    crate::service::fill("李小明", mini.app(), &own).await;
    let own = mini.opened(own.number(), &wei).await.unwrap();
    applicant::submit(mini.app(), &own).await.unwrap();
    jobs::run_due(mini.app()).await.unwrap();
    let verdicts = verdict(&mini, &own).await;
    assert_eq!(verdicts.last(), Some(&(SafetyVerdict::Unseen, 0)));
}

/// What a user writes is shown with what WeChat says of it, and is never gone.
#[tokio::test(flavor = "multi_thread")]
async fn wechat_reads_messages() {
    let mini = Mini::checking().await;
    let wei = mini.user(WEI).await;
    let own = mini.waiting(&wei).await;
    let permit = answering(&mini).await;
    for (text, expected) in [
        ("请问多久能好", None),
        ("这是违禁的话", Some(SafetyVerdict::Risky)),
        ("这是可疑的话", Some(SafetyVerdict::Doubtful)),
    ] {
        applicant::write(mini.app(), &own, text).await.unwrap();
        jobs::run_due(mini.app()).await.unwrap();
        let thread = operator::thread(mini.app(), &permit, own.number()).await;
        let thread = thread.unwrap();
        let last = thread.last().unwrap();
        assert_eq!(last.text, text);
        let doubt = last.doubt.as_ref().map(|doubt| doubt.verdict);
        assert_eq!(doubt, expected, "{text}");
    }
    applicant::erase(mini.app(), &own).await.unwrap();
    assert_eq!(verdict(&mini, &own).await, []);
}

/// A code on an order's page takes it for ten minutes; a place's code is asked for once.
#[tokio::test(flavor = "multi_thread")]
async fn codes_and_links_lead_into_the_mini_programme() {
    let mini = Mini::open().await;
    let app = mini.app();
    let (wei, mei) = (mini.user(WEI).await, mini.user(MEI).await);
    for (place, expected) in [
        (Place::Home, Ok("h")),
        (
            Place::Document("resident-id-card".parse().unwrap()),
            Ok("d.resident-id-card"),
        ),
        (
            Place::Document("no-such".parse().unwrap()),
            Err("not-found"),
        ),
    ] {
        let scene = mini_programme::to(app, &place);
        let scene = scene.map(|scene| scene.to_string());
        let scene = scene.map_err(|error| error.code());
        assert_eq!(scene, expected.map(str::to_owned), "{place:?}");
    }
    let picture = mini_programme::place_code(app, &Place::Home).await.unwrap();
    assert!(picture.starts_with(&[0xff, 0xd8]));
    // Kept: WeChat is not asked again.
    mini.wechat.fail_wechat(Fault::Down, 1);
    let kept = mini_programme::place_code(app, &Place::Home).await.unwrap();
    assert_eq!(kept, picture);
    let home = mini_programme::to(app, &Place::Home).unwrap();
    let down = mini_programme::link(app, &home).await;
    assert_eq!(down.err().map(|error| error.code()), Some("wechat-busy"));
    let link = mini_programme::link(app, &home).await.unwrap();
    assert!(link.starts_with("https://wxaurl.cn/"), "{link}");

    let web = drafted(&mini.service, "a computer").await;
    let scene = mini_programme::to_own(app, &web).unwrap().to_string();
    assert!(scene.len() <= 32, "{scene}");
    let take = async |user, scene: &str| {
        let taken = mini_programme::take_by_scene(app, user, scene).await;
        taken.map_err(|error| error.code())
    };
    let last = scene.chars().last().unwrap();
    let other = if last == 'A' { 'E' } else { 'A' };
    for wrong in [
        "",
        "t.",
        "h",
        &scene[..scene.len() - 1],
        &format!("{}{other}", &scene[..scene.len() - 1]),
        &scene.replacen("t.", "o.", 1),
        "t.照片照片照片照片照片",
    ] {
        assert_eq!(take(&wei, wrong).await, Err("not-found"), "{wrong}");
    }
    assert_eq!(take(&wei, &scene).await, Ok(web.number()));
    assert_eq!(take(&wei, &scene).await, Ok(web.number()));
    assert_eq!(take(&mei, &scene).await, Err("order-other-user"));
    let web = mini.opened(web.number(), &wei).await.unwrap();
    let opens = mini_programme::to_own(app, &web).unwrap();
    assert_eq!(opens.as_str(), format!("o.{}", web.number()));

    let late = drafted(&mini.service, "a computer").await;
    let scene = mini_programme::to_own(app, &late).unwrap().to_string();
    mini.service.clock.advance(minutes(11));
    assert_eq!(take(&wei, &scene).await, Err("not-found"));
}

/// A WeChat that answers late is not waited for: the call fails, and may have done its work.
#[tokio::test(flavor = "multi_thread")]
async fn a_late_answer_is_not_waited_for() {
    let stand_in = StandIn::new(Arc::new(|| 1_795_392_000_000));
    let gateway = stand_in.clone().start().await.unwrap();
    let wechat = programme(&gateway, APPID, SECRET, Duration::from_millis(300)).wechat;
    stand_in.answer_late(Duration::from_secs(60), 1);
    let code = stand_in.code_for(WEI);
    let late = wechat.sign_in(&code).await.map_err(|error| error.code());
    assert_eq!(late.err(), Some("wechat-timed-out"));
    let again = wechat.sign_in(&code).await.map_err(|error| error.code());
    assert_eq!(again.err(), Some("wechat-code"), "it was used up");
    let fresh = wechat.sign_in(&stand_in.code_for(WEI)).await;
    assert_eq!(fresh.unwrap().openid, WEI);
}

/// Whoever reads the pages inside WeChat, and allowed it, has their orders of the
/// mini-programme there for a day; nothing but a digest is kept of what ties the two.
#[tokio::test(flavor = "multi_thread")]
async fn the_same_person_reads_pages() {
    let mini = Mini::open().await;
    let app = mini.app();
    mini.wechat.is_same_person(PAGE_READER, WEI);
    let own = mini.waiting(&mini.user(WEI).await).await;
    let sign_in = async |code: &str| {
        let session = official_account::sign_in(app, code, DEVICE).await;
        session.map_err(|error| error.code())
    };
    let base = mini.wechat.page_code_of(PAGE_READER);
    assert_eq!(sign_in(&base).await, Err("not-found"), "not allowed");
    let code = mini.wechat.union_code_of(PAGE_READER);
    let session = sign_in(&code).await.unwrap();
    assert_eq!(sign_in(&code).await, Err("wechat-code"), "once");
    let shown = |session: &str| Credentials {
        wechat_union: official_account::reader(app, session, DEVICE),
        ..Credentials::default()
    };
    let listed = async |session: &str| {
        let lines = applicant::orders_here(app, &shown(session)).await.unwrap();
        lines
            .into_iter()
            .map(|line| line.summary.number)
            .collect::<Vec<_>>()
    };
    assert_eq!(listed(&session).await, [own.number()]);
    let opened = applicant::open(app, own.number(), &shown(&session)).await;
    assert!(opened.unwrap().is_some());
    let others = sign_in(&mini.wechat.union_code_of("oLVPpjq-another")).await;
    let others = others.unwrap();
    assert_eq!(listed(&others).await, []);
    let opened = applicant::open(app, own.number(), &shown(&others)).await;
    assert!(opened.unwrap().is_none());
    for (wrong, device) in [
        ("", DEVICE),
        ("hzw_", DEVICE),
        (&session[1..], DEVICE),
        (&session, "another device"),
    ] {
        let reader = official_account::reader(app, wrong, device);
        assert_eq!(reader, None, "{wrong} {device}");
    }
    mini.service.clock.advance(days(1));
    assert_eq!(listed(&session).await, []);
    applicant::erase(app, &own).await.unwrap();
    assert_eq!(mini.service.order(&own).await.wechat, None);
}
