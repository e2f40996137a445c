//! Orders that are paid over the internet, against the stand-in for WeChat Pay: paid once,
//! or given back by itself, whatever is told how often and when.

use std::sync::Arc;
use std::time::Duration;

use domain::money::{
    BillStatus, Fen, LedgerEntry, Offers, PaidFor, PayWay, Payment, PaymentStatus, Price, RefundFor,
};
use domain::staff::right::TakeMoney;
use domain::timestamp::{days, minutes};
use domain::{Actor, Due, Job, JobId, OrderNumber, PaymentId, Status};
use jiff::civil::date;
use payments::wechat::{Account, AccountInput, WechatPay};
use payments::{ChargeRequest, NoticeHeaders, Offered, PayService as _, RefundRequest, Scene};
use storage::Storage;
use storage_sqlite::SqliteStorage;
use usecases::applicant::{self, OwnOrder};
use usecases::online::{self, Device, NoticeRefused};
use usecases::till::{self, TillOrder};
use usecases::{App, AppError, AppParts, Clock as _, Permit, jobs};
use wechat_stand_in::{self as stand_in, Delivery, Fault, StandIn, Twist};

use crate::service::{Service, drafted, lenient, staffed};

const DEVICE: &str = "a device";

/// WeChat Pay for the stand-in's merchant.
pub(crate) fn pay_service(gateway: &str) -> WechatPay {
    let now = (stand_in::PUBLIC_KEY_ID, stand_in::PUBLIC_KEY);
    pay_service_knowing(gateway, &[now])
}

/// The same with these of WeChat's keys, by identifier, in the settings.
fn pay_service_knowing(gateway: &str, keys: &[(&str, &str)]) -> WechatPay {
    let keys = keys
        .iter()
        .map(|(id, key)| ((*id).to_owned(), (*key).to_owned()));
    let account = Account::read(&AccountInput {
        mchid: stand_in::MCHID.to_owned(),
        appid: stand_in::APPID.to_owned(),
        further_appids: vec![stand_in::ACCOUNT_APPID.to_owned()],
        serial: stand_in::SERIAL.to_owned(),
        private_key: stand_in::MERCHANT_KEY.to_owned().into(),
        api_key: stand_in::API_KEY.to_owned().into(),
        public_keys: keys.collect(),
        certificates: Vec::new(),
    });
    let nonce = || [7; 16];
    let timeout = Duration::from_secs(5);
    WechatPay::new(account.unwrap(), gateway, timeout, nonce).unwrap()
}

struct Shop {
    service: Service,
    wechat: StandIn,
    gateway: String,
    till: Permit<TakeMoney>,
}

impl Shop {
    async fn open() -> Self {
        let now = (stand_in::PUBLIC_KEY_ID, stand_in::PUBLIC_KEY);
        Self::knowing(&[now]).await
    }

    /// A shop whose settings have these of WeChat's keys.
    async fn knowing(keys: &[(&str, &str)]) -> Self {
        let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
        let (parts, clock) = usecases::testing::parts(storage.clone(), lenient());
        let its_clock = Arc::clone(&clock);
        let wechat = StandIn::new(Arc::new(move || its_clock.now().0));
        let gateway = wechat.clone().start().await.unwrap();
        let pay = pay_service_knowing(&gateway, keys);
        let offers = Offers {
            usual: Price::new(Fen(1_500), PaidFor::Applying).ok(),
            ..Offers::default()
        };
        let app = App::new(AppParts {
            offers,
            payers: vec![Arc::new(pay)],
            public_url: Some("https://photo.example.org/".to_owned()),
            ..parts
        });
        Self {
            service: staffed(app, clock, storage).await,
            wechat,
            gateway,
            till: Permit::of_machine_owner(),
        }
    }

    fn app(&self) -> &App {
        &self.service.app
    }

    /// The merchant's account, as another system of theirs has it too.
    fn pay_service(&self) -> WechatPay {
        pay_service(&self.gateway)
    }

