//! `receipt verify`: verifies a receipt's QR code offline, with the issuer's
//! public key.

use std::path::Path;

use catalogue::{Catalogue, DivisionCode};
use jiff::civil::Date;
use messages::Args;
use receipts::token::{Claims, Genuine, KnownKey, NotAKey, Signatures, verify_known};

use super::output::{print_json, print_lines};
use crate::cli::ReceiptVerify;
use crate::exit_status::ExitStatus;
use crate::failure::{Failure, FileError, UsageError};
use crate::printer::Printer;

/// Most bytes read from a key file: a key is one line, and a hundred are more than
/// anybody replaces.
const LONGEST_KEY: u64 = 32_768;

pub(super) fn run(
    arguments: &ReceiptVerify,
    catalogue: &Catalogue,
    today: Date,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let keys = keys(&arguments.key)?;
    let genuine = verify_known(&arguments.code, &keys)?;
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

/// Parses a public key, or reads keys from a file, one a line: the one in use and
/// earlier ones.
fn keys(given: &str) -> Result<Vec<KnownKey>, Failure> {
    if let Ok(key) = given.parse() {
        return Ok(vec![key]);
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
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let keys: Result<Vec<KnownKey>, NotAKey> = lines.map(str::parse).collect();
    match keys {
        Ok(keys) if !keys.is_empty() => Ok(keys),
        _ => Err(wrong().into()),
    }
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
