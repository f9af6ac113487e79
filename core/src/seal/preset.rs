//! Seals in use: sizes by rule (国发〔1999〕25号, from secondary sources that agree; the text was not read)
//! and by practice of companies (local rules vary).

use super::design::{Centre, SealDesign, Shape};
use Centre::{Emblem, Empty, Star};

/// A kind of seal with its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preset {
    /// Name, as the command line has it.
    pub id: &'static str,
    /// Who has such a seal, in Chinese.
    pub chinese: &'static str,
    /// In English.
    pub english: &'static str,
    /// Width and height, tenths of a millimetre; of a square both the same.
    size: (u16, u16),
    outline: Outline,
    centre: Centre,
    /// Border, tenths of a millimetre.
    border: u16,
    /// What stands in the straight line where nothing else is asked for.
    line: Option<&'static str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outline {
    Round,
    /// With a second border inside.
    Double,
    Oval,
    Square,
}

const fn round(
    id: &'static str,
    (chinese, english): (&'static str, &'static str),
    diameter: u16,
    centre: Centre,
) -> Preset {
    Preset {
        id,
        chinese,
        english,
        size: (diameter, diameter),
        outline: Outline::Round,
        centre,
        border: 12,
        line: None,
    }
}

const fn company(
    id: &'static str,
    (chinese, english): (&'static str, &'static str),
    diameter: u16,
    centre: Centre,
    line: Option<&'static str>,
) -> Preset {
    Preset {
        border: 10,
        line,
        ..round(id, (chinese, english), diameter, centre)
    }
}

