//! Every `huizhi` command that README.md and the documents in `docs` show is run, as
//! it stands there, in the order in which it stands.
//!
//! What is not run is listed with the reason. A command that is shown and neither run
//! nor listed fails the test, as does a listed one that is no longer shown.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::large;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// Commands that are not run here, by their beginning, with the reason.
const NOT_RUN: [(&str, &str); 7] = [
    (
        "huizhi restore --from",
        "needs the sealing key in the new folder; tests/backup runs it",
    ),
    (
        "huizhi receipt verify",
        "needs a code that a service has signed; receipt.rs runs it with one",
    ),
    (
        "huizhi wechat check",
        "asks WeChat Pay; wechat.rs runs it with the stand-in",
    ),
    (
        "huizhi storage",
        "needs PostgreSQL; scripts/faults runs it with one",
    ),
    (
        "huizhi work",
        "needs PostgreSQL; scripts/faults runs it with one",
    ),
    (
        "huizhi models fetch",
        "needs a line to the world; a test of models.rs fetches from this machine",
    ),
    (
        "huizhi photo make me.jpg -d 身份证 -c 深圳 -o p.jpg --matting",
        "the network of the test sees red, not people; models.rs runs it",
    ),
];

/// What stands for something of the reader's own, and what the test has there.
const STANDS_FOR: [(&str, &str); 8] = [
    ("/mnt/backup/huizhi", "backup"),
    ("/srv/huizhi", "srv"),
    ("0.0.0.0:8080", "127.0.0.1:0"),
    ("127.0.0.1:8080", "127.0.0.1:0"),
    ("--data 数据文件夹", "--data huizhi-data"),
    ("--data FOLDER", "--data huizhi-data"),
    ("--checkpoint 文件", "--checkpoint 别处的文件"),
    ("--checkpoint FILE ", "--checkpoint FILE-ELSEWHERE "),
];

/// The portrait of the repository is an official one: it smiles. Here that is allowed,
/// so that a command that should succeed does.
const LENIENT: &str = include_str!("../program/lenient.toml");

/// The documents, README first.
fn documents() -> Vec<PathBuf> {
    let root = Path::new(ROOT);
    let mut all: Vec<PathBuf> = fs::read_dir(root.join("docs"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    all.sort();
    all.insert(0, root.join("README.md"));
    all
}

/// The commands of a document: lines of blocks, and code within text.
fn commands(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut in_fence = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            in_fence = !in_fence;
            continue;
        }
        let is_indented = line.starts_with("    ");
        if in_fence || is_indented {
            let command = line.trim().split(" #").next().unwrap_or_default();
            found.push(command.replace("cargo run --release -- ", "huizhi "));
        }
    }
    // Spans may run over the end of a line.
    for span in text.split('`').skip(1).step_by(2) {
        found.push(span.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    // `huizhi` alone in a sentence is a name.
    let shown = |command: &String| {
        let calls = command.starts_with("huizhi ") || command.contains("| huizhi ");
        calls && (!command.contains('…') || command.starts_with("huizhi receipt verify"))
    };
    found.retain(shown);
    found.iter().map(|c| c.trim().to_owned()).collect()
}

/// The folder that the commands are run in.
fn laid_out() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    for name in ["me.jpg", "me.heic"] {
        fs::write(here.join(name), large()).unwrap();
    }
    let networks = Path::new(ROOT).join("crates/vision/tests/networks");
    fs::copy(networks.join("modnet.onnx"), here.join("my.onnx")).unwrap();
    fs::create_dir(here.join("照片文件夹")).unwrap();
    fs::write(here.join("照片文件夹/a.jpg"), large()).unwrap();
    for name in ["lenient", "FOLDER"] {
        fs::create_dir(here.join(name)).unwrap();
        fs::write(here.join(name).join("checks.toml"), LENIENT).unwrap();
    }
    folder
}

/// Commands that only say what they would do, and the exit code they say it with.
const ASKS: [&str; 1] = ["huizhi key rotate sealing"];
const ASKED: i32 = 2;

fn shell(here: &Path, command: &str) -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_huizhi")).parent().unwrap();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(
        std::iter::once(program.to_owned()).chain(std::env::split_paths(&path)),
    );
    let mut shell = Command::new("sh");
    shell
        .args(["-e", "-c", command])
        .current_dir(here)
        .env("PATH", path.unwrap())
        .env("HUIZHI_CATALOGUE", "lenient")
        .env("LC_ALL", "zh_CN.UTF-8")
        .stdin(Stdio::null());
    shell
}

