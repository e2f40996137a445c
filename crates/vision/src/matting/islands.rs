//! Faint islands: what a mark on the wall leaves in the band beside a person.
//!
//! Hysteresis (Canny 1986, "A Computational Approach to Edge Detection", section
//! VIII): faint coverage belongs to the person where it hangs together with
//! plain coverage, and to the wall elsewhere. Plain islands stay: hair curls out
//! of the band and back.

use super::refine::window;

/// Coverage from which a pixel is plainly of the person.
const PLAIN: f32 = 0.5;
/// Coverage below which a pixel joins nothing, and stays only as the soft edge
/// of a neighbour that stays. From 0.02 to 0.06 the error against known alpha is
/// the same over 44 composed portraits; at 0.1 it grows, for thin hair goes too.
const FAINT: f32 = 0.04;

/// Sets `alpha` (rows of `width`, 0..1) to 0 where it hangs together with
/// nothing.
pub(super) fn without_islands(alpha: &mut [f32], width: usize) {
    let height = alpha.len() / width;
    let around = |at: usize| {
        let (pixels, count) = window(at % width, at / width, width, height);
        pixels.into_iter().take(count)
    };
    let mut kept: Vec<bool> = alpha.iter().map(|a| *a >= PLAIN).collect();
    let joins = |at: usize, kept: &[bool]| alpha[at] >= FAINT && !kept[at];
    let mut open: Vec<usize> = (0..alpha.len())
        .filter(|at| joins(*at, &kept) && around(*at).any(|near| kept[near]))
        .collect();
    for at in &open {
        kept[*at] = true;
    }
    while let Some(at) = open.pop() {
        for near in around(at) {
            if joins(near, &kept) {
                kept[near] = true;
                open.push(near);
            }
        }
    }
    for (at, value) in alpha.iter_mut().enumerate() {
        if *value > 0.0 && !kept[at] && !around(at).any(|near| kept[near]) {
            *value = 0.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of alpha: `#` 1, a digit that many tenths, `,` 0.02, `.` 0.
    fn read(rows: &[&str]) -> Vec<f32> {
        let value = |c: u8| match c {
            b'#' => 1.0,
            b',' => 0.02,
            b'.' => 0.0,
            digit => f32::from(digit - b'0') / 10.0,
        };
        rows.iter().flat_map(|row| row.bytes()).map(value).collect()
    }

    #[test]
    fn what_hangs_together_with_nothing_goes() {
        let check = |before: &[&str], after: &[&str]| {
            let mut alpha = read(before);
            without_islands(&mut alpha, before[0].len());
            assert_eq!(alpha, read(after), "{before:?}");
        };
        // A mark on the wall, and the haze around it.
        check(
            &["##1....", "##1.,,,", "##1.,3,", "##1.,,,"],
            &["##1....", "##1....", "##1....", "##1...."],
        );
        // A strand that thins out, aslant, and its soft edge.
        check(
            &["#3...,", ".,2.1,", "...1,."],
            &["#3...,", ".,2.1,", "...1,."],
        );
        // Haze that reaches the person through next to nothing.
        check(&["#1,,3"], &["#1,.."]);
        // A curl outside.
        check(&["#1..141"], &["#1....."]);
        check(&["#1..161"], &["#1..161"]);
        // Soft from end to end; nobody at all.
        check(&["#98765421,."], &["#98765421,."]);
        check(&["..4.."], &["....."]);
        check(&["....."], &["....."]);
    }
}
