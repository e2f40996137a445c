//! Values against limits.

use catalogue::{Bounds, Check, Checks, Unit};

use crate::{Finding, Limit, Measured, Verdict};

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
    use crate::{Group, WhyNot};

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
