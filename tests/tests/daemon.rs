//! `yinxin-signer` on a demonstration's home: over its socket, over TCP, and under the commands.

use serde_json::Value;
use std::io::Write;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};
use yinxin_tests::fixture::{self, Kind};
use yinxin_tests::process::{PATIENCE, run};
use yinxin_tests::served::{FORM, ISSUING, PDF, Place, RELYING, answered, form, head};

const ITEM: &str = "990202-food-branch";
const FOOD: &str = "11990101TE5T00016T001";
const ROW: &str = "CZZT,CZZTDM,KZ_FDDBR,KZ_ZS,KZ_JYCS,KZ_ZTYT,KZ_JYXM,ZP\n\
    云泽县好山水餐饮店,92990101MA00TE6T90,测试戊,人民路12号,人民路12号,餐饮,热食,\n\
    云泽县好山水餐饮店,92990101MA00TE6T90,测试戊,人民路12号,人民路12号,餐饮,热食,gone.jpg\n\
    云泽县好山水餐饮店,92990101MA00TE6T90,测试戊,人民路13号,人民路13号,餐饮,热食,\n\
    ,,,,,,,\n";

#[test]
fn commands_work_alike_with_and_without_a_daemon() {
    let place = Place::new(ISSUING);
    std::fs::write(place.path("rows.csv"), ROW).unwrap();
    let reading = [
        "licence list --home {home} --json",
        "licence list --home {home} --limit 3 --state valid --full-names",
        "licence list --home {home} --matching 好山水 --json",
        "licence show --home {home} --json no-such-licence",
        "seal show --home {home}",
        "seal show --home {home} --json approval",
        "seal show --home {home} nobody",
        "trust list --home {home} --json",
    ];
    let hint = |stderr: &str| -> Vec<String> {
        let lines = stderr.lines().filter(|line| line.contains("hint: "));
        lines.map(str::to_owned).collect()
    };
    let look = |place: &Place| -> Vec<(Option<i32>, String, Vec<String>)> {
        reading
            .iter()
            .map(|arguments| place.yinxin(arguments))
            .map(|ran| (ran.code, ran.text(), hint(&ran.stderr)))
            .collect()
    };
    let before = look(&place);
    let daemon = place.serve();
    let place = &daemon.place;
    assert_eq!(look(place), before);
    let hints = before.iter().filter(|(_, _, hint)| !hint.is_empty());
    assert_eq!(hints.count(), 2, "{before:?}");

    let sign = "sign --home {home} --seal approval --json {folder}/a.pdf";
    let signed = place
        .yinxin(&format!(
            "{sign} --page 1 --at 100,100.5 -o {{folder}}/b.pdf"
        ))
        .expect_success("sign");
    let told: Value = serde_json::from_str(&signed.text()).unwrap();
    let [input, output] = ["a.pdf", "b.pdf"].map(|name| std::fs::read(place.path(name)).unwrap());
    assert!(output.starts_with(&input));
    assert_eq!(told["bytes_added"], output.len() - input.len());
    assert!(place.verifies(&place.path("b.pdf")));
    place
        .yinxin("sign --home {home} --seal approval --in-place {folder}/b.pdf --field 签章")
        .expect_success("sign in place");
    assert!(place.verifies(&place.path("b.pdf")));
    let again = place.yinxin(&format!("{sign} -o {{folder}}/b.pdf"));
    assert_eq!(again.code, Some(4), "nothing is overwritten");

    let issue = "licence issue --home {home} --seal approval --json -o {folder}/out";
    let issued = place.yinxin(&format!("{issue} --type {FOOD} {{folder}}/rows.csv"));
    assert_eq!(issued.code, Some(1), "{}", issued.stderr);
    let lines: Vec<Value> = issued
        .text()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 4, "{lines:?}");
    for issued in [&lines[0], &lines[2]] {
        let file = PathBuf::from(issued["file"].as_str().unwrap());
        assert_eq!(file.parent(), Some(place.path("out").as_path()));
        assert!(place.verifies(&file));
        let identifier = issued["identifier"].as_str().unwrap();
        let show = format!("licence show --home {{home}} {identifier} --full-names");
        assert!(place.yinxin(&show).text().contains("人民路1"));
    }
    for (line, row, code) in [(1, 2, "READ_FAILED"), (3, 4, "LIC-")] {
        assert_eq!(lines[line]["row"], row);
        let found = lines[line]["problem"]["code"].as_str().unwrap();
        assert!(found.starts_with(code) || code == "LIC-", "{found}");
    }
    let unknown = place.yinxin(&format!(
        "{issue} --type 11990101TE5T00016T999 {{folder}}/rows.csv"
    ));
    assert_eq!(unknown.code, Some(4), "{}", unknown.stderr);

    let log = daemon.log();
    assert!(log.contains("/v1/sign"), "{log}");
    for personal in ["好山水", "测试戊", "92990101MA00TE6T90"] {
        assert!(!log.contains(personal), "personal data in the log");
    }
}

