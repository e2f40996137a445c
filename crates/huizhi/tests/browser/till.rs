//! What is paid at a shop: on the applicant's phone, and at its till.

use crate::session::Window;

pub(crate) const PRICES: &str = "
[operator]
name = { zh = \"小城照相馆\", en = \"Small Town Studio\" }
address = { zh = \"中山路一号\", en = \"1 Sun Road\" }
phone = \"0755-0000 0000\"

[offers.usual]
price = \"15.00\"
";

/// The price is said once more, with what is given back; then it waits to be paid.
pub(crate) fn hands_in_unpaid(phone: &Window<'_>) {
    phone.sees("main", "付的钱全部退");
    phone.look("confirm-price");
    phone.look_enlarged("confirm-price");
    phone.click("提交，到店里付 ¥15.00");
    phone.sees("h1", "待付款");
    phone.sees("main", "中山路一号");
    phone.look("unpaid");
    phone.look_enlarged("unpaid");
}

/// From the list of what waits; a slip's number is asked for.
pub(crate) fn takes(desktop: &Window<'_>, order: &str) {
    desktop.go("/office/till");
    desktop.look("till");
    desktop
        .find(&format!("a[href='/office/till/{order}']"))
        .click();
    desktop.sees("main", "收到 ¥15.00");
    desktop.look("till-order");
    desktop.click("收到 ¥15.00");
    desktop.sees("[role=alert]", "没有写单据号");
    desktop.fill("slip", "A-17");
    desktop.click("收到 ¥15.00");
    desktop.sees("main", "收过的钱");
    desktop.look("till-taken");
}

/// What a cancelled order returns stands in the list; a slip's number is asked for.
pub(crate) fn gives_back(desktop: &Window<'_>, order: &str) {
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    loop {
        desktop.go("/office/till");
        if desktop.count(&format!("a[href$=\"{order}\"]")) > 0 {
            break;
        }
        assert!(
            std::time::Instant::now() < until,
            "nothing is to be given back"
        );
    }
    desktop.look("till-refunds");
    desktop
        .find(&format!("a[href='/office/till/{order}']"))
        .click();
    desktop.fill("slip", "B-3");
    desktop.click("已经退给顾客");
    desktop.sees("main", "已退");
}

pub(crate) fn sees_the_takings(desktop: &Window<'_>) {
    desktop.go("/office/takings");
    desktop.sees("main", "¥15.00");
    desktop.look("takings");
    let ledger = desktop.bytes("/office/ledger.csv");
    let ledger = String::from_utf8(ledger).unwrap();
    assert_eq!(ledger.lines().count(), 3, "{ledger}");
}