    /// An order that was handed in and waits to be paid.
    async fn unpaid(&self) -> OwnOrder {
        let own = drafted(&self.service, DEVICE).await;
        applicant::submit(self.app(), &own).await.unwrap();
        self.service.opened(own.number(), DEVICE).await.unwrap()
    }

    /// Offers the price on a screen; the charge's number.
    async fn offered(&self, own: &OwnOrder) -> String {
        let offered = online::offer(self.app(), own, Device::Screen).await;
        let Offered::Code(code) = offered.unwrap() else {
            panic!("no code");
        };
        let number = code.split("pr=").nth(1).unwrap();
        number.to_owned()
    }

    fn pays(&self, charge: &str, twist: Twist) -> Delivery {
        self.wechat.pay(charge, twist).unwrap().1
    }

    async fn told(&self, notice: &Delivery) -> Result<(), NoticeRefused> {
        let headers = NoticeHeaders {
            timestamp: notice.timestamp.clone(),
            nonce: notice.nonce.clone(),
            signature: notice.signature.clone(),
            serial: notice.serial.clone(),
        };
        let app = self.app();
        online::take_notice(app, PayWay::WechatPay, &headers, &notice.body).await
    }

    async fn later(&self, time: Duration) {
        self.service.clock.advance(time);
        jobs::run_due(self.app()).await.unwrap();
    }

    async fn at_till(&self, number: OrderNumber) -> TillOrder {
        till::order(self.app(), &self.till, number).await.unwrap()
    }

    /// Status, bill, and every payment with what became of it.
    async fn stands(&self, number: OrderNumber) -> (Status, BillStatus, Vec<PaymentStatus>) {
        let order = self.at_till(number).await;
        let payments = order.payments.iter().map(|payment| payment.status);
        (order.status, order.bill, payments.collect())
    }
}

use BillStatus::{Closed, Open, Paid, Returned};
use PaymentStatus::{RefundAsked, RefundFailed, Refunded, Taken};
use Status::{Cancelled, Unpaid, Waiting};

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_pays_once_however_often_it_comes() {
    let shop = Shop::open().await;
    let own = shop.unpaid().await;
    let charge = shop.offered(&own).await;
    assert_eq!(
        shop.offered(&own).await,
        charge,
        "the same is offered again"
    );
    let notice = shop.pays(&charge, Twist::None);
    assert_eq!(shop.stands(own.number()).await, (Unpaid, Open, vec![]));
    // Two at once, and thirteen more, signed anew each time.
    let (one, other) = tokio::join!(shop.told(&notice), shop.told(&notice));
    assert!(one.is_ok() && other.is_ok());
    for _ in 0..13 {
        let again = shop.pays(&charge, Twist::None);
        shop.told(&again).await.unwrap();
    }
    shop.later(minutes(5)).await;
    assert_eq!(
        shop.stands(own.number()).await,
        (Waiting, Paid, vec![Taken])
    );
    let payment = shop.at_till(own.number()).await.payments.remove(0);
    assert_eq!(payment.way, PayWay::WechatPay);
    assert!(payment.reference.starts_with("42000"), "{payment:?}");
    let refused = online::offer(shop.app(), &own, Device::Screen).await;
    assert_eq!(refused.unwrap_err().code(), "order-nothing-to-pay");
}

/// What is not believed changes nothing, and has its code.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_believed_pays_nothing() {
    let shop = Shop::open().await;
    let own = shop.unpaid().await;
    let charge = shop.offered(&own).await;
    for (twist, code) in [
        (Twist::SignatureTest, "pay-notice-signature-test"),
        (Twist::Forged, "pay-notice-signature"),
        (Twist::UnknownKey, "pay-notice-unknown-key"),
        (Twist::Old, "pay-notice-stale"),
        (Twist::OtherMerchant, "pay-notice-other-merchant"),
        (Twist::OtherApp, "pay-notice-other-merchant"),
    ] {
        let notice = shop.pays(&charge, twist);
        let refused = shop.told(&notice).await.unwrap_err();
        assert_eq!(refused.code(), code, "{twist:?}");
        assert_eq!(shop.stands(own.number()).await, (Unpaid, Open, vec![]));
    }
    // It was paid all the same: asking finds it, without any notice.
    shop.later(Duration::from_secs(16)).await;
    assert_eq!(
        shop.stands(own.number()).await,
        (Waiting, Paid, vec![Taken])
    );
}

