//! One picture judged: from its bytes to the values and verdicts, and the same
//! of the photo that was made of it.

use std::collections::BTreeMap;
use std::time::Instant;

use catalogue::{Bounds, PhotoSpec};
use compliance::{Evidence, Sample, Verdict, judge, measure};
use imaging::{Limits, RgbImage, decode};
use portrait::{IdPhoto, make};
use vision::{Engine, hands, worn};

/// What was found of one requirement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Seen {
    /// The raw value, or the code of why there is none.
    pub(crate) value: Result<f64, &'static str>,
    /// How it was judged; `None` where the document has no limit for it.
    pub(crate) judged: Option<Judged>,
}

/// A verdict and what it rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Judged {
    pub(crate) verdict: Verdict,
    /// Inside it passes.
    pub(crate) pass: Bounds,
    /// Whether it may refuse a picture, or advises alone.
    pub(crate) may_fail: bool,
}

/// Everything found, by the finding's id.
pub(crate) type Values = BTreeMap<&'static str, Seen>;

/// A picture that gave a photo.
#[derive(Clone, Debug)]
pub(crate) struct Observed {
    pub(crate) picture: String,
    /// What a person noted: column → value.
    pub(crate) labels: BTreeMap<String, String>,
    pub(crate) values: Values,
    /// The same of the photo put through again, where that gave a photo.
    pub(crate) again: Option<Values>,
    /// How long measuring and judging took, ms.
    pub(crate) judge_ms: f64,
}

impl Observed {
    /// Whether the picture is labelled as one of one person: only then do its
    /// other labels say of whom they are.
    pub(crate) fn is_of_one(&self) -> bool {
        self.labels
            .get("single_subject")
            .is_some_and(|one| one == "1")
    }
}

/// Judges the picture of this name, then the photo made of it; an error is the
/// code of what stopped it.
pub(crate) fn observe(
    engine: &dyn Engine,
    spec: &PhotoSpec,
    (picture, labels): (String, BTreeMap<String, String>),
    bytes: &[u8],
) -> Result<Observed, &'static str> {
    let decoded = decode(bytes, &Limits::default()).map_err(|e| e.code())?;
    let photo = make(engine, decoded.image, spec, &mut |_| ()).map_err(|e| e.code())?;
    let composed = photo.cut_out.on(spec.background.rgb);
    let (values, judge_ms) = judged(engine, &photo, &composed, spec)?;
    let again = make(engine, composed, spec, &mut |_| ())
        .ok()
        .and_then(|second| {
            let composed = second.cut_out.on(spec.background.rgb);
            let (values, _) = judged(engine, &second, &composed, spec).ok()?;
            Some(values)
        });
    Ok(Observed {
        picture,
        labels,
        values,
        again,
        judge_ms,
    })
}

fn judged(
    engine: &dyn Engine,
    photo: &IdPhoto,
    composed: &RgbImage,
    spec: &PhotoSpec,
) -> Result<(Values, f64), &'static str> {
    let started = Instant::now();
    let hands = hands(engine, &photo.upright, &photo.face.bounds).map_err(|e| e.code())?;
    let worn = worn(engine, &photo.upright, &photo.face.landmarks).map_err(|e| e.code())?;
    let networks_ms = started.elapsed().as_secs_f64() * 1e3;
    let evidence = Evidence {
        focal_length_px: None,
        photo,
        composed,
        hands: &hands,
        worn,
        file: None,
        spec,
    };
    // Also what the document does not limit: its error rate is of interest.
    let mut values: Values = measure(&Sample::new(&evidence))
        .into_iter()
        .map(|measured| {
            let seen = Seen {
                value: measured.value.map_err(|why| why.code()),
                judged: None,
            };
            (measured.id, seen)
        })
        .collect();
    let started = Instant::now();
    let report = judge(&evidence);
    let judge_ms = networks_ms + started.elapsed().as_secs_f64() * 1e3;
    for finding in report.findings {
        let seen = Seen {
            value: finding.value.map_err(|why| why.code()),
            judged: Some(Judged {
                verdict: finding.verdict,
                pass: finding.limit.pass,
                may_fail: finding.limit.fail.is_some(),
            }),
        };
        values.insert(finding.id, seen);
    }
    Ok((values, judge_ms))
}
