//! The journeys without a pointer: the next thing is reached by Tab, pressed by
//! Enter or Space.

use std::path::Path;

use crate::applicant::IDENTITY;
use crate::inspector;
use crate::session::Window;
use crate::stage::Stage;

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const SPACE: &str = " ";

/// The most steps from one end of a page to the other.
const STEPS: usize = 120;

/// Goes on by Tab until the focus is on what says so or is called so; it must be
/// seen to have the focus.
pub(crate) fn reaches(window: &Window<'_>, what: &str) {
    let focus = "const e = document.activeElement, style = getComputedStyle(e);
        const label = e.labels?.[0]?.innerText ?? '';
        return [(e.innerText || e.getAttribute('aria-label') || label).trim(), e.name ?? '',
                style.outlineStyle !== 'none' || style.boxShadow !== 'none'
                || getComputedStyle(e.closest('label, .search-field') ?? e).outlineStyle !== 'none']";
    for _ in 0..STEPS {
        window.press(TAB);
        let here = window.evaluate(focus);
        let said = |i: usize| here[i].as_str().unwrap_or_default();
        if said(0).starts_with(what) || said(1) == what {
            assert_eq!(here[2], true, "{what} does not show that it has the focus");
            return;
        }
    }
    panic!("{what} is not reached by Tab on {}", window.path());
}

fn presses(window: &Window<'_>, what: &str) {
    reaches(window, what);
    window.press(ENTER);
}

fn types(window: &Window<'_>, name: &str, text: &str) {
    reaches(window, name);
    for letter in text.chars() {
        window.press(&letter.to_string());
    }
}

/// A file dialog is the system's own; its choice is given to the field that has
/// the focus.
fn hands_over(phone: &Window<'_>, picture: &Path) {
    phone.find("#album");
    reaches(phone, "picture");
    phone.find("#album:focus").types(picture.to_str().unwrap());
    phone.sees("h2", "量出来的尺寸");
    presses(phone, "就用这张");
}

pub(crate) fn applies(phone: &Window<'_>, picture: &Path) {
    phone.go("/");
    presses(phone, "办理回执");
    phone.sees("h1", "证件");
    presses(phone, "居民身份证");
    phone.find("[name=q]");
    types(phone, "q", "shenzhen");
    phone.press(ENTER);
    phone.sees("main", "深圳");
    phone.sees("button", "下一步");
    presses(phone, "下一步");
    hands_over(phone, picture);
    phone.find("#f-name");
    types(phone, "name", "Li Xiaoming");
    types(phone, "number", IDENTITY);
    types(phone, "phone", "13800138000");
    reaches(phone, "face_data");
    phone.press(SPACE);
    presses(phone, "下一步");
    hands_in(phone);
}

fn hands_in(phone: &Window<'_>) {
    phone.sees("button", "提交");
    presses(phone, "提交");
    phone.sees("h1", "待审核");
}

pub(crate) fn hands_in_again(phone: &Window<'_>, picture: &Path) {
    presses(phone, "重新提交（免费）");
    hands_over(phone, picture);
    hands_in(phone);
}

pub(crate) fn rejects(desktop: &Window<'_>, stage: &Stage) {
    inspector::sign_in_first(desktop, stage);
    desktop.go("/desk");
    takes(desktop);
    inspector::has_nobody_to_ask(desktop);
    desktop.press("r");
    desktop.press("2");
    desktop.turns(|| desktop.press(ENTER));
    desktop.find(".undo");
    // Taken back, and decided again.
    desktop.turns(|| desktop.press("u"));
    desktop.find("form.decision");
    desktop.press("r");
    desktop.press("1");
    desktop.turns(|| desktop.press(ENTER));
    desktop.find(".undo");
}

fn takes(desktop: &Window<'_>) {
    desktop.turns(|| presses(desktop, "取下一份"));
    desktop.find("form.decision");
}

pub(crate) fn approves(desktop: &Window<'_>) {
    desktop.go("/desk");
    takes(desktop);
    for key in ["l", "z", "h", "a"] {
        desktop.press(key);
    }
    desktop.find(".undo");
}
