//! Names and numbers however they are spelled: at the counter, on the receipt, and in
//! what an earlier version stored.

use crate::service::{approved_of, hired, service};
use domain::staff::Role;
use usecases::AppError;
use usecases::applicant;
use usecases::counter::{self, Person, Window};
use usecases::receipts::{self, Paper};

/// Whoever is on the receipt is found in every spelling, and none of them is a miss:
/// many more look-ups than misses are allowed.
#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_found_in_every_spelling() {
    let service = service().await;
    let app = &service.app;
    let clerk = hired(app, "wang", Role::Clerk).await.permit().unwrap();
    let dotted = |dot: &str| format!("古丽米热{dot}艾比布力");
    let dots = ["•", "·", "・", ".", "．", "‧", " ", "", "\u{200b}"].map(dotted);
    let spelled: Vec<&str> = dots.iter().map(String::as_str).collect();
    let cases: [(&str, &[&str]); 4] = [
        (spelled[0], &spelled),
        (spelled[3], &spelled),
        (
            "⾼⽅",
            &["高方", "⾼⽅", "高\u{200e}方", "\u{2068}高 方\u{2069}"],
        ),
        (
            "Petrovic\u{301} Ivan",
            &["PETROVIĆ IVAN", "ｐｅｔｒｏｖｉć　Ivan"],
        ),
    ];
    for (device, (stored, typed)) in cases.into_iter().enumerate() {
        let own = approved_of(stored, &service, &format!("device {device}")).await;
        let issued = receipts::of(app, &own).await.unwrap().unwrap();
        let number = issued.number.as_str();
        let numbers = [
            format!("]A0{number}"),
            format!("{number}{number}"),
            issued.token.clone(),
        ];
        for name in typed {
            let person = Person::typed(name);
            let found = counter::look_up(app, &clerk, &Window::default(), number, &person).await;
            assert!(found.is_ok(), "{stored} as {name}: {:?}", found.err());
        }
        for number in &numbers[..2] {
            let wide = Person::typed("１１０１０５１９４９１２３１００２Ｘ");
            let found = counter::look_up(app, &clerk, &Window::default(), number, &wide).await;
            assert!(found.is_ok(), "{number}: {:?}", found.err());
        }
        let scanned = format!("]Q3{}", numbers[2]);
        assert_eq!(receipts::number_in(app, &scanned), Some(issued.number));
        // What cannot be a name is told so, and is no miss, however often.
        for _ in 0..8 {
            let person = Person::typed("张😀");
            let told = counter::look_up(app, &clerk, &Window::default(), number, &person).await;
            assert!(matches!(told, Err(AppError::Person)), "{told:?}");
        }
        let person = Person::typed(typed[0]);
        let found = counter::look_up(app, &clerk, &Window::default(), number, &person).await;
        assert!(found.is_ok());
    }
}

/// An approved person gets a receipt, whatever their name; what cannot be printed is
/// told when the name is given.
#[tokio::test(flavor = "multi_thread")]
async fn every_approved_name_gets_a_receipt() {
    let service = service().await;
    let app = &service.app;
    let check = async |name: &str, by_hand: &[char]| {
        let own = approved_of(name, &service, name).await;
        let given = applicant::details(app, &own).unwrap().unwrap();
        assert_eq!(given.by_hand, by_hand, "{name}");
        let pdf = receipts::paper(app, &own, Paper::Pdf).await.unwrap();
        assert!(pdf.starts_with(b"%PDF-"), "{name}");
        let picture = receipts::paper(app, &own, Paper::Picture).await.unwrap();
        assert!(picture.starts_with(b"\x89PNG"), "{name}");
    };
    check("Ivan Petrović", &[]).await;
    check("吉野𠮷", &[]).await;
    check("张\u{2ebf0}", &['\u{2ebf0}']).await;
    check("陈\u{4dbf}", &['\u{4dbf}']).await;
    check("ئايگۈل تۇرسۇن", &[]).await;
}
