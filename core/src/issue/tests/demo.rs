//! Five licence types with made-up licences. All bodies and persons are invented; area 990101 does
//! not exist.

use crate::licence::*;
use time::macros::date;

const BUREAU: &str = "11990101TE5T00016T";

fn authority(name: &str) -> AuthorityName {
    AuthorityName {
        code: BUREAU.into(),
        name: name.into(),
    }
}

fn field(name: &str, label: &str, kind: FieldKind, required: bool) -> FieldDefinition {
    FieldDefinition {
        name: name.into(),
        label: label.into(),
        kind,
        required,
    }
}

fn text(name: &str, label: &str) -> FieldDefinition {
    field(name, label, FieldKind::Text { most: 400 }, true)
}

fn entry(
    type_name: &str,
    type_code: &str,
    definer: (&str, &str),
    holder_kind: HolderKind,
    validity: Vec<ValidityRule>,
    fields: Vec<FieldDefinition>,
    face: FaceLayout,
) -> CatalogueEntry {
    CatalogueEntry {
        type_name: type_name.into(),
        type_code: type_code.into(),
        defining_authority: AuthorityName {
            code: definer.0.into(),
            name: definer.1.into(),
        },
        defining_level: AuthorityLevel::National,
        issuing_level: AuthorityLevel::County,
        service_items: vec![],
        holder_kind,
        validity,
        kind: CatalogueKind::Licence,
        fields,
        face,
    }
}

fn values(list: &[(&str, &str)]) -> Vec<LicenceField> {
    list.iter()
        .map(|(n, v)| LicenceField {
            name: (*n).into(),
            value: (*v).into(),
        })
        .collect()
}

fn licence(
    entry: &CatalogueEntry,
    identifier: &str,
    number: &str,
    issuer: &str,
    holder: (&str, &str, &str),
    until: Option<time::Date>,
    fields: Vec<LicenceField>,
) -> Licence {
    Licence {
        identifier: identifier.into(),
        name: entry.type_name.clone(),
        type_code: entry.type_code.clone(),
        number: number.into(),
        issuer: authority(issuer),
        area_code: "990101".into(),
        holders: vec![Holder {
            name: holder.0.into(),
            code: holder.1.into(),
            code_type: HolderCodeType(holder.2.into()),
        }],
        issued: date!(2026 - 11 - 22),
        valid_from: date!(2026 - 11 - 22),
        valid_until: until,
        fields,
        photo: None,
        status_index: Some(17),
    }
}

/// 道路运输经营许可证: portrait, waves, ruled table.
pub(super) fn road_transport() -> (CatalogueEntry, Licence) {
    let entry = entry(
        "道路运输经营许可证",
        "11100000000019713D008",
        ("11100000000019713D", "交通运输部"),
        HolderKind::Organisation,
        vec![ValidityRule::Years(4)],
        vec![
            text("KZ_DZ", "地址"),
            text("KZ_JYFW", "经营范围"),
            text("KZ_FZR", "负责人"),
        ],
        FaceLayout {
            page: (210, 297),
            title: "道路运输经营许可证".into(),
            rows: vec![
                FaceRow::full("业户名称", "CZZT", 2),
                FaceRow::full("统一社会信用代码", "CZZTDM", 1),
                FaceRow::full("地址", "KZ_DZ", 2),
                FaceRow::full("负责人", "KZ_FZR", 1),
                FaceRow::full("经营范围", "KZ_JYFW", 3),
                FaceRow::full("有效期限", "ZZYXQ", 1),
            ],
            photo: None,
            remark: "本证照为电子证照，与纸质证照具有同等法律效力。".into(),
            style: FaceStyle {
                heading: "中华人民共和国".into(),
                number_label: "证号".into(),
                issuer_label: "核发机关".into(),
                frame: FrameStyle::Guilloche,
                ground: GroundStyle::Rosette,
                ink: Colour(0x1F, 0x4E, 0x79),
                paper: Colour(0xFB, 0xFC, 0xFE),
                title_size: 310,
                text_size: 135,
                ..FaceStyle::default()
            },
        },
    );
    let licence = licence(
        &entry,
        "1.2.156.3005.2.11100000000019713D008.11990101TE5T00016T.990101000001.001.S",
        "示交运管许可县字990101000001号",
        "示例县交通运输局",
        ("示例县好山水物流有限公司", "91990101MA00TE5T2P", "001"),
        Some(date!(2030 - 11 - 21)),
        values(&[
            (
                "KZ_DZ",
                "示例省示例市示例县城关镇河滨路88号示例物流园区3号楼201室",
            ),
            (
                "KZ_JYFW",
                "道路普通货物运输；货物专用运输（集装箱、冷藏保鲜设备、罐式容器）；大型物件运输（一类）；城市配送。",
            ),
            ("KZ_FZR", "测试甲"),
        ]),
    );
    (entry, licence)
}

