//! A second service on a folder is told so and touches nothing; the commands
//! beside the service run; and a kill leaves no lock behind.

use std::process::Command;

use crate::program::ground::Ground;
use crate::program::{ANYWHERE, HUIZHI, Service};

#[test]
fn one_service_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let ground = Ground::laid_out(folder.path());
    let run = |arguments: &[&str]| {
        let output = Command::new(HUIZHI)
            .args(["--lang", "en"])
            .args(arguments)
            .arg("--data")
            .arg(&ground.data)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        (output.status.code(), said)
    };
    let first = Service::start(ANYWHERE, &ground.data, &ground.catalogue);
    let (code, said) = run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(code, Some(5), "{said}");
    assert!(said.contains("[data-served]"), "{said}");
    let (code, said) = run(&["staff", "list"]);
    assert_eq!(code, Some(0), "{said}");
    drop(first);
    Service::start(ANYWHERE, &ground.data, &ground.catalogue);
}
