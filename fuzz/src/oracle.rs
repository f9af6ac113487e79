//! What is true of every judgement, whatever the file: the oracle of the targets.

use crate::seeds::{self, AT, anchors};
use std::collections::HashSet;
use std::sync::OnceLock;
use yinxin_core::cms::SignedData;
use yinxin_core::evidence::Stamped;
use yinxin_core::pdf::{Document, Object, ShownPage, Signature, View};
use yinxin_core::suite::{DigestAlgorithm, digest};
use yinxin_core::timestamp::TimestampToken;
use yinxin_core::verify::{
    Answer, Coverage, DocumentFormat, Indication, Integrity, Report, SignatureReport, Trust,
    Verifier,
};
use yinxin_core::x509::RevocationPolicy;

/// Judges a file and checks the report; `None` where no judgement is possible. The flag tells whether
/// the file passes.
///
/// # Panics
///
/// If the judgement cannot be true.
pub fn judged(file: &[u8]) -> Option<(Report, bool)> {
    let verifier = Verifier::new(anchors(), AT).revocation(RevocationPolicy::Prefer);
    let report = verifier.run(file).ok()?;
    let is_passed = report.indication == Indication::TotalPassed;
    assert_eq!(
        is_passed,
        report.answer == Answer::Valid,
        "indication and answer"
    );
    if report.signatures.is_empty() {
        assert!(!is_passed, "a file without a signature passes");
        return Some((report, false));
    }
    let again = verifier.run(file);
    assert_eq!(Ok(&report), again.as_ref(), "another judgement of the same");
    for signature in &report.signatures {
        consistent(signature);
    }
    let document = Document::open(file).ok()?;
    if report.format != DocumentFormat::Pdf {
        assert!(!is_passed, "a document passes as something else");
        return Some((report, false));
    }
    let found = document.latest().signatures().ok()?;
    let readable: Vec<&Signature<'_>> = found
        .found
        .iter()
        .filter_map(|one| one.signature.as_ref().ok())
        .collect();
    assert!(
        report.signatures.len() >= found.found.len(),
        "a signature is left out"
    );
    let ours = readable.iter().filter(|signature| is_ours(signature));
    let believed = report.signatures.iter().filter(|one| {
        one.indication == Indication::TotalPassed
            || one.integrity == Integrity::Intact && one.trust == Trust::Trusted && !is_removed(one)
    });
    assert!(
        believed.count() <= ours.count(),
        "a signature over octets that nobody signed"
    );
    if is_passed {
        passed(&document, &readable);
    }
    Some((report, is_passed))
}

/// Tells whether a later revision took the signature away: it is told, and never passes.
fn is_removed(signature: &SignatureReport) -> bool {
    signature
        .reasons
        .iter()
        .any(|reason| reason.code() == "SIGNATURE_REMOVED")
}

/// A passed signature has four good results.
fn consistent(signature: &SignatureReport) {
    if signature.indication == Indication::TotalPassed {
        assert_eq!(signature.integrity, Integrity::Intact);
        assert_ne!(signature.coverage, Coverage::Partial);
        assert!(signature.modification_allowed, "a change is not allowed");
        assert_eq!(signature.trust, Trust::Trusted);
        assert_eq!(signature.sub_indication, None);
    }
}

/// A file that passes shows what was signed.
fn passed(document: &Document<'_>, signatures: &[&Signature<'_>]) {
    assert!(
        signatures.iter().all(|signature| is_ours(signature)),
        "a file passes with a signature of nobody"
    );
    let revisions = signatures
        .iter()
        .filter_map(|signature| signature.coverage.revision(document));
    let first = revisions.min().map(|revision| document.view(revision));
    let Some(Ok(first)) = first else {
        panic!("a file passes, and no revision is covered");
    };
    assert_eq!(
        shown(&first),
        shown(&document.latest()),
        "a file passes and shows something else than what was signed"
    );
}

/// What a page shows, without its annotations: its box, and its content streams.
pub(crate) type Shown = (Option<ShownPage>, Vec<Option<Vec<u8>>>);

