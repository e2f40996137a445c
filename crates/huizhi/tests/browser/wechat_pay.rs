//! WeChat Pay, as its stand-in: the settings it needs, and what a payer does.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tokio::runtime::Runtime;
use wechat_stand_in::{self as stand_in, StandIn, Twist};

pub(crate) struct Shop {
    stand_in: StandIn,
    gateway: String,
    _runtime: Runtime,
}

impl Shop {
    pub(crate) fn open() -> Self {
        let now = || {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
            i64::try_from(now.as_millis()).unwrap()
        };
        let runtime = Runtime::new().unwrap();
        let stand_in = StandIn::new(Arc::new(now));
        let gateway = runtime.block_on(stand_in.clone().start()).unwrap();
        Self {
            stand_in,
            gateway,
            _runtime: runtime,
        }
    }

    pub(crate) fn settings(&self) -> String {
        let account = stand_in::settings(&self.gateway);
        format!("\n[offers.usual]\nprice = \"15.00\"\n\n{account}")
    }

    /// Notices that are not believed are refused.
    pub(crate) fn is_told_lies(&self, code: &str, service: &str) {
        for twist in [
            Twist::SignatureTest,
            Twist::Forged,
            Twist::Old,
            Twist::OtherMerchant,
        ] {
            assert_eq!(self.deliver(code, service, twist), 401, "{twist:?}");
        }
    }

    /// The payer pays; the notice comes fifteen times.
    pub(crate) fn is_paid(&self, code: &str, service: &str) {
        for _ in 0..15 {
            assert_eq!(self.deliver(code, service, Twist::None), 204);
        }
    }

    /// The payer pays what was prepared for WeChat's own window.
    pub(crate) fn is_prepaid(&self, package: &str, service: &str) {
        let charge = package.strip_prefix("prepay_id=wx").unwrap();
        let (_, notice) = self.stand_in.pay(charge, Twist::None).unwrap();
        assert_eq!(notice.send(&format!("{service}/pay/wechat/notices")), 204);
    }

    fn deliver(&self, code: &str, service: &str, twist: Twist) -> u16 {
        let (_, notice) = self.stand_in.pay(number(code), twist).unwrap();
        notice.send(&format!("{service}/pay/wechat/notices"))
    }

    /// What was paid goes back whole, within a while.
    pub(crate) fn has_a_refund_of(&self, code: &str) {
        let until = Instant::now() + Duration::from_secs(20);
        while self.stand_in.refunded(number(code)) != 1_500 {
            assert!(Instant::now() < until, "nothing was given back");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

fn number(code: &str) -> &str {
    code.strip_prefix("weixin://wxpay/bizpayurl?pr=").unwrap()
}
