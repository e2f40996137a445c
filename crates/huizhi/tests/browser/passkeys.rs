//! Passkeys at a desktop, with a virtual authenticator.

use crate::inspector;
use crate::session::Window;
use crate::stage::PASSWORD;

const ADD: &str = "form[data-passkey=add]";

/// Adds one, with one's password, which is asked for again.
pub(crate) fn add(desktop: &Window<'_>) {
    desktop.go("/desk/account");
    desktop.look("account");
    desktop
        .find(&format!("{ADD} [name=name]"))
        .types("前台电脑");
    let password = desktop.find(&format!("{ADD} [name=password]"));
    password.types("not the password");
    desktop.click("添加通行密钥");
    desktop.sees("[role=alert]", "现在的密码不对");
    password.clear();
    password.types(PASSWORD);
    desktop.click("添加通行密钥");
    desktop.sees("strong", "前台电脑");
    desktop.look("account-with-passkey");
}

/// Signs out, and in again with nothing but the passkey.
pub(crate) fn sign_in(desktop: &Window<'_>) {
    desktop.click("退出");
    desktop.find("form[data-passkey=sign-in]:not([hidden])");
    desktop.look("sign-in");
    desktop.click("用通行密钥登录");
    desktop.find("nav.bar-links");
    desktop.go("/desk/account");
    desktop.sees("p", "上次使用：20");
}

/// The right password alone no longer signs in.
pub(crate) fn is_needed(desktop: &Window<'_>) {
    desktop.click("退出");
    inspector::give(desktop, "operator", PASSWORD);
    desktop.sees("[role=alert]", "还要用通行密钥登录");
    desktop.click("用通行密钥登录");
    desktop.find("nav.bar-links");
}

pub(crate) fn remove(desktop: &Window<'_>) {
    desktop.go("/desk/account");
    desktop.find("form.passkey [name=password]").types(PASSWORD);
    desktop.turns(|| desktop.find("form.passkey button").click());
    assert_eq!(desktop.count("form.passkey"), 0);
    desktop.click("退出");
    inspector::give(desktop, "operator", PASSWORD);
    desktop.find("nav.bar-links");
}
