//! An order of a document that has no receipts: it gives the photo, and nothing
//! calls it unfinished.

use std::time::Duration;

use catalogue::Gives;
use domain::timestamp::days;
use domain::{OrderEvent, Status};
use storage::Storage;
use usecases::prints::{self, SheetWish};
use usecases::receipts::{self, Paper};
use usecases::{applicant, jobs};

use crate::service::{Service, service, visa_approved};

async fn events(service: &Service, own: &applicant::OwnOrder) -> Vec<&'static str> {
    let seen = applicant::show(&service.app, own).await.unwrap();
    seen.timeline
        .iter()
        .map(|entry| entry.event.code())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_photo_is_given_and_no_receipt() {
    let service = service().await;
    let app = &service.app;
    let own = visa_approved(&service, "a device").await;
    let seen = applicant::show(app, &own).await.unwrap();
    assert_eq!(seen.summary.status, Status::Approved);
    assert_eq!((seen.gives, seen.receipt), (Gives::Photo, None));
    assert!(seen.picture.is_some_and(|picture| picture.has_photo));
    let given = events(&service, &own).await;
    assert_eq!(
        given.iter().filter(|code| **code == "photo-given").count(),
        1
    );
    assert!(!given.contains(&"receipt-issued"));
    // The photo and the sheet to print are there; paper of a receipt is not.
    assert!(applicant::photo(app, &own, None).await.is_ok());
    assert!(
        prints::sheet(app, &own, &SheetWish::filled(portrait::Paper::Inch6))
            .await
            .is_ok()
    );
    assert!(receipts::of(app, &own).await.unwrap().is_none());
    assert!(receipts::paper(app, &own, Paper::Pdf).await.is_err());

    // The daily pass neither gives it again nor ends it as unissued.
    for _ in 0..29 {
        service.clock.advance(days(1));
        jobs::work(app, async {}).await;
    }
    let own = service.opened(own.number(), "a device").await.unwrap();
    assert_eq!(events(&service, &own).await, given);
    service.clock.advance(days(1) + Duration::from_secs(1));
    jobs::work(app, async {}).await;
    let mut tx = service.storage.read().await.unwrap();
    let order = tx.order_by_number(own.number()).await.unwrap().unwrap();
    assert!(order.key.is_none() && order.identity.is_none());
    let ended = tx.events_of(order.id).await.unwrap();
    let unissued = |event: &OrderEvent| *event == OrderEvent::LapsedUnissued;
    assert!(!ended.iter().any(|entry| unissued(&entry.event)));
}
