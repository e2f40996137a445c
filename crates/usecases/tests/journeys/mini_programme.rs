//! A mini-programme's users, against the stand-in for WeChat: who they are, whose orders are
//! whose, what they are told, paying in place, and what WeChat pushes.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use domain::money::{Fen, Offers, PaidFor, Price};
use domain::timestamp::{days, minutes};
use domain::{Occasion, OrderNumber, Status};
use payments::{NoticeHeaders, Offered};
use serde_json::{Value, json};
use storage::Storage;
use storage_sqlite::SqliteStorage;
use usecases::applicant::{self, Credentials, OwnOrder, Whose};
use usecases::inspector;
use usecases::mini_programme::{self, Checked, Checks, MiniProgramme, MiniUser};
use usecases::official_account::OfficialAccount;
use usecases::online::{self, Device};
use usecases::{App, AppError, AppParts, Clock as _, jobs};
use wechat::{PushKeys, PushQuery, State, Template, Wechat};
use wechat_stand_in::{self as stand_in, Fault, Push, StandIn, Twist};

use crate::online::pay_service;
use crate::service::{
    Service, approve, drafted, fill, identity_card, lenient, ruling, staffed, waiting,
};

pub(crate) const WEI: &str = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
pub(crate) const MEI: &str = "oUpF8uMEI__M2pxb1Q9zNjWeS6oA";
const PAGE: &str = "pages/order/order?number={order}";

/// Two kinds of notices: results by one template, messages by another.
fn templates() -> BTreeMap<Occasion, Template> {
    let of = |id: &str, data: &[(&str, &str)]| {
        let data = data.iter().map(|(field, text)| {
            let [field, text] = [field, text].map(|part| (*part).to_owned());
            (field, text)
        });
        Template::new(id.to_owned(), PAGE.to_owned(), data.collect()).unwrap()
    };
    let result = of(
        stand_in::TEMPLATES[0],
        &[
            ("thing1", "{document}"),
            ("phrase2", "{result}"),
            ("character_string3", "{order}"),
            ("time4", "{time}"),
            ("thing5", "{text}"),
        ],
    );
    let message = of(
        stand_in::TEMPLATES[1],
        &[("character_string1", "{order}"), ("thing2", "{text}")],
    );
    BTreeMap::from([
        (Occasion::Approved, result.clone()),
        (Occasion::Rejected, result),
        (Occasion::Message, message),
    ])
}

pub(crate) struct Mini {
    pub(crate) service: Service,
    pub(crate) wechat: StandIn,
}

impl Mini {
    pub(crate) async fn open() -> Self {
        Self::costing(None).await
    }

    async fn costing(price: Option<Price>) -> Self {
        Self::with(price, Checks::default()).await
    }

    /// Where WeChat is asked about photos and messages.
    pub(crate) async fn checking() -> Self {
        Self::with(None, [Checked::Photos, Checked::Messages].into()).await
    }

    async fn with(price: Option<Price>, checks: Checks) -> Self {
        let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
        let (parts, clock) = usecases::testing::parts(storage.clone(), lenient());
        let its_clock = Arc::clone(&clock);
        let wechat = StandIn::new(Arc::new(move || its_clock.now().0));
        let gateway = wechat.clone().start().await.unwrap();
        let app = App::new(AppParts {
            mini_programme: Some(MiniProgramme {
                checks,
                ..programme(
                    &gateway,
                    stand_in::APPID,
                    stand_in::SECRET,
                    Duration::from_secs(5),
                )
            }),
            official_account: Some(OfficialAccount {
                wechat: client(
                    &gateway,
                    stand_in::ACCOUNT_APPID,
                    stand_in::ACCOUNT_SECRET,
                    Duration::from_secs(5),
                ),
                authorize: wechat::AUTHORIZE.to_owned(),
                script: None,
            }),
            payers: vec![Arc::new(pay_service(&gateway))],
            offers: Offers {
                usual: price,
                ..Offers::default()
            },
            public_url: Some("https://photo.example.org".to_owned()),
            ..parts
        });
        Self {
            service: staffed(app, clock, storage).await,
            wechat,
        }
    }

    pub(crate) fn app(&self) -> &App {
        &self.service.app
    }

    async fn session(&self, openid: &str) -> String {
        let code = self.wechat.code_for(openid);
        let session = mini_programme::sign_in(self.app(), &code).await;
        session.unwrap().token
    }

