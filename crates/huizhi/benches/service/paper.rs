//! A receipt's PDF: the form of the identity card with everything on it.

use std::time::Instant;

use catalogue::Catalogue;
use domain::randomness::seeded;
use domain::{OrderNumber, ReceiptNumber};
use receipts::{Applicant, Font, Issuer, Slip, photo_size};

use crate::life::token;
use crate::table;
use crate::times::Times;

const TIMES: usize = 200;
const GOAL_MS: u32 = 30;

/// Draws the same receipt many times.
pub(crate) fn measure(photo: &[u8]) {
    let catalogue = Catalogue::embedded().unwrap();
    let document = catalogue.document("身份证").unwrap();
    let city = catalogue.city("深圳").unwrap();
    let rule = catalogue.rule_of_issued(document, Some(city));
    let taken = jiff::civil::date(2026, 11, 23);
    let code = format!("HTTPS://PHOTO.EXAMPLE.ORG/V/{}", token());
    let slip = Slip {
        form: catalogue.receipt_form(&rule.form).unwrap(),
        number: ReceiptNumber::generate(&mut seeded(7)),
        order: OrderNumber::generate(&mut seeded(7)),
        document: document.names.clone(),
        place: Some(catalogue.full_name(city)),
        applicant: Applicant {
            name: "李*明".to_owned(),
            identity: "110***********002X".to_owned(),
        },
        photo,
        photo_size: photo_size(&catalogue.specification(document, Some(city))),
        taken,
        approved: taken,
        valid_until: taken,
        issuer: Issuer::Sample,
        code: &code,
        photo_code: None,
    };
    let mut times = Times::default();
    for _ in 0..TIMES {
        let begun = Instant::now();
        let pdf = receipts::pdf(&slip, Font::embedded()).unwrap();
        times.push(begun.elapsed());
        assert!(pdf.starts_with(b"%PDF-"));
    }
    table::times("receipt PDF", &mut times, GOAL_MS);
}
