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

/// 核销 is in view without scrolling, and on its key though the field has the focus.
pub(crate) fn uses_up_by_its_key(window: &Window<'_>) {
    let inside = "scrollTo(0, 0);
        const { top, bottom } = document.querySelector('[data-key=F9]').getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight";
    assert_eq!(window.evaluate(inside), true, "核销 is out of view");
    window.find("[name=number]").click();
    window.press(F9);
}

const F9: &str = "\u{e039}";