/// All kinds, those by rule first.
pub const PRESETS: [Preset; 31] = [
    round(
        "state-council",
        ("国务院", "the State Council"),
        600,
        Emblem,
    ),
    round(
        "province",
        (
            "省级政府、国务院办公厅、部委",
            "provinces, the General Office, ministries",
        ),
        500,
        Emblem,
    ),
    round(
        "ministerial-organ",
        (
            "国务院直属机构、办事机构（正部级）",
            "organs under the State Council, ministerial rank",
        ),
        500,
        Emblem,
    ),
    round(
        "vice-ministerial-organ",
        (
            "国务院直属机构、办事机构（副部级）",
            "organs under the State Council, vice-ministerial rank",
        ),
        450,
        Emblem,
    ),
    round(
        "ministerial-institution",
        (
            "国务院直属事业单位（正部级，无行政职能）",
            "institutions under the State Council, ministerial rank, not administrative",
        ),
        500,
        Star,
    ),
    round(
        "vice-ministerial-institution",
        (
            "国务院直属事业单位（副部级，无行政职能）",
            "institutions under the State Council, vice-ministerial rank, not administrative",
        ),
        450,
        Star,
    ),
    round(
        "administrative-institution",
        (
            "国务院直属事业单位（正部级，有行政职能）",
            "institutions under the State Council, ministerial rank, administrative",
        ),
        500,
        Emblem,
    ),
    round(
        "vice-administrative-institution",
        (
            "国务院直属事业单位（副部级，有行政职能）",
            "institutions under the State Council, vice-ministerial rank, administrative",
        ),
        450,
        Emblem,
    ),
    round(
        "coordinating-body",
        (
            "国务院议事协调机构、临时机构",
            "coordinating and temporary bodies of the State Council",
        ),
        500,
        Star,
    ),
    round(
        "national-bureau",
        ("部委管理的国家局", "national bureaus under ministries"),
        450,
        Emblem,
    ),
    round(
        "foreign-affairs-bureau",
        ("部委的外事司局", "foreign-affairs bureaus of ministries"),
        420,
        Emblem,
    ),
    round(
        "ministry-department",
        (
            "冠“中华人民共和国”“国家”的部门、单位",
            "departments and institutions named after the state",
        ),
        420,
        Emblem,
    ),
    round(
        "government",
        (
            "自治州、市、县、区政府",
            "governments of prefectures, cities, counties and districts",
        ),
        450,
        Emblem,
    ),
    round(
        "commissioner-office",
        ("地区行政公署", "commissioner's offices of prefectures"),
        450,
        Star,
    ),
    round(
        "township",
        ("乡镇政府", "governments of townships"),
        420,
        Star,
    ),
    round("embassy", ("驻外使馆", "embassies"), 420, Empty),
    round(
        "internal-unit",
        (
            "机关内设机构、下属单位（上限）",
            "internal and subordinate units, the largest",
        ),
        450,
        Star,
    ),
    round(
        "institution",
        (
            "企业、事业单位、社会团体（上限）",
            "enterprises, institutions, social organisations, the largest",
        ),
        450,
        Star,
    ),
    round(
        "steel",
        ("钢印（上限）", "steel seals, the largest"),
        420,
        Star,
    ),
    company(
        "company",
        ("有限责任公司", "limited companies"),
        400,
        Star,
        None,
    ),
    Preset {
        border: 12,
        ..company(
            "joint-stock-company",
            (
                "股份公司、国有企业",
                "joint-stock and state-owned companies",
            ),
            420,
            Star,
            None,
        )
    },
    company(
        "department",
        ("公司部门", "departments of companies"),
        380,
        Star,
        None,
    ),
    company(
        "special",
        ("业务专用章", "seals for one kind of business"),
        400,
        Empty,
        Some("业务专用章"),
    ),
    company(
        "contract",
        ("合同专用章", "contract seals"),
        400,
        Empty,
        Some("合同专用章"),
    ),
    company(
        "old-contract",
        ("合同专用章（旧制）", "contract seals of old lists"),
        580,
        Empty,
        Some("合同专用章"),
    ),
    company(
        "individual",
        ("个体工商户", "sole traders"),
        380,
        Star,
        None,
    ),
    Preset {
        outline: Outline::Double,
        ..company("union", ("工会", "trade unions"), 420, Empty, None)
    },
    Preset {
        size: (400, 300),
        outline: Outline::Oval,
        ..company(
            "invoice",
            ("发票专用章", "invoice seals"),
            400,
            Empty,
            Some("发票专用章"),
        )
    },
    Preset {
        size: (450, 300),
        outline: Outline::Oval,
        ..company(
            "joint-venture",
            ("中外合资企业", "joint ventures"),
            450,
            Empty,
            None,
        )
    },
    company(
        "party",
        ("党组织", "organisations of the Party"),
        420,
        Emblem,
        None,
    ),
    Preset {
        size: (180, 180),
        outline: Outline::Square,
        ..company(
            "person",
            (
                "个人名章、法定代表人章",
                "seals of persons and legal representatives",
            ),
            180,
            Empty,
            None,
        )
    },
];

impl Preset {
    /// Returns the kind of that name.
    #[must_use]
    pub fn named(id: &str) -> Option<&'static Self> {
        PRESETS.iter().find(|preset| preset.id == id)
    }

    /// Returns width and height, tenths of a millimetre.
    #[must_use]
    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    /// Returns the design with a name; what it has beside can be changed.
    #[must_use]
    pub fn design(&self, name: impl Into<String>) -> SealDesign {
        let tenth = |length: u16| f64::from(length) / 10.0;
        let (width_mm, height_mm) = (tenth(self.size.0), tenth(self.size.1));
        let shape = match self.outline {
            Outline::Round | Outline::Double => Shape::Round {
                diameter_mm: width_mm,
            },
            Outline::Oval => Shape::Oval {
                width_mm,
                height_mm,
            },
            Outline::Square => Shape::Square { side_mm: width_mm },
        };
        let mut design = SealDesign::new(name, shape, tenth(self.border)).with_centre(self.centre);
        if let Some(line) = self.line {
            design = design.with_line(line);
        }
        match self.outline {
            Outline::Double => design.with_second_border(0.8, 0.4),
            _ => design,
        }
    }
}
