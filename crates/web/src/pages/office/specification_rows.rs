//! Photo requirements as table rows: name, value, source.

use catalogue::{Bounds, Confidence, Constraint, Dpi, Mm, PhotoSpec, Px, Source, Unit};

use crate::Speech;

/// Bytes per kilobyte, as in the data files.
const BYTES_PER_KB: usize = 1024;

/// One row.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Figure {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) source: String,
    /// Confidence in the source, A (best) to D.
    pub(crate) confidence: &'static str,
    /// A remark.
    pub(crate) note: String,
}

/// All requirements of the document, in the order of the data files.
pub(crate) fn figures(s: Speech, photo: &PhotoSpec) -> Vec<Figure> {
    let figure = |name: String, value: String, source: &Source| Figure {
        name,
        value,
        source: source.cite.clone(),
        confidence: letter(source.confidence),
        note: source
            .note
            .as_ref()
            .map_or_else(String::new, |note| s.of(note).to_owned()),
    };
    let rule = |rule: &Constraint, dpi| {
        let name = s.say(&format!("measure-{}", rule.measure.key()));
        figure(name, limits_of_rule(s, rule, dpi), &rule.source)
    };
    let paper = size(s, photo.width_mm, photo.height_mm);
    let mut rows = vec![
        figure(s.say("spec-paper"), paper, &photo.source),
        figure(s.say("spec-pixels"), pixels(s, photo), &photo.source),
        figure(
            s.say("office-density"),
            format!("{} dpi", photo.dpi.0),
            &photo.source,
        ),
        figure(
            s.say("spec-background"),
            hex(photo.background.rgb),
            &photo.background.source,
        ),
    ];
    rows.extend(photo.background.choices.iter().map(|shade| {
        let value = format!("{} {}", hex(shade.rgb), s.of(&shade.name));
        figure(s.say("office-choice"), value, &photo.background.source)
    }));
    rows.extend(photo.background.tolerated.iter().map(|shade| {
        let value = format!("{} {}", hex(shade.rgb), s.of(&shade.name));
        figure(s.say("office-tolerated"), value, &photo.background.source)
    }));
    rows.push(figure(
        s.say("spec-file"),
        file(s, photo),
        &photo.file.source,
    ));
    rows.extend(photo.constraints.iter().map(|one| rule(one, photo.dpi)));
    if let Some(print) = &photo.print {
        let paper = size(s, print.width_mm, print.height_mm);
        rows.push(figure(s.say("office-print"), paper, &print.source));
        rows.extend(print.constraints.iter().map(|one| {
            Figure {
                name: s
                    .with("measure", s.say(&format!("measure-{}", one.measure.key())))
                    .say("office-on-print"),
                ..rule(one, print.dpi)
            }
        }));
    }
    rows.extend(photo.checks.iter().map(|(id, check)| {
        let unit = unit(s, check.unit);
        let pass = range(check.pass);
        let value = match check.fail {
            Some(fail) => s
                .with("pass", pass)
                .with("fail", range(fail))
                .with("unit", unit)
                .say("office-check-limits"),
            None => s
                .with("pass", pass)
                .with("unit", unit)
                .say("office-check-advice"),
        };
        figure(s.say(&format!("finding-{id}")), value, &check.source)
    }));
    rows
}

/// `26 × 32 mm`.
pub(crate) fn size(s: Speech, width: Mm, height: Mm) -> String {
    s.with("width", short(width.0))
        .with("height", short(height.0))
        .say("spec-paper-value")
}

/// `358 × 441`.
pub(crate) fn pixels(s: Speech, photo: &PhotoSpec) -> String {
    s.with("width", photo.width_px)
        .with("height", photo.height_px)
        .say("spec-pixels-value")
}

fn hex([r, g, b]: [u8; 3]) -> String {
    format!("#{r:02X}{g:02X}{b:02X}")
}

