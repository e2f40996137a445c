//! What a clerk does, at the window.

use crate::inspector;
use crate::session::Window;
use crate::stage::Stage;

pub(crate) fn sign_in(window: &Window<'_>, stage: &Stage) {
    let once = stage.hires("wang", "clerk");
    inspector::sign_in(window, "wang", &once);
    window.find("form.ask");
}

/// The number alone shows nothing.
pub(crate) fn asks_for_the_person_too(window: &Window<'_>, number: &str) {
    window.go("/counter");
    window.fill("number", number);
    window.find("form.ask button").click();
    window.sees("p", "只凭回执号不能看照片");
}

/// Types as a scanner does, then whose it is to be.
pub(crate) fn look_up(window: &Window<'_>, number: &str, person: &str) {
    window.go("/counter");
    window.fill("number", number);
    window.fill("person", person);
    window.find("form.ask button").click();
    window.find(".state-word");
}

/// The bytes behind the window's download.
pub(crate) fn handed_over(window: &Window<'_>) -> Vec<u8> {
    let link = window.find("a[download]").attribute("href");
    window.bytes(&link)
}
