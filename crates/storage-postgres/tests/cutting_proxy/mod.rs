//! A proxy before the server that cuts a connection at COMMIT, or falls silent.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What is cut; once, then nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    Nothing,
    /// COMMIT does not reach the server.
    Commit,
    /// It does, and its answer does not come back.
    AnswerToCommit,
    /// Every connection that is open: no byte passes any more, and nobody is told.
    Everything,
}

/// A running proxy.
pub(crate) struct CuttingProxy {
    url: String,
    cut: Arc<AtomicU8>,
}

impl CuttingProxy {
    /// Before the server of this address.
    pub(crate) async fn before(url: &str) -> Self {
        let (_, place) = url.rsplit_once('@').expect("an address has a host");
        let (server, database) = place.split_once('/').expect("an address has a path");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("it listens");
        let own = listener.local_addr().expect("it has an address");
        let cut = Arc::new(AtomicU8::new(0));
        tokio::spawn(listen(listener, server.to_owned(), Arc::clone(&cut)));
        Self {
            url: format!("postgres://huizhi@{own}/{database}"),
            cut,
        }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Cuts this at the next COMMIT.
    pub(crate) fn cut(&self, what: Cut) {
        self.cut.store(what as u8, Ordering::SeqCst);
    }
}

async fn listen(listener: TcpListener, server: String, cut: Arc<AtomicU8>) {
    while let Ok((client, _)) = listener.accept().await {
        let server = TcpStream::connect(&server)
            .await
            .expect("the server is reached");
        tokio::spawn(pass(client, server, Arc::clone(&cut)));
    }
}

async fn pass(mut client: TcpStream, mut server: TcpStream, cut: Arc<AtomicU8>) {
    // Of a cut that was told when this connection was there.
    let mut was_open = cut.load(Ordering::SeqCst) != Cut::Everything as u8;
    let (mut asked, mut told) = (vec![0; 65_536], vec![0; 65_536]);
    loop {
        tokio::select! {
            read = client.read(&mut asked) => {
                let Ok(count @ 1..) = read else { return };
                let bytes = &asked[..count];
                let is_cut = cut.load(Ordering::SeqCst) == Cut::Everything as u8;
                if is_cut && was_open {
                    std::future::pending::<()>().await;
                }
                was_open |= !is_cut;
                let what = match bytes.windows(6).any(|word| word == b"COMMIT") {
                    true => cut.swap(0, Ordering::SeqCst),
                    false => 0,
                };
                if what == Cut::Commit as u8 || server.write_all(bytes).await.is_err() {
                    return;
                }
                if what == Cut::AnswerToCommit as u8 {
                    // It was carried out when the answer is there.
                    let _answer = server.read(&mut told).await;
                    return;
                }
            }
            read = server.read(&mut told) => {
                let Ok(count @ 1..) = read else { return };
                if client.write_all(&told[..count]).await.is_err() {
                    return;
                }
            }
        }
    }
}