/// 营业执照: landscape, two columns, open table.
pub(super) fn business() -> (CatalogueEntry, Licence) {
    let entry = entry(
        "营业执照",
        "11100000MB0143028R001",
        ("11100000MB0143028R", "国家市场监督管理总局"),
        HolderKind::Organisation,
        vec![ValidityRule::Permanent, ValidityRule::Years(20)],
        vec![
            text("KZ_LX", "类型"),
            text("KZ_FDDBR", "法定代表人"),
            text("KZ_JYFW", "经营范围"),
            text("KZ_ZCZB", "注册资本"),
            field("KZ_CLRQ", "成立日期", FieldKind::Date, true),
            text("KZ_ZS", "住所"),
        ],
        FaceLayout {
            page: (297, 210),
            title: "营业执照".into(),
            rows: vec![
                FaceRow::half("名称", "CZZT", 1),
                FaceRow::half("注册资本", "KZ_ZCZB", 1),
                FaceRow::half("类型", "KZ_LX", 1),
                FaceRow::half("成立日期", "KZ_CLRQ", 1),
                FaceRow::half("法定代表人", "KZ_FDDBR", 1),
                FaceRow::half("营业期限", "ZZYXQ", 1),
                FaceRow::half("经营范围", "KZ_JYFW", 4),
                FaceRow::half("住所", "KZ_ZS", 4),
            ],
            photo: None,
            remark: "市场主体应当于每年1月1日至6月30日通过企业信用信息公示系统报送公示年度报告。"
                .into(),
            style: FaceStyle {
                subtitle: "（副本）".into(),
                number_label: "统一社会信用代码".into(),
                issuer_label: "登记机关".into(),
                frame: FrameStyle::Meander,
                ground: GroundStyle::Rosette,
                table: TableStyle::Open,
                ink: Colour(0x9A, 0x6A, 0x12),
                paper: Colour(0xFF, 0xFD, 0xF6),
                title_size: 400,
                text_size: 130,
                ..FaceStyle::default()
            },
        },
    );
    let licence = licence(
        &entry,
        "1.2.156.3005.2.11100000MB0143028R001.11990101TE5T00016T.A0B1C2D3E4F5G6H7J8K9.001.Q",
        "91990101MA00TE5T2P",
        "示例县市场监督管理局",
        ("示例县好山水食品有限公司", "91990101MA00TE5T2P", "001"),
        None,
        values(&[
            ("KZ_LX", "有限责任公司（自然人投资或控股）"),
            ("KZ_FDDBR", "测试乙"),
            (
                "KZ_JYFW",
                "许可项目：食品生产；食品销售；道路货物运输（不含危险货物）。一般项目：农副产品销售；互联网销售（除销售需要许可的商品）；包装服务。（依法须经批准的项目，经相关部门批准后方可开展经营活动）",
            ),
            ("KZ_ZCZB", "人民币伍佰万元整"),
            ("KZ_CLRQ", "2019-03-08"),
            ("KZ_ZS", "示例省示例市示例县城关镇人民路100号"),
        ]),
    );
    (entry, licence)
}

