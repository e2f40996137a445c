//! Yes-or-no masks: growing, shrinking, reaching; and averages under a mask.

/// `mask` grown by a square of `2 × radius + 1` pixels.
pub(crate) fn grown(mask: &[bool], width: usize, height: usize, radius: usize) -> Vec<bool> {
    let across = |line: &mut dyn FnMut(usize) -> bool, n: usize, out: &mut dyn FnMut(usize)| {
        // Place just after the last true one seen, from the left; then from the right.
        let mut last: Option<usize> = None;
        let set: Vec<bool> = (0..n).map(line).collect();
        for (i, is_set) in set.iter().enumerate() {
            if *is_set {
                last = Some(i);
            }
            if last.is_some_and(|l| i - l <= radius) {
                out(i);
            }
        }
        let mut next: Option<usize> = None;
        for i in (0..n).rev() {
            if set[i] {
                next = Some(i);
            }
            if next.is_some_and(|l| l - i <= radius) {
                out(i);
            }
        }
    };
    let mut wide = vec![false; mask.len()];
    for y in 0..height {
        across(&mut |x| mask[y * width + x], width, &mut |x| {
            wide[y * width + x] = true
        });
    }
    let mut out = vec![false; mask.len()];
    for x in 0..width {
        across(&mut |y| wide[y * width + x], height, &mut |y| {
            out[y * width + x] = true
        });
    }
    out
}

/// `mask` shrunk by the same square; what lies outside the picture does not count.
pub(crate) fn shrunk(mask: &[bool], width: usize, height: usize, radius: usize) -> Vec<bool> {
    let inverse: Vec<bool> = mask.iter().map(|m| !m).collect();
    grown(&inverse, width, height, radius)
        .into_iter()
        .map(|m| !m)
        .collect()
}

/// The part of `open` that hangs together (in eight directions) with `seeds`.
pub(crate) fn reached(seeds: &[bool], open: &[bool], width: usize, height: usize) -> Vec<bool> {
    let mut out = seeds.to_vec();
    let mut todo: Vec<usize> = (0..seeds.len()).filter(|at| seeds[*at]).collect();
    while let Some(at) = todo.pop() {
        let (x, y) = (at % width, at / width);
        for ny in y.saturating_sub(1)..(y + 2).min(height) {
            for nx in x.saturating_sub(1)..(x + 2).min(width) {
                let n = ny * width + nx;
                if open[n] && !out[n] {
                    out[n] = true;
                    todo.push(n);
                }
            }
        }
    }
    out
}

/// Colours known at some pixels, spread to all the others: each gets a mean of
/// the known ones, the nearer the more. Averages of ever larger squares stand
/// in for one another wherever the smaller ones hold nothing known.
pub(crate) fn spread(
    colours: &[[f32; 3]],
    known: &[bool],
    width: usize,
    height: usize,
    smallest: usize,
) -> Vec<[f32; 3]> {
    let stride = width + 1;
    let mut sums = vec![[0.0_f64; 4]; stride * (height + 1)];
    for y in 0..height {
        let mut row = [0.0; 4];
        for x in 0..width {
            let at = y * width + x;
            if known[at] {
                for c in 0..3 {
                    row[c] += f64::from(colours[at][c]);
                }
                row[3] += 1.0;
            }
            let above = sums[y * stride + x + 1];
            sums[(y + 1) * stride + x + 1] = std::array::from_fn(|c| above[c] + row[c]);
        }
    }
    let mut out = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let mut mean = [0.0_f64; 4];
            let mut radius = smallest.max(1);
            loop {
                let (x0, x1) = (x.saturating_sub(radius), (x + radius + 1).min(width));
                let (y0, y1) = (y.saturating_sub(radius), (y + radius + 1).min(height));
                let sum: [f64; 4] = std::array::from_fn(|c| {
                    sums[y1 * stride + x1][c]
                        - sums[y0 * stride + x1][c]
                        - sums[y1 * stride + x0][c]
                        + sums[y0 * stride + x0][c]
                });
                // A larger square speaks only as far as the smaller did not.
                let whole = ((2 * smallest + 1) * (2 * smallest + 1)) as f64 / 3.0;
                let missing = (1.0 - mean[3]).max(0.0);
                let share = missing * (sum[3] / whole).min(1.0);
                if sum[3] > 0.0 {
                    for c in 0..3 {
                        mean[c] += share * sum[c] / sum[3];
                    }
                    mean[3] += share;
                }
                if mean[3] > 0.999 || radius > width.max(height) {
                    break;
                }
                radius *= 2;
            }
            let whole = mean[3].max(1e-9);
            out.push([0, 1, 2].map(|c| (mean[c] / whole) as f32));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask(rows: &[&str]) -> Vec<bool> {
        rows.iter()
            .flat_map(|r| r.bytes().map(|b| b == b'#'))
            .collect()
    }

    #[test]
    fn growing_and_shrinking() {
        let dot = mask(&[".....", ".....", "..#..", ".....", "....."]);
        let square = mask(&[".....", ".###.", ".###.", ".###.", "....."]);
        assert_eq!(grown(&dot, 5, 5, 1), square);
        assert_eq!(shrunk(&square, 5, 5, 1), dot);
    }

    #[test]
    fn what_hangs_together() {
        let seeds = mask(&["#....", ".....", "....."]);
        let open = mask(&["##..#", "..#.#", "....#"]);
        assert_eq!(
            reached(&seeds, &open, 5, 3),
            mask(&["##...", "..#..", "....."])
        );
    }

    #[test]
    fn spreading_keeps_what_is_known_alike_and_reaches_everywhere() {
        let colours = vec![[0.5, 0.25, 0.75]; 20 * 20];
        let mut known = vec![false; 400];
        known[0] = true;
        for got in spread(&colours, &known, 20, 20, 2) {
            assert!((got[0] - 0.5).abs() < 1e-5 && (got[2] - 0.75).abs() < 1e-5);
        }
    }
}
