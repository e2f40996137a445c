//! The photo corrected by hand: by mouse, by keys, by a finger, and without scripts.

use serde_json::Value;

use crate::inspector;
use crate::session::Window;
use crate::stage::PASSWORD;

const CANVAS: &str = "[data-canvas]:not([hidden])";
const CONTROL: &str = "\u{e009}";
const SHIFT: &str = "\u{e008}";
const RIGHT: &str = "\u{e014}";

/// From the order, by its key.
pub(crate) fn opens(desktop: &Window<'_>) {
    desktop.turns(|| desktop.press("e"));
    desktop.find(CANVAS);
    desktop.look("opened");
}

fn figure(window: &Window<'_>, name: &str) -> f64 {
    let value = window.find(&format!("[name={name}]")).property("value");
    value.parse().unwrap_or_else(|_| panic!("{name}: {value}"))
}

/// The strokes that would be sent.
fn strokes(window: &Window<'_>) -> Vec<Value> {
    let text = window.find("[name=strokes]").property("value");
    serde_json::from_str(&text).unwrap()
}

/// Far away it says so; a little is within the ranges; each is undone and done again.
pub(crate) fn drags_the_crop(desktop: &Window<'_>) {
    let table = "return document.querySelector('.figures').innerText";
    let before = desktop.evaluate(table);
    desktop.drag(CANVAS, &[(0, 0), (100, 30), (220, 60)]);
    let far = figure(desktop, "right");
    assert!(far > 50.0, "{far}");
    desktop.sees("[role=status]", "超出了范围");
    assert_ne!(
        desktop.evaluate(table),
        before,
        "the rules go with the head"
    );
    desktop.look("dragged-far");
    desktop.press_with(&[CONTROL], "z");
    assert_eq!(
        (figure(desktop, "right"), figure(desktop, "down")),
        (0.0, 0.0)
    );
    assert_eq!(desktop.evaluate(table), before);
    assert_eq!(desktop.count("[data-beyond]:not([hidden])"), 0);
    desktop.press_with(&[CONTROL, SHIFT], "z");
    assert_eq!(figure(desktop, "right"), far);
    desktop.press_with(&[CONTROL], "z");
    // By keys: one pixel to the right.
    desktop.press(RIGHT);
    assert_eq!(figure(desktop, "right"), 1.0);
    desktop.press("+");
    assert_eq!(figure(desktop, "scale"), 1.01);
}

/// At 400 %: a stroke, taken back, another.
pub(crate) fn paints_and_undoes(desktop: &Window<'_>) {
    desktop.press("x");
    desktop.press("z");
    desktop.press("z");
    desktop.find("[name=zoom][value='4']:checked");
    desktop.drag(CANVAS, &[(-200, 100), (-150, 140), (-100, 180)]);
    let first = strokes(desktop);
    assert_eq!(first.len(), 1);
    assert_eq!(first[0]["kind"], "remove");
    assert!(
        first[0]["points"].as_array().unwrap().len() > 2,
        "{first:?}"
    );
    desktop.press_with(&[CONTROL], "z");
    assert_eq!(strokes(desktop).len(), 0);
    desktop.press("v");
    desktop.drag(CANVAS, &[(200, 100), (150, 140)]);
    // And with the keyboard: down, along, up.
    for key in ["x", " ", RIGHT, RIGHT, RIGHT, " "] {
        desktop.press(key);
    }
    let kinds = |strokes: &[Value]| -> Vec<String> {
        let kind = |stroke: &Value| stroke["kind"].as_str().unwrap().to_owned();
        strokes.iter().map(kind).collect()
    };
    assert_eq!(kinds(&strokes(desktop)), ["restore", "remove"]);
    desktop.look("painted");
}

fn photo(window: &Window<'_>, case: &str) -> Vec<u8> {
    window.bytes(&format!("{case}/photo.jpg"))
}

/// A try shows the photo and stores nothing; what was painted is still there.
pub(crate) fn tries(desktop: &Window<'_>, case: &str) {
    let before = photo(desktop, case);
    let painted = strokes(desktop);
    desktop.turns(|| desktop.press("t"));
    desktop.find("[data-told]");
    desktop.find(CANVAS);
    desktop.look("tried");
    // One goes on where one was.
    desktop.find("[name=zoom][value='4']:checked");
    desktop.find("[name=tool][value=remove]:checked");
    assert_eq!(strokes(desktop), painted);
    assert_eq!(photo(desktop, case), before, "a try was stored");
    // Strokes of before the try are undone too.
    desktop.press_with(&[CONTROL], "z");
    assert_eq!(strokes(desktop).len(), painted.len() - 1);
    desktop.press_with(&[CONTROL, SHIFT], "z");
    // Nothing is thrown away by one key.
    desktop.press("\u{e00c}");
    desktop.sees("[role=status]", "再按一次 Esc");
}

pub(crate) fn keeps(desktop: &Window<'_>, case: &str) {
    let before = photo(desktop, case);
    desktop.turns(|| desktop.press("s"));
    assert_eq!(desktop.path(), case);
    assert_ne!(photo(desktop, case), before);
    desktop.find("form.decision");
    desktop.look("kept");
}

/// With a finger, on a phone.
pub(crate) fn by_touch(phone: &Window<'_>, case: &str) {
    phone.go("/desk/sign-in");
    inspector::give(phone, "operator", PASSWORD);
    phone.find("nav.bar-links");
    phone.go(&format!("{case}/adjust"));
    phone.find(CANVAS);
    phone.look("phone");
    phone.drag(CANVAS, &[(0, 0), (10, 5), (20, 10)]);
    assert!(figure(phone, "right") > 5.0);
    phone.find("[name=tool][value=remove]").click();
    phone.drag(CANVAS, &[(-60, 60), (-40, 80), (-20, 90)]);
    assert_eq!(strokes(phone).len(), 1);
    phone.look("phone-painted");
    phone.turns(|| phone.find("[data-key=t]").click());
    phone.find("[data-told]");
}

/// Figures and buttons.
pub(crate) fn without_scripts(plain: &Window<'_>, case: &str) {
    plain.go("/desk/sign-in");
    inspector::give(plain, "operator", PASSWORD);
    plain.find("nav.bar-links");
    plain.go(&format!("{case}/adjust"));
    plain.find("[data-still]");
    plain.fill("right", "weit");
    plain.click("试做");
    plain.sees("[role=alert]", "请填");
    plain.fill("right", "300");
    plain.click("试做");
    plain.sees("[role=status]", "规格只允许");
    plain.look("without-scripts");
}
