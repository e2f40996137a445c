//! Why a picture gave no photo, in words: what is wrong, and what to do.

use imaging::{DecodeError, EncodeError};
use messages::{Args, Locale};
use portrait::{Shortfall, Side};

use crate::failure::Failure;
use crate::figures::{file_size, short};
use crate::said::{Explanation, args, say};

/// Says what went wrong; several things for a picture that lacks several.
#[must_use]
pub fn explain(failure: &Failure, locale: Locale) -> Vec<Explanation> {
    let given = match failure {
        Failure::Lacks(shortfalls) => {
            return shortfalls.iter().map(|s| lacking(s, locale)).collect();
        }
        Failure::Decode(error) => decode_args(error),
        Failure::Encode(error) => encode_args(error),
        Failure::Make(_) | Failure::Unexpected => Args::new(),
    };
    vec![say(locale, failure.code(), failure.code(), &given)]
}

/// What a picture lacks, in words.
#[must_use]
pub fn lacking(shortfall: &Shortfall, locale: Locale) -> Explanation {
    let given = match shortfall {
        Shortfall::TooFewPixels {
            face_width_px,
            needed_px,
            ..
        } => args([
            // Rounded apart, so that too few never reads as just enough.
            ("face", format!("{:.0}", face_width_px.floor())),
            ("needed", format!("{:.0}", needed_px.ceil())),
        ]),
        Shortfall::HeadCut => Args::new(),
        Shortfall::EndsTooEarly { missing_px } => args([("missing", short(*missing_px))]),
        Shortfall::ShoulderCut { side, missing_px } => {
            let side = match side {
                Side::Left => "left",
                Side::Right => "right",
            };
            args([("side", side.to_owned()), ("missing", short(*missing_px))])
        }
    };
    say(locale, shortfall.code(), shortfall.code(), &given)
}

fn decode_args(error: &DecodeError) -> Args<'static> {
    match *error {
        DecodeError::TooManyBytes { bytes, limit } => {
            args([("size", file_size(bytes)), ("limit", file_size(limit))])
        }
        DecodeError::TooManyPixels {
            width,
            height,
            limit,
        } => sized(width, height, limit),
        DecodeError::SideTooLong {
            width,
            height,
            limit,
        } => sized(width, height, limit.into()),
        DecodeError::ForeignFormat(format) => args([("format", format.code().to_owned())]),
        DecodeError::UnsupportedVariant { format, feature } => args([
            ("format", format.to_string()),
            ("feature", feature.code().to_owned()),
        ]),
        DecodeError::Truncated { format } | DecodeError::Damaged { format } => {
            args([("format", format.to_string())])
        }
        _ => Args::new(),
    }
}

fn sized(width: u32, height: u32, limit: u64) -> Args<'static> {
    args([
        ("width", width.to_string()),
        ("height", height.to_string()),
        ("limit", limit.to_string()),
    ])
}

fn encode_args(error: &EncodeError) -> Args<'static> {
    match *error {
        EncodeError::TooLarge { width, height } => {
            args([("width", width.to_string()), ("height", height.to_string())])
        }
        EncodeError::BelowWindow { best, min_bytes } => {
            args([("best", file_size(best)), ("min", file_size(min_bytes))])
        }
        EncodeError::AboveWindow { best, max_bytes } => {
            args([("best", file_size(best)), ("max", file_size(max_bytes))])
        }
        _ => Args::new(),
    }
}

#[cfg(test)]
mod tests;
