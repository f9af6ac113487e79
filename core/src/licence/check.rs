//! Does a licence fit its catalogue entry? Asked before issuing, and when a licence is verified.

use super::code::CodeError;
use super::validity::parse_iso_date;
use super::{
    AreaCode, Areas, CatalogueEntry, CheckCharacter, CitizenNumber, CreditCode, FieldDefinition,
    FieldKind, Holder, HolderCodeType, HolderKind, IdentifierAsRead, Licence, TypeCode,
};
use crate::reason::{Entry, Reason, licence as reasons};
use std::collections::{BTreeMap, BTreeSet};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The licence can be used; somebody should look.
    Warning,
    /// The licence must not be issued like this.
    Error,
}

/// One thing that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How much it weighs.
    pub severity: Severity,
    /// The element it is about, such as `CZZT` or `KZ_JYCS`.
    pub element: String,
    /// What was found, in both languages.
    pub reason: Reason,
}

/// Types of holder code of GB/T 36903 annex A as two deployed systems list them.
const KNOWN_CODE_TYPES: &[&str] = &[
    "001", "099", "111", "114", "115", "118", "119", "120", "122", "411", "412", "413", "414",
    "511", "516", "999",
];

impl HolderCodeType {
    /// Tells whether the type is one of an organisation (`001`, `099`).
    #[must_use]
    pub fn is_organisation(&self) -> bool {
        self.0.starts_with('0')
    }

    /// Tells whether the type is in the list that deployed systems use.
    #[must_use]
    pub fn is_known(&self) -> bool {
        KNOWN_CODE_TYPES.contains(&self.0.as_str())
    }
}

impl Licence {
    /// Returns everything in which this licence does not fit `entry`; nothing where it fits.
    ///
    /// Codes are checked by their own rules. A fictitious area code of the licence lets citizen
    /// numbers of the fictitious area 99 pass, and no other does. Holder codes are never repeated
    /// in a finding.
    #[must_use]
    pub fn check(&self, entry: &CatalogueEntry) -> Vec<Finding> {
        let mut findings = Findings(Vec::new());
        self.check_type(entry, &mut findings);
        self.check_identifier(&mut findings);
        self.check_issuer_and_area(&mut findings);
        self.check_holders(entry, &mut findings);
        self.check_dates(entry, &mut findings);
        self.check_fields(entry, &mut findings);
        self.check_hidden_characters(&mut findings);
        findings.0
    }

    fn check_type(&self, entry: &CatalogueEntry, findings: &mut Findings) {
        if self.name != entry.type_name {
            let reason = Reason::new(&reasons::NAME_DIFFERS)
                .with("found", &self.name)
                .with("catalogue", &entry.type_name);
            findings.error("ZZMC", reason);
        }
        if self.type_code != entry.type_code {
            let reason = Reason::new(&reasons::TYPE_DIFFERS)
                .with("found", &self.type_code)
                .with("catalogue", &entry.type_code);
            findings.error("ZZLXDM", reason);
        }
        if let Err(error) = TypeCode::parse(&self.type_code) {
            findings.code("ZZLXDM", &reasons::TYPE_CODE, &error);
        }
        if self.number.trim().is_empty() {
            findings.error("ZZBH", Reason::new(&reasons::NUMBER_EMPTY));
        }
    }

