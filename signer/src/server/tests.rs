//! Real sockets: who is let in, and what slow or hostile clients meet.

mod deadlines;
mod ending;

use super::*;
use crate::config::Limits;
use crate::home::Home;
use crate::home::trust::Fingerprint;
use crate::http::peer::Allowed;
use crate::http::routes::{ROUTES, Reach};
use crate::installation::Installation;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Instant;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

const EVIL: &str = "http://evil.example";

struct Daemon {
    _folder: tempfile::TempDir,
    app: Arc<App>,
    tcp: SocketAddr,
    socket: PathBuf,
    stop: Option<oneshot::Sender<()>>,
    ended: JoinHandle<bool>,
}

fn quick() -> Limits {
    Limits {
        connections: 8,
        workers: Some(2),
        waiting: 2,
        body_octets: 200_000,
        first_octet: Duration::from_millis(300),
        header: Duration::from_millis(400),
        body_idle: Duration::from_millis(300),
        body: Duration::from_millis(1500),
        body_octets_per_second: 1000,
        write: Duration::from_millis(500),
        drain: Duration::from_secs(3),
        ..Limits::default()
    }
}

async fn start(limits: Limits) -> Daemon {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::create(&folder.path().join("home")).unwrap();
    let socket = home.default_socket();
    let installation = Installation::open(home, None).unwrap();
    let tcp = bind_tcp("127.0.0.1:0".parse().unwrap()).await.unwrap();
    let Bound::Tcp(listener) = &tcp else { panic!() };
    let address = listener.local_addr().unwrap();
    let own = rustix::process::geteuid().as_raw();
    let allowed = Allowed::new(own, &[], &[]).with_tcp(address, &[]);
    let unix = bind_socket(&socket, 0o600).await.unwrap();
    let app = Arc::new(App::new(installation, allowed, limits));
    let (stop, stopped) = oneshot::channel();
    let serving = Arc::clone(&app);
    let ended =
        tokio::spawn(
            async move { run(serving, vec![tcp, unix], async { drop(stopped.await) }).await },
        );
    Daemon {
        _folder: folder,
        app,
        tcp: address,
        socket,
        stop: Some(stop),
        ended,
    }
}

impl Daemon {
    async fn over_tcp(&self, request: &str) -> String {
        let stream = TcpStream::connect(self.tcp).await.unwrap();
        exchange(stream, request.as_bytes()).await
    }

    async fn over_socket(&self, request: &str) -> String {
        let stream = UnixStream::connect(&self.socket).await.unwrap();
        exchange(stream, request.as_bytes()).await
    }

    fn get(&self, path: &str, headers: &str) -> String {
        format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{headers}\r\n",
            self.tcp
        )
    }

    async fn stop(mut self) -> (bool, Duration) {
        let started = Instant::now();
        self.stop.take().unwrap().send(()).unwrap();
        (self.ended.await.unwrap(), started.elapsed())
    }
}

/// Sends all at once and reads to the end.
async fn exchange(mut stream: impl AsyncReadExt + AsyncWriteExt + Unpin, request: &[u8]) -> String {
    let _ = stream.write_all(request).await;
    read_all(&mut stream).await
}

async fn read_all(stream: &mut (impl AsyncReadExt + Unpin)) -> String {
    let mut answer = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(8), stream.read_to_end(&mut answer)).await;
    assert!(
        read.is_ok(),
        "the connection was not closed: {}",
        String::from_utf8_lossy(&answer)
    );
    String::from_utf8_lossy(&answer).into_owned()
}

fn status(answer: &str) -> u16 {
    answer
        .split(' ')
        .nth(1)
        .and_then(|code| code.parse().ok())
        .unwrap_or(0)
}

fn assert_problem(answer: &str, expected: u16, code: &str) {
    assert_eq!(status(answer), expected, "{answer}");
    assert!(
        answer.contains("content-type: application/problem+json"),
        "{answer}"
    );
    assert!(answer.contains(&format!("\"code\":\"{code}\"")), "{answer}");
    let id = answer
        .split("x-request-id: ")
        .nth(1)
        .unwrap()
        .lines()
        .next()
        .unwrap();
    assert!(
        answer.contains(&format!("\"request_id\":\"{id}\"")),
        "{answer}"
    );
    assert!(answer.contains("title_zh"), "{answer}");
}

fn multipart(parts: &[(&str, &[u8])]) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    for (name, content) in parts {
        let head = format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--XX--\r\n");
    (
        "Content-Type: multipart/form-data; boundary=XX\r\n".into(),
        body,
    )
}

