//! The pages in a real browser: chromium, driven over the WebDriver protocol, at
//! phone and desktop size. Journeys go through the built program from an empty data
//! folder; on the way every page is held against WCAG 2.2 AA by axe, in light and
//! dark, and left as a picture in `target/screenshots`.
//!
//! Not run by a bare `cargo test`: `scripts/browser-test` installs what is needed
//! and runs them.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests")]

mod adjust;
mod applicant;
mod counter;
mod database;
mod in_a_row;
mod inspector;
mod keyboard;
mod looks;
mod many;
mod passkeys;
#[path = "../program/mod.rs"]
mod program;
mod scan;
mod session;
mod stage;
mod till;
mod webdriver;
mod wechat_pay;

use session::{DESKTOP, PHONE, Scripts};
use stage::Stage;

/// A passkey is added, signs in without name and password, is needed beside the
/// password, and is removed; without scripts nothing of it is offered.
#[test]
#[ignore = "needs a browser: scripts/browser-test"]
fn passkeys_sign_in() {
    let stage = Stage::open("passkeys");
    // Passkeys are bound to a name, not to an address.
    let browser = stage.browser_at_localhost("passkeys");
    let desktop = browser.window(DESKTOP, Scripts::Run);
    desktop.add_authenticator();
    inspector::sign_in_first(&desktop, &stage);
    passkeys::add(&desktop);
    passkeys::sign_in(&desktop);
    passkeys::is_needed(&desktop);
    passkeys::remove(&desktop);
    let plain = browser.window(DESKTOP, Scripts::Off);
    plain.go("/desk/sign-in");
    let shown = "return document.querySelector('form[data-passkey]').checkVisibility()";
    assert_eq!(plain.evaluate(shown), false);
}

/// An order that costs something: handed in, paid at the shop's till, cancelled, and the
/// money given back; each told to the applicant by the page itself.
#[test]
#[ignore = "needs a browser: scripts/browser-test"]
fn paid_at_the_till() {
    let stage = Stage::open_with("till", till::PRICES);
    let phone = stage.browser.window(PHONE, Scripts::Run);
    let desktop = stage.browser.window(DESKTOP, Scripts::Run);
    inspector::sign_in_first(&desktop, &stage);
    let order = applicant::begin(&phone);
    applicant::hand_over(&phone, &stage.ground.picture);
    applicant::details_wrong_then_right(&phone);
    till::hands_in_unpaid(&phone);
    till::takes(&desktop, &order);
    // The page is told by the server; nobody loads it anew.
    phone.sees("h1", "待审核");
    phone.sees("main", "已付款 ¥15.00");
    phone.look("paid");
    phone.go(&format!("/orders/{order}/cancel"));
    phone.find(".button-danger").click();
    phone.sees("h1", "已取消");
    till::gives_back(&desktop, &order);
    phone.sees("main", "¥15.00 已经退给您了");
    phone.look("paid-back");
    till::sees_the_takings(&desktop);
}

/// An order that is paid by WeChat Pay against its stand-in, over real HTTP with real
/// signatures: the code on the screen is scanned, the notice delivered fifteen times, and
/// what a cancelled order returns goes back by itself.
#[test]
#[ignore = "needs a browser: scripts/browser-test"]
fn paid_by_wechat() {
    let wechat = wechat_pay::Shop::open();
    let stage = Stage::open_with("wechat-pay", &wechat.settings());
    let screen = stage.browser.window(DESKTOP, Scripts::Run);
    let order = applicant::begin(&screen);
    applicant::hand_over(&screen, &stage.ground.picture);
    applicant::details_wrong_then_right(&screen);
    screen.look("confirm");
    screen.click("提交，付 ¥15.00");
    screen.sees("h1", "待付款");
    screen.look("unpaid");
    screen.click("微信支付 ¥15.00");
    let code = scan::square(&screen);
    wechat.is_told_lies(&code, &stage.service.url);
    screen.sees("main", "扫一扫");
    wechat.is_paid(&code, &stage.service.url);
    // The page is told by the server; nobody loads it anew.
    screen.sees("h1", "待审核");
    screen.look("paid");
    screen.go(&format!("/orders/{order}/cancel"));
    screen.find(".button-danger").click();
    screen.sees("h1", "已取消");
    screen.sees("main", "原路退给您");
    screen.look("on-its-way-back");
    wechat.has_a_refund_of(&code);
}