    fn check_identifier(&self, findings: &mut Findings) {
        let read = match IdentifierAsRead::parse(&self.identifier) {
            Ok(read) => read,
            Err(error) => return findings.code("ZZBS", &reasons::IDENTIFIER_FORM, &error),
        };
        match read.check() {
            CheckCharacter::Correct => {}
            CheckCharacter::FaultyDialect => {
                findings.warning("ZZBS", Reason::new(&reasons::IDENTIFIER_DIALECT));
            }
            CheckCharacter::Wrong => {
                let reason = Reason::new(&reasons::IDENTIFIER_CHECK);
                findings.error("ZZBS", reason.with("expected", read.expected_check()));
            }
        }
        if !read.issuer_is_regular() {
            let reason = Reason::new(&reasons::IDENTIFIER_ISSUER).with("found", read.issuer());
            findings.warning("ZZBS", reason);
        } else if read.issuer() != self.issuer.code {
            let reason = Reason::new(&reasons::IDENTIFIER_DIFFERS).with("element", "ZZBFJGDM");
            findings.error("ZZBS", reason);
        }
        if read.type_code() != self.type_code {
            let reason = Reason::new(&reasons::IDENTIFIER_DIFFERS).with("element", "ZZLXDM");
            findings.error("ZZBS", reason);
        }
    }

    fn check_issuer_and_area(&self, findings: &mut Findings) {
        if let Err(error) = CreditCode::parse(&self.issuer.code) {
            findings.code("ZZBFJGDM", &reasons::ISSUER_CODE, &error);
        }
        if let Err(error) = AreaCode::parse(&self.area_code) {
            findings.code("area_code", &reasons::AREA_CODE, &error);
        }
    }

    fn check_holders(&self, entry: &CatalogueEntry, findings: &mut Findings) {
        if self.holders.is_empty() {
            findings.error("CZZT", Reason::new(&reasons::HOLDER_NONE));
        }
        let areas = self.areas();
        for Holder {
            name,
            code,
            code_type,
        } in &self.holders
        {
            if name.trim().is_empty() || code.trim().is_empty() {
                findings.error("CZZT", Reason::new(&reasons::HOLDER_EMPTY));
                continue;
            }
            let fits = match entry.holder_kind {
                HolderKind::Organisation => code_type.is_organisation(),
                HolderKind::NaturalPerson => !code_type.is_organisation(),
                HolderKind::Mixed => true,
            };
            if !fits {
                let reason = Reason::new(&reasons::HOLDER_KIND).with("type", &code_type.0);
                findings.error("CZZTDMLXDM", reason);
            }
            if !code_type.is_known() {
                let reason = Reason::new(&reasons::HOLDER_CODE_TYPE).with("type", &code_type.0);
                findings.warning("CZZTDMLXDM", reason);
            }
            let checked = match code_type.0.as_str() {
                "001" => CreditCode::parse(code).map(|_| ()),
                "111" => CitizenNumber::parse(code, areas).map(|_| ()),
                _ => Ok(()),
            };
            if let Err(error) = checked {
                findings.code("CZZTDM", &reasons::HOLDER_CODE, &error);
            }
        }
    }

    fn areas(&self) -> Areas {
        match AreaCode::parse(&self.area_code) {
            Ok(area) if area.is_fictitious() => Areas::OfficialAndFictitious,
            _ => Areas::Official,
        }
    }

    fn check_dates(&self, entry: &CatalogueEntry, findings: &mut Findings) {
        if self
            .valid_until
            .is_some_and(|until| until < self.valid_from)
        {
            findings.error("ZZYXQJZRQ", Reason::new(&reasons::DATES_ORDER));
        }
        let fits = entry
            .validity
            .iter()
            .any(|rule| rule.last_day(self.valid_from) == Ok(self.valid_until));
        if !fits {
            findings.error("ZZYXQJZRQ", Reason::new(&reasons::TERM));
        }
    }

