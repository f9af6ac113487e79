//! What the owner of a file permits those who open it with the user password (ISO 32000-2, table 22;
//! from memory): reported, not enforced.

/// Something that an owner may not permit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Operation {
    /// Printing.
    Print,
    /// Changing the content.
    Modify,
    /// Copying text and pictures.
    Copy,
    /// Adding annotations, and filling forms.
    Annotate,
    /// Filling forms and signing.
    FillForms,
    /// Inserting, rotating and deleting pages.
    Assemble,
    /// Printing at full resolution.
    PrintFaithfully,
}

impl Operation {
    const ALL: [(u32, Operation); 7] = [
        (3, Operation::Print),
        (4, Operation::Modify),
        (5, Operation::Copy),
        (6, Operation::Annotate),
        (9, Operation::FillForms),
        (11, Operation::Assemble),
        (12, Operation::PrintFaithfully),
    ];

    /// Returns the name in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Operation::Print => "print",
            Operation::Modify => "modify",
            Operation::Copy => "copy",
            Operation::Annotate => "annotate",
            Operation::FillForms => "fill-forms",
            Operation::Assemble => "assemble",
            Operation::PrintFaithfully => "print-faithfully",
        }
    }
}

/// What the owner permits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permissions {
    pub(super) bits: u32,
    pub(super) revision: i64,
}

impl Permissions {
    /// Returns what is not permitted. Revision 2 has no bits above 6.
    #[must_use]
    pub fn denied(self) -> Vec<Operation> {
        let defined = |bit: u32| bit <= 6 || self.revision >= 3;
        Operation::ALL
            .into_iter()
            .filter(|&(bit, _)| defined(bit) && self.bits >> (bit - 1) & 1 == 0)
            .map(|(_, operation)| operation)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bit_that_is_not_set_denies() {
        let check = |bits: i32, revision, expected: &[&str]| {
            let permissions = Permissions {
                bits: bits.cast_unsigned(),
                revision,
            };
            let denied: Vec<_> = permissions.denied().iter().map(|o| o.as_str()).collect();
            assert_eq!(denied, expected, "{bits}");
        };
        check(-4, 3, &[]);
        check(-8, 3, &["print"]);
        check(-44, 4, &["modify", "annotate"]);
        check(
            -3904,
            3,
            &[
                "print",
                "modify",
                "copy",
                "annotate",
                "fill-forms",
                "assemble",
                "print-faithfully",
            ],
        );
        check(-3904, 2, &["print", "modify", "copy", "annotate"]);
    }
}
