//! Which label of a picture answers which finding: a table.

use crate::findings::published::{Published, best};
use crate::findings::score::Worse;

/// When a label speaks against the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Objection {
    /// The label, 0 or 1, is this.
    Is(char),
    /// The label is a number below this.
    Below(f64),
    /// The label is a number above this.
    Above(f64),
}

impl Objection {
    /// Whether `label` speaks against the picture; `None` where the person
    /// could not tell.
    pub(crate) fn made(self, label: &str) -> Option<bool> {
        match self {
            Self::Is(value) => match label {
                "0" | "1" => Some(label.starts_with(value)),
                _ => None,
            },
            Self::Below(limit) => label.parse::<f64>().ok().map(|number| number < limit),
            Self::Above(limit) => label.parse::<f64>().ok().map(|number| number > limit),
        }
    }
}

/// One measure that answers a label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Part {
    /// The finding's id.
    pub(crate) id: &'static str,
    pub(crate) worse: Worse,
}

/// One thing a person noted and the measures that should note it too; of
/// several measures the worst counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Requirement {
    /// Name in the tables: the finding's id where there is but one.
    pub(crate) name: &'static str,
    /// Column of `labels.csv`.
    pub(crate) label: &'static str,
    pub(crate) objection: Objection,
    pub(crate) parts: &'static [Part],
    /// The test of the benchmark that asks the same, if one does.
    test: Option<&'static str>,
}

impl Requirement {
    /// The best published result.
    pub(crate) fn published(&self) -> Option<&'static Published> {
        self.test.and_then(best)
    }

    /// Whether pictures of several people are labelled for it.
    pub(crate) fn of_groups(&self) -> bool {
        self.label == "faces"
    }
}

const fn high(id: &'static str) -> Part {
    let worse = Worse::High;
    Part { id, worse }
}

const fn low(id: &'static str) -> Part {
    let worse = Worse::Low;
    Part { id, worse }
}

const fn away(id: &'static str, unit: f64) -> Part {
    let worse = Worse::Away(unit);
    Part { id, worse }
}

const fn limited(id: &'static str) -> Part {
    let worse = Worse::AsLimited;
    Part { id, worse }
}

