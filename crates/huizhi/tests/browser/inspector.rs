//! What an inspector does, at a desktop.

use crate::session::Window;
use crate::stage::{PASSWORD, Stage};

const SIGN_IN: &str = "form[action='/desk/sign-in']";

/// The first operator's first sign-in, with a password of their own.
pub(crate) fn sign_in_first(desktop: &Window<'_>, stage: &Stage) {
    let once = stage.service.password.as_ref().expect("a first start");
    sign_in(desktop, "operator", once);
}

/// Signs in with a one-time password, chooses an own one, and signs in with it.
pub(crate) fn sign_in(desktop: &Window<'_>, name: &str, once: &str) {
    desktop.go("/desk/sign-in");
    give(desktop, name, once);
    desktop.fill("old", once);
    desktop.fill("new", PASSWORD);
    desktop.fill("again", PASSWORD);
    desktop
        .find("form[action='/desk/account/password'] .button-action")
        .click();
    give(desktop, name, PASSWORD);
    desktop.find("nav.bar-links");
}

/// Fills the sign-in page in and sends it.
pub(crate) fn give(desktop: &Window<'_>, name: &str, password: &str) {
    desktop.fill_in(SIGN_IN, "name", name);
    desktop.fill_in(SIGN_IN, "password", password);
    desktop.find(&format!("{SIGN_IN} .button-action")).click();
}

pub(crate) fn take_next(desktop: &Window<'_>) {
    desktop.go("/desk");
    desktop.find("[data-key=Enter]").click();
    desktop.find("form.decision");
}

/// Moves the crop: the photo is made anew and can be put back.
pub(crate) fn nudge(desktop: &Window<'_>) {
    desktop.find("[data-nudge='+']").click();
    desktop
        .find(".nudges form:last-child .nudge:not([data-nudge])")
        .click();
    desktop.find("form.decision");
}

/// By its key: opens the reasons, ticks one, sends.
pub(crate) fn reject(desktop: &Window<'_>, digit: &str) {
    desktop.press("r");
    desktop.press(digit);
    desktop.find(&format!("[data-digit='{digit}']:checked"));
    desktop.look("case-rejecting");
    desktop.press("\u{e007}");
    desktop.find(".undo");
}

pub(crate) fn reject_by_form(desktop: &Window<'_>) {
    if desktop.find("[data-reject]").attribute("open").is_empty() {
        desktop.click("退回");
    }
    desktop.find(".reject input[name=reason]").click();
    desktop.find(".reject .button-danger").click();
    desktop.find(".undo");
}
