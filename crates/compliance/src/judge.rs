//! Everything measured, and held against the document's limits.

use crate::coverage::look::Look;
use crate::limits::held;
use crate::{
    Evidence, Finding, Group, Judgement, Measured, Sample, Verdict, coverage, expression, finished,
    light, likeness, picture, pose, scene, toning, unmeasured,
};

/// Measures everything and holds it against the specification's limits.
#[must_use]
pub fn judge(evidence: &Evidence<'_>) -> Judgement {
    if let Some(alone) = decisive(evidence) {
        return Judgement {
            findings: vec![alone],
        };
    }
    let sample = Sample::new(evidence);
    let mut findings: Vec<Finding> = measure(&sample)
        .into_iter()
        .filter_map(|measured| held(&evidence.spec.checks, measured))
        .collect();
    if let Some(at) = findings.iter().position(decides) {
        return Judgement {
            findings: vec![findings.swap_remove(at)],
        };
    }
    findings.extend(finished::findings(&sample));
    findings.extend(unmeasured::findings());
    Judgement { findings }
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
        vec![toning::measure(sample, &look)],
        picture::measure(sample),
        light::measure(sample),
        pose::measure(sample),
        expression::measure(sample),
        coverage::measure(sample, &look),
        scene::measure(sample, &look),
    ];
    groups.into_iter().flatten().collect()
}
