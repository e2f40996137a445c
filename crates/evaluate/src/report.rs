//! What was measured, as tables and as JSON.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::Serialize;

use crate::findings::{self, Findings};
use crate::matting::shapes::ShapeError;
use crate::matting::{Refused, SelfCheck, Trial};
use crate::metrics::{MatteError, area_under_curve, mean};
use crate::percentile;
use crate::photos::{Made, Outcome};
use crate::table::{Detail, Table, section};

/// Everything of one run; the parts that were asked for are there.
#[derive(Default, Serialize)]
pub(crate) struct EvaluationReport {
    /// The folder's pictures, one by one.
    pub(crate) pictures: Option<Vec<Outcome>>,
    /// Analytic shapes.
    pub(crate) shapes: Option<Vec<ShapeError>>,
    /// Composed pictures.
    pub(crate) matting: Option<Matting>,
    /// Compliance against labels.
    pub(crate) findings: Option<Findings>,
}

/// Matting against known alpha.
#[derive(Serialize)]
pub(crate) struct Matting {
    pub(crate) trials: Vec<Trial>,
    pub(crate) refused: Vec<Refused>,
}

impl EvaluationReport {
    /// For reading; also Markdown.
    pub(crate) fn text(&self, detail: Detail) -> String {
        let mut out = String::new();
        if let Some(pictures) = &self.pictures {
            pictures_text(&mut out, pictures);
            if detail == Detail::EachPicture {
                section(&mut out, "Picture by picture", &picture_table(pictures));
            }
        }
        if let Some(shapes) = &self.shapes {
            section(&mut out, "Shapes with known coverage", &shape_table(shapes));
        }
        if let Some(matting) = &self.matting {
            matting_text(&mut out, matting, detail);
        }
        if let Some(findings) = &self.findings {
            findings::text::write(&mut out, findings, detail);
        }
        out
    }
}

fn pictures_text(out: &mut String, pictures: &[Outcome]) {
    let made: Vec<(&Outcome, &Made)> = pictures
        .iter()
        .filter_map(|p| p.made.as_ref().map(|m| (p, m)))
        .collect();
    let fit: Vec<&Made> = made
        .iter()
        .map(|(_, m)| *m)
        .filter(|m| m.is_fit())
        .collect();
    let share = |n: usize, of: usize| format!("{n} of {of}");
    let worst = |values: &mut dyn Iterator<Item = f64>| {
        values.fold(None, |most: Option<f64>, v| {
            Some(most.map_or(v, |m| m.max(v)))
        })
    };
    let number = |value: Option<f64>, digits: usize| {
        value.map_or("–".to_owned(), |v| format!("{v:.digits$}"))
    };
    let mut table = Table::new(&["what", "figure"]);
    let mut row = |what: &str, figure: String| table.row(vec![what.to_owned(), figure]);
    row(
        "pictures that gave a photo",
        share(made.len(), pictures.len()),
    );
    row("of these without a shortfall", share(fit.len(), made.len()));
    let holding = fit.iter().filter(|m| m.holds()).count();
    row(
        "of these inside every geometric range",
        share(holding, fit.len()),
    );
    let holding = made.iter().filter(|(_, m)| m.holds()).count();
    row(
        "inside every range, with shortfalls too",
        share(holding, made.len()),
    );
    let seconds: Vec<_> = fit.iter().filter_map(|m| m.second).collect();
    row(
        "fit photos put through again that gave a photo",
        share(seconds.len(), fit.len()),
    );
    let still = seconds.iter().filter(|s| s.moved_px <= 1.0).count();
    row(
        "of these moved by at most 1 px",
        share(still, seconds.len()),
    );
    row(
        "greatest move, px",
        number(worst(&mut seconds.iter().map(|s| s.moved_px)), 2),
    );
    let changed: Vec<f64> = seconds.iter().map(|s| s.ground_changed_e3).collect();
    row(
        "background no longer background, ‰ of the photo, median / worst",
        format!(
            "{} / {}",
            number(percentile::of(&changed, 0.5), 2),
            number(percentile::of(&changed, 1.0), 2)
        ),
    );
    let wrong: usize = made.iter().map(|(_, m)| m.ground.wrong_before).sum();
    row(
        "background pixels of a wrong colour before encoding",
        wrong.to_string(),
    );
    row(
        "greatest difference of the background after encoding, levels",
        number(
            worst(
                &mut made
                    .iter()
                    .filter_map(|(_, m)| m.ground.off_after)
                    .map(f64::from),
            ),
            0,
        ),
    );
    let means: Vec<f64> = made.iter().map(|(_, m)| m.face.mean).collect();
    row(
        "face against the picture, mean difference, levels, median / worst",
        format!(
            "{} / {}",
            number(percentile::of(&means, 0.5), 2),
            number(percentile::of(&means, 1.0), 2)
        ),
    );
    row(
        "the same, 99.9th percentile of samples, worst picture",
        number(worst(&mut made.iter().map(|(_, m)| m.face.p999)), 1),
    );
    row(
        "the same, greatest of all samples",
        number(worst(&mut made.iter().map(|(_, m)| m.face.max)), 0),
    );
    let holes: usize = made.iter().map(|(_, m)| m.face.holes).sum();
    row(
        "pixels of faces that the matte let through",
        holes.to_string(),
    );
    section(out, "Pictures", &table);
    section(out, "Times, ms", &time_table(pictures));

    let mut failures: BTreeMap<&str, usize> = BTreeMap::new();
    for code in pictures.iter().filter_map(|p| p.failure.as_deref()) {
        *failures.entry(code).or_default() += 1;
    }
    let mut shortfalls: BTreeMap<&str, usize> = BTreeMap::new();
    for code in made.iter().flat_map(|(_, m)| &m.shortfalls) {
        *shortfalls.entry(code).or_default() += 1;
    }
    let mut table = Table::new(&["code", "pictures"]);
    for (code, n) in failures.iter().chain(&shortfalls) {
        table.row(vec![(*code).to_owned(), n.to_string()]);
    }
    section(out, "Failures and shortfalls", &table);
}

