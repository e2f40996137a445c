//! Any form is read, or every fault is named; what was read stays the same when it
//! is read again, and what is shown masked is not the whole.
#![no_main]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use arbitrary::Arbitrary;
use catalogue::{Ask, Catalogue};
use domain::Timestamp;
use domain::applicant::input::{ApplicantInput, ReadingRules, needs_guardian, read};
use domain::applicant::IdentityKind;
use domain::applicant::consent::ConsentKind;
use libfuzzer_sys::fuzz_target;

/// What may stand in a field. Guessing one with check characters takes a fuzzer too
/// long, so a right value is among them.
#[derive(Arbitrary, Debug)]
enum Typed<'a> {
    Nothing,
    Right,
    Text(&'a str),
}

impl Typed<'_> {
    fn or_right(&self, right: &str) -> Option<String> {
        match self {
            Self::Nothing => None,
            Self::Right => Some(right.to_owned()),
            Self::Text(text) => Some((*text).to_owned()),
        }
    }
}

/// What a browser or a program may send.
#[derive(Arbitrary, Debug)]
struct Sent<'a> {
    name: Typed<'a>,
    kind: u8,
    number: Typed<'a>,
    birth: Typed<'a>,
    phone: Typed<'a>,
    email: Typed<'a>,
    further: Vec<(&'a str, &'a str)>,
    face_data: bool,
    guardian: bool,
    day: u16,
}

/// Every further field that the embedded catalogue knows.
static ASKS: LazyLock<Vec<Ask>> = LazyLock::new(|| {
    let catalogue = Catalogue::embedded().expect("checked by its own tests");
    let asks = catalogue.documents().iter().flat_map(|document| &document.asks);
    asks.cloned().collect()
});

const DAY_MS: i64 = 86_400_000;

fuzz_target!(|sent: Sent<'_>| {
    let mut further: BTreeMap<String, String> = BTreeMap::new();
    for (id, text) in &sent.further {
        // Half of the fields are ones that exist.
        let known = ASKS.get(id.len()).map(|ask| ask.id.clone());
        further.insert(known.unwrap_or_else(|| (*id).to_owned()), (*text).to_owned());
    }
    let kinds = IdentityKind::ALL;
    let mut consents = BTreeSet::new();
    if sent.face_data {
        consents.insert(ConsentKind::FaceData);
    }
    if sent.guardian {
        consents.insert(ConsentKind::Guardian);
    }
    let input = ApplicantInput {
        name: sent.name.or_right("张三"),
        kind: kinds.get(usize::from(sent.kind)).copied(),
        number: sent.number.or_right("11010519491231002X"),
        region_confirmed: None,
        birth: sent.birth.or_right("1949-12-31"),
        phone: sent.phone.or_right("13800138000"),
        email: sent.email.or_right("a@example.org"),
        further,
        consents: consents.clone(),
    };
    let rules = ReadingRules {
        asks: &ASKS,
        region_known: &|code| code % 2 == 1,
        texts: "1",
        now: Timestamp(i64::from(sent.day) * DAY_MS),
    };
    let _child = needs_guardian(&input, rules);
    let Err(errors) = read(&input, rules).map(|(applicant, _)| {
        assert_ne!(applicant.identity.masked(), applicant.identity.number());
        assert_ne!(applicant.phone.masked(), applicant.phone.as_str());
        let mut again = ApplicantInput::from(applicant);
        again.consents = consents;
        assert!(read(&again, rules).is_ok(), "what was read is refused");
    }) else {
        return;
    };
    assert!(!errors.is_empty());
    for (_, error) in errors {
        assert!(!error.code().is_empty());
    }
});