fn certificate() -> Vec<u8> {
    use crate::keys::generate::{KeyKind, generate};
    use crate::pki::{Name, Serial, root};
    use yinxin_core::suite::MemoryKey;
    let key = MemoryKey::from_pkcs8(&generate(KeyKind::Ed25519).unwrap(), None).unwrap();
    let name = Name {
        country: "CN".into(),
        organisation: "示例".into(),
        organisation_identifier: None,
        common_name: "根".into(),
    };
    let from = time::macros::datetime!(2026-01-01 0:00 UTC);
    root(
        &name,
        &key,
        &Serial::new(&[1]).unwrap(),
        from,
        from + time::Duration::days(900),
    )
    .unwrap()
}

fn import_request(host: &str, extra: &str, fingerprint: &str, der: &[u8]) -> Vec<u8> {
    let parts = [
        ("role", b"signer".as_slice()),
        ("fingerprint", fingerprint.as_bytes()),
        ("certificate", der),
    ];
    let (media, body) = multipart(&parts);
    let head = format!(
        "POST /v1/trust HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{extra}{media}Content-Length: {}\r\n\r\n",
        body.len()
    );
    [head.into_bytes(), body].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn health_readiness_and_metrics_answer_both_ways() {
    let daemon = start(quick()).await;
    for path in ["/health", "/ready", "/metrics", "/v1/trust"] {
        assert_eq!(
            status(&daemon.over_tcp(&daemon.get(path, "")).await),
            200,
            "{path}"
        );
        assert_eq!(
            status(&daemon.over_socket(&daemon.get(path, "")).await),
            200,
            "{path}"
        );
    }
    let metrics = daemon.over_tcp(&daemon.get("/metrics", "")).await;
    let line = "yinxin_http_requests_total{method=\"GET\",route=\"/health\",status=\"200\"} 2";
    assert!(metrics.contains(line), "{metrics}");
    assert_problem(
        &daemon.over_tcp(&daemon.get("/nothing", "")).await,
        404,
        "NOT_FOUND",
    );
    let post = daemon.get("/health", "").replace("GET", "POST");
    assert_problem(&daemon.over_socket(&post).await, 405, "METHOD_NOT_ALLOWED");
    assert_problem(&daemon.over_tcp(&post).await, 405, "METHOD_NOT_ALLOWED");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_that_changes_something_is_out_of_reach_over_tcp() {
    let daemon = start(quick()).await;
    let mut refused = 0;
    for route in ROUTES {
        let path = route
            .path
            .replace("{role}", "signer")
            .replace("{fingerprint}", "00");
        let request = daemon.get(&path, "").replace("GET", route.method);
        let answer = daemon.over_tcp(&request).await;
        let socket = daemon.over_socket(&request).await;
        match route.reach {
            Reach::SocketOnly | Reach::OwnerOnly => {
                refused += 1;
                assert_problem(&answer, 403, "SOCKET_ONLY");
            }
            Reach::Everywhere => assert_ne!(status(&answer), 403, "{path}"),
        }
        assert_ne!(status(&socket), 403, "{path}");
        let changes = route.method != "GET";
        let reads_by_post = ["/v1/verify", "/v1/recognise"].contains(&route.path);
        assert!(
            !changes || reads_by_post || route.reach != Reach::Everywhere,
            "{path}"
        );
    }
    assert!(refused >= 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_method_that_an_address_does_not_have_is_405_with_those_that_it_has() {
    let daemon = start(quick()).await;
    let ask = |method: &str, path: &str| daemon.get(path, "").replacen("GET", method, 1);
    for (method, path, allow) in [
        ("PUT", "/v1/verify", "POST"),
        ("HEAD", "/v1/recognise", "POST"),
        ("DELETE", "/v1/trust", "GET, HEAD"),
        ("OPTIONS", "/health", "GET, HEAD"),
    ] {
        let answer = daemon.over_tcp(&ask(method, path)).await;
        assert_eq!(status(&answer), 405, "{method} {path}\n{answer}");
        assert!(
            answer.contains(&format!("\r\nallow: {allow}\r\n")),
            "{answer}"
        );
    }
    assert_problem(
        &daemon.over_tcp(&ask("PUT", "/v1/verify")).await,
        405,
        "METHOD_NOT_ALLOWED",
    );
    // What only the socket serves is not described over TCP, whatever the method.
    for (method, path) in [
        ("POST", "/v1/trust"),
        ("PUT", "/v1/sign"),
        ("GET", "/v1/seals"),
    ] {
        let answer = daemon.over_tcp(&ask(method, path)).await;
        assert_problem(&answer, 403, "SOCKET_ONLY");
    }
    let answer = daemon.over_socket(&ask("DELETE", "/v1/trust")).await;
    assert_problem(&answer, 405, "METHOD_NOT_ALLOWED");
    assert!(
        answer.contains("\r\nallow: GET, HEAD, POST\r\n"),
        "{answer}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_anchor_is_imported_over_the_socket() {
    let daemon = start(quick()).await;
    let der = certificate();
    let fingerprint = Fingerprint::of(&der).to_string();
    let send = async |fingerprint: &str, der: &[u8]| {
        let stream = UnixStream::connect(&daemon.socket).await.unwrap();
        exchange(stream, &import_request("x", "", fingerprint, der)).await
    };
    let wrong = "00".repeat(32);
    assert_problem(&send(&wrong, &der).await, 422, "FINGERPRINT_DIFFERS");
    assert_problem(&send(&fingerprint, b"junk").await, 422, "UNACCEPTABLE");
    assert_eq!(status(&send(&fingerprint, &der).await), 201);
    assert_eq!(status(&send(&fingerprint, &der).await), 200);
    let list = daemon.over_tcp(&daemon.get("/v1/trust", "")).await;
    assert!(list.contains(&fingerprint), "{list}");
    let path = format!("/v1/trust/signer/{fingerprint}");
    let delete = daemon.get(&path, "").replace("GET", "DELETE");
    assert_eq!(status(&daemon.over_socket(&delete).await), 204);
    assert_problem(&daemon.over_socket(&delete).await, 404, "NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_foreign_dns_points_here_is_refused() {
    let daemon = start(quick()).await;
    let port = daemon.tcp.port();
    for host in [
        format!("evil.example:{port}"),
        "evil.example".into(),
        String::new(),
    ] {
        let request = daemon
            .get("/v1/trust", "")
            .replace(&daemon.tcp.to_string(), &host);
        assert_problem(&daemon.over_tcp(&request).await, 403, "HOST_NOT_ALLOWED");
    }
    let localhost = format!("localhost:{port}");
    let request = daemon
        .get("/health", "")
        .replace(&daemon.tcp.to_string(), &localhost);
    assert_eq!(status(&daemon.over_tcp(&request).await), 200);
    let twice = daemon.get("/health", "Host: evil.example\r\n");
    assert_eq!(
        status(&daemon.over_tcp(&twice).await),
        400,
        "two hosts are none"
    );
    let absolute = daemon
        .get("/health", "")
        .replace("GET /", "GET http://evil.example/");
    assert_problem(&daemon.over_tcp(&absolute).await, 403, "HOST_NOT_ALLOWED");
    let none = "GET /health HTTP/1.1\r\nConnection: close\r\n\r\n";
    assert_problem(&daemon.over_tcp(none).await, 403, "HOST_NOT_ALLOWED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_another_site_cannot_post_a_form() {
    let daemon = start(quick()).await;
    let der = certificate();
    let fingerprint = Fingerprint::of(&der).to_string();
    let host = daemon.tcp.to_string();
    for origin in [format!("Origin: {EVIL}\r\n"), "Origin: null\r\n".into()] {
        let request = import_request(&host, &origin, &fingerprint, &der);
        let tcp = TcpStream::connect(daemon.tcp).await.unwrap();
        assert_problem(&exchange(tcp, &request).await, 403, "ORIGIN_NOT_ALLOWED");
        // Also where a proxy hands it on to the socket.
        let unix = UnixStream::connect(&daemon.socket).await.unwrap();
        assert_problem(&exchange(unix, &request).await, 403, "ORIGIN_NOT_ALLOWED");
    }
    let fetch = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n";
    let image = daemon.get("/v1/trust", fetch);
    assert_problem(&daemon.over_tcp(&image).await, 403, "ORIGIN_NOT_ALLOWED");
    let request = import_request(&host, fetch, &fingerprint, &der);
    let unix = UnixStream::connect(&daemon.socket).await.unwrap();
    assert_problem(&exchange(unix, &request).await, 403, "ORIGIN_NOT_ALLOWED");
    let link =
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";
    assert_eq!(
        status(&daemon.over_tcp(&daemon.get("/health", link)).await),
        200,
        "a link is"
    );
    let own = format!("Origin: http://{host}\r\nSec-Fetch-Site: same-origin\r\n");
    assert_eq!(
        status(&daemon.over_tcp(&daemon.get("/health", &own)).await),
        200
    );
    assert!(
        !daemon
            .over_tcp(&daemon.get("/v1/trust", ""))
            .await
            .contains(&fingerprint)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_encoded_body_is_refused() {
    let daemon = start(quick()).await;
    let request = import_request("x", "Content-Encoding: gzip\r\n", "", b"");
    let unix = UnixStream::connect(&daemon.socket).await.unwrap();
    assert_problem(&exchange(unix, &request).await, 415, "UNSUPPORTED_MEDIA");
}
