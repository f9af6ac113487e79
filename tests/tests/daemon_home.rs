//! Commands that change a home, while a daemon holds it.

use serde_json::Value;
use std::path::Path;
use std::process::Command;
use yinxin_tests::process::{PATIENCE, run};
use yinxin_tests::served::{ISSUING, Place, RELYING};

const ITEM: &str = "990202-food-branch";

/// Runs a command that must succeed and returns its JSON.
#[track_caller]
fn told(place: &Place, arguments: &str) -> Value {
    let ran = place.yinxin(arguments).expect_success(arguments);
    serde_json::from_str(&ran.text()).unwrap()
}

/// Checks how a command fails, and that it names the code.
#[track_caller]
fn fails(place: &Place, arguments: &str, exit: i32, word: &str) {
    let ran = place.yinxin(arguments);
    assert_eq!(ran.code, Some(exit), "{arguments}: {}", ran.stderr);
    assert!(ran.stderr.contains(word), "{arguments}: {}", ran.stderr);
}

fn own_user() -> String {
    run(Command::new("id").arg("-u"), PATIENCE)
        .text()
        .trim()
        .to_owned()
}

#[test]
fn seals_are_made_drawn_and_allowed_through_the_daemon() {
    let place = Place::new(ISSUING);
    let picture = "seal picture --home {home} approval --json -o {folder}";
    let before = told(&place, &format!("{picture}/before.svg"));
    let daemon = place.serve();
    let place = &daemon.place;
    let during = told(place, &format!("{picture}/during.svg"));
    assert_eq!(
        (&before["width"], &before["height"]),
        (&during["width"], &during["height"])
    );
    let [before, during] =
        ["before.svg", "during.svg"].map(|name| std::fs::read(place.path(name)).unwrap());
    assert_eq!(before, during);
    let make = "seal make --home {home} --unit 11990101TE5T00016T --name 云泽县行政审批局 --json";
    let made = told(
        place,
        &format!("{make} --id stamp --centre empty --line 行政审批专用章 --diameter 40.5"),
    );
    assert_eq!(made["id"], "stamp");
    let shown = told(place, "seal show --home {home} --json stamp");
    assert_eq!(shown["certificate_sha256"], made["certificate_sha256"]);
    fails(place, &format!("{make} --id stamp"), 4, "TAKEN");
    fails(place, &make.replace("016T", "0161"), 2, "CODE_MALFORMED");
    let sign = "sign --home {home} --seal stamp {folder}/a.pdf -o {folder}";
    place
        .yinxin(&format!("{sign}/b.pdf"))
        .expect_success("sign with the new seal");
    assert!(place.verifies(&place.path("b.pdf")));

    let gm = format!("{sign}/gm.pdf --suite gm");
    fails(place, &gm, 4, "SEAL_OF_ONE_SUITE");
    let dual = told(place, &format!("{make} --id both --dual"));
    let shown = told(place, "seal show --home {home} --json both");
    assert_eq!(shown["second"], dual["second"]);
    let maker = place.home.join("certificates/sm2-maker.pem");
    assert_eq!(dual["second"]["maker_sha256"], fingerprint_of(&maker));
    let gm = gm.replace("stamp", "both");
    place.yinxin(&gm).expect_success("sign with SM2");
    assert!(place.verifies(&place.path("gm.pdf")));

    let own = own_user();
    let allow = format!("seal allow --home {{home}} --json --user {own}");
    let users = told(place, &format!("{allow} --withdraw stamp"));
    assert_eq!(users["users"], serde_json::json!([]));
    fails(place, &format!("{sign}/c.pdf"), 1, "SEAL_NOT_ALLOWED");
    let users = told(place, &format!("{allow} stamp"));
    assert_eq!(users["users"], serde_json::json!([format!("uid:{own}")]));
    place
        .yinxin(&format!("{sign}/c.pdf"))
        .expect_success("sign again");
    fails(place, &format!("{allow} nobody"), 4, "NOT_FOUND");
}

