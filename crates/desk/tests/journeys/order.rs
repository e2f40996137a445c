//! A whole order over a real database, real files and the real engine: put,
//! judged, handed in, rejected, handed in again, approved, erased.

use std::time::Duration;

use crate::house::{House, PORTRAIT, approve, give_details, house, picture, ruling};
use desk::applicant;
use desk::inspector::{self, Ruling, Which};
use desk::{DeskError, jobs, operator};
use orders::applicant::Phone;
use orders::{Purpose, Refusal, Status, Verdict};
use portrait::Nudge;

#[tokio::test(flavor = "multi_thread")]
async fn an_order_from_draft_to_erasure() {
    let house = house().await;
    let House {
        desk,
        clock,
        reviewer,
        ..
    } = &house;
    let device = desk.digest_device("a device");
    let purpose = Purpose {
        document: "resident-id-card".to_owned(),
        city: Some("440300".parse().unwrap()),
    };
    let mut held = applicant::begin(desk, device, purpose).await.unwrap();
    let number = held.order().number;

    // What is no picture is not kept; too small a face gives no photo, and says why.
    let unreadable = applicant::put_picture(desk, &mut held, b"no picture".to_vec()).await;
    assert!(matches!(unreadable, Err(DeskError::Picture(..))));
    let small = std::fs::read(PORTRAIT).unwrap();
    let attempt = applicant::put_picture(desk, &mut held, small)
        .await
        .unwrap();
    assert_eq!(attempt.photo, None);
    let (_, report) = applicant::attempt(desk, &held).await.unwrap().unwrap();
    assert_eq!(report.wrongs[0].code, "too-few-pixels");
    give_details(desk, &mut held).await;
    let unfit = applicant::submit(desk, &mut held).await;
    assert!(matches!(
        unfit,
        Err(DeskError::Refused(Refusal::PictureUnfit))
    ));

    let picture = picture();
    let attempt = applicant::put_picture(desk, &mut held, picture.clone())
        .await
        .unwrap();
    let photo = applicant::photo(desk, &held, attempt.id).await.unwrap();
    assert!(photo.starts_with(&[0xff, 0xd8]));
    let preview = applicant::preview(desk, &held, attempt.id).await.unwrap();
    assert!(preview.starts_with(&[0xff, 0xd8]));
    assert!(applicant::may_be_handed_in(attempt.fitness), "{:?}", {
        let (_, report) = applicant::attempt(desk, &held).await.unwrap().unwrap();
        report.failing()
    });
    applicant::submit(desk, &mut held).await.unwrap();
    jobs::run_due(desk).await.unwrap();
    clock.advance(Duration::from_secs(60));
    let place = applicant::place(desk, &held).await.unwrap().unwrap();
    assert_eq!(place.ahead, 0);

    // Only number and phone open it elsewhere.
    let elsewhere = desk.digest_device("another");
    let open = applicant::open(desk, number, Some(elsewhere), &[]).await;
    assert_eq!(open.unwrap(), None);
    let wrong = Phone::parse("13800138001").unwrap();
    assert_eq!(applicant::find(desk, number, &wrong).await.unwrap(), None);
    let phone = Phone::parse("13800138000").unwrap();
    let found = applicant::find(desk, number, &phone)
        .await
        .unwrap()
        .unwrap();
    let grant = applicant::grant(desk, &found, elsewhere);
    let open = applicant::open(desk, number, Some(elsewhere), std::slice::from_ref(&grant)).await;
    assert!(open.unwrap().is_some());
    let third = desk.digest_device("a third");
    let open = applicant::open(desk, number, Some(third), &[grant]).await;
    assert_eq!(open.unwrap(), None, "a grant is for one device");

    // The inspector moves the crop, rejects, takes it back, rejects.
    assert_eq!(inspector::next(desk, reviewer).await.unwrap(), Some(number));
    let case = inspector::take(desk, reviewer, number).await.unwrap();
    assert_eq!(case.masked.name, "**明");
    let nudge = Nudge {
        right: catalogue::Px(3.0),
        ..Nudge::NONE
    };
    let before = case.attempt.photo_sha256.clone();
    let case = inspector::remake(desk, reviewer, number, nudge)
        .await
        .unwrap();
    assert_ne!(case.attempt.photo_sha256, before);
    let seen = inspector::picture(desk, reviewer, number, Which::Photo).await;
    assert_ne!(seen.unwrap(), photo);
    let no_reason = Ruling {
        reasons: Vec::new(),
        ..ruling(Verdict::Rejected)
    };
    let refused = inspector::decide(desk, reviewer, number, no_reason).await;
    assert!(matches!(
        refused,
        Err(DeskError::Refused(Refusal::NoReason))
    ));
    for _ in 0..2 {
        inspector::decide(desk, reviewer, number, ruling(Verdict::Rejected))
            .await
            .unwrap();
        let held = applicant::open(desk, number, Some(device), &[]).await;
        let held = held.unwrap().unwrap();
        assert_eq!(held.order().status(desk.now()), Status::InReview);
        inspector::undo(desk, reviewer, number).await.unwrap();
    }
    inspector::decide(desk, reviewer, number, ruling(Verdict::Rejected))
        .await
        .unwrap();
    clock.advance(Duration::from_secs(11));
    let late = inspector::undo(desk, reviewer, number).await;
    assert!(matches!(late, Err(DeskError::Refused(Refusal::Final))));
    jobs::run_due(desk).await.unwrap();
    let mut held = applicant::open(desk, number, Some(device), &[])
        .await
        .unwrap()
        .unwrap();
    assert_eq!(held.order().status(desk.now()), Status::Rejected);
    let (attempt, _) = applicant::attempt(desk, &held).await.unwrap().unwrap();
    assert_eq!(
        attempt.original, None,
        "the original goes with the decision"
    );
    let notices = applicant::notices(desk, &held).await.unwrap();
    let told: Vec<&str> = notices.iter().map(|n| n.occasion.code()).collect();
    assert_eq!(told, ["rejected", "submitted"]);

    // Again, and approved; a failing finding needs a class.
    applicant::put_picture(desk, &mut held, picture)
        .await
        .unwrap();
    applicant::submit(desk, &mut held).await.unwrap();
    let case = inspector::take(desk, reviewer, number).await.unwrap();
    assert_eq!((case.order.submissions, case.earlier.len()), (2, 1));
    approve(&house, number).await;

    // At the end of its time nothing of the person is left, and the log holds.
    clock.advance(orders::retention::RECEIPT);
    jobs::run_due(desk).await.unwrap();
    let held = applicant::open(desk, number, Some(device), &[])
        .await
        .unwrap();
    assert_eq!(held, None, "the device is forgotten too");
    let found = applicant::find(desk, number, &phone).await.unwrap();
    assert_eq!(found, None);
    assert!(operator::verify_log(desk).await.unwrap() > 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_lapses_and_an_unknown_document_begins_nothing() {
    let House { desk, clock, .. } = house().await;
    let device = desk.digest_device("a device");
    let purpose = Purpose {
        document: "no-such-document".to_owned(),
        city: None,
    };
    let unknown = applicant::begin(&desk, device, purpose).await;
    assert!(matches!(unknown, Err(DeskError::NotFound)));
    // A draft nobody goes on with lapses after a day and is erased.
    let purpose = Purpose {
        document: "us-visa".to_owned(),
        city: None,
    };
    let held = applicant::begin(&desk, device, purpose).await.unwrap();
    clock.advance(Duration::from_secs(3600));
    jobs::run_due(&desk).await.unwrap();
    let number = held.order().number;
    let open = applicant::open(&desk, number, Some(device), &[]).await;
    assert_eq!(
        open.unwrap().unwrap().order().status(desk.now()),
        Status::Draft
    );
    clock.advance(orders::retention::DRAFT);
    jobs::run_due(&desk).await.unwrap();
    let open = applicant::open(&desk, number, Some(device), &[]).await;
    assert_eq!(open.unwrap(), None);
}