/// 不动产权证书: portrait, braid, ruled table with many rows.
pub(super) fn real_estate() -> (CatalogueEntry, Licence) {
    let entry = entry(
        "不动产权证书",
        "11100000MB03271699001",
        ("11100000MB03271699", "自然资源部"),
        HolderKind::Mixed,
        vec![ValidityRule::Permanent],
        vec![
            text("KZ_GYQK", "共有情况"),
            text("KZ_ZL", "坐落"),
            text("KZ_BDCDYH", "不动产单元号"),
            text("KZ_QLLX", "权利类型"),
            text("KZ_QLXZ", "权利性质"),
            text("KZ_YT", "用途"),
            text("KZ_MJ", "面积"),
            text("KZ_SYQX", "使用期限"),
            field(
                "KZ_QLQTZK",
                "权利其他状况",
                FieldKind::Text { most: 400 },
                false,
            ),
        ],
        FaceLayout {
            page: (210, 297),
            title: "不动产权证书".into(),
            rows: vec![
                FaceRow::full("权利人", "CZZT", 1),
                FaceRow::full("共有情况", "KZ_GYQK", 1),
                FaceRow::full("坐落", "KZ_ZL", 2),
                FaceRow::full("不动产单元号", "KZ_BDCDYH", 1),
                FaceRow::half("权利类型", "KZ_QLLX", 2),
                FaceRow::half("权利性质", "KZ_QLXZ", 2),
                FaceRow::half("用途", "KZ_YT", 1),
                FaceRow::half("面积", "KZ_MJ", 1),
                FaceRow::full("使用期限", "KZ_SYQX", 1),
                FaceRow::full("权利其他状况", "KZ_QLQTZK", 4),
            ],
            photo: None,
            remark: String::new(),
            style: FaceStyle {
                number_label: "权证号".into(),
                issuer_label: "登记机构".into(),
                frame: FrameStyle::Braid,
                ink: Colour(0x9E, 0x1B, 0x1B),
                paper: Colour(0xFF, 0xFA, 0xF8),
                title_size: 330,
                text_size: 125,
                ..FaceStyle::default()
            },
        },
    );
    let mut licence = licence(
        &entry,
        "1.2.156.3005.2.11100000MB03271699001.11990101TE5T00016T.000000001.001.U",
        "示（2026）示例县不动产权第0000001号",
        "示例县自然资源局",
        ("测试丙", "990101199001010019", "111"),
        None,
        values(&[
            ("KZ_GYQK", "共同共有"),
            ("KZ_ZL", "示例县城关镇河滨路66号示例花园2号楼1单元1201室"),
            ("KZ_BDCDYH", "990101001001GB00001F00020012"),
            ("KZ_QLLX", "国有建设用地使用权/房屋所有权"),
            ("KZ_QLXZ", "出让/市场化商品房"),
            ("KZ_YT", "城镇住宅用地/住宅"),
            ("KZ_MJ", "房屋建筑面积118.26㎡"),
            (
                "KZ_SYQX",
                "国有建设用地使用权 2016年5月1日起2086年4月30日止",
            ),
            (
                "KZ_QLQTZK",
                "分摊土地使用权面积：15.32㎡\n专有建筑面积：93.10㎡，分摊建筑面积：25.16㎡\n房屋总层数：18层，所在层：12层\n房屋结构：钢筋混凝土结构",
            ),
        ]),
    );
    licence.holders.push(Holder {
        name: "测试丁".into(),
        code: "990101199001010027".into(),
        code_type: HolderCodeType("111".into()),
    });
    (entry, licence)
}

/// 从业资格证: a portrait card with photo, underlined values.
pub(super) fn qualification() -> (CatalogueEntry, Licence) {
    let entry = entry(
        "从业资格证",
        "11100000000019713D071",
        ("11100000000019713D", "交通运输部"),
        HolderKind::NaturalPerson,
        vec![ValidityRule::Years(6)],
        vec![
            text("KZ_XB", "性别"),
            field("KZ_CSRQ", "出生日期", FieldKind::Date, true),
            text("KZ_ZGLB", "从业资格类别"),
            field("KZ_CCLZRQ", "初次领证日期", FieldKind::Date, true),
        ],
        FaceLayout {
            page: (148, 210),
            title: "道路运输从业人员从业资格证".into(),
            rows: vec![
                FaceRow::full("姓名", "CZZT", 1),
                FaceRow::full("性别", "KZ_XB", 1),
                FaceRow::full("出生日期", "KZ_CSRQ", 1),
                FaceRow::full("证件号码", "CZZTDM", 1),
                FaceRow::full("资格类别", "KZ_ZGLB", 2),
                FaceRow::full("初次领证日期", "KZ_CCLZRQ", 1),
                FaceRow::full("有效期限", "ZZYXQ", 1),
            ],
            photo: Some(RectMm {
                at: PointMm { x: 1091, y: 440 },
                width: 260,
                height: 345,
            }),
            remark: String::new(),
            style: FaceStyle {
                number_label: "证号".into(),
                frame: FrameStyle::DoubleRule,
                ground: GroundStyle::Rosette,
                table: TableStyle::Underlined,
                ink: Colour(0x1B, 0x5E, 0x4B),
                paper: Colour(0xF9, 0xFC, 0xFA),
                title_size: 200,
                text_size: 105,
                qr_size: 240,
                ..FaceStyle::default()
            },
        },
    );
    let mut licence = licence(
        &entry,
        "1.2.156.3005.2.11100000000019713D071.11990101TE5T00016T.990101000071.001.4",
        "990101199001010019",
        "示例县交通运输局",
        ("测试丙", "990101199001010019", "111"),
        Some(date!(2032 - 11 - 21)),
        values(&[
            ("KZ_XB", "男"),
            ("KZ_CSRQ", "1990-01-01"),
            (
                "KZ_ZGLB",
                "经营性道路旅客运输驾驶员、经营性道路货物运输驾驶员",
            ),
            ("KZ_CCLZRQ", "2014-06-18"),
        ]),
    );
    licence.photo = Some(Photo {
        media_type: "image/jpeg".into(),
        data: super::facts::portrait(),
    });
    (entry, licence)
}

