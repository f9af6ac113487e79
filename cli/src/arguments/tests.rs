use super::*;
use clap::CommandFactory as _;
use clap::error::ErrorKind;
use time::macros::datetime;
use yinxin_core::pdf::{DocMdp, LockAction};
use yinxin_core::seal::StraddledEdge;
use yinxin_signer::service::sign::{
    KeySource, Level, Occurrence, Output, Placement, RsaScheme, SignRequest,
};
use yinxin_signer::service::verify::{Revocation, VerifyRequest};

fn parse(line: &str) -> Result<Arguments, clap::Error> {
    Arguments::try_parse_from(std::iter::once("yinxin").chain(line.split_whitespace()))
}

fn sign(line: &str) -> SignRequest {
    match parse(line).unwrap().command {
        Command::Sign(command) => command.request().unwrap(),
        other => panic!("{other:?}"),
    }
}

fn verify(line: &str) -> (VerifyRequest, Vec<PathBuf>) {
    match parse(line).unwrap().command {
        Command::Verify(command) => command.request(),
        other => panic!("{other:?}"),
    }
}

/// Every command that does something, by its words.
fn commands() -> Vec<(String, clap::Command)> {
    fn walk(name: &str, command: &clap::Command, found: &mut Vec<(String, clap::Command)>) {
        for sub in command
            .get_subcommands()
            .filter(|sub| sub.get_name() != "help")
        {
            let name = format!("{name} {}", sub.get_name());
            if sub.has_subcommands() {
                walk(&name, sub, found);
            } else {
                found.push((name, sub.clone()));
            }
        }
    }
    let mut found = Vec::new();
    walk("yinxin", &Arguments::command(), &mut found);
    found
}

#[test]
fn the_command_line_contradicts_itself_nowhere() {
    Arguments::command().debug_assert();
}

#[test]
fn every_command_of_the_interface_is_there() {
    let names: Vec<_> = commands().into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        [
            "yinxin demo",
            "yinxin init",
            "yinxin licence issue",
            "yinxin licence list",
            "yinxin licence show",
            "yinxin licence withdraw",
            "yinxin seal apply",
            "yinxin seal approve",
            "yinxin seal request",
            "yinxin seal make",
            "yinxin seal import",
            "yinxin seal issue",
            "yinxin seal suspend",
            "yinxin seal resume",
            "yinxin seal cancel",
            "yinxin seal revoke",
            "yinxin seal remake",
            "yinxin seal allow",
            "yinxin seal show",
            "yinxin seal list",
            "yinxin seal register",
            "yinxin seal verify",
            "yinxin seal picture",
            "yinxin seal presets",
            "yinxin pki key",
            "yinxin pki open",
            "yinxin pki root",
            "yinxin pki request",
            "yinxin pki issue",
            "yinxin pki crl",
            "yinxin trust import",
            "yinxin trust list",
            "yinxin trust remove",
            "yinxin exchange root",
            "yinxin exchange list",
            "yinxin exchange agreement",
            "yinxin exchange countersign",
            "yinxin exchange status",
            "yinxin exchange import",
            "yinxin sign",
            "yinxin extend",
            "yinxin evidence make",
            "yinxin evidence renew",
            "yinxin verify",
            "yinxin inspect",
            "yinxin revision",
            "yinxin recognise",
        ]
    );
}

/// The examples of a command, one a line.
fn examples(command: &clap::Command) -> Vec<String> {
    let help = command
        .get_after_help()
        .unwrap()
        .to_string()
        .replace("\\\n", " ");
    let (_, examples) = help.split_once("Example / 示例:").unwrap_or_default();
    examples
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("yinxin "))
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_help_text_holds_an_example_of_its_own_command() {
    for (name, mut command) in commands() {
        let own = format!("{name} ");
        assert!(
            examples(&command).iter().any(|line| line.starts_with(&own)),
            "{name}"
        );
        assert!(command.render_help().to_string().contains(&own), "{name}");
    }
}

#[test]
fn every_example_of_the_help_texts_is_understood() {
    let mut checked = 0;
    for (name, command) in commands() {
        for line in examples(&command) {
            let line = line.split(['|', '>', '(']).next().unwrap_or_default();
            let parsed = Arguments::try_parse_from(line.split_whitespace());
            assert!(parsed.is_ok(), "{name}: {line}\n{}", parsed.unwrap_err());
            checked += 1;
        }
    }
    assert!(checked >= 20, "{checked}");
}

