//! A whole order over a real database, real files and the real engine: put,
//! judged, handed in, rejected, handed in again, approved, erased.

use std::time::Duration;

use crate::service::{PORTRAIT, Service, approve, give_details, picture, ruling, service};
use domain::applicant::Phone;
use domain::{Purpose, Refusal, Status, Verdict};
use portrait::Nudge;
use usecases::applicant;
use usecases::inspector::{self, Ruling, Which};
use usecases::{AppError, jobs, operator};

#[tokio::test(flavor = "multi_thread")]
async fn an_order_from_draft_to_erasure() {
    let service = service().await;
    let Service {
        app,
        clock,
        reviewer,
        ..
    } = &service;
    let device = app.digest_device("a device");
    let purpose = Purpose {
        document: "resident-id-card".to_owned(),
        city: Some("440300".parse().unwrap()),
    };
    let mut own = applicant::begin(app, device, purpose).await.unwrap();
    let number = own.order().number;

    // What is no picture is not kept; too small a face gives no photo, and says why.
    let unreadable = applicant::put_picture(app, &mut own, b"no picture".to_vec()).await;
    assert!(matches!(unreadable, Err(AppError::Picture(..))));
    let small = std::fs::read(PORTRAIT).unwrap();
    let attempt = applicant::put_picture(app, &mut own, small).await.unwrap();
    assert_eq!(attempt.photo, None);
    let (_, report) = applicant::attempt(app, &own).await.unwrap().unwrap();
    assert_eq!(report.wrongs[0].code, "too-few-pixels");
    give_details(app, &mut own).await;
    let unfit = applicant::submit(app, &mut own).await;
    assert!(matches!(
        unfit,
        Err(AppError::Refused(Refusal::PictureUnfit))
    ));

    let picture = picture();
    let attempt = applicant::put_picture(app, &mut own, picture.clone())
        .await
        .unwrap();
    let photo = applicant::photo(app, &own, attempt.id).await.unwrap();
    assert!(photo.starts_with(&[0xff, 0xd8]));
    let preview = applicant::preview(app, &own, attempt.id).await.unwrap();
    assert!(preview.starts_with(&[0xff, 0xd8]));
    assert!(applicant::may_be_handed_in(attempt.fitness), "{:?}", {
        let (_, report) = applicant::attempt(app, &own).await.unwrap().unwrap();
        report.failing()
    });
    applicant::submit(app, &mut own).await.unwrap();
    jobs::run_due(app).await.unwrap();
    clock.advance(Duration::from_secs(60));
    let place = applicant::place(app, &own).await.unwrap().unwrap();
    assert_eq!(place.ahead, 0);

    // Only number and phone open it elsewhere.
    let elsewhere = app.digest_device("another");
    let open = applicant::open(app, number, Some(elsewhere), &[]).await;
    assert_eq!(open.unwrap(), None);
    let wrong = Phone::parse("13800138001").unwrap();
    assert_eq!(applicant::find(app, number, &wrong).await.unwrap(), None);
    let phone = Phone::parse("13800138000").unwrap();
    let found = applicant::find(app, number, &phone).await.unwrap().unwrap();
    let grant = applicant::grant(app, &found, elsewhere);
    let open = applicant::open(app, number, Some(elsewhere), std::slice::from_ref(&grant)).await;
    assert!(open.unwrap().is_some());
    let third = app.digest_device("a third");
    let open = applicant::open(app, number, Some(third), &[grant]).await;
    assert_eq!(open.unwrap(), None, "a grant is for one device");

    // The inspector moves the crop, rejects, takes it back, rejects.
    assert_eq!(inspector::next(app, reviewer).await.unwrap(), Some(number));
    let case = inspector::take(app, reviewer, number).await.unwrap();
    assert_eq!(case.masked.name, "**明");
    let nudge = Nudge {
        right: catalogue::Px(3.0),
        ..Nudge::NONE
    };
    let before = case.attempt.photo_sha256.clone();
    let case = inspector::remake(app, reviewer, number, nudge)
        .await
        .unwrap();
    assert_ne!(case.attempt.photo_sha256, before);
    let seen = inspector::picture(app, reviewer, number, Which::Photo).await;
    assert_ne!(seen.unwrap(), photo);
    let no_reason = Ruling {
        reasons: Vec::new(),
        ..ruling(Verdict::Rejected)
    };
    let refused = inspector::decide(app, reviewer, number, no_reason).await;
    assert!(matches!(refused, Err(AppError::Refused(Refusal::NoReason))));
    for _ in 0..2 {
        inspector::decide(app, reviewer, number, ruling(Verdict::Rejected))
            .await
            .unwrap();
        let own = applicant::open(app, number, Some(device), &[]).await;
        let own = own.unwrap().unwrap();
        assert_eq!(own.order().status(app.now()), Status::InReview);
        inspector::undo(app, reviewer, number).await.unwrap();
    }
    inspector::decide(app, reviewer, number, ruling(Verdict::Rejected))
        .await
        .unwrap();
    clock.advance(Duration::from_secs(11));
    let late = inspector::undo(app, reviewer, number).await;
    assert!(matches!(late, Err(AppError::Refused(Refusal::Final))));
    jobs::run_due(app).await.unwrap();
    let mut own = applicant::open(app, number, Some(device), &[])
        .await
        .unwrap()
        .unwrap();
    assert_eq!(own.order().status(app.now()), Status::Rejected);
    let (attempt, _) = applicant::attempt(app, &own).await.unwrap().unwrap();
    assert_eq!(
        attempt.original, None,
        "the original goes with the decision"
    );
    let notices = applicant::notices(app, &own).await.unwrap();
    let told: Vec<&str> = notices.iter().map(|n| n.occasion.code()).collect();
    assert_eq!(told, ["rejected", "submitted"]);

    // Again, and approved; a failing finding needs a class.
    applicant::put_picture(app, &mut own, picture)
        .await
        .unwrap();
    applicant::submit(app, &mut own).await.unwrap();
    let case = inspector::take(app, reviewer, number).await.unwrap();
    assert_eq!((case.order.submissions, case.earlier.len()), (2, 1));
    approve(&service, number).await;

    // At the end of its time nothing of the person is left, and the log holds.
    clock.advance(domain::retention::RECEIPT);
    jobs::run_due(app).await.unwrap();
    let own = applicant::open(app, number, Some(device), &[])
        .await
        .unwrap();
    assert_eq!(own, None, "the device is forgotten too");
    let found = applicant::find(app, number, &phone).await.unwrap();
    assert_eq!(found, None);
    assert!(operator::verify_log(app).await.unwrap() > 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_lapses_and_an_unknown_document_begins_nothing() {
    let Service { app, clock, .. } = service().await;
    let device = app.digest_device("a device");
    let purpose = Purpose {
        document: "no-such-document".to_owned(),
        city: None,
    };
    let unknown = applicant::begin(&app, device, purpose).await;
    assert!(matches!(unknown, Err(AppError::NotFound)));
    // A draft nobody goes on with lapses after a day and is erased.
    let purpose = Purpose {
        document: "us-visa".to_owned(),
        city: None,
    };
    let own = applicant::begin(&app, device, purpose).await.unwrap();
    clock.advance(Duration::from_secs(3600));
    jobs::run_due(&app).await.unwrap();
    let number = own.order().number;
    let open = applicant::open(&app, number, Some(device), &[]).await;
    assert_eq!(
        open.unwrap().unwrap().order().status(app.now()),
        Status::Draft
    );
    clock.advance(domain::retention::DRAFT);
    jobs::run_due(&app).await.unwrap();
    let open = applicant::open(&app, number, Some(device), &[]).await;
    assert_eq!(open.unwrap(), None);
}
