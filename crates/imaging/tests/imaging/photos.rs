//! Real photographs, where there are any: `HUIZHI_PHOTOS` names their folder.

use std::path::PathBuf;

use imaging::{JpegTarget, Limits, decode, encode_jpeg};

fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("HUIZHI_PHOTOS")?);
    folder.is_dir().then_some(folder)
}

#[test]
fn all_decode() {
    let Some(folder) = folder() else {
        println!("no photographs; passed over");
        return;
    };
    let target = JpegTarget {
        dpi: 350,
        min_bytes: 0,
        max_bytes: 60_000,
        min_quality: 1,
    };
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let known = path.extension().is_some_and(|e| e == "jpg" || e == "png");
        if !known {
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let picture = decode(&bytes, &Limits::default())
            .unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        assert!(picture.image.width() > 100);
        if bytes.len() < 200_000 {
            let file = encode_jpeg(&picture.image, &target);
            assert!(
                file.is_ok() || picture.image.width() > 600,
                "{}",
                path.display()
            );
        }
    }
}
