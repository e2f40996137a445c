//! Which files a run of the sweep looks at, by the time of the run alone: nothing is
//! kept between runs, and any process may make the next.

use std::time::Duration;

use domain::Timestamp;

/// Time between two runs.
const INTERVAL: Duration = Duration::from_secs(10 * 60);
/// Runs in which every file is looked at once: 21 hours. A prime, so that runs at the
/// same hours of each day, of a machine that is off at night, come to every file too.
const RUNS: i64 = 127;

/// One run of the sweep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Round {
    /// Intervals since 1970.
    count: i64,
}

impl Round {
    pub(crate) fn at(now: Timestamp) -> Self {
        Self {
            count: now.0.div_euclid(interval_ms()),
        }
    }

    /// First bytes of the keys that are this run's turn: two or three.
    pub(crate) fn first_bytes(self) -> impl Iterator<Item = u8> + Send {
        let turn = self.count.rem_euclid(RUNS);
        (0..=u8::MAX).filter(move |byte| i64::from(*byte) % RUNS == turn)
    }

    /// When the next run is due.
    pub(crate) fn next_at(self) -> Timestamp {
        Timestamp((self.count + 1).saturating_mul(interval_ms()))
    }
}

fn interval_ms() -> i64 {
    i64::try_from(INTERVAL.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::timestamp::days;

    use super::*;

    /// The first bytes that runs within `open_hours` of each of some days come to.
    fn seen(open_hours: std::ops::Range<i64>, of_days: i64) -> usize {
        let mut seen = BTreeSet::new();
        let mut now = Timestamp(1_790_000_000_123);
        let end = now.plus(days(u64::try_from(of_days).unwrap()));
        while now < end {
            let round = Round::at(now);
            if open_hours.contains(&(now.0 / 3_600_000 % 24)) {
                seen.extend(round.first_bytes());
            }
            // Late, as a run is.
            now = Timestamp(round.next_at().0 + 700);
        }
        seen.len()
    }

    #[test]
    fn every_file_has_its_turn() {
        let check = |open_hours, of_days, expected| {
            assert_eq!(seen(open_hours, of_days), expected, "{of_days} days");
        };
        check(0..24, 1, 256);
        check(9..18, 7, 256);
        check(20..21, 130, 256);
    }

    #[test]
    fn a_run_looks_at_two_or_three() {
        let numbers: BTreeSet<usize> = (0..RUNS)
            .map(|count| Round { count }.first_bytes().count())
            .collect();
        assert_eq!(numbers, BTreeSet::from([2, 3]));
    }

    #[test]
    fn the_next_run_is_later() {
        for ms in [0, 1, interval_ms() - 1, 1_790_000_000_123] {
            let next = Round::at(Timestamp(ms)).next_at();
            assert!(next > Timestamp(ms) && next.since(Timestamp(ms)) <= INTERVAL);
        }
    }
}
