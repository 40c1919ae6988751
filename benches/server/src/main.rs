//! The other side of the benchmark: canned answers over TLS, so that the client is what is measured.
//!
//! `bench-server <certificate.pem> <key.pem> <h2|http/1.1>…` listens on a port for each protocol named,
//! prints the ports as a JSON list, answers each line on its input, and ends when its input does. A line is empty, for the
//! connections that were made to each port; `held`, for the feeds that are held on each; or `update <port> <from> <to>`,
//! which changes the runs with these numbers, for their number.

mod answers;
mod feeds;
mod streams;

use std::cell::Cell;
use std::convert::Infallible;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use answers::Answers;
use bytes::Bytes;
use feeds::Feeds;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

type Failure = Box<dyn std::error::Error>;

/// One thread: the client is to have the other core.
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let (certificate, key) = (arguments.next().ok_or("no certificate")?, arguments.next().ok_or("no key")?);
    let answers = Rc::new(Answers::new());
    let local = tokio::task::LocalSet::new();
    let mut ports = Vec::new();
    let mut sides = Vec::new();
    for protocol in arguments {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        ports.push(port);
        let side = Rc::new(Side { port, connections: Cell::new(0), feeds: Rc::new(Feeds::new()) });
        sides.push(Rc::clone(&side));
        let acceptor = TlsAcceptor::from(Arc::new(tls(&certificate, &key, &protocol)?));
        local.spawn_local(accept(listener, acceptor, protocol == "h2", Rc::clone(&answers), side));
    }
    println!("{ports:?}");
    local.run_until(tell(sides)).await
}

fn tls(certificate: &str, key: &str, protocol: &str) -> Result<ServerConfig, Failure> {
    let chain = CertificateDer::pem_file_iter(certificate)?.collect::<Result<Vec<_>, _>>()?;
    let mut config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain, PrivateKeyDer::from_pem_file(key)?)?;
    config.alpn_protocols = vec![protocol.as_bytes().to_vec()];
    Ok(config)
}

/// What one port has of its own.
struct Side {
    port: u16,
    connections: Cell<u32>,
    feeds: Rc<Feeds>,
}

async fn tell(sides: Vec<Rc<Side>>) -> Result<(), Failure> {
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        let words = line.split_ascii_whitespace().collect::<Vec<_>>();
        match words.as_slice() {
            ["held"] => println!("{:?}", sides.iter().map(|side| side.feeds.held()).collect::<Vec<_>>()),
            ["update", port, from, to] => {
                let port = port.parse::<u16>()?;
                let side = sides.iter().find(|side| side.port == port).ok_or("no such port")?;
                println!("{}", side.feeds.update(from.parse()?..to.parse()?));
            }
            _ => println!("{:?}", sides.iter().map(|side| side.connections.get()).collect::<Vec<_>>()),
        }
    }
    Ok(())
}

async fn accept(
    listener: TcpListener,
    acceptor: TlsAcceptor,
    second: bool,
    answers: Rc<Answers>,
    side: Rc<Side>,
) {
    while let Ok((socket, _)) = listener.accept().await {
        side.connections.set(side.connections.get() + 1);
        let _ = socket.set_nodelay(true);
        // A connection that breaks is the client's to report.
        tokio::task::spawn_local(serve(
            socket,
            acceptor.clone(),
            second,
            Rc::clone(&answers),
            Rc::clone(&side.feeds),
        ));
    }
}

async fn serve(
    socket: TcpStream,
    acceptor: TlsAcceptor,
    second: bool,
    answers: Rc<Answers>,
    feeds: Rc<Feeds>,
) {
    let Ok(stream) = acceptor.accept(socket).await else { return };
    let service = service_fn(move |request| answer(request, Rc::clone(&answers), Rc::clone(&feeds)));
    let stream = TokioIo::new(stream);
    if second {
        let mut builder = hyper::server::conn::http2::Builder::new(LocalExecutor);
        let _ = builder.max_concurrent_streams(1_000).serve_connection(stream, service).await;
    } else {
        let _ = hyper::server::conn::http1::Builder::new().serve_connection(stream, service).await;
    }
}

async fn answer(
    request: Request<Incoming>,
    answers: Rc<Answers>,
    feeds: Rc<Feeds>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let query = request.uri().query().unwrap_or_default();
    if let Some(run) = request.uri().path().strip_prefix("/realtime/v1/runs/") {
        return Ok(feeds.answer(run, query).await);
    }
    if request.uri().path().starts_with("/realtime/v1/streams/") {
        return Ok(streams::answer(request.uri().path()));
    }
    let (body, delay) = answers.find(request.method(), request.uri().path(), query);
    if delay > 0 {
        tokio::time::sleep(Duration::from_millis(delay)).await;
    }
    let mut response = Response::new(Full::new(body));
    response
        .headers_mut()
        .insert("content-type", "application/json; charset=utf-8".parse().expect("a header"));
    Ok(response)
}

#[derive(Clone)]
struct LocalExecutor;

impl<F: Future<Output = ()> + 'static> hyper::rt::Executor<F> for LocalExecutor {
    fn execute(&self, future: F) {
        tokio::task::spawn_local(future);
    }
}