/// The bill of a day is gone through on the next morning: what was paid and not booked is
/// settled, everything else is shown.
#[tokio::test(flavor = "multi_thread")]
async fn the_book_is_held_against_the_bill() {
    let shop = Shop::open().await;
    let app = shop.app();
    let pay = shop.pay_service();
    // Paid and booked; given back by its cancelling.
    let booked = shop.unpaid().await;
    let charge = shop.offered(&booked).await;
    shop.told(&shop.pays(&charge, Twist::None)).await.unwrap();
    let given_back = shop.unpaid().await;
    let charge = shop.offered(&given_back).await;
    shop.told(&shop.pays(&charge, Twist::None)).await.unwrap();
    let own = shop.service.opened(given_back.number(), DEVICE).await;
    applicant::cancel(app, &own.unwrap()).await.unwrap();
    shop.later(minutes(5)).await;
    shop.later(minutes(5)).await;
    let now = app.now();
    // Given back on the merchant platform.
    let stands = shop.at_till(booked.number()).await.payments.remove(0);
    let by_hand = RefundRequest {
        number: "PLATFORM1".to_owned(),
        transaction: stands.reference.clone(),
        amount_fen: 500,
        total_fen: 1_500,
        reason: "x".to_owned(),
    };
    pay.refund(&by_hand, now.0).await.unwrap();
    // Another system's, and one that nobody told of and that was never asked for.
    let others = ChargeRequest {
        number: "OTHERSYSTEM1".to_owned(),
        description: "x".to_owned(),
        amount_fen: 800,
        expires_at_ms: now.plus(minutes(60)).0,
        notify_url: "https://shop.example.org/notices".to_owned(),
        scene: Scene::Scan,
    };
    pay.offer(&others, now.0).await.unwrap();
    shop.pays("OTHERSYSTEM1", Twist::None);
    let lost = shop.unpaid().await;
    let charge = shop.offered(&lost).await;
    shop.pays(&charge, Twist::None);
    let mut tx = shop.service.storage.write().await.unwrap();
    let ask = Job::AskCharge {
        charge: charge.parse().unwrap(),
    };
    tx.cancel_job(&ask).await.unwrap();
    // In the book alone.
    let order = tx.order_by_number(booked.number()).await.unwrap().unwrap();
    let id = PaymentId::new(now, &mut *app.randomness());
    let whose = (order.id, order.number);
    let made_up = Payment::online(id, whose, PayWay::WechatPay, Fen(700), "4200000", now);
    tx.insert_payment(&made_up.payment).await.unwrap();
    let entry = LedgerEntry::of(&made_up, &order, Actor::Applicant, now).unwrap();
    tx.append_ledger(&entry).await.unwrap();
    tx.save().await.unwrap();

    let check_bills = async || {
        let mut tx = shop.service.storage.write().await.unwrap();
        let id = JobId::new(app.now(), &mut *app.randomness());
        let due = Due {
            job: Job::CheckBills,
            at: app.now(),
        };
        tx.enqueue(id, &due).await.unwrap();
        tx.save().await.unwrap();
        jobs::run_due(app).await.unwrap();
    };
    let owner = Permit::of_machine_owner();
    let checks = async || {
        let days = [date(2026, 11, 21), date(2026, 11, 30)];
        till::bill_checks(app, &owner, days[0], days[1])
            .await
            .unwrap()
    };
    // Too early for the bill of today: yesterday's, on which nobody paid.
    check_bills().await;
    let first: Vec<_> = checks()
        .await
        .iter()
        .map(|one| (one.day, one.payments))
        .collect();
    assert_eq!(first, [(date(2026, 11, 21), 0)]);
    shop.later(days(1)).await;
    shop.later(minutes(180)).await;
    let found = checks().await;
    let seen: Vec<_> = found
        .iter()
        .map(|one| (one.day, one.payments, one.taken, one.refunds))
        .collect();
    assert_eq!(
        seen,
        [
            (date(2026, 11, 23), 4, Fen(5_300), 2),
            (date(2026, 11, 22), 0, Fen(0), 0),
            (date(2026, 11, 21), 0, Fen(0), 0),
        ]
    );
    let mut differences: Vec<_> = found[0]
        .differences
        .iter()
        .map(|one| (one.what.code(), one.order, one.there, one.here))
        .collect();
    differences.sort_unstable();
    let (booked, lost) = (Some(booked.number()), Some(lost.number()));
    assert_eq!(
        differences,
        [
            ("not-booked", lost, Some(Fen(1_500)), None),
            ("not-in-bill", booked, None, Some(Fen(700))),
            ("not-ours", None, Some(Fen(800)), None),
            ("refund-not-booked", booked, Some(Fen(500)), None),
        ]
    );
    let settled = shop.stands(lost.unwrap()).await;
    assert_eq!(
        settled,
        (Waiting, Paid, vec![Taken]),
        "what was lost is found"
    );
    // Gone through once.
    check_bills().await;
    assert_eq!(checks().await.len(), 3);
}

