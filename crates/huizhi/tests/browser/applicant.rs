//! What an applicant does, on a phone.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::session::{PHONE, Scripts, Window};
use crate::stage::Stage;

/// The example of GB 11643, annex A.
pub(crate) const IDENTITY: &str = "11010519491231002X";
const PHONE_NUMBER: &str = "13800138000";

pub(crate) struct Receipt {
    pub(crate) number: String,
    /// The electronic photo's bytes.
    pub(crate) photo: Vec<u8>,
}

/// From the first page to an order, choosing document and city; its number.
pub(crate) fn begin(phone: &Window<'_>) -> String {
    phone.go("/");
    phone.click("办理回执");
    phone.click("居民身份证");
    phone.fill("q", "shenzhen");
    phone.find("[name=q]").types("\u{e007}");
    // One city alone is called so: the search leads there.
    phone.sees("main", "深圳");
    phone.click("下一步");
    phone.find("#album");
    phone.path().split('/').nth(2).unwrap().to_owned()
}

/// Hands a picture over and takes the photo made of it.
pub(crate) fn hand_over(phone: &Window<'_>, picture: &Path) {
    phone.find("#album").types(picture.to_str().unwrap());
    phone.sees("h2", "量出来的尺寸");
    goes_on(phone);
}

/// As `hand_over`, pressing the form's own button.
pub(crate) fn hand_over_by_form(phone: &Window<'_>, picture: &Path) {
    phone.find("#album").types(picture.to_str().unwrap());
    phone.click("上传");
    phone.sees("h2", "量出来的尺寸");
    goes_on(phone);
}

fn goes_on(phone: &Window<'_>) {
    phone.look("result");
    phone.look_enlarged("result");
    phone.click("就用这张");
}

/// Leaves out the check digit and the consent first: both are said at their
/// fields, and nothing typed is lost.
pub(crate) fn details_wrong_then_right(phone: &Window<'_>) {
    phone.fill("name", "李小明");
    phone.fill("number", &IDENTITY[..17]);
    phone.fill("phone", PHONE_NUMBER);
    phone.click("下一步");
    phone.find("#f-number[aria-invalid]");
    phone.find("#f-face_data[aria-invalid]");
    phone.look_enlarged("details");
    for (name, typed) in [
        ("name", "李小明"),
        ("number", &IDENTITY[..17]),
        ("phone", PHONE_NUMBER),
    ] {
        let kept = phone.find(&format!("[name={name}]")).property("value");
        assert_eq!(kept, typed, "{name}");
    }
    phone.fill("number", IDENTITY);
    phone.find("#f-face_data").click();
    phone.click("下一步");
}

/// Looks over what was given and hands it in.
pub(crate) fn submit(phone: &Window<'_>) {
    phone.click("提交");
    phone.sees("h1", "待审核");
}

/// Loads the page until it says so, as somebody without scripts does: a decision
/// shows once it cannot be taken back any more.
pub(crate) fn becomes(phone: &Window<'_>, path: &str, css: &str, word: &str) {
    let until = Instant::now() + Duration::from_secs(30);
    loop {
        phone.go(path);
        let said = phone.find(css).text();
        if said.contains(word) {
            return;
        }
        assert!(Instant::now() < until, "{said}");
    }
}

/// Goes to the receipt; its number and the photo.
pub(crate) fn receipt(phone: &Window<'_>, order: &str) -> Receipt {
    phone.click("看回执");
    let number = phone.find(".receipt-number").text();
    let photo = phone.bytes(&format!("/orders/{order}/photo.jpg"));
    for (file, begins) in [
        ("receipt.pdf", &b"%PDF-"[..]),
        ("receipt.png", b"\x89PNG"),
        ("sheet.jpg", b"\xff\xd8"),
    ] {
        let bytes = phone.bytes(&format!("/orders/{order}/{file}"));
        assert!(bytes.starts_with(begins), "{file}");
    }
    Receipt { number, photo }
}

/// Lays the photo out on paper; what is printed is the sheet alone, at its true size.
pub(crate) fn prints(phone: &Window<'_>) {
    phone.click("打印或保存冲印版");
    phone.sees(".page-note", "12 张 26×32 毫米");
    phone.find("[data-print]:not([hidden])");
    phone.look("print");
    phone.look_enlarged("print");
    let check = |paper: &str, expected: (f64, f64)| {
        phone
            .find(&format!("[name=paper][value='{paper}']"))
            .click();
        phone.turns(|| phone.click("重新排"));
        phone.find(&format!("[class*=sheet-{paper}]"));
        let pages = phone.printed();
        let [(width, height)] = pages[..] else {
            panic!("{paper}: {pages:?}")
        };
        let is_near = |found: f64, wanted: f64| (found - wanted).abs() < 0.5;
        assert!(
            is_near(width, expected.0) && is_near(height, expected.1),
            "{paper}: {pages:?}"
        );
    };
    check("6inch", (102.0, 152.0));
    check("5inch", (89.0, 127.0));
    check("a4", (297.0, 210.0));
    phone.fill("count", "99");
    phone.turns(|| phone.click("重新排"));
    phone.sees(".notice-what", "要排 99 张");
    phone.look("print-too-many");
}

/// Opens what the square on the receipt says. Without a public address in the
/// settings it is the signed words alone.
pub(crate) fn checks_the_code(phone: &Window<'_>, words: &str) {
    phone.go(&format!("/V/{words}"));
    phone.sees("h1", "是样张");
}

/// 怎么查回执: by number and phone, on a device that never saw the order.
pub(crate) fn finds_it_on_another_device(stage: &Stage, order: &str) {
    let other = stage.browser.window(PHONE, Scripts::Run);
    other.go("/orders/find");
    other.fill("number", order);
    other.fill("person", "13800138001");
    other.click("查找");
    other.sees("main", "没有找到这份订单");
    other.fill("number", order);
    other.fill("person", PHONE_NUMBER);
    other.click("查找");
    // Number and phone show how it stands, the end of the identity number the
    // rest.
    other.sees("h1", "已使用");
    other.lacks("看回执");
    other.look("found");
    other.click("打开全部内容");
    other.fill("proof", "310020");
    other.click("打开");
    other.sees("main", "对不上");
    other.look("prove");
    other.fill("proof", &IDENTITY[IDENTITY.len() - 6..]);
    other.click("打开");
    other.sees("h1", "已使用");
    other.click("看回执");
    other.find(".receipt-number");
}

/// One press gives a new order with the details filled in.
pub(crate) fn renews(phone: &Window<'_>, order: &str) {
    phone.go(&format!("/orders/{order}/receipt"));
    phone.find("form.renew button").click();
    phone.find("#album");
    let path = phone.path();
    assert!(!path.contains(order), "{path}");
}

pub(crate) fn erases(phone: &Window<'_>, order: &str) {
    phone.go(&format!("/orders/{order}/erase"));
    phone.look("erase");
    phone.find(".button-danger").click();
    phone.sees("h1", "订单");
}
