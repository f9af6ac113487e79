use super::*;
use crate::licence::{LicenceField, ValidityRule, samples};
use time::macros::date;

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings
        .iter()
        .map(|finding| finding.reason.code())
        .collect()
}

fn check(change: impl FnOnce(&mut Licence, &mut CatalogueEntry), expected: &[&str]) {
    let (mut licence, mut entry) = (samples::licence(), samples::entry());
    change(&mut licence, &mut entry);
    assert_eq!(codes(&licence.check(&entry)), expected);
}

fn add(licence: &mut Licence, name: &str, value: &str) {
    licence.fields.push(LicenceField {
        name: name.to_owned(),
        value: value.to_owned(),
    });
}

#[test]
fn a_licence_that_fits_has_no_finding() {
    check(|_, _| {}, &[]);
}

#[test]
fn each_thing_that_does_not_fit_is_named() {
    check(|l, _| l.name.push('证'), &["LIC-NAME-DIFFERS"]);
    check(
        |_, e| e.type_code = "11990101TE5T00016T002".to_owned(),
        &["LIC-TYPE-DIFFERS"],
    );
    check(
        |l, e| {
            l.type_code = "11990101TE5T00016A001".to_owned();
            e.type_code = l.type_code.clone();
        },
        &["LIC-TYPE-CODE", "LIC-IDENTIFIER-DIFFERS"],
    );
    check(|l, _| l.number.clear(), &["LIC-NUMBER-EMPTY"]);
    check(|l, _| l.identifier.push('5'), &["LIC-IDENTIFIER-FORM"]);
    check(
        |l, _| l.identifier = l.identifier.replace(".001.5", ".001.6"),
        &["LIC-IDENTIFIER-CHECK"],
    );
    check(
        |l, _| l.identifier = l.identifier.replace(".001.5", ".001.T"),
        &["LIC-IDENTIFIER-DIALECT"],
    );
    check(
        |l, _| l.issuer.code = "12990101TE5T00024J".to_owned(),
        &["LIC-IDENTIFIER-DIFFERS"],
    );
    check(|l, _| l.area_code = "99010".to_owned(), &["LIC-AREA-CODE"]);
    check(|l, _| l.holders.clear(), &["LIC-HOLDER-NONE"]);
    check(
        |l, _| l.holders[0].name = " ".to_owned(),
        &["LIC-HOLDER-EMPTY"],
    );
    check(
        |l, _| l.holders[0].code = "91990101MA00TE5T2Q".to_owned(),
        &["LIC-HOLDER-CODE"],
    );
    check(
        |l, _| {
            l.holders[0].code = "990101199001010019".to_owned();
            l.holders[0].code_type.0 = "111".to_owned();
        },
        &["LIC-HOLDER-KIND"],
    );
    check(
        |l, _| l.holders[0].code_type.0 = "007".to_owned(),
        &["LIC-HOLDER-CODE-TYPE"],
    );
    check(
        |l, _| l.valid_until = Some(date!(2026 - 11 - 21)),
        &["LIC-DATES-ORDER", "LIC-TERM"],
    );
    check(
        |l, _| l.valid_until = Some(date!(2031 - 11 - 22)),
        &["LIC-TERM"],
    );
    check(|l, _| l.valid_until = None, &[]);
    check(
        |_, e| e.validity = vec![ValidityRule::Years(4)],
        &["LIC-TERM"],
    );
    check(|l, _| drop(l.fields.remove(0)), &["LIC-FIELD-MISSING"]);
    check(|l, _| l.fields[0].value.clear(), &["LIC-FIELD-MISSING"]);
    check(|l, _| add(l, "KZ_XX", "1"), &["LIC-FIELD-UNKNOWN"]);
    check(
        |l, _| add(l, "JYCS", "1"),
        &["LIC-FIELD-NAME", "LIC-FIELD-UNKNOWN"],
    );
    check(|l, _| add(l, "KZ_JYCS", "1"), &["LIC-FIELD-TWICE"]);
    check(
        |l, _| l.fields[0].value = "长".repeat(101),
        &["LIC-FIELD-LENGTH"],
    );
    check(|l, _| l.fields[0].value = "长".repeat(100), &[]);
    check(
        |l, _| l.fields[1].value = "餐饮".to_owned(),
        &["LIC-FIELD-CHOICE"],
    );
    check(
        |l, _| l.fields[0].value.push('\u{202E}'),
        &["LIC-HIDDEN-CHARACTER"],
    );
    for (value, expected) in [
        ("12", &[][..]),
        ("12.50", &[]),
        (".5", &["LIC-FIELD-NUMBER"]),
        ("1.2.3", &["LIC-FIELD-NUMBER"]),
        ("１", &["LIC-FIELD-NUMBER"]),
        ("-1", &["LIC-FIELD-NUMBER"]),
    ] {
        check(|l, _| add(l, "KZ_MJ", value), expected);
    }
    check(|l, _| add(l, "KZ_JCRQ", "2026-02-29"), &["LIC-FIELD-DATE"]);
    check(
        |l, _| add(l, "KZ_FRSFZH", "990101199001010018"),
        &["LIC-FIELD-CODE"],
    );
}

#[test]
fn a_real_area_does_not_admit_fictitious_people() {
    check(
        |l, _| {
            add(l, "KZ_FRSFZH", "990101199001010019");
            l.area_code = "110101".to_owned();
        },
        &["LIC-FIELD-CODE"],
    );
    check(|l, _| add(l, "KZ_FRSFZH", "990101199001010019"), &[]);
}

#[test]
fn a_finding_never_repeats_a_holder_code() {
    let mut licence = samples::licence();
    licence.holders[0].code = "91990101MA00TE5T2Q".to_owned();
    for finding in licence.check(&samples::entry()) {
        assert!(!finding.reason.zh().contains("MA00TE5T"));
        assert!(!finding.reason.en().contains("MA00TE5T"));
    }
}