/// Another amount than was asked for is no payment of the price: it goes back by itself,
/// and the order can still be paid.
#[tokio::test(flavor = "multi_thread")]
async fn another_amount_goes_back() {
    let shop = Shop::open().await;
    let own = shop.unpaid().await;
    let charge = shop.offered(&own).await;
    let notice = shop.pays(&charge, Twist::OtherAmount);
    shop.told(&notice).await.unwrap();
    assert_eq!(
        shop.stands(own.number()).await,
        (Unpaid, Open, vec![RefundAsked])
    );
    let open = till::open(shop.app(), &shop.till).await.unwrap();
    assert_eq!(open.refunds[0].why, RefundFor::WrongAmount);
    assert_eq!(open.refunds[0].amount, Fen(1_499));
    // The operator sees it until it is settled; the order is paid as if nothing had been.
    let again = shop.offered(&own).await;
    assert_ne!(again, charge);
    let notice = shop.pays(&again, Twist::None);
    shop.told(&notice).await.unwrap();
    let (status, bill, _) = shop.stands(own.number()).await;
    assert_eq!((status, bill), (Waiting, Paid));
}

/// What is paid twice, or after the order's end, goes back whole and by itself.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_paid_beside_the_price_goes_back() {
    let shop = Shop::open().await;
    let own = shop.unpaid().await;
    let charge = shop.offered(&own).await;
    let phone = Device::Phone {
        client_ip: "198.51.100.7".to_owned(),
    };
    let link = online::offer(shop.app(), &own, phone).await.unwrap();
    let Offered::Link(link) = link else {
        panic!("no link");
    };
    let second = link.split("prepay_id=").nth(1).unwrap().to_owned();
    for number in [&charge, &second] {
        let notice = shop.pays(number, Twist::None);
        shop.told(&notice).await.unwrap();
    }
    let (status, bill, mut payments) = shop.stands(own.number()).await;
    payments.sort_unstable();
    assert_eq!((status, bill), (Waiting, Paid), "the order goes on");
    assert_eq!(payments, [Taken, RefundAsked]);
    // On its way, then done: once.
    shop.later(Duration::from_secs(1)).await;
    shop.later(minutes(2)).await;
    let (_, bill, mut payments) = shop.stands(own.number()).await;
    payments.sort_unstable();
    assert_eq!((bill, payments), (Paid, vec![Taken, Refunded]));

    // Cancelled while somebody pays.
    let own = shop.unpaid().await;
    let charge = shop.offered(&own).await;
    applicant::cancel(shop.app(), &own).await.unwrap();
    let late = shop.pays(&charge, Twist::None);
    shop.told(&late).await.unwrap();
    assert_eq!(
        shop.stands(own.number()).await,
        (Cancelled, Closed, vec![RefundAsked])
    );
    shop.later(Duration::from_secs(1)).await;
    shop.later(minutes(2)).await;
    assert_eq!(
        shop.stands(own.number()).await,
        (Cancelled, Closed, vec![Refunded])
    );
    assert!(shop.service.told(&own).await.contains(&"refunded"));
}

