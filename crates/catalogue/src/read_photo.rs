//! A `[photo]` table into a photo specification.

use toml::Table;

use crate::merge::lay_over;
use crate::proportions::somebody_fits;
use crate::read_checks::corrected;
use crate::read_source::named_source;
use crate::section::Section;
use crate::{
    Background, Checks, Constraint, Dpi, FileFormat, FileWindow, Measure, Mm, PhotoSpec, PrintSpec,
    ProblemKind, Px, Shade,
};

/// Bytes in a kilobyte of the data files.
const BYTES_PER_KB: f64 = 1024.0;
/// The largest side any document could ask for.
const MAX_SIDE_PX: u32 = 10_000;
const MAX_SIDE_MM: f64 = 500.0;
const MIN_DPI: u16 = 72;
const MAX_DPI: u16 = 1200;
/// A larger file is a slip of units.
const MAX_FILE_KB: f64 = 20_480.0;

/// Reads a photo whose sources are looked up in `sources`.
pub(crate) fn photo(
    section: &Section,
    sources: &Section,
    version: &str,
    general: &Checks,
) -> Option<PhotoSpec> {
    section.only(&[
        "like",
        "standard",
        "width-px",
        "height-px",
        "width-mm",
        "height-mm",
        "dpi",
        "source",
        "background",
        "file",
        "constraints",
        "checks",
        "print",
    ]);
    let width_px = section.whole_number("width-px", 1, MAX_SIDE_PX);
    let height_px = section.whole_number("height-px", 1, MAX_SIDE_PX);
    let width_mm = section.number("width-mm", 1.0, MAX_SIDE_MM).map(Mm);
    let height_mm = section.number("height-mm", 1.0, MAX_SIDE_MM).map(Mm);
    let dpi = section.whole_number("dpi", MIN_DPI, MAX_DPI).map(Dpi);
    let standard = section.text("standard").map(str::to_owned);
    let source = named_source(section, sources);
    let background = section
        .section("background")
        .and_then(|s| background(&s, sources));
    let file = section
        .section("file")
        .and_then(|s| file_window(&s, sources));
    if let Some(dpi) = dpi {
        for (axis, key, px, mm) in [
            ("width", "width-px", width_px, width_mm),
            ("height", "height-px", height_px, height_mm),
        ] {
            if let (Some(px), Some(mm)) = (px, mm) {
                let Px(from_mm) = mm.to_px(dpi);
                if (from_mm - f64::from(px)).abs() > 1.0 {
                    section.note(key, ProblemKind::SizesDisagree { axis, px, from_mm });
                }
            }
        }
    }
    let (width_px, height_px, width_mm, height_mm, dpi) =
        (width_px?, height_px?, width_mm?, height_mm?, dpi?);
    let canvas = Canvas {
        width: Px(width_px.into()),
        height: Px(height_px.into()),
        dpi,
    };
    let constraints = section
        .section("constraints")
        .and_then(|s| constraints(&s, sources, canvas));
    let print = match section.section_if_any("print") {
        Some(print) => Some(self::print(&print, sources, width_mm, height_mm)?),
        None if section.has("print") => return None,
        None => None,
    };
    Some(PhotoSpec {
        version: version.to_owned(),
        standard: standard?,
        width_px,
        height_px,
        dpi,
        width_mm,
        height_mm,
        source: source?,
        background: background?,
        file: file?,
        constraints: constraints?,
        checks: corrected(general, section.section_if_any("checks").as_ref(), sources),
        print,
    })
}

fn background(section: &Section, sources: &Section) -> Option<Background> {
    section.only(&["rgb", "choices", "tolerated", "source"]);
    let rgb = section.rgb("rgb");
    let source = named_source(section, sources);
    let shades = |key| {
        let shades = section.list(key).into_iter().filter_map(|shade| {
            shade.only(&["rgb", "zh", "en"]);
            let (rgb, name) = (shade.rgb("rgb"), shade.bilingual());
            Some(Shade {
                rgb: rgb?,
                name: name?,
            })
        });
        shades.collect()
    };
    let (choices, tolerated) = (shades("choices"), shades("tolerated"));
    Some(Background {
        rgb: rgb?,
        choices,
        tolerated,
        source: source?,
    })
}

fn file_window(section: &Section, sources: &Section) -> Option<FileWindow> {
    section.only(&[
        "format",
        "min-kb",
        "usual-max-kb",
        "max-kb",
        "min-quality",
        "source",
    ]);
    let format = section.word("format", &[("jpeg", FileFormat::Jpeg)]);
    let min = section.number("min-kb", 0.0, MAX_FILE_KB);
    let max = section.number("max-kb", 0.0, MAX_FILE_KB);
    let min_quality = if section.has("min-quality") {
        Some(section.whole_number("min-quality", 1, 100)?)
    } else {
        None
    };
    let source = named_source(section, sources);
    let (min, max) = (min?, max?);
    if min >= max {
        section.note("min-kb", ProblemKind::EmptyWindow { min, max });
        return None;
    }
    let usual_max = if section.has("usual-max-kb") {
        Some(section.number("usual-max-kb", min, max)?)
    } else {
        None
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and MAX_FILE_KB"
    )]
    let bytes = |kb: f64| (kb * BYTES_PER_KB) as usize;
    Some(FileWindow {
        format: format?,
        min_bytes: bytes(min),
        usual_max_bytes: usual_max.map(bytes),
        max_bytes: bytes(max),
        min_quality,
        source: source?,
    })
}

