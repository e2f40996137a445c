//! Names for the landmarks that measurements use.
//!
//! Left and right are the **subject's own** throughout: the subject's left
//! eye is on the right side of the picture. The blendshapes' names follow
//! the same rule.

/// Middle of the subject's left iris.
pub const LEFT_IRIS_CENTRE: usize = 473;
/// Rim of the left iris: four points.
pub const LEFT_IRIS_RIM: [usize; 4] = [474, 475, 476, 477];
/// Middle of the subject's right iris.
pub const RIGHT_IRIS_CENTRE: usize = 468;
/// Rim of the right iris: four points.
pub const RIGHT_IRIS_RIM: [usize; 4] = [469, 470, 471, 472];

/// Corner of the left eye at the temple.
pub const LEFT_EYE_OUTER: usize = 263;
/// Corner of the left eye at the nose.
pub const LEFT_EYE_INNER: usize = 362;
/// Corner of the right eye at the temple.
pub const RIGHT_EYE_OUTER: usize = 33;
/// Corner of the right eye at the nose.
pub const RIGHT_EYE_INNER: usize = 133;

/// Edge of the left upper lid, nose to temple.
pub const LEFT_UPPER_LID: [usize; 7] = [398, 384, 385, 386, 387, 388, 466];
/// Edge of the left lower lid, nose to temple; opposite the upper lid's points.
pub const LEFT_LOWER_LID: [usize; 7] = [382, 381, 380, 374, 373, 390, 249];
/// Edge of the right upper lid, nose to temple.
pub const RIGHT_UPPER_LID: [usize; 7] = [173, 157, 158, 159, 160, 161, 246];
/// Edge of the right lower lid, nose to temple; opposite the upper lid's points.
pub const RIGHT_LOWER_LID: [usize; 7] = [155, 154, 153, 145, 144, 163, 7];

/// Upper edge of the left brow, nose to temple.
pub const LEFT_BROW_TOP: [usize; 5] = [336, 296, 334, 293, 300];
/// Lower edge of the left brow, nose to temple.
pub const LEFT_BROW_BOTTOM: [usize; 5] = [285, 295, 282, 283, 276];
/// Upper edge of the right brow, nose to temple.
pub const RIGHT_BROW_TOP: [usize; 5] = [107, 66, 105, 63, 70];
/// Lower edge of the right brow, nose to temple.
pub const RIGHT_BROW_BOTTOM: [usize; 5] = [55, 65, 52, 53, 46];

/// Tip of the nose.
pub const NOSE_TIP: usize = 1;
/// Bridge of the nose, between the eyes.
pub const NOSE_BRIDGE: usize = 168;
/// Under the nose, where it meets the upper lip's groove.
pub const NOSE_BASE: usize = 2;

/// Left corner of the mouth, outer edge of the lips.
pub const MOUTH_LEFT: usize = 291;
/// Right corner of the mouth, outer edge of the lips.
pub const MOUTH_RIGHT: usize = 61;
/// Middle of the upper lip's upper edge.
pub const UPPER_LIP_TOP: usize = 0;
/// Middle of the upper lip's lower edge.
pub const UPPER_LIP_BOTTOM: usize = 13;
/// Middle of the lower lip's upper edge.
pub const LOWER_LIP_TOP: usize = 14;
/// Middle of the lower lip's lower edge.
pub const LOWER_LIP_BOTTOM: usize = 17;
/// Lower edge of the upper lip, right to left.
pub const UPPER_LIP_INNER: [usize; 9] = [191, 80, 81, 82, 13, 312, 311, 310, 415];
/// Upper edge of the lower lip, right to left; opposite the upper lip's points.
pub const LOWER_LIP_INNER: [usize; 9] = [95, 88, 178, 87, 14, 317, 402, 318, 324];

/// Lowest point of the chin.
pub const CHIN: usize = 152;
/// Top of the mesh: on the forehead, below the hairline as a rule.
pub const FOREHEAD_TOP: usize = 10;
/// Side of the face at the root of the left ear.
pub const LEFT_EAR_ROOT: usize = 454;
/// Side of the face at the root of the right ear.
pub const RIGHT_EAR_ROOT: usize = 234;

/// The outline of the face, from the forehead's top over the subject's left
/// side (clockwise in the picture).
pub const FACE_OVAL: [usize; 36] = [
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152,
    148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];