/// At most two decimals, without trailing zeros.
fn short(number: f64) -> String {
    // The sum with zero turns a negative zero into zero.
    ((number * 100.0).round() / 100.0 + 0.0).to_string()
}

/// `193–221`, `≥ 193` or `≤ 221`.
fn range(bounds: Bounds) -> String {
    match (bounds.min, bounds.max) {
        (Some(min), Some(max)) if short(min) == short(max) => short(min),
        // A dash beside a minus would be ambiguous.
        (Some(min), Some(max)) if min < 0.0 => format!("{} … {}", short(min), short(max)),
        (Some(min), Some(max)) => format!("{}–{}", short(min), short(max)),
        (Some(min), None) => format!("≥ {}", short(min)),
        (None, Some(max)) => format!("≤ {}", short(max)),
        (None, None) => String::new(),
    }
}

fn limits_of_rule(s: Speech, rule: &Constraint, dpi: Dpi) -> String {
    let mm = |px: Option<Px>| px.map(|px| px.to_mm(dpi).0);
    s.with(
        "px",
        range(Bounds {
            min: rule.min.map(|px| px.0),
            max: rule.max.map(|px| px.0),
        }),
    )
    .with(
        "mm",
        range(Bounds {
            min: mm(rule.min),
            max: mm(rule.max),
        }),
    )
    .with("target", short(rule.target.0))
    .with("priority", rule.priority)
    .say("office-rule")
}

fn file(s: Speech, photo: &PhotoSpec) -> String {
    let file = &photo.file;
    let max = file.max_bytes / BYTES_PER_KB;
    let window = if file.min_bytes == 0 {
        s.with("max", max).say("spec-file-up-to")
    } else {
        s.with("min", file.min_bytes.div_ceil(BYTES_PER_KB))
            .with("max", max)
            .say("spec-file-between")
    };
    let Some(quality) = file.min_quality else {
        return window;
    };
    let quality = s.with("quality", quality).say("office-quality");
    format!("{window}{}{quality}", s.say("office-list-comma"))
}

fn unit(s: Speech, unit: Unit) -> String {
    match unit {
        Unit::Number => String::new(),
        Unit::Percent => s.say("unit-percent"),
        Unit::Degrees => s.say("unit-degrees"),
        Unit::Px => s.say("unit-px"),
        Unit::Levels => s.say("unit-levels"),
        Unit::Kb => s.say("unit-kb"),
        Unit::Dpi => s.say("unit-dpi"),
    }
}

/// The letter of a confidence.
pub(super) const fn letter(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::A => "A",
        Confidence::B => "B",
        Confidence::C => "C",
        Confidence::D => "D",
    }
}

#[cfg(test)]
mod tests {
    use catalogue::Catalogue;
    use messages::Locale;

    use super::*;

    #[test]
    fn ranges() {
        let check = |min, max, expected: &str| assert_eq!(range(Bounds { min, max }), expected);
        check(Some(193.0), Some(221.0), "193–221");
        check(Some(-5.0), Some(5.0), "-5 … 5");
        check(Some(0.125), None, "≥ 0.13");
        check(None, Some(-0.001), "≤ 0");
        check(Some(0.0), Some(0.0), "0");
    }

    #[test]
    fn every_figure_of_every_document_has_name_value_and_source() {
        let catalogue = Catalogue::embedded().unwrap();
        for locale in Locale::ALL {
            let s = Speech { locale };
            for document in catalogue.documents() {
                let photos = document.photo_in.values().chain([&document.photo]);
                for row in photos.flat_map(|photo| figures(s, photo)) {
                    let id = &document.id;
                    assert!(!row.value.is_empty(), "{id}: {row:?}");
                    assert!(!row.source.is_empty(), "{id}: {row:?}");
                    let is_key = ["measure-", "finding-", "office-", "spec-"]
                        .iter()
                        .any(|key| row.name.starts_with(key) || row.value.starts_with(key));
                    assert!(!is_key, "{id}: {row:?}");
                }
            }
        }
    }
}
