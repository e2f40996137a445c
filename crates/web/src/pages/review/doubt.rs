//! What WeChat says of a photo or of words, for whoever decides.

use domain::SafetyCheck;

use crate::Speech;

/// WeChat's numbers of reasons that have words of their own
/// (<https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/sec-center/sec-check/mediaCheckAsync.html>).
const LABELS: [i64; 8] = [
    10_001, 20_001, 20_002, 20_003, 20_006, 20_008, 20_012, 20_013,
];

/// That it doubts it, or holds it for forbidden, and why.
pub(crate) fn doubted(s: Speech, check: &SafetyCheck) -> String {
    let why = match LABELS.contains(&check.label) {
        true => s.say(&format!("doubt-label-{}", check.label)),
        false => s.with("label", check.label).say("doubt-label-other"),
    };
    let key = format!("doubt-{}", check.verdict.code());
    s.with("why", why).say(&key)
}