fn time_table(pictures: &[Outcome]) -> Table {
    let mut steps: Vec<&str> = Vec::new();
    for (step, _) in pictures.iter().flat_map(|p| &p.times) {
        if !steps.contains(step) {
            steps.push(step);
        }
    }
    let mut table = Table::new(&["step", "p50", "p90", "p99"]);
    let mut row = |name: &str, values: &[f64]| {
        let at = |share| percentile::of(values, share).map_or("–".into(), |v| format!("{v:.1}"));
        table.row(vec![name.to_owned(), at(0.5), at(0.9), at(0.99)]);
    };
    for step in steps {
        let values: Vec<f64> = pictures
            .iter()
            .flat_map(|p| &p.times)
            .filter_map(|(s, ms)| (*s == step).then_some(*ms))
            .collect();
        row(step, &values);
    }
    let whole: Vec<f64> = pictures
        .iter()
        .filter(|p| p.made.is_some())
        .map(|p| p.times.iter().map(|(_, ms)| ms).sum())
        .collect();
    row("whole", &whole);
    table
}

fn picture_table(pictures: &[Outcome]) -> Table {
    let mut table = Table::new(&[
        "picture",
        "outcome",
        "out of range",
        "moved px",
        "face mean",
        "face max",
        "ms",
    ]);
    for p in pictures {
        let ms = format!("{:.0}", p.times.iter().map(|(_, ms)| ms).sum::<f64>());
        let Some(m) = &p.made else {
            let code = p.failure.clone().unwrap_or_default();
            table.row(vec![
                p.picture.clone(),
                code,
                String::new(),
                String::new(),
                String::new(),
                String::new(),
                ms,
            ]);
            continue;
        };
        let gave: Vec<String> = m
            .held
            .iter()
            .filter(|h| h.gave_px > 0.0)
            .map(|h| format!("{} {:.1} px", h.measure.key(), h.gave_px))
            .collect();
        table.row(vec![
            p.picture.clone(),
            if m.is_fit() {
                "photo".to_owned()
            } else {
                m.shortfalls.join(", ")
            },
            gave.join(", "),
            m.second
                .map_or("–".to_owned(), |s| format!("{:.2}", s.moved_px)),
            format!("{:.2}", m.face.mean),
            format!("{:.0}", m.face.max),
            ms,
        ]);
    }
    table
}

