//! A running service: SQLite in a temporary folder, a manual clock, the real
//! engine, and every request through the whole router.

use std::convert::Infallible;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use catalogue::{Catalogue, Text};
use domain::money::{Fen, Offer, Offers, PaidFor, Price};
use domain::opening::OpeningHours;
use domain::{NodeKind, Occasion};
use http_body_util::BodyExt;
use payments::wechat::{Account, AccountInput, WechatPay};
use rand_core::TryRng;
use storage_sqlite::SqliteStorage;
use tower::ServiceExt;
use usecases::mini_programme::MiniProgramme;
use usecases::nodes::{self, Started};
use usecases::official_account::OfficialAccount;
use usecases::pictures::{self, EngineAt};
use usecases::{App, AppParts, Clock as _, ManualClock, testing};
use wechat::{PushKeys, Template, Wechat};
use wechat_stand_in::{self as stand_in, StandIn};

use super::{Answer, Browser, Program};
use crate::{Limits, Operator, Secrets, Settings, Web, router};

pub(crate) struct Service {
    pub(crate) web: Web,
    pub(crate) clock: Arc<ManualClock>,
    router: Router,
}

impl Service {
    pub(crate) async fn start() -> Self {
        Self::start_with(settings()).await
    }

    pub(crate) async fn start_with(settings: Settings) -> Self {
        Self::of(settings, Catalogue::embedded().unwrap()).await
    }

    /// A lenient service that seals the photos of identity cards.
    pub(crate) async fn start_sealing() -> Self {
        let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
        let (parts, clock) = testing::parts(storage, lenient());
        let app = App::new(AppParts {
            sealed_documents: vec!["resident-id-card".parse().unwrap()],
            ..parts
        });
        Self::over(app, clock, settings())
    }

    /// A service over a database whose saves can be refused.
    pub(crate) async fn start_refusing() -> (Self, Arc<SqliteStorage>) {
        let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
        let (app, clock) =
            testing::app_with_catalogue(Arc::clone(&storage) as _, Catalogue::embedded().unwrap());
        (Self::over(app, clock, settings()), storage)
    }

    /// A service whose limits accept a smile: the portrait is no ID photo.
    pub(crate) async fn start_lenient() -> Self {
        Self::of(settings(), lenient()).await
    }

    /// A service that an older version began an order on with this device; gives
    /// the order's number.
    pub(crate) async fn start_after_older_version(device: &str) -> (Self, String) {
        let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
        let catalogue = Catalogue::embedded().unwrap();
        let (app, clock) = testing::app_with_catalogue(Arc::clone(&storage) as _, catalogue);
        let digest = app.digest_device(device);
        storage.add_old_device(digest).await.unwrap();
        let service = Self::over(app, clock, settings());
        let number = service.begun_on(device).await;
        (service, number)
    }

    /// A lenient service whose photos are made by processes of their own; none is there yet.
    pub(crate) async fn start_elsewhere() -> Self {
        let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
        let (parts, clock) = testing::parts(storage, lenient());
        let app = App::new(AppParts {
            engine: EngineAt::Elsewhere,
            ..parts
        });
        Self::over(app, clock, settings())
    }

    /// A process that makes photos tells of itself.
    pub(crate) async fn works(&self) {
        let node = self.web.app.node(Started {
            kind: NodeKind::Work,
            version: "9.8.7",
            settings: [7; 32],
            slots: 2,
        });
        nodes::tell(&self.web.app, &node).await.unwrap();
    }

    /// Such a process makes what waits.
    pub(crate) async fn makes_what_waits(&self) {
        let app = &self.web.app;
        while let Some(taken) = pictures::take(app).await.unwrap() {
            taken.make(app).await;
        }
    }

    /// A service in which two operators have to agree on rights.
    pub(crate) async fn start_for_two_people() -> Self {
        let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
        let (parts, clock) = testing::parts(storage, Catalogue::embedded().unwrap());
        let app = App::new(AppParts {
            roles_need_two: true,
            ..parts
        });
        Self::over(app, clock, settings())
    }

