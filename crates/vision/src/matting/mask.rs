//! Masks and what lies beside them.

use std::ops::BitOr;

/// For each place of `values` (rows of `width`) all that is at it and its eight neighbours.
pub(super) fn around<T: Copy + BitOr<Output = T>>(values: &[T], width: usize) -> Vec<T> {
    let mut across = values.to_vec();
    for (out, row) in across
        .chunks_exact_mut(width)
        .zip(values.chunks_exact(width))
    {
        join(&mut out[..width - 1], &row[1..]);
        join(&mut out[1..], &row[..width - 1]);
    }
    let mut out = across.clone();
    join_rows(&mut out, &across, width);
    out
}

/// The mask and its four neighbours.
pub(super) fn with_four_neighbours(mask: &[bool], width: usize) -> Vec<bool> {
    let mut out = mask.to_vec();
    for (out, row) in out.chunks_exact_mut(width).zip(mask.chunks_exact(width)) {
        join(&mut out[..width - 1], &row[1..]);
        join(&mut out[1..], &row[..width - 1]);
    }
    join_rows(&mut out, mask, width);
    out
}

/// The places of a mask, in order.
pub(super) fn places(mask: &[bool]) -> impl Iterator<Item = usize> {
    mask.iter()
        .enumerate()
        .filter(|(_, m)| **m)
        .map(|(at, _)| at)
}

/// Joins each row with those of `values` above and below it.
fn join_rows<T: Copy + BitOr<Output = T>>(out: &mut [T], values: &[T], width: usize) {
    let beyond = values.len() - width.min(values.len());
    join(&mut out[..beyond], &values[values.len() - beyond..]);
    let from = out.len() - beyond;
    join(&mut out[from..], &values[..beyond]);
}

fn join<T: Copy + BitOr<Output = T>>(out: &mut [T], more: &[T]) {
    for (out, more) in out.iter_mut().zip(more) {
        *out = *out | *more;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rows: &[&str]) -> Vec<bool> {
        rows.iter()
            .flat_map(|row| row.bytes())
            .map(|c| c == b'#')
            .collect()
    }

    #[test]
    fn a_mask_grows_over_its_neighbours_and_not_over_the_edges() {
        let check = |mask: &[&str], eight: &[&str], four: &[&str]| {
            let width = mask[0].len();
            assert_eq!(around(&read(mask), width), read(eight), "{mask:?}");
            assert_eq!(
                with_four_neighbours(&read(mask), width),
                read(four),
                "{mask:?}"
            );
        };
        check(
            &["....", "....", "..#.", "...."],
            &["....", ".###", ".###", ".###"],
            &["....", "..#.", ".###", "..#."],
        );
        check(
            &["...#", "....", "#..."],
            &["..##", "####", "##.."],
            &["..##", "#..#", "##.."],
        );
        check(&["#..#."], &["#####"], &["#####"]);
        check(
            &["#", ".", ".", "."],
            &["#", "#", ".", "."],
            &["#", "#", ".", "."],
        );
        check(&["#"], &["#"], &["#"]);
    }
}