/// A cancelled order's charge is closed: nobody can pay it any more.
#[tokio::test(flavor = "multi_thread")]
async fn an_end_closes_what_could_be_paid() {
    let shop = Shop::open().await;
    let own = shop.unpaid().await;
    let charge = shop.offered(&own).await;
    applicant::cancel(shop.app(), &own).await.unwrap();
    shop.later(Duration::from_secs(1)).await;
    assert_eq!(shop.wechat.pay(&charge, Twist::None), None);
    // Paid at the till instead, as well.
    let own = shop.unpaid().await;
    let charge = shop.offered(&own).await;
    till::take(shop.app(), &shop.till, own.number(), "A-1")
        .await
        .unwrap();
    shop.later(Duration::from_secs(1)).await;
    assert_eq!(shop.wechat.pay(&charge, Twist::None), None);
    // Paid by the code on the screen: the phone's link is closed.
    let own = shop.unpaid().await;
    let charge = shop.offered(&own).await;
    let client_ip = "198.51.100.7".to_owned();
    let link = online::offer(shop.app(), &own, Device::Phone { client_ip }).await;
    let Ok(Offered::Link(link)) = link else {
        panic!("no link");
    };
    let notice = shop.pays(&charge, Twist::None);
    shop.told(&notice).await.unwrap();
    shop.later(Duration::from_secs(1)).await;
    let other = link.split("prepay_id=").nth(1).unwrap();
    assert_eq!(shop.wechat.pay(other, Twist::None), None);
    // Two hours later a charge that nobody paid is closed too.
    let own = shop.unpaid().await;
    let charge = shop.offered(&own).await;
    for _ in 0..5 {
        shop.later(minutes(30)).await;
    }
    assert_eq!(shop.wechat.pay(&charge, Twist::None), None);
    assert_eq!(shop.stands(own.number()).await, (Unpaid, Open, vec![]));
}

/// A paid order that is cancelled is given back by the payment service; while the merchant
/// has no funds it waits, and what fails for good is the operator's to see to.
#[tokio::test(flavor = "multi_thread")]
async fn a_refund_is_made_once_whatever_goes_wrong() {
    let shop = Shop::open().await;
    let paid = async || {
        let own = shop.unpaid().await;
        let charge = shop.offered(&own).await;
        let notice = shop.pays(&charge, Twist::None);
        shop.told(&notice).await.unwrap();
        let own = shop.service.opened(own.number(), DEVICE).await.unwrap();
        applicant::cancel(shop.app(), &own).await.unwrap();
        own.number()
    };
    for fault in [
        Fault::Down,
        Fault::TooOften,
        Fault::DoneAndDown,
        Fault::Forged,
        Fault::NotEnough,
    ] {
        let number = paid().await;
        shop.wechat.fail(fault, 1);
        shop.later(Duration::from_secs(1)).await;
        assert_eq!(
            shop.stands(number).await,
            (Cancelled, Returned, vec![RefundAsked]),
            "{fault:?}"
        );
        for _ in 0..3 {
            shop.later(minutes(3)).await;
        }
        assert_eq!(
            shop.stands(number).await,
            (Cancelled, Returned, vec![Refunded]),
            "{fault:?}"
        );
    }
    // No funds for a week: the operator is told, and has it done once more.
    let number = paid().await;
    shop.wechat.fail(Fault::NotEnough, 1_000);
    for _ in 0..(8 * 4) {
        shop.later(minutes(360)).await;
    }
    assert_eq!(
        shop.stands(number).await,
        (Cancelled, Returned, vec![RefundFailed])
    );
    let payment = shop.at_till(number).await.payments.remove(0);
    assert_eq!(payment.failure.as_deref(), Some("NOT_ENOUGH"));
    let open = till::open(shop.app(), &shop.till).await.unwrap();
    assert_eq!(open.refunds[0].status, RefundFailed);
    let by_hand = till::give_back(shop.app(), &shop.till, payment.id, "B-1").await;
    assert_eq!(by_hand.unwrap().payments[0].status, Refunded);
}

