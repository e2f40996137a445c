//! How often a head that the picture's edge cuts is told from one with a narrow gap above it:
//! every picture is cut again and again at heights where the edge crosses the hair for a known
//! share of the face's width, and some pixels above it.
//!
//! The share is read from the alpha of the whole picture. Prints a Markdown table.
//!
//! `cargo run --release -p portrait --example cut_heads -- PICTURE…`

#![expect(clippy::print_stdout, reason = "a tool for looking")]

use std::collections::BTreeMap;

use imaging::{Affine, Limits, Point, warp};
use portrait::{IdPhoto, make};

/// Shares of the face's width along which the edge crosses the hair.
const CROSSED: [f64; 6] = [0.1, 0.2, 0.3, 0.4, 0.6, 0.8];

/// Gaps above the hair, in photo pixels.
const GAPS_PX: [f64; 4] = [7.0, 4.0, 2.0, 1.0];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let engine = vision::RtenEngine::default();
    let catalogue = catalogue::Catalogue::embedded().map_err(|problems| format!("{problems:?}"))?;
    let spec = catalogue.specification(catalogue.document("身份证")?, None);
    // By row of the table: how many pictures, and how many of them are said to be cut.
    let mut rows: BTreeMap<(usize, String), (usize, usize)> = BTreeMap::new();
    for path in std::env::args().skip(1) {
        let picture = imaging::decode(&std::fs::read(&path)?, &Limits::default())?.image;
        let Ok(whole) = make(&engine, picture, &spec, &mut |_| {}) else {
            continue;
        };
        if is_cut(&whole) {
            println!("{path}: cut as it is");
            continue;
        }
        for (row, top) in cuts(&whole) {
            let (width, height) = (whole.upright.width(), whole.upright.height() - top);
            let lowered = Affine::translation(0.0, -f64::from(top));
            let picture = warp(&whole.upright, &lowered, width, height).image;
            if let Ok(photo) = make(&engine, picture, &spec, &mut |_| {}) {
                let (of, cut) = rows.entry(row).or_default();
                *of += 1;
                *cut += usize::from(is_cut(&photo));
            }
        }
    }
    println!("| picture's upper edge | pictures | said to be cut |\n|---|---:|---:|");
    for ((_, name), (of, cut)) in rows {
        println!("| {name} | {of} | {cut} |");
    }
    Ok(())
}

fn is_cut(photo: &IdPhoto) -> bool {
    let mut shortfalls = photo.shortfalls.iter();
    shortfalls.any(|shortfall| shortfall.code() == "head-cut")
}

/// Rows of the table, each with the row of the upright picture to cut at.
fn cuts(whole: &IdPhoto) -> Vec<((usize, String), u32)> {
    let rows = 1..whole.upright.height();
    let crossed: Vec<(u32, f64)> = rows.map(|y| (y, crossed_at(whole, y))).collect();
    let at = |share: f64| crossed.iter().find(|(_, crossed)| *crossed >= share);
    let Some((first, _)) = at(0.02) else {
        return Vec::new();
    };
    let gaps = GAPS_PX.iter().enumerate().filter_map(|(i, gap)| {
        let above = (gap / whole.frame.scale).round() as u32;
        let top = first.checked_sub(above).filter(|top| *top > 0)?;
        Some(((i, format!("{gap} px above the hair")), top))
    });
    let shares = CROSSED.iter().enumerate().filter_map(|(i, share)| {
        let (top, _) = at(*share)?;
        let name = format!("crosses the hair along {share} of the face's width");
        Some(((GAPS_PX.len() + i, name), *top))
    });
    gaps.chain(shares).collect()
}

/// Along which share of the face's width row `y` of the upright picture crosses the person
/// above the eyes.
fn crossed_at(whole: &IdPhoto, y: u32) -> f64 {
    let alpha = whole.cut_out.alpha();
    let marks = &whole.marks;
    let (width, height) = (f64::from(alpha.width()), f64::from(alpha.height()));
    let lowest = marks.eye_middle().y.min(height);
    let columns = 0..whole.upright.width();
    let crossed = columns.filter(|x| {
        let source = Point::new(f64::from(*x) + 0.5, f64::from(y));
        let at = whole.frame.map.apply(source);
        let shown = (0.0..width).contains(&at.x) && (0.0..lowest).contains(&at.y);
        shown && alpha.at(at.x as u32, at.y as u32) >= 0.5
    });
    let face_width = marks.left_ear_root.distance(marks.right_ear_root);
    crossed.count() as f64 * whole.frame.scale / face_width
}
