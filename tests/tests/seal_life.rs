//! The life of seals, from application to revocation, and what `verify` says of their uses.

use serde_json::Value;
use std::process::Command;
use yinxin_tests::peers::{self, pyhanko};
use yinxin_tests::process::{PATIENCE, instant, run};
use yinxin_tests::served::{ISSUING, Place, RELYING};
use yinxin_tests::workspace;

/// Runs a command on the home, with its password; `why` stands in the register.
#[track_caller]
fn told(place: &Place, arguments: &str) -> Value {
    let ran = place.yinxin(arguments).expect_success(arguments);
    serde_json::from_str(&ran.text()).unwrap()
}

#[track_caller]
fn fails(place: &Place, arguments: &str, exit: i32, words: &str) {
    let ran = place.yinxin(arguments);
    assert_eq!(ran.code, Some(exit), "{arguments}: {}", ran.stderr);
    assert!(ran.stderr.contains(words), "{arguments}: {}", ran.stderr);
}

const APPLY: &str = "seal apply --home {home} --id second --unit 11990101TE5T00016T \
                     --name 云泽县行政审批局 --why 机构设立 --by 测试甲 --json";

/// What is done and what is seen, the same with the home at hand and through its daemon; `password` is the
/// option that gives the home's password.
fn lives(place: &Place, password: &str) {
    let step =
        |verb: &str| format!("seal {verb} --home {{home}} --why 测试 --json second{password}");
    let make = format!("seal make --home {{home}} --id second --json{password}");
    let applied = told(place, &format!("{APPLY}{password}"));
    assert_eq!(applied["state"], "applied");
    fails(place, &make, 4, "cannot become made");
    assert_eq!(told(place, &step("approve"))["state"], "approved");
    assert_eq!(told(place, &make)["state"], "made");
    let sign = format!(
        "sign --home {{home}} --seal second {{folder}}/a.pdf -o {{folder}}/s.pdf{password}"
    );
    fails(place, &sign, 1, "cannot be used");
    assert_eq!(told(place, &step("issue"))["state"], "issued");
    place.yinxin(&sign).expect_success("sign");
    assert_eq!(told(place, &step("suspend"))["state"], "suspended");
    fails(place, &step("issue"), 4, "cannot become issued");
    assert_eq!(told(place, &step("resume"))["state"], "issued");
    let again =
        format!("seal remake --home {{home}} second --id third --why 损坏 --json{password}");
    assert_eq!(told(place, &again)["remakes"], "second");
    let shown = told(place, "seal show --home {home} second --json");
    let history = shown["history"].as_array().unwrap();
    let states: Vec<_> = history
        .iter()
        .map(|one| one["state"].as_str().unwrap())
        .collect();
    let expected = [
        "applied",
        "approved",
        "made",
        "issued",
        "suspended",
        "issued",
    ];
    assert_eq!(states, expected);
    assert_eq!(
        (&history[0]["why"], &history[0]["by"]),
        (&"机构设立".into(), &"测试甲".into())
    );
    let listed = told(place, "seal list --home {home} --state applied --json");
    assert_eq!(listed["id"], "third");
    let register =
        format!("seal register --home {{home}} -o {{folder}}/before.txt --json{password}");
    assert_eq!(told(place, &register)["seals"], 4);
    assert_eq!(told(place, &step("revoke"))["state"], "revoked");
    place
        .yinxin(&register.replace("before", "after"))
        .expect_success("register");
}

/// Judges what was signed with the register of that name.
fn judged(place: &Place, register: Option<&str>) -> (Option<i32>, Value) {
    let root = "{home}/certificates/root.pem";
    let mut asked = format!(
        "verify --json --revocation ignore --trust {root} --trust status={{home}}/certificates/register-of-seals.pem {{folder}}/s.pdf"
    );
    if let Some(register) = register {
        asked.push_str(&format!(" --seal-register {{folder}}/{register}"));
    }
    let ran = place.yinxin(&asked);
    (ran.code, serde_json::from_str(&ran.text()).unwrap())
}