fn print(
    section: &Section,
    sources: &Section,
    image_width: Mm,
    image_height: Mm,
) -> Option<PrintSpec> {
    section.only(&[
        "width-mm",
        "height-mm",
        "dpi",
        "image-left-mm",
        "image-top-mm",
        "source",
        "constraints",
    ]);
    let width = section.number("width-mm", 1.0, MAX_SIDE_MM);
    let height = section.number("height-mm", 1.0, MAX_SIDE_MM);
    let dpi = section.whole_number("dpi", MIN_DPI, MAX_DPI).map(Dpi);
    let left = section.number("image-left-mm", 0.0, MAX_SIDE_MM);
    let top = section.number("image-top-mm", 0.0, MAX_SIDE_MM);
    let source = named_source(section, sources);
    let (width, height, dpi, left, top) = (width?, height?, dpi?, left?, top?);
    if left + image_width.0 > width + 1e-9 || top + image_height.0 > height + 1e-9 {
        section.note("", ProblemKind::OutsidePrint);
    }
    let canvas = Canvas {
        width: Mm(width).to_px(dpi),
        height: Mm(height).to_px(dpi),
        dpi,
    };
    let constraints = section
        .section("constraints")
        .and_then(|s| constraints(&s, sources, canvas));
    Some(PrintSpec {
        width_mm: Mm(width),
        height_mm: Mm(height),
        dpi,
        image_left_mm: Mm(left),
        image_top_mm: Mm(top),
        source: source?,
        constraints: constraints?,
    })
}

/// The picture whose pixels the rules are turned into.
#[derive(Clone, Copy)]
struct Canvas {
    width: Px,
    height: Px,
    dpi: Dpi,
}

/// Units the data may give a rule in.
#[derive(Clone, Copy)]
enum RuleUnit {
    Px,
    Mm,
    PercentOfWidth,
    PercentOfHeight,
}

impl Canvas {
    fn px(self, value: f64, unit: RuleUnit) -> Px {
        match unit {
            RuleUnit::Px => Px(value),
            RuleUnit::Mm => Mm(value).to_px(self.dpi),
            RuleUnit::PercentOfWidth => Px(value / 100.0 * self.width.0),
            RuleUnit::PercentOfHeight => Px(value / 100.0 * self.height.0),
        }
    }
}

fn constraints(section: &Section, sources: &Section, canvas: Canvas) -> Option<Vec<Constraint>> {
    section.only(&Measure::ALL.map(Measure::key));
    let present = Measure::ALL
        .into_iter()
        .filter(|measure| section.has(measure.key()));
    let read: Vec<Option<Constraint>> = present
        .map(|measure| constraint(&section.section(measure.key())?, sources, canvas, measure))
        .collect();
    let mut constraints = read.into_iter().collect::<Option<Vec<_>>>()?;
    if constraints.is_empty() {
        section.note("", ProblemKind::MissingKey);
        return None;
    }
    constraints.sort_by_key(|constraint| constraint.priority);
    for pair in constraints.windows(2) {
        if let [first, second] = pair
            && first.priority == second.priority
        {
            let (priority, other) = (second.priority, first.measure.key());
            if let Some(rule) = section.section(second.measure.key()) {
                rule.note("priority", ProblemKind::SamePriority { priority, other });
            }
        }
    }
    if !somebody_fits(&constraints, canvas.width, canvas.height) {
        section.note("", ProblemKind::NobodyFits);
    }
    Some(constraints)
}

fn constraint(
    section: &Section,
    sources: &Section,
    canvas: Canvas,
    measure: Measure,
) -> Option<Constraint> {
    section.only(&["unit", "min", "max", "target", "priority", "source"]);
    let unit = section.word(
        "unit",
        &[
            ("px", RuleUnit::Px),
            ("mm", RuleUnit::Mm),
            ("percent-of-width", RuleUnit::PercentOfWidth),
            ("percent-of-height", RuleUnit::PercentOfHeight),
        ],
    );
    // Only the face's offset may be negative; nothing may be larger than the picture.
    let side = f64::from(MAX_SIDE_PX);
    let least = if measure == Measure::FaceCentre {
        -side
    } else {
        0.0
    };
    let min = section.number_if_any("min", least, side);
    let max = section.number_if_any("max", least, side);
    let target = section.number("target", least, side);
    let priority = section.whole_number("priority", 1, 99);
    let source = named_source(section, sources);
    let (unit, min, max, target) = (unit?, min?, max?, target?);
    match (min, max) {
        (None, None) => {
            section.note("", ProblemKind::NoLimit);
            return None;
        }
        (Some(min), Some(max)) if min > max => {
            section.note("", ProblemKind::MinAboveMax { min, max });
            return None;
        }
        _ => {}
    }
    if min.is_some_and(|min| target < min) || max.is_some_and(|max| target > max) {
        section.note("target", ProblemKind::TargetOutside { target, min, max });
        return None;
    }
    Some(Constraint {
        measure,
        min: min.map(|value| canvas.px(value, unit)),
        max: max.map(|value| canvas.px(value, unit)),
        target: canvas.px(target, unit),
        priority: priority?,
        source: source?,
    })
}

/// The photo table of a place: `over` laid upon the country's.
pub(crate) fn with_correction(base: &Table, over: &Table) -> Table {
    let mut table = base.clone();
    lay_over(&mut table, over);
    table
}