    fn check_fields(&self, entry: &CatalogueEntry, findings: &mut Findings) {
        let definitions: BTreeMap<&str, &FieldDefinition> = entry
            .fields
            .iter()
            .map(|field| (field.name.as_str(), field))
            .collect();
        let mut seen = BTreeSet::new();
        for field in &self.fields {
            let name = field.name.as_str();
            if !name.starts_with("KZ_") {
                findings.error(name, Reason::new(&reasons::FIELD_NAME).with("name", name));
            }
            if !seen.insert(name) {
                findings.error(name, Reason::new(&reasons::FIELD_TWICE).with("name", name));
            }
            match definitions.get(name) {
                Some(definition) if !field.value.is_empty() => {
                    self.check_value(definition, &field.value, findings);
                }
                Some(_) => {}
                None => {
                    findings.error(
                        name,
                        Reason::new(&reasons::FIELD_UNKNOWN).with("name", name),
                    );
                }
            }
        }
        let given: BTreeSet<&str> = self
            .fields
            .iter()
            .filter(|field| !field.value.trim().is_empty())
            .map(|field| field.name.as_str())
            .collect();
        for field in entry.fields.iter().filter(|field| field.required) {
            if !given.contains(field.name.as_str()) {
                let reason = Reason::new(&reasons::FIELD_MISSING).with("label", &field.label);
                findings.error(&field.name, reason);
            }
        }
    }

    fn check_value(&self, field: &FieldDefinition, value: &str, findings: &mut Findings) {
        let named = |entry: &'static Entry| Reason::new(entry).with("label", &field.label);
        let code = |checked: Result<(), CodeError>| {
            checked
                .err()
                .map(|error| named(&reasons::FIELD_CODE).with("at", place(&error)))
        };
        let found = match &field.kind {
            FieldKind::Text { most } => {
                let length = value.chars().count();
                (length > usize::from(*most)).then(|| {
                    named(&reasons::FIELD_LENGTH)
                        .with("found", length)
                        .with("most", most)
                })
            }
            FieldKind::Date => parse_iso_date(value)
                .is_none()
                .then(|| named(&reasons::FIELD_DATE)),
            FieldKind::Number => (!is_decimal(value)).then(|| named(&reasons::FIELD_NUMBER)),
            FieldKind::Choice(choices) => (!choices.iter().any(|choice| choice == value))
                .then(|| named(&reasons::FIELD_CHOICE).with("choices", choices.join("、"))),
            FieldKind::CreditCode => code(CreditCode::parse(value).map(|_| ())),
            FieldKind::CitizenNumber => code(CitizenNumber::parse(value, self.areas()).map(|_| ())),
            FieldKind::AreaCode => code(AreaCode::parse(value).map(|_| ())),
        };
        if let Some(reason) = found {
            findings.error(&field.name, reason);
        }
    }

    fn check_hidden_characters(&self, findings: &mut Findings) {
        let common = [
            ("ZZMC", &self.name),
            ("ZZBH", &self.number),
            ("ZZBFJG", &self.issuer.name),
        ];
        let holders = self
            .holders
            .iter()
            .flat_map(|h| [("CZZT", &h.name), ("CZZTDM", &h.code)]);
        let fields = self
            .fields
            .iter()
            .map(|field| (field.name.as_str(), &field.value));
        for (element, text) in common.into_iter().chain(holders).chain(fields) {
            if text.chars().any(is_hidden) {
                let reason = Reason::new(&reasons::HIDDEN_CHARACTER).with("element", element);
                findings.error(element, reason);
            }
        }
    }
}

/// Digits, and at most one point between digits.
fn is_decimal(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    [whole, fraction]
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|octet| octet.is_ascii_digit()))
}

/// Controls, and characters that turn or hide the text beside them.
fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}')
}

/// Returns the place for people, who count from 1.
fn place(error: &CodeError) -> usize {
    error.position() + 1
}

struct Findings(Vec<Finding>);

impl Findings {
    fn error(&mut self, element: &str, reason: Reason) {
        self.0.push(Finding {
            severity: Severity::Error,
            element: element.to_owned(),
            reason,
        });
    }

    fn warning(&mut self, element: &str, reason: Reason) {
        self.0.push(Finding {
            severity: Severity::Warning,
            element: element.to_owned(),
            reason,
        });
    }

    fn code(&mut self, element: &str, entry: &'static Entry, error: &CodeError) {
        self.error(element, Reason::new(entry).with("at", place(error)));
    }
}

#[cfg(test)]
mod tests;