/// An answer that got lost, or that nobody signed, is no offer; the charge serves once more.
#[tokio::test(flavor = "multi_thread")]
async fn an_offer_that_fails_is_told_and_tried_again() {
    let shop = Shop::open().await;
    let own = shop.unpaid().await;
    for (fault, code) in [
        (Fault::Down, "pay-busy"),
        (Fault::DoneAndDown, "pay-busy"),
        (Fault::Forged, "pay-unsigned"),
    ] {
        shop.wechat.fail(fault, 1);
        let failed = online::offer(shop.app(), &own, Device::Screen).await;
        assert_eq!(failed.unwrap_err().code(), code);
    }
    let charge = shop.offered(&own).await;
    // An hour of silence: the page goes on, the charge is asked for afterwards.
    shop.wechat.fail(Fault::Down, 5);
    shop.pays(&charge, Twist::None);
    for minute in [1, 2, 3, 5, 10, 40] {
        shop.later(minutes(minute)).await;
    }
    shop.later(minutes(60)).await;
    assert_eq!(
        shop.stands(own.number()).await,
        (Waiting, Paid, vec![Taken])
    );
}

/// A payment that belongs to nothing here is told to the operator, and not asked for again.
#[tokio::test(flavor = "multi_thread")]
async fn a_payment_under_a_number_that_is_not_ours_is_logged() {
    let shop = Shop::open().await;
    let own = shop.unpaid().await;
    let charge = shop.offered(&own).await;
    let notice = shop.pays(&charge, Twist::None);
    // Another database, as after a back-up was put back.
    let other = Shop::open().await;
    let refused = other.told(&notice).await;
    assert!(refused.is_ok(), "it is not sent for ever: {refused:?}");
    let mut tx = other.service.storage.read().await.unwrap();
    let log = tx.log_after(0, 1_000).await.unwrap();
    let last = &log.last().unwrap().entry;
    assert_eq!(last.action.code(), "payment-unknown");
    assert_eq!(last.detail, "15.00");
    assert!(last.subject.starts_with("42000"));
    drop(tx);
    // A day later nothing is open there.
    other.later(days(1)).await;
}

/// Without a payment service in the settings nothing can be paid over the internet.
#[tokio::test(flavor = "multi_thread")]
async fn without_settings_there_is_none() {
    let service = crate::service::costing(PaidFor::Applying).await;
    let own = drafted(&service, DEVICE).await;
    applicant::submit(&service.app, &own).await.unwrap();
    assert_eq!(service.app.pays_online(), None);
    let refused = online::offer(&service.app, &own, Device::Screen).await;
    assert!(matches!(refused, Err(AppError::NotFound)), "{refused:?}");
}

/// WeChat replaces the key that it signs with while orders are paid: with both keys in the
/// settings nothing is noticed; with the old one alone nothing is believed and nothing lost.
#[tokio::test(flavor = "multi_thread")]
async fn wechats_key_is_replaced_meanwhile() {
    let now = (stand_in::PUBLIC_KEY_ID, stand_in::PUBLIC_KEY);
    let next = (stand_in::NEXT_KEY_ID, stand_in::NEXT_KEY);
    for (known, expected) in [
        (vec![now, next], None),
        (vec![now], Some("pay-notice-unknown-key")),
    ] {
        let shop = Shop::knowing(&known).await;
        let own = shop.unpaid().await;
        let charge = shop.offered(&own).await;
        shop.wechat.rotate();
        let notice = shop.pays(&charge, Twist::None);
        let told = shop.told(&notice).await.map_err(|refused| refused.code());
        assert_eq!(told.err(), expected, "{} keys", known.len());
        let status = async || {
            let own = shop.service.opened(own.number(), DEVICE).await.unwrap();
            own.summary(shop.app().now()).status
        };
        let until_then = match expected {
            None => Status::Waiting,
            Some(_) => Status::Unpaid,
        };
        assert_eq!(status().await, until_then);
    }
}
