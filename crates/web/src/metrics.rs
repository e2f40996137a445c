//! Requests by route and status, and their durations, in Prometheus' text
//! format. Routes are patterns, so the number of series is bounded.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::logs::lost_lines;

/// Upper bounds of the histogram's buckets, in seconds.
const BUCKETS_S: [f64; 11] = [
    0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0,
];

/// Counters since the start.
#[derive(Debug, Default)]
pub struct Metrics {
    counted: Mutex<Counted>,
}

#[derive(Debug, Default)]
struct Counted {
    requests: BTreeMap<(String, String, u16), u64>,
    durations: BTreeMap<String, Durations>,
}

#[derive(Debug, Default)]
struct Durations {
    /// Number of requests up to the bucket's bound and above the previous one.
    buckets: [u64; BUCKETS_S.len()],
    count: u64,
    sum_s: f64,
}

impl Metrics {
    /// Counts one response. `route` is a pattern such as `/apply/{document}`.
    pub fn count(&self, method: &str, route: &str, status: u16, took: Duration) {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (route.to_owned(), method.to_owned(), status);
        *counted.requests.entry(key).or_default() += 1;
        let durations = counted.durations.entry(route.to_owned()).or_default();
        let seconds = took.as_secs_f64();
        if let Some(bucket) = BUCKETS_S.iter().position(|&bound| seconds <= bound) {
            durations.buckets[bucket] += 1;
        }
        durations.count += 1;
        durations.sum_s += seconds;
    }

    /// All metrics in Prometheus' text format.
    #[must_use]
    pub fn render(&self) -> String {
        let counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::new();
        write_counted(&counted, &mut text).expect("a String takes everything");
        text
    }
}

fn write_counted(counted: &Counted, text: &mut String) -> std::fmt::Result {
    writeln!(
        text,
        "# HELP huizhi_http_requests_total Answers by route, method and status."
    )?;
    writeln!(text, "# TYPE huizhi_http_requests_total counter")?;
    for ((route, method, status), count) in &counted.requests {
        writeln!(
            text,
            r#"huizhi_http_requests_total{{route="{route}",method="{method}",status="{status}"}} {count}"#
        )?;
    }
    writeln!(
        text,
        "# HELP huizhi_http_request_seconds Time until the answer's head."
    )?;
    writeln!(text, "# TYPE huizhi_http_request_seconds histogram")?;
    for (route, durations) in &counted.durations {
        let mut so_far = 0;
        for (bound, count) in BUCKETS_S.iter().zip(durations.buckets) {
            so_far += count;
            writeln!(
                text,
                r#"huizhi_http_request_seconds_bucket{{route="{route}",le="{bound}"}} {so_far}"#
            )?;
        }
        let Durations { count, sum_s, .. } = durations;
        writeln!(
            text,
            r#"huizhi_http_request_seconds_bucket{{route="{route}",le="+Inf"}} {count}"#
        )?;
        writeln!(
            text,
            r#"huizhi_http_request_seconds_sum{{route="{route}"}} {sum_s}"#
        )?;
        writeln!(
            text,
            r#"huizhi_http_request_seconds_count{{route="{route}"}} {count}"#
        )?;
    }
    writeln!(
        text,
        "# HELP huizhi_log_lines_lost_total Lines of the log that could not be written."
    )?;
    writeln!(text, "# TYPE huizhi_log_lines_lost_total counter")?;
    writeln!(text, "huizhi_log_lines_lost_total {}", lost_lines())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_shown() {
        let metrics = Metrics::default();
        metrics.count("GET", "/", 200, Duration::from_millis(3));
        metrics.count("GET", "/", 200, Duration::from_millis(30));
        metrics.count("GET", "/", 429, Duration::from_secs(60));
        let text = metrics.render();
        let check = |line: &str| assert!(text.lines().any(|l| l == line), "{line} in\n{text}");
        check(r#"huizhi_http_requests_total{route="/",method="GET",status="200"} 2"#);
        check(r#"huizhi_http_requests_total{route="/",method="GET",status="429"} 1"#);
        check(r#"huizhi_http_request_seconds_bucket{route="/",le="0.0025"} 0"#);
        check(r#"huizhi_http_request_seconds_bucket{route="/",le="0.005"} 1"#);
        check(r#"huizhi_http_request_seconds_bucket{route="/",le="0.05"} 2"#);
        check(r#"huizhi_http_request_seconds_bucket{route="/",le="+Inf"} 3"#);
        check(r#"huizhi_http_request_seconds_count{route="/"} 3"#);
    }
}
