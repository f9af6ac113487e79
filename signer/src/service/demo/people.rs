//! Who and what the demonstration is about. All of it is made up; the areas do not exist.

use time::{Duration, OffsetDateTime};
use yinxin_core::licence::civil_date;

/// A unit with a seal.
pub(super) struct Unit {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) seal: &'static str,
    pub(super) number: &'static str,
    /// Codes of the licence types that it may issue.
    pub(super) powers: &'static [&'static str],
}

/// An authority.
pub(super) struct Body {
    pub(super) area: &'static str,
    pub(super) name: &'static str,
    pub(super) name_en: &'static str,
    pub(super) folder: &'static str,
    pub(super) address: &'static str,
    pub(super) units: [Unit; 2],
}

const BUSINESS: &str = "11100000MB0143028R001";
const FOOD: &str = "11990101TE5T00016T001";
const ROAD: &str = "11100000000019713D008";
const DRIVER: &str = "11100000000019713D071";
const LAND: &str = "11100000MB03271699001";

/// The issuing and the relying authority.
pub(super) static BODIES: [Body; 2] = [
    Body {
        area: "990101",
        name: "云泽县行政审批局",
        name_en: "Yunze County (fictitious)",
        folder: "yunze-990101",
        address: "https://yunze.invalid/v/",
        units: [
            Unit {
                code: "11990101TE5T00016T",
                name: "云泽县行政审批局",
                seal: "approval",
                number: "9901010000001",
                powers: &[BUSINESS, FOOD, ROAD, DRIVER],
            },
            Unit {
                code: "11990101TE5T00032G",
                name: "云泽县自然资源局",
                seal: "land",
                number: "9901010000002",
                powers: &[LAND],
            },
        ],
    },
    Body {
        area: "990202",
        name: "澜海县政务服务中心",
        name_en: "Lanhai County (fictitious)",
        folder: "lanhai-990202",
        address: "https://lanhai.invalid/v/",
        units: [
            Unit {
                code: "11990202TE5T00112P",
                name: "澜海县政务服务中心",
                seal: "service",
                number: "9902020000001",
                powers: &[BUSINESS, FOOD],
            },
            Unit {
                code: "11990202TE5T00120J",
                name: "澜海县交通运输局",
                seal: "transport",
                number: "9902020000002",
                powers: &[ROAD, DRIVER],
            },
        ],
    },
];

/// A service item of the relying authority.
pub(super) struct Item {
    pub(super) code: &'static str,
    pub(super) zh: &'static str,
    pub(super) en: &'static str,
    /// Licence types that the agreement accepts for it, and whether the holder must be seen.
    pub(super) types: &'static [(&'static str, bool)],
}

/// The two service items.
pub(super) const ITEMS: [Item; 2] = [
    Item {
        code: "990202-food-branch",
        zh: "食品经营跨省设点备案",
        en: "food business opening a branch",
        types: &[(BUSINESS, false), (FOOD, false)],
    },
    Item {
        code: "990202-freight",
        zh: "道路货运跨省经营备案",
        en: "road freight across the border",
        types: &[(BUSINESS, false), (ROAD, false), (DRIVER, true)],
    },
];

/// What befalls a licence.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Trick {
    None,
    Altered,
    Withdrawn,
    Expired,
    NoAuthority,
}

/// One licence with its story.
pub(super) struct Sample {
    pub(super) file: &'static str,
    pub(super) zh: &'static str,
    pub(super) en: &'static str,
    pub(super) type_code: &'static str,
    pub(super) seal: &'static str,
    pub(super) trick: Trick,
    holder: (&'static str, &'static str),
    number: &'static str,
    fields: &'static [(&'static str, &'static str)],
}

