//! Fictitious licences for tests.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use time::Date;
use time::macros::date;

/// A food licence of the fictitious county 990101.
pub(crate) fn licence() -> Licence {
    Licence {
        identifier: "1.2.156.3005.2.11990101TE5T00016T001.11990101TE5T00016T.2026000001.001.5"
            .to_owned(),
        name: "示例食品经营许可证".to_owned(),
        type_code: "11990101TE5T00016T001".to_owned(),
        number: "示食证（2026）第1号".to_owned(),
        issuer: AuthorityName {
            code: "11990101TE5T00016T".to_owned(),
            name: "示例县行政审批局".to_owned(),
        },
        area_code: "990101".to_owned(),
        holders: vec![Holder {
            name: "示例饭店有限公司".to_owned(),
            code: "91990101MA00TE5T2P".to_owned(),
            code_type: HolderCodeType("001".to_owned()),
        }],
        issued: date!(2026 - 11 - 22),
        valid_from: date!(2026 - 11 - 22),
        valid_until: Some(date!(2031 - 11 - 21)),
        fields: vec![
            LicenceField {
                name: "KZ_JYCS".to_owned(),
                value: "示例县一号路一号".to_owned(),
            },
            LicenceField {
                name: "KZ_ZTYT".to_owned(),
                value: "餐饮服务经营者".to_owned(),
            },
        ],
        photo: None,
        status_index: Some(7),
    }
}

/// The catalogue entry that [`licence`] fits.
pub(crate) fn entry() -> CatalogueEntry {
    let field = |name: &str, label: &str, kind, required| FieldDefinition {
        name: name.to_owned(),
        label: label.to_owned(),
        kind,
        required,
    };
    CatalogueEntry {
        type_name: "示例食品经营许可证".to_owned(),
        type_code: "11990101TE5T00016T001".to_owned(),
        defining_authority: AuthorityName {
            code: "11990101TE5T00016T".to_owned(),
            name: "示例县行政审批局".to_owned(),
        },
        defining_level: AuthorityLevel::County,
        issuing_level: AuthorityLevel::County,
        service_items: vec![ServiceItem {
            code: "990101-0001".to_owned(),
            name: "食品经营许可".to_owned(),
        }],
        holder_kind: HolderKind::Organisation,
        validity: vec![ValidityRule::Years(5), ValidityRule::Permanent],
        kind: CatalogueKind::Licence,
        fields: vec![
            field("KZ_JYCS", "经营场所", FieldKind::Text { most: 100 }, true),
            field(
                "KZ_ZTYT",
                "主体业态",
                FieldKind::Choice(vec![
                    "餐饮服务经营者".to_owned(),
                    "食品销售经营者".to_owned(),
                ]),
                true,
            ),
            field("KZ_MJ", "面积", FieldKind::Number, false),
            field("KZ_JCRQ", "检查日期", FieldKind::Date, false),
            field(
                "KZ_FRSFZH",
                "法定代表人证件号码",
                FieldKind::CitizenNumber,
                false,
            ),
        ],
        face: FaceLayout {
            page: (210, 297),
            title: "食品经营许可证".to_owned(),
            rows: vec![FaceRow::full("经营场所", "KZ_JYCS", 2)],
            photo: None,
            remark: String::new(),
            style: FaceStyle::default(),
        },
    }
}

/// Any licence that the JSON forms can hold, sensible or not.
pub(crate) fn any_licence() -> impl Strategy<Value = Licence> {
    let day = (1i32..=9999, 1u16..=365)
        .prop_map(|(year, day)| Date::from_ordinal_date(year, day).unwrap());
    let holder = (any::<String>(), any::<String>(), "001|099|111|411|999").prop_map(
        |(name, code, code_type)| Holder {
            name,
            code,
            code_type: HolderCodeType(code_type),
        },
    );
    let texts = vec(any::<String>(), 6..=6);
    let fields = proptest::collection::btree_map("KZ_[A-Z]{1,4}", any::<String>(), 0..4);
    (
        texts,
        vec(holder, 1..4),
        (day.clone(), day.clone(), proptest::option::of(day)),
        fields,
        "[0-9]{6}",
        proptest::option::of(any::<u64>()),
    )
        .prop_map(
            |(texts, holders, (issued, valid_from, valid_until), fields, area, index)| Licence {
                identifier: texts[0].clone(),
                name: texts[1].clone(),
                type_code: texts[2].clone(),
                number: texts[3].clone(),
                issuer: AuthorityName {
                    code: texts[4].clone(),
                    name: texts[5].clone(),
                },
                area_code: area,
                holders,
                issued,
                valid_from,
                valid_until,
                fields: fields
                    .into_iter()
                    .rev()
                    .map(|(name, value)| LicenceField { name, value })
                    .collect(),
                photo: None,
                status_index: index,
            },
        )
}
