//! An order from beginning to erasure, with an applicant's and an inspector's
//! program.

use std::time::Duration;

use domain::staff::Role;
use serde_json::{Value, json};

use crate::testing::{Program, Service, Stage, large_portrait};

/// Longer than the time in which a decision can be undone.
const UNDO: Duration = Duration::from_secs(11);

/// A program that knows the order's number and phone.
async fn finder(service: &Service, number: &str) -> Program {
    let sought = json!({ "number": number, "phone": "13800138000" });
    let found = service.program("").post("/orders/find", sought).await;
    service.program(&found.status(200).at("/token"))
}

/// A program of the order's applicant: it knows the end of the identity number
/// too.
async fn applicant(service: &Service, number: &str) -> Program {
    let finder = finder(service, number).await;
    let proof = json!({ "identity_end": "31002x" });
    let proven = finder.post(&format!("/orders/{number}/prove"), proof).await;
    service.program(&proven.status(200).at("/token"))
}

/// Number and phone show how an order stands, and open nothing else of it.
#[tokio::test(flavor = "multi_thread")]
async fn a_found_order_shows_its_state_alone() {
    let service = Service::start_lenient().await;
    let number = service.order(Stage::Rejected).await.number;
    let order = format!("/orders/{number}");
    let finder = finder(&service, &number).await;
    let seen = finder.get(&order).await.status(200).json();
    assert_eq!(seen["status"], "rejected");
    assert_eq!(seen["reasons"][0]["id"], "ears-hidden");
    assert_eq!(seen["is_proven"], false);
    assert!(seen["picture"].is_null(), "{seen}");
    assert!(
        !seen.to_string().contains("\"把头发别到耳后\""),
        "the note is not told"
    );
    for path in ["photo", "preview", "messages", "receipt", "receipt.pdf"] {
        let answer = finder.get(&format!("{order}/{path}")).await;
        answer.refused(403, "proof-needed");
    }
    for deed in ["submit", "cancel", "erase"] {
        let answer = finder.post(&format!("{order}/{deed}"), Value::Null).await;
        answer.refused(403, "proof-needed");
    }
    let wrong = json!({ "identity_end": "310020" });
    let refused = finder.post(&format!("{order}/prove"), wrong).await;
    let refused = refused.refused(422, "fields").json();
    assert_eq!(refused["about"][0]["code"], "identity-end");
    let applicant = applicant(&service, &number).await;
    let all = applicant.get(&order).await.status(200).json();
    assert_eq!(all["is_proven"], true);
    assert_eq!(all["picture"]["note"], "把头发别到耳后");
    let again = json!({ "identity_end": "31002X" });
    let again = applicant.post(&format!("{order}/prove"), again).await;
    again.refused(409, "order-wrong-state");
}

