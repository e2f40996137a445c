//! Which way a head is turned.
//!
//! Takes landmarks; gives three angles, from the rotation that best carries
//! the canonical face onto them (least squares over rotation, scale and
//! position; the head small against its distance). Horn 1987, "Closed-form
//! solution of absolute orientation using unit quaternions".

use std::sync::LazyLock;

use crate::landmarks::Landmarks;

/// How a head is turned, in degrees; the roll is undone first, then the
/// yaw, then the pitch.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Pose {
    /// Positive: the nose points to the picture's right (the subject's left).
    pub yaw: f64,
    /// Positive: the chin is up.
    pub pitch: f64,
    /// Positive: the head leans clockwise in the picture.
    pub roll: f64,
}

/// x to the picture's right, y up, z towards the viewer.
type Vector = [f64; 3];

/// Pitch, in degrees, that the fit finds for people who hold their head
/// level: the canonical face has its chin up by so much. From 20 portraits
/// that a person labelled as frontal (18 of them within 8.2° after this, all
/// within 11°) and three labelled as chin up by 10° and more.
const LEVEL_PITCH: f64 = -8.0;

/// The canonical face, in centimetres and the landmarks' order, without irises.
static CANONICAL: LazyLock<Vec<Vector>> = LazyLock::new(|| {
    include_str!("../../../assets/models/canonical-face.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let mut numbers = line.split(' ').map(|word| word.parse().ok());
            std::array::from_fn(|_| {
                numbers
                    .next()
                    .flatten()
                    .expect("the embedded face has three numbers a line")
            })
        })
        .collect()
});

/// The pose of the head, estimated from its landmarks.
#[must_use]
pub fn pose(landmarks: &Landmarks) -> Pose {
    let pairs: Vec<(Vector, Vector)> = CANONICAL
        .iter()
        .zip(landmarks.all())
        .map(|(vertex, point)| (*vertex, [point.at.x, -point.at.y, -point.z]))
        .collect();
    let fitted = angles(&rotation(&pairs));
    Pose {
        pitch: fitted.pitch - LEVEL_PITCH,
        ..fitted
    }
}

/// The rotation matrix that best turns the first of each pair onto the second.
fn rotation(pairs: &[(Vector, Vector)]) -> [Vector; 3] {
    let count = pairs.len() as f64;
    let mean = |of: fn(&(Vector, Vector)) -> Vector| -> Vector {
        std::array::from_fn(|axis| pairs.iter().map(|pair| of(pair)[axis]).sum::<f64>() / count)
    };
    let (from_mean, to_mean) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let mut s = [[0.0; 3]; 3];
    for (from, to) in pairs {
        for i in 0..3 {
            for j in 0..3 {
                s[i][j] += (from[i] - from_mean[i]) * (to[j] - to_mean[j]);
            }
        }
    }
    let [[xx, xy, xz], [yx, yy, yz], [zx, zy, zz]] = s;
    // The unit quaternion sought is this matrix's eigenvector of the greatest eigenvalue.
    let n = [
        [xx + yy + zz, yz - zy, zx - xz, xy - yx],
        [yz - zy, xx - yy - zz, xy + yx, zx + xz],
        [zx - xz, xy + yx, yy - xx - zz, yz + zy],
        [xy - yx, zx + xz, yz + zy, zz - xx - yy],
    ];
    let [w, x, y, z] = greatest_eigenvector(n);
    [
        [
            1.0 - 2.0 * (y * y + z * z),
            2.0 * (x * y - w * z),
            2.0 * (x * z + w * y),
        ],
        [
            2.0 * (x * y + w * z),
            1.0 - 2.0 * (x * x + z * z),
            2.0 * (y * z - w * x),
        ],
        [
            2.0 * (x * z - w * y),
            2.0 * (y * z + w * x),
            1.0 - 2.0 * (x * x + y * y),
        ],
    ]
}

/// Squarings of the matrix: its powers up to 2²⁴ let even eigenvalues that
/// differ by a millionth part.
const SQUARINGS: usize = 24;

/// The unit eigenvector of a symmetric matrix's greatest eigenvalue: columns
/// of high powers of the matrix, shifted to be positive, all tend to it.
fn greatest_eigenvector(matrix: [[f64; 4]; 4]) -> [f64; 4] {
    let norm = |m: &[[f64; 4]; 4]| m.iter().flatten().map(|v| v * v).sum::<f64>().sqrt();
    let shift = norm(&matrix);
    let mut power = matrix;
    for (i, row) in power.iter_mut().enumerate() {
        row[i] += shift;
    }
    for _ in 0..SQUARINGS {
        let size = norm(&power).max(f64::MIN_POSITIVE);
        let unit = power.map(|row| row.map(|v| v / size));
        power = std::array::from_fn(|i| {
            std::array::from_fn(|j| (0..4).map(|k| unit[i][k] * unit[k][j]).sum())
        });
    }
    // The longest column is the best conditioned; the matrix is symmetric, so rows do.
    let length = |row: &[f64; 4]| row.iter().map(|v| v * v).sum::<f64>().sqrt();
    let longest = power
        .into_iter()
        .max_by(|a, b| length(a).total_cmp(&length(b)))
        .unwrap_or([1.0, 0.0, 0.0, 0.0]);
    let size = length(&longest);
    if size > 0.0 {
        longest.map(|v| v / size)
    } else {
        [1.0, 0.0, 0.0, 0.0]
    }
}

