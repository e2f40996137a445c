//! What the program is started on: an empty data folder with settings, a
//! catalogue the committed portrait passes, and that portrait as a JPEG.

use std::path::{Path, PathBuf};

/// The committed portrait is an official one: it smiles.
const LENIENT: &str = include_str!("lenient.toml");

/// A test presses faster than people do.
const SETTINGS: &str = "[limits]\npages_per_minute = 1000000\nwrites_per_minute = 1000000\n";

pub(crate) struct Ground {
    pub(crate) data: PathBuf,
    pub(crate) catalogue: PathBuf,
    /// A JPEG that may be handed over.
    pub(crate) picture: PathBuf,
}

impl Ground {
    pub(crate) fn laid_out(folder: &Path) -> Self {
        let ground = Self {
            data: folder.join("data"),
            catalogue: folder.join("catalogue"),
            picture: folder.join("portrait.jpg"),
        };
        std::fs::create_dir(&ground.catalogue).unwrap();
        std::fs::write(ground.catalogue.join("checks.toml"), LENIENT).unwrap();
        std::fs::create_dir(&ground.data).unwrap();
        std::fs::write(ground.data.join("settings.toml"), SETTINGS).unwrap();
        std::fs::write(&ground.picture, portrait()).unwrap();
        ground
    }
}

/// The committed portrait at three times its size, which gives the face enough
/// pixels for a document.
fn portrait() -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/pictures/astronaut.png");
    let bytes = std::fs::read(path).unwrap();
    let small = imaging::decode(&bytes, &imaging::Limits::default())
        .unwrap()
        .image;
    let (width, height) = (small.width() * 3, small.height() * 3);
    let large = imaging::warp(&small, &imaging::Affine::scaling(3.0), width, height).image;
    let target = imaging::JpegTarget {
        dpi: 96,
        min_bytes: 0,
        max_bytes: 2_000_000,
        min_quality: 50,
    };
    imaging::encode_jpeg(&large, &target).unwrap().bytes
}
