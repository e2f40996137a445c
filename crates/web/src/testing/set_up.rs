//! Initial state of tests, made through use cases: staff, API keys, orders at
//! each stage.

use std::time::Duration;

use catalogue::DivisionCode;
use domain::applicant::ApplicantInput;
use domain::applicant::consent::ConsentKind;
use domain::staff::{Role, Scope};
use domain::{OrderNumber, OverruleClass, Overruled, Purpose, Verdict};
use serde_json::json;
use usecases::applicant::{self, OwnOrder};
use usecases::inspector::{self, Overruling, Ruling};
use usecases::operator::{self, NewKey};
use usecases::sign_in::{self, SignInTry, SignedIn};
use usecases::{Permit, jobs, receipts};

use super::{Browser, Program, Service, large_portrait};

pub(crate) const PASSWORD: &str = "a harbour of seven lanterns";

/// Stage of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Begun, without a picture.
    Draft,
    /// Submitted.
    Waiting,
    /// Claimed by an inspector.
    InReview,
    /// Rejected (ears hidden), and final.
    Rejected,
    /// Approved, and final; its receipt is issued.
    Approved,
    /// Cancelled by the applicant.
    Cancelled,
}

/// An order of the identity card in Shenzhen.
pub(crate) struct Order {
    pub(crate) number: String,
    /// The applicant's browser, on which it was begun.
    pub(crate) applicant: Browser,
    /// The receipt's number; `""` if there is none.
    pub(crate) receipt: String,
}

/// A client whose address plays no part.
const ANYBODY: usecases::Requester = usecases::Requester::Client([0; 16]);

impl Service {
    /// Adds an account named like the role, with its own password, and signs
    /// in.
    pub(crate) async fn hire(&self, role: Role) -> Browser {
        self.hire_named(role.code(), role).await
    }

    /// The same under another name.
    pub(crate) async fn hire_named(&self, name: &str, role: Role) -> Browser {
        let (token, _) = self.member(name, role).await;
        let name = crate::visit::name_of(&self.web, "session");
        self.browser().with_cookie(&name, &token)
    }

    /// The initial password of the first operator, named `operator`.
    pub(crate) async fn first_password(&self) -> String {
        operator::first(&self.web.app, operator::FIRST_OPERATOR)
            .await
            .unwrap()
            .unwrap()
            .1
    }

    /// A program with an API key of this role, unlimited.
    pub(crate) async fn keyed(&self, role: Role) -> Program {
        self.keyed_for(role, &[], &[]).await
    }

    /// The same, limited to documents and cities; unlimited if none is given.
    pub(crate) async fn keyed_for(
        &self,
        role: Role,
        documents: &[&str],
        cities: &[u32],
    ) -> Program {
        let new = NewKey {
            expires_at: None,
            name: "a program".to_owned(),
            roles: [role].into_iter().collect(),
            scope: Scope {
                documents: documents.iter().map(|id| id.parse().unwrap()).collect(),
                cities: cities
                    .iter()
                    .map(|code| DivisionCode::try_from(*code).unwrap())
                    .collect(),
            },
        };
        let key = operator::add_api_key(&self.web.app, &Permit::of_machine_owner(), new).await;
        self.program(&key.unwrap())
    }

    /// Begins an order on a device of this secret; gives its number.
    pub(crate) async fn begun_on(&self, device: &str) -> String {
        let app = &self.web.app;
        let purpose = Purpose {
            document: "resident-id-card".parse().unwrap(),
            city: Some("440300".parse().unwrap()),
        };
        let own = applicant::begin(app, app.digest_device(device), purpose).await;
        own.unwrap().number().to_string()
    }

    /// A key of these roles, unlimited.
    pub(crate) async fn key_of(&self, roles: &[Role]) -> String {
        let new = NewKey {
            expires_at: None,
            name: "a program".to_owned(),
            roles: roles.iter().copied().collect(),
            scope: Scope::default(),
        };
        let key = operator::add_api_key(&self.web.app, &Permit::of_machine_owner(), new).await;
        key.unwrap()
    }

    /// Begins an order over the API; gives its number, and the applicant's
    /// program.
    pub(crate) async fn begun(&self, document: &str, city: Option<&str>) -> (String, Program) {
        let (number, token) = self.begun_with_token(document, city).await;
        (number, self.program(&token))
    }