    pub(crate) async fn user(&self, openid: &str) -> MiniUser {
        let session = self.session(openid).await;
        mini_programme::user(self.app(), &session).unwrap()
    }

    /// The order as this user opens it on any phone.
    pub(crate) async fn opened(&self, number: OrderNumber, user: &MiniUser) -> Option<OwnOrder> {
        let shown = Credentials {
            wechat: Some(user.digest()),
            ..Credentials::default()
        };
        applicant::open(self.app(), number, &shown).await.unwrap()
    }

    /// An order that the user began, with picture and details.
    pub(crate) async fn drafted(&self, user: &MiniUser) -> OwnOrder {
        let app = self.app();
        let whose = Whose {
            device: app.digest_device("a token"),
            wechat: Some(user),
        };
        let own = applicant::begin_as(app, whose, identity_card()).await;
        let own = own.unwrap();
        fill("李小明", app, &own).await;
        self.opened(own.number(), user).await.unwrap()
    }

    /// The same, handed in.
    pub(crate) async fn waiting(&self, user: &MiniUser) -> OwnOrder {
        let own = self.drafted(user).await;
        applicant::submit(self.app(), &own).await.unwrap();
        self.opened(own.number(), user).await.unwrap()
    }

    pub(crate) async fn listed(&self, user: &MiniUser) -> Vec<(OrderNumber, Status)> {
        let lines = mini_programme::orders(self.app(), user).await.unwrap();
        let lines = lines.into_iter().map(|line| line.summary);
        lines.map(|one| (one.number, one.status)).collect()
    }

    pub(crate) async fn subscribed(&self, own: &OwnOrder, template: usize) {
        let id = stand_in::TEMPLATES[template].to_owned();
        mini_programme::subscribe(self.app(), own, &[id])
            .await
            .unwrap();
    }

    pub(crate) async fn later(&self, time: Duration) {
        self.service.clock.advance(time);
        jobs::run_due(self.app()).await.unwrap();
    }
}

fn client(gateway: &str, appid: &str, secret: &str, timeout: Duration) -> Wechat {
    let credentials = wechat::Credentials {
        appid: appid.to_owned(),
        secret: secret.to_owned().into(),
    };
    Wechat::new(credentials, gateway, timeout).unwrap()
}

