//! What the engine says of a picture.

use compliance::Limit;
use serde::Serialize;
use usecases::AttemptReport;
use utoipa::ToSchema;

use crate::api::error::{message, remedy};
use crate::api::words::{Words, name_of, verdicts};

/// The judgement of one picture.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Judgement {
    /// Requirement by requirement; empty where there is no face to judge.
    findings: Vec<Finding>,
    /// Why there is no photo; empty where there is one.
    wrongs: Vec<WhatIsWrong>,
    /// The photo's file; absent where there is none.
    photo: Option<PhotoFile>,
}

/// One requirement.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Finding {
    /// Stable name.
    id: String,
    /// `pass`, `not-measured`, `advise` (an inspector decides) or `fail`.
    #[schema(schema_with = verdicts)]
    verdict: String,
    /// As measured, in `unit`.
    value: Option<f64>,
    /// `number`, `percent`, `degrees`, `px`, `levels` (of 255), `kb` or `dpi`.
    unit: Option<String>,
    /// Values inside pass; an end that is absent is open.
    pass: Option<Range>,
    /// Values outside fail; absent where the measure only advises.
    fail: Option<Range>,
    /// What the requirement is called.
    name: Option<Words>,
    /// What there is to object to.
    reason: Option<Words>,
    /// What to do.
    remedy: Option<Words>,
    /// Where on the photo: closed polygons of points (x, y) in its pixels.
    regions_on_photo: Vec<Vec<Vec<f64>>>,
}

/// Ends included.
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
    /// In words.
    message: Words,
    /// What to do; empty where nothing can be done.
    remedy: Words,
}

/// A photo's file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PhotoFile {
    /// Pixels across.
    width_px: u32,
    /// Pixels down.
    height_px: u32,
    /// Length of the file.
    bytes: usize,
    /// JPEG quality, 1 to 100 as libjpeg counts.
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