const fn row(
    name: &'static str,
    (label, objection): (&'static str, Objection),
    parts: &'static [Part],
    test: Option<&'static str>,
) -> Requirement {
    Requirement {
        name,
        label,
        objection,
        parts,
        test,
    }
}

/// The label that is no where it should be yes.
const fn lacks(label: &'static str) -> (&'static str, Objection) {
    (label, Objection::Is('0'))
}

/// The label that is yes where it should be no.
const fn has(label: &'static str) -> (&'static str, Objection) {
    (label, Objection::Is('1'))
}

/// Face width in the photo that GA 461 asks for; below it the picture is
/// enlarged.
const FACE_PX: f64 = 207.0;

/// All of them, in the order of the findings' groups. `left` and `right` are
/// the picture's sides, in labels and ids alike.
#[rustfmt::skip]
pub(crate) const REQUIREMENTS: &[Requirement] = &[
    row("face-pixels", ("face_px", Objection::Below(FACE_PX)), &[low("face-pixels")], None),
    row("blur", lacks("sharp"), &[high("blur")], Some("Blurred")),
    row("wall-busy", lacks("plain_background"), &[high("wall-busy")], Some("Varied background")),
    row("exposure", has("over_or_under_exposed"),
        &[limited("exposure-dark"), limited("exposure-bright")],
        Some("Too dark/light")),
    row("face-shadow", has("face_shadow"), &[away("face-shadow", 1.0)], Some("Shadow across face")),
    row("hot-spot", has("glare"), &[high("hot-spot")], Some("Flash on skin")),
    // The labels call a head frontal up to about 8° either way; of frontal
    // ones the measured pitch reaches 12°.
    row("frontal", lacks("frontal"), &[away("yaw", 8.0), away("pitch", 12.0)],
        Some("Roll/pitch/yaw above 8°")),
    row("roll", has("tilt"), &[away("roll", 1.0)], Some("Roll/pitch/yaw above 8°")),
    row("gaze", lacks("looking_at_camera"), &[away("gaze", 1.0)], Some("Looking away")),
    row("eyes-open", lacks("eyes_open"), &[low("eyes-open")], Some("Eyes closed")),
    row("mouth-open", lacks("mouth_closed"), &[high("mouth-open")], Some("Mouth open")),
    // Teeth are seen between open lips, smiling or not.
    row("teeth", lacks("mouth_closed"), &[high("teeth")], None),
    row("neutral", lacks("neutral"),
        &[limited("smile"), limited("frown"), limited("brows-raised")], None),
    row("brow-left-covered", lacks("brow_left_visible"), &[high("brow-left-covered")], None),
    row("brow-right-covered", lacks("brow_right_visible"), &[high("brow-right-covered")], None),
    row("ear-left-hidden", lacks("ear_left_visible"), &[high("ear-left-hidden")], None),
    row("ear-right-hidden", lacks("ear_right_visible"), &[high("ear-right-hidden")], None),
    row("eyes-covered", has("hair_over_face"), &[high("eyes-covered")], Some("Hair across eyes")),
    row("hair-over-face", has("hair_over_face"),
        &[
            limited("eyes-covered"),
            limited("brow-left-covered"),
            limited("brow-right-covered"),
        ], Some("Hair across eyes")),
    row("hair-over-shoulder", has("hair_over_shoulder"), &[high("hair-over-shoulder")], None),
    row("glasses", has("glasses"), &[high("glasses")], None),
    row("headwear", has("hat_or_headband"), &[high("headwear")], Some("Hat/cap")),
    row("face-covered", has("hand_or_object_on_face"),
        &[limited("face-covered"), limited("hand-on-face")],
        Some("Veil over face")),
    row("earring", has("earring"), &[high("earring")], None),
    row("light-top", has("white_or_light_top"), &[low("light-top")], None),
    row("bystanders", ("faces", Objection::Above(1.0)), &[high("bystanders")],
        Some("Other faces/toys")),
    row("shoulders", lacks("both_shoulders_visible"),
        &[high("ends-too-early"), high("shoulder-cut")], None),
    row("cut-out", lacks("clean"), &[high("cut-out"), high("cut-out-smear")], None),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::published::PUBLISHED;

    #[test]
    fn labels_speak_or_are_silent() {
        for (objection, label, expected) in [
            (Objection::Is('0'), "0", Some(true)),
            (Objection::Is('0'), "1", Some(false)),
            (Objection::Is('1'), "1", Some(true)),
            (Objection::Is('1'), "u", None),
            (Objection::Is('1'), "10", None),
            (Objection::Is('1'), "", None),
            (Objection::Below(207.0), "206", Some(true)),
            (Objection::Below(207.0), "207", Some(false)),
            (Objection::Below(207.0), "u", None),
            (Objection::Above(1.0), "2", Some(true)),
            (Objection::Above(1.0), "1", Some(false)),
        ] {
            assert_eq!(objection.made(label), expected, "{objection:?} {label:?}");
        }
    }

    #[test]
    fn every_row_can_be_looked_up() {
        for requirement in REQUIREMENTS {
            assert!(!requirement.parts.is_empty(), "{}", requirement.name);
            if let Some(test) = requirement.test {
                assert!(requirement.published().is_some(), "{test}");
            }
        }
        let names: std::collections::BTreeSet<_> = REQUIREMENTS.iter().map(|r| r.name).collect();
        assert_eq!(names.len(), REQUIREMENTS.len(), "a name twice");
        let tests: std::collections::BTreeSet<_> = PUBLISHED.iter().map(|p| p.test).collect();
        assert_eq!(tests.len(), PUBLISHED.len(), "a test twice");
    }

    /// A measure limited from above alone is bad when high, and so on: else an
    /// error rate would be told the wrong way round.
    #[test]
    fn directions_agree_with_the_limits() {
        let catalogue = catalogue::Catalogue::embedded().expect("the embedded catalogue is sound");
        let document = catalogue
            .document("身份证")
            .expect("it is in the catalogue");
        let checks = catalogue.specification(document, None).checks;
        for part in REQUIREMENTS.iter().flat_map(|r| r.parts) {
            let Some(check) = checks.get(part.id) else {
                continue;
            };
            let fits = match part.worse {
                Worse::High => check.pass.max.is_some(),
                Worse::Low => check.pass.min.is_some(),
                Worse::Away(_) | Worse::AsLimited => true,
            };
            assert!(
                fits,
                "{}: {:?} against {:?}",
                part.id, part.worse, check.pass
            );
        }
    }
}
