//! WeChat Pay against the stand-in, over HTTP.

use std::sync::Arc;
use std::time::Duration;

use payments::wechat::{Account, AccountError, AccountInput, WechatPay};
use payments::{
    Charge, ChargeRequest, Found, Notice, NoticeHeaders, Offered, PayService, RefundRequest,
    RefundState, Scene,
};
use wechat_stand_in::{self as stand_in, Delivery, Fault, StandIn, Twist};

/// 2026-11-23 08:00 in China.
const NOW: i64 = 1_795_392_000_000;

fn input() -> AccountInput {
    AccountInput {
        mchid: stand_in::MCHID.to_owned(),
        appid: stand_in::APPID.to_owned(),
        further_appids: vec![stand_in::ACCOUNT_APPID.to_owned()],
        serial: stand_in::SERIAL.to_lowercase(),
        private_key: stand_in::MERCHANT_KEY.to_owned().into(),
        api_key: stand_in::API_KEY.to_owned().into(),
        public_keys: vec![(
            stand_in::PUBLIC_KEY_ID.to_owned(),
            stand_in::PUBLIC_KEY.to_owned(),
        )],
        certificates: Vec::new(),
    }
}

async fn started() -> (StandIn, WechatPay) {
    let service = StandIn::new(Arc::new(|| NOW));
    let gateway = service.clone().start().await.expect("a port is free");
    let account = Account::read(&input()).expect("it reads");
    let pay = WechatPay::new(account, &gateway, Duration::from_secs(5), || [7; 16]);
    (service, pay.expect("it is here"))
}

fn charge(number: &str, scene: Scene) -> ChargeRequest {
    ChargeRequest {
        number: number.to_owned(),
        description: "居民身份证照片".to_owned(),
        amount_fen: 1_500,
        expires_at_ms: NOW + 7_200_000,
        notify_url: "https://photo.example.org/pay/wechat/notices".to_owned(),
        scene,
    }
}

#[tokio::test]
async fn a_charge_is_offered_paid_and_given_back() {
    let (service, pay) = started().await;
    let asked = charge("01JORDER", Scene::Scan);
    let offered = pay.offer(&asked, NOW).await.expect("it is offered");
    let code = "weixin://wxpay/bizpayurl?pr=01JORDER";
    assert_eq!(offered, Offered::Code(code.to_owned()));
    // The same once more is the same charge; another amount is another, and refused.
    assert_eq!(pay.offer(&asked, NOW).await, Ok(offered));
    let dearer = ChargeRequest {
        amount_fen: 1_600,
        ..asked.clone()
    };
    let refused = pay.offer(&dearer, NOW).await.expect_err("used");
    assert_eq!(
        (refused.code(), refused.of_service()),
        ("pay-refused", "INVALID_REQUEST")
    );
    assert_eq!(pay.find("01JORDER", NOW).await, Ok(Found::Open));
    assert_eq!(pay.find("01JNOBODY", NOW).await, Ok(Found::Unknown));

    let (to, delivery) = service.pay("01JORDER", Twist::None).expect("it is open");
    assert_eq!(to, asked.notify_url);
    let paid = Charge {
        number: "01JORDER".to_owned(),
        transaction: "4200001000000000000000000007".to_owned(),
        amount_fen: 1_500,
    };
    let told = pay.read_notice(&headers(&delivery), &delivery.body, NOW);
    let Ok(Notice::Paid(told)) = told else {
        panic!("{told:?}");
    };
    assert_eq!((&told.number, told.amount_fen), (&paid.number, 1_500));
    assert_eq!(
        pay.find("01JORDER", NOW).await,
        Ok(Found::Paid(told.clone()))
    );
    let late = pay.close("01JORDER", NOW).await.expect_err("it is paid");
    assert_eq!(late.of_service(), "ORDER_PAID");

    let back = RefundRequest {
        number: "01JREFUND".to_owned(),
        transaction: told.transaction,
        amount_fen: 1_500,
        total_fen: 1_500,
        reason: "订单取消".to_owned(),
    };
    let first = pay.refund(&back, NOW).await.expect("it is possible");
    assert_eq!(first.state, RefundState::Processing);
    let again = pay.refund(&back, NOW).await.expect("the same");
    assert_eq!(
        (again.state, &again.refund),
        (RefundState::Done, &first.refund)
    );
    let twice = RefundRequest {
        number: "01JREFUND2".to_owned(),
        ..back
    };
    let refused = pay.refund(&twice, NOW).await.expect_err("nothing is left");
    assert_eq!(refused.of_service(), "INVALID_REQUEST");
}

