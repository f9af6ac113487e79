//! What OpenSSL's own tests expect of responses.

use super::*;

/// Judges signatures as OpenSSL did in 2012: SHA-1 counts.
struct OldDesk<'c>(&'c Certificate);

impl crate::x509::StatusDesk for OldDesk<'_> {
    fn signed(
        &mut self,
        signer: &Certificate,
        _: &[u8; 32],
        algorithm: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), PathFailureKind> {
        use crate::suite::{PublicKey, SignatureAlgorithm, VerifyFailure, verify};
        let info = signer.subject_public_key_info();
        let key = PublicKey::parse(info).map_err(PathFailureKind::Algorithm)?;
        let algorithm = SignatureAlgorithm::from_identifier(algorithm, &key, None)
            .map_err(PathFailureKind::Algorithm)?;
        match verify(info, algorithm, message, signature) {
            Ok(()) | Err(VerifyFailure::Weak(_)) => Ok(()),
            Err(_) => Err(PathFailureKind::SignatureWrong),
        }
    }

    fn issued(&mut self, certificate: &Certificate) -> Result<(), PathFailureKind> {
        let issuer = self.0;
        self.signed(
            issuer,
            &[0; 32],
            certificate.signature_algorithm(),
            certificate.tbs(),
            certificate.signature(),
        )
    }

    fn status_of_responder(&mut self, _: &Certificate) -> crate::x509::RevocationStatus {
        crate::x509::RevocationStatus::Unknown(Vec::new())
    }

    fn tolerates_unknown(&self) -> bool {
        true
    }
}

/// Responses of OpenSSL's own tests, of 2012: `ND` are of the issuer, `D` of a responder, and what
/// stands before says what is wrong with them.
#[test]
fn responses_of_openssl_s_tests_are_judged_as_openssl_judges_them() {
    use base64::Engine as _;
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/corpus/x509/pkits/tests/fixtures/openssl-ocsp");
    if !folder.is_dir() {
        println!("skipped: {} is not there", folder.display());
        return;
    }
    let certificates = |name: &str| {
        let octets = std::fs::read(folder.join(format!("{name}.pem"))).unwrap();
        crate::x509::read_all(&octets).unwrap()
    };
    let mut judged = 0;
    for (name, issuer) in [
        ("ND1", "ND1_Issuer_ICA"),
        ("ND2", "ND2_Issuer_Root"),
        ("ND3", "ND3_Issuer_Root"),
        ("D1", "D1_Issuer_ICA"),
        ("D2", "D2_Issuer_Root"),
        ("D3", "D3_Issuer_Root"),
    ] {
        let kind = if ["ND2", "D2"].contains(&name) {
            "ICA"
        } else {
            "EE"
        };
        let leaf = certificates(&format!("{name}_Cert_{kind}")).remove(0);
        let issuer = certificates(issuer).remove(0);
        for wrong in ["", "ISDOSC_", "ISOP_", "WIKH_", "WINH_", "WKDOSC_", "WRID_"] {
            let Ok(text) = std::fs::read(folder.join(format!("{wrong}{name}.ors"))) else {
                continue;
            };
            let text: Vec<u8> = text
                .into_iter()
                .filter(|o| !o.is_ascii_whitespace())
                .collect();
            let der = base64::engine::general_purpose::STANDARD
                .decode(text)
                .unwrap();
            let said = OcspResponse::parse(&der).map_or_else(
                |error| vec![Err(error.to_string())],
                |response| {
                    let at = response.singles()[0].this_update;
                    let question = crate::x509::StatusQuestion {
                        certificate: &leaf,
                        issuer: &issuer,
                        candidates: &[],
                        at,
                        judged_at: response.produced_at(),
                    };
                    let mut desk = OldDesk(&issuer);
                    statements_at(&response, &question, response.produced_at(), &mut desk)
                        .into_iter()
                        .map(|said| said.map_err(|problem| problem.to_string()))
                        .collect()
                },
            );
            let good = said
                .iter()
                .any(|said| said.as_ref().is_ok_and(|s| s.revoked.is_none()));
            judged += 1;
            println!("{wrong}{name}: {said:?}");
            assert_eq!(wrong.is_empty(), good, "{wrong}{name}: {said:?}");
        }
    }
    println!("{judged} responses judged");
    assert!(judged > 30, "{judged}");
}
