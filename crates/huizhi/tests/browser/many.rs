//! Many people at once: lists are read, photos are made and judged, and what is ready
//! is handed in.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::session::Window;

/// Made by Python's zipfile, deflated: a folder with a table in GBK and a picture, a
/// picture beside it, a Mac's shadow of one, and something else.
const ZIP: &str = "UEsDBBQAAAgIAMkcfF25NIS9XwAAAGUAAAARAAAA5ZCN5Y2VL3Blb3BsZS5jc3a7cPXwb52Tb7ffvbZk11GdU9d2\
    /9K5evXYGl4upQPvdBQuLDz8XUnH0NDA0MDU0NLE0tDI2NDAwKhCRydRL6sgnZfr6tETf+HylgYGxgbmBgaG5jqG\
    xkAOmDDQ4eUCAFBLAwQUAAAICADJHHxdN1LR8QkAAACSAQAADAAAAOWQjeWNlS9hLmpwZ/t/g2EUDCoAAFBLAwQU\
    AAAACADJHHxdgxbcjAMAAAABAAAAEAAAAF9fTUFDT1NYLy5fYS5qcGerAABQSwMEFAAAAAgAyRx8XQjiLUgIAAAA\
    LgEAABYAAAAxMTAxMDUxOTkwMDMwNzAwMTcuanBn+3+DcRQQDQBQSwMEFAAAAAgAyRx8XYMW3IwDAAAAAQAAAAoA\
    AAByZWFkbWUucGRmqwAAUEsBAhQDFAAACAgAyRx8Xbk0hL1fAAAAZQAAABEAAAAAAAAAAAAAAIABAAAAAOWQjeWN\
    lS9wZW9wbGUuY3N2UEsBAhQDFAAACAgAyRx8XTdS0fEJAAAAkgEAAAwAAAAAAAAAAAAAAIABjgAAAOWQjeWNlS9h\
    LmpwZ1BLAQIUAxQAAAAIAMkcfF2DFtyMAwAAAAEAAAAQAAAAAAAAAAAAAACAAcEAAABfX01BQ09TWC8uX2EuanBn\
    UEsBAhQDFAAAAAgAyRx8XQjiLUgIAAAALgEAABYAAAAAAAAAAAAAAIAB8gAAADExMDEwNTE5OTAwMzA3MDAxNy5q\
    cGdQSwECFAMUAAAACADJHHxdgxbcjAMAAAABAAAACgAAAAAAAAAAAAAAgAEuAQAAcmVhZG1lLnBkZlBLBQYAAAAA\
    BQAFADMBAABZAQAAAAA=";

/// What the page's module reads, as a table.
pub(crate) fn lists_are_read(window: &Window<'_>) {
    let check = |script: &str, expected: Value| {
        let script = format!(
            "const done = arguments[arguments.length - 1];
            import(document.querySelector('[data-many]').dataset.lists)
                .then(async (lists) => {{ {script} }})
                .then(done, (error) => done(String(error)));"
        );
        assert_eq!(window.evaluate_later(&script), expected, "{script}");
    };
    for (file, name, number, phone) in [
        (
            "110105199003070017 李小明.jpg",
            "李小明",
            "110105199003070017",
            "",
        ),
        (
            "李小明_11010519491231002x.jpeg",
            "李小明",
            "11010519491231002X",
            "",
        ),
        (
            "a/b/李小明-110105199003070017-13800138000.png",
            "李小明",
            "110105199003070017",
            "13800138000",
        ),
        (
            "（三班）王芳 110105199003070017.heic",
            "三班 王芳",
            "110105199003070017",
            "",
        ),
        (
            "Anna Maria Schmidt C01X00T47.jpg",
            "Anna Maria Schmidt C01X00T47",
            "",
            "",
        ),
        (
            "Anna Schmidt E12345678.jpg",
            "Anna Schmidt",
            "E12345678",
            "",
        ),
        ("IMG 0001.jpg", "IMG 0001", "", ""),
    ] {
        let script = format!("return lists.named({})", json!(file));
        check(
            &script,
            json!({"name": name, "number": number, "phone": phone}),
        );
    }
    for (text, rows) in [
        ("a,b\r\nc,d\n", json!([["a", "b"], ["c", "d"]])),
        (
            "\u{feff}a;b\n\n c ; \"d;\"\"e\" \n",
            json!([["a", "b"], ["c", "d;\"e"]]),
        ),
        (
            "姓名\t证件号码\n张三\t1",
            json!([["姓名", "证件号码"], ["张三", "1"]]),
        ),
    ] {
        check(&format!("return lists.rows({})", json!(text)), rows);
    }
    let packed = format!(
        "const bytes = Uint8Array.from(atob('{ZIP}'), (one) => one.charCodeAt(0));
        const zip = new File([bytes], 'list.zip');
        const found = await lists.people([zip]);
        return found.map((one) => [one.name, one.number, one.phone, one.picture?.name, one.picture?.size])"
    );
    check(
        &packed,
        json!([
            ["李, 小明", "11010519491231002x", "", "a.jpg", 402],
            [
                "张三",
                "110105199003070017",
                "13900139000",
                "110105199003070017.jpg",
                302
            ],
        ]),
    );
    let broken = "return await lists.people([new File(['PK'], 'list.zip')])";
    check(broken, json!("Error: not a ZIP file"));
}

/// Four files; two people are ready, one has no number, one picture has no face.
pub(crate) fn are_handed_in(window: &Window<'_>, portrait: &Path, folder: &Path) {
    let faceless = imaging::RgbImage::filled(900, 1200, [200, 205, 210]);
    let faceless = imaging::encode_png(&faceless, 96).unwrap();
    let portrait = std::fs::read(portrait).unwrap();
    let files: Vec<PathBuf> = [
        ("11010519491231002X 李小明.jpg", &portrait),
        ("110105199003070017 张三.jpg", &portrait),
        ("王五.jpg", &portrait),
        ("110105199003070025 赵六.png", &faceless),
    ]
    .into_iter()
    .map(|(name, bytes)| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    })
    .collect();
    let paths: Vec<&str> = files.iter().map(|path| path.to_str().unwrap()).collect();
    window.find("[data-files]").types(&paths.join("\n"));
    window.sees("[role=status]", "共 4 人，0 人可以提交");
    window.click("开始检查");
    window.sees("[role=alert]", "先请每一位同意");
    window.fill("phone", "13800138000");
    window.find("[data-consent]").click();
    window.click("开始检查");
    window.sees("[role=status]", "共 4 人，2 人可以提交");
    window.find("[data-check]:not([disabled])");
    assert_eq!(window.count(".many-fit"), 2);
    window.sees(".many-details", "证件号码");
    window.sees(".many-unfit", "脸");
    window.look("many");
    window.click("提交可以用的 2 份");
    window.sees("[role=status]", "0 人可以提交");
    assert_eq!(window.count(".many-sent"), 2);
    // What was missing is typed; nobody is sent twice.
    let number = "li:nth-child(3) label:nth-of-type(2) input";
    window.find(number).types("110105199003070033");
    window.click("开始检查");
    window.sees("[role=status]", "1 人可以提交");
    window.click("提交可以用的 1 份");
    window.find("[data-submit][hidden]");
    assert_eq!(window.count(".many-sent"), 3);
    window.go("/orders");
    assert_eq!(window.count(".order-row"), 4);
    window.look("many-orders");
}