#[tokio::test]
async fn every_scene_gives_what_its_payer_needs() {
    let (service, pay) = started().await;
    let client_ip = "198.51.100.7".to_owned();
    let phone = charge("01JPHONE", Scene::Browser { client_ip });
    let Ok(Offered::Link(link)) = pay.offer(&phone, NOW).await else {
        panic!("no link");
    };
    assert!(link.starts_with("https://wx.tenpay.com/"), "{link}");
    let openid = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o".to_owned();
    let in_app = |appid: &str| Scene::InApp {
        appid: appid.to_owned(),
        openid: openid.clone(),
    };
    // In an official account's page the window is that account's.
    for (number, appid) in [
        ("01JINPAGE", stand_in::ACCOUNT_APPID),
        ("01JINAPP", stand_in::APPID),
    ] {
        let offered = pay.offer(&charge(number, in_app(appid)), NOW).await;
        let Ok(Offered::InApp(arguments)) = offered else {
            panic!("no arguments");
        };
        assert_eq!(arguments[0], ("appId", appid.to_owned()));
        let notice = service.pay(number, Twist::None).expect("it is open").1;
        let told = pay.read_notice(&headers(&notice), &notice.body, NOW);
        assert!(matches!(told, Ok(Notice::Paid(_))), "{told:?}");
    }
    let other = charge("01JOTHER", in_app("wx0000000000000000"));
    assert!(pay.offer(&other, NOW).await.is_err());
    let shown = charge("01JSHOWN", in_app(stand_in::APPID));
    let Ok(Offered::InApp(arguments)) = pay.offer(&shown, NOW).await else {
        panic!("no arguments");
    };
    let names: Vec<&str> = arguments.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        names,
        [
            "appId",
            "timeStamp",
            "nonceStr",
            "package",
            "signType",
            "paySign"
        ]
    );
    assert_eq!(arguments[3].1, "prepay_id=wx01JSHOWN");
    pay.close("01JPHONE", NOW).await.expect("it is open");
    assert_eq!(pay.find("01JPHONE", NOW).await, Ok(Found::Closed));
}

#[tokio::test]
async fn what_goes_wrong_has_a_code() {
    let (service, pay) = started().await;
    let mut number = 0;
    let mut check = async |fault, now, code: &str, of_service: &str| {
        number += 1;
        service.fail(fault, 1);
        let asked = charge(&format!("01JFAULT{number}"), Scene::Scan);
        let error = pay.offer(&asked, now).await.expect_err("it fails");
        assert_eq!((error.code(), error.of_service()), (code, of_service));
    };
    check(Fault::Down, NOW, "pay-busy", "SYSTEM_ERROR").await;
    check(Fault::TooOften, NOW, "pay-busy", "RATELIMIT_EXCEEDED").await;
    check(Fault::DoneAndDown, NOW, "pay-busy", "SYSTEM_ERROR").await;
    check(Fault::Forged, NOW, "pay-unsigned", "").await;
    check(Fault::NotEnough, NOW, "pay-refused", "NOT_ENOUGH").await;
    // Its clock is six minutes off: refused before any fault.
    let asked = charge("01JCLOCK", Scene::Scan);
    let error = pay.offer(&asked, NOW + 360_000).await.expect_err("stale");
    assert_eq!(error.of_service(), "SIGN_ERROR");
    // Nobody is there.
    let account = Account::read(&input()).expect("it reads");
    let alone = WechatPay::new(
        account,
        "http://127.0.0.1:9",
        Duration::from_secs(1),
        || [7; 16],
    );
    let error = alone.expect("an address").find("01JCLOCK", NOW).await;
    assert_eq!(error.expect_err("nobody").code(), "pay-unreachable");
}

fn headers(delivery: &Delivery) -> NoticeHeaders {
    NoticeHeaders {
        timestamp: delivery.timestamp.clone(),
        nonce: delivery.nonce.clone(),
        signature: delivery.signature.clone(),
        serial: delivery.serial.clone(),
    }
}

