use super::*;

fn certificate() -> (Vec<u8>, String) {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::new(Vec::<String>::new()).unwrap();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let certificate = params.self_signed(&key).unwrap();
    (certificate.der().to_vec(), certificate.pem())
}

fn request(home: &Path, bytes: &[u8], role: Role, fingerprint: Fingerprint) -> ImportRequest {
    let file = home.join("incoming");
    std::fs::write(&file, bytes).unwrap();
    ImportRequest {
        home: home.into(),
        file,
        role,
        fingerprint,
    }
}

#[test]
fn der_and_pem_of_one_certificate_are_one_anchor() {
    let home = tempfile::tempdir().unwrap();
    let (der, pem) = certificate();
    let fingerprint = Fingerprint::of(&der);
    for bytes in [der.as_slice(), pem.as_bytes()] {
        let shown = import(&request(home.path(), bytes, Role::Signer, fingerprint)).unwrap();
        assert_eq!(shown.role, "signer");
        assert_eq!(shown.fingerprint, fingerprint.to_string());
    }
    assert_eq!(list(home.path()).unwrap().len(), 1);
    assert_eq!(load(home.path()).unwrap(), [Anchor::new(Role::Signer, der)]);
}

#[test]
fn a_certificate_with_another_fingerprint_is_not_imported() {
    let home = tempfile::tempdir().unwrap();
    let (der, _) = certificate();
    let other = Fingerprint::of(b"another");
    let refused = import(&request(home.path(), &der, Role::Signer, other));
    assert!(matches!(
        refused,
        Err(ServiceError::FingerprintMismatch { .. })
    ));
    assert_eq!(list(home.path()).unwrap(), []);
}

#[test]
fn two_certificates_in_one_file_are_not_imported() {
    let home = tempfile::tempdir().unwrap();
    let (der, pem) = certificate();
    let both = format!("{pem}{pem}");
    let fingerprint = Fingerprint::of(&der);
    let refused = import(&request(
        home.path(),
        both.as_bytes(),
        Role::Signer,
        fingerprint,
    ));
    assert!(matches!(refused, Err(ServiceError::NotUnderstood { .. })));
}

#[test]
fn an_anchor_keeps_to_its_role_and_is_removed_from_it() {
    let home = tempfile::tempdir().unwrap();
    let (der, _) = certificate();
    let fingerprint = Fingerprint::of(&der);
    for role in [Role::Tsa, Role::Signer] {
        import(&request(home.path(), &der, role, fingerprint)).unwrap();
    }
    let roles: Vec<_> = list(home.path())
        .unwrap()
        .iter()
        .map(|anchor| anchor.role)
        .collect();
    assert_eq!(roles, ["signer", "tsa"]);
    remove(home.path(), fingerprint, Some(Role::Signer)).unwrap();
    let roles: Vec<_> = list(home.path())
        .unwrap()
        .iter()
        .map(|anchor| anchor.role)
        .collect();
    assert_eq!(roles, ["tsa"]);
    assert!(matches!(
        remove(home.path(), fingerprint, Some(Role::Signer)),
        Err(ServiceError::NotFound { .. })
    ));
}

#[test]
fn an_anchor_file_that_is_not_what_its_name_says_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let (der, _) = certificate();
    let shown = import(&request(
        home.path(),
        &der,
        Role::Signer,
        Fingerprint::of(&der),
    ))
    .unwrap();
    std::fs::write(&shown.file, certificate().0).unwrap();
    assert!(matches!(
        load(home.path()),
        Err(ServiceError::Damaged { .. })
    ));
}

#[test]
fn a_folder_that_is_not_there_is_no_home() {
    assert!(matches!(
        list(Path::new("no-such-home")),
        Err(ServiceError::HomeMissing { .. })
    ));
}
