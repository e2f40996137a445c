//! What an inspector does, at a desk.

use crate::house::{House, PASSWORD};
use crate::session::Window;

/// The first operator's first sign-in, with a password of their own.
pub(crate) fn sign_in_first(desk: &Window<'_>, house: &House) {
    let once = house.service.password.as_ref().expect("a first start");
    sign_in(desk, "operator", once);
}

/// Signs in with a one-time password, chooses an own one, and signs in with it.
pub(crate) fn sign_in(desk: &Window<'_>, name: &str, once: &str) {
    desk.go("/desk/sign-in");
    give(desk, name, once);
    desk.fill("old", once);
    desk.fill("new", PASSWORD);
    desk.fill("again", PASSWORD);
    desk.find("form[action='/desk/account/password'] .button-action")
        .click();
    desk.find("form[action='/desk/sign-in']");
    give(desk, name, PASSWORD);
    desk.find("nav.bar-links");
}

fn give(desk: &Window<'_>, name: &str, password: &str) {
    desk.fill("name", name);
    desk.fill("password", password);
    desk.find("form[action='/desk/sign-in'] .button-action")
        .click();
}

pub(crate) fn take_next(desk: &Window<'_>) {
    desk.go("/desk");
    desk.find("[data-key=Enter]").click();
    desk.find("form.decision");
}

/// Moves the crop: the photo is made anew and can be put back.
pub(crate) fn nudge(desk: &Window<'_>) {
    desk.find("[data-nudge='+']").click();
    desk.find(".nudges form:last-child .nudge:not([data-nudge])")
        .click();
    desk.find("form.decision");
}

/// By its key: opens the reasons, ticks one, sends.
pub(crate) fn reject(desk: &Window<'_>, digit: &str) {
    desk.press("r");
    desk.press(digit);
    desk.find(&format!("[data-digit='{digit}']:checked"));
    desk.look("case-rejecting");
    desk.press("\u{e007}");
    desk.find(".undo");
}

pub(crate) fn reject_by_form(desk: &Window<'_>) {
    if desk.find("[data-reject]").attribute("open").is_empty() {
        desk.click("退回");
    }
    desk.find(".reject input[name=reason]").click();
    desk.find(".reject .button-danger").click();
    desk.find(".undo");
}
