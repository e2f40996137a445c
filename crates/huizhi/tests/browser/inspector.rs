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
    desktop.turns(|| desktop.find("[data-key=Enter]").click());
    desktop.find("form.decision");
}

/// Moves the crop: the photo is made anew and can be put back.
pub(crate) fn nudge(desktop: &Window<'_>) {
    let back = ".nudges form:last-of-type .nudge:not([data-nudge])";
    desktop.turns(|| desktop.find("[data-nudge='+']").click());
    desktop.turns(|| desktop.find(back).click());
    desktop.find("form.decision");
}

/// By its key: opens the reasons, ticks one, sends.
pub(crate) fn reject(desktop: &Window<'_>, digit: &str) {
    desktop.press("r");
    pictures_are_in_view(desktop);
    desktop.press(digit);
    desktop.find(&format!("[data-digit='{digit}']:checked"));
    desktop.look("case-rejecting");
    // Down to the last of the reasons.
    for _ in 0..REASONS {
        desktop.press(DOWN);
    }
    desktop.find("[name=reason]:focus");
    pictures_are_in_view(desktop);
    desktop.turns(|| desktop.press(ENTER));
    desktop.find(".undo");
}

const DOWN: &str = "\u{e015}";
pub(crate) const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
/// At least as many as the catalogue has.
const REASONS: usize = 70;

/// Original and photo lie within the window, whole.
pub(crate) fn pictures_are_in_view(desktop: &Window<'_>) {
    let inside = "return [...document.querySelectorAll('.case-side .shot')].map((shot) => {
        const { top, bottom, left, right } = shot.getBoundingClientRect();
        return top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
    })";
    let inside = desktop.evaluate(inside);
    let inside = inside.as_array().unwrap();
    assert_eq!(inside.len(), 2, "the original and the photo");
    assert!(
        inside.iter().all(|one| one == true),
        "out of view: {inside:?}"
    );
}

/// The reasons by typing, one table row a word: Chinese, pinyin, initials. Nothing is
/// sent while words stand there; Escape closes.
pub(crate) fn filters_reasons(desktop: &Window<'_>) {
    for (typed, reason) in [("红眼", "red-eye"), ("hongyan", "red-eye"), ("pmjwg", "")] {
        desktop.press("r");
        for letter in typed.chars() {
            desktop.press(&letter.to_string());
        }
        let shown = "return [...document.querySelectorAll('[name=reason]')]
            .filter((box) => box.checkVisibility()).map((box) => box.value).join(' ')";
        assert_eq!(desktop.evaluate(shown), reason, "{typed}");
        pictures_are_in_view(desktop);
        desktop.press(ENTER);
        desktop.find("form.decision");
        for _ in typed.chars() {
            desktop.press(BACKSPACE);
        }
        desktop.press(ESCAPE);
        desktop.find("[data-reject]:not([open])");
    }
    desktop.find("[value=red-eye]:checked");
}

const BACKSPACE: &str = "\u{e003}";

/// Keys that a decision takes, counted over orders in a row: one to approve, at most
/// four to send back, whichever reason.
pub(crate) fn sends_back_by_initials(desktop: &Window<'_>) {
    let keys = ["r", "逆", ENTER, ENTER];
    assert!(keys.len() <= MOST_KEYS);
    let [opens, typed, ticks, sends] = keys;
    for key in [opens, typed, ticks] {
        desktop.press(key);
    }
    desktop.turns(|| desktop.press(sends));
    desktop.find(".undo");
    desktop.turns(|| desktop.press("u"));
    desktop.find("form.decision");
}

/// Most keys of a decision to send back.
pub(crate) const MOST_KEYS: usize = 4;

/// A colleague is asked with a note, and the order is taken back.
pub(crate) fn asks_a_colleague(desktop: &Window<'_>) {
    desktop.press("s");
    desktop.find("[data-second] [name=note]:focus");
    desktop.look("case-second");
    for letter in "眉毛".chars() {
        desktop.press(&letter.to_string());
    }
    desktop.turns(|| desktop.press(ENTER));
    desktop.sees("[role=status]", "可以收回");
    desktop.turns(|| desktop.press("u"));
    desktop.find("form.decision");
}

/// Alone there is nobody to ask, and the page says so.
pub(crate) fn has_nobody_to_ask(desktop: &Window<'_>) {
    desktop.press("s");
    desktop.sees("p", "没有别的审核员");
    desktop.press(ESCAPE);
}

pub(crate) fn reject_by_form(desktop: &Window<'_>) {
    if desktop.find("[data-reject]").attribute("open").is_empty() {
        desktop.click("退回");
    }
    desktop
        .find(".reject input[name=reason]:not(:checked)")
        .click();
    desktop.find(".reject .button-danger").click();
    desktop.find(".undo");
}

/// By what a person at the desk says of themselves, and for a reason.
pub(crate) fn finds_the_order(desktop: &Window<'_>, order: &str) {
    desktop.go("/office/orders");
    desktop.look("office-orders");
    desktop.fill("sought", "138 0013 8000");
    desktop.find("#f-why option[value=asked]").click();
    desktop.turns(|| desktop.click("查找"));
    desktop.sees("[role=status]", "找到 1 份");
    desktop.look("office-orders-found");
    desktop
        .find(&format!("a[href='/office/orders/{order}']"))
        .click();
    desktop.sees("h1", "订单");
    desktop.find("#f-why option[value=asked]").click();
    desktop.turns(|| desktop.click("看申请人是谁"));
    desktop.sees("dd", "李小明");
    desktop.look("office-order");
}