    /// The same; gives its number and token.
    pub(crate) async fn begun_with_token(
        &self,
        document: &str,
        city: Option<&str>,
    ) -> (String, String) {
        let body = json!({ "document": document, "city": city });
        let begun = self.program("").post("/orders", body).await;
        begun.status(201);
        (begun.at("/number"), begun.at("/token"))
    }

    /// An order at this stage. Stages after the draft need a lenient service.
    pub(crate) async fn order(&self, stage: Stage) -> Order {
        let purpose = Purpose {
            document: "resident-id-card".parse().unwrap(),
            city: Some("440300".parse().unwrap()),
        };
        self.order_of(purpose, stage).await
    }

    /// An order of this purpose at this stage.
    pub(crate) async fn order_of(&self, purpose: Purpose, stage: Stage) -> Order {
        let app = &self.web.app;
        let device = "d".repeat(42) + "A";
        let digest = app.digest_device(&device);
        let own = applicant::begin(app, digest, purpose).await.unwrap();
        let number = own.number();
        match stage {
            Stage::Draft => {}
            Stage::Cancelled => {
                applicant::cancel(app, &own).await.unwrap();
            }
            _ => self.hand_in(&own).await,
        }
        match stage {
            Stage::Draft | Stage::Waiting | Stage::Cancelled => {}
            Stage::InReview => self.review(number, None).await,
            Stage::Rejected => self.review(number, Some(Verdict::Rejected)).await,
            Stage::Approved => self.review(number, Some(Verdict::Approved)).await,
        }
        let receipt = receipts::of(app, &own).await.unwrap();
        Order {
            number: number.to_string(),
            applicant: self.browser().with_cookie(
                "device",
                &crate::visit::device_cookie(&self.web.secrets, &device),
            ),
            receipt: receipt.map_or(String::new(), |receipt| receipt.number.to_string()),
        }
    }

    async fn member(&self, name: &str, role: Role) -> (String, SignedIn) {
        let app = &self.web.app;
        let roles = [role].into_iter().collect();
        let once = operator::add(app, &Permit::of_machine_owner(), name, roles).await;
        let once = once.unwrap();
        let sign_in = async |password| {
            let given = SignInTry {
                name,
                password,
                code: None,
                site: "127.0.0.1",
                device: None,
            };
            sign_in::sign_in(app, &given).await.unwrap().session
        };
        let token = sign_in(&once).await;
        let me = sign_in::who(app, &token).await.unwrap().unwrap();
        let changed = sign_in::change_password(app, &me, &once, PASSWORD).await;
        changed.unwrap();
        let token = sign_in(PASSWORD).await;
        (token, me)
    }

    async fn hand_in(&self, own: &OwnOrder) {
        let app = &self.web.app;
        let put = applicant::put_picture(app, own, ANYBODY, large_portrait()).await;
        put.unwrap();
        let person = ApplicantInput {
            name: Some("李小明".to_owned()),
            number: Some("11010519491231002X".to_owned()),
            phone: Some("13800138000".to_owned()),
            consents: [ConsentKind::FaceData].into(),
            ..ApplicantInput::default()
        };
        applicant::give_details(app, own, &person).await.unwrap();
        applicant::submit(app, own).await.unwrap();
    }

    /// Claims the order and, if there is a verdict, decides and waits until it
    /// is final. Failing findings are overruled for an approval.
    async fn review(&self, number: OrderNumber, verdict: Option<Verdict>) {
        let app = &self.web.app;
        let name = format!("inspector-{number}");
        let (_, me) = self.member(&name, Role::Inspector).await;
        let reviewer = me.permit().unwrap();
        let case = inspector::take(app, &reviewer, number).await.unwrap();
        let Some(verdict) = verdict else { return };
        let failing = case.report.failing().into_iter();
        let overruled = failing.map(|finding| Overruled {
            finding,
            class: OverruleClass::Mistaken,
        });
        let (reasons, overruled) = match verdict {
            Verdict::Approved => (Vec::new(), overruled.collect()),
            Verdict::Rejected => (vec!["ears-hidden".to_owned()], Vec::new()),
        };
        let ruling = Ruling {
            verdict,
            reasons,
            note: "把头发别到耳后".to_owned(),
            overruling: Some(Overruling::new(me.permit().unwrap(), overruled)),
        };
        let decided = inspector::decide(app, &reviewer, number, ruling).await;
        decided.unwrap();
        self.clock.advance(Duration::from_secs(11));
        jobs::run_due(app).await.unwrap();
    }
}