#[test]
fn sign_with_files_is_understood() {
    let request = sign("sign --key k.pem --cert c.pem --field Sig1 --pss a.pdf -o b.pdf");
    assert_eq!(
        request.key,
        KeySource::Files {
            key: "k.pem".into(),
            chain: Some("c.pem".into())
        }
    );
    assert_eq!(request.output, Output::CopyTo("b.pdf".into()));
    assert_eq!(request.level, Level::BB);
    assert_eq!(request.field.as_deref(), Some("Sig1"));
    assert_eq!(request.placement, Placement::Unstated);
    assert_eq!(request.rsa, RsaScheme::Pss);
}

#[test]
fn sign_with_a_seal_at_a_place_is_understood() {
    let request = sign("sign --home h --seal s --page 2 --at 120,215.5 a.pdf --in-place");
    assert_eq!(
        request.key,
        KeySource::Home {
            home: "h".into(),
            seal: "s".into()
        }
    );
    assert_eq!(request.output, Output::InPlace);
    assert_eq!(
        request.placement,
        Placement::Page {
            page: std::num::NonZeroU32::new(2).unwrap(),
            at: PointMm { x: 1200, y: 2155 }
        }
    );
}

#[test]
fn places_and_restrictions_of_a_signature_are_read() {
    let straddle =
        |option: &str| sign(&format!("sign --key k --cert c {option} a.pdf -o b.pdf")).placement;
    let right = Placement::Straddle(StraddledEdge::Right);
    assert_eq!(straddle("--straddle"), right);
    assert_eq!(straddle("--straddle=right"), right);
    let left = Placement::Straddle(StraddledEdge::Left);
    assert_eq!(straddle("--straddle=left"), left);
    let at = PointMm { x: 10, y: 25 };
    let everywhere = straddle("--every-page --at 1,2.5");
    assert_eq!(everywhere, Placement::EveryPage { at });
    let request = sign(
        "sign --key k --cert c --certify 2 --lock exclude:A,B --lock-permission 1 a.pdf -o b.pdf",
    );
    assert_eq!(request.certify, Some(DocMdp::FormFilling));
    let lock = request.lock.unwrap();
    assert_eq!((lock.action, lock.fields.len()), (LockAction::Exclude, 2));
    assert_eq!(lock.permission, Some(DocMdp::NoChanges));
}

#[test]
fn options_that_are_not_served_are_understood_and_passed_on() {
    let request = sign(
        "sign --server unix:/s --seal s --level b-lta --tsa http://t.invalid --keyword x a -o b",
    );
    assert_eq!(request.level, Level::BLta);
    assert_eq!(request.sources.tsa.as_deref(), Some("http://t.invalid"));
    let text = "x".to_owned();
    let occurrence = Occurrence::Nth(std::num::NonZeroU32::MIN);
    assert_eq!(request.placement, Placement::Keyword { text, occurrence });
    assert!(request.check_served().is_err());
}

#[test]
fn a_signature_needs_one_key_and_one_target() {
    for line in [
        "sign a.pdf -o b.pdf",
        "sign --cert c a.pdf -o b.pdf",
        "sign --home h a.pdf -o b.pdf",
        "sign --seal s a.pdf -o b.pdf",
        "sign --key k --cert c --home h --seal s a.pdf -o b.pdf",
        "sign --key k --cert c --seal s a.pdf -o b.pdf",
        "sign --home h --server u --seal s a.pdf -o b.pdf",
        "sign --key k --cert c a.pdf",
        "sign --key k --cert c a.pdf -o b.pdf --in-place",
        "sign --key k --cert c --page 1 a.pdf -o b.pdf",
        "sign --key k --cert c --at 1,1 a.pdf -o b.pdf",
        "sign --key k --cert c --page 0 --at 1,1 a.pdf -o b.pdf",
        "sign --key k --cert c --keyword x --straddle a.pdf -o b.pdf",
        "sign --key k --cert c --every-page a.pdf -o b.pdf",
        "sign --key k --cert c --straddle=top a.pdf -o b.pdf",
        "sign --key k --cert c --certify 4 a.pdf -o b.pdf",
        "sign --key k --cert c --lock-permission 1 a.pdf -o b.pdf",
        "sign --key k --cert c --level b-x a.pdf -o b.pdf",
        "extend a.pdf -o b.pdf",
        "extend --level b-b a.pdf -o b.pdf",
        "extend --level b-t a.pdf",
        "extend --level b-t a.pdf -o b.pdf --in-place",
    ] {
        let error = parse(line)
            .err()
            .unwrap_or_else(|| panic!("{line} was understood"));
        assert!(
            error.use_stderr() && error.exit_code() == 2,
            "{line}: {error}"
        );
    }
}

