//! Asking a colleague: with a note, only where somebody could answer, and with a way
//! back.

use std::time::Duration;

use domain::staff::right::{Review, SecondOpinion};
use domain::staff::{Role, Roles, Scope};
use domain::{OrderNumber, Refusal, Verdict};
use usecases::inspector::{self, CaseView, Holding};
use usecases::operator::{self, NewKey};
use usecases::{AppError, Permit, programs};

use crate::service::{Service, hired, keyed, ruling, service, waiting};

const WHY: &str = "眉毛好像被头发遮住了";

struct Asker {
    review: Permit<Review>,
    second: Permit<SecondOpinion>,
}

async fn asker(service: &Service) -> Asker {
    let me = keyed(&service.app, Role::Inspector, &[]).await;
    Asker {
        review: me.permit().unwrap(),
        second: me.permit().unwrap(),
    }
}

impl Asker {
    async fn asks(
        &self,
        service: &Service,
        number: OrderNumber,
        note: &str,
    ) -> Result<CaseView, AppError> {
        let app = &service.app;
        inspector::take(app, &self.review, number).await.unwrap();
        inspector::ask_second_opinion(app, &self.review, &self.second, number, note).await
    }
}

/// Everybody but a key of its own is made unable to answer; then one is added.
#[tokio::test(flavor = "multi_thread")]
async fn it_is_refused_where_nobody_else_could_answer() {
    let service = service().await;
    let app = &service.app;
    let own = waiting(&service, "a").await;
    let me = asker(&service).await;
    // Who manages staff and no more.
    let boss = hired(app, "zhao", Role::Operator).await;
    for colleague in operator::colleagues(app, &Permit::of_machine_owner())
        .await
        .unwrap()
    {
        if colleague.id == boss.id {
            continue;
        }
        operator::disable(app, &Permit::of_machine_owner(), colleague.id)
            .await
            .unwrap();
    }
    let check = async |who: &str, could: bool| {
        let asked = me.asks(&service, own.number(), WHY).await;
        match asked {
            Ok(_) => {
                assert!(could, "{who} could not answer");
                inspector::undo(app, &me.review, own.number())
                    .await
                    .unwrap();
            }
            Err(error) => {
                assert_eq!(error.code(), "second-opinion-nobody", "{who}");
                assert!(!could, "{who} could answer");
            }
        }
        let case = inspector::look(app, &me.review, own.number())
            .await
            .unwrap();
        assert_eq!(
            (case.has_second, case.holding),
            (could, Holding::Mine),
            "{who}"
        );
    };
    check("nobody", false).await;
    hired(app, "wang", Role::Clerk).await;
    check("a clerk", false).await;
    keyed(app, Role::Clerk, &[]).await;
    check("a clerk's program", false).await;
    keyed(app, Role::Inspector, &["us-visa"]).await;
    check("a program for other documents", false).await;
    let brief = NewKey {
        expires_at: Some(app.now().plus(Duration::from_secs(60))),
        name: "brief".to_owned(),
        roles: Roles::NONE.with(Role::Inspector),
        scope: Scope::default(),
    };
    let brief = operator::add_api_key(app, &Permit::of_machine_owner(), brief)
        .await
        .unwrap();
    check("a program for a minute", true).await;
    service.clock.advance(Duration::from_secs(61));
    assert!(programs::program(app, &brief).await.unwrap().is_none());
    check("a program that ended", false).await;
    let chen = hired(app, "chen", Role::Inspector).await;
    check("an inspector", true).await;
    operator::disable(app, &Permit::of_machine_owner(), chen.id)
        .await
        .unwrap();
    check("an account that is disabled", false).await;
    keyed(app, Role::Inspector, &["resident-id-card"]).await;
    check("a program for this document", true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_takes_it_sees_who_asked_and_why() {
    let service = service().await;
    let app = &service.app;
    let own = waiting(&service, "a").await;
    let number = own.number();
    let me = asker(&service).await;
    hired(app, "zhao", Role::Operator).await;
    let chen = hired(app, "chen", Role::Inspector).await;
    let colleague: Permit<Review> = chen.permit().unwrap();

    let long = "眉".repeat(501);
    let refused = me.asks(&service, number, &long).await;
    assert_eq!(refused.unwrap_err().code(), "text-length");
    let asked = me.asks(&service, number, WHY).await.unwrap();
    assert_eq!(asked.holding, Holding::Asked);
    assert!(asked.may_be_taken_back && !asked.may_be_taken);
    let kept = service.order(&own).await.question.unwrap().0;
    let plain = |bytes: &[u8]| bytes.windows(3).any(|part| part == "眉".as_bytes());
    assert!(!plain(&kept), "the note is sealed");

    let taken = inspector::take(app, &colleague, number).await.unwrap();
    let question = taken.question.unwrap();
    assert_eq!((&*question.name, &*question.note), ("a program", WHY));
    let undone = inspector::undo(app, &me.review, number).await;
    let held = AppError::Refused(Refusal::ClaimedByAnother);
    assert_eq!(undone.unwrap_err().code(), held.code());

    // The colleague gives it back and is gone: who asked goes on.
    inspector::release(app, &colleague, number).await.unwrap();
    operator::disable(app, &Permit::of_machine_owner(), chen.id)
        .await
        .unwrap();
    let again = inspector::take(app, &me.review, number).await;
    assert_eq!(again.unwrap_err().code(), "order-own-second-opinion");
    let back = inspector::undo(app, &me.review, number).await.unwrap();
    assert_eq!((back.holding, back.question), (Holding::Mine, None));
    let decided = inspector::decide(app, &me.review, number, ruling(Verdict::Rejected));
    decided.await.unwrap();
}
