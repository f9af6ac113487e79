use super::*;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread::JoinHandle;

/// Answers one connection on loopback.
fn serve(answer: &'static [u8]) -> (String, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/x", listener.local_addr().unwrap());
    let served = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(5)))
            .unwrap();
        let mut asked = vec![0; 4096];
        let length = stream.read(&mut asked).unwrap();
        asked.truncate(length);
        let _ = stream.write_all(answer);
        asked
    });
    (address, served)
}

const OK: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc";

fn loopback() -> Network {
    Network::new(None, vec!["127.0.0.1".into()])
}

fn why(result: Result<Vec<u8>, FetchError>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn an_address_of_a_certificate_does_not_lead_into_the_own_network() {
    let network = Network::new(None, Vec::new());
    for address in [
        "http://127.0.0.1:1/a.crl",
        "http://localhost:1/a.crl",
        "http://[::1]:1/a.crl",
        "http://2130706433:1/a.crl",
        "http://169.254.169.254/latest",
        "https://10.0.0.1/a.crl",
    ] {
        assert!(
            why(network.fetch(address)).contains("private network"),
            "{address}"
        );
        assert!(
            why(network.ocsp(address, b"")).contains("private network"),
            "{address}"
        );
    }
}

#[test]
fn a_host_that_was_allowed_is_asked() {
    let (address, served) = serve(OK);
    assert_eq!(loopback().fetch(&address).unwrap(), b"abc");
    assert!(served.join().unwrap().starts_with(b"GET /x HTTP/1.1\r\n"));
}

#[test]
fn the_authority_of_the_operator_may_be_anywhere() {
    let (address, served) = serve(OK);
    let network = Network::new(Some(address), Vec::new());
    assert_eq!(network.timestamp(b"request").unwrap(), b"abc");
    let asked = String::from_utf8(served.join().unwrap()).unwrap();
    assert!(asked.starts_with("POST /x HTTP/1.1\r\n"), "{asked}");
    assert!(
        asked
            .to_lowercase()
            .contains("content-type: application/timestamp-query\r\n"),
        "{asked}"
    );
}

#[test]
fn redirects_and_other_statuses_are_no_answer() {
    for (answer, status) in [
        (
            b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
                .as_slice(),
            "302",
        ),
        (
            b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".as_slice(),
            "404",
        ),
    ] {
        let (address, _served) = serve(answer);
        let why = why(loopback().fetch(&address));
        assert!(why.contains(status), "{why}");
    }
}

#[test]
fn an_answer_above_the_limit_is_not_read() {
    let (address, _served) = serve(OK);
    let network = loopback();
    network.left.store(2, Ordering::Relaxed);
    assert!(network.fetch(&address).is_err());
    network.left.store(0, Ordering::Relaxed);
    assert!(why(network.fetch(&address)).contains("used up"));
}

#[test]
fn nothing_is_asked_when_the_time_is_over() {
    let mut network = loopback();
    network.until = Instant::now();
    assert!(why(network.fetch("http://127.0.0.1:1/")).contains("used up"));
}

#[test]
fn other_schemes_are_refused() {
    for address in ["ftp://127.0.0.1/", "file:///etc/passwd", "ldap://h/", ""] {
        assert!(why(loopback().fetch(address)).contains("not an http"));
    }
}