    /// A service whose desk has these hours.
    pub(crate) async fn start_opening(hours: OpeningHours) -> Self {
        let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
        let (parts, clock) = testing::parts(storage, lenient());
        let app = App::new(AppParts {
            opening: Some(hours),
            ..parts
        });
        Self::over(app, clock, settings())
    }

    /// A service whose random bytes are all 7.
    pub(crate) async fn start_with_sevens() -> Self {
        struct Sevens;
        impl TryRng for Sevens {
            type Error = Infallible;
            fn try_next_u32(&mut self) -> Result<u32, Infallible> {
                Ok(u32::from_ne_bytes([7; 4]))
            }
            fn try_next_u64(&mut self) -> Result<u64, Infallible> {
                Ok(u64::from_ne_bytes([7; 8]))
            }
            fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
                bytes.fill(7);
                Ok(())
            }
        }
        let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
        let (parts, clock) = testing::parts(storage, Catalogue::embedded().unwrap());
        let app = App::new(AppParts {
            randomness: || Box::new(Sevens),
            ..parts
        });
        Self::over(app, clock, settings())
    }

    /// A lenient service where everything costs 15 yuan.
    pub(crate) async fn start_costing(paid_for: PaidFor) -> Self {
        let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
        let (parts, clock) = testing::parts(storage, lenient());
        let offers = Offers {
            usual: Price::new(Fen(1_500), paid_for).ok(),
            ..Offers::default()
        };
        Self::over(App::new(AppParts { offers, ..parts }), clock, settings())
    }

    /// A lenient service with a mini-programme, whose WeChat is a stand-in.
    pub(crate) async fn start_in_wechat() -> (Self, StandIn) {
        let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
        let (parts, clock) = testing::parts(storage, lenient());
        let its_clock = Arc::clone(&clock);
        let wechat = StandIn::new(Arc::new(move || its_clock.now().0));
        let gateway = wechat.clone().start().await.unwrap();
        let credentials = wechat::Credentials {
            appid: stand_in::APPID.to_owned(),
            secret: stand_in::SECRET.to_owned().into(),
        };
        let fields = [("thing1".to_owned(), "{text}".to_owned())].into();
        let template = Template::new(stand_in::TEMPLATES[2].to_owned(), String::new(), fields);
        let app = App::new(AppParts {
            mini_programme: Some(MiniProgramme {
                wechat: Wechat::new(credentials, &gateway, Duration::from_secs(5)).unwrap(),
                notices: [(Occasion::Approved, template.unwrap())].into(),
                state: wechat::State::Formal,
                entry: usecases::mini_programme::ENTRY.to_owned(),
                checks: usecases::mini_programme::Checks::default(),
                codes: usecases::mini_programme::KnownCodes::default(),
                push: PushKeys::new(stand_in::APPID, stand_in::PUSH_TOKEN, stand_in::PUSH_KEY).ok(),
            }),
            ..parts
        });
        (Self::over(app, clock, settings()), wechat)
    }

    /// A service that is paid 15 yuan by WeChat Pay, which is a stand-in, inside WeChat too;
    /// and the merchant's account.
    pub(crate) async fn start_paid_by_wechat() -> (Self, StandIn, WechatPay) {
        let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
        let (parts, clock) = testing::parts(storage, lenient());
        let its_clock = Arc::clone(&clock);
        let wechat = StandIn::new(Arc::new(move || its_clock.now().0));
        let gateway = wechat.clone().start().await.unwrap();
        let pay = || {
            let account = Account::read(&AccountInput {
                mchid: stand_in::MCHID.to_owned(),
                appid: stand_in::APPID.to_owned(),
                further_appids: vec![stand_in::ACCOUNT_APPID.to_owned()],
                serial: stand_in::SERIAL.to_owned(),
                private_key: stand_in::MERCHANT_KEY.to_owned().into(),
                api_key: stand_in::API_KEY.to_owned().into(),
                public_keys: vec![(
                    stand_in::PUBLIC_KEY_ID.to_owned(),
                    stand_in::PUBLIC_KEY.to_owned(),
                )],
                certificates: Vec::new(),
            });
            let (nonce, timeout) = (|| [7; 16], Duration::from_secs(5));
            WechatPay::new(account.unwrap(), &gateway, timeout, nonce).unwrap()
        };
        let app = App::new(AppParts {
            payers: vec![Arc::new(pay())],
            offers: Offers {
                usual: Price::new(Fen(1_500), PaidFor::Applying).ok(),
                ..Offers::default()
            },
            official_account: Some(OfficialAccount {
                script: Some(b"// WeChat's".to_vec()),
                wechat: Wechat::new(
                    wechat::Credentials {
                        appid: stand_in::ACCOUNT_APPID.to_owned(),
                        secret: stand_in::ACCOUNT_SECRET.to_owned().into(),
                    },
                    &gateway,
                    Duration::from_secs(5),
                )
                .unwrap(),
                authorize: wechat::AUTHORIZE.to_owned(),
            }),
            public_url: Some("https://photo.example.org".to_owned()),
            ..parts
        });
        (Self::over(app, clock, settings()), wechat, pay())
    }

    /// A service where a passport costs 5 yuan.
    async fn of(settings: Settings, catalogue: Catalogue) -> Self {
        let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
        let (parts, clock) = testing::parts(storage, catalogue);
        let passport = Offer {
            price: Price::new(Fen(500), PaidFor::Applying).ok(),
            ..Offer::default()
        };
        let offers = Offers {
            documents: [("passport".parse().unwrap(), passport)].into(),
            ..Offers::default()
        };
        Self::over(App::new(AppParts { offers, ..parts }), clock, settings)
    }

    fn over(app: App, clock: Arc<ManualClock>, settings: Settings) -> Self {
        let web = Web::new(app, settings, Secrets::new([1; 32]));
        Self {
            router: router(web.clone()),
            web,
            clock,
        }
    }

    /// The same with another router.
    pub(crate) fn routed(self, routes: impl FnOnce(Web) -> Router) -> Self {
        Self {
            router: routes(self.web.clone()),
            ..self
        }
    }

    /// A new browser without cookies.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// A program with an API key or an order's token; `""` for none.
    pub(crate) fn program(&self, token: &str) -> Program {
        Program::new(self.router.clone(), token)
    }

    /// A page, requested by a new browser.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.browser().get(path).await
    }

    /// Sends a request unchanged.
    pub(crate) async fn ask(&self, request: Request<Body>) -> Answer {
        ask(&self.router, request).await
    }
}

