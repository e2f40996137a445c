//! What a coarser level has settled.

use super::mask::around;

/// Alpha beyond these is settled at a coarse level, if its neighbours agree.
const SETTLED: f32 = 0.06;

/// What is said of a coarse pixel and its neighbours, joined by "or".
const EMPTY: u8 = 1;
const WHOLE: u8 = 2;
const OPEN: u8 = 4;

/// Takes out of `unknown` (rows of `width`) what the coarser level has settled: pixels within
/// a neighbourhood there that is plainly 0 or plainly 1. They get that value
/// in `alpha`.
pub(super) fn settle(
    unknown: &mut [bool],
    alpha: &mut [f32],
    width: usize,
    coarse_alpha: &[f32],
    coarse_width: usize,
) {
    let plain: Vec<u8> = coarse_alpha
        .iter()
        .map(|a| match *a {
            a if a <= SETTLED => EMPTY,
            a if a >= 1.0 - SETTLED => WHOLE,
            _ => OPEN,
        })
        .collect();
    let agreed = around(&plain, coarse_width);
    for (at, open) in unknown.iter_mut().enumerate().filter(|(_, open)| **open) {
        let value = match agreed[at / width / 2 * coarse_width + at % width / 2] {
            EMPTY => 0.0,
            WHOLE => 1.0,
            _ => continue,
        };
        alpha[at] = value;
        *open = false;
    }
}
