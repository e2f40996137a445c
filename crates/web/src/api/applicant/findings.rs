//! The check results of a picture.

use compliance::Limit;
use messages::Locale;
use serde::Serialize;
use usecases::AttemptReport;
use utoipa::ToSchema;

use crate::api::error::{message, remedy};
use crate::api::words::{Words, in_both, name_of, verdicts};
use crate::measured::{AllowedBand, MeasuredLine, drawn, measures, placed_on};

/// The check results of one picture.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Judgement {
    /// One finding per requirement; empty if no face was found.
    findings: Vec<Finding>,
    /// Why there is no photo; empty if there is one.
    wrongs: Vec<WhatIsWrong>,
    /// The photo's file; absent if there is none.
    photo: Option<PhotoFile>,
    /// The measured lines, in pixels of the photo.
    photo_lines: Vec<PhotoLine>,
    /// Where those lines may lie, in pixels of the photo.
    photo_bands: Vec<PhotoBand>,
    /// What was measured on the photo, in words.
    measures: Vec<MeasureAnswer>,
    /// Width and height in pixels of the upright picture that `regions` are on; absent
    /// without a photo.
    #[schema(min_items = 2, max_items = 2)]
    upright_px: Option<Vec<u32>>,
}

/// A measured line on a photo, from point to point (x, y).
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PhotoLine {
    /// One end.
    #[schema(min_items = 2, max_items = 2)]
    from: Vec<f64>,
    /// The other.
    #[schema(min_items = 2, max_items = 2)]
    to: Vec<f64>,
    /// Whether it is where it may be.
    held: bool,
}

impl From<MeasuredLine> for PhotoLine {
    fn from(line: MeasuredLine) -> Self {
        Self {
            from: line.from.to_vec(),
            to: line.to.to_vec(),
            held: line.is_held,
        }
    }
}

/// A band in which a measured line may lie.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PhotoBand {
    /// Its upper left corner (x, y).
    #[schema(min_items = 2, max_items = 2)]
    corner: Vec<f64>,
    /// Its width and height.
    #[schema(min_items = 2, max_items = 2)]
    size: Vec<f64>,
}

impl From<AllowedBand> for PhotoBand {
    fn from(band: AllowedBand) -> Self {
        Self {
            corner: band.corner.to_vec(),
            size: band.size.to_vec(),
        }
    }
}

/// A measure of the photo.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeasureAnswer {
    /// What was measured, and the range.
    text: Words,
    /// Whether it lies in the range.
    held: bool,
}

impl MeasureAnswer {
    fn all(report: &AttemptReport) -> Vec<Self> {
        let all = in_both(|s| measures(s, report)).map(|(zh, en)| Self {
            text: Words {
                zh: zh.text,
                en: en.text,
            },
            held: zh.is_held,
        });
        all.collect()
    }
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
    /// Where on the upright picture: closed polygons of points (x, y) in pixels of
    /// `upright_px`. Empty without a photo.
    regions: Vec<Vec<Vec<f64>>>,
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
        let upright = placed_on(report);
        let (bands, lines) = report.rulers.as_ref().map(drawn).unwrap_or_default();
        Self {
            findings: entries
                .map(|entry| Finding {
                    regions: upright.map_or_else(Vec::new, |_| polygons(&entry.regions)),
                    ..finding(entry)
                })
                .collect(),
            photo_lines: lines.into_iter().map(Into::into).collect(),
            photo_bands: bands.into_iter().map(Into::into).collect(),
            measures: MeasureAnswer::all(report),
            upright_px: upright.map(|size| size.to_vec()),
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
        regions: Vec::new(),
        regions_on_photo: polygons(&entry.regions_on_photo),
    }
}

fn polygons(regions: &[Vec<[f64; 2]>]) -> Vec<Vec<Vec<f64>>> {
    let polygon = |region: &Vec<[f64; 2]>| region.iter().map(|point| point.to_vec()).collect();
    regions.iter().map(polygon).collect()
}

pub(super) fn wrong(wrong: &studio::Wrong) -> WhatIsWrong {
    WhatIsWrong {
        code: wrong.code.clone(),
        message: message(wrong),
        remedy: remedy(wrong),
    }
}
