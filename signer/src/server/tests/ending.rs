//! Work is bounded, and what was begun comes to its end.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_daemon_that_is_told_to_end_finishes_what_was_begun() {
    let daemon = start(quick()).await;
    let app = Arc::clone(&daemon.app);
    let (began, begun) = oneshot::channel();
    // The client of this work goes away; the work does not.
    let finished = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let flag = Arc::clone(&finished);
    let client = tokio::spawn(async move {
        app.run(move |_| {
            let _ = began.send(());
            std::thread::sleep(Duration::from_millis(700));
            flag.store(true, std::sync::atomic::Ordering::SeqCst);
        })
        .await
    });
    begun.await.unwrap();
    client.abort();
    let idle = TcpStream::connect(daemon.tcp).await.unwrap();
    let (tcp, socket) = (daemon.tcp, daemon.socket.clone());
    let (whole, elapsed) = daemon.stop().await;
    assert!(whole && finished.load(std::sync::atomic::Ordering::SeqCst));
    assert!((400..2500).contains(&elapsed.as_millis()), "{elapsed:?}");
    assert!(
        TcpStream::connect(tcp).await.is_err(),
        "nobody listens any more"
    );
    assert!(!socket.exists(), "the socket's file is gone");
    drop(idle);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drain_ends_at_its_deadline() {
    let daemon = start(Limits {
        drain: Duration::from_millis(300),
        ..quick()
    })
    .await;
    let app = Arc::clone(&daemon.app);
    let (began, begun) = oneshot::channel();
    let work = tokio::spawn(async move {
        app.run(move |_| {
            let _ = began.send(());
            std::thread::sleep(Duration::from_secs(2));
        })
        .await
    });
    begun.await.unwrap();
    let (whole, elapsed) = daemon.stop().await;
    assert!(!whole);
    assert!(elapsed < Duration::from_millis(1500), "{elapsed:?}");
    work.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn work_beyond_the_queue_is_refused_at_once() {
    let daemon = start(quick()).await;
    let mut running = Vec::new();
    for _ in 0..4 {
        let app = Arc::clone(&daemon.app);
        let work = |_: &Arc<Installation>| std::thread::sleep(Duration::from_millis(400));
        running.push(tokio::spawn(async move { app.run(work).await }));
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_problem(
        &daemon.over_tcp(&daemon.get("/ready", "")).await,
        503,
        "BUSY",
    );
    assert_eq!(
        status(&daemon.over_tcp(&daemon.get("/health", "")).await),
        200,
        "but it is alive"
    );
    for work in running {
        work.await.unwrap().unwrap();
    }
    assert_eq!(
        status(&daemon.over_tcp(&daemon.get("/ready", "")).await),
        200
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn work_that_panics_is_an_internal_problem_and_the_next_goes_on() {
    let daemon = start(quick()).await;
    for _ in 0..6 {
        let result = daemon.app.run(|_| -> () { panic!("as a test") }).await;
        assert_eq!(result, Err(crate::http::Problem::Internal));
    }
    assert_eq!(daemon.app.run(|_| 7).await, Ok(7));
}

#[tokio::test]
async fn a_stale_socket_is_replaced_and_one_in_use_is_not() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run/s.sock");
    let first = bind_socket(&path, 0o660).await.unwrap();
    let mode =
        |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o660, 0o700));
    assert!(matches!(
        bind_socket(&path, 0o600).await,
        Err(BindError::InUse)
    ));
    let Bound::Socket { listener, file } = first else {
        panic!()
    };
    drop(listener);
    std::mem::forget(file); // as after a crash
    assert!(path.exists());
    drop(bind_socket(&path, 0o600).await.unwrap());
    assert!(!path.exists());
    std::fs::write(&path, "x").unwrap();
    assert!(matches!(
        bind_socket(&path, 0o600).await,
        Err(BindError::NotASocket)
    ));
    let open = folder.path().join("open");
    std::fs::create_dir(&open).unwrap();
    std::fs::set_permissions(&open, std::fs::Permissions::from_mode(0o777)).unwrap();
    assert!(matches!(
        bind_socket(&open.join("s"), 0o600).await,
        Err(BindError::OpenFolder)
    ));
    assert!(matches!(
        bind_tcp("0.0.0.0:0".parse().unwrap()).await,
        Err(BindError::NotLoopback)
    ));
}
