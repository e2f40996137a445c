//! The text of a file's key.

use blobs::BlobKey;

#[test]
fn blob_keys_are_read_as_they_are_written() {
    let check = |text: &str, valid: bool| {
        let read = text.parse::<BlobKey>();
        assert_eq!(read.is_ok(), valid, "{text}");
        if let Ok(key) = read {
            assert_eq!(key.to_string(), text);
        }
    };
    let rest = "0123456789abcdef".repeat(4)[..62].to_owned();
    check(&format!("ab/{rest}"), true);
    check(&format!("AB/{rest}"), false);
    check(&format!("ab{rest}"), false);
    check(&format!("a/b{rest}"), false);
    check(&format!("ab/{rest}0"), false);
    check(&format!("ab/{}", &rest[1..]), false);
    check(&format!("ab/{}g", &rest[1..]), false);
    check(&format!("ab/{rest}#1"), false);
    check("../etc/passwd", false);
    check("", false);
}