#[test]
fn a_seal_lives_from_application_to_revocation_and_every_change_stands_signed_in_the_register() {
    let place = Place::new(ISSUING);
    lives(&place, " --key-password-file {folder}/demo/password.txt");
    let (code, _) = judged(&place, None);
    assert_eq!(code, Some(0));
    let (code, found) = judged(&place, Some("before.txt"));
    assert_eq!(code, Some(0), "{found}");
    let steps = &found["signatures"][0]["steps"];
    assert_eq!(
        (&steps[0]["step"], &steps[0]["outcome"]),
        (&"seal-state".into(), &"passed".into())
    );
    let (code, found) = judged(&place, Some("after.txt"));
    assert_eq!(code, Some(3), "{found}");
    assert_eq!(
        found["signatures"][0]["reasons"][0]["code"],
        "SEAL_STOPPED_SINCE"
    );
    if !peers::present(&["pyhanko"]) {
        return;
    }
    let apart = |name: &str| {
        let mut script = Command::new(pyhanko::python());
        script.arg(workspace::script("seal_register_apart.py"));
        run(script.arg(place.path(name)), PATIENCE)
    };
    let found = apart("after.txt").expect_success("another reader of the register");
    let found: Value = serde_json::from_str(&found.text()).unwrap();
    assert_eq!(found["states"]["second"], "revoked");
    assert_eq!(found["states"]["third"], "applied");
    assert!(found["head"]["as_of"].is_string());
    // A line that says something else is found by both.
    let text = std::fs::read_to_string(place.path("after.txt")).unwrap();
    let line = text.replacen("机构设立", "机构撤销", 1);
    assert_ne!(line, text);
    std::fs::write(place.path("forged.txt"), line).unwrap();
    assert!(!apart("forged.txt").succeeded());
    let root = "--trust {home}/certificates/root.pem {folder}/s.pdf";
    let asked = format!("verify --seal-register {{folder}}/forged.txt {root}");
    fails(&place, &asked, 4, "does not hold a register of seals");
}

#[test]
fn a_seal_lives_in_the_same_way_through_a_daemon() {
    let daemon = Place::new(ISSUING).serve();
    lives(&daemon.place, "");
    let asked = "verify --json --home {home} --revocation ignore {folder}/s.pdf";
    let root = "{home}/certificates/root.pem";
    let ran = daemon.place.yinxin(&format!("{asked} --trust {root}"));
    assert_eq!(ran.code, Some(3), "{}", ran.stderr);
    let found: Value = serde_json::from_str(&ran.text()).unwrap();
    assert_eq!(
        found["signatures"][0]["reasons"][0]["code"],
        "SEAL_STOPPED_SINCE"
    );
}

/// Makes a root, a maker and a signer of SM2 in the folder, and a seal of that name by the maker.
fn made_elsewhere(place: &Place, name: &str) {
    std::fs::write(place.path("pw"), "secret\n").unwrap();
    let run = |arguments: &str| {
        let arguments = format!("{arguments} --key-password-file {{folder}}/pw");
        place.yinxin(&arguments).expect_success(&arguments);
    };
    for who in ["root", "maker", "unit"] {
        run(&format!("pki key -o {{folder}}/{who}.key"));
    }
    let of = |who: &str| format!("--organisation 示例 --name {who} -o {{folder}}/{who}.cer");
    run(&format!(
        "pki root --key {{folder}}/root.key {}",
        of("root")
    ));
    let by = "--key {folder}/root.key --cert {folder}/root.cer";
    for who in ["maker", "unit"] {
        let subject = format!("--subject-key {{folder}}/{who}.key {}", of(who));
        run(&format!("pki issue {by} {subject}"));
    }
    let term = format!("--from {} --until {}", instant("now"), instant("+300 days"));
    run(&format!(
        "seal make --maker-key {{folder}}/maker.key --maker-cert {{folder}}/maker.cer --user {{folder}}/unit.cer \
         --id 99010100000001 --name {name} --preset institution {term} -o {{folder}}/approval.esl"
    ));
}

