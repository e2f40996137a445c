//! Error rates that others have published for the same requirements.
//!
//! The best of all systems, test by test, on FVC-onGoing's benchmark FICV-1.0:
//! 4,868 pictures of the AR, FRGC, PUT and other collections, as tabulated in
//! github.com/arnaldog12/phd-thesis at 1ce9e108 (`table_comp`,
//! `table_best_results`). Other pictures than ours: a mark to aim at and no
//! comparison.

use serde::Serialize;

/// The best published result of one test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Published {
    /// The test, as FICV names it.
    pub(crate) test: &'static str,
    /// Equal error rate, percent.
    pub(crate) eer: f64,
    /// Whose it is.
    pub(crate) system: &'static str,
}

const fn row(test: &'static str, eer: f64, system: &'static str) -> Published {
    Published { test, eer, system }
}

/// Every test with its best result.
pub(crate) const PUBLISHED: [Published; 23] = [
    row("Blurred", 1.6, "BioPass Face"),
    row("Looking away", 5.4, "ICAONet"),
    row("Ink-marked/creased", 3.4, "BioLab"),
    row("Unnatural skin tone", 1.7, "ICAONet"),
    row("Too dark/light", 1.2, "ICAONet"),
    row("Washed out", 0.0, "BioPass Face"),
    row("Pixelation", 0.0, "SDK2"),
    row("Hair across eyes", 11.9, "Parente"),
    row("Eyes closed", 0.2, "id3"),
    row("Varied background", 3.7, "BioTest"),
    row("Roll/pitch/yaw above 8°", 4.6, "ICAONet"),
    row("Flash on skin", 0.6, "BioLab"),
    row("Red eyes", 1.0, "id3"),
    row("Shadow behind head", 2.3, "BioLab"),
    row("Shadow across face", 3.3, "ICAONet"),
    row("Dark lenses", 0.4, "ICAONet"),
    row("Flash on lenses", 0.8, "ICAONet"),
    row("Frames too heavy", 0.0, "HMAX"),
    row("Frame over eyes", 0.0, "HMAX"),
    row("Hat/cap", 5.7, "ICAONet"),
    row("Veil over face", 0.0, "ICAONet"),
    row("Mouth open", 0.6, "id3"),
    row("Other faces/toys", 1.2, "BioPass Face"),
];

/// The best result of the test of this name.
pub(crate) fn best(test: &str) -> Option<&'static Published> {
    PUBLISHED.iter().find(|published| published.test == test)
}
