//! The harness of this crate's tests: a [`Service`] that is started, a [`Browser`]
//! and a [`Program`] that ask it, and an [`Answer`] that asserts about itself.
//!
//! Tests call no function of `usecases`: `set_up.rs` does, in a few helpers.

mod answer;
mod browser;
mod program;
mod service;
mod set_up;

pub(crate) use answer::Answer;
pub(crate) use browser::Browser;
pub(crate) use program::Program;
pub(crate) use service::{Service, settings};
pub(crate) use set_up::Stage;

/// The committed portrait, a PNG. Its face has too few pixels for any document.
pub(crate) fn portrait() -> Vec<u8> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../assets/pictures/astronaut.png"
    );
    std::fs::read(path).unwrap()
}

/// The portrait three times as large, a JPEG: enough pixels for every document.
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

/// A table's rows: a line each, of `N` cells with `|` between them. The last cell
/// takes the rest of its line; cells that are missing are empty.
pub(crate) fn rows<const N: usize>(table: &str) -> Vec<[&str; N]> {
    let row = |line| {
        let mut cells = str::splitn(line, N, '|').map(str::trim);
        std::array::from_fn(|_| cells.next().unwrap_or_default())
    };
    table.trim().lines().map(row).collect()
}
