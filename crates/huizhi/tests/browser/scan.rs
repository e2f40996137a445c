//! What a scanner reads off a phone's screen: zbar on the page's picture.

use std::process::Command;

use crate::session::Window;

pub(crate) struct Scanned {
    /// The number of the bars.
    pub(crate) code39: String,
    /// The words of the square.
    pub(crate) qr: String,
}

/// The words of the one square on the page.
pub(crate) fn square(window: &Window<'_>) -> String {
    let text = read(window, "scanned-square");
    let square = text.trim().strip_prefix("QR-Code:");
    square
        .unwrap_or_else(|| panic!("no square in {text:?}"))
        .to_owned()
}

fn read(window: &Window<'_>, name: &str) -> String {
    let picture = window.look(name);
    let read = Command::new("zbarimg")
        .args(["--quiet", "-Sdisable", "-Scode39.enable", "-Sqrcode.enable"])
        .arg(picture)
        .output()
        .expect("zbarimg is there: scripts/browser-test installs it");
    String::from_utf8(read.stdout).unwrap()
}

pub(crate) fn of_screen(window: &Window<'_>) -> Scanned {
    let text = read(window, "scanned");
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
