//! How a stored picture must be turned to stand upright.

use crate::{QuarterTurn, RgbImage};

/// The eight orientations of the Exif tag 0x0112: what has to be done to the
/// stored pixels to show them upright.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Orientation {
    /// 1: nothing.
    #[default]
    Upright,
    /// 2: mirror left and right.
    Mirrored,
    /// 3: half a turn.
    Half,
    /// 4: half a turn, then mirror left and right.
    HalfMirrored,
    /// 5: a quarter turn clockwise, then mirror left and right.
    RightMirrored,
    /// 6: a quarter turn clockwise.
    Right,
    /// 7: a quarter turn anticlockwise, then mirror left and right.
    LeftMirrored,
    /// 8: a quarter turn anticlockwise.
    Left,
}

impl Orientation {
    /// From the number in the Exif tag, 1–8.
    #[must_use]
    pub fn from_exif(number: u32) -> Option<Self> {
        Some(match number {
            1 => Self::Upright,
            2 => Self::Mirrored,
            3 => Self::Half,
            4 => Self::HalfMirrored,
            5 => Self::RightMirrored,
            6 => Self::Right,
            7 => Self::LeftMirrored,
            8 => Self::Left,
            _ => return None,
        })
    }

    /// The turn, and whether a mirroring follows it.
    fn steps(self) -> (QuarterTurn, bool) {
        match self {
            Self::Upright => (QuarterTurn::None, false),
            Self::Mirrored => (QuarterTurn::None, true),
            Self::Half => (QuarterTurn::Half, false),
            Self::HalfMirrored => (QuarterTurn::Half, true),
            Self::RightMirrored => (QuarterTurn::Right, true),
            Self::Right => (QuarterTurn::Right, false),
            Self::LeftMirrored => (QuarterTurn::Left, true),
            Self::Left => (QuarterTurn::Left, false),
        }
    }
}

impl RgbImage {
    /// The picture stood upright; `self` is as it was stored.
    pub(crate) fn upright(self, stored: Orientation) -> Self {
        let (turn, mirrored) = stored.steps();
        let turned = self.turned(turn);
        if mirrored { turned.mirrored() } else { turned }
    }
}
