//! The colour of a plain wall, everywhere in the picture, also behind the person.
//!
//! A second-order polynomial a channel, fitted where there surely is no
//! person, and what the polynomial leaves over, spread smoothly.

use crate::mask::spread;

/// The wall, or why there is none to speak of.
pub(super) struct Wall {
    /// sRGB values in levels, one a pixel.
    pub(super) levels: Vec<[f32; 3]>,
    /// Root mean square of what remains, in levels.
    pub(super) noise: f32,
}

/// Share of the wall's pixels that the model has to explain.
const EXPLAINED: f64 = 0.90;
/// A plain wall deviates from the polynomial by no more, in levels.
const MOST_DEVIATION: f32 = 6.0;
/// Rounds of fitting; after each, pixels far off are left out.
const ROUNDS: usize = 4;
/// The wall has to fill this share of the picture.
const LEAST_SHARE: f64 = 0.04;

/// Fits the wall of `picture` (levels) to the pixels that `wall` marks; `None`
/// when they are too few or no plain wall.
pub(super) fn fit(
    picture: &[[f32; 3]],
    wall: &[bool],
    width: usize,
    height: usize,
    smooth: usize,
) -> Option<Wall> {
    let marked = wall.iter().filter(|w| **w).count();
    if (marked as f64) < LEAST_SHARE * wall.len() as f64 {
        return None;
    }
    let terms = |at: usize| {
        let x = (at % width) as f64 / width as f64 - 0.5;
        let y = (at / width) as f64 / height as f64 - 0.5;
        [1.0, x, y, x * x, x * y, y * y]
    };
    let mut kept: Vec<usize> = (0..wall.len()).filter(|at| wall[*at]).collect();
    let mut weights = [[0.0; 6]; 3];
    let mut noise = f32::INFINITY;
    let deviation = |weights: &[[f64; 6]; 3], at: usize| {
        let t = terms(at);
        let sum: f64 = (0..3)
            .map(|c| {
                let said: f64 = weights[c].iter().zip(t).map(|(w, t)| w * t).sum();
                (f64::from(picture[at][c]) - said).powi(2)
            })
            .sum();
        (sum / 3.0).sqrt() as f32
    };
    for _ in 0..ROUNDS {
        weights = [0, 1, 2].map(|c| {
            least_squares(
                kept.iter()
                    .map(|at| (terms(*at), f64::from(picture[*at][c]))),
            )
        });
        let sum: f32 = kept.iter().map(|at| deviation(&weights, *at).powi(2)).sum();
        noise = (sum / kept.len() as f32).sqrt();
        let limit = (3.0 * noise).max(2.0);
        kept = (0..wall.len())
            .filter(|at| wall[*at] && deviation(&weights, *at) <= limit)
            .collect();
        if kept.len() < 100 {
            return None;
        }
    }
    if (kept.len() as f64) < EXPLAINED * marked as f64 || noise > MOST_DEVIATION {
        return None;
    }
    let model: Vec<[f32; 3]> = (0..picture.len())
        .map(|at| {
            let t = terms(at);
            [0, 1, 2].map(|c| weights[c].iter().zip(t).map(|(w, t)| w * t).sum::<f64>() as f32)
        })
        .collect();
    let mut known = vec![false; picture.len()];
    for at in &kept {
        known[*at] = true;
    }
    let rest: Vec<[f32; 3]> = picture
        .iter()
        .zip(&model)
        .map(|(p, m)| [0, 1, 2].map(|c| p[c] - m[c]))
        .collect();
    let rest = spread(&rest, &known, width, height, smooth);
    let levels: Vec<[f32; 3]> = model
        .iter()
        .zip(&rest)
        .map(|(m, r)| [0, 1, 2].map(|c| (m[c] + r[c]).clamp(0.0, 255.0)))
        .collect();
    let left: f32 = kept
        .iter()
        .map(|at| {
            (0..3)
                .map(|c| (picture[*at][c] - levels[*at][c]).powi(2))
                .sum::<f32>()
                / 3.0
        })
        .sum();
    Some(Wall {
        levels,
        noise: (left / kept.len() as f32).sqrt(),
    })
}

/// Weights of six terms, by the normal equations.
fn least_squares(rows: impl Iterator<Item = ([f64; 6], f64)>) -> [f64; 6] {
    let mut system = [[0.0; 7]; 6];
    for (terms, value) in rows {
        for i in 0..6 {
            for j in 0..6 {
                system[i][j] += terms[i] * terms[j];
            }
            system[i][6] += terms[i] * value;
        }
    }
    for (i, row) in system.iter_mut().enumerate() {
        // A wall seen at one side only does not tell every term.
        row[i] += 1e-9;
    }
    for pivot in 0..6 {
        let best = (pivot..6)
            .max_by(|a, b| system[*a][pivot].abs().total_cmp(&system[*b][pivot].abs()))
            .unwrap_or(pivot);
        system.swap(pivot, best);
        let lead = system[pivot];
        for (i, row) in system.iter_mut().enumerate() {
            if i != pivot && lead[pivot] != 0.0 {
                let factor = row[pivot] / lead[pivot];
                for (value, lead) in row.iter_mut().zip(lead) {
                    *value -= factor * lead;
                }
            }
        }
    }
    std::array::from_fn(|i| {
        if system[i][i] == 0.0 {
            0.0
        } else {
            system[i][6] / system[i][i]
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lit_wall_is_found_behind_what_stands_before_it() {
        let (w, h) = (60, 50);
        let lit = |at: usize| {
            let (x, y) = ((at % w) as f32, (at / w) as f32);
            [200.0 - x, 180.0 + 0.5 * y, 90.0 + 0.01 * x * y]
        };
        let clear = |at: usize| !(20..40).contains(&(at % w)) || at / w < 10;
        let wall: Vec<bool> = (0..w * h).map(clear).collect();
        let picture: Vec<[f32; 3]> = (0..w * h)
            .map(|at| if clear(at) { lit(at) } else { [20.0; 3] })
            .collect();
        let found = fit(&picture, &wall, w, h, 3).unwrap();
        for at in 0..w * h {
            for c in 0..3 {
                assert!((found.levels[at][c] - lit(at)[c]).abs() < 0.5);
            }
        }
    }

    #[test]
    fn a_patterned_wall_is_none() {
        let (w, h) = (60, 50);
        let picture: Vec<[f32; 3]> = (0..w * h)
            .map(|at| {
                if (at / 7) % 2 == 0 {
                    [220.0; 3]
                } else {
                    [120.0; 3]
                }
            })
            .collect();
        assert!(fit(&picture, &vec![true; w * h], w, h, 3).is_none());
    }
}
