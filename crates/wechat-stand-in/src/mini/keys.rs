//! Keys and numbers of the one mini-programme that the stand-in knows. Its appid is the
//! payers' one.

use crate::keys::APPID;

/// The mini-programme's secret.
pub const SECRET: &str = "15df8a49ab09a0683bebf9c207441cb5";
/// The official account that pages inside WeChat belong to.
pub const ACCOUNT_APPID: &str = "wx520c15f417810387";
/// Its secret.
pub const ACCOUNT_SECRET: &str = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
/// Who reads pages, to that account.
pub const PAGE_READER: &str = "oLVPpjqs9BhvzwPj5A-vTYAX3GLc";
/// The token that pushes are signed with.
pub const PUSH_TOKEN: &str = "rZjEQTKdQ4VmvGNuoV7yrxW1";
/// The EncodingAESKey of pushes. Its last character has spare bits set, as in most real ones.
pub const PUSH_KEY: &str = "zzLyhmmqsbgPYFHjbdePpMQcR41CNF8lkp8rxbJuVGN";
/// The templates of messages: the result of a review, a message of an order, a refund.
pub const TEMPLATES: [&str; 3] = [
    "z1pjMYWGj_vFIOi61fLhStJpuDyo8Qh2qefs4BeBTqI",
    "YYMXKh7emDQSXQgEqeUKW6ny8pa3fMos3IoOtReRgp0",
    "WBxw3PVORbYAEbVLUoDdwYj5lLtzbHCG9895XU0ntLI",
];

/// The `[wechat]` and `[official_account]` of settings.toml that goes with a stand-in at this address.
pub(crate) fn settings(gateway: &str) -> String {
    let [review, message, _] = TEMPLATES;
    let page = "pages/order/order?number={order}";
    let reviewed = r#"{ thing1 = "{document}", phrase2 = "{result}", character_string3 = "{order}", time4 = "{time}", thing5 = "{text}" }"#;
    let told = r#"{ character_string1 = "{order}", thing2 = "{text}" }"#;
    format!(
        r#"[wechat]
appid = "{APPID}"
secret = "{SECRET}"
gateway = "{gateway}"

[wechat.push]
token = "{PUSH_TOKEN}"
key = "{PUSH_KEY}"

[wechat.notices.approved]
template = "{review}"
page = "{page}"
data = {reviewed}

[wechat.notices.rejected]
template = "{review}"
page = "{page}"
data = {reviewed}

[wechat.notices.message]
template = "{message}"
page = "{page}"
data = {told}

[official_account]
appid = "{ACCOUNT_APPID}"
secret = "{ACCOUNT_SECRET}"
gateway = "{gateway}"
authorize = "{gateway}"
"#
    )
}
