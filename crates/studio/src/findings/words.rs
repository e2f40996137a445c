//! Findings as text in one language.

use catalogue::{Text, Unit};
use compliance::{Finding, Limit, Verdict, WhyNot};
use messages::{Args, Locale, text};

use super::part::{is_known, said, wrong_part};
use super::worded::WordedFinding;
use crate::figures::{range, rounded, short};
use crate::said::{args, in_locale};

/// How much is said of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    /// What is wrong and what to do.
    Plain,
    /// Also how it was found: what was measured, and against what.
    WithFigures,
}

/// The requirement's name.
#[must_use]
pub fn name(finding: &Finding, locale: Locale) -> String {
    said(finding.id, "", locale)
}

/// What there is to say: what is wrong, or the name of a requirement that is
/// met or was not measured.
#[must_use]
pub fn headline(finding: &Finding, locale: Locale) -> String {
    if finding.verdict.objects() {
        // As it is stored: rounded.
        let value = finding.value.ok().map(rounded);
        said(
            finding.id,
            wrong_part(finding.id, value, &finding.limit),
            locale,
        )
    } else {
        name(finding, locale)
    }
}

/// A finding in a line: a sign and its headline; where it was not measured, why.
#[must_use]
pub fn line(finding: &Finding, locale: Locale) -> String {
    let why = finding.value.err().map(|why| why_not(why, locale));
    signed(finding.verdict, headline(finding, locale), why, locale)
}

/// What to do about a finding that does not pass.
#[must_use]
pub fn remedy(finding: &Finding, locale: Locale) -> String {
    said(finding.id, ".remedy", locale)
}

/// What was measured and against what, in one sentence.
#[must_use]
pub fn figures(finding: &Finding, locale: Locale) -> String {
    let value = match finding.value {
        Ok(value) => with_unit(rounded(value), finding.unit, locale),
        Err(why) => why_not(why, locale),
    };
    let limit = ends(finding.verdict, &finding.limit, finding.unit, locale);
    measured(finding.verdict, value, limit, locale)
}

/// What to do, in a line; with figures the reason and what was measured too.
#[must_use]
pub fn advice(finding: &Finding, locale: Locale, telling: Telling) -> Vec<String> {
    let line = |part: &str, words: String| {
        text(locale, &format!("check-{part}"), &args([("text", words)]))
    };
    let cure = line("remedy", remedy(finding, locale));
    match telling {
        Telling::Plain => vec![cure],
        Telling::WithFigures => {
            let reason = line("reason", said(finding.id, ".reason", locale));
            vec![cure, reason, line("figures", figures(finding, locale))]
        }
    }
}

impl WordedFinding {
    /// The same headline of a stored finding. What was wrong with a picture that
    /// could not be judged is said itself.
    #[must_use]
    pub fn headline(&self, locale: Locale) -> String {
        let own =
            |text: &Option<Text>| text.as_ref().map(|text| in_locale(text, locale).to_owned());
        let wrong = || {
            own(&self.wrong).or_else(|| {
                // Stored before findings had such a sentence.
                let limit = self.limit.as_ref().filter(|_| is_known(&self.id))?;
                Some(said(
                    &self.id,
                    wrong_part(&self.id, self.value, limit),
                    locale,
                ))
            })
        };
        let said = if self.verdict.objects() {
            wrong().or_else(|| own(&self.reason))
        } else {
            None
        };
        said.or_else(|| own(&self.name))
            .unwrap_or_else(|| self.id.clone())
    }

    /// The same line of a stored finding.
    #[must_use]
    pub fn line(&self, locale: Locale) -> String {
        let why = self.not_measured.map(|why| why_not(why, locale));
        signed(self.verdict, self.headline(locale), why, locale)
    }

    /// What was measured and against what, in one sentence; `None` where nothing was.
    #[must_use]
    pub fn figures(&self, locale: Locale) -> Option<String> {
        let value = self.value.and(self.value_text(locale))?;
        Some(measured(
            self.verdict,
            value,
            self.limit_text(locale)?,
            locale,
        ))
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

fn signed(verdict: Verdict, headline: String, why: Option<String>, locale: Locale) -> String {
    let key = match verdict {
        Verdict::Pass => "check-pass",
        Verdict::NotMeasured => "check-not-measured",
        Verdict::Advise => "check-advise",
        Verdict::Fail => "check-fail",
    };
    let given = args([("headline", headline), ("why", why.unwrap_or_default())]);
    text(locale, key, &given)
}

fn measured(verdict: Verdict, value: String, limit: String, locale: Locale) -> String {
    let key = match verdict {
        Verdict::Advise => "check-measured-advise",
        Verdict::Pass | Verdict::NotMeasured | Verdict::Fail => "check-measured",
    };
    text(locale, key, &args([("value", value), ("limit", limit)]))
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
