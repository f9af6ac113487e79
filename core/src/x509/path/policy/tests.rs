use super::super::tests::{AT, Authority, authority, kinds};
use super::*;
use crate::der::writer;
use crate::x509::{PathOutcome, PathRequest, RevocationPolicy, Role, validate};
use rcgen::{CertificateParams, CustomExtension};

fn policy(number: u32) -> Oid {
    Oid::new(&format!("1.2.3.{number}")).unwrap()
}

fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    writer::sequence(&parts)
}

fn extend(parameters: &mut CertificateParams, oid: Oid, value: Vec<u8>) {
    let arcs: Vec<u64> = oid.arcs().map(u64::from).collect();
    let extension = CustomExtension::from_oid_content(&arcs, value);
    parameters.custom_extensions.push(extension);
}

fn policies(parameters: &mut CertificateParams, listed: &[Oid]) {
    let list: Vec<Vec<u8>> = listed
        .iter()
        .map(|oid| sequence(&[writer::oid(oid)]))
        .collect();
    extend(parameters, oids::CERTIFICATE_POLICIES, sequence(&list));
}

fn mappings(parameters: &mut CertificateParams, pairs: &[(u32, u32)]) {
    let list: Vec<Vec<u8>> = pairs
        .iter()
        .map(|(a, b)| sequence(&[writer::oid(&policy(*a)), writer::oid(&policy(*b))]))
        .collect();
    extend(parameters, oids::POLICY_MAPPINGS, sequence(&list));
}

/// Judges root, an authority with `change`, and a leaf with `leaf` as its policies.
fn judge(
    change: impl Fn(&mut CertificateParams),
    leaf: &[Oid],
    inputs: PolicyInputs<'_>,
) -> PathOutcome {
    let root = authority("root", None);
    let mut middle: Authority = authority("middle", Some(&root));
    change(&mut middle.parameters);
    let made = middle
        .parameters
        .signed_by(&middle.key, &root.issuer())
        .unwrap();
    middle.certificate = Certificate::parse(made.der()).unwrap();
    let leaf = middle.leaf(|parameters| policies(parameters, leaf));
    let anchors = root.anchor();
    validate(&PathRequest {
        intermediates: std::slice::from_ref(&middle.certificate),
        revocation: RevocationPolicy::Ignore,
        policies: inputs,
        ..PathRequest::new(&leaf, &anchors, Role::Signer, AT)
    })
}

const EXPLICIT: PolicyInputs<'_> = PolicyInputs {
    acceptable: None,
    is_explicit: true,
    inhibits_mapping: false,
    inhibits_any: false,
};

fn sets(outcome: &PathOutcome) -> (Vec<Oid>, Vec<Oid>) {
    let list = |set: &BTreeSet<Oid>| set.iter().copied().collect();
    (
        list(&outcome.policies.authority),
        list(&outcome.policies.user),
    )
}

#[test]
fn the_policies_that_hold_are_told_in_the_words_of_the_first_authority() {
    let map = |parameters: &mut CertificateParams| {
        policies(parameters, &[policy(1), policy(2)]);
        mappings(parameters, &[(1, 5), (1, 6)]);
    };
    let outcome = judge(map, &[policy(2), policy(5), policy(9)], EXPLICIT);
    assert_eq!(kinds(&outcome), []);
    let both = vec![policy(1), policy(2)];
    assert_eq!(sets(&outcome), (both.clone(), both.clone()));
    let acceptable = [policy(2), policy(5)];
    let chosen = PolicyInputs {
        acceptable: Some(&acceptable),
        ..EXPLICIT
    };
    let outcome = judge(map, &[policy(2), policy(5)], chosen);
    assert_eq!(sets(&outcome), (both, vec![policy(2)]));
    let acceptable = [policy(5)];
    let chosen = PolicyInputs {
        acceptable: Some(&acceptable),
        ..EXPLICIT
    };
    let outcome = judge(map, &[policy(5)], chosen);
    assert_eq!(kinds(&outcome), [PathFailureKind::Policy]);
    let inhibited = PolicyInputs {
        inhibits_mapping: true,
        ..EXPLICIT
    };
    let outcome = judge(map, &[policy(5)], inhibited);
    assert_eq!(kinds(&outcome), [PathFailureKind::Policy]);
}

#[test]
fn any_policy_reaches_the_leaf_unless_it_is_inhibited() {
    let any = |parameters: &mut CertificateParams| policies(parameters, &[oids::ANY_POLICY]);
    let outcome = judge(any, &[oids::ANY_POLICY], EXPLICIT);
    let every = vec![oids::ANY_POLICY];
    assert_eq!(sets(&outcome), (every.clone(), every));
    let acceptable = [policy(7)];
    let chosen = PolicyInputs {
        acceptable: Some(&acceptable),
        ..EXPLICIT
    };
    let outcome = judge(any, &[oids::ANY_POLICY], chosen);
    assert_eq!(sets(&outcome), (vec![oids::ANY_POLICY], vec![policy(7)]));
    let inhibited = PolicyInputs {
        inhibits_any: true,
        ..EXPLICIT
    };
    let outcome = judge(any, &[oids::ANY_POLICY], inhibited);
    assert_eq!(kinds(&outcome), [PathFailureKind::Policy]);
}

#[test]
fn the_graph_grows_with_the_policies_and_not_with_their_product() {
    // Eight levels, on each of which all of 60 policies are mapped to all others: a tree would have
    // 60 to the power of 8 leaves.
    let all: Vec<Oid> = (0..60).map(policy).collect();
    let pairs: Vec<(Oid, Oid)> = all
        .iter()
        .flat_map(|one| all.iter().map(move |other| (*one, *other)))
        .collect();
    let mut graph = Graph::new();
    for _ in 0..8 {
        graph.descend(&all, true);
        graph.map(&pairs, true);
    }
    graph.descend(&all, true);
    assert_eq!(graph.authority_constrained().len(), 60);
}

#[test]
fn a_critical_extension_with_a_qualifier_that_is_not_known_is_not_read() {
    let check = |critical: bool, qualifier: &str, expected: &[PathFailureKind]| {
        let change = |parameters: &mut CertificateParams| {
            let kind = writer::oid(&Oid::new(qualifier).unwrap());
            let qualifiers = sequence(&[sequence(&[kind, writer::utf8_string("x")])]);
            let value = sequence(&[sequence(&[writer::oid(&policy(1)), qualifiers])]);
            let arcs: Vec<u64> = oids::CERTIFICATE_POLICIES.arcs().map(u64::from).collect();
            let mut extension = CustomExtension::from_oid_content(&arcs, value);
            extension.set_criticality(critical);
            parameters.custom_extensions.push(extension);
        };
        let outcome = judge(change, &[policy(1)], PolicyInputs::default());
        assert_eq!(kinds(&outcome), expected);
    };
    let refused = [PathFailureKind::MalformedExtension(
        oids::CERTIFICATE_POLICIES,
    )];
    check(true, "1.3.6.1.5.5.7.2.1", &[]);
    check(true, "1.2.3.4", &refused);
    check(false, "1.2.3.4", &[]);
}