/// Returns what the pages of a revision show; `None` for a page that cannot be read.
pub(crate) fn shown(view: &View<'_>) -> Vec<Option<Shown>> {
    let pages = view.pages().take(64).map(|page| {
        let page = page.ok()?;
        let contents = page
            .object
            .dictionary()
            .and_then(|page| page.get("Contents"));
        let contents: Vec<Object<'_>> = match contents.map(|contents| view.resolve(contents)) {
            Some(Ok(Object::Array(parts))) => (parts.items.iter())
                .map(|part| part.value.clone())
                .collect(),
            _ => contents.into_iter().cloned().collect(),
        };
        let decoded = contents.iter().take(64).map(|part| match part {
            Object::Reference(id) => {
                let stream = view.follow(*id).ok()??;
                view.decode(&stream).ok().map(|octets| octets.into_owned())
            }
            _ => None,
        });
        Some((ShownPage::of(view, &page).ok(), decoded.collect()))
    });
    pages.collect()
}

/// Tells whether a signature covers what was signed in a seed.
fn is_ours(signature: &Signature<'_>) -> bool {
    static SIGNED: OnceLock<HashSet<Vec<u8>>> = OnceLock::new();
    let signed = SIGNED.get_or_init(|| {
        let mut signed = HashSet::new();
        let whole = seeds::files().iter().filter(|file| !file.is_broken);
        for file in whole {
            let document = Document::open(&file.octets).expect("a seed can be read");
            let found = document.latest().signatures().expect("a seed can be read");
            let readable = found
                .found
                .iter()
                .filter_map(|one| one.signature.as_ref().ok());
            signed.extend(readable.map(covered));
        }
        signed
    });
    signed.contains(&covered(signature))
}

/// Returns the digest of what a signature covers.
fn covered(signature: &Signature<'_>) -> Vec<u8> {
    digest(DigestAlgorithm::Sha256, &signature.covered().concat())
}

/// Checks that a message with content inside is the timestamp of a seed.
///
/// # Panics
///
/// If it holds something else.
pub(crate) fn is_stamped(message: &SignedData<'_>) {
    let token = seeds::world().token();
    let token = TimestampToken::parse(&token).expect("a seed can be read");
    assert_eq!(
        message.encapsulated(),
        token.signed_data().encapsulated(),
        "a timestamp of nobody"
    );
}

/// Checks that the timestamps of an evidence record are those of a seed.
///
/// # Panics
///
/// If one is another.
pub(crate) fn is_evidence(stamped: &[Stamped<'_>]) {
    let content = |token| {
        let token = TimestampToken::parse(token).expect("what is believed can be read");
        token.signed_data().encapsulated().map(<[u8]>::to_vec)
    };
    assert!(!stamped.is_empty(), "evidence without a timestamp");
    for one in stamped {
        let mut seeds = seeds::tokens().iter();
        assert!(
            seeds.any(|token| content(token) == content(one.token)),
            "evidence by a timestamp of nobody"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seed(name: &str) -> &'static [u8] {
        let mut files = seeds::files().iter();
        &files.find(|file| file.name == name).expect("a seed").octets
    }

    #[test]
    fn octets_that_were_changed_are_nobodys() {
        for (name, is_signed) in [
            ("B-B", true),
            ("another page", true),
            ("another text", false),
        ] {
            let document = Document::open(seed(name)).expect("a seed can be read");
            let found = document.latest().signatures().expect("a seed can be read");
            let signature = found.found.first().map(|one| one.signature.as_ref());
            let Some(Ok(signature)) = signature else {
                panic!("{name} has no signature");
            };
            assert_eq!(is_ours(signature), is_signed, "{name}");
        }
    }

    #[test]
    fn a_document_behind_the_beginning_of_a_message_is_judged_as_one_and_does_not_pass() {
        let head = b"0\x18\x06\x09*\x86H\x86\xf7\x0d\x01\x09\x031\x0b\x06";
        let file = [head, seed("B-B")].concat();
        assert!(Document::open(&file).is_ok());
        let (report, is_passed) = judged(&file).expect("a judgement");
        assert_eq!(report.format, DocumentFormat::Cms);
        assert!(!is_passed);
    }

    #[test]
    fn another_page_shows_something_else() {
        let document = Document::open(seed("another page")).expect("a seed can be read");
        let signed = document.view(1).expect("a seed can be read");
        assert!(shown(&signed).iter().all(Option::is_some));
        assert_ne!(shown(&signed), shown(&document.latest()));
    }
}