#[test]
fn a_seal_that_was_made_elsewhere_is_taken_in_and_its_uses_are_judged_by_the_register() {
    let place = Place::new(ISSUING);
    made_elsewhere(&place, "云泽县行政审批局");
    let password = "--key-password-file {folder}/demo/password.txt";
    let step = |verb: &str, what: &str| {
        format!("seal {verb} --home {{home}} --why 测试 --json {what} {password}")
    };
    let import = step("import", "--id second {folder}/approval.esl");
    fails(&place, &import, 4, "not");
    told(&place, &format!("{APPLY} {password}"));
    fails(&place, &import, 4, "was not taken in");
    let sha256 = openssl_fingerprint(&place, "root.cer");
    let trust = format!(
        "trust import --home {{home}} --role maker --fingerprint {sha256} {{folder}}/root.cer"
    );
    place.yinxin(&trust).expect_success("trust import");
    fails(&place, &import, 4, "cannot become made");
    told(&place, &step("approve", "second"));
    let made = told(&place, &import);
    assert_eq!(
        (&made["state"], &made["form"]),
        (&"made".into(), &"gbt38540".into())
    );
    assert_eq!(made["es_id"], "99010100000001");
    let register = format!("seal register --home {{home}} -o {{folder}}/before.txt {password}");
    place.yinxin(&register).expect_success("register");
    told(&place, &step("issue", "second"));
    let here = format!(
        "sign --home {{home}} --seal second {{folder}}/a.pdf -o {{folder}}/no.pdf {password}"
    );
    fails(&place, &here, 4, "not here");
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let sign = "sign --key {folder}/unit.key --cert {folder}/unit.cer --key-password-file {folder}/pw \
                --seal-file {folder}/approval.esl {folder}/a.pdf -o {folder}/s.pdf";
    place.yinxin(sign).expect_success("sign");
    place
        .yinxin(&register.replace("before", "after"))
        .expect_success("register");
    let judged = |register: &str| {
        let root = "{folder}/root.cer --trust maker={folder}/root.cer --trust status={home}/certificates/register-of-seals.pem";
        let asked = format!(
            "verify --json --revocation ignore --trust {root} --seal-register {{folder}}/{register} {{folder}}/s.pdf"
        );
        let ran = place.yinxin(&asked);
        let found: Value = serde_json::from_str(&ran.text()).unwrap();
        let codes = found["signatures"][0]["reasons"]
            .as_array()
            .unwrap()
            .clone();
        let codes: Vec<_> = codes
            .iter()
            .map(|one| one["code"].as_str().unwrap().to_owned())
            .collect();
        (ran.code, codes)
    };
    let (code, codes) = judged("after.txt");
    assert_eq!(code, Some(0), "{codes:?}");
    let (code, codes) = judged("before.txt");
    assert_eq!(code, Some(1), "{codes:?}");
    assert!(
        codes.contains(&"SEAL_USED_BEFORE_ISSUE".to_owned()),
        "{codes:?}"
    );
    // What was revoked does not come back under another application.
    told(&place, &step("revoke", "second"));
    told(
        &place,
        &format!("{} {password}", APPLY.replace("second", "third")),
    );
    told(&place, &step("approve", "third"));
    let again = step("import", "--id third {folder}/approval.esl");
    fails(&place, &again, 4, "registered as “second” already");
    // Another seal under another name is not the one that was applied for.
    let other = Place::new(ISSUING);
    made_elsewhere(&other, "澜海县行政审批局");
    let sha256 = openssl_fingerprint(&other, "root.cer");
    let trust = format!(
        "trust import --home {{home}} --role maker --fingerprint {sha256} {{folder}}/root.cer"
    );
    other.yinxin(&trust).expect_success("trust import");
    told(&other, &format!("{APPLY} {password}"));
    told(&other, &step("approve", "second"));
    fails(&other, &import, 4, "was applied for");
}

/// Asks for a seal in a file, has it made, and takes it in; the same with the home at hand and through its daemon.
fn asks(place: &Place, password: &str) {
    made_elsewhere(place, "云泽县行政审批局");
    let sha256 = openssl_fingerprint(place, "root.cer");
    let trust = format!(
        "trust import --home {{home}} --role maker --fingerprint {sha256} {{folder}}/root.cer"
    );
    place.yinxin(&trust).expect_success("trust import");
    told(
        place,
        &format!("{APPLY} --line 行政审批专用章 --diameter 40{password}"),
    );
    // Makers work ahead: its period begins tomorrow.
    let term = format!(
        "--from {} --until {}",
        instant("+1 day"),
        instant("+300 days")
    );
    let ask = |user: &str, out: &str| {
        format!(
            "seal request --home {{home}} --id second --user {{folder}}/{user} {term} -o {{folder}}/{out} --json"
        )
    };
    fails(
        place,
        &ask("unit.cer", "early.json"),
        4,
        "cannot become made",
    );
    let approve = format!("seal approve --home {{home}} --why 测试 --json second{password}");
    told(place, &approve);
    let asked = told(place, &ask("unit.cer", "asked.json"));
    told(place, &ask("maker.cer", "other.json"));
    let made = told(
        place,
        "seal make --maker-key {folder}/maker.key --maker-cert {folder}/maker.cer --id 99010100000002 \
         --request {folder}/asked.json -o {folder}/second.esl --key-password-file {folder}/pw --json",
    );
    assert_eq!(made["request_sha256"], asked["sha256"]);
    assert_eq!(made["name"], "云泽县行政审批局");
    let import = |request: &str, seal: &str| {
        format!(
            "seal import --home {{home}} --id second --why 测试 --json --request {{folder}}/{request} \
             {{folder}}/{seal}{password}"
        )
    };
    // Made for another request; with another picture; and by a request that is none.
    fails(
        place,
        &import("other.json", "second.esl"),
        4,
        "those who may use it",
    );
    fails(
        place,
        &import("asked.json", "approval.esl"),
        4,
        "not what was asked for",
    );
    fails(
        place,
        &import("pw", "second.esl"),
        4,
        "a request for a seal",
    );
    let of_another = import("asked.json", "second.esl").replace("--id second", "--id third");
    fails(place, &of_another, 4, "its application or unit");
    let taken = told(place, &import("asked.json", "second.esl"));
    assert_eq!(
        (&taken["state"], &taken["es_id"]),
        (&"made".into(), &"99010100000002".into())
    );
}

