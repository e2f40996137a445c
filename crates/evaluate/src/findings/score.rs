//! Raw values made comparable: turned so that higher is worse.

use catalogue::Bounds;

/// Which values of a measure are bad.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Worse {
    /// High ones.
    High,
    /// Low ones.
    Low,
    /// Those far from zero, counted in so many of the measure's units.
    Away(f64),
    /// Those beyond the catalogue's pass limit, on which 1 lies: for measures
    /// of several units side by side.
    AsLimited,
}

impl Worse {
    /// `value` turned so that higher is worse; `None` where that takes a limit
    /// and there is none.
    pub(crate) fn score(self, value: f64, pass: Option<Bounds>) -> Option<f64> {
        let score = match self {
            Self::High => value,
            Self::Low => -value,
            Self::Away(unit) => value.abs() / unit,
            Self::AsLimited => beyond(value, pass?),
        };
        score.is_finite().then_some(score)
    }
}

/// How far `value` lies towards its limits and past them: 1 on a limit, and
/// one more for each time the limit's own size (half of what lies between the
/// two, where there are two).
fn beyond(value: f64, Bounds { min, max }: Bounds) -> f64 {
    let size = |limit: f64| {
        let size = min
            .zip(max)
            .map_or(limit.abs(), |(min, max)| (max - min) / 2.0);
        if size > 0.0 { size } else { 1.0 }
    };
    let above = max.map(|max| (value - max) / size(max));
    let below = min.map(|min| (min - value) / size(min));
    1.0 + above
        .into_iter()
        .chain(below)
        .fold(f64::NEG_INFINITY, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_rise_with_what_is_bad() {
        let bounds = |min, max| Some(Bounds { min, max });
        for (worse, value, pass, expected) in [
            (Worse::High, 0.3, None, Some(0.3)),
            (Worse::Low, 0.3, None, Some(-0.3)),
            (Worse::Away(8.0), -12.0, None, Some(1.5)),
            (Worse::High, f64::NAN, None, None),
            (Worse::AsLimited, 2.0, None, None),
            (Worse::AsLimited, 2.0, bounds(None, Some(2.0)), Some(1.0)),
            (Worse::AsLimited, 4.0, bounds(None, Some(2.0)), Some(2.0)),
            (Worse::AsLimited, 0.0, bounds(None, Some(2.0)), Some(0.0)),
            (Worse::AsLimited, 3.0, bounds(None, Some(0.0)), Some(4.0)),
            (Worse::AsLimited, 1.0, bounds(Some(2.0), None), Some(1.5)),
            (Worse::AsLimited, 4.0, bounds(Some(2.0), None), Some(0.0)),
            (
                Worse::AsLimited,
                5.0,
                bounds(Some(-5.0), Some(5.0)),
                Some(1.0),
            ),
            (
                Worse::AsLimited,
                -10.0,
                bounds(Some(-5.0), Some(5.0)),
                Some(2.0),
            ),
            (
                Worse::AsLimited,
                0.0,
                bounds(Some(-5.0), Some(5.0)),
                Some(0.0),
            ),
        ] {
            assert_eq!(
                worse.score(value, pass),
                expected,
                "{worse:?} {value} {pass:?}"
            );
        }
    }
}