/// Runs a command that ends; gives what went wrong.
fn run(here: &Path, command: &str) -> Result<(), String> {
    let ran = shell(here, command).output().unwrap();
    let asks = ASKS.contains(&command);
    if ran.status.success() || asks && ran.status.code() == Some(ASKED) {
        return Ok(());
    }
    Err(format!(
        "{command}\n{:?}\n{}",
        ran.status.code(),
        String::from_utf8_lossy(&ran.stderr)
    ))
}

/// Starts a command that serves, waits until it does, and ends it.
fn serve(here: &Path, command: &str) -> Result<(), String> {
    let mut command = command.to_owned();
    if !command.contains("--listen") {
        command += " --listen 127.0.0.1:0";
    }
    let mut process = shell(here, &format!("exec {command}"))
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut said = Vec::new();
    let lines = BufReader::new(process.stderr.take().unwrap()).lines();
    let serves = lines.map_while(Result::ok).any(|line| {
        let serves = line.contains("http://127.0.0.1:");
        said.push(line);
        serves
    });
    process.kill().ok();
    process.wait().ok();
    if serves {
        Ok(())
    } else {
        Err(format!("{command}\n{}", said.join("\n")))
    }
}

#[test]
fn every_command_that_is_shown_works() {
    let folder = laid_out();
    let here = folder.path();
    let mut done: BTreeSet<String> = BTreeSet::new();
    let mut listed: BTreeSet<&str> = BTreeSet::new();
    let mut wrong = Vec::new();
    for document in documents() {
        let name = document.file_name().unwrap().to_string_lossy().into_owned();
        for command in commands(&fs::read_to_string(&document).unwrap()) {
            if let Some((beginning, _)) = NOT_RUN
                .iter()
                .find(|(beginning, _)| command.starts_with(beginning))
            {
                listed.insert(beginning);
                continue;
            }
            let mut command = format!("{command} ");
            for (shown, here) in STANDS_FOR {
                command = command.replace(shown, here);
            }
            let command = command.trim().to_owned();
            if !done.insert(command.clone()) {
                continue;
            }
            let ran = if command.starts_with("huizhi serve") {
                serve(here, &command)
            } else {
                run(here, &command)
            };
            wrong.extend(ran.err().map(|error| format!("{name}: {error}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    // That the documents are read at all.
    for command in [
        "huizhi staff list",
        "huizhi doctor --all",
        "huizhi catalogue where 身份证 九江",
    ] {
        assert!(done.contains(command), "{command} in {done:#?}");
    }
    assert_eq!(
        listed.len(),
        NOT_RUN.len(),
        "what is listed is shown: {listed:?}"
    );
}

/// What fails leaves nothing behind: no file, no folder.
#[test]
fn a_failed_command_writes_nothing() {
    let folder = laid_out();
    let here = folder.path();
    fs::write(here.join("wall.png"), crate::wall()).unwrap();
    fs::write(here.join("broken.jpg"), &large()[..5000]).unwrap();
    let before = crate::names_in(here);
    for command in [
        "huizhi photo make me.jpg -d 没有这种证件 -c 深圳 -o p.jpg",
        "huizhi photo make me.jpg -d 身份证 -c 没有这个城市 -o new/",
        "huizhi photo make me.jpg -d 身份证 -c 深圳 -o new/ --background nocolour",
        "huizhi photo make wall.png -d 身份证 -c 深圳 -o p.jpg --annotate lines.png",
        "huizhi photo make broken.jpg -d 身份证 -c 深圳 -o new/",
        "huizhi photo make wall.png -d 身份证 -c 深圳 -o new/ --annotate beside",
        "huizhi photo make missing.jpg -d 身份证 -c 深圳 -o p.jpg",
        "huizhi photo sheet wall.png -d 身份证 -c 深圳 -o new/",
        "huizhi photo sheet me.jpg -d 身份证 -c 深圳 -o s.jpg --count 999",
        "huizhi photo check wall.png -d 身份证 -c 深圳 --annotate places.png",
        "huizhi work --data new",
        "huizhi receipt preview -d 身份证 -c 没有这个城市 -o r.pdf",
        "huizhi receipt preview -d 身份证 -c 深圳 --photo wall.txt -o r.pdf",
    ] {
        assert!(run(here, command).is_err(), "{command}");
        assert_eq!(crate::names_in(here), before, "{command}");
    }
}
