//! What a scanner reads off a phone's screen: zbar on the page's picture.

use std::process::Command;

use crate::session::Window;

pub(crate) struct Scanned {
    /// The number of the bars.
    pub(crate) code39: String,
    /// The words of the square.
    pub(crate) qr: String,
}

pub(crate) fn of_screen(window: &Window<'_>) -> Scanned {
    let picture = window.look("scanned");
    let read = Command::new("zbarimg")
        .args(["--quiet", "-Sdisable", "-Scode39.enable", "-Sqrcode.enable"])
        .arg(picture)
        .output()
        .expect("zbarimg is there: scripts/browser-test installs it");
    let text = String::from_utf8(read.stdout).unwrap();
    let of = |kind: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(kind));
        line.unwrap_or_else(|| panic!("no {kind} in {text:?}"))
            .to_owned()
    };
    Scanned {
        code39: of("CODE-39:"),
        qr: of("QR-Code:"),
    }
}
