//! The pages in a real browser: chromium, driven over the WebDriver protocol, at
//! phone and desk size. Journeys go through the built program from an empty data
//! folder; on the way every page is held against WCAG 2.2 AA by axe, in light and
//! dark, and left as a picture in `target/screenshots`.
//!
//! Not run by a bare `cargo test`: `scripts/browser-test` installs what is needed
//! and runs them.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests")]

mod applicant;
mod counter;
mod desk;
mod house;
mod keyboard;
mod looks;
#[path = "../program/mod.rs"]
mod program;
mod scan;
mod session;
mod webdriver;

use house::House;
use session::{DESK, PHONE, Scripts};

/// Apply, be rejected, hand in again, be approved, save, scan, be found, be used up.
#[test]
#[ignore = "needs a browser: scripts/browser-test"]
fn the_whole_way() {
    let house = House::open("whole-way");
    let phone = house.browser.window(PHONE, Scripts::Run);
    let desk = house.browser.window(DESK, Scripts::Run);
    let window = house.browser.window(DESK, Scripts::Run);

    desk::sign_in_first(&desk, &house);
    desk.look("desk-empty");

    let order = applicant::begin(&phone);
    applicant::hand_over(&phone, &house.ground.picture);
    applicant::details_wrong_then_right(&phone);
    applicant::submit(&phone);
    phone.look("waiting");

    desk::take_next(&desk);
    desk.look("case");
    desk::nudge(&desk);
    desk::reject(&desk, "1");

    // The page is told by the server; nobody loads it anew.
    phone.sees("h1", "审核失败");
    phone.look("rejected");
    phone.click("重新提交（免费）");
    applicant::hand_over(&phone, &house.ground.picture);
    applicant::submit(&phone);

    // Somebody who is elsewhere finds the news at the order, until they saw it.
    phone.go("/orders");
    phone.sees("h1", "订单");
    assert_eq!(phone.count(".news"), 0, "what was seen is no news");
    desk::take_next(&desk);
    desk.press("a");
    desk.sees("[role=status]", "");
    applicant::becomes(&phone, "/orders", "main", "有消息");
    phone.look("orders");
    phone.go("/");
    phone.sees(".tab-news", "1");
    phone.look("home");
    phone.go(&format!("/orders/{order}"));
    phone.sees("h1", "审核通过");
    phone.look("approved");

    let receipt = applicant::receipt(&phone, &order);
    phone.look("receipt");
    let scanned = scan::of_screen(&phone);
    assert_eq!(scanned.code39, receipt.number.replace('-', ""));
    applicant::checks_the_code(&phone, &scanned.qr);
    phone.look("verified");

    counter::sign_in(&window, &house);
    counter::asks_for_the_person_too(&window, &scanned.code39);
    counter::look_up(
        &window,
        &format!("*{}*", scanned.code39),
        applicant::IDENTITY,
    );
    window.sees(".state-word", "样张");
    window.look("counter-found");
    assert_eq!(
        counter::handed_over(&window),
        receipt.photo,
        "the approved bytes"
    );
    window.click("核销");
    window.sees(".state-word", "已使用");
    counter::look_up(&window, &scanned.code39, applicant::IDENTITY);
    window.sees(".state-word", "已使用");
    window.look("counter-used");
    window.lacks("核销");

    counter::look_up(&window, &scanned.code39, "11010519491231012X");
    window.sees(".state-word", "查无此号");
    window.look("counter-nothing");

    phone.go("/orders");
    phone.sees("h1", "订单");
    assert_eq!(phone.count(".news"), 0, "the approval was seen");
    phone.go("/service");
    phone.click("居民身份证 · 深圳市");
    phone.fill("text", "回执可以打印两份吗？");
    phone.find("main form button").click();
    phone.sees("main", "打印两份");
    phone.look("messages");
    phone.go("/service");
    phone.look("service");

    applicant::finds_it_on_another_device(&house, &order);
    applicant::renews(&phone, &order);
    applicant::erases(&phone, &order);
    counter::look_up(&window, &scanned.code39, applicant::IDENTITY);
    window.sees(".state-word", "查无此号");
}

/// The same without JavaScript: every step is a form and a page.
#[test]
#[ignore = "needs a browser: scripts/browser-test"]
fn without_scripts() {
    let house = House::open("without-scripts");
    let phone = house.browser.window(PHONE, Scripts::Off);
    let desk = house.browser.window(DESK, Scripts::Off);

    let order = applicant::begin(&phone);
    let page = format!("/orders/{order}");
    applicant::hand_over_by_form(&phone, &house.ground.picture);
    applicant::details_wrong_then_right(&phone);
    applicant::submit(&phone);

    desk::sign_in_first(&desk, &house);
    desk.click("取下一份");
    desk::reject_by_form(&desk);
    applicant::becomes(&phone, &page, "h1", "审核失败");
    phone.click("重新提交（免费）");
    applicant::hand_over_by_form(&phone, &house.ground.picture);
    applicant::submit(&phone);
    desk.go("/desk");
    desk.click("取下一份");
    desk.click("通过");
    applicant::becomes(&phone, &page, "#status", "看回执");
    let receipt = applicant::receipt(&phone, &order);

    let window = house.browser.window(DESK, Scripts::Off);
    counter::sign_in(&window, &house);
    counter::look_up(&window, &receipt.number, applicant::IDENTITY);
    window.click("核销");
    window.sees(".state-word", "已使用");
}

/// The same with the keyboard alone, from the first page to the receipt.
#[test]
#[ignore = "needs a browser: scripts/browser-test"]
fn with_the_keyboard_alone() {
    let house = House::open("keyboard");
    let phone = house.browser.window(PHONE, Scripts::Run);
    let desk = house.browser.window(DESK, Scripts::Run);
    keyboard::applies(&phone, &house.ground.picture);
    keyboard::rejects(&desk, &house);
    phone.sees("h1", "审核失败");
    keyboard::hands_in_again(&phone, &house.ground.picture);
    keyboard::approves(&desk);
    phone.sees("h1", "审核通过");
    keyboard::reaches(&phone, "看回执");
}

/// Every page that needs no order, in both languages.
#[test]
#[ignore = "needs a browser: scripts/browser-test"]
fn pages_read_well() {
    let house = House::open("pages");
    looks::of_the_public(&house);
    looks::of_further_fields(&house);
    looks::of_the_staff(&house);
}