/// The same inside WeChat: the page learns who reads it, and WeChat's own window pays.
#[test]
#[ignore = "needs a browser: scripts/browser-test"]
fn paid_inside_wechat() {
    let wechat = wechat_pay::Shop::open();
    let stage = Stage::open_with("inside-wechat", &wechat.settings());
    let phone = stage.browser.window_in_wechat();
    applicant::begin(&phone);
    applicant::hand_over(&phone, &stage.ground.picture);
    applicant::details_wrong_then_right(&phone);
    phone.click("提交，付 ¥15.00");
    phone.sees("h1", "待付款");
    phone.click("微信支付 ¥15.00");
    phone.sees("main", "在微信里付款");
    phone.look("pay");
    phone.look_enlarged("pay");
    let bridge = "window.WeixinJSBridge = { invoke: (what, asked, told) => {
        window.asked = { what, asked }; told({ err_msg: what + ':cancel' }); } }";
    phone.evaluate(bridge);
    phone.click("微信支付 ¥15.00");
    let asked = phone.evaluate("return window.asked");
    assert_eq!(asked["what"], "getBrandWCPayRequest");
    assert_eq!(asked["asked"]["appId"], wechat_stand_in::ACCOUNT_APPID);
    let package = asked["asked"]["package"].as_str().unwrap();
    wechat.is_prepaid(package, &stage.service.url);
    // The page is told by the server; nobody loads it anew.
    phone.sees("h1", "待审核");
    phone.look("paid");
}

/// Apply, be rejected, hand in again, be approved, save, scan, be found, be used up.
#[test]
#[ignore = "needs a browser: scripts/browser-test"]
fn the_whole_way() {
    let stage = Stage::open("whole-way");
    let phone = stage.browser.window(PHONE, Scripts::Run);
    let desktop = stage.browser.window(DESKTOP, Scripts::Run);
    let window = stage.browser.window(DESKTOP, Scripts::Run);

    inspector::sign_in_first(&desktop, &stage);
    desktop.look("desk-empty");

    // The queue stays open beside: nobody loads it anew.
    let queue = stage.browser.window(DESKTOP, Scripts::Run);
    inspector::sign_in(&queue, "sun", &stage.hires("sun", "inspector"));
    queue.go("/desk");

    let order = applicant::begin(&phone);
    applicant::hand_over(&phone, &stage.ground.picture);
    applicant::details_wrong_then_right(&phone);
    applicant::submit(&phone);
    phone.look("waiting");
    queue.find(&format!("[data-row] a[href='/desk/orders/{order}']"));
    queue.sees("title", "(1)");
    queue.look("desk-new");

    inspector::take_next(&desktop);
    desktop.look("case");
    inspector::nudge(&desktop);
    inspector::asks_a_colleague(&desktop);
    inspector::filters_reasons(&desktop);
    inspector::sends_back_by_initials(&desktop);
    inspector::reject(&desktop, "1");

    // The page is told by the server; nobody loads it anew.
    phone.sees("h1", "审核失败");
    phone.look("rejected");
    phone.click("重新提交（免费）");
    applicant::hand_over(&phone, &stage.ground.picture);
    applicant::submit(&phone);

    // Somebody who is elsewhere finds the news at the order, until they saw it.
    phone.go("/orders");
    phone.sees("h1", "订单");
    assert_eq!(phone.count(".news"), 0, "what was seen is no news");
    inspector::take_next(&desktop);
    desktop.press("a");
    desktop.sees("[role=status]", "");
    applicant::becomes(&phone, "/orders", "main", "有消息");
    phone.look("orders");
    phone.look_enlarged("orders");
    phone.go("/");
    phone.sees(".tab-news", "1");
    phone.look("home");
    phone.go(&format!("/orders/{order}"));
    phone.sees("h1", "审核通过");
    phone.look("approved");
    phone.look_enlarged("approved");

    let receipt = applicant::receipt(&phone, &order);
    phone.look("receipt");
    phone.look_enlarged("receipt");
    let scanned = scan::of_screen(&phone);
    assert_eq!(scanned.code39, receipt.number.replace('-', ""));
    applicant::checks_the_code(&phone, &scanned.qr);
    phone.look("verified");
    phone.go(&format!("/orders/{order}/receipt"));
    applicant::prints(&phone);
    inspector::finds_the_order(&desktop, &order);

    counter::sign_in(&window, &stage);
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
    counter::uses_up_by_its_key(&window);
    window.sees(".state-word", "已使用");
    counter::look_up(&window, &scanned.code39, applicant::IDENTITY);
    window.sees(".state-word", "已使用");
    window.look("counter-used");
    assert_eq!(window.count("[data-key=F9]"), 0, "it is used up");

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
    phone.look_enlarged("messages");
    phone.go("/service");
    phone.look("service");

    applicant::finds_it_on_another_device(&stage, &order);
    applicant::renews(&phone, &order);
    applicant::erases(&phone, &order);
    counter::look_up(&window, &scanned.code39, applicant::IDENTITY);
    window.sees(".state-word", "查无此号");
}

