//! Whoever is slow or says too much is let go.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_sends_nothing_is_let_go() {
    let daemon = start(quick()).await;
    let started = Instant::now();
    let mut stream = TcpStream::connect(daemon.tcp).await.unwrap();
    assert_eq!(read_all(&mut stream).await, "");
    assert!(
        (280..2000).contains(&started.elapsed().as_millis()),
        "{:?}",
        started.elapsed()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_header_section_that_dribbles_is_cut_off() {
    let daemon = start(quick()).await;
    let started = Instant::now();
    let mut stream = TcpStream::connect(daemon.tcp).await.unwrap();
    let mut sent = 0;
    for octet in daemon.get("/health", &"X: y\r\n".repeat(40)).bytes() {
        if stream.write_all(&[octet]).await.is_err() {
            break;
        }
        sent += 1;
        tokio::time::sleep(Duration::from_millis(10)).await;
        if started.elapsed() > Duration::from_secs(3) {
            break;
        }
    }
    assert!(sent < 150, "{sent} octets were taken");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_connection_is_closed_after_its_request() {
    let daemon = start(quick()).await;
    let started = Instant::now();
    let request = daemon
        .get("/health", "")
        .replace("Connection: close\r\n", "");
    let answer = daemon.over_tcp(&request).await;
    assert_eq!(status(&answer), 200);
    assert!(
        (380..3000).contains(&started.elapsed().as_millis()),
        "{:?}",
        started.elapsed()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_stops_or_dribbles_is_cut_off() {
    let daemon = start(quick()).await;
    let request = import_request("x", "", &"00".repeat(32), &[b'x'; 5000]);
    let head = request.len() - 4000;
    for dribble in [false, true] {
        let started = Instant::now();
        let stream = UnixStream::connect(&daemon.socket).await.unwrap();
        let (mut reader, mut writer) = stream.into_split();
        writer.write_all(&request[..head]).await.unwrap();
        let rest = request[head..].to_vec();
        let sender = tokio::spawn(async move {
            for octet in rest {
                if !dribble || writer.write_all(&[octet]).await.is_err() {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            if !dribble {
                tokio::time::sleep(Duration::from_secs(5)).await;
            }
        });
        let mut answer = vec![0; 64 * 1024];
        let read = tokio::time::timeout(Duration::from_secs(4), reader.read(&mut answer)).await;
        let length = read.expect("an answer in time").unwrap();
        assert_problem(&String::from_utf8_lossy(&answer[..length]), 408, "TOO_SLOW");
        assert!(
            started.elapsed() < Duration::from_secs(3),
            "{:?}",
            started.elapsed()
        );
        sender.abort();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_too_long_is_refused_declared_or_not() {
    let daemon = start(quick()).await;
    let declared =
        "POST /v1/trust HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 200001\r\n\r\n";
    assert_problem(&daemon.over_socket(declared).await, 413, "TOO_LARGE");
    let mut request = b"POST /v1/trust HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
        Content-Type: multipart/form-data; boundary=XX\r\nTransfer-Encoding: chunked\r\n\r\n"
        .to_vec();
    let preamble = vec![b'-'; 50_000];
    for _ in 0..5 {
        request.extend_from_slice(format!("{:x}\r\n", preamble.len()).as_bytes());
        request.extend_from_slice(&preamble);
        request.extend_from_slice(b"\r\n");
    }
    let stream = UnixStream::connect(&daemon.socket).await.unwrap();
    let (mut reader, mut writer) = stream.into_split();
    let sender = tokio::spawn(async move { drop(writer.write_all(&request).await) });
    let mut answer = vec![0; 64 * 1024];
    let length = reader.read(&mut answer).await.unwrap();
    assert_problem(
        &String::from_utf8_lossy(&answer[..length]),
        413,
        "TOO_LARGE",
    );
    sender.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_header_section_that_is_too_long_is_refused() {
    let daemon = start(quick()).await;
    let long = daemon.get("/health", &format!("X: {}\r\n", "y".repeat(17_000)));
    assert_eq!(status(&daemon.over_tcp(&long).await), 431);
    let many = daemon.get("/health", &"X: y\r\n".repeat(70));
    assert_eq!(status(&daemon.over_tcp(&many).await), 431);
}

#[tokio::test(flavor = "multi_thread")]
async fn idle_connections_do_not_keep_others_out_for_long() {
    let daemon = start(quick()).await;
    let mut idle = Vec::new();
    for _ in 0..50 {
        idle.push(TcpStream::connect(daemon.tcp).await.unwrap());
    }
    let started = Instant::now();
    assert_eq!(
        status(&daemon.over_socket(&daemon.get("/health", "")).await),
        200
    );
    // Fifty connections through eight places, each held for 0.3 s at most.
    assert!(
        started.elapsed() < Duration::from_secs(4),
        "{:?}",
        started.elapsed()
    );
}