/// 食品经营许可证: a type that the county defined itself.
pub(super) fn food() -> (CatalogueEntry, Licence) {
    let mut entry = entry(
        "食品经营许可证",
        "11990101TE5T00016T001",
        (BUREAU, "示例县市场监督管理局"),
        HolderKind::Organisation,
        vec![ValidityRule::Years(5)],
        vec![
            text("KZ_FDDBR", "法定代表人（负责人）"),
            text("KZ_ZS", "住所"),
            text("KZ_JYCS", "经营场所"),
            text("KZ_ZTYT", "主体业态"),
            text("KZ_JYXM", "经营项目"),
            field(
                "KZ_RCGLY",
                "日常监督管理人员",
                FieldKind::Text { most: 100 },
                false,
            ),
        ],
        FaceLayout {
            page: (297, 210),
            title: "食品经营许可证".into(),
            rows: vec![
                FaceRow::half("经营者名称", "CZZT", 1),
                FaceRow::half("主体业态", "KZ_ZTYT", 1),
                FaceRow::half("社会信用代码", "CZZTDM", 1),
                FaceRow::half("法定代表人", "KZ_FDDBR", 1),
                FaceRow::full("住所", "KZ_ZS", 1),
                FaceRow::full("经营场所", "KZ_JYCS", 1),
                FaceRow::full("经营项目", "KZ_JYXM", 2),
                FaceRow::half("日常监管人员", "KZ_RCGLY", 1),
                FaceRow::half("有效期至", "ZZYXQJZRQ", 1),
            ],
            photo: None,
            remark: "经营者应当在经营场所的显著位置展示本许可证。投诉举报电话：12315".into(),
            style: FaceStyle {
                number_label: "许可证编号".into(),
                frame: FrameStyle::Guilloche,
                ground: GroundStyle::Plain,
                table: TableStyle::Underlined,
                ink: Colour(0x2F, 0x6B, 0x2F),
                paper: Colour(0xFC, 0xFE, 0xF9),
                title_size: 320,
                text_size: 120,
                ..FaceStyle::default()
            },
        },
    );
    entry.defining_level = AuthorityLevel::County;
    let licence = licence(
        &entry,
        "1.2.156.3005.2.11990101TE5T00016T001.11990101TE5T00016T.2026000001.001.5",
        "JY19901010000001",
        "示例县市场监督管理局",
        ("示例县好山水餐饮店", "92990101MA00TE6T90", "001"),
        Some(date!(2031 - 11 - 21)),
        values(&[
            ("KZ_FDDBR", "测试戊"),
            ("KZ_ZS", "示例县城关镇人民路12号"),
            ("KZ_JYCS", "示例县城关镇人民路12号一层"),
            ("KZ_ZTYT", "餐饮服务经营者（小型餐馆）"),
            (
                "KZ_JYXM",
                "热食类食品制售；冷食类食品制售（仅限拍黄瓜等简单凉菜）；自制饮品制售；预包装食品（含冷藏冷冻食品）销售",
            ),
        ]),
    );
    (entry, licence)
}

/// All five, with a name for files.
pub(super) fn all() -> [(&'static str, CatalogueEntry, Licence); 5] {
    let named = |name, (entry, licence)| (name, entry, licence);
    [
        named("road-transport", road_transport()),
        named("business", business()),
        named("real-estate", real_estate()),
        named("qualification", qualification()),
        named("food", food()),
    ]
}
