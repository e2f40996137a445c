//! `wechat check`, with the stand-in for WeChat Pay.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::runtime::Runtime;
use wechat_stand_in::{self as stand_in, Fault, StandIn};

use super::run;

/// Runs it in a folder of this `settings.toml`.
#[track_caller]
fn check(folder: &Path, settings: &str, code: i32, says: &str) {
    let settings = format!("public_url = \"https://photo.example.org\"\n{settings}");
    let path = folder.join("settings.toml");
    fs::write(&path, settings).unwrap();
    // It holds keys.
    fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
    let ran = run(folder, "--lang en wechat check --data .");
    let seen = ran.seen();
    assert_eq!(ran.code, code, "{seen}");
    assert!(seen.contains(says), "{seen}");
}

#[test]
fn the_account_is_tried() {
    let runtime = Runtime::new().unwrap();
    let now = || {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        i64::try_from(now.as_millis()).unwrap()
    };
    let pay = StandIn::new(Arc::new(now));
    let gateway = runtime.block_on(pay.clone().start()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let check = |settings: &str, code, says| check(folder.path(), settings, code, says);

    let right = stand_in::settings(&gateway);
    let with = |old: &str, new: &str| {
        assert!(right.contains(old));
        right.replace(old, new)
    };
    check("", 2, "none of [wechat_pay]");
    check(&right, 0, "Payments can be taken");
    let other = with(stand_in::SERIAL, "0000000000000000000000000000000000000000");
    check(&other, 2, "does not take our signature");
    let other = with(
        stand_in::PUBLIC_KEY_ID,
        "PUB_KEY_ID_0000000000000000000000000001",
    );
    check(&other, 2, "not signed by the key at hand");
    check(&with(stand_in::API_KEY, "short"), 2, "api_key");
    // The mini-programme alone, and what is wrong with it.
    let (_, mini) = right.split_once("[wechat]").unwrap();
    let mini = format!("[wechat]{mini}");
    let but = |old: &str, new: &str| {
        assert!(mini.contains(old), "{old}");
        mini.replace(old, new)
    };
    check(&mini, 0, "WeChat knows the mini-programme");
    let other = but(stand_in::SECRET, "00000000000000000000000000000000");
    check(&other, 2, "does not take the appid and secret (40125)");
    let other = but(stand_in::TEMPLATES[1], "another");
    check(
        &other,
        2,
        "[wechat.notices.message]: the account has no such template",
    );
    let other = but("thing5 = \"{text}\"", "thing6 = \"{text}\"");
    check(
        &other,
        2,
        "[wechat.notices.approved]: data needs the template",
    );
    check(&but("thing5", "wish5"), 2, "thing1, phrase2, time4");
    check(&mini, 0, "WeChat knows the official account");
    let other = but(stand_in::ACCOUNT_SECRET, "00000000000000000000000000000000");
    check(&other, 2, "does not take the appid and secret (40125)");
    pay.fail_wechat(Fault::Down, 1);
    check(&mini, 1, "There was no answer (wechat-busy)");
    check(
        &with(&gateway, "http://127.0.0.1:9"),
        1,
        "There was no answer",
    );
    for (fault, code, says) in [
        (Fault::Down, 1, "There was no answer"),
        (Fault::Forged, 2, "not signed by the key at hand"),
        (Fault::NotEnough, 2, "refused (NOT_ENOUGH)"),
    ] {
        pay.fail(fault, 1);
        check(&right, code, says);
    }
}