/// As docs/daemon.md says: verifying answers whatever comes, deciding and signing need a document.
#[test]
fn octets_that_are_no_document_are_indeterminate_to_verify_and_unacceptable_to_decide_on() {
    let daemon = Place::new(RELYING).serve();
    let judged = daemon.over_tcp("POST", "/v1/verify", PDF, b"no document");
    assert_eq!(judged.status, 200, "{judged:?}");
    let judged = judged.json();
    assert_eq!(judged["indication"], "INDETERMINATE");
    assert_eq!(judged["problems"][0]["code"], "DOCUMENT_NOT_JUDGED");
    let target = format!("/v1/recognise?as=990202&item={ITEM}");
    let decided = daemon.over_tcp("POST", &target, PDF, b"no document");
    assert_eq!(decided.status, 422, "{decided:?}");
    assert_eq!(decided.json()["code"], "DOCUMENT_NOT_JUDGED");
    let signed = daemon.over_socket("POST", "/v1/sign?seal=service", PDF, b"no document");
    assert_eq!(signed.status, 422, "{signed:?}");
    // Of a signed document the answer is there, whatever is missing for a good one.
    let unsigned = std::fs::read(daemon.place.path("a.pdf")).unwrap();
    let decided = daemon.over_tcp("POST", &target, PDF, &unsigned);
    assert_eq!(decided.status, 200, "{decided:?}");
}

#[test]
fn a_decision_is_the_same_with_and_without_a_daemon() {
    let place = Place::new(RELYING);
    let ask = format!(
        "recognise --home {{home}} --as 990202 --item {ITEM} --json --at 2030-01-01T00:00:00Z"
    );
    let now = format!("recognise --home {{home}} --as 990202 --item {ITEM}");
    let look = |place: &Place| -> Vec<(Option<i32>, String)> {
        ["1-business.pdf", "2-food.pdf"]
            .iter()
            .flat_map(|name| {
                let file = place.licence(name).display().to_string();
                [format!("{ask} {file}"), format!("{now} {file}")]
            })
            .map(|arguments| place.yinxin(&arguments))
            .map(|ran| (ran.code, ran.text()))
            .collect()
    };
    let verify = |place: &Place, options: &str| {
        let file = place.licence("1-business.pdf").display().to_string();
        let ran = place.yinxin(&format!("verify --home {{home}} --json {options}{file}"));
        (ran.code, ran.text())
    };
    // A report names its instant: the same one is asked about, and the reports are the same octets.
    let first: Value = serde_json::from_str(&verify(&place, "").1).unwrap();
    let instant = first["basis"]["at"].as_str().expect("an instant");
    let at = format!("--at {instant} ");
    let (before, verified) = (look(&place), verify(&place, &at));
    assert_eq!(before[1].0, Some(0), "{}", before[1].1);
    assert_eq!(verified.0, Some(0), "{}", verified.1);
    let daemon = place.serve();
    assert_eq!(look(&daemon.place), before);
    assert_eq!(verify(&daemon.place, &at), verified);

    // What a page or another program is answered is what the command line says.
    let octets = std::fs::read(daemon.place.licence("1-business.pdf")).unwrap();
    let answer = daemon.over_tcp("POST", "/v1/verify", FORM, &form("document", &octets));
    let (found, said) = (
        answer.json(),
        serde_json::from_str::<Value>(&verified.1).unwrap(),
    );
    assert_eq!(found["file"], "a b.pdf");
    for name in ["indication", "answer", "signatures", "licence", "problems"] {
        assert_eq!(found[name], said[name], "{name}");
    }
    let target = format!("/v1/recognise?as=990202&item={ITEM}");
    let answer = daemon.over_tcp("POST", &target, PDF, &octets);
    assert_eq!(answer.json()["recognition"], "ACCEPTED");
    let altered = std::fs::read(daemon.place.licence("5-real-estate-altered.pdf")).unwrap();
    let answer = daemon.over_tcp("POST", "/v1/verify", PDF, &altered);
    assert_eq!(answer.json()["answer"], "altered");
    let answer = daemon.over_tcp("POST", "/v1/verify", PDF, b"no document");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["indication"], "INDETERMINATE");
    for (target, headers, body, named) in [
        ("/v1/verify?polcy=any", PDF, octets.as_slice(), "`polcy`"),
        (
            "/v1/verify?policy=some",
            PDF,
            &octets,
            "`policy` must be one of all, any, eu and gm",
        ),
        ("/v1/verify?at=yesterday", PDF, &octets, "`at`"),
        ("/v1/recognise?as=990202", PDF, &octets, "`item`"),
        ("/v1/verify", FORM, &form("other", &octets), "`other`"),
    ] {
        let answer = daemon.over_tcp("POST", target, headers, body);
        answer.is_problem(400, "BAD_REQUEST");
        let title = answer.json()["title"].to_string();
        assert!(title.contains(named), "{target}: {title}");
    }
    for (target, body, named) in [
        (
            "/v1/licences/search",
            r#"{"limt": 1}"#,
            "line 1, column 7: unknown field `limt`",
        ),
        ("/v1/licences/search", r#"{"limit": 0}"#, "`limit`"),
        ("/v1/licences/search", "{\n", "line 2, column 0"),
        (
            "/v1/licences",
            r#"{"type_code":"T","seal":"s","rows":[{},{"CZZT":["x"]}]}"#,
            "`rows[1].CZZT`",
        ),
        (
            "/v1/seals",
            r#"{"unit":{"code":"x"}}"#,
            "missing field `name`",
        ),
    ] {
        let json = "Content-Type: application/json\r\n";
        let answer = daemon.over_socket("POST", target, json, body.as_bytes());
        answer.is_problem(400, "BAD_REQUEST");
        let title = answer.json()["title"].to_string();
        assert!(
            title.contains(&named.replace('"', "\\\"")),
            "{target}: {title}"
        );
    }
    daemon
        .over_tcp(
            "POST",
            "/v1/verify",
            "Content-Type: text/plain\r\n",
            &octets,
        )
        .is_problem(415, "UNSUPPORTED_MEDIA");
}

