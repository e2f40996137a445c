//! Lists, look-ups and help for a new visitor.

use crate::testing::Service;

#[tokio::test]
async fn a_stranger_finds_help_and_no_orders() {
    let service = Service::start().await;
    for (path, status, words) in [
        ("/orders", 200, "还没有订单"),
        ("/orders/find", 200, "name=\"phone\""),
        ("/orders/23456789ABC/messages", 404, ""),
        ("/help", 200, "更换身份证可以使用电子照片吗"),
        (
            "/help?q=dianzizhaopian",
            200,
            "更换身份证可以使用电子照片吗",
        ),
        ("/help?q=zzzz", 200, "没有找到相关的问题"),
        ("/help/across-cities", 200, "相关问题"),
        ("/help/retention", 200, "30 天"),
        ("/help/no-such", 404, ""),
    ] {
        service.get(path).await.status(status).contains(words);
    }
}
