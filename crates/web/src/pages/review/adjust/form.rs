//! What stands in the form: texts, until they are read as an edit.

use portrait::{Edit, EditError, Nudge, Stroke, Strokes};
use serde::Deserialize;

use crate::Speech;

/// The form as it was sent.
#[derive(Deserialize)]
pub(crate) struct Given {
    /// `check` or `keep`.
    #[serde(rename = "do")]
    pub(super) wanted: String,
    #[serde(flatten)]
    pub(super) typed: Typed,
}

/// The fields, as somebody typed them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Typed {
    /// How far the head moves to the right, in pixels of the photo.
    pub(super) right: String,
    /// How far it moves down.
    pub(super) down: String,
    /// By which factor it grows.
    pub(super) scale: String,
    /// JSON: a list of [`Stroke`].
    pub(super) strokes: String,
}

/// What is wrong with each field: a key of texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Mistakes {
    pub(super) right: Option<&'static str>,
    pub(super) down: Option<&'static str>,
    pub(super) scale: Option<&'static str>,
    pub(super) strokes: Option<&'static str>,
}

/// The same in words; empty where all is well.
pub(super) struct Said {
    pub(super) right: String,
    pub(super) down: String,
    pub(super) scale: String,
    pub(super) strokes: String,
}

impl Mistakes {
    pub(super) fn said(&self, s: Speech) -> Said {
        let most = || {
            let most = s.with("strokes", Strokes::MOST);
            most.with("points", Strokes::MOST_POINTS)
        };
        let say = |key: Option<&str>| key.map(|key| most().say(key)).unwrap_or_default();
        Said {
            right: say(self.right),
            down: say(self.down),
            scale: say(self.scale),
            strokes: say(self.strokes),
        }
    }
}

impl Typed {
    /// The fields for an edit.
    pub(super) fn of(edit: &Edit) -> Self {
        let Nudge { right, down, scale } = edit.nudge;
        let strokes: Vec<&Stroke> = edit.strokes.iter().collect();
        Self {
            right: digits(right.0, 100.0),
            down: digits(down.0, 100.0),
            scale: digits(scale, 10_000.0),
            strokes: serde_json::to_string(&strokes).expect("strokes are lists of numbers"),
        }
    }

    /// The edit that the fields give, or what is wrong with each of them.
    pub(super) fn read(&self) -> Result<Edit, Mistakes> {
        let figure = |text: &str, sane: fn(f64) -> Option<Nudge>| -> Option<f64> {
            // A minus as it is printed is one too.
            let figure = text.trim().replace('−', "-").parse().ok()?;
            sane(figure).map(|_| figure)
        };
        let right = figure(&self.right, |right| Nudge::new(right, 0.0, 1.0));
        let down = figure(&self.down, |down| Nudge::new(0.0, down, 1.0));
        let scale = figure(&self.scale, |scale| Nudge::new(0.0, 0.0, scale));
        let strokes = self.strokes();
        let nudge = || Nudge::new(right?, down?, scale?);
        match (nudge(), strokes.clone()) {
            (Some(nudge), Ok(strokes)) => Ok(Edit { nudge, strokes }),
            _ => Err(Mistakes {
                right: right.is_none().then_some("adjust-wrong-move"),
                down: down.is_none().then_some("adjust-wrong-move"),
                scale: scale.is_none().then_some("adjust-wrong-scale"),
                strokes: strokes.err(),
            }),
        }
    }

    fn strokes(&self) -> Result<Strokes, &'static str> {
        let strokes: Vec<Stroke> =
            serde_json::from_str(&self.strokes).map_err(|_| "adjust-wrong-unreadable")?;
        Strokes::new(strokes).map_err(|error| match error {
            EditError::TooManyStrokes => "adjust-wrong-too-many-strokes",
            EditError::TooManyPoints => "adjust-wrong-too-many-points",
            EditError::Radius => "adjust-wrong-radius",
            EditError::Outside => "adjust-wrong-outside",
            EditError::EmptyStroke | EditError::Nudge => "adjust-wrong-unreadable",
        })
    }
}

/// A figure as one reads it, rounded to a whole number of `parts`.
fn digits(figure: f64, parts: f64) -> String {
    // Not `-0`.
    format!("{}", (figure * parts).round() / parts + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(right: &str, scale: &str, strokes: &str) -> Typed {
        Typed {
            right: right.to_owned(),
            down: "0".to_owned(),
            scale: scale.to_owned(),
            strokes: strokes.to_owned(),
        }
    }

    #[test]
    fn fields_are_read_or_said_to_be_wrong() {
        const DOT: &str = r#"[{"kind":"remove","radius":0.01,"points":[[0.5,0.25]]}]"#;
        let check = |given: [&str; 3], expected: [&str; 3]| {
            let read = typed(given[0], given[1], given[2]).read();
            let wrong = read.err().unwrap_or_default();
            let said = [wrong.right, wrong.scale, wrong.strokes].map(Option::unwrap_or_default);
            assert_eq!(said, expected, "{given:?}");
            assert_eq!(wrong.down, None);
        };
        check(["0", "1", "[]"], [""; 3]);
        check([" −2.5 ", "1.02", DOT], [""; 3]);
        check(
            ["", "0", "[]"],
            ["adjust-wrong-move", "adjust-wrong-scale", ""],
        );
        check(["far", "1", "[]"], ["adjust-wrong-move", "", ""]);
        check(
            ["NaN", "inf", "[]"],
            ["adjust-wrong-move", "adjust-wrong-scale", ""],
        );
        check(
            ["10000", "-1", "[]"],
            ["adjust-wrong-move", "adjust-wrong-scale", ""],
        );
        for (strokes, wrong) in [
            ("", "adjust-wrong-unreadable"),
            ("[{}]", "adjust-wrong-unreadable"),
            (
                r#"[{"kind":"blur","radius":0.01,"points":[[0,0]]}]"#,
                "adjust-wrong-unreadable",
            ),
            (
                r#"[{"kind":"remove","radius":0.01,"points":[]}]"#,
                "adjust-wrong-unreadable",
            ),
            (
                r#"[{"kind":"remove","radius":0.2,"points":[[0,0]]}]"#,
                "adjust-wrong-radius",
            ),
            (
                r#"[{"kind":"remove","radius":0.01,"points":[[0,2]]}]"#,
                "adjust-wrong-outside",
            ),
        ] {
            check(["0", "1", strokes], ["", "", wrong]);
        }
    }

    #[test]
    fn what_is_shown_of_an_edit_reads_as_that_edit() {
        let check = |right: f64, scale: f64, expected: [&str; 2]| {
            let edit = Edit::from(Nudge::new(right, 0.0, scale).unwrap());
            let shown = Typed::of(&edit);
            let [right, scale] = expected;
            assert_eq!(shown, typed(right, scale, "[]"));
            assert!(shown.read().is_ok());
        };
        check(0.0, 1.0, ["0", "1"]);
        check(-0.001, 1.0, ["0", "1"]);
        check(-3.456, 1.023_456, ["-3.46", "1.0235"]);
    }
}
