//! The reasons for which an inspector sends a photo back.

use crate::Text;

/// Why a photo is sent back. Each text is either given here or, for a reason
/// the program was built with, stands in the message files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Stable id, kebab-case; orders keep it.
    pub id: String,
    /// The group of the review page it is listed in.
    pub group: ReasonGroup,
    /// Ids of the findings that suggest it; may be empty.
    pub findings: Vec<String>,
    /// Pinyin of its name without tones or spaces, and initials, for the filter.
    pub pinyin: Vec<String>,
    /// Digit on the inspector's keyboard, 0..=9; no two reasons share one.
    pub key: Option<u8>,
    /// What it is called; `None` means the message `reason-<id>`.
    pub name: Option<Text>,
    /// Why the photo cannot be used; `None` means `reason-<id>.why`.
    pub why: Option<Text>,
    /// What the applicant can do; `None` means `reason-<id>.cure`.
    pub cure: Option<Text>,
}

/// What a reason is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReasonGroup {
    /// Something covers the face, the ears or the shoulders.
    Coverage,
    /// Glasses.
    Glasses,
    /// Clothing.
    Clothing,
    /// Expression and pose.
    ExpressionPose,
    /// Size and place of the head.
    Geometry,
    /// Light.
    Light,
    /// The picture itself.
    Image,
    /// The person and the order.
    IdentityOrder,
}

impl ReasonGroup {
    /// Every group, in the order of declaration.
    pub const ALL: [Self; 8] = [
        Self::Coverage,
        Self::Glasses,
        Self::Clothing,
        Self::ExpressionPose,
        Self::Geometry,
        Self::Light,
        Self::Image,
        Self::IdentityOrder,
    ];

    /// Stable code: the word in `reasons.toml`, the end of the message key
    /// `reason-group-…`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Coverage => "coverage",
            Self::Glasses => "glasses",
            Self::Clothing => "clothing",
            Self::ExpressionPose => "expression-pose",
            Self::Geometry => "geometry",
            Self::Light => "light",
            Self::Image => "image",
            Self::IdentityOrder => "identity-order",
        }
    }
}