#[tokio::test]
async fn only_what_is_signed_fresh_and_ours_is_believed() {
    let (service, pay) = started().await;
    let check = async |number: &str, twist, expected: Result<(), &str>| {
        pay.offer(&charge(number, Scene::Scan), NOW)
            .await
            .expect("it is offered");
        let (_, delivery) = service.pay(number, twist).expect("it is open");
        let read = pay.read_notice(&headers(&delivery), &delivery.body, NOW);
        let read = read.map(drop).map_err(|error| error.code());
        assert_eq!(read, expected, "{twist:?}");
    };
    check("01JRIGHT", Twist::None, Ok(())).await;
    // What it says of the amount is for the shop to compare.
    check("01JAMOUNT", Twist::OtherAmount, Ok(())).await;
    check(
        "01JTEST",
        Twist::SignatureTest,
        Err("pay-notice-signature-test"),
    )
    .await;
    check("01JFORGED", Twist::Forged, Err("pay-notice-signature")).await;
    check("01JKEY", Twist::UnknownKey, Err("pay-notice-unknown-key")).await;
    check("01JOLD", Twist::Old, Err("pay-notice-stale")).await;
    check(
        "01JOTHER",
        Twist::OtherMerchant,
        Err("pay-notice-other-merchant"),
    )
    .await;
    check("01JAPP", Twist::OtherApp, Err("pay-notice-other-merchant")).await;

    let (_, whole) = service.pay("01JRIGHT", Twist::None).expect("it is paid");
    let malformed = |change: &dyn Fn(&mut Delivery)| {
        let mut delivery = whole.clone();
        change(&mut delivery);
        let read = pay.read_notice(&headers(&delivery), &delivery.body, NOW);
        read.expect_err("it was changed").code()
    };
    let signature = "pay-notice-signature";
    assert_eq!(malformed(&|one| one.body[0] = b' '), signature);
    assert_eq!(malformed(&|one| one.nonce.push('A')), signature);
    assert_eq!(malformed(&|one| one.signature = "?".to_owned()), signature);
    assert_eq!(malformed(&|one| one.timestamp.clear()), "pay-notice-stale");
    assert_eq!(
        malformed(&|one| one.serial.clear()),
        "pay-notice-unknown-key"
    );
}

#[test]
fn an_account_says_all_that_is_wrong() {
    let check = |change: &dyn Fn(&mut AccountInput), expected: &[AccountError]| {
        let mut given = input();
        change(&mut given);
        let wrong = Account::read(&given).map(drop).err().unwrap_or_default();
        assert_eq!(wrong, expected);
    };
    check(&|_| {}, &[]);
    check(&|one| one.mchid = "19000001".to_owned(), &[]);
    check(
        &|one| one.mchid = "190000010x".to_owned(),
        &[AccountError::Mchid],
    );
    check(&|one| one.appid = "wx12".to_owned(), &[AccountError::Appid]);
    check(&|one| one.serial = "no".to_owned(), &[AccountError::Serial]);
    check(
        &|one| one.api_key = "short".to_owned().into(),
        &[AccountError::ApiKey],
    );
    let swapped = stand_in::PUBLIC_KEY.to_owned();
    check(
        &|one| one.private_key = swapped.clone().into(),
        &[AccountError::PrivateKey],
    );
    check(
        &|one| one.public_keys[0].0 = "0114232".to_owned(),
        &[AccountError::PublicKey],
    );
    check(
        &|one| one.public_keys[0].1 = stand_in::MERCHANT_KEY.to_owned(),
        &[AccountError::PublicKey],
    );
    check(
        &|one| one.certificates = vec![stand_in::PUBLIC_KEY.to_owned()],
        &[AccountError::Certificate],
    );
    check(
        &|one| one.public_keys.clear(),
        &[AccountError::NoPlatformKey],
    );
    check(
        &|one| *one = AccountInput::default(),
        &[
            AccountError::Mchid,
            AccountError::Appid,
            AccountError::Serial,
            AccountError::PrivateKey,
            AccountError::ApiKey,
            AccountError::NoPlatformKey,
        ],
    );
}

/// Answers may be signed by a certificate, while WeChat changes to keys.
#[tokio::test]
async fn a_platform_certificate_serves_as_well() {
    let certificate = include_str!("../../wechat-stand-in/keys/platform-certificate.pem");
    let given = AccountInput {
        public_keys: Vec::new(),
        certificates: vec![certificate.to_owned()],
        ..input()
    };
    let account = Account::read(&given).expect("it reads");
    let pay = WechatPay::new(
        account,
        "http://127.0.0.1:9",
        Duration::from_secs(1),
        || [7; 16],
    );
    let pay = pay.expect("an address");
    let service = StandIn::new(Arc::new(|| NOW));
    let gateway = service.clone().start().await.expect("a port is free");
    let account = Account::read(&input()).expect("it reads");
    let offering = WechatPay::new(account, &gateway, Duration::from_secs(5), || [7; 16]);
    let offering = offering.expect("it is here");
    offering
        .offer(&charge("01JCERT", Scene::Scan), NOW)
        .await
        .expect("it is offered");
    let (_, delivery) = service.pay("01JCERT", Twist::None).expect("it is open");
    let mut by_certificate = headers(&delivery);
    by_certificate.serial = "5DEA10EF55877E3C".to_owned();
    let read = pay.read_notice(&by_certificate, &delivery.body, NOW);
    assert!(matches!(read, Ok(Notice::Paid(_))), "{read:?}");
}
