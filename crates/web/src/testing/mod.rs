//! Test harness of this crate: a running [`Service`], a [`Browser`] and a
//! [`Program`] as clients, and an [`Answer`] with assertions.
//!
//! Tests call no function of `usecases` directly: `set_up.rs` does.

mod answer;
mod browser;
mod program;
mod service;
mod set_up;
mod wire;

pub(crate) use answer::Answer;
pub(crate) use browser::Browser;
pub(crate) use program::Program;
pub(crate) use service::{Service, settings};
pub(crate) use set_up::{Order, PASSWORD, Stage};
pub(crate) use wire::{Installation, Sender};

/// The portrait of the repository, a PNG. Its face has too few pixels for any
/// document.
pub(crate) fn portrait() -> Vec<u8> {
    include_bytes!("../../../../assets/pictures/astronaut.png").to_vec()
}

/// The portrait enlarged three times, a JPEG: enough pixels for every document.
pub(crate) fn large_portrait() -> Vec<u8> {
    use imaging::{Affine, JpegTarget, Limits, decode, encode_jpeg, warp};
    let small = decode(&portrait(), &Limits::default()).unwrap().image;
    let (width, height) = (small.width() * 3, small.height() * 3);
    let large = warp(&small, &Affine::scaling(3.0), width, height).image;
    let target = JpegTarget {
        dpi: 96,
        min_bytes: 0,
        max_bytes: 2_000_000,
        min_quality: 50,
    };
    encode_jpeg(&large, &target).unwrap().bytes
}

/// The rows of a table: one per line, `N` cells separated by `|`. The last cell
/// takes the rest of its line; missing cells are empty.
pub(crate) fn rows<const N: usize>(table: &str) -> Vec<[&str; N]> {
    let row = |line| {
        let mut cells = str::splitn(line, N, '|').map(str::trim);
        std::array::from_fn(|_| cells.next().unwrap_or_default())
    };
    table.trim().lines().map(row).collect()
}
