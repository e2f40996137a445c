//! The real networks on labelled photographs, which are not part of the project.
//!
//! Looks for them in the folder that `HUIZHI_PHOTOS` names; without it the
//! test says so and passes over.

#![expect(clippy::unwrap_used, reason = "helpers of a test panic like it")]
#![expect(clippy::print_stdout, reason = "the table is what one runs it for")]

use std::path::{Path, PathBuf};

use imaging::{Limits, QuarterTurn, decode};
use vision::{RtenEngine, look};

fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("HUIZHI_PHOTOS")?);
    folder.join("labels.csv").is_file().then_some(folder)
}

struct Label {
    file: String,
    faces: usize,
    frontal: bool,
}

fn labels(folder: &Path) -> Vec<Label> {
    let text = std::fs::read_to_string(folder.join("labels.csv")).unwrap();
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let head = lines.next().unwrap();
    let column = |name: &str| head.iter().position(|cell| *cell == name).unwrap();
    let (file, faces, frontal) = (column("file"), column("faces"), column("frontal"));
    lines
        .map(|cells| Label {
            file: cells[file].to_owned(),
            faces: cells[faces].parse().unwrap(),
            frontal: cells[frontal] == "1",
        })
        .filter(|label| folder.join(&label.file).is_file())
        .collect()
}

/// A second person cut off by the picture's edge, in profile.
const BEYOND_THE_NETWORKS: [&str; 1] = ["portrait-59.jpg"];

/// How pictures are stored, and what rights them.
const TURNS: [(QuarterTurn, QuarterTurn); 5] = [
    (QuarterTurn::None, QuarterTurn::None),
    (QuarterTurn::Right, QuarterTurn::Left),
    (QuarterTurn::None, QuarterTurn::None),
    (QuarterTurn::Half, QuarterTurn::Half),
    (QuarterTurn::Left, QuarterTurn::Right),
];

#[test]
fn labelled_photographs() {
    let Some(folder) = folder() else {
        println!("passed over: no labelled photographs (set HUIZHI_PHOTOS)");
        return;
    };
    let engine = RtenEngine::new();
    let mut disagreements = Vec::new();
    for (at, label) in labels(&folder).into_iter().enumerate() {
        let bytes = std::fs::read(folder.join(&label.file)).unwrap();
        let image = decode(&bytes, &Limits::default()).unwrap().image;
        let (stored, righting) = TURNS[at % TURNS.len()];
        let scene = look(&engine, &image.turned(stored)).unwrap();
        println!(
            "{:24} labelled {} found {}, stored {stored:?}, {:?}",
            label.file,
            label.faces,
            scene.faces.len(),
            scene.faces.first().map(|face| face.pose),
        );
        if scene.turn != righting {
            disagreements.push(format!("{}: turn", label.file));
        }
        if BEYOND_THE_NETWORKS.contains(&label.file.as_str()) {
            continue;
        }
        if scene.faces.len() != label.faces {
            disagreements.push(format!("{}: number of faces", label.file));
        }
        let frontal = scene.faces.first().is_some_and(|face| {
            face.pose.yaw.abs() <= FRONTAL_YAW && face.pose.pitch.abs() <= FRONTAL_PITCH
        });
        if label.frontal && !frontal {
            disagreements.push(format!("{}: pose", label.file));
        }
    }
    assert!(disagreements.is_empty(), "{disagreements:#?}");
}

/// A face labelled as frontal (by eye, within about 8°) measures within these, degrees.
const FRONTAL_YAW: f64 = 8.5;
const FRONTAL_PITCH: f64 = 12.0;