/// Posts an empty body, successfully; gives the answer.
async fn act(program: &Program, path: &str) -> Value {
    let answer = program.post(path, Value::Null).await;
    answer.status(200).json()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_judged_handed_in_and_found_by_its_phone() {
    let service = Service::start_lenient().await;
    let (number, owner) = service.begun("resident-id-card", Some("440300")).await;
    let order = format!("/orders/{number}");
    let picture = format!("{order}/picture");
    let put = owner.put_bytes(&picture, large_portrait()).await;
    let put = put.status(200).json();
    assert_eq!(put["fitness"], "advised", "{put}");
    assert_eq!(put["judgement"]["photo"]["width_px"], 358);
    let findings = put["judgement"]["findings"].as_array().unwrap();
    assert!(findings.len() > 20);
    for finding in findings {
        let objects = ["advise", "fail"].contains(&finding["verdict"].as_str().unwrap());
        for language in ["zh", "en"] {
            let wrong = &finding["wrong"][language];
            assert_eq!(wrong.is_string(), objects, "{finding}");
            assert!(!objects || *wrong != finding["name"][language], "{finding}");
        }
    }
    for picture in ["photo", "preview"] {
        owner.get(&format!("{order}/{picture}")).await.is_jpeg();
    }
    let details = json!({ "name": "李小明", "identity_kind": "chinese-id",
        "identity_number": "11010519491231002X", "phone": "13800138000",
        "consents": ["face-data"] });
    let given = owner.put(&format!("{order}/details"), details).await;
    assert_eq!(given.status(200).json()["written_by_hand"], json!([]));
    let submitted = act(&owner, &format!("{order}/submit")).await;
    assert_eq!(submitted["status"], "waiting");
    assert_eq!(submitted["place"]["ahead"], 0);
    let elsewhere = applicant(&service, &number).await;
    assert_eq!(elsewhere.get(&order).await.at("/status"), "waiting");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejection_is_told_once_it_cannot_be_taken_back() {
    let service = Service::start_lenient().await;
    let number = service.order(Stage::Waiting).await.number;
    let (order, review) = (format!("/orders/{number}"), format!("/reviews/{number}"));
    let applicant = applicant(&service, &number).await;
    let inspector = service
        .keyed_for(Role::Inspector, &["resident-id-card"], &[440_300])
        .await;
    let queue = inspector.get("/queue").await;
    assert_eq!(queue.at("/rows/0/number"), number);
    let case = act(&inspector, "/queue/next").await;
    assert_eq!(case["number"], number);
    assert_eq!(case["name"], "**明");
    let nudged = json!({ "right_px": 3.0 });
    let remade = inspector.post(&format!("{review}/remake"), nudged).await;
    remade.status(200);
    let photo = async || inspector.get(&format!("{review}/photo")).await.bytes;
    let moved = photo().await;
    let stroke =
        json!({ "kind": "remove", "radius": 0.05, "points": [[0.38, 0.44], [0.48, 0.46]] });
    for (strokes, is_as_moved) in [
        (json!([stroke]), false),
        (json!(null), false),
        (json!([]), true),
    ] {
        // Moved again it stays painted; with no strokes it is as it was.
        let edit = json!({ "right_px": 3.0, "strokes": strokes });
        let edited = inspector.post(&format!("{review}/remake"), edit).await;
        edited.status(200);
        assert_eq!(photo().await == moved, is_as_moved, "{strokes}");
    }
    for picture in ["photo", "original"] {
        inspector
            .get(&format!("{review}/{picture}"))
            .await
            .is_jpeg();
    }
    let reject = async || {
        let body = json!({ "verdict": "rejected", "reasons": ["ears-hidden"], "note": "头发" });
        let decided = inspector.post(&format!("{review}/decision"), body).await;
        decided.status(200);
    };
    reject().await;
    act(&inspector, &format!("{review}/undo")).await;
    reject().await;
    let before = applicant.get(&order).await;
    assert_eq!(before.at("/status"), "in-review", "it can be taken back");
    assert_eq!(before.at("/picture/reasons"), "[]");
    service.clock.advance(UNDO);
    let told = applicant.get(&order).await;
    assert_eq!(told.at("/status"), "rejected");
    assert_eq!(told.at("/picture/reasons/0/id"), "ears-hidden");
    assert_eq!(told.at("/picture/note"), "头发");
    let told = told.json();
    let last = told["timeline"].as_array().unwrap().last().unwrap();
    assert_eq!(last["what"], "rejected");
    assert_eq!(last["by"], "program");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejected_order_can_be_handed_in_again() {
    let service = Service::start_lenient().await;
    let number = service.order(Stage::Rejected).await.number;
    let (order, review) = (format!("/orders/{number}"), format!("/reviews/{number}"));
    let applicant = applicant(&service, &number).await;
    let inspector = service.keyed(Role::Inspector).await;
    let picture = format!("{order}/picture");
    let put = applicant.put_bytes(&picture, large_portrait()).await;
    put.status(200);
    act(&applicant, &format!("{order}/submit")).await;
    let again = act(&inspector, &format!("{review}/take")).await;
    assert_eq!(again["rejected_before"], json!([["ears-hidden"]]));
    let released = act(&inspector, &format!("{review}/release")).await;
    assert_eq!(released["status"], "waiting");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_opinion_is_another_inspectors() {
    let service = Service::start_lenient().await;
    let number = service.order(Stage::Waiting).await.number;
    let (order, review) = (format!("/orders/{number}"), format!("/reviews/{number}"));
    let first = service.keyed(Role::Inspector).await;
    act(&first, &format!("{review}/take")).await;
    let ask = format!("{review}/second-opinion");
    let alone = first.post(&ask, Value::Null).await;
    alone.refused(409, "second-opinion-nobody");
    let second = service.keyed(Role::Inspector).await;
    // Without a word, and taken back.
    let asked = act(&first, &ask).await;
    assert_eq!(asked["question"]["note"], "");
    let back = act(&first, &format!("{review}/undo")).await;
    assert!(back["question"].is_null(), "{back}");
    let long = json!({ "note": "眉".repeat(501) });
    let long = first.post(&ask, long).await;
    long.refused(422, "text-length");
    let asked = first.post(&ask, json!({ "note": "眉毛？" })).await;
    asked.status(200);
    let own = first.post("/queue/next", Value::Null).await;
    own.refused(404, "not-found");
    let case = act(&second, "/queue/next").await;
    let question = json!({ "by": "program", "name": "a program", "note": "眉毛？" });
    assert_eq!(case["question"], question);
    let failing = case["judgement"]["findings"].as_array().unwrap().iter();
    let overruled: Vec<Value> = failing
        .filter(|finding| finding["verdict"] == "fail")
        .map(|finding| json!({ "finding": finding["id"], "class": "mistaken" }))
        .collect();
    let approval = json!({ "verdict": "approved", "overruled": overruled });
    let decided = second.post(&format!("{review}/decision"), approval).await;
    decided.status(200);
    service.clock.advance(UNDO);
    let applicant = applicant(&service, &number).await;
    assert_eq!(applicant.get(&order).await.at("/status"), "approved");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_answered_and_the_log_holds() {
    let service = Service::start_lenient().await;
    let number = service.order(Stage::Waiting).await.number;
    let applicant = applicant(&service, &number).await;
    let operator = service.keyed(Role::Operator).await;
    let (thread, messages) = (
        format!("/threads/{number}"),
        format!("/orders/{number}/messages"),
    );
    let said = json!({ "text": "什么时候可以领证" });
    applicant.post(&messages, said).await.status(204);
    let waiting = operator.get("/threads").await;
    assert_eq!(waiting.at("/0/number"), number);
    let answer = json!({ "text": "请问窗口" });
    operator.post(&thread, answer).await.status(204);
    for (who, path) in [(&operator, &thread), (&applicant, &messages)] {
        let thread = who.get(path).await;
        assert_eq!(thread.at("/0/by"), "applicant", "{path}");
        assert_eq!(thread.at("/1/by"), "program", "{path}");
        assert_eq!(thread.json().as_array().unwrap().len(), 2, "{path}");
    }
    let log = operator.get("/log").await;
    // The program read what it answered, too.
    assert_eq!(log.at("/0/action"), "thread-read");
    assert_eq!(log.at("/1/action"), "message-answered");
    assert_eq!(log.at("/0/hash").len(), 64);
    let verified = act(&operator, "/log/verify").await;
    assert_eq!(verified["holds"], true);
    assert_eq!(verified["entries"], log.json()[0]["seq"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_count_rejections_by_their_reasons() {
    let service = Service::start_lenient().await;
    service.order(Stage::Rejected).await;
    let operator = service.keyed(Role::Operator).await;
    let figures = operator.get("/figures?days=7").await.status(200).json();
    assert_eq!(figures["days"].as_array().unwrap().len(), 7);
    let counted = json!({ "name": "ears-hidden", "count": 1 });
    assert_eq!(figures["rejections"][0], counted);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_order_keeps_no_picture() {
    let service = Service::start_lenient().await;
    let number = service.order(Stage::Approved).await.number;
    let applicant = applicant(&service, &number).await;
    let erased = act(&applicant, &format!("/orders/{number}/erase")).await;
    assert!(erased["erased_at"].is_i64(), "{erased}");
    assert!(erased["picture"].is_null(), "{erased}");
}

#[tokio::test]
async fn an_order_is_given_up_once() {
    let service = Service::start().await;
    let (number, owner) = service.begun("us-visa", None).await;
    let cancel = format!("/orders/{number}/cancel");
    assert_eq!(act(&owner, &cancel).await["status"], "cancelled");
    let again = owner.post(&cancel, Value::Null).await;
    again.refused(409, "order-wrong-state");
}
