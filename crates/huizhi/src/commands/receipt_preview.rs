//! `receipt preview`: draws a document's receipt. Always a sample: nothing made
//! here can pass for a real receipt.

use catalogue::Catalogue;
use domain::randomness::seeded;
use domain::receipt::last_day;
use domain::{OrderNumber, ReceiptNumber};
use imaging::{JpegTarget, RgbImage, decode, encode_jpeg};
use receipts::{Applicant, Font, Issuer, Slip, photo_size};
use studio::{args, file_size};

use crate::atomic_file::{self, Existing};
use crate::catalogue_choice::choose_for_photo;
use crate::cli::ReceiptPreview;
use crate::destination::{check_free, has_ending};
use crate::exit_status::ExitStatus;
use crate::failure::{Failure, UsageError};
use crate::inputs;
use crate::printer::Printer;

/// The placeholder where no photo is given: plain grey, sRGB.
const GREY: [u8; 3] = [222, 222, 222];

pub(super) fn run(
    arguments: &ReceiptPreview,
    catalogue: &Catalogue,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let is_pdf = has_ending(&arguments.out, &["pdf"]);
    if !is_pdf && !has_ending(&arguments.out, &["png"]) {
        return Err(UsageError::OutEnding { ending: "pdf, png" }.into());
    }
    let existing = if arguments.force {
        Existing::Replace
    } else {
        Existing::Keep
    };
    check_free(&arguments.out, existing)?;
    let purpose = &arguments.purpose;
    let chosen = choose_for_photo(catalogue, &purpose.document, purpose.city.as_deref())?;
    let rule = catalogue.receipt_rule(chosen.document, chosen.city);
    let rule = rule.ok_or_else(|| Failure::NoReceipt {
        document: chosen.document.names.clone(),
    })?;
    let spec = &chosen.spec;
    let limits = imaging::Limits::default();
    let image = match &arguments.photo {
        Some(path) => {
            let inputs = inputs::find(std::slice::from_ref(path))?;
            let [input] = inputs.pictures.as_slice() else {
                return Err(UsageError::OutNotAFolder.into());
            };
            decode(&input.read(limits.max_bytes)?, &limits)?.image
        }
        None => RgbImage::filled(spec.width_px, spec.height_px, GREY),
    };
    // Encoded again, so that none of the file's metadata is kept.
    let target = JpegTarget {
        dpi: spec.dpi.0,
        min_bytes: 0,
        max_bytes: 500_000,
        min_quality: 50,
    };
    let photo = encode_jpeg(&image, &target)?.bytes;
    let form = catalogue
        .receipt_form(&rule.form)
        .expect("the catalogue checks that every rule's form is there");
    let say = |key: &str| messages::text(printer.locale(), key, &messages::Args::new());
    let taken = jiff::civil::Date::constant(2026, 1, 1);
    let slip = Slip {
        form,
        number: ReceiptNumber::generate(&mut seeded(0)),
        order: OrderNumber::generate(&mut seeded(1)),
        document: chosen.document.names.clone(),
        place: chosen.city.map(|city| catalogue.full_name(city)),
        applicant: Applicant {
            name: say("receipt-preview-name"),
            identity: say("receipt-preview-identity"),
        },
        photo: &photo,
        photo_size: photo_size(spec),
        taken,
        approved: taken,
        valid_until: last_day(taken, rule.validity),
        issuer: Issuer::Sample,
        // Unsigned: verification refuses it.
        code: "HUIZHI SAMPLE",
        photo_code: None,
    };
    let file = if is_pdf {
        receipts::pdf(&slip, Font::embedded())?
    } else {
        receipts::picture(&slip, Font::embedded())?
    };
    atomic_file::write(&arguments.out, &file, existing)?;
    let given = [
        ("path", arguments.out.display().to_string()),
        ("size", file_size(file.len())),
    ];
    printer.tell("receipt-preview-made", &args(given));
    Ok(ExitStatus::Done)
}
