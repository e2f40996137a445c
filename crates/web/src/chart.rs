//! Bar charts drawn by the server. Takes counts by day; gives an SVG without
//! scripts and styles. The page shows the same numbers in a table.

use askama::Template;

/// Width of the drawing, in SVG units.
const WIDTH: f64 = 960.0;
/// Height of the drawing, in SVG units.
const HEIGHT: f64 = 260.0;
/// Left margin, for the axis labels.
const LEFT: f64 = 48.0;
/// Right margin.
const RIGHT: f64 = 8.0;
/// Top margin.
const TOP: f64 = 12.0;
/// Bottom margin, for the days.
const BOTTOM: f64 = 28.0;
/// Part of a group's width left empty between groups.
const GAP: f64 = 0.25;
/// Horizontal grid lines, the lowest not counted.
const LINES: u32 = 4;
/// Most labels below the axis that do not overlap.
const MOST_LABELS: usize = 12;

/// A data series, drawn in one colour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Series {
    /// Name in the legend.
    pub(crate) name: String,
    /// Colour, as SVG writes it.
    pub(crate) fill: &'static str,
    /// One count per label.
    pub(crate) counts: Vec<u64>,
}

/// Content of a chart. `title` and `description` are for screen readers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bars {
    pub(crate) title: String,
    pub(crate) description: String,
    /// Labels of the groups of bars, in drawing order.
    pub(crate) labels: Vec<String>,
    pub(crate) series: Vec<Series>,
}

/// A chart ready for a template: `{{ chart|safe }}`; its texts are escaped.
#[derive(Template)]
#[template(path = "office/chart.svg")]
pub(crate) struct Chart {
    title: String,
    description: String,
    width: f64,
    height: f64,
    left: f64,
    right: f64,
    bottom: f64,
    lines: Vec<GridLine>,
    bars: Vec<Bar>,
    labels: Vec<Label>,
}

/// A grid line with its number.
struct GridLine {
    y: String,
    count: u64,
}

struct Bar {
    x: String,
    y: String,
    width: String,
    height: String,
    fill: &'static str,
    /// Tooltip.
    title: String,
}

struct Label {
    x: String,
    text: String,
}

/// A coordinate with one decimal place, to keep the page small.
fn place(units: f64) -> String {
    format!("{units:.1}")
}

/// The smallest of 1, 2, 5, 10, 20, 50 … that times [`LINES`] reaches
/// `greatest`.
fn step(greatest: u64) -> u64 {
    let mut power = 1_u64;
    loop {
        for step in [1, 2, 5].map(|digit| power.saturating_mul(digit)) {
            if step.saturating_mul(u64::from(LINES)) >= greatest {
                return step;
            }
        }
        power = power.saturating_mul(10);
    }
}

/// A count for drawing: exact up to 2^53, far above any number of orders.
#[expect(
    clippy::cast_precision_loss,
    reason = "a bar's height needs no more digits"
)]
fn units(count: u64) -> f64 {
    count as f64
}

/// Draws one group of bars per label.
pub(crate) fn draw(bars: Bars) -> Chart {
    let greatest = bars
        .series
        .iter()
        .flat_map(|series| series.counts.iter().copied())
        .max()
        .unwrap_or(0);
    let step = step(greatest);
    let full = units(step) * f64::from(LINES);
    let base = HEIGHT - BOTTOM;
    let height = |count: u64| (base - TOP) * units(count) / full;
    let lines = (0..=u64::from(LINES))
        .map(|n| GridLine {
            y: place(base - height(n * step)),
            count: n * step,
        })
        .collect();
    let groups = bars.labels.len().max(1);
    let room = (WIDTH - LEFT - RIGHT) / units(groups as u64);
    let width = room * (1.0 - GAP) / units(bars.series.len().max(1) as u64);
    let begin = |group: usize| LEFT + room * (units(group as u64) + GAP / 2.0);
    let mut drawn = Vec::new();
    for (group, label) in bars.labels.iter().enumerate() {
        for (n, series) in bars.series.iter().enumerate() {
            let count = series.counts.get(group).copied().unwrap_or(0);
            // No bar for a count of zero.
            if count == 0 {
                continue;
            }
            drawn.push(Bar {
                x: place(begin(group) + width * units(n as u64)),
                y: place(base - height(count)),
                width: place(width),
                height: place(height(count)),
                fill: series.fill,
                title: format!("{label} · {} {count}", series.name),
            });
        }
    }
    let every = groups.div_ceil(MOST_LABELS);
    let labels = bars
        .labels
        .iter()
        .enumerate()
        .step_by(every)
        .map(|(group, text)| Label {
            x: place(begin(group) + room * (1.0 - GAP) / 2.0),
            text: text.clone(),
        })
        .collect();
    Chart {
        title: bars.title,
        description: bars.description,
        width: WIDTH,
        height: HEIGHT,
        left: LEFT,
        right: WIDTH - RIGHT,
        bottom: HEIGHT - 8.0,
        lines,
        bars: drawn,
        labels,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_ends_on_a_round_number_that_is_high_enough() {
        let check = |greatest, expected| assert_eq!(step(greatest), expected, "{greatest}");
        check(0, 1);
        check(1, 1);
        check(4, 1);
        check(5, 2);
        check(8, 2);
        check(9, 5);
        check(20, 5);
        check(21, 10);
        check(1_999, 500);
        check(2_001, 1_000);
    }

    fn bars(labels: &[&str], counts: &[u64]) -> Bars {
        Bars {
            title: "Orders".to_owned(),
            description: "By day".to_owned(),
            labels: labels.iter().map(|&label| label.to_owned()).collect(),
            series: vec![Series {
                name: "a<b".to_owned(),
                fill: "#07C160",
                counts: counts.to_vec(),
            }],
        }
    }

    #[test]
    fn bars_stand_on_the_base_line_and_inside_the_drawing() {
        let check = |counts: &[u64], expected: usize| {
            let labels = vec!["d"; counts.len()];
            let chart = draw(bars(&labels, counts));
            assert_eq!(chart.bars.len(), expected, "{counts:?}");
            for bar in &chart.bars {
                let number = |text: &str| text.parse::<f64>().unwrap();
                let foot = number(&bar.y) + number(&bar.height);
                assert!((foot - (HEIGHT - BOTTOM)).abs() < 0.2, "{counts:?}");
                assert!(number(&bar.y) >= TOP - 0.1, "{counts:?}");
                assert!(number(&bar.x) >= LEFT, "{counts:?}");
                assert!(number(&bar.x) + number(&bar.width) <= WIDTH - RIGHT + 0.1);
            }
        };
        check(&[], 0);
        check(&[0, 0], 0);
        check(&[1], 1);
        check(&[3, 0, 1_000_000], 2);
        check(&[7; 90], 90);
    }

    #[test]
    fn it_is_named_and_names_are_escaped() {
        let svg = draw(bars(&["11-23"], &[3])).render().unwrap();
        let check = |part: &str| assert!(svg.contains(part), "{part} in\n{svg}");
        check("role=\"img\"");
        check("<title id=\"chart-title\">Orders</title>");
        check("<desc id=\"chart-desc\">By day</desc>");
        check("a&#60;b 3");
        assert!(!svg.contains("style="));
    }
}