#[test]
fn a_seal_is_asked_of_another_in_a_file_and_taken_in_only_as_it_was_asked_for() {
    asks(
        &Place::new(ISSUING),
        " --key-password-file {folder}/demo/password.txt",
    );
}

#[test]
fn a_seal_is_asked_of_another_in_the_same_way_through_a_daemon() {
    asks(&Place::new(ISSUING).serve().place, "");
}

/// SHA-256 of a certificate.
fn openssl_fingerprint(place: &Place, name: &str) -> String {
    let mut command = Command::new("openssl");
    command.args(["x509", "-noout", "-fingerprint", "-sha256", "-in"]);
    let told = run(command.arg(place.path(name)), PATIENCE).expect_success("openssl x509");
    told.text().trim().rsplit('=').next().unwrap().to_owned()
}

const LICENCE: &str = "{folder}/demo/licences/2-food.pdf";

/// What the relying authority says of a licence of the issuing one, by its home.
fn decides(place: &Place, exit: i32, indication: &str) {
    for asked in [
        format!("verify --home {{home}} --json {LICENCE}"),
        format!("recognise --home {{home}} --as 990202 --item 990202-food-branch --json {LICENCE}"),
    ] {
        let ran = place.yinxin(&asked);
        assert_eq!(ran.code, Some(exit), "{asked}: {}", ran.stderr);
        let found: Value = serde_json::from_str(&ran.text()).unwrap();
        let told = match found.get("validation") {
            Some(validation) => &validation["indication"],
            None => &found["indication"],
        };
        assert_eq!(told, indication, "{asked}: {found}");
    }
}

/// Has the relying authority take in the register of the issuing one, before and after its seal is suspended.
fn takes_in(place: &Place) {
    let import = |name: &str| format!("exchange import --home {{home}} --json {{folder}}/{name}");
    fails(place, &import("before.txt"), 1, "nobody vouches");
    let trusts = |name: &str| {
        let certificate = format!("demo/yunze-990101/certificates/{name}.pem");
        let sha256 = openssl_fingerprint(place, &certificate);
        let trust = format!(
            "trust import --home {{home}} --role status --fingerprint {sha256} {{folder}}/{certificate}"
        );
        place.yinxin(&trust).expect_success("trust import");
    };
    // The authority that issued its certificate issues those of units, too.
    trusts("root");
    fails(place, &import("before.txt"), 1, "nobody vouches");
    trusts("register-of-seals");
    let taken = told(place, &import("before.txt"));
    assert_eq!(taken["seal_registers"][0]["domain"], "990101");
    decides(place, 0, "TOTAL-PASSED");
    told(place, &import("after.txt"));
    decides(place, 3, "INDETERMINATE");
    fails(place, &import("before.txt"), 1, "older");
    fails(place, &import("forged.txt"), 1, "forged");
    decides(place, 3, "INDETERMINATE");
}

/// The home of the relying authority, with registers of the issuing one beside it.
fn relying() -> Place {
    let place = Place::new(RELYING);
    let password = "--key-password-file {folder}/demo/password.txt";
    let home = "--home {folder}/demo/yunze-990101";
    let register = format!("seal register {home} -o {{folder}}/before.txt {password}");
    place.yinxin(&register).expect_success("register");
    let listed = place.yinxin(&format!("seal list {home} --json")).text();
    for line in listed.lines() {
        let seal: Value = serde_json::from_str(line).unwrap();
        let id = seal["id"].as_str().unwrap();
        let suspend = format!("seal suspend {home} {id} --why 测试 {password}");
        place.yinxin(&suspend).expect_success("suspend");
    }
    let register = register.replace("before", "after");
    place.yinxin(&register).expect_success("register");
    let text = std::fs::read_to_string(place.path("after.txt")).unwrap();
    let forged = text.replacen("测试", "测验", 1);
    assert_ne!(forged, text);
    std::fs::write(place.path("forged.txt"), forged).unwrap();
    place
}

#[test]
fn another_authority_takes_the_register_in_and_decides_by_it() {
    takes_in(&relying());
}

#[test]
fn another_authority_takes_the_register_in_through_its_daemon_and_decides_by_it() {
    takes_in(&relying().serve().place);
}
