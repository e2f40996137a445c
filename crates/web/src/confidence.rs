//! How far a source is trusted, in words.

use catalogue::Confidence;

use crate::Speech;

/// What a confidence means.
pub(crate) fn confidence(s: Speech, confidence: Confidence) -> String {
    match confidence {
        Confidence::A => s.say("confidence-a"),
        Confidence::B => s.say("confidence-b"),
        Confidence::C => s.say("confidence-c"),
        Confidence::D => s.say("confidence-d"),
    }
}
