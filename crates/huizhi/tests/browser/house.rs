//! A service on an empty data folder, a browser beside it, and a picture to hand
//! over.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::program::{HUIZHI, Service};
use crate::session::Browser;

/// What the staff choose in place of their one-time passwords.
pub(crate) const PASSWORD: &str = "violet harbour ninety-two";

/// The committed portrait is an official one: it smiles.
const LENIENT: &str = r#"
[smile]
unit = "number"
pass-max = 1.0
fail-max = 1.0
source = { cite = "a test", confidence = "D" }

[mouth-open]
unit = "number"
pass-max = 1.0
fail-max = 1.0
source = { cite = "a test", confidence = "D" }
"#;

/// A test presses faster than people do.
const SETTINGS: &str = "[limits]\npages_per_minute = 100000\nwrites_per_minute = 100000\n";

pub(crate) struct House {
    pub(crate) browser: Browser,
    pub(crate) service: Service,
    /// A JPEG that may be handed over.
    pub(crate) picture: PathBuf,
    folder: tempfile::TempDir,
}

impl House {
    pub(crate) fn open(journey: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir_all(at("catalogue")).unwrap();
        std::fs::write(at("catalogue/checks.toml"), LENIENT).unwrap();
        std::fs::create_dir_all(at("data")).unwrap();
        std::fs::write(at("data/settings.toml"), SETTINGS).unwrap();
        std::fs::write(at("portrait.jpg"), portrait()).unwrap();
        let catalogue = at("catalogue");
        let more = ["--catalogue", catalogue.to_str().unwrap()];
        let service = Service::start(&at("data"), &more);
        Self {
            browser: Browser::new(&service.url, journey),
            picture: at("portrait.jpg"),
            service,
            folder,
        }
    }

    /// Adds a colleague with this role; their one-time password.
    pub(crate) fn hires(&self, name: &str, role: &str) -> String {
        let added = Command::new(HUIZHI)
            .args([
                "--lang", "en", "staff", "add", name, "--role", role, "--data",
            ])
            .arg(self.folder.path().join("data"))
            .output()
            .unwrap();
        let said =
            String::from_utf8(added.stdout).unwrap() + &String::from_utf8_lossy(&added.stderr);
        let password = said
            .split_whitespace()
            .find(|word| word.matches('-').count() == 3);
        password.unwrap_or_else(|| panic!("{said}")).to_owned()
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
