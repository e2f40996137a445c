//! The queue as a limited reviewer sees it: their orders, however far behind
//! others' they stand.

use std::sync::Arc;
use std::time::Duration;

use domain::randomness::Seeded;
use domain::staff::{Role, Roles};
use domain::{Order, OrderId, OrderNumber, Purpose, Sealed, State};
use storage::Storage;
use storage_sqlite::SqliteStorage;
use usecases::operator::NewKey;
use usecases::testing::{MORNING, app};
use usecases::{App, Manager, Reviewer, inspector, operator, programs};

/// Orders that wait, the first the longest.
async fn waiting(storage: &SqliteStorage, documents: &[&str]) -> Vec<OrderNumber> {
    let mut randomness = Seeded::new(7);
    let mut tx = storage.write().await.unwrap();
    let mut numbers = Vec::new();
    for (nth, document) in (0_u64..).zip(documents) {
        let at = MORNING.plus(Duration::from_secs(nth));
        let id = OrderId::new(at, &mut randomness);
        let number = OrderNumber::generate(&mut randomness);
        let purpose = Purpose {
            document: (*document).to_owned(),
            city: None,
        };
        let step = Order::draft(id, number, None, Sealed(vec![1]), purpose, at);
        let state = State::Waiting {
            since: at,
            asked_by: None,
        };
        let order = Order {
            state,
            ..step.order
        };
        tx.insert_order(&order).await.unwrap();
        numbers.push(number);
    }
    tx.save().await.unwrap();
    numbers
}

async fn reviewer_of(app: &App, documents: &[&str]) -> Reviewer {
    let new = NewKey {
        name: "a program".to_owned(),
        roles: Roles::NONE.with(Role::Inspector),
        documents: documents.iter().map(|id| (*id).to_owned()).collect(),
        cities: Vec::new(),
    };
    let manager = Manager::house();
    let key = operator::add_api_key(app, &manager, new).await.unwrap();
    let program = programs::program(app, &key).await.unwrap().unwrap();
    program.reviewer().unwrap()
}

#[tokio::test]
async fn what_a_limited_reviewer_sees() {
    let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
    let (app, _) = app(Arc::clone(&storage) as Arc<dyn Storage>);
    let mut documents = vec!["us-visa"; 500];
    documents[70] = "schengen-visa";
    documents[499] = "schengen-visa";
    let numbers = waiting(&storage, &documents).await;
    let check = async |limit: &[&str], rows: usize, first: Option<OrderNumber>| {
        let reviewer = reviewer_of(&app, limit).await;
        let queue = inspector::queue(&app, &reviewer).await.unwrap();
        assert_eq!(queue.rows.len(), rows, "{limit:?}");
        let next = inspector::next(&app, &reviewer).await.unwrap();
        assert_eq!(next, first, "{limit:?}");
    };
    check(&[], 50, Some(numbers[0])).await;
    check(&["us-visa"], 50, Some(numbers[0])).await;
    check(&["schengen-visa"], 2, Some(numbers[70])).await;
    check(&["resident-id-card"], 0, None).await;
}