fn shape_table(shapes: &[ShapeError]) -> Table {
    let mut table = Table::new(&["shape", "rim mean, levels", "rim p95", "alpha MAD ×1000"]);
    for s in shapes {
        table.row(vec![
            s.shape.to_owned(),
            format!("{:.2}", s.rim_mean),
            format!("{:.2}", s.rim_p95),
            format!("{:.1}", s.mad_e3),
        ]);
    }
    table
}

fn matting_text(out: &mut String, matting: &Matting, detail: Detail) {
    let made: Vec<(&Trial, &MatteError)> = matting
        .trials
        .iter()
        .filter_map(|t| t.error.as_ref().map(|e| (t, e)))
        .collect();
    let _ = writeln!(
        out,
        "Matting against known alpha: {} people keyed off plain walls, {} composed pictures, \
         {} photos.\n",
        matting
            .trials
            .iter()
            .map(|t| &t.picture)
            .collect::<BTreeSet<_>>()
            .len(),
        matting.trials.len(),
        made.len()
    );
    let mut by_backdrop: BTreeMap<_, Vec<&MatteError>> = BTreeMap::new();
    let mut by_picture: BTreeMap<&str, Vec<&MatteError>> = BTreeMap::new();
    for (trial, error) in &made {
        by_backdrop.entry(trial.backdrop).or_default().push(error);
        by_picture.entry(&trial.picture).or_default().push(error);
    }
    let headings = |first| {
        Table::new(&[
            first, "n", "rim mean", "rim p95", "hair", "body", "MAD e3", "bias e3", "MSE e3",
            "Grad", "gross e3",
        ])
    };
    let mut table = headings("backdrop");
    for (kind, errors) in &by_backdrop {
        error_row(&mut table, kind.name(), errors);
    }
    let all: Vec<&MatteError> = made.iter().map(|(_, e)| *e).collect();
    error_row(&mut table, "all", &all);
    section(out, "Matting error by what stands behind", &table);
    if detail == Detail::EachPicture {
        let mut table = headings("picture");
        for (picture, errors) in &by_picture {
            error_row(&mut table, picture, errors);
        }
        section(out, "By picture", &table);
    }
    let checks: Vec<SelfCheck> = matting.trials.iter().filter_map(|t| t.self_check).collect();
    let _ = writeln!(out, "{}\n", self_check_text(&checks));
    let failures: Vec<String> = matting
        .trials
        .iter()
        .filter_map(|t| {
            t.failure
                .as_ref()
                .map(|f| format!("{} on {}: {f}", t.picture, t.backdrop.name()))
        })
        .collect();
    if !failures.is_empty() {
        let _ = writeln!(out, "Without a photo: {}.\n", failures.join("; "));
    }
}

/// A photo whose worst square is off by more than this, a clerk would refuse.
const BAD: f64 = 0.30;

/// How well the engine's own expectation tells bad cut-outs from good ones.
fn self_check_text(checks: &[SelfCheck]) -> String {
    let of = |wanted: bool| -> Vec<f64> {
        let those = checks.iter().filter(|c| (c.worst > BAD) == wanted);
        those.map(|c| c.expected).collect()
    };
    let (bad, good) = (of(true), of(false));
    match area_under_curve(&bad, &good) {
        None => format!(
            "Self-check: {} bad and {} good cut-outs, too few to part them.",
            bad.len(),
            good.len()
        ),
        Some(area) => format!(
            "Self-check: {} of {} cut-outs have a square of a quarter of a face that is off by \
             more than {BAD}; expected errors tell them from the others with an AUC of {area:.3}.",
            bad.len(),
            checks.len()
        ),
    }
}

fn error_row(table: &mut Table, name: &str, errors: &[&MatteError]) {
    let m = mean(errors.iter().copied());
    table.row(vec![
        name.to_owned(),
        errors.len().to_string(),
        format!("{:.2}", m.rim_mean),
        format!("{:.1}", m.rim_p95),
        format!("{:.2}", m.rim_hair),
        format!("{:.2}", m.rim_body),
        format!("{:.1}", m.mad_e3),
        format!("{:+.1}", m.bias_e3),
        format!("{:.2}", m.mse_e3),
        format!("{:.3}", m.gradient),
        format!("{:.2}", m.gross_e3),
    ]);
}
