//! What the script needs to show crop, rules and strokes while they are moved.

use portrait::{Follow, Nudge, Rulers, Stroke, Strokes};
use serde::Serialize;
use serde_json::json;
use usecases::inspector::CaseView;

use crate::Speech;

/// Lengths as [`portrait::Provenance`] and [`Rulers`] document them.
#[derive(Serialize)]
struct Live<'a> {
    /// From the uploaded picture to the one with the person upright.
    turn: &'a str,
    upright_px: [u32; 2],
    crop_px: [[f64; 2]; 4],
    /// The nudge that the photo was made with.
    made: NudgeView,
    eyes_px: [f64; 2],
    rulers: &'a Rulers,
    /// One a measure of `rulers`, in their order.
    follows: Vec<Follow>,
    limits: serde_json::Value,
    words: serde_json::Value,
}

#[derive(Serialize)]
struct NudgeView {
    right: f64,
    down: f64,
    scale: f64,
}

impl From<Nudge> for NudgeView {
    fn from(Nudge { right, down, scale }: Nudge) -> Self {
        Self {
            right: right.0,
            down: down.0,
            scale,
        }
    }
}

/// The values as JSON; `null` where there is no photo to begin with.
pub(super) fn of(s: Speech, case: &CaseView) -> String {
    let live = || {
        let made = case.report.provenance.as_ref()?;
        let rulers = case.report.rulers.as_ref()?;
        Some(Live {
            turn: &made.turn,
            upright_px: made.upright_px,
            crop_px: made.crop_px,
            made: made.nudge.into(),
            eyes_px: made.eyes_px()?,
            rulers,
            follows: made.follows(rulers.size_px),
            limits: limits(),
            words: words(s),
        })
    };
    serde_json::to_string(&live()).expect("figures and texts are JSON")
}

fn limits() -> serde_json::Value {
    json!({
        "strokes": Strokes::MOST,
        "points": Strokes::MOST_POINTS,
        "least_radius": Stroke::LEAST_RADIUS,
        "most_radius": Stroke::MOST_RADIUS,
        "most_shift": Nudge::MOST_SHIFT,
        "least_scale": Nudge::LEAST_SCALE,
        "most_scale": Nudge::MOST_SCALE,
    })
}

/// What the script says; `%1` stands for a list of measures.
fn words(s: Speech) -> serde_json::Value {
    let say = |key: &str| {
        let most = s.with("strokes", Strokes::MOST);
        let most = most.with("points", Strokes::MOST_POINTS);
        most.say(key)
    };
    let beyond = s.with("measures", "%1").say("adjust-said-beyond");
    json!({
        "beyond": beyond,
        "far": say("adjust-said-far"),
        "undone": say("adjust-said-undone"),
        "redone": say("adjust-said-redone"),
        "strokes": say("adjust-said-strokes"),
        "points": say("adjust-said-points"),
        "down": say("adjust-said-down"),
        "up": say("adjust-said-up"),
        "leave": say("adjust-said-leave"),
    })
}
