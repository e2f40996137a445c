//! Numbers as text.

/// A file's length: `17.3 KB`, `41.2 MB`; a kilobyte has 1024 bytes.
#[must_use]
pub fn file_size(bytes: usize) -> String {
    let kilobytes = bytes as f64 / 1024.0;
    if bytes < 1024 {
        format!("{bytes} B")
    } else if kilobytes < 1000.0 {
        format!("{kilobytes:.1} KB")
    } else {
        format!("{:.1} MB", kilobytes / 1024.0)
    }
}

/// At most one digit after the point, and none where it is zero.
#[must_use]
pub fn short(value: f64) -> String {
    let tenths = (value * 10.0).round() / 10.0;
    // Not `-0`.
    format!("{}", tenths + 0.0)
}

/// A measured value as it is stored and shown: four digits after the point tell
/// more than any measure does.
pub(crate) fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

/// `min–max`, `≥ min` or `≤ max`.
#[must_use]
pub fn range(min: Option<f64>, max: Option<f64>) -> String {
    match (min.map(short), max.map(short)) {
        (Some(min), Some(max)) => format!("{min}–{max}"),
        (Some(min), None) => format!("≥ {min}"),
        (None, Some(max)) => format!("≤ {max}"),
        (None, None) => "–".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        let check = |bytes, expected| assert_eq!(file_size(bytes), expected);
        check(0, "0 B");
        check(1023, "1023 B");
        check(1024, "1.0 KB");
        check(17_715, "17.3 KB");
        check(40_000_000, "38.1 MB");
    }

    #[test]
    fn ranges() {
        let check = |min, max, expected| assert_eq!(range(min, max), expected);
        check(Some(193.0), Some(221.0), "193–221");
        check(Some(-5.0), Some(5.04), "-5–5");
        check(Some(207.25), None, "≥ 207.3");
        check(None, Some(-0.01), "≤ 0");
        check(None, None, "–");
    }
}
