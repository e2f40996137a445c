//! What an applicant confirms before submitting.

use serde_json::{Value, json};

use crate::testing::{Service, Stage, large_portrait};

/// An owner sees what they typed, whoever proved it on another device a masked copy of it;
/// nobody sees it before it is given, or after it was submitted.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_is_confirmed_before_submitting() {
    let service = Service::start_lenient().await;
    let (number, owner) = service.begun("graduation-photo", None).await;
    let order = format!("/orders/{number}");
    let confirmation = format!("{order}/confirmation");
    owner
        .get(&confirmation)
        .await
        .refused(409, "order-no-details");
    let picture = format!("{order}/picture");
    let put = owner.put_bytes(&picture, large_portrait()).await;
    put.status(200);
    let details = json!({ "name": "陈\u{4dbf}", "identity_kind": "chinese-id",
        "identity_number": "11010519491231002X", "phone": "13800138000",
        "further": { "school": "第一中学" }, "consents": ["face-data"] });
    let details = owner.put(&format!("{order}/details"), details).await;
    details.status(200);
    let sought = json!({ "number": number, "phone": "13800138000" });
    let finder = service.program("").post("/orders/find", sought).await;
    let finder = service.program(&finder.status(200).at("/token"));
    finder.get(&confirmation).await.refused(403, "proof-needed");
    let proof = json!({ "identity_end": "31002X" });
    let proven = finder.post(&format!("{order}/prove"), proof).await;
    let proven = service.program(&proven.status(200).at("/token"));
    for (who, name, identity, phone) in [
        (&owner, "陈\u{4dbf}", "11010519491231002X", "13800138000"),
        (&proven, "*\u{4dbf}", "110***********002X", "138****8000"),
    ] {
        let seen = who.get(&confirmation).await.status(200).json();
        let told = json!([{
            "zh": "结果只在订单页上，不会另外通知您，请过后回来看。",
            "en": "The result is on the order's page alone: nobody will write to you, so please come back.",
        }]);
        let awaited = &seen["awaited"]["zh"];
        assert_eq!(*awaited, "现在提交，大约 10 分钟有结果。");
        assert_eq!(seen["told"], told);
        assert_eq!(seen["by_hand"]["zh"], "姓名里的 䶿 (U+4DBF) 打印不出来");
        assert_eq!(seen["further"][0]["text"], "第一中学");
        assert_eq!(seen["email"], Value::Null);
        assert_eq!(seen["identity_kind"], "chinese-id");
        let said = ["name", "identity_number", "phone"].map(|one| &seen[one]);
        assert_eq!(said, [name, identity, phone]);
    }
    let submitted = owner.post(&format!("{order}/submit"), Value::Null).await;
    submitted.status(200);
    owner
        .get(&confirmation)
        .await
        .refused(409, "order-wrong-state");
    let others = service.order(Stage::Approved).await.number;
    let others = format!("/orders/{others}/confirmation");
    owner.get(&others).await.refused(404, "not-found");
}
