//! Lists, look-ups and help as a stranger finds them.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use storage_sqlite::SqliteStorage;
use tower::ServiceExt;

use crate::{Secrets, Settings, Web};

#[tokio::test]
async fn a_stranger_finds_help_and_no_orders() {
    let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
    let (app, _) = usecases::testing::app(storage);
    let service = crate::router(Web::new(app, Settings::default(), Secrets::new([1; 32])));
    let check = async |path: &str, status: u16, words: &str| {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = service.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{path}");
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert!(body.contains(words), "{path}: {body}");
    };
    check("/orders", 200, "还没有订单").await;
    check("/orders/find", 200, "name=\"phone\"").await;
    check("/orders/23456789ABC/messages", 404, "").await;
    check("/help", 200, "更换身份证可以使用电子照片吗").await;
    check(
        "/help?q=dianzizhaopian",
        200,
        "更换身份证可以使用电子照片吗",
    )
    .await;
    check("/help?q=zzzz", 200, "没有找到相关的问题").await;
    check("/help/across-cities", 200, "相关问题").await;
    check("/help/retention", 200, "30 天").await;
    check("/help/no-such", 404, "").await;
}
