//! The check results of a picture.

use compliance::Limit;
use messages::Locale;
use serde::Serialize;
use usecases::AttemptReport;
use utoipa::ToSchema;

use crate::api::error::{message, remedy};
use crate::api::words::{Words, name_of, verdicts};

/// The check results of one picture.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Judgement {
    /// One finding per requirement; empty if no face was found.
    findings: Vec<Finding>,
    /// Why there is no photo; empty if there is one.
    wrongs: Vec<WhatIsWrong>,
    /// The photo's file; absent if there is none.
    photo: Option<PhotoFile>,
}

/// The result for one requirement.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Finding {
    /// Stable identifier.
    id: String,
    /// `pass`, `not-measured`, `advise` (an inspector decides) or `fail`.
    #[schema(schema_with = verdicts)]
    verdict: String,
    /// Measured value, in `unit`.
    value: Option<f64>,
    /// `number`, `percent`, `degrees`, `px`, `levels` (of 255), `kb` or `dpi`.
    unit: Option<String>,
    /// Range that passes; an absent end is open.
    pass: Option<Range>,
    /// Values outside this range fail; absent if the measure only advises.
    fail: Option<Range>,
    /// What is wrong, as a sentence (`The left ear is covered by hair`); absent if
    /// there is nothing to object to.
    wrong: Option<Words>,
    /// Name of the requirement, as it should be.
    name: Option<Words>,
    /// Why it is objected to, at length.
    reason: Option<Words>,
    /// What to do.
    remedy: Option<Words>,
    /// Where on the photo: closed polygons of points (x, y) in its pixels.
    regions_on_photo: Vec<Vec<Vec<f64>>>,
}

/// A range, ends included.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Range {
    /// Least value.
    min: Option<f64>,
    /// Greatest value.
    max: Option<f64>,
}

/// Why there is no photo.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WhatIsWrong {
    /// Stable code.
    code: String,
    /// The reason in words.
    message: Words,
    /// What to do; empty if nothing can be done.
    remedy: Words,
}

/// A photo's file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PhotoFile {
    /// Width in pixels.
    width_px: u32,
    /// Height in pixels.
    height_px: u32,
    /// Size of the file in bytes.
    bytes: usize,
    /// JPEG quality, 1 to 100 on libjpeg's scale.
    quality: u8,
}

impl From<&AttemptReport> for Judgement {
    fn from(report: &AttemptReport) -> Self {
        let entries = report.findings.iter().flat_map(|f| &f.findings);
        Self {
            findings: entries.map(finding).collect(),
            wrongs: report.wrongs.iter().map(wrong).collect(),
            photo: report.photo.map(|photo| PhotoFile {
                width_px: photo.width_px,
                height_px: photo.height_px,
                bytes: photo.bytes,
                quality: photo.quality,
            }),
        }
    }
}

fn finding(entry: &studio::WordedFinding) -> Finding {
    let range = |bounds: catalogue::Bounds| Range {
        min: bounds.min,
        max: bounds.max,
    };
    let limit: Option<Limit> = entry.limit;
    let regions = entry.regions_on_photo.iter();
    Finding {
        id: entry.id.clone(),
        verdict: name_of(&entry.verdict),
        value: entry.value,
        unit: entry.unit.map(|unit| name_of(&unit)),
        pass: limit.map(|limit| range(limit.pass)),
        fail: limit.and_then(|limit| limit.fail).map(range),
        wrong: entry.verdict.objects().then(|| Words {
            zh: entry.headline(Locale::Zh),
            en: entry.headline(Locale::En),
        }),
        name: entry.name.as_ref().map(Into::into),
        reason: entry.reason.as_ref().map(Into::into),
        remedy: entry.remedy.as_ref().map(Into::into),
        regions_on_photo: regions
            .map(|region| region.iter().map(|point| point.to_vec()).collect())
            .collect(),
    }
}

fn wrong(wrong: &studio::Wrong) -> WhatIsWrong {
    WhatIsWrong {
        code: wrong.code.clone(),
        message: message(wrong),
        remedy: remedy(wrong),
    }
}