#[test]
fn a_page_of_another_site_a_foreign_host_and_tcp_get_no_signature_and_no_verdict() {
    let daemon = Place::new(ISSUING).serve();
    let pdf = fixture::base(Kind::ClassicTable);
    let page = form("document", &pdf);
    for foreign in [
        "Origin: http://evil.example\r\n",
        "Origin: null\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
    ] {
        let headers = format!("{FORM}{foreign}");
        daemon
            .over_tcp("POST", "/v1/verify", &headers, &page)
            .is_problem(403, "ORIGIN_NOT_ALLOWED");
        daemon
            .over_socket("POST", "/v1/sign?seal=approval", &headers, &page)
            .is_problem(403, "ORIGIN_NOT_ALLOWED");
    }
    let rebound = format!("evil.example:{}", daemon.tcp.port());
    daemon
        .over_tcp_as(&rebound, "POST", "/v1/verify", PDF, &pdf)
        .is_problem(403, "HOST_NOT_ALLOWED");
    for (method, target) in [
        ("POST", "/v1/sign?seal=approval"),
        ("POST", "/v1/licences"),
        ("POST", "/v1/licences/search"),
        ("GET", "/v1/seals"),
    ] {
        daemon
            .over_tcp(method, target, PDF, &pdf)
            .is_problem(403, "SOCKET_ONLY");
    }
    let own = format!("{FORM}Origin: http://{}\r\n", daemon.tcp);
    let answer = daemon.over_tcp("POST", "/v1/verify", &own, &page);
    assert_eq!(
        (answer.status, answer.json()["answer"].as_str()),
        (200, Some("unsigned"))
    );
}