impl Sample {
    /// Returns the row that a clerk would fill in.
    pub(super) fn row(&self, at: OffsetDateTime) -> Vec<(String, String)> {
        let mut row = vec![
            ("CZZT".to_owned(), self.holder.0.to_owned()),
            ("CZZTDM".to_owned(), self.holder.1.to_owned()),
            ("ZZBH".to_owned(), self.number.to_owned()),
        ];
        if self.trick == Trick::Expired {
            // Four years and a month ago, for four years.
            let issued = civil_date(at - Duration::days(4 * 365 + 31));
            row.push(("ZZBFRQ".to_owned(), issued.to_string()));
        }
        row.extend(
            self.fields
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        row
    }
}

const FOOD_FIELDS: &[(&str, &str)] = &[
    ("KZ_FDDBR", "测试戊"),
    ("KZ_ZS", "云泽县城关镇人民路12号"),
    ("KZ_JYCS", "云泽县城关镇人民路12号一层"),
    ("KZ_ZTYT", "餐饮服务经营者（小型餐馆）"),
    (
        "KZ_JYXM",
        "热食类食品制售；自制饮品制售；预包装食品（含冷藏冷冻食品）销售",
    ),
];
const ROAD_FIELDS: &[(&str, &str)] = &[
    ("KZ_DZ", "云泽县城关镇河滨路88号物流园区3号楼201室"),
    ("KZ_FZR", "测试甲"),
    (
        "KZ_JYFW",
        "道路普通货物运输；货物专用运输（集装箱、冷藏保鲜设备）；城市配送。",
    ),
];

/// The eight licences.
pub(super) static LICENCES: &[Sample] = &[
    Sample {
        file: "1-business.pdf",
        zh: "营业执照",
        en: "business licence",
        type_code: BUSINESS,
        seal: "approval",
        trick: Trick::None,
        holder: ("云泽县好山水食品有限公司", "91990101MA00TE5T2P"),
        number: "91990101MA00TE5T2P",
        fields: &[
            ("KZ_LX", "有限责任公司（自然人投资或控股）"),
            ("KZ_FDDBR", "测试乙"),
            ("KZ_ZCZB", "人民币伍佰万元整"),
            ("KZ_CLRQ", "2019-03-08"),
            ("KZ_ZS", "云泽县城关镇人民路100号"),
            (
                "KZ_JYFW",
                "许可项目：食品生产；食品销售；道路货物运输（不含危险货物）。一般项目：农副产品销售；互联网销售（除销售需要许可的商品）；包装服务。",
            ),
        ],
    },
    Sample {
        file: "2-food.pdf",
        zh: "食品经营许可证",
        en: "food business licence",
        type_code: FOOD,
        seal: "approval",
        trick: Trick::None,
        holder: ("云泽县好山水餐饮店", "92990101MA00TE6T90"),
        number: "JY29901010000001",
        fields: FOOD_FIELDS,
    },
    Sample {
        file: "3-road-transport.pdf",
        zh: "道路运输经营许可证",
        en: "road transport licence",
        type_code: ROAD,
        seal: "approval",
        trick: Trick::None,
        holder: ("云泽县通达物流有限公司", "91990101MA00TE6A30"),
        number: "云泽交运管许可字990101000001号",
        fields: ROAD_FIELDS,
    },
    Sample {
        file: "4-driver.pdf",
        zh: "从业资格证",
        en: "driver's qualification",
        type_code: DRIVER,
        seal: "approval",
        trick: Trick::None,
        holder: ("测试丙", "990101199001010019"),
        number: "990101199001010019",
        fields: &[
            ("ZP", "portrait.jpg"),
            ("KZ_XB", "男"),
            ("KZ_CSRQ", "1990-01-01"),
            ("KZ_ZGLB", "经营性道路货物运输驾驶员"),
            ("KZ_CCLZRQ", "2014-06-18"),
        ],
    },
    Sample {
        file: "5-real-estate-altered.pdf",
        zh: "不动产权证书（签发后被改动）",
        en: "real estate certificate, altered after it was issued",
        type_code: LAND,
        seal: "land",
        trick: Trick::Altered,
        holder: ("测试丁", "990101199001010027"),
        number: "云（2026）云泽县不动产权第0000001号",
        fields: &[
            ("KZ_GYQK", "单独所有"),
            ("KZ_ZL", "云泽县城关镇河滨路66号云泽花园2号楼1单元1201室"),
            ("KZ_BDCDYH", "990101001001GB00001F00020012"),
            ("KZ_QLLX", "国有建设用地使用权/房屋所有权"),
            ("KZ_QLXZ", "出让/市场化商品房"),
            ("KZ_YT", "城镇住宅用地/住宅"),
            ("KZ_MJ", "房屋建筑面积118.26㎡"),
            (
                "KZ_SYQX",
                "国有建设用地使用权 2016年5月1日起2086年4月30日止",
            ),
            ("KZ_QLQTZK", "分摊土地使用权面积：15.32㎡"),
        ],
    },
    Sample {
        file: "6-food-withdrawn.pdf",
        zh: "食品经营许可证（已吊销）",
        en: "food business licence, withdrawn as a penalty",
        type_code: FOOD,
        seal: "approval",
        trick: Trick::Withdrawn,
        holder: ("云泽县旧味道小吃店", "92990101MA00TE6CXF"),
        number: "JY29901010000002",
        fields: FOOD_FIELDS,
    },
    Sample {
        file: "7-road-transport-expired.pdf",
        zh: "道路运输经营许可证（已过期）",
        en: "road transport licence, expired",
        type_code: ROAD,
        seal: "approval",
        trick: Trick::Expired,
        holder: ("云泽县老车队运输有限公司", "91990101MA00TE6B1T"),
        number: "云泽交运管许可字990101000002号",
        fields: ROAD_FIELDS,
    },
    Sample {
        file: "8-food-without-authority.pdf",
        zh: "食品经营许可证（由无权机构签发）",
        en: "food business licence by a body without authority for it",
        type_code: FOOD,
        seal: "land",
        trick: Trick::NoAuthority,
        holder: ("云泽县越权示例食品店", "92990101MA00TE6D8F"),
        number: "JY29901010000003",
        fields: FOOD_FIELDS,
    },
];
