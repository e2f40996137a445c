//! `doctor`: looks for damage in an installation, beside the service or without it.

use catalogue::Catalogue;
use serde_json::{Value, json};
use storage::Structure;
use usecases::ClockState;
use usecases::damage::{self, Examination, Extent, examine};

use crate::cli::Doctor;
use crate::exit_status::ExitStatus;
use crate::failure::Failure;
use crate::installation::open;
use crate::installation_error::InstallationError;
use crate::printer::Printer;
use studio::args;

/// Photos opened unless all are asked for: some seconds.
const SAMPLE: usize = 200;

pub(super) fn run(
    arguments: &Doctor,
    catalogue: Catalogue,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let extent = if arguments.all {
        Extent::All
    } else {
        Extent::Sample(SAMPLE)
    };
    let found = super::runtime::runtime(1).block_on(async {
        // Settings, permissions and the master key are checked by opening.
        let app = open(&arguments.data, catalogue).await?.app;
        let found = examine(&app, extent).await?;
        if extent == Extent::All {
            // What was found is told all the same where the database takes no changes.
            let _refused = damage::remember(&app, &found).await;
        }
        Ok::<_, InstallationError>(found)
    })?;
    if arguments.json {
        super::output::print_json(&as_json(&found), printer)?;
    } else {
        for (key, count) in lines(&found) {
            let count = args([("count", count)]);
            printer.line(&messages::text(printer.locale(), key, &count))?;
        }
    }
    Ok(if found.is_well() {
        ExitStatus::Done
    } else {
        ExitStatus::Unexpected
    })
}

/// Message keys, each with its number.
fn lines(found: &Examination) -> Vec<(&'static str, String)> {
    let mut lines = vec![match found.structure {
        Structure::Whole => ("doctor-structure-whole", String::new()),
        Structure::NotFinished => ("doctor-structure-unfinished", String::new()),
        Structure::Damaged(count) => ("doctor-structure-damaged", count.to_string()),
    }];
    lines.push(("doctor-rows", found.rows.to_string()));
    for row in &found.altered {
        lines.push(("doctor-row-altered", format!("{} {}", row.table, row.key)));
    }
    lines.push(("doctor-photos", found.photos.to_string()));
    for attempt in &found.lost {
        lines.push(("doctor-photo-lost", attempt.to_string()));
    }
    lines.push(match &found.log {
        Ok(count) => ("audit-whole", count.to_string()),
        Err(fault) => ("doctor-log-broken", fault.to_string()),
    });
    lines.push(match found.clock {
        ClockState::Steady => ("doctor-clock-steady", String::new()),
        ClockState::Jumped { .. } => ("doctor-clock-jumped", String::new()),
    });
    lines
}

fn as_json(found: &Examination) -> Value {
    let altered = found.altered.iter();
    let altered: Vec<Value> = altered
        .map(|row| json!({ "table": row.table, "key": row.key }))
        .collect();
    let lost: Vec<String> = found.lost.iter().map(ToString::to_string).collect();
    let (structure, faults) = match found.structure {
        Structure::Whole => ("whole", 0),
        Structure::NotFinished => ("not-finished", 0),
        Structure::Damaged(count) => ("damaged", count),
    };
    let log = match &found.log {
        Ok(count) => json!({ "state": "whole", "entries": count }),
        Err(fault) => json!({ "state": "broken", "fault": fault.to_string() }),
    };
    let clock = match found.clock {
        ClockState::Steady => "steady",
        ClockState::Jumped { .. } => "jumped",
    };
    json!({
        "well": found.is_well(),
        "structure": { "state": structure, "faults": faults },
        "rows": { "checked": found.rows, "altered": altered },
        "photos": { "opened": found.photos, "lost": lost },
        "log": log,
        "clock": clock,
    })
}