pub(crate) fn programme(
    gateway: &str,
    appid: &str,
    secret: &str,
    timeout: Duration,
) -> MiniProgramme {
    MiniProgramme {
        wechat: client(gateway, appid, secret, timeout),
        notices: templates(),
        state: State::Formal,
        entry: mini_programme::ENTRY.to_owned(),
        checks: mini_programme::Checks::default(),
        codes: mini_programme::KnownCodes::default(),
        push: PushKeys::new(appid, stand_in::PUSH_TOKEN, stand_in::PUSH_KEY).ok(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_signs_in_once() {
    let mini = Mini::open().await;
    let check = async |code: &str, expected: Result<(), &str>| {
        let found = mini_programme::sign_in(mini.app(), code).await;
        let found = found.map(|_| ()).map_err(|error| error.code());
        assert_eq!(found, expected, "{code}");
    };
    let code = mini.wechat.code_for(WEI);
    check(&code, Ok(())).await;
    check(&code, Err("wechat-code")).await;
    check("a-made-up-code", Err("wechat-code")).await;
    check("", Err("wechat-code")).await;
    check("a code\n", Err("wechat-code")).await;
    check(&"c".repeat(129), Err("wechat-code")).await;
    let old = mini.wechat.code_for(WEI);
    mini.service.clock.advance(minutes(6));
    check(&old, Err("wechat-code")).await;
    mini.wechat.mark_risky(MEI);
    let risky = mini.wechat.code_for(MEI);
    check(&risky, Err("wechat-high-risk")).await;
    for (fault, code) in [
        (Fault::Down, "wechat-busy"),
        (Fault::TooOften, "wechat-too-often"),
        (Fault::DoneAndDown, "wechat-busy"),
    ] {
        mini.wechat.fail_wechat(fault, 1);
        check(&mini.wechat.code_for(WEI), Err(code)).await;
    }
    check(&mini.wechat.code_for(WEI), Ok(())).await;
}

/// A session is a sealed text: it opens for a day, here, for this mini-programme, whole.
#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_of_this_service_and_of_this_day() {
    let mini = Mini::open().await;
    let session = mini.session(WEI).await;
    let app = mini.app();
    let check = |app: &App, token: &str, expected: bool| {
        let found = mini_programme::user(app, token);
        assert_eq!(found.is_some(), expected, "{token}");
    };
    check(app, &session, true);
    assert!(!session.contains(WEI), "the openid is not readable");
    assert_ne!(session, mini.session(WEI).await);
    assert_eq!(mini.user(WEI).await, mini.user(WEI).await);
    assert_ne!(mini.user(WEI).await, mini.user(MEI).await);
    check(app, &session[..session.len() - 2], false);
    check(app, &session.replacen("hzw_A", "hzw_B", 1), false);
    check(app, session.trim_start_matches("hzw_"), false);
    check(app, "hzw_", false);
    check(app, "", false);
    let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
    let (elsewhere, _) = usecases::testing::app(storage);
    check(&elsewhere, &session, false);
    let no_codes = mini_programme::sign_in(&elsewhere, "code").await;
    assert_eq!(no_codes.err().map(|error| error.code()), Some("not-found"));
    mini.service.clock.advance(days(1));
    check(app, &session, false);
}

/// An order is its user's on every phone, and nobody else's; one that was begun on the web
/// can be taken, for good, by whoever began it.
#[tokio::test(flavor = "multi_thread")]
async fn orders_are_their_users() {
    let mini = Mini::open().await;
    let app = mini.app();
    let (wei, mei) = (mini.user(WEI).await, mini.user(MEI).await);
    let own = mini.waiting(&wei).await;
    assert!(mini.opened(own.number(), &mei).await.is_none());
    assert!(own.may_be_copied());
    assert_eq!(mini.listed(&wei).await, [(own.number(), Status::Waiting)]);
    assert_eq!(mini.listed(&mei).await, []);

    let web = drafted(&mini.service, "a computer").await;
    let shown = |device: &str| Credentials {
        device: Some(app.digest_device(device)),
        ..Credentials::default()
    };
    let take = async |user: &MiniUser, device: &str| {
        let taken = mini_programme::take(app, user, web.number(), &shown(device)).await;
        taken.map_err(|error| error.code())
    };
    assert_eq!(take(&wei, "another").await, Err("not-found"));
    assert_eq!(take(&wei, "a computer").await, Ok(()));
    assert_eq!(take(&wei, "a computer").await, Ok(()));
    assert_eq!(take(&mei, "a computer").await, Err("order-other-user"));
    let nobody = Credentials::default();
    let by_nobody = mini_programme::take(app, &wei, web.number(), &nobody).await;
    assert!(matches!(by_nobody, Err(AppError::NotFound)));
    assert_eq!(mini.listed(&wei).await.len(), 2);
    let on_the_phone = mini.opened(web.number(), &wei).await.unwrap();
    let on_the_computer = mini.service.opened(web.number(), "a computer").await;
    assert_eq!(
        Some(on_the_phone.number()),
        on_the_computer.map(|own| own.number())
    );
    let told = applicant::show(app, &on_the_phone).await.unwrap().timeline;
    let last = told.last().map(|entry| entry.event.code());
    assert_eq!(last, Some("taken-to-wechat"));
}

/// Erasing an order leaves nobody's openid; a copy has it until then.
#[tokio::test(flavor = "multi_thread")]
async fn erasing_forgets_the_user() {
    let mini = Mini::open().await;
    let wei = mini.user(WEI).await;
    let own = mini.drafted(&wei).await;
    mini.subscribed(&own, 0).await;
    let kept = mini.service.order(&own).await;
    let openid = kept.wechat.clone().unwrap().openid.unwrap();
    assert!(
        !openid
            .0
            .windows(WEI.len())
            .any(|part| part == WEI.as_bytes())
    );
    applicant::erase(mini.app(), &own).await.unwrap();
    assert_eq!(mini.service.order(&own).await.wechat, None);
    assert_eq!(mini.listed(&wei).await, []);
    let mut tx = mini.service.storage.read().await.unwrap();
    assert_eq!(tx.subscriptions_of(kept.id).await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_number_is_given_once() {
    let mini = Mini::open().await;
    let wei = mini.user(WEI).await;
    let check = async |code: &str, expected: Result<&str, &str>| {
        let found = mini_programme::phone(mini.app(), &wei, code).await;
        let found = found.map_err(|error| error.code());
        assert_eq!(found, expected.map(str::to_owned), "{code}");
    };
    let code = mini.wechat.phone_code("13800138000");
    check(&code, Ok("13800138000")).await;
    check(&code, Err("wechat-code")).await;
    let abroad = mini.wechat.phone_code("+85291234567");
    check(&abroad, Ok("+85291234567")).await;
    // The token ended meanwhile: it is fetched anew, once.
    mini.wechat.expire_tokens();
    let code = mini.wechat.phone_code("13800138000");
    check(&code, Ok("13800138000")).await;
}

/// The texts of notices that WeChat took, by field.
fn sent(wechat: &StandIn) -> Vec<Value> {
    wechat.sent()
}

pub(crate) async fn reject(mini: &Mini, number: OrderNumber) {
    let Service { app, reviewer, .. } = &mini.service;
    inspector::take(app, reviewer, number).await.unwrap();
    let rejection = ruling(domain::Verdict::Rejected);
    inspector::decide(app, reviewer, number, rejection)
        .await
        .unwrap();
    mini.later(Duration::from_secs(11)).await;
}

/// One accept is one notice, whatever it tells; what was not accepted is not sent.
#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_is_one_notice() {
    let mini = Mini::open().await;
    let wei = mini.user(WEI).await;
    let own = mini.waiting(&wei).await;
    mini.subscribed(&own, 0).await;
    mini.wechat.subscribe(WEI, stand_in::TEMPLATES[0], 1);
    reject(&mini, own.number()).await;
    let told = sent(&mini.wechat);
    assert_eq!(told.len(), 1, "{told:?}");
    let number = own.number().to_string();
    assert_eq!(told[0]["touser"], WEI);
    assert_eq!(
        told[0]["page"],
        format!("pages/order/order?number={number}")
    );
    let field = |name: &str| told[0]["data"][name]["value"].clone();
    assert_eq!(field("thing1"), "居民身份证");
    assert_eq!(field("phrase2"), "没有通过");
    assert_eq!(field("character_string3"), number);
    assert_eq!(field("time4"), "2026年11月23日 08:00");
    assert_eq!(field("thing5"), "看原因和办法，重新提交不收费");
    // Handed in again without another accept: nothing is left.
    let own = mini.opened(own.number(), &wei).await.unwrap();
    fill("李小明", mini.app(), &own).await;
    let own = mini.opened(own.number(), &wei).await.unwrap();
    applicant::submit(mini.app(), &own).await.unwrap();
    reject(&mini, own.number()).await;
    assert_eq!(sent(&mini.wechat).len(), 1);
    let unknown = ["no such template".to_owned()];
    let refused = mini_programme::subscribe(mini.app(), &own, &unknown).await;
    assert_eq!(
        refused.err().map(|error| error.code()),
        Some("unknown-name")
    );
}

/// WeChat is asked again while it is down, once it answers the notice goes out; what a user
/// does not take is final.
#[tokio::test(flavor = "multi_thread")]
async fn notices_wait_for_wechat_and_not_for_who_refuses() {
    let mini = Mini::open().await;
    let wei = mini.user(WEI).await;
    let own = mini.waiting(&wei).await;
    mini.subscribed(&own, 0).await;
    mini.wechat.subscribe(WEI, stand_in::TEMPLATES[0], 1);
    // Down for an hour: the token's call and the notice's, at every try.
    mini.wechat.fail_wechat(Fault::Down, 4);
    reject(&mini, own.number()).await;
    assert_eq!(sent(&mini.wechat).len(), 0);
    for _ in 0..5 {
        mini.later(minutes(15)).await;
    }
    assert_eq!(sent(&mini.wechat).len(), 1);

    // We count one, WeChat none: the user refuses meanwhile.
    let mei = mini.user(MEI).await;
    let other = mini.waiting(&mei).await;
    mini.subscribed(&other, 0).await;
    reject(&mini, other.number()).await;
    assert_eq!(sent(&mini.wechat).len(), 1);
    let id = mini.service.order(&other).await.id;
    let mut tx = mini.service.storage.read().await.unwrap();
    assert_eq!(tx.subscriptions_of(id).await.unwrap(), []);
    let dead = tx.dead_jobs(9).await.unwrap();
    assert!(dead.is_empty(), "a refusal is no failure: {dead:?}");
}

/// What WeChat did not deliver is said on the order, until its user subscribes again or is
/// told. An order of the web is told of nothing there.
#[tokio::test(flavor = "multi_thread")]
async fn an_order_says_what_wechat_did_not_tell() {
    let mini = Mini::open().await;
    let wei = mini.user(WEI).await;
    let own = mini.waiting(&wei).await;
    let untold = async |own: &OwnOrder| {
        let seen = applicant::show(mini.app(), own).await.unwrap();
        seen.untold_since.is_some()
    };
    assert!(!untold(&own).await, "nothing was due");
    reject(&mini, own.number()).await;
    assert!(untold(&own).await, "never accepted");
    mini.subscribed(&own, 0).await;
    assert!(!untold(&own).await, "accepted again");

    let other = mini.waiting(&wei).await;
    mini.subscribed(&other, 0).await;
    reject(&mini, other.number()).await;
    assert!(untold(&other).await, "WeChat counts none");
    let own = mini.opened(own.number(), &wei).await.unwrap();
    mini.wechat.subscribe(WEI, stand_in::TEMPLATES[0], 1);
    fill("李小明", mini.app(), &own).await;
    let own = mini.opened(own.number(), &wei).await.unwrap();
    applicant::submit(mini.app(), &own).await.unwrap();
    reject(&mini, own.number()).await;
    assert_eq!(sent(&mini.wechat).len(), 1);
    assert!(!untold(&own).await, "told");

    let web = waiting(&mini.service, "a computer").await;
    reject(&mini, web.number()).await;
    assert!(!untold(&web).await);
    applicant::erase(mini.app(), &other).await.unwrap();
    let mut tx = mini.service.storage.read().await.unwrap();
    let id = mini.service.order(&other).await.id;
    assert_eq!(tx.untold_since(id).await.unwrap(), None);
}

/// A result is promised by 服务通知 where the user subscribed to one, whichever it is.
#[tokio::test(flavor = "multi_thread")]
async fn a_notice_is_promised_to_who_subscribed() {
    let mini = Mini::open().await;
    let wei = mini.user(WEI).await;
    let promised = async |own: &OwnOrder| {
        let told = applicant::told_by(mini.app(), own).await;
        told.unwrap().wechat
    };
    for (templates, expected) in [
        (&[][..], false),
        (&[1], false),
        (&[0], true),
        (&[0, 1], true),
    ] {
        let own = mini.waiting(&wei).await;
        for template in templates {
            mini.subscribed(&own, *template).await;
        }
        assert_eq!(promised(&own).await, expected, "{templates:?}");
    }
    let web = waiting(&mini.service, "a computer").await;
    assert!(!promised(&web).await);
}

/// Paid in place, and told as delivered once the receipt is issued.
#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_paid_in_place_and_told_as_delivered() {
    let price = Price::new(Fen(1_500), PaidFor::Applying).unwrap();
    let mini = Mini::costing(Some(price)).await;
    let app = mini.app();
    let wei = mini.user(WEI).await;
    let own = mini.waiting(&wei).await;
    assert_eq!(mini.listed(&wei).await, [(own.number(), Status::Unpaid)]);
    let offered = online::offer(app, &own, Device::MiniProgramme).await;
    let Offered::InApp(arguments) = offered.unwrap() else {
        panic!("no arguments");
    };
    let names: Vec<&str> = arguments.iter().map(|(name, _)| *name).collect();
    for name in ["timeStamp", "nonceStr", "package", "signType", "paySign"] {
        assert!(names.contains(&name), "{names:?}");
    }
    let package = &arguments
        .iter()
        .find(|(name, _)| *name == "package")
        .unwrap()
        .1;
    let charge = package.strip_prefix("prepay_id=wx").unwrap();
    let (_, notice) = mini.wechat.pay(charge, Twist::None).unwrap();
    let headers = NoticeHeaders {
        timestamp: notice.timestamp.clone(),
        nonce: notice.nonce.clone(),
        signature: notice.signature.clone(),
        serial: notice.serial.clone(),
    };
    let way = domain::money::PayWay::WechatPay;
    online::take_notice(app, way, &headers, &notice.body)
        .await
        .unwrap();
    assert_eq!(mini.listed(&wei).await, [(own.number(), Status::Waiting)]);
    assert_eq!(mini.wechat.shipped().len(), 0, "nothing is delivered yet");
    // WeChat is down when it is told first.
    mini.wechat.fail_wechat(Fault::Down, 2);
    approve(&mini.service, own.number()).await;
    for _ in 0..3 {
        mini.later(minutes(1)).await;
    }
    let shipped = mini.wechat.shipped();
    assert_eq!(shipped.len(), 1, "{shipped:?}");
    assert_eq!(shipped[0]["order_key"]["out_trade_no"], charge);
    assert_eq!(shipped[0]["payer"]["openid"], WEI);
    assert_eq!(
        shipped[0]["shipping_list"][0]["item_desc"],
        "居民身份证照片审核"
    );
}

/// What is no WeChat user's cannot be paid in place, and is not told as delivered.
#[tokio::test(flavor = "multi_thread")]
async fn only_a_wechat_users_order_is_paid_in_place() {
    let price = Price::new(Fen(1_500), PaidFor::Applying).unwrap();
    let mini = Mini::costing(Some(price)).await;
    let own = waiting(&mini.service, "a computer").await;
    let offered = online::offer(mini.app(), &own, Device::MiniProgramme).await;
    assert!(matches!(offered, Err(AppError::NotFound)));
}

pub(crate) fn query(push: &Push) -> PushQuery {
    let mut query = PushQuery::default();
    for pair in push.query.split('&') {
        let (name, value) = pair.split_once('=').unwrap();
        let value = value.to_owned();
        match name {
            "signature" => query.signature = value,
            "timestamp" => query.timestamp = value,
            "nonce" => query.nonce = value,
            "msg_signature" => query.msg_signature = value,
            _ => {}
        }
    }
    query
}

/// A push does its work once, however often it comes; what is not WeChat's does none.
#[tokio::test(flavor = "multi_thread")]
async fn a_push_is_taken_once() {
    let mini = Mini::open().await;
    let app = mini.app();
    let wei = mini.user(WEI).await;
    let own = mini.waiting(&wei).await;
    let said = |openid: &str, text: &str| {
        json!({ "ToUserName": "gh_1", "FromUserName": openid, "CreateTime": 1_795_363_200,
            "MsgType": "text", "Content": text, "MsgId": 23_000 })
    };
    let take = async |push: &Push| {
        let taken = mini_programme::take_push(app, &query(push), &push.body).await;
        taken.map_err(|error| error.code())
    };
    let thread = async || {
        let said = applicant::messages(app, &own).await.unwrap().into_iter();
        said.map(|one| one.text).collect::<Vec<_>>()
    };
    for _ in 0..4 {
        assert_eq!(
            take(&mini.wechat.push(&said(WEI, "多久能好？"))).await,
            Ok(())
        );
    }
    assert_eq!(thread().await, ["多久能好？"]);
    // Nobody's, and what is no text of a thread.
    assert_eq!(take(&mini.wechat.push(&said(MEI, "在吗"))).await, Ok(()));
    assert_eq!(take(&mini.wechat.push(&said(WEI, ""))).await, Ok(()));
    assert_eq!(
        take(&mini.wechat.push(&json!({ "MsgType": "image" }))).await,
        Ok(())
    );
    assert_eq!(thread().await.len(), 1);

    let mut altered = mini.wechat.push(&said(WEI, "退款"));
    altered.query = altered.query.replace("nonce=", "nonce=0");
    assert_eq!(take(&altered).await, Err("wechat-push-signature"));
    let plain = mini.wechat.push_plain(&said(WEI, "退款"));
    assert_eq!(take(&plain).await, Err("wechat-push-malformed"));
    let old = mini.wechat.push(&said(WEI, "退款"));
    mini.service.clock.advance(minutes(6));
    assert_eq!(take(&old).await, Err("wechat-push-stale"));
    assert_eq!(thread().await.len(), 1);

    mini.subscribed(&own, 0).await;
    mini.subscribed(&own, 1).await;
    let refused = json!({ "FromUserName": WEI, "MsgType": "event",
        "Event": "subscribe_msg_change_event",
        "List": { "SubscribeStatusString": "reject", "TemplateId": stand_in::TEMPLATES[0] } });
    assert_eq!(take(&mini.wechat.push(&refused)).await, Ok(()));
    let id = mini.service.order(&own).await.id;
    let mut tx = mini.service.storage.read().await.unwrap();
    let left = tx.subscriptions_of(id).await.unwrap();
    let left: Vec<&str> = left.iter().map(|one| one.template.as_str()).collect();
    assert_eq!(left, [stand_in::TEMPLATES[1]]);
}
