//! Slips for tests: every form, with the portrait in the repository as photo.

use catalogue::{Catalogue, ReceiptForm, Text};
use domain::randomness::seeded;
use domain::{OrderNumber, ReceiptNumber};
use jiff::civil::date;
use receipts::{Applicant, Issuer, Slip};

/// A fixed receipt number.
pub(crate) fn number() -> ReceiptNumber {
    ReceiptNumber::generate(&mut seeded(7))
}

/// The portrait at the size of a resident identity card photo, as JPEG.
pub(crate) fn photo() -> Vec<u8> {
    let picture = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../assets/pictures/astronaut.png"
    );
    let bytes = std::fs::read(picture).expect("the picture is committed");
    let image = imaging::decode(&bytes, &imaging::Limits::default()).expect("it decodes");
    let scale = 358.0 / f64::from(image.image.width());
    let small = imaging::warp(&image.image, &imaging::Affine::scaling(scale), 358, 441);
    let target = imaging::JpegTarget {
        dpi: 350,
        min_bytes: 0,
        max_bytes: 30_000,
        min_quality: 50,
    };
    imaging::encode_jpeg(&small.image, &target)
        .expect("it fits")
        .bytes
}

/// A slip on `form`.
pub(crate) fn slip<'a>(
    form: &'a ReceiptForm,
    photo: &'a [u8],
    issuer: Issuer,
    code: &'a str,
) -> Slip<'a> {
    Slip {
        form,
        number: number(),
        order: OrderNumber::generate(&mut seeded(7)),
        document: Text {
            zh: "居民身份证".to_owned(),
            en: "Resident identity card".to_owned(),
        },
        place: Some(Text {
            zh: "广东省深圳市".to_owned(),
            en: "Shenzhen, Guangdong".to_owned(),
        }),
        applicant: Applicant {
            name: "欧*喆".to_owned(),
            identity: "110***********002X".to_owned(),
        },
        photo,
        photo_size: (catalogue::Mm(26.0), catalogue::Mm(32.0)),
        taken: date(2026, 11, 23),
        approved: date(2026, 11, 23),
        valid_until: date(2027, 5, 22),
        issuer,
        code,
        photo_code: None,
    }
}

/// A configured issuer.
pub(crate) fn issuer() -> Issuer {
    Issuer::Named {
        name: Text {
            zh: "深圳市某某证件相片检测中心".to_owned(),
            en: "An Inspection Centre, Shenzhen".to_owned(),
        },
        contact: Some("0755-00000000".to_owned()),
    }
}

/// The embedded catalogue.
pub(crate) fn catalogue() -> Catalogue {
    Catalogue::embedded().expect("its own tests read it")
}