/// The same without JavaScript: every step is a form and a page.
#[test]
#[ignore = "needs a browser: scripts/browser-test"]
fn without_scripts() {
    let stage = Stage::open("without-scripts");
    let phone = stage.browser.window(PHONE, Scripts::Off);
    let desktop = stage.browser.window(DESKTOP, Scripts::Off);

    let order = applicant::begin(&phone);
    let page = format!("/orders/{order}");
    applicant::hand_over_by_form(&phone, &stage.ground.picture);
    applicant::details_wrong_then_right(&phone);
    applicant::submit(&phone);

    inspector::sign_in_first(&desktop, &stage);
    desktop.click("取下一份");
    inspector::reject_by_form(&desktop);
    applicant::becomes(&phone, &page, "h1", "审核失败");
    phone.click("重新提交（免费）");
    applicant::hand_over_by_form(&phone, &stage.ground.picture);
    applicant::submit(&phone);
    desktop.go("/desk");
    desktop.click("取下一份");
    desktop.click("通过");
    applicant::becomes(&phone, &page, "#status", "看回执");
    let receipt = applicant::receipt(&phone, &order);

    let window = stage.browser.window(DESKTOP, Scripts::Off);
    counter::sign_in(&window, &stage);
    counter::look_up(&window, &receipt.number, applicant::IDENTITY);
    window.click("核销");
    window.sees(".state-word", "已使用");
}

/// The same with the keyboard alone, from the first page to the receipt.
#[test]
#[ignore = "needs a browser: scripts/browser-test"]
fn with_the_keyboard_alone() {
    let stage = Stage::open("keyboard");
    let phone = stage.browser.window(PHONE, Scripts::Run);
    let desktop = stage.browser.window(DESKTOP, Scripts::Run);
    keyboard::applies(&phone, &stage.ground.picture);
    keyboard::rejects(&desktop, &stage);
    phone.sees("h1", "审核失败");
    keyboard::hands_in_again(&phone, &stage.ground.picture);
    keyboard::approves(&desktop);
    phone.sees("h1", "审核通过");
    keyboard::reaches(&phone, "看回执");
}

/// A photo is corrected by hand: dragged, painted on, tried, kept, approved; at a desk,
/// on a phone, and without scripts.
#[test]
#[ignore = "needs a browser: scripts/browser-test"]
fn a_hand_at_the_photo() {
    let stage = Stage::open("adjust");
    in_a_row::hand_in(&stage, 1);
    let desktop = stage.browser.window(DESKTOP, Scripts::Run);
    inspector::sign_in_first(&desktop, &stage);
    inspector::take_next(&desktop);
    let case = desktop.path();
    adjust::opens(&desktop);
    adjust::drags_the_crop(&desktop);
    adjust::paints_and_undoes(&desktop);
    adjust::tries(&desktop, &case);

    let phone = stage.browser.window(PHONE, Scripts::Run);
    adjust::by_touch(&phone, &case);
    let plain = stage.browser.window(DESKTOP, Scripts::Off);
    adjust::without_scripts(&plain, &case);

    adjust::keeps(&desktop, &case);
    desktop.turns(|| desktop.press("a"));
    desktop.find(".undo");
}

/// Twenty orders in a row, by keys.
#[test]
#[ignore = "needs a browser: scripts/browser-test"]
fn twenty_orders_by_keys() {
    let stage = Stage::open("in-a-row");
    let orders = 20;
    in_a_row::hand_in(&stage, orders);
    let desktop = stage.browser.window(DESKTOP, Scripts::Run);
    inspector::sign_in_first(&desktop, &stage);
    inspector::take_next(&desktop);
    in_a_row::decide(&desktop, orders);
}

/// A school's list: read, checked, handed in.
#[test]
#[ignore = "needs a browser: scripts/browser-test"]
fn many_people_at_once() {
    let stage = Stage::open("many");
    let folder = tempfile::tempdir().unwrap();
    let desktop = stage.browser.window(DESKTOP, Scripts::Run);
    desktop.go("/apply/resident-id-card/440300");
    desktop.click("一次办很多人（学校、单位、照相馆）");
    desktop.find("[data-many]:not([hidden])");
    many::lists_are_read(&desktop);
    many::are_handed_in(&desktop, &stage.ground.picture, folder.path());
    let plain = stage.browser.window(PHONE, Scripts::Off);
    plain.go("/many/resident-id-card/440300");
    plain.sees(".notice-what", "要用脚本");
}

/// Every page that needs no order, in both languages.
#[test]
#[ignore = "needs a browser: scripts/browser-test"]
fn pages_read_well() {
    let stage = Stage::open("pages");
    looks::of_the_public(&stage);
    looks::of_further_fields(&stage);
    looks::of_the_staff(&stage);
}
