//! What takes connections and is no server: it ends them at once, as a proxy does whose
//! server is gone, or says nothing.

use storage_postgres::{Address, evidence};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;

/// What becomes of a connection.
#[derive(Clone, Copy, Debug)]
enum Peer {
    Ends,
    SaysNothing,
}

#[tokio::test(start_paused = true)]
async fn no_server_is_no_defect() {
    for peer in [Peer::Ends, Peer::SaysNothing] {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("it listens");
        let own = listener.local_addr().expect("it has an address");
        tokio::spawn(async move {
            let mut kept = Vec::new();
            while let Ok((stream, _)) = listener.accept().await {
                match peer {
                    Peer::Ends => {
                        // It has read what was asked, so its end is no reset.
                        let mut asked = [0; 8];
                        let mut stream = stream;
                        let _read = stream.read(&mut asked).await;
                    }
                    Peer::SaysNothing => kept.push(stream),
                }
            }
        });
        let address: Address = format!("postgres://huizhi@{own}/huizhi")
            .parse()
            .expect("an address");
        let code = evidence(&address)
            .await
            .map(drop)
            .map_err(|error| error.code());
        assert_eq!(code, Err("storage-unavailable"), "{peer:?}");
    }
}