#[test]
fn a_file_signed_over_the_socket_verifies_and_problems_name_no_path() {
    let daemon = Place::new(ISSUING).serve();
    let place = &daemon.place;
    let pdf = fixture::base(Kind::ObjectStream);
    let target = "/v1/sign?seal=approval&field=%E7%AB%A0&page=1&at_x=20&at_y=30.5";
    let answer = daemon.over_socket("POST", target, PDF, &pdf);
    assert_eq!(answer.status, 200, "{}", answer.head);
    assert!(answer.head.contains("content-type: application/pdf"));
    assert!(
        answer.head.contains(r#""field":"\u7ae0""#),
        "{}",
        answer.head
    );
    assert!(answer.body.starts_with(&pdf) && answer.body.len() > pdf.len());
    std::fs::write(place.path("s.pdf"), &answer.body).unwrap();
    assert!(place.verifies(&place.path("s.pdf")));
    for (target, body, status, code) in [
        ("/v1/sign?seal=nobody", pdf.as_slice(), 404, "NOT_FOUND"),
        (
            "/v1/sign?seal=approval",
            b"junk",
            422,
            "DOCUMENT_NOT_JUDGED",
        ),
        ("/v1/sign?seal=approval&page=1", &pdf, 400, "BAD_REQUEST"),
        (
            "/v1/sign?seal=approval&field=%E7%AB%A0",
            &answer.body,
            422,
            "NOT_SIGNED",
        ),
        ("/v1/sign", &pdf, 400, "BAD_REQUEST"),
    ] {
        let answer = daemon.over_socket("POST", target, PDF, body);
        answer.is_problem(status, code);
        let shown = String::from_utf8_lossy(&answer.body).into_owned();
        let folder = place.path("").display().to_string();
        assert!(!shown.contains(folder.trim_end_matches('/')), "{shown}");
    }
}

#[test]
fn only_users_of_a_seal_may_use_it() {
    let place = Place::new(ISSUING);
    let own = run(Command::new("id").arg("-u"), PATIENCE).text();
    let allow = format!(
        "seal allow --home {{home}} --user {} --withdraw land",
        own.trim()
    );
    place.yinxin(&allow).expect_success("seal allow");
    let sign = "sign --home {home} --seal land {folder}/a.pdf -o {folder}/b.pdf";
    let refused = place.yinxin(&format!(
        "{sign} --key-password-file {{folder}}/demo/password.txt"
    ));
    assert_eq!(refused.code, Some(1), "{}", refused.stderr);
    let daemon = place.serve();
    let refused = daemon.place.yinxin(sign);
    assert_eq!(refused.code, Some(1), "{}", refused.stderr);
    assert!(
        refused.stderr.contains("SEAL_NOT_ALLOWED"),
        "{}",
        refused.stderr
    );
    let pdf = fixture::base(Kind::ClassicTable);
    daemon
        .over_socket("POST", "/v1/sign?seal=land", PDF, &pdf)
        .is_problem(403, "SEAL_NOT_ALLOWED");
    let rows = br#"{"type_code":"11990101TE5T00016T001","seal":"land","rows":[]}"#;
    daemon
        .over_socket(
            "POST",
            "/v1/licences",
            "Content-Type: application/json\r\n",
            rows,
        )
        .is_problem(403, "SEAL_NOT_ALLOWED");
}

#[test]
fn a_server_that_is_no_socket_does_not_sign() {
    let daemon = Place::new(ISSUING).serve();
    let place = &daemon.place;
    for url in [format!("http://{}", daemon.tcp), "https://localhost".into()] {
        let sign =
            format!("sign --server {url} --seal approval {{folder}}/a.pdf -o {{folder}}/b.pdf");
        let refused = place.yinxin(&sign);
        assert_eq!(refused.code, Some(2), "{}", refused.stderr);
        assert!(refused.stderr.contains("Unix socket"), "{}", refused.stderr);
    }
    let socket = daemon.socket.display();
    let sign =
        format!("sign --server unix:{socket} --seal approval {{folder}}/a.pdf -o {{folder}}/b.pdf");
    place.yinxin(&sign).expect_success("sign");
    assert!(place.verifies(&place.path("b.pdf")));
}

#[test]
fn a_signing_in_flight_is_finished_when_the_daemon_is_told_to_end() {
    let mut daemon = Place::new(ISSUING).serve();
    let pdf = fixture::base(Kind::ClassicTable);
    let mut stream = UnixStream::connect(&daemon.socket).unwrap();
    let head = head("x", "POST", "/v1/sign?seal=approval", PDF, pdf.len());
    let (first, second) = pdf.split_at(pdf.len() / 2);
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(first).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    daemon.terminate();
    let started = Instant::now();
    while UnixStream::connect(&daemon.socket).is_ok() {
        assert!(
            started.elapsed() < Duration::from_secs(10),
            "still accepting"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
    stream.write_all(second).unwrap();
    let answer = answered(stream);
    assert_eq!(answer.status, 200, "{}", answer.head);
    let signed = daemon.place.path("s.pdf");
    std::fs::write(&signed, &answer.body).unwrap();
    assert_eq!(
        daemon.child.wait().unwrap().code(),
        Some(0),
        "{}",
        daemon.log()
    );
    assert!(daemon.place.verifies(&signed));
    // The home is free again, and the commands work on it directly.
    let list = "licence list --home {home}";
    daemon.place.yinxin(list).expect_success("licence list");
}