/// A catalogue whose limits accept a smile.
fn lenient() -> Catalogue {
    let folder = tempfile::tempdir().unwrap();
    let limit = |id, most| {
        format!(
            "[{id}]\nunit = \"number\"\npass-max = {most}\nfail-max = {most}\n\
             source = {{ cite = \"a test\", confidence = \"D\" }}\n"
        )
    };
    let checks = limit("smile", 1.0) + &limit("mouth-open", 1.0) + &limit("teeth", 100.0);
    std::fs::write(folder.path().join("checks.toml"), checks).unwrap();
    Catalogue::with_overrides(folder.path()).unwrap()
}

/// An operator with contact data, and rate limits that no test reaches
/// except with more than five look-ups.
pub(crate) fn settings() -> Settings {
    let text = |zh: &str, en: &str| {
        Some(Text {
            zh: zh.to_owned(),
            en: en.to_owned(),
        })
    };
    let per_minute = |n| NonZeroU32::new(n).unwrap();
    Settings {
        operator: Operator {
            name: text("服务点", "Photo office"),
            phone: Some("0755-0000 0000".to_owned()),
            email: Some("photo@example.org".to_owned()),
            hours: None,
            address: None,
        },
        usual_waiting_minutes: Some(10),
        limits: Limits {
            pages_per_minute: per_minute(10_000),
            writes_per_minute: per_minute(10_000),
            look_ups_per_minute: per_minute(5),
        },
        ..Settings::default()
    }
}

pub(super) async fn ask(router: &Router, request: Request<Body>) -> Answer {
    let asked = format!("{} {}", request.method(), request.uri());
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    Answer {
        asked,
        code: parts.status.as_u16(),
        headers: parts.headers,
        bytes: body.collect().await.unwrap().to_bytes().to_vec(),
    }
}
