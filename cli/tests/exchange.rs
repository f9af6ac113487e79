//! Two authorities that recognise each other's licences, by commands alone.
#![allow(
    clippy::unwrap_used,
    reason = "clippy.toml exempts test functions, not the functions beside them"
)]

use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Stdio};

const FOOD: &str = "11990101TE5T00016T001";
const UNIT_A: &str = "11990101TE5T00016T";
const UNIT_B: &str = "11990202TE5T00112P";
const ROWS: &str = "CZZT,CZZTDM,KZ_FDDBR,KZ_ZS,KZ_JYCS,KZ_ZTYT,KZ_JYXM\n\
    云泽县好山水餐饮店,92990101MA00TE6T90,测试戊,人民路12号,人民路12号,餐饮,热食\n";

/// Runs a command in `folder` and returns its exit code, its last line of JSON, and its errors.
fn run(folder: &Path, arguments: &str) -> (Option<i32>, Value, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_yinxin"))
        .args(arguments.split_whitespace())
        .args(["--json", "--lang", "en"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    let told = told.lines().last().unwrap_or("null");
    (
        output.status.code(),
        serde_json::from_str(told).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[track_caller]
fn done(folder: &Path, arguments: &str) -> Value {
    let (code, told, errors) = run(folder, arguments);
    assert_eq!(code, Some(0), "{arguments}\n{told}\n{errors}");
    told
}

#[track_caller]
fn refused(folder: &Path, arguments: &str, code: i32, says: &str) {
    let (found, told, errors) = run(folder, arguments);
    assert_eq!(found, Some(code), "{arguments}\n{told}\n{errors}");
    assert!(errors.contains(says), "{arguments}\n{errors}");
}

/// Puts a licence type and a password into a folder.
fn begin(folder: &Path) {
    let catalogue = "../signer/src/service/demo/catalogue/food.json";
    let catalogue = Path::new(env!("CARGO_MANIFEST_DIR")).join(catalogue);
    std::fs::copy(catalogue, folder.join("food.json")).unwrap();
    std::fs::write(folder.join("pw"), "secret\n").unwrap();
}

/// Blocks of one language in docs/exchange.md.
fn blocks(language: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/exchange.md");
    let text = std::fs::read_to_string(path).unwrap();
    let fence = format!("```{language}\n");
    let parts = text.split(fence.as_str()).skip(1);
    parts
        .map(|part| part.split("```").next().unwrap().to_owned())
        .collect()
}

/// Whoever follows docs/exchange.md to the letter gets a licence accepted.
#[test]
fn the_way_that_the_document_describes_leads_to_acceptance() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let write = |name: &str, text: &str| std::fs::write(at.join(name), text).unwrap();
    begin(at);
    let data = blocks("json");
    let [list, agreement, root, licences] = &data[..] else {
        panic!("{data:?}")
    };
    assert!(serde_json::from_str::<Value>(root).unwrap()["name_en"].is_string());
    let licences: Value = serde_json::from_str(licences).unwrap();
    let row = licences["rows"][0].as_object().unwrap();
    // The day of issue in the document grows old.
    let row = row.iter().filter(|(name, _)| *name != "ZZBFRQ");
    let (names, values): (Vec<&str>, Vec<&str>) = row
        .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
        .unzip();
    write(
        "rows.csv",
        &format!("{}\n{}\n", names.join(","), values.join(",")),
    );
    write("agreement.json", agreement);

    let script = blocks("sh").remove(0);
    let mut printed: Vec<(&str, String)> = Vec::new();
    let mut verdict = Value::Null;
    for line in script.lines().filter(|line| line.starts_with("yinxin ")) {
        let mut arguments = line.replace("yinxin ", "").replace(" --json", "");
        for (word, value) in &printed {
            arguments = arguments.replace(word, value);
        }
        let told = done(at, &arguments);
        let text = |name: &str| told[name].as_str().unwrap().to_owned();
        if line.contains("init --home a") {
            printed.push(("CERTIFICATE-OF-A", text("root_fingerprint")));
        } else if line.contains("exchange root --home a") {
            printed.push(("ROOT-KEY-OF-A", text("fingerprint")));
        } else if line.contains("exchange root --home b") {
            printed.push(("ROOT-KEY-OF-B", text("fingerprint")));
        } else if line.contains("licence issue") {
            printed.push(("LICENCE", text("file")));
        } else if line.contains("seal show") {
            write(
                "list.json",
                &list.replace(&"0".repeat(64), &text("certificate_sha256")),
            );
            let second = |name: &str| told["second"][name].as_str().unwrap().to_owned();
            printed.push(("ROOT-OF-SM2", second("root_sha256")));
            printed.push(("MAKER-OF-SM2", second("maker_sha256")));
        }
        verdict = told;
    }
    assert_eq!(
        verdict["recognition"], "ACCEPTED_WITH_CONDITIONS",
        "{verdict}"
    );
}

#[test]
fn a_licence_is_accepted_by_the_other_home_until_it_is_withdrawn() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let write = |name: &str, text: &str| std::fs::write(at.join(name), text).unwrap();
    begin(at);
    write("rows.csv", ROWS);
    let key = "--key-password-file pw";
    let made = done(
        at,
        &format!(
            "init --home a --unit {UNIT_A} --name 云泽县 --area 990101 --catalogue food.json {key}"
        ),
    );
    done(
        at,
        &format!("init --home b --unit {UNIT_B} --name 澜海县 --area 990202 {key}"),
    );
    done(
        at,
        &format!("seal make --home a --id approval --unit {UNIT_A} --name 云泽县行政审批局 {key}"),
    );
    let seal = done(at, "seal show --home a approval");
    let issued = done(
        at,
        &format!("licence issue --home a --type {FOOD} --seal approval -o out {key} rows.csv"),
    );
    let (file, identifier) = (
        issued["file"].as_str().unwrap(),
        issued["identifier"].as_str().unwrap(),
    );

    let root_a = done(
        at,
        &format!("exchange root --home a --name-en Yunze -o a-root.json {key}"),
    );
    let root_b = done(
        at,
        &format!("exchange root --home b --name-en Lanhai -o b-root.json {key}"),
    );
    assert_eq!(
        (&root_a["domain"], &root_b["domain"]),
        (&json!("990101"), &json!("990202"))
    );
    let from = "2020-01-01T00:00:00Z";
    let authorities = json!([{
        "id": UNIT_A,
        "name_zh": "云泽县行政审批局",
        "jurisdiction": "990101",
        "types": [FOOD],
        "certificates": [{
            "sha256": seal["certificate_sha256"],
            "from": from,
            "until": null,
            "compromised_from": null,
        }],
        "standing": [{ "from": from, "standing": "granted" }],
    }]);
    let list = |recognises: Value, authorities: Value| {
        json!({
            "status_scope": "all",
            "recognises": recognises,
            "authorities": authorities,
        })
        .to_string()
    };
    write("a.json", &list(Value::Null, authorities));
    write("b.json", &list(json!(["990101"]), json!([])));
    let clause = json!({
        "id": "1",
        "version": 1,
        "type_code": FOOD,
        "service_items": { "these": ["990202-0001"] },
        "obligation": "must",
        "most_status_age": 86400,
        "stale_status": "cannot-decide",
        "tolerates": [],
        "conditions": [],
        "from": "2020-01-01",
        "to": null,
        "in_force_at": "presentation",
        "legal_basis": { "title": "协议（虚构）", "number": "1" },
        "text_zh": "应当采信",
        "text_en": "must be accepted",
    });
    let agreement = json!({
        "id": "1",
        "from": "990101",
        "to": "990202",
        "complete": true,
        "clauses": [clause],
    });
    write("agreement.json", &agreement.to_string());
    done(
        at,
        &format!("exchange list --home a --data a.json -o a-list.json {key}"),
    );
    done(
        at,
        &format!("exchange list --home b --data b.json -o b-list.json {key}"),
    );
    refused(
        at,
        &format!("exchange list --home b --data agreement.json -o c-list.json {key}"),
        4,
        "a list of authorities",
    );
    done(
        at,
        &format!("exchange agreement --home a --data agreement.json -o half.json {key}"),
    );
    refused(
        at,
        &format!("exchange countersign --home b a-list.json -o whole.json {key}"),
        4,
        "a signed agreement",
    );
    done(
        at,
        &format!("exchange countersign --home b half.json -o whole.json {key}"),
    );
    done(
        at,
        &format!("exchange status --home a -o status-1.json {key}"),
    );
    refused(
        at,
        &format!("exchange status --home a -o status-1.json {key}"),
        4,
        "is there already",
    );

    refused(at, "exchange import --home b a-root.json", 4, "refused");
    let pin = |root: &Value| root["fingerprint"].as_str().unwrap().to_owned();
    done(
        at,
        &format!(
            "exchange import --home b --pin 990202 --fingerprint {} b-root.json",
            pin(&root_b)
        ),
    );
    // Named in any order: the root comes first.
    let imported = done(
        at,
        &format!(
            "exchange import --home b --pin 990101 --fingerprint {} status-1.json whole.json \
             a-list.json b-list.json a-root.json a/certificates/root.crl",
            pin(&root_a)
        ),
    );
    assert_eq!(imported["revocation_lists"], 1);
    let kept = &imported["revocation_lists_kept"][0];
    assert_eq!(kept["file"], "a/certificates/root.crl");
    assert_eq!(kept["reason"]["code"], "IMPORT-CRL-ISSUER", "{kept}");
    let issuer = kept["issuer"].as_str().unwrap();
    assert!(issuer.contains("云泽县"), "{issuer}");
    assert!(
        kept["reason"]["en"].as_str().unwrap().contains(issuer),
        "{kept}"
    );
    assert_eq!(imported["objects"][0]["object"], "root");
    let fingerprint = made["root_fingerprint"].as_str().unwrap();
    let root = "a/certificates/root.pem";
    refused(
        at,
        &format!("trust import --home b --role recognition --fingerprint {fingerprint} {root}"),
        2,
        "exchange import --pin",
    );
    done(
        at,
        &format!("trust import --home b --fingerprint {fingerprint} {root}"),
    );
    let again = done(at, "exchange import --home b a/certificates/root.crl");
    assert_eq!(again["revocation_lists_kept"][0]["reason"], Value::Null);

    let ask = format!("recognise --home b --as 990202 --item 990202-0001 {file}");
    let verdict = done(at, &ask);
    assert_eq!(verdict["recognition"], "ACCEPTED", "{verdict}");

    // The issuer at its own counter has imported what it published.
    done(
        at,
        &format!(
            "exchange import --home a --pin 990101 --fingerprint {} status-1.json a-list.json \
             a-root.json",
            pin(&root_a)
        ),
    );
    done(
        at,
        &format!("trust import --home a --fingerprint {fingerprint} {root}"),
    );
    let ask_issuer = format!("recognise --home a --as 990101 --item 990202-0001 {file}");
    let says_revoked = |verdict: &Value| verdict.to_string().contains("REC-STATUS-REVOKED");
    let (_, verdict, _) = run(at, &ask_issuer);
    assert!(
        verdict["issuer"].is_object() && !says_revoked(&verdict),
        "{verdict}"
    );

    let withdraw = format!("licence withdraw --home a --state withdrawn {identifier}");
    assert_eq!(done(at, &withdraw)["state"], "withdrawn");
    refused(
        at,
        &format!("licence withdraw --home a --state valid {identifier}"),
        4,
        "cannot become",
    );
    // It knows at once what it withdrew; others by its next list.
    let verified = |home: &str| {
        let told = done(at, &format!("verify --home {home} {file}"));
        // The answer and the end are about the signature.
        assert_eq!(told["answer"], "valid", "{told}");
        let problems = told["problems"].to_string();
        let state = told["licence"]["state"].as_str().unwrap().to_owned();
        (state, problems.contains("REC-STATUS-REVOKED"))
    };
    assert_eq!(verified("a"), ("revoked".into(), true));
    assert_eq!(verified("b"), ("valid".into(), false));
    let (code, verdict, _) = run(at, &ask_issuer);
    assert_eq!(code, Some(1), "{verdict}");
    assert!(says_revoked(&verdict), "{verdict}");
    assert_eq!(done(at, &ask)["recognition"], "ACCEPTED");
    done(
        at,
        &format!("exchange status --home a -o status-2.json {key}"),
    );
    done(at, "exchange import --home b status-2.json");
    assert_eq!(verified("b"), ("revoked".into(), true));
    let (code, verdict, _) = run(at, &ask);
    assert_eq!(code, Some(1), "{verdict}");
    assert_eq!(verdict["recognition"], "REFUSED", "{verdict}");
    let closed = Command::new(env!("CARGO_BIN_EXE_yinxin"))
        .args(["licence", "withdraw", "--home", "a", "--state", "cancelled"])
        .args([identifier, "--lang", "en"])
        .current_dir(at)
        .output()
        .unwrap();
    let told = String::from_utf8(closed.stdout).unwrap();
    assert!(told.contains("`yinxin exchange status`"), "{told}");
    // An older list does not bring it back.
    refused(at, "exchange import --home b status-1.json", 4, "refused");
}