#[test]
fn a_state_is_changed_through_the_daemon_by_who_may_use_the_seal() {
    let daemon = Place::new(ISSUING).serve();
    let place = &daemon.place;
    let page = told(
        place,
        "licence list --home {home} --state valid --limit 1 --json",
    );
    let identifier = page["licences"][0]["identifier"]
        .as_str()
        .unwrap()
        .to_owned();
    let withdraw = format!("licence withdraw --home {{home}} --json {identifier} --state");
    let changed = told(place, &format!("{withdraw} suspended"));
    assert_eq!(changed["state"], "suspended");
    for seal in told_seals(place) {
        let user = own_user();
        let refuse = format!("seal allow --home {{home}} --user {user} --withdraw {seal}");
        place.yinxin(&refuse).expect_success("seal allow");
    }
    fails(place, &format!("{withdraw} valid"), 1, "SEAL_NOT_ALLOWED");
    for seal in told_seals(place) {
        let user = own_user();
        let allow = format!("seal allow --home {{home}} --user {user} {seal}");
        place.yinxin(&allow).expect_success("seal allow");
    }
    assert_eq!(
        told(place, &format!("{withdraw} revoked"))["state"],
        "revoked"
    );
    fails(place, &format!("{withdraw} valid"), 4, "STATE_FINAL");
    fails(
        place,
        "licence list --home {home} --state gone",
        2,
        "suspended",
    );
    let target = "/v1/licences/search";
    let json = "Content-Type: application/json\r\n";
    daemon
        .over_socket("POST", target, json, br#"{"state":"gone"}"#)
        .is_problem(422, "STATE_UNKNOWN");
}

fn told_seals(place: &Place) -> Vec<String> {
    let ran = place
        .yinxin("seal show --home {home} --json")
        .expect_success("seal show");
    ran.text()
        .lines()
        .map(|line| {
            let seal: Value = serde_json::from_str(line).unwrap();
            seal["id"].as_str().unwrap().to_owned()
        })
        .collect()
}

#[test]
fn objects_are_signed_and_taken_through_daemons_of_both_sides() {
    let issuing = Place::new(ISSUING).serve();
    let sign = |what: &str, name: &str| {
        told(
            &issuing.place,
            &format!("exchange {what} --home {{home}} --json -o {{folder}}/{name}"),
        )
    };
    let root = sign("root --name-en Yunze", "root.json");
    assert_eq!(
        (&root["object"], &root["domain"]),
        (&"root".into(), &"990101".into())
    );
    let fingerprint = root["fingerprint"].as_str().unwrap();
    let status = sign("status", "status.json");
    assert_eq!(status["object"], "status");
    assert!(status["fingerprint"].is_null());
    fails(
        &issuing.place,
        "exchange status --home {home} -o {folder}/status.json",
        4,
        "status.json",
    );
    fails(
        &issuing.place,
        "exchange list --home {home} --data {folder}/root.json -o {folder}/list.json",
        4,
        "NOT_UNDERSTOOD",
    );

    let relying = Place::new(RELYING).serve();
    let copy = |name: &str| std::fs::copy(issuing.place.path(name), relying.place.path(name));
    copy("root.json").unwrap();
    copy("status.json").unwrap();
    let crl = issuing.place.home.join("certificates/root.crl");
    std::fs::copy(crl, relying.place.path("root.crl")).unwrap();
    // The two demonstrations have keys of their own: this domain is pinned anew.
    let import = "exchange import --home {home} --json";
    fails(
        &relying.place,
        &format!("{import} {{folder}}/status.json {{folder}}/root.json"),
        4,
        "RECOGNITION_OBJECT_REFUSED",
    );
    let taken = told(&relying.place, &format!("{import} {{folder}}/root.crl"));
    assert_eq!(taken["revocation_lists"], 1);
    let kept = &taken["revocation_lists_kept"][0];
    let file = relying.place.path("root.crl").display().to_string();
    assert_eq!(kept["file"], file);
    // The anchor of that name is the other demonstration's.
    assert_eq!(kept["reason"]["code"], "IMPORT-CRL-KEY", "{kept}");
    let pin = format!("{import} --pin 990909 --fingerprint {fingerprint} {{folder}}/a.pdf");
    fails(&relying.place, &pin, 4, "a.pdf");
    // The object of its own folder is of the same domain and older: still taken as it was.
    let again = "{folder}/demo/exchange/990101-root.json";
    let taken = told(&relying.place, &format!("{import} {again}"));
    let file = relying.place.path("demo/exchange/990101-root.json");
    assert_eq!(
        Path::new(taken["objects"][0]["file"].as_str().unwrap()),
        file
    );
    let log = relying.log();
    assert!(!log.contains("990101-root.json"), "a path went over: {log}");
}

/// SHA-256 of a certificate, as OpenSSL has it.
fn fingerprint_of(file: &Path) -> String {
    let mut command = Command::new("openssl");
    command.args(["x509", "-noout", "-fingerprint", "-sha256", "-in"]);
    let ran = run(command.arg(file), PATIENCE).expect_success("openssl x509");
    let said = ran.text();
    let (_, digits) = said.trim().split_once('=').unwrap();
    digits.replace(':', "").to_lowercase()
}

#[test]
fn trust_is_changed_and_used_through_the_daemon() {
    let place = Place::new(RELYING);
    let list = "trust list --home {home} --json";
    let before = place.yinxin(list).text();
    let fingerprint = fingerprint_of(&place.path("demo/exchange/990101-root.pem"));
    let anchors = before
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let anchor: Value = { anchors }
        .find(|anchor: &Value| anchor["fingerprint"] == *fingerprint)
        .unwrap();
    let role = anchor["role"].as_str().unwrap().to_owned();
    let daemon = place.serve();
    let place = &daemon.place;
    let licence = place.licence("1-business.pdf").display().to_string();
    let verify = |more: &str| {
        let ran = place.yinxin(&format!("verify --home {{home}} --json{more} {licence}"));
        let found: Value = serde_json::from_str(&ran.text()).unwrap();
        (ran.code, found["answer"].as_str().unwrap().to_owned())
    };
    assert_eq!(verify(""), (Some(0), "valid".into()));
    let remove = format!("trust remove --home {{home}} {fingerprint}");
    place.yinxin(&remove).expect_success("trust remove");
    fails(place, &remove, 4, &fingerprint);
    assert_eq!(verify("").1, "untrusted");
    let root = "{folder}/demo/exchange/990101-root.pem";
    assert_eq!(
        verify(&format!(" --trust {root}")),
        (Some(0), "valid".into())
    );
    let import = format!("trust import --home {{home}} --role {role} {root} --fingerprint");
    let other = "00".repeat(32);
    fails(place, &format!("{import} {other}"), 1, "SHA-256");
    place
        .yinxin(&format!("{import} {fingerprint}"))
        .expect_success("trust import");
    assert_eq!(place.yinxin(list).text(), before);
    assert_eq!(verify("").0, Some(0));
}

#[test]
fn verify_tells_what_became_of_a_licence_also_where_a_daemon_holds_the_home() {
    let states = |place: &Place, file: &str| {
        let ran = place.yinxin(&format!("verify --home {{home}} --json {file}"));
        let found: Value = serde_json::from_str(&ran.text()).unwrap();
        let codes = found["problems"].as_array().unwrap().iter();
        let codes: Vec<String> = codes.map(|one| one["code"].to_string()).collect();
        let licence = &found["licence"];
        let identifier = licence["identifier"].as_str().unwrap().to_owned();
        (licence["state"].clone(), codes, identifier)
    };
    let relying = Place::new(RELYING);
    let of = |place: &Place, name: &str| place.licence(name).display().to_string();
    let withdrawn = of(&relying, "6-food-withdrawn.pdf");
    let expired = of(&relying, "7-road-transport-expired.pdf");
    let revoked = vec!["\"REC-STATUS-REVOKED\"".to_owned()];
    let look = |place: &Place| {
        let (state, codes, _) = states(place, &withdrawn);
        assert_eq!((state, codes), ("revoked".into(), revoked.clone()));
        let over = vec!["\"LIC-EXPIRED\"".to_owned()];
        let (state, codes, _) = states(place, &expired);
        assert_eq!((state, codes), ("expired".into(), over));
    };
    look(&relying);
    look(&relying.serve().place);

    // The issuer's own record, which no list tells of yet.
    let issuing = Place::new(ISSUING).serve();
    let place = &issuing.place;
    let file = of(place, "1-business.pdf");
    let (state, _, identifier) = states(place, &file);
    assert_eq!(state, "valid");
    told(
        place,
        &format!("licence withdraw --home {{home}} --json --state revoked {identifier}"),
    );
    let (state, codes, _) = states(place, &file);
    assert_eq!((state, codes), ("revoked".into(), revoked));
}

#[test]
fn a_status_object_of_the_caller_is_used_by_the_daemon() {
    let place = Place::new(RELYING);
    let file = place.licence("1-business.pdf").display().to_string();
    let ask = format!(
        "recognise --home {{home}} --as 990202 --item {ITEM} --json \
         --status {{folder}}/demo/exchange/990101-status.json {file}"
    );
    let look = |place: &Place| {
        let ran = place.yinxin(&ask);
        let found: Value = serde_json::from_str(&ran.text()).unwrap();
        (ran.code, found["recognition"].clone())
    };
    let before = look(&place);
    assert_eq!(before, (Some(0), "ACCEPTED".into()));
    let daemon = place.serve();
    assert_eq!(look(&daemon.place), before);
    fails(
        &daemon.place,
        &ask.replace("990101-status.json", "990101-list.json"),
        4,
        "NOT_UNDERSTOOD",
    );
}
