//! Forms right and wrong, field by field.

use catalogue::{Confidence, Need, Script, Source, Text};
use jiff::civil::date;

use super::*;

/// 2026-11-23 12:00 in China.
const NOW: Timestamp = Timestamp(1_795_363_200_000 + 12 * 3_600_000);

/// Born on 1949-12-31.
const CITIZEN: &str = "11010519491231002X";

fn ask(id: &str, need: Need) -> Ask {
    let text = || Text {
        zh: id.to_owned(),
        en: id.to_owned(),
    };
    Ask {
        id: id.to_owned(),
        names: text(),
        hint: None,
        need,
        script: Script::Latin,
        max_chars: 8,
        source: Source {
            cite: "test".to_owned(),
            confidence: Confidence::D,
            note: None,
        },
    }
}

/// Reads by the rules of a document that asks for a school and, optionally, a
/// class.
fn by_rules<T>(take: impl FnOnce(ReadingRules<'_>) -> T) -> T {
    take(ReadingRules {
        asks: &[ask("school", Need::Must), ask("class", Need::May)],
        region_known: &|place| place == 110_105,
        texts: "3",
        now: NOW,
    })
}

/// A complete form of an adult.
fn adult() -> ApplicantInput {
    ApplicantInput {
        name: Some("张三".to_owned()),
        number: Some(CITIZEN.to_owned()),
        phone: Some("13800138000".to_owned()),
        further: BTreeMap::from([("school".to_owned(), "No 1".to_owned())]),
        consents: BTreeSet::from([ConsentKind::FaceData]),
        ..ApplicantInput::default()
    }
}

/// A complete form of a child with a passport.
fn child() -> ApplicantInput {
    ApplicantInput {
        kind: Some(IdentityKind::Passport),
        number: Some("E12345678".to_owned()),
        birth: Some("2015-05-01".to_owned()),
        consents: ConsentKind::ALL.into(),
        ..adult()
    }
}

type Change = fn(&mut ApplicantInput);

fn also(of: &mut ApplicantInput, field: &str, text: &str) {
    of.further.insert(field.to_owned(), text.to_owned());
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn everything_wrong_is_said_at_its_field_in_the_order_of_the_form() {
    use Field::{Birth, Consent, Email, Name, Number, Phone};
    use FieldError as E;
    let check = |base: fn() -> ApplicantInput, change: Change, expected: &[(Field, E)]| {
        let mut input = base();
        change(&mut input);
        let found = by_rules(|rules| read(&input, rules)).map(|_| ());
        match expected {
            [] => assert_eq!(found, Ok(())),
            _ => assert_eq!(found, Err(expected.to_vec())),
        }
    };
    let further = |id: &str| Field::Further(id.to_owned());
    let face = Consent(ConsentKind::FaceData);
    let guardian = Consent(ConsentKind::Guardian);
    check(adult, |_| {}, &[]);
    check(child, |_| {}, &[]);

    check(adult, |of| of.name = None, &[(Name, E::NameEmpty)]);
    check(adult, |of| of.name = some("R2D2"), &[(Name, E::NameDigit)]);
    check(adult, |of| of.number = some(""), &[(Number, E::IdEmpty)]);
    check(
        adult,
        |of| of.number = some("110106194912310026"),
        &[(Number, E::IdRegionUnconfirmed)],
    );
    check(
        adult,
        |of| of.kind = Some(IdentityKind::HomeReturnPermit),
        &[(Number, E::HomeReturnShape)],
    );
    check(adult, |of| of.phone = None, &[(Phone, E::PhoneEmpty)]);
    check(
        adult,
        |of| of.phone = some("138001"),
        &[(Phone, E::PhoneLength)],
    );
    check(adult, |of| of.email = some(" "), &[]);
    check(
        adult,
        |of| of.email = some("wei"),
        &[(Email, E::EmailShape)],
    );

    // The number encodes a date of birth: stating it is redundant, not wrong.
    check(adult, |of| of.birth = some("1949-12-31"), &[]);
    check(
        adult,
        |of| of.birth = some("1949-12-30"),
        &[(Birth, E::BirthDiffers)],
    );
    check(adult, |of| of.birth = some("?"), &[(Birth, E::BirthDate)]);
    // The number encodes none.
    check(child, |of| of.birth = None, &[(Birth, E::BirthEmpty)]);
    check(
        child,
        |of| of.birth = some("2026-11-24"),
        &[(Birth, E::BirthRange)],
    );
    // Unknown whether the number encodes one.
    check(child, |of| of.number = None, &[(Number, E::IdEmpty)]);
    check(
        child,
        |of| (of.number, of.birth) = (None, None),
        &[(Number, E::IdEmpty)],
    );
    check(
        child,
        |of| (of.number, of.birth) = (None, some("?")),
        &[(Number, E::IdEmpty), (Birth, E::BirthDate)],
    );

    check(
        adult,
        |of| of.further.clear(),
        &[(further("school"), E::FurtherEmpty)],
    );
    check(adult, |of| also(of, "class", ""), &[]);
    check(
        adult,
        |of| also(of, "class", "three hundred"),
        &[(further("class"), E::FurtherLong)],
    );
    check(
        adult,
        |of| also(of, "shoe-size", "42"),
        &[(further("shoe-size"), E::FurtherUnknown)],
    );

    check(
        adult,
        |of| of.consents.clear(),
        &[(face.clone(), E::ConsentFaceData)],
    );
    check(
        child,
        |of| of.consents.clear(),
        &[
            (face.clone(), E::ConsentFaceData),
            (guardian.clone(), E::ConsentGuardian),
        ],
    );
    check(
        child,
        |of| of.consents = [ConsentKind::FaceData].into(),
        &[(guardian, E::ConsentGuardian)],
    );

    check(
        ApplicantInput::default,
        |of| {
            of.birth = some("?");
            of.email = some("?");
            also(of, "shoe-size", "");
        },
        &[
            (Name, E::NameEmpty),
            (Number, E::IdEmpty),
            (Birth, E::BirthDate),
            (Phone, E::PhoneEmpty),
            (Email, E::EmailShape),
            (further("school"), E::FurtherEmpty),
            (further("shoe-size"), E::FurtherUnknown),
            (face, E::ConsentFaceData),
        ],
    );
}

#[test]
fn what_was_stated_is_taken() {
    let (applicant, consents) = by_rules(|rules| read(&child(), rules)).unwrap();
    assert_eq!(applicant.name.as_str(), "张三");
    assert_eq!(applicant.identity.number(), "E12345678");
    assert_eq!(applicant.stated_birth, Some(date(2015, 5, 1)));
    assert_eq!(applicant.phone.as_str(), "13800138000");
    assert_eq!(applicant.email, None);
    assert_eq!(applicant.further, child().further);
    let consent = |kind| Consent {
        kind,
        texts: "3".to_owned(),
        given_at: NOW,
    };
    assert_eq!(consents, ConsentKind::ALL.map(consent));

    // An adult's consents are those required, whatever else was ticked.
    let eager = ApplicantInput {
        consents: ConsentKind::ALL.into(),
        ..adult()
    };
    let (applicant, consents) = by_rules(|rules| read(&eager, rules)).unwrap();
    assert_eq!(applicant.identity.kind(), IdentityKind::ChineseId);
    assert_eq!(applicant.stated_birth, None);
    assert_eq!(consents, [consent(ConsentKind::FaceData)]);
}

#[test]
fn a_guardian_is_needed_as_far_as_the_input_tells() {
    let check = |kind: IdentityKind, number: &str, birth: &str, expected: bool| {
        let input = ApplicantInput {
            kind: Some(kind),
            number: some(number),
            birth: some(birth),
            ..ApplicantInput::default()
        };
        let found = by_rules(|rules| needs_guardian(&input, rules));
        assert_eq!(found, expected, "{} {number} {birth}", kind.code());
    };
    use IdentityKind::{ChineseId, HongKongMacaoTaiwanResident, Passport};
    check(ChineseId, CITIZEN, "", false);
    // The number's date of birth counts.
    check(ChineseId, CITIZEN, "2015-05-01", false);
    let childs = "830000201501020022";
    check(HongKongMacaoTaiwanResident, childs, "", true);
    check(HongKongMacaoTaiwanResident, childs, "1949-12-31", true);
    check(Passport, "E12345678", "2015-05-01", true);
    check(Passport, "E12345678", "1949-12-31", false);
    // The fourteenth birthday, and the day after.
    check(Passport, "E12345678", "2012-11-23", true);
    check(Passport, "E12345678", "2012-11-22", false);
    // A wrong number gives no date, a stated date beside it does.
    check(Passport, "E1", "2015-05-01", true);
    check(Passport, "E12345678", "", false);
    check(Passport, "", "?", false);
    assert!(!by_rules(|rules| needs_guardian(
        &ApplicantInput::default(),
        rules
    )));
}

/// Divisions that were in use and stand in no table: asked to confirm, and taken then.
#[test]
fn an_unknown_division_is_confirmed_and_not_refused() {
    let read_with = |number: &str, confirmed: Option<&str>| {
        let mut input = adult();
        input.number = some(number);
        input.region_confirmed = confirmed.map(str::to_owned);
        by_rules(|rules| read(&input, rules)).map(|_| ())
    };
    let refused = |error| Err(vec![(Field::Number, error)]);
    let in_use = [
        "321119199001010019",
        "632825199001010018",
        "43041919900101001X",
        "441282199001010016",
        "362502199001010011",
        "420524199001010014",
    ];
    for number in in_use {
        assert_eq!(
            read_with(number, None),
            refused(FieldError::IdRegionUnconfirmed)
        );
        assert_eq!(read_with(number, Some(number)), Ok(()), "{number}");
        // It was confirmed for another number, or for one with a slip.
        assert_eq!(
            read_with(number, Some(CITIZEN)),
            refused(FieldError::IdRegionUnconfirmed)
        );
        let slipped = number.replace("19900101001", "19900101010");
        let expected = refused(FieldError::IdCheckDigit);
        assert_eq!(read_with(&slipped, Some(&slipped)), expected);
    }
    // No province: nobody has such a number.
    let nowhere = "00010119900101001X";
    assert_eq!(
        read_with(nowhere, Some(nowhere)),
        refused(FieldError::IdRegion)
    );
}