#[test]
fn verify_takes_everything_of_the_interface() {
    let (request, files) = verify(
        "verify --json --trust r.pem --trust tsa=t.cer --trust maker=dir --policy any \
         --at 2026-03-01T08:00:00+08:00 --revocation prefer --crl a.crl --crl b.crl --ocsp o \
         --offline --password-file p a.pdf b.pdf",
    );
    assert_eq!(
        request.trust,
        [
            (Role::Signer, PathBuf::from("r.pem")),
            (Role::Tsa, "t.cer".into()),
            (Role::Maker, "dir".into()),
        ]
    );
    assert_eq!(request.policy, Policy::Any);
    assert_eq!(request.at, datetime!(2026-03-01 00:00 UTC));
    assert_eq!(request.revocation, Revocation::Prefer);
    assert_eq!(request.crls.len(), 2);
    assert_eq!(request.ocsps.len(), 1);
    assert!(request.offline);
    assert_eq!(files, [PathBuf::from("a.pdf"), "b.pdf".into()]);
}

#[test]
fn verify_requires_revocation_data_and_all_signatures_unless_said_otherwise() {
    let (request, _) = verify("verify a.pdf");
    assert_eq!(request.revocation, Revocation::Require);
    assert_eq!(request.policy, Policy::All);
    assert_eq!(request.trust, []);
}

#[test]
fn a_word_that_is_no_role_is_refused_and_a_path_with_an_equals_sign_is_not() {
    assert!(trust("singer=r.pem").is_err());
    assert!(trust("tsa=").is_err());
    assert!(trust("").is_err());
    assert_eq!(trust("./a=r.pem"), Ok((Role::Signer, "./a=r.pem".into())));
    assert_eq!(trust("signer=a=b"), Ok((Role::Signer, "a=b".into())));
}

#[test]
fn places_are_millimetres_to_a_tenth() {
    assert_eq!(point("0,297"), Ok(PointMm { x: 0, y: 2970 }));
    for wrong in [
        "", "1", "1,", ",1", "1.25,1", "-1,1", "+1,1", "1e1,1", "7000,1", "1,2,3", "1.,1",
    ] {
        assert!(point(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn times_are_rfc_3339_with_an_offset() {
    assert_eq!(
        instant("2026-03-01T08:00:00+08:00"),
        Ok(datetime!(2026-03-01 00:00 UTC))
    );
    for wrong in [
        "",
        "2026-03-01",
        "2026-03-01T08:00:00",
        "2026-02-30T00:00:00Z",
    ] {
        assert!(instant(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn language_and_json_may_stand_behind_any_command() {
    let arguments = parse("trust list --home h --json --lang both").unwrap();
    assert!(arguments.json);
    assert_eq!(arguments.lang, Some(Language::Both));
}

#[test]
fn recognise_takes_the_arguments_of_the_interface() {
    assert!(
        parse("recognise a.pdf --as 990202 --item I --at 2026-03-01T00:00:00Z --home h --status s")
            .is_ok()
    );
    assert!(parse("recognise a.pdf --item I --home h").is_err());
}

#[test]
fn help_and_version_are_no_errors() {
    for (line, kind) in [
        ("--help", ErrorKind::DisplayHelp),
        ("--version", ErrorKind::DisplayVersion),
    ] {
        let error = parse(line).unwrap_err();
        assert_eq!(error.kind(), kind);
        assert!(!error.use_stderr());
    }
    assert!(parse("").unwrap_err().use_stderr());
}
