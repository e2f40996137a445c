//! `receipt verify`: verifies a receipt's QR code offline, with the issuer's
//! public key.

use std::path::Path;

use catalogue::{Catalogue, DivisionCode};
use jiff::civil::Date;
use messages::Args;
use receipts::token::{Claims, Genuine, PublicKey, Signatures, verify};

use super::output::{print_json, print_lines};
use crate::cli::ReceiptVerify;
use crate::exit_status::ExitStatus;
use crate::failure::{Failure, FileError, UsageError};
use crate::printer::Printer;

/// Most bytes read from a key file: a key is one line.
const LONGEST_KEY: u64 = 4096;

pub(super) fn run(
    arguments: &ReceiptVerify,
    catalogue: &Catalogue,
    today: Date,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let key = key(&arguments.key)?;
    let genuine = verify(&arguments.code, &[key])?;
    if arguments.json {
        return print_json(&json(&genuine, today), printer);
    }
    let claims = genuine.claims;
    let known = catalogue.document_by_id(claims.document.as_str());
    let document = known.map_or(claims.document.as_str(), |document| {
        studio::in_locale(&document.names, printer.locale())
    });
    let city = claims.city.map(|code| {
        let known = DivisionCode::try_from(code).ok();
        let city = known.and_then(|code| catalogue.city_by_code(code));
        city.map_or_else(
            || code.to_string(),
            |city| studio::in_locale(&city.names, printer.locale()).to_owned(),
        )
    });
    let say = |key: &str, value: &str| {
        let mut args = Args::new();
        args.set("value", value.to_owned());
        messages::text(printer.locale(), key, &args)
    };
    let word = if claims.sample {
        "receipt-verify-sample"
    } else if has_ended(&claims, today) {
        "receipt-verify-ended"
    } else {
        "receipt-verify-genuine"
    };
    let mut lines = vec![
        say(word, ""),
        say("receipt-verify-number", &claims.number.grouped()),
        say("receipt-verify-document", document),
    ];
    lines.extend(city.map(|city| say("receipt-verify-city", &city)));
    lines.push(say("receipt-verify-taken", &claims.taken.to_string()));
    lines.push(say("receipt-verify-until", &claims.valid_until.to_string()));
    if genuine.signatures == Signatures::Ed25519AndSm2 {
        lines.push(say("receipt-verify-sm2", ""));
    }
    Ok(print_lines(&lines, printer)?)
}

/// Parses a public key, or reads it from a file.
fn key(given: &str) -> Result<PublicKey, Failure> {
    if let Ok(key) = given.parse() {
        return Ok(key);
    }
    let path = Path::new(given);
    let unreadable = |source| FileError::Unreadable {
        path: path.to_owned(),
        source,
    };
    let length = path.metadata().map_err(unreadable)?.len();
    let wrong = || UsageError::BadValue {
        argument: "--key".to_owned(),
        value: given.to_owned(),
    };
    if length > LONGEST_KEY {
        return Err(wrong().into());
    }
    let text = std::fs::read_to_string(path).map_err(unreadable)?;
    Ok(text.parse().map_err(|_| wrong())?)
}

/// Whether the last day has passed; use and revocation are known only to the
/// service.
fn has_ended(claims: &Claims, today: Date) -> bool {
    today > claims.valid_until
}

fn json(Genuine { claims, signatures }: &Genuine, today: Date) -> serde_json::Value {
    serde_json::json!({
        "number": claims.number,
        "document": claims.document,
        "city": claims.city,
        "photo-sha256": hex::encode(claims.photo_sha256),
        "taken": claims.taken.to_string(),
        "issued": claims.issued.to_string(),
        "valid-until": claims.valid_until.to_string(),
        "expired": has_ended(claims, today),
        "sample": claims.sample,
        "signatures": signatures.codes(),
    })
}
