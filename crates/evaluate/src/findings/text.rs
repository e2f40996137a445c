//! The findings as tables.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::findings::Findings;
use crate::findings::groups::{ByGroup, GROUPS};
use crate::findings::tally::{MeasurePerformance, Rejections, RequirementTally};
use crate::findings::whole::Names;
use crate::table::{Detail, Table, section};

/// Writes the tables; with every picture named where `detail` asks for it.
pub(crate) fn write(out: &mut String, findings: &Findings, detail: Detail) {
    let _ = writeln!(
        out,
        "Findings against labels: {} labelled pictures that gave a photo. Rejected: rightly of \
         those a person objected to, wrongly of the others; what was not measured counts as \
         neither.\n",
        findings.pictures
    );
    section(out, "Findings", &requirement_table(&findings.requirements));
    if !findings.groups.is_empty() {
        section(
            out,
            "Wrong objections by group of people, of so many pictures",
            &group_table(&findings.groups),
        );
    }
    section(out, "All findings together", &overall_table(findings));
    if detail == Detail::EachPicture {
        let errors = error_table(&findings.requirements);
        section(out, "Wrongly rejected and missed", &errors);
        let named = [
            (
                "Failed on pictures nobody objected to",
                &findings.clean.fails,
            ),
            ("Failed, and no label tells", &findings.unlabelled),
            (
                "Passed on the picture, failed on its photo",
                &findings.again.flips,
            ),
        ];
        for (title, pictures) in named {
            if !pictures.is_empty() {
                section(out, title, &named_table(pictures));
            }
        }
    }
}

const NONE: &str = "–";

fn requirement_table(rows: &[RequirementTally]) -> Table {
    let mut table = Table::new(&[
        "requirement",
        "good",
        "bad",
        "fail: right",
        "wrong",
        "advise: right",
        "wrong",
        "EER %",
        "of",
        "not measured %",
        "published EER %",
    ]);
    for row in rows {
        let mut cells = vec![
            match (&row.found, row.unknown.as_slice()) {
                (Some(_), [_, ..]) => {
                    format!("{} (no {})", row.requirement, row.unknown.join(", "))
                }
                _ => row.requirement.to_owned(),
            },
            row.good.to_string(),
            row.bad.to_string(),
        ];
        cells.extend(match &row.found {
            Some(found) => found_cells(found),
            None => {
                let mut cells = vec![NONE.to_owned(); 6];
                cells[0] = "no measure".to_owned();
                cells
            }
        });
        cells.push(row.published.map_or(NONE.to_owned(), |published| {
            format!("{:.1} {}", published.eer, published.system)
        }));
        table.row(cells);
    }
    table
}

/// Each cell is `failed+advised/of`.
fn group_table(rows: &[ByGroup]) -> Table {
    let mut columns = vec!["finding"];
    columns.extend(GROUPS.iter().map(|group| group.name));
    columns.push("gap of skins, % points");
    let mut table = Table::new(&columns);
    for row in rows {
        let mut cells = vec![row.finding.to_owned()];
        cells.extend(row.wrong.iter().map(|wrong| {
            let advised = wrong.objected - wrong.failed;
            format!("{}+{}/{}", wrong.failed, advised, wrong.of)
        }));
        let gap = row.gap();
        cells.push(gap.map_or(NONE.to_owned(), |gap| format!("{:.0}", 100.0 * gap)));
        table.row(cells);
    }
    table
}

fn found_cells(found: &MeasurePerformance) -> Vec<String> {
    let counts = |rejections: &Option<Rejections>| match rejections {
        Some(r) => [r.right.to_string(), r.wrong.len().to_string()],
        None => [NONE.to_owned(), NONE.to_owned()],
    };
    let mut cells = Vec::from(counts(&found.fail));
    cells.extend(counts(&found.advise));
    cells.push(
        found
            .equal_error_rate
            .map_or("too few".to_owned(), |rate| format!("{:.1}", 100.0 * rate)),
    );
    cells.push(format!("{}+{}", found.of.0, found.of.1));
    cells.push(format!("{:.0}", 100.0 * found.not_measured));
    cells
}

fn overall_table(findings: &Findings) -> Table {
    let mut table = Table::new(&["what", "figure"]);
    let mut row = |what: &str, figure: String| table.row(vec![what.to_owned(), figure]);
    let counted = |pictures: &BTreeMap<&str, Names>| {
        let each: Vec<String> = pictures
            .iter()
            .map(|(id, names)| format!("{id} {}", names.len()))
            .collect();
        if each.is_empty() {
            "none".to_owned()
        } else {
            each.join(", ")
        }
    };
    row(
        "labelled pictures without a photo",
        findings.without_photo.len().to_string(),
    );
    row(
        "pictures nobody objected to",
        findings.clean.pictures.len().to_string(),
    );
    row("fails among these", counted(&findings.clean.fails));
    row(
        "fails that no label tells of",
        counted(&findings.unlabelled),
    );
    row(
        "photos put through again",
        findings.again.photos.to_string(),
    );
    row("passes that became fails", counted(&findings.again.flips));
    let ms = |value: Option<f64>| value.map_or(NONE.to_owned(), |v| format!("{v:.1}"));
    row(
        "time of all findings, ms, median / worst",
        format!("{} / {}", ms(findings.judge_ms.0), ms(findings.judge_ms.1)),
    );
    table
}

fn error_table(rows: &[RequirementTally]) -> Table {
    let mut table = Table::new(&["requirement", "failed wrongly", "advised wrongly", "missed"]);
    for row in rows {
        let Some(found) = &row.found else { continue };
        let failed = found.fail.as_ref().map(|r| r.wrong.clone());
        let (mut advised, missed) = found
            .advise
            .as_ref()
            .map(|r| (r.wrong.clone(), r.missed.clone()))
            .unwrap_or_default();
        let failed = failed.unwrap_or_default();
        advised.retain(|name| !failed.contains(name));
        if !(failed.is_empty() && advised.is_empty() && missed.is_empty()) {
            let cells = [failed, advised, missed].map(|names| names.join(", "));
            let mut line = vec![row.requirement.to_owned()];
            line.extend(cells);
            table.row(line);
        }
    }
    table
}

fn named_table(pictures: &BTreeMap<&'static str, Names>) -> Table {
    let mut table = Table::new(&["finding", "pictures"]);
    for (id, names) in pictures {
        table.row(vec![(*id).to_owned(), names.join(", ")]);
    }
    table
}
