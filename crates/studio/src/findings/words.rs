//! Findings as text in one language.

use catalogue::Unit;
use compliance::{Finding, Limit, Verdict, WhyNot};
use messages::{Args, Locale, text};

use super::part::said;
use super::worded::WordedFinding;
use crate::figures::{range, rounded, short};
use crate::said::{args, in_locale};

/// The requirement's name.
#[must_use]
pub fn name(finding: &Finding, locale: Locale) -> String {
    said(finding.id, "", locale)
}

/// A finding in a line: its name, the value, the limit.
#[must_use]
pub fn line(finding: &Finding, locale: Locale) -> String {
    let Finding {
        verdict,
        value,
        unit,
        limit,
        ..
    } = finding;
    let value = match value {
        // As it is stored: rounded in one step, it could end in another digit.
        Ok(value) => with_unit(rounded(*value), *unit, locale),
        Err(why) => why_not(*why, locale),
    };
    let limit = ends(*verdict, limit, *unit, locale);
    joined(*verdict, name(finding, locale), value, limit, locale)
}

/// What is wrong and what to do, in two lines.
#[must_use]
pub fn advice(finding: &Finding, locale: Locale) -> [String; 2] {
    ["reason", "remedy"].map(|part| {
        let given = args([("text", said(finding.id, &format!(".{part}"), locale))]);
        text(locale, &format!("check-{part}"), &given)
    })
}

impl WordedFinding {
    /// The same line of a stored finding: name, value, limit. What was wrong
    /// with a picture that could not be judged has neither and is said itself.
    #[must_use]
    pub fn line(&self, locale: Locale) -> String {
        let Some(name) = &self.name else {
            let reason = self.reason.as_ref().map(|said| in_locale(said, locale));
            return reason.unwrap_or(&self.id).to_owned();
        };
        let part = |said: Option<String>| said.unwrap_or_default();
        joined(
            self.verdict,
            in_locale(name, locale).to_owned(),
            part(self.value_text(locale)),
            part(self.limit_text(locale)),
            locale,
        )
    }

    /// What was measured, `204.8 px`, or why it could not be; `None` for a
    /// picture that could not be judged.
    #[must_use]
    pub fn value_text(&self, locale: Locale) -> Option<String> {
        match (self.value, self.unit, self.not_measured) {
            (Some(value), Some(unit), _) => Some(with_unit(value, unit, locale)),
            (_, _, why) => why.map(|why| why_not(why, locale)),
        }
    }

    /// What it was held against, `193–221 px`: the bound that failed it, else
    /// the one that passes. `None` for a picture that could not be judged.
    #[must_use]
    pub fn limit_text(&self, locale: Locale) -> Option<String> {
        let (limit, unit) = self.limit.as_ref().zip(self.unit)?;
        Some(ends(self.verdict, limit, unit, locale))
    }
}

fn joined(verdict: Verdict, name: String, value: String, limit: String, locale: Locale) -> String {
    let key = match verdict {
        Verdict::Pass => "check-pass",
        Verdict::NotMeasured => "check-not-measured",
        Verdict::Advise => "check-advise",
        Verdict::Fail => "check-fail",
    };
    let given = args([("name", name), ("value", value), ("limit", limit)]);
    text(locale, key, &given)
}

fn why_not(why: WhyNot, locale: Locale) -> String {
    let key = format!("not-measured-{}", why.code());
    text(locale, &key, &Args::new())
}

fn ends(verdict: Verdict, limit: &Limit, of: Unit, locale: Locale) -> String {
    // What fails is told beside the bound that failed it.
    let bounds = match (verdict, limit.fail) {
        (Verdict::Fail, Some(fail)) => fail,
        _ => limit.pass,
    };
    let ends = if of == Unit::Number {
        let three = |end: Option<f64>| end.map(significant);
        match (three(bounds.min), three(bounds.max)) {
            (Some(min), Some(max)) => format!("{min}–{max}"),
            (Some(min), None) => format!("≥ {min}"),
            (None, Some(max)) => format!("≤ {max}"),
            (None, None) => "–".to_owned(),
        }
    } else {
        range(bounds.min, bounds.max)
    };
    format!("{ends}{}", unit(of, locale))
}

fn with_unit(value: f64, of: Unit, locale: Locale) -> String {
    let figure = if of == Unit::Number {
        significant(value)
    } else {
        short(value)
    };
    format!("{figure}{}", unit(of, locale))
}

/// Ratios and indices: three digits that count.
fn significant(value: f64) -> String {
    let whole = value.abs().max(1e-9).log10().floor() as i32;
    let digits = usize::try_from(2 - whole).unwrap_or(0).min(4);
    let figure = format!("{value:.digits$}");
    if figure.contains('.') {
        let trimmed = figure.trim_end_matches('0').trim_end_matches('.');
        if trimmed == "-0" {
            "0".to_owned()
        } else {
            trimmed.to_owned()
        }
    } else {
        figure
    }
}

fn unit(unit: Unit, locale: Locale) -> String {
    let key = match unit {
        Unit::Number => return String::new(),
        Unit::Percent => "unit-percent",
        Unit::Degrees => "unit-degrees",
        Unit::Px => "unit-px",
        Unit::Levels => "unit-levels",
        Unit::Kb => "unit-kb",
        Unit::Dpi => "unit-dpi",
    };
    text(locale, key, &Args::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_have_three_digits_that_count() {
        let check = |value, expected| assert_eq!(significant(value), expected, "{value}");
        check(0.0, "0");
        check(0.023_456, "0.0235");
        check(-0.5, "-0.5");
        check(1.234_5, "1.23");
        check(123.4, "123");
        check(12_345.6, "12346");
        check(-0.000_001, "0");
    }
}
