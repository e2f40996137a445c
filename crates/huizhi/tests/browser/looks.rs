//! Pages that need no order, as tables: path and name of the picture.

use crate::session::{DESKTOP, PHONE, Scripts, Window};
use crate::stage::Stage;
use crate::{applicant, inspector};

const PUBLIC: [(&str, &str); 17] = [
    ("/", "home"),
    ("/apply", "documents"),
    ("/apply?q=xyz", "documents-none"),
    ("/apply/resident-id-card", "cities"),
    ("/apply/resident-id-card/440300", "specification"),
    ("/can-i-use", "can-i-use"),
    ("/orders", "orders-none"),
    ("/orders/find", "find"),
    ("/service", "service"),
    ("/help", "help"),
    ("/help?q=过期", "help-search"),
    ("/help/find-receipt-number", "help-answer"),
    ("/help/retention", "retention"),
    ("/verify", "verify"),
    ("/V/HZ1FORGED", "forged"),
    ("/nowhere", "nowhere"),
    ("/desk/sign-in", "sign-in"),
];

const STAFF: [(&str, &str); 15] = [
    ("/desk", "queue"),
    ("/desk/account", "account"),
    ("/counter", "counter"),
    ("/counter/at", "counter-at"),
    ("/office", "office"),
    ("/office/staff", "staff"),
    ("/office/keys", "keys"),
    ("/office/catalogue", "catalogue"),
    ("/office/log", "log"),
    ("/office/log/verify", "log-verify"),
    ("/office/orders", "orders"),
    ("/office/messages", "messages"),
    ("/office/receipts", "receipts"),
    ("/office/catalogue/resident-id-card", "catalogue-document"),
    ("/office/catalogue/graduation-photo", "catalogue-asks"),
];

pub(crate) fn of_the_public(stage: &Stage) {
    let phone = stage.browser.window(PHONE, Scripts::Run);
    both_languages(&phone, &PUBLIC);
    for (path, name) in &PUBLIC {
        phone.go(path);
        phone.look_enlarged(name);
    }
    let desktop = stage.browser.window(DESKTOP, Scripts::Run);
    for (path, name) in &PUBLIC[..3] {
        desktop.go(path);
        desktop.look(&format!("{name}-wide"));
    }
}

pub(crate) fn of_the_staff(stage: &Stage) {
    let window = stage.browser.window(DESKTOP, Scripts::Run);
    inspector::sign_in(
        &window,
        "wu",
        &stage.hires("wu", "inspector,clerk,operator"),
    );
    both_languages(&window, &STAFF);
}

/// A document that asks for more than name, number and phone.
pub(crate) fn of_further_fields(stage: &Stage) {
    let phone = stage.browser.window(PHONE, Scripts::Run);
    phone.go("/apply/graduation-photo");
    phone.click("下一步");
    phone.find("#album");
    applicant::hand_over(&phone, &stage.ground.picture);
    phone.look("details-further");
    phone.fill("name", "李小明");
    phone.fill("number", applicant::IDENTITY);
    phone.fill("phone", "13800138000");
    phone.fill("email", "wei@");
    phone.find("#f-face_data").click();
    phone.click("下一步");
    phone.find("#f-email[aria-invalid]");
    phone.find("#f-further-school[aria-invalid]");
    phone.look("details-further-wrong");
    phone.fill("email", "xiaoming@example.org");
    phone.fill("further-school", "第一中学");
    phone.click("下一步");
    phone.sees("main", "第一中学");
    phone.sees("main", "xiaoming@example.org");
    phone.look("confirm-further");
}

fn both_languages(window: &Window<'_>, pages: &[(&str, &str)]) {
    for suffix in ["", "-en"] {
        for (path, name) in pages {
            window.go(path);
            let expected = if *name == "nowhere" { 404 } else { 200 };
            assert_eq!(window.status(), expected, "{path}");
            window.look(&format!("{name}{suffix}"));
        }
        window.go(pages[0].0);
        let before = window.find("html").attribute("lang");
        window.find("button.language").click();
        window.find(&format!("html:not([lang={before}])"));
    }
}
