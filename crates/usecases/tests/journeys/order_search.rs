//! Staff find orders: by a list, by a number, by whose they are; and see whose one
//! is. Each look is logged with its reason, and with nothing of the person.

use domain::log::LogAction;
use domain::staff::Role;
use domain::staff::right::FindOrders;
use domain::timestamp::days;
use domain::{LookReason, OrderNumber, Status, china};
use storage::Storage;
use usecases::operator::{self, OrderQuery};
use usecases::{AppError, Permit, applicant, receipts};

use crate::service::{Service, approved_of, hired, service, visa_approved, waiting};

async fn finder(service: &Service) -> Permit<FindOrders> {
    let inspector = hired(&service.app, "zhou", Role::Inspector).await;
    inspector.permit().unwrap()
}

/// Detail and subject of what was logged of this kind.
async fn logged(service: &Service, action: LogAction) -> Vec<(String, String)> {
    let mut tx = service.storage.read().await.unwrap();
    let all = tx.log_after(0, 10_000).await.unwrap().into_iter();
    all.filter(|line| line.entry.action == action)
        .map(|line| (line.entry.detail, line.entry.subject))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_found_by_whatever_its_person_brings() {
    let service = service().await;
    let app = &service.app;
    let finder = finder(&service).await;
    let own = approved_of("古丽米热·艾比布力", &service, "one").await;
    let issued = receipts::of(app, &own).await.unwrap().unwrap();
    let other = waiting(&service, "two").await.number();
    let mine = own.number();
    let receipt = issued.number.as_str();
    let by_number: &[OrderNumber] = &[mine];
    // The two were given the same phone and identity number.
    let both: &[OrderNumber] = &[other, mine];
    let cases: [(&str, &[OrderNumber]); 16] = [
        (mine.as_str(), by_number),
        (&mine.grouped(), by_number),
        (receipt, by_number),
        (&format!("]A0{receipt}"), by_number),
        (&issued.token, by_number),
        (&format!("]Q3{}", issued.token), by_number),
        ("13800138000", both),
        ("+86 138-0013-8000", both),
        ("１３８００１３８０００", both),
        ("11010519491231002X", both),
        ("１１０１０５１９４９１２３１００２ｘ", both),
        ("古丽米热·艾比布力", by_number),
        ("古丽米热．艾比布力", by_number),
        ("古丽米热 艾比布力", by_number),
        ("13900139000", &[]),
        ("欧阳锋", &[]),
    ];
    for (typed, expected) in cases {
        let found = operator::search_orders(app, &finder, typed, LookReason::Asked).await;
        let found: Vec<_> = found.unwrap().iter().map(|line| line.number).collect();
        assert_eq!(found, expected, "{typed}");
    }
    for typed in ["", "  ", "张😀", "-"] {
        let found = operator::search_orders(app, &finder, typed, LookReason::Asked).await;
        assert!(matches!(found, Err(AppError::Person)), "{typed:?}");
    }
    let found = logged(&service, LogAction::OrderSought).await;
    let of = |detail: &str, number: OrderNumber| {
        let line = (detail.to_owned(), number.to_string());
        found.iter().filter(|one| **one == line).count()
    };
    assert_eq!(of("asked number", mine), 6);
    assert_eq!(of("asked person", mine), 8);
    assert_eq!(of("asked person", other), 5);
    let in_vain = logged(&service, LogAction::OrderSoughtInVain).await;
    assert_eq!(in_vain, vec![("asked person".to_owned(), String::new()); 2]);
}

/// Of an erased order the receipt's digests are left, until they end too.
#[tokio::test(flavor = "multi_thread")]
async fn an_erased_order_is_found_and_names_nobody() {
    let service = service().await;
    let app = &service.app;
    let finder = finder(&service).await;
    let own = approved_of("王小明", &service, "one").await;
    let number = own.number();
    let issued = receipts::of(app, &own).await.unwrap().unwrap();
    let seen = operator::applicant_of(app, &finder, number, LookReason::Correction).await;
    let seen = seen.unwrap();
    assert_eq!(
        (seen.name.as_str(), seen.phone.as_str()),
        ("王小明", "13800138000")
    );
    assert!(seen.identity.contains('*') && !format!("{seen:?}").contains('王'));
    assert_eq!(
        logged(&service, LogAction::ApplicantSeen).await,
        [("correction".to_owned(), number.to_string())]
    );
    applicant::erase(app, &own).await.unwrap();
    let record = operator::order_record(app, &finder, number).await.unwrap();
    assert!(!record.has_person && record.line.erased_at.is_some());
    let gone = operator::applicant_of(app, &finder, number, LookReason::Asked).await;
    assert!(matches!(gone, Err(AppError::NotFound)));
    let by_receipt =
        operator::search_orders(app, &finder, issued.number.as_str(), LookReason::Audit).await;
    let found = by_receipt.unwrap();
    assert_eq!(
        found.iter().map(|line| line.number).collect::<Vec<_>>(),
        [number]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_filtered_and_goes_by_pages() {
    let service = service().await;
    let app = &service.app;
    let finder = finder(&service).await;
    let today = china::date(app.now());
    let first = visa_approved(&service, "one").await.number();
    service.clock.advance(days(2));
    let second = waiting(&service, "two").await.number();
    service.clock.advance(days(1));
    let third = waiting(&service, "three").await.number();
    let day = |number: i64| Some(today.saturating_add(jiff::Span::new().days(number)));
    let of = OrderQuery::default;
    let cases: [(OrderQuery, u32, &[OrderNumber], Option<OrderNumber>); 9] = [
        (of(), 9, &[third, second, first], None),
        (of(), 2, &[third, second], Some(second)),
        (
            OrderQuery {
                before: Some(second),
                ..of()
            },
            2,
            &[first],
            None,
        ),
        (
            OrderQuery {
                status: Some(Status::Waiting),
                ..of()
            },
            9,
            &[third, second],
            None,
        ),
        (
            OrderQuery {
                document: "japan-visa".parse().ok(),
                ..of()
            },
            9,
            &[first],
            None,
        ),
        (
            OrderQuery {
                city: "440000".parse().ok(),
                ..of()
            },
            9,
            &[third, second],
            None,
        ),
        (
            OrderQuery {
                from: day(1),
                ..of()
            },
            9,
            &[third, second],
            None,
        ),
        (
            OrderQuery {
                until: day(2),
                ..of()
            },
            9,
            &[second, first],
            None,
        ),
        (
            OrderQuery {
                from: day(2),
                until: day(2),
                ..of()
            },
            9,
            &[second],
            None,
        ),
    ];
    for (query, most, expected, next) in cases {
        let page = operator::orders(app, &finder, &query, most).await.unwrap();
        let found: Vec<_> = page.lines.iter().map(|line| line.number).collect();
        assert_eq!((&found[..], page.next), (expected, next), "{query:?}");
    }
    let query = OrderQuery {
        status: Some(Status::Waiting),
        city: "440000".parse().ok(),
        from: day(1),
        ..of()
    };
    operator::orders_for_file(app, &finder, &query, 9)
        .await
        .unwrap();
    let exported = logged(&service, LogAction::OrdersExported).await;
    let filter = format!("status=waiting city=440000 from={}", day(1).unwrap());
    assert_eq!(exported, [(filter, String::new())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_finds_no_orders() {
    let service = service().await;
    let clerk = hired(&service.app, "wang", Role::Clerk).await;
    assert!(clerk.permit::<FindOrders>().is_err());
}
