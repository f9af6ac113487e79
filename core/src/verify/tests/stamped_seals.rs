//! Seals of the edition of 2025 that are made with a timestamp.

use super::eseals::{World, anchor};
use super::judging::{TotalPassed, judge_with};
use super::pki::{AT, Root};
use super::timestamps::token_at;
use crate::seal::{
    PictureFormat, SealCertificates, SealInfo, SealMakingError, SealPicture, SealToMake,
    SealVersion,
};
use crate::suite::{DigestAlgorithm, SigningKey, digest};
use crate::verify::{Step, StepOutcome};
use crate::x509::{RevocationPolicy, Role};
use time::{Duration, OffsetDateTime};

const MADE: OffsetDateTime = AT.saturating_sub(Duration::DAY);

fn to_make(world: &World, version: SealVersion) -> SealToMake {
    let info = SealInfo {
        version,
        vendor: "yinxin".to_owned(),
        id: "99010100000001".to_owned(),
        kind: 1,
        name: "示例县行政审批局".to_owned(),
        certificates: SealCertificates::Certificates(vec![world.signer.1.der().to_vec()]),
        created: MADE,
        valid_from: MADE,
        valid_until: AT + Duration::days(9),
        picture: SealPicture {
            format: PictureFormat::Png,
            data: b"picture".to_vec(),
            width_mm: 42,
            height_mm: 42,
        },
        extensions: Vec::new(),
    };
    SealToMake::new(&info, world.maker.1.der()).unwrap()
}

#[test]
fn a_seal_is_made_with_a_timestamp_on_its_makers_signature() {
    let (world, root) = (World::new(), Root::new("root"));
    let tsa = root.tsa();
    let to_make = to_make(&world, SealVersion::Gmt0031Of2025);
    let value = world.maker.0.sign(to_make.to_be_signed()).unwrap();
    let imprint = digest(DigestAlgorithm::Sha256, &value);
    let token = token_at(&tsa, &imprint, MADE + Duration::minutes(1));
    let seal = to_make.assemble_with_timestamp(&value, &token).unwrap();
    let anchors = [anchor(&world.maker.1, Role::Maker), root.anchor(Role::Tsa)];
    let report = judge_with(&anchors, &[], &seal, |verifier| {
        verifier.revocation(RevocationPolicy::Ignore)
    });
    assert_eq!(report.indication, TotalPassed, "{report:#?}");
    let one = &report.signatures[0];
    let stamped = one.steps.iter().find(|one| one.step == Step::SealTimestamp);
    assert_eq!(stamped.unwrap().outcome, StepOutcome::Passed);
    assert_eq!(one.timestamps[0].verdict, TotalPassed);
    assert_eq!(one.timestamps[0].time, Some(MADE + Duration::minutes(1)));
}

#[test]
fn a_timestamp_that_a_seal_cannot_have_is_refused() {
    let (world, root) = (World::new(), Root::new("root"));
    let tsa = root.tsa();
    let current = to_make(&world, SealVersion::Gmt0031Of2025);
    let value = world.maker.0.sign(current.to_be_signed()).unwrap();
    let imprint = digest(DigestAlgorithm::Sha256, &value);
    let good = token_at(&tsa, &imprint, MADE);
    let other = token_at(&tsa, &[0; 32], MADE);
    let old = token_at(&tsa, &imprint, MADE - Duration::hours(1));
    for (token, refused) in [
        (other.as_slice(), SealMakingError::Timestamp),
        (b"no token", SealMakingError::Timestamp),
        (&old, SealMakingError::TimestampTooOld),
    ] {
        let made = current.assemble_with_timestamp(&value, token);
        assert_eq!(made, Err(refused));
    }
    let earlier = to_make(&world, SealVersion::Gbt38540Of2020);
    let made = earlier.assemble_with_timestamp(&value, &good);
    assert_eq!(made, Err(SealMakingError::TimestampEdition));
    // A timestamp makes no signature of somebody else good.
    let wrong = world.signer.0.sign(current.to_be_signed()).unwrap();
    let about = digest(DigestAlgorithm::Sha256, &wrong);
    let token = token_at(&tsa, &about, MADE);
    let made = current.assemble_with_timestamp(&wrong, &token);
    assert_eq!(made, Err(SealMakingError::Signature));
}