/// Angles of `roll ∘ yaw ∘ pitch`.
fn angles(r: &[Vector; 3]) -> Pose {
    // The head's own right-hand axis in the picture, and the pitch left after roll and yaw.
    let across = [r[0][0], r[1][0], r[2][0]];
    Pose {
        yaw: (-across[2]).clamp(-1.0, 1.0).asin().to_degrees(),
        pitch: -r[2][1].atan2(r[2][2]).to_degrees(),
        roll: -across[1].atan2(across[0]).to_degrees(),
    }
}

#[cfg(test)]
mod tests {
    use imaging::Point;
    use proptest::prelude::*;

    use super::*;
    use crate::landmarks::{LANDMARKS, Landmark};
    use crate::points;

    /// The canonical face in a picture: turned, enlarged, moved.
    fn posed(pose: Pose, scale: f64, x: f64, y: f64) -> Landmarks {
        let [yaw, pitch, roll] =
            [pose.yaw, pose.pitch + LEVEL_PITCH, pose.roll].map(f64::to_radians);
        let mut points = [Landmark::default(); LANDMARKS];
        for (point, vertex) in points.iter_mut().zip(CANONICAL.iter()) {
            let [x0, y0, z0] = *vertex;
            // Chin up raises what is in front.
            let (y1, z1) = (
                y0 * pitch.cos() + z0 * pitch.sin(),
                z0 * pitch.cos() - y0 * pitch.sin(),
            );
            let (x2, z2) = (
                x0 * yaw.cos() + z1 * yaw.sin(),
                z1 * yaw.cos() - x0 * yaw.sin(),
            );
            let (x3, y3) = (
                x2 * roll.cos() + y1 * roll.sin(),
                y1 * roll.cos() - x2 * roll.sin(),
            );
            *point = Landmark {
                at: Point::new(x + scale * x3, y - scale * y3),
                z: -scale * z2,
            };
        }
        Landmarks::new(points)
    }

    proptest! {
        #[test]
        fn a_turned_canonical_face_gives_its_angles_back(
            yaw in -80.0..80.0_f64,
            pitch in -60.0..60.0_f64,
            roll in -170.0..170.0_f64,
            scale in 0.5..200.0_f64,
            x in -2000.0..6000.0_f64,
        ) {
            let got = pose(&posed(Pose { yaw, pitch, roll }, scale, x, 900.0));
            prop_assert!((got.yaw - yaw).abs() < 1e-5, "{got:?}");
            prop_assert!((got.pitch - pitch).abs() < 1e-5, "{got:?}");
            prop_assert!((got.roll - roll).abs() < 1e-5, "{got:?}");
        }
    }

    /// `moves`: the sign of how the nose's tip moves right and down against a level head.
    #[track_caller]
    fn check_sign(turned: Pose, moves: (f64, f64)) {
        let tip = |pose| posed(pose, 10.0, 0.0, 0.0).at(points::NOSE_TIP);
        let (from, to) = (tip(Pose::default()), tip(turned));
        let sign = |v: f64| if v.abs() < 1e-9 { 0.0 } else { v.signum() };
        assert_eq!(
            (sign(to.x - from.x), sign(to.y - from.y)),
            moves,
            "{turned:?}"
        );
    }

    #[test]
    fn signs() {
        check_sign(
            Pose {
                yaw: 20.0,
                ..Pose::default()
            },
            (1.0, 0.0),
        );
        check_sign(
            Pose {
                yaw: -20.0,
                ..Pose::default()
            },
            (-1.0, 0.0),
        );
        check_sign(
            Pose {
                pitch: 20.0,
                ..Pose::default()
            },
            (0.0, -1.0),
        );
        check_sign(
            Pose {
                pitch: -20.0,
                ..Pose::default()
            },
            (0.0, 1.0),
        );
        let clockwise = posed(
            Pose {
                roll: 15.0,
                ..Pose::default()
            },
            10.0,
            0.0,
            0.0,
        );
        assert!((clockwise.roll().to_degrees() - 15.0).abs() < 1e-6);
    }

    #[test]
    fn points_that_coincide_have_no_pose_and_do_no_harm() {
        let got = pose(&Landmarks::new([Landmark::default(); LANDMARKS]));
        assert!(
            [got.yaw, got.pitch, got.roll]
                .iter()
                .all(|angle| angle.is_finite())
        );
    }
}
