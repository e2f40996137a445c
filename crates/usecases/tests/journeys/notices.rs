//! Notices outside the service: a failing channel does not make another send
//! twice, and nobody is notified after erasure.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use domain::timestamp::days;
use domain::{NoticeChannel, Occasion};
use notices::{Channel, Notice, Recipient, SendError, Sent};
use storage_sqlite::SqliteStorage;
use usecases::checkpoints::{self, Destination};
use usecases::{App, AppParts, Permit, SmsRules, applicant, jobs, operator};

use crate::service::{EMAIL, Service, lenient, service_telling, staffed, waiting};

/// A channel that records notices and fails for its first sendings.
struct Kept {
    name: &'static str,
    failing: Mutex<u32>,
    tried: Mutex<Vec<Notice>>,
}

impl Kept {
    fn new(name: &'static str, failing: u32) -> Arc<Self> {
        Arc::new(Self {
            name,
            failing: Mutex::new(failing),
            tried: Mutex::default(),
        })
    }

    fn tried(&self) -> Vec<Notice> {
        self.tried.lock().unwrap().clone()
    }
}

#[async_trait]
impl Channel for Kept {
    fn name(&self) -> &'static str {
        self.name
    }

    async fn send(&self, notice: &Notice, _: i64) -> Result<Sent, SendError> {
        self.tried.lock().unwrap().push(notice.clone());
        let mut failing = self.failing.lock().unwrap();
        if *failing > 0 {
            *failing -= 1;
            return Err(SendError::Busy { status: 503 });
        }
        Ok(Sent { status: 200 })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_way_is_tried_for_itself() {
    let (email, hook) = (Kept::new("email", 0), Kept::new("web-hook", 2));
    let service = service_telling(vec![hook.clone(), email.clone()]).await;
    let Service { app, clock, .. } = &service;
    assert!(app.sends_email());
    waiting(&service, "a device").await;
    for (wait_s, letters, calls) in [(0, 1, 1), (9, 1, 1), (1, 1, 2), (40, 1, 3), (9_999, 1, 3)] {
        clock.advance(Duration::from_secs(wait_s));
        jobs::run_due(app).await.unwrap();
        let found = (email.tried().len(), hook.tried().len());
        assert_eq!(found, (letters, calls), "after {wait_s} s");
    }
    let letter = email.tried().remove(0);
    assert_eq!(letter.to, Recipient::Person(EMAIL.parse().unwrap()));
    assert_eq!(letter.kind, "submitted");
    let is_english = |text: &str| text.contains("Your photo waits to be checked.");
    assert!(letter.body.starts_with("您的照片在排队等审核。"));
    assert!(is_english(&letter.body), "{}", letter.body);
    for call in hook.tried() {
        assert_eq!(call.to, Recipient::System);
        assert_eq!(call.id, letter.id, "the same notice at every try");
        assert!(!is_english(&call.body), "{}", call.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_had_their_data_erased_is_written_no_letter() {
    let email = Kept::new("email", 1);
    let service = service_telling(vec![email.clone()]).await;
    let Service { app, clock, .. } = &service;
    let own = waiting(&service, "a device").await;
    jobs::run_due(app).await.unwrap();
    assert_eq!(
        email.tried().len(),
        1,
        "it failed, and would be tried again"
    );
    applicant::erase(app, &own).await.unwrap();
    clock.advance(Duration::from_secs(60));
    jobs::run_due(app).await.unwrap();
    assert_eq!(email.tried().len(), 1);
}

/// Text messages go to the phone, tell what they are meant to, and are promised only
/// where a result is told, whichever it is.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_by_text_message_and_what_is_promised() {
    use Occasion::{Approved, Rejected, Submitted};

    let all = SmsRules::default().occasions;
    for (names, occasions, sent, promised) in [
        (&["sms"][..], all.clone(), 0, (false, true)),
        (&["sms"], vec![Submitted], 1, (false, false)),
        (&["sms"], vec![Submitted, Approved], 1, (false, false)),
        (&["sms", "email"], vec![Approved, Rejected], 0, (true, true)),
        (&["email", "web-hook"], all.clone(), 0, (true, false)),
        (&["web-hook"], all, 0, (false, false)),
        (&[], vec![Submitted], 0, (false, false)),
    ] {
        let kept: Vec<Arc<Kept>> = names.iter().map(|name| Kept::new(name, 0)).collect();
        let channels = kept.iter().map(|one| Arc::clone(one) as Arc<dyn Channel>);
        let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
        let (parts, clock) = usecases::testing::parts(storage.clone(), lenient());
        let app = App::new(AppParts {
            channels: channels.collect(),
            sms: SmsRules {
                occasions,
                ..SmsRules::default()
            },
            ..parts
        });
        let service = staffed(app, clock, storage).await;
        let own = waiting(&service, "a device").await;
        let told = applicant::told_by(&service.app, &own).await.unwrap();
        assert_eq!(
            (told.email.is_some(), told.phone.is_some()),
            promised,
            "{names:?}"
        );
        assert!(!told.wechat, "there is no mini-programme");
        let phone = told.phone.unwrap_or_default();
        assert!(
            !phone.chars().all(|c| c.is_ascii_digit()) || phone.is_empty(),
            "{phone}"
        );
        jobs::run_due(&service.app).await.unwrap();
        let sms = kept.iter().find(|one| one.name == "sms");
        let texts = sms.map_or_else(Vec::new, |sms| sms.tried());
        assert_eq!(texts.len(), sent, "{names:?}");
        for text in texts {
            assert!(matches!(text.to, Recipient::Phone(_)), "{text:?}");
            assert!(text.body.starts_with("照片已提交，订单 "), "{}", text.body);
            assert_eq!(
                (text.subject.as_str(), text.kind.as_str()),
                ("", "submitted")
            );
        }
    }
}

/// The operator's address.
const OPERATOR: &str = "operator@example.org";

/// A service whose operator has an address and wants checkpoints by both ways.
async fn warning_by(channels: Vec<Arc<dyn Channel>>) -> Service {
    let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
    let (parts, clock) = usecases::testing::parts(storage.clone(), lenient());
    let app = App::new(AppParts {
        channels,
        operator_email: Some(OPERATOR.to_owned()),
        checkpoints_to: NoticeChannel::ALL.to_vec(),
        ..parts
    });
    staffed(app, clock, storage).await
}

/// Each warning comes once a day by each way: by mail to the operator in both
/// languages, and to the operator's system in Chinese.
#[tokio::test(flavor = "multi_thread")]
async fn each_warning_comes_once_by_each_way_in_its_language() {
    let (email, hook) = (Kept::new("email", 0), Kept::new("web-hook", 0));
    let service = warning_by(vec![email.clone(), hook.clone()]).await;
    waiting(&service, "a device").await;
    service.clock.advance(days(20));
    jobs::work(&service.app, async {}).await;
    for _ in 0..3 {
        service.clock.advance(Duration::from_secs(60));
        jobs::run_due(&service.app).await.unwrap();
    }
    let chinese = [
        (
            "undecided",
            "有 1 份订单快到审核期限了",
            "最早的一份到 2026-12-22 自动结束",
        ),
        (
            "checkpoint",
            "操作记录的核对点 2026-12-13",
            "huizhi audit verify --checkpoint 文件",
        ),
    ];
    let english = [
        ("undecided", "The first ends by itself on 2026-12-22"),
        ("checkpoint", "huizhi audit verify --checkpoint FILE"),
    ];
    for (way, sent) in [("email", email.tried()), ("web-hook", hook.tried())] {
        for (kind, subject, words) in chinese {
            let of_kind: Vec<_> = sent.iter().filter(|notice| notice.kind == kind).collect();
            let [one] = of_kind.as_slice() else {
                panic!("{} of {kind} by {way}", of_kind.len());
            };
            let to = match way {
                "email" => Recipient::Person(OPERATOR.parse().unwrap()),
                _ => Recipient::System,
            };
            assert_eq!((&one.to, one.subject.as_str()), (&to, subject));
            assert!(one.body.contains(words), "{way}: {}", one.body);
            let english = english.iter().find(|(of, _)| *of == kind).unwrap().1;
            let is_both = one.body.contains(english);
            assert_eq!(is_both, way == "email", "{way}: {}", one.body);
            assert_eq!(one.order_number, "", "it names no order");
        }
    }
}

/// Where nothing is about to end, and where checkpoints are not asked for, nothing
/// is sent.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_warned_of_nothing() {
    let email = Kept::new("email", 0);
    let service = service_telling(vec![email.clone()]).await;
    service.clock.advance(days(20));
    jobs::work(&service.app, async {}).await;
    assert_eq!(email.tried().len(), 0);
}

/// A way that fails is retried and shown to the operator until it works.
#[tokio::test(flavor = "multi_thread")]
async fn a_checkpoint_that_does_not_arrive_is_shown() {
    let (email, hook) = (Kept::new("email", 0), Kept::new("web-hook", 2));
    let service = warning_by(vec![email.clone(), hook.clone()]).await;
    let Service { app, clock, .. } = &service;
    let unreached = async || operator::gauges(app).await.unwrap().unreached;
    for (wait_s, calls, expected) in [
        (0, 1, vec![Destination::WebHook]),
        (9, 1, vec![Destination::WebHook]),
        (1, 2, vec![Destination::WebHook]),
        (40, 3, vec![]),
        (999, 3, vec![]),
    ] {
        clock.advance(Duration::from_secs(wait_s));
        if wait_s == 0 {
            jobs::work(app, async {}).await;
        }
        jobs::run_due(app).await.unwrap();
        assert_eq!((hook.tried().len(), unreached().await), (calls, expected));
    }
    let ids: Vec<_> = hook.tried().into_iter().map(|notice| notice.id).collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    clock.advance(days(1));
    jobs::run_due(app).await.unwrap();
    assert_eq!((email.tried().len(), hook.tried().len()), (2, 4), "daily");
}

/// What arrived is read in whatever form it was kept.
#[tokio::test(flavor = "multi_thread")]
async fn a_checkpoint_is_read_as_it_arrived() {
    let (email, hook) = (Kept::new("email", 0), Kept::new("web-hook", 0));
    let service = warning_by(vec![email.clone(), hook.clone()]).await;
    let app = &service.app;
    jobs::work(app, async {}).await;
    let mail = email.tried().remove(0).body;
    let line = hook.tried().remove(0).checkpoint.unwrap();
    let block = mail.rsplit_once("\n\n").unwrap().1;
    assert!(block.lines().all(|line| line.len() <= 64), "{block}");
    let mark = |text: &str, mark: &str| {
        let lines = text.lines().map(|line| format!("{mark}{line}\r\n"));
        lines.collect::<String>()
    };
    // As "quoted-printable" breaks a line.
    let parts: Vec<String> = line
        .as_bytes()
        .chunks(75)
        .map(|part| String::from_utf8_lossy(part).into_owned())
        .collect();
    let json = format!(r#"{{"id":"checkpoint-1","kind":"checkpoint","checkpoint":"{line}"}}"#);
    let broken = line.replace(" 1795", " 1796");
    assert_ne!(broken, line);
    for (what, text, expected) in [
        ("a line", line.clone(), Some(1)),
        ("lines", format!("{line}\n\n{line}\r\n"), Some(2)),
        ("a mail", mail.clone(), Some(1)),
        (
            "a mail with its head",
            format!("Subject: x\r\n\r\n{}", mark(&mail, "")),
            Some(1),
        ),
        ("an answer", mark(&mail, "> "), Some(1)),
        ("an answer to one", mark(&mail, ">> "), Some(1)),
        ("soft breaks", parts.join("=\r\n"), Some(1)),
        ("soft breaks, saved", parts.join("=\n"), Some(1)),
        ("a body", json.clone(), Some(1)),
        ("bodies", format!("[{json},\n{json}]"), Some(2)),
        ("a mail and a body", format!("{mail}\n{json}"), Some(2)),
        ("another time", broken.clone(), None),
        ("one of two", format!("{line}\n{broken}"), None),
        ("cut", line[..line.len() - 1].to_owned(), None),
        ("more", format!("{line}0"), None),
        ("none", "the log is whole".to_owned(), None),
    ] {
        let read = checkpoints::read(app, &text).ok();
        assert_eq!(read.as_ref().map(Vec::len), expected, "{what}");
        let Some(read) = read else { continue };
        let held = operator::verify_log(app, &Permit::of_machine_owner(), &read).await;
        assert!(held.is_ok(), "{what}");
    }
}
