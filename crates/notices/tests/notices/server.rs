//! A test HTTP server that takes one request and gives one answer.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::thread::JoinHandle;

pub(super) struct Request {
    pub(super) first_line: String,
    headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Request {
    pub(super) fn header(&self, name: &str) -> &str {
        let found = self
            .headers
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }
}

/// A server for one request, which sends `answer` and closes; if `None`, it
/// sends nothing until the client closes.
pub(super) fn server(answer: Option<&'static str>) -> (u16, JoinHandle<Request>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let talk = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let request = read(&stream);
        match answer {
            Some(answer) => stream.write_all(answer.as_bytes()).unwrap(),
            None => {
                let _ = stream.read(&mut [0]);
            }
        }
        request
    });
    (port, talk)
}

pub(super) fn read(stream: impl Read) -> Request {
    let mut reader = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let mut request = Request {
        first_line: lines.remove(0),
        headers: lines
            .iter()
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        body: Vec::new(),
    };
    request.body = vec![0; request.header("content-length").parse().unwrap_or(0)];
    reader.read_exact(&mut request.body).unwrap();
    request
}
