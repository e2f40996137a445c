//! Values held against limits.

use catalogue::{Bounds, Check, Checks, PhotoSpec, Unit};
use imaging::RgbImage;
use portrait::IdPhoto;
use vision::Hand;

use crate::coverage::look::Look;
use crate::{
    Finding, Group, Limit, Measured, Report, Sample, Verdict, coverage, expression, finished,
    light, likeness, picture, pose, scene, unmeasured,
};

/// What is known of the finished file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileFacts {
    /// Size in bytes.
    pub bytes: usize,
    /// Pixels an inch written into it.
    pub dpi: u16,
    /// Pixels of its sides.
    pub size: (u32, u32),
}

/// What there is to judge.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// The photo, with the upright picture it was made from.
    pub photo: &'a IdPhoto,
    /// The photo's pixels on the document's background.
    pub composed: &'a RgbImage,
    /// The hands near the face ([`vision::hands`]), in the upright picture.
    pub hands: &'a [Hand],
    /// The encoded photo's facts; `None` where no file was made.
    pub file: Option<FileFacts>,
    /// What the document asks for.
    pub spec: &'a PhotoSpec,
}

/// Measures everything and holds it against the specification's limits.
#[must_use]
pub fn judge(evidence: &Evidence<'_>) -> Report {
    if let Some(alone) = decisive(evidence) {
        return Report {
            findings: vec![alone],
        };
    }
    let sample = Sample::new(evidence);
    let mut findings: Vec<Finding> = measure(&sample)
        .into_iter()
        .filter_map(|measured| held(&evidence.spec.checks, measured))
        .collect();
    if let Some(at) = findings.iter().position(decides) {
        return Report {
            findings: vec![findings.swap_remove(at)],
        };
    }
    findings.extend(finished::findings(&sample));
    findings.extend(unmeasured::findings());
    Report { findings }
}

/// What makes every other finding beside the point: nobody can say which of
/// several people is meant, and what is hardly a face has no expression.
fn decisive(evidence: &Evidence<'_>) -> Option<Finding> {
    let photo = evidence.photo;
    let sure = f64::from(photo.face.score * photo.face.presence);
    let alone = [
        Measured::new(Group::Scene, "several-people", Ok(photo.rivals as f64)),
        Measured::new(Group::Picture, "face-certain", Ok(sure)),
    ];
    alone
        .into_iter()
        .filter_map(|measured| held(&evidence.spec.checks, measured))
        .find(|finding| finding.verdict == Verdict::Fail)
}

/// A drawing has no light, no pose and no ears that anybody could mend.
fn decides(finding: &Finding) -> bool {
    finding.id == "drawn" && finding.verdict == Verdict::Fail
}

/// Measures everything, whether a document limits it or not.
#[must_use]
pub fn measure(sample: &Sample<'_>) -> Vec<Measured> {
    // What these groups read: the view in L*a*b*, with skin's and hair's colour.
    let look = Look::of(sample);
    let groups = [
        likeness::measure(sample, &look),
        picture::measure(sample),
        light::measure(sample),
        pose::measure(sample),
        expression::measure(sample),
        coverage::measure(sample, &look),
        scene::measure(sample, &look),
    ];
    groups.into_iter().flatten().collect()
}

/// A value against its limit; `None` where the catalogue has none: a
/// requirement that no document makes is not reported.
pub(crate) fn held(checks: &Checks, measured: Measured) -> Option<Finding> {
    let Check {
        unit, pass, fail, ..
    } = checks.get(measured.id)?;
    Some(against(measured, *unit, *pass, *fail))
}

/// A value against given bounds.
pub(crate) fn against(
    measured: Measured,
    unit: Unit,
    pass: Bounds,
    fail: Option<Bounds>,
) -> Finding {
    let verdict = match measured.value {
        Err(_) => Verdict::NotMeasured,
        Ok(value) if pass.hold(value) => Verdict::Pass,
        Ok(value) if fail.is_some_and(|fail| !fail.hold(value)) => Verdict::Fail,
        Ok(_) => Verdict::Advise,
    };
    Finding {
        id: measured.id,
        group: measured.group,
        verdict,
        value: measured.value,
        unit,
        limit: Limit { pass, fail },
        regions: measured.regions,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::WhyNot;

    #[track_caller]
    fn check(value: Result<f64, WhyNot>, fail: Option<(f64, f64)>, expected: Verdict) {
        let bounds = |(min, max)| Bounds {
            min: Some(min),
            max: Some(max),
        };
        let measured = Measured::new(Group::Pose, "yaw", value);
        let finding = against(
            measured,
            Unit::Degrees,
            bounds((-5.0, 5.0)),
            fail.map(bounds),
        );
        assert_eq!(finding.verdict, expected, "{value:?} against {fail:?}");
    }

    #[test]
    fn a_value_passes_is_advised_or_fails() {
        let fail = Some((-10.0, 10.0));
        check(Ok(0.0), fail, Verdict::Pass);
        check(Ok(5.0), fail, Verdict::Pass);
        check(Ok(-5.1), fail, Verdict::Advise);
        check(Ok(10.0), fail, Verdict::Advise);
        check(Ok(10.1), fail, Verdict::Fail);
        check(Ok(90.0), None, Verdict::Advise);
        check(Ok(f64::NAN), fail, Verdict::Fail);
        check(Err(WhyNot::Hidden), fail, Verdict::NotMeasured);
    }
}
