//! What a password must be.

/// Fewest bytes of a password.
pub const MIN_BYTES: usize = 8;
/// Most bytes of a password: bcrypt looks at 72, its closing NUL included, and would ignore the rest.
pub const MAX_BYTES: usize = 71;

/// The 3,000 commonest passwords that are long enough, lower case, commonest first.
const COMMON: &str = include_str!("common.txt");

/// Why a password is refused, as a sentence for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    /// Fewer than [`MIN_BYTES`].
    #[error("The password must have at least {MIN_BYTES} bytes.")]
    TooShort,
    /// More than [`MAX_BYTES`].
    #[error("The password must have at most {MAX_BYTES} bytes; letters outside ASCII count as two to four.")]
    TooLong,
    /// Contains U+0000, at which bcrypt's other implementations stop reading.
    #[error("The password must not contain a NUL character.")]
    HasNul,
    /// One of the 3,000 commonest, in whatever case.
    #[error("The password is one of the 3,000 commonest; choose one that is harder to guess.")]
    TooCommon,
}

/// Whether this may become somebody's password.
///
/// # Errors
/// The first fault found.
pub fn check(plain: &str) -> Result<(), PasswordFault> {
    if plain.contains('\0') {
        return Err(PasswordFault::HasNul);
    }
    match plain.len() {
        ..MIN_BYTES => Err(PasswordFault::TooShort),
        MIN_BYTES..=MAX_BYTES if is_common(plain) => Err(PasswordFault::TooCommon),
        MIN_BYTES..=MAX_BYTES => Ok(()),
        _ => Err(PasswordFault::TooLong),
    }
}

/// A scan of 3,000 short lines costs microseconds, next to a quarter of a second of bcrypt.
fn is_common(plain: &str) -> bool {
    let folded = plain.to_lowercase();
    COMMON.lines().any(|common| common == folded)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn policy_table() {
        let cases = [
            (String::new(), Err(PasswordFault::TooShort)),
            ("x7#kQ2z".into(), Err(PasswordFault::TooShort)),
            ("x7#kQ2zP".into(), Ok(())),
            ("éééé".into(), Ok(())),
            ("ééé1".into(), Err(PasswordFault::TooShort)),
            ("q".repeat(70) + "z", Ok(())),
            ("q".repeat(71) + "z", Err(PasswordFault::TooLong)),
            ("é".repeat(35) + "z", Ok(())),
            ("é".repeat(36), Err(PasswordFault::TooLong)),
            ("x7#k\0Q2zP".into(), Err(PasswordFault::HasNul)),
            ("\0".into(), Err(PasswordFault::HasNul)),
            ("password".into(), Err(PasswordFault::TooCommon)),
            ("PassWord".into(), Err(PasswordFault::TooCommon)),
            ("12345678".into(), Err(PasswordFault::TooCommon)),
            ("Password123".into(), Err(PasswordFault::TooCommon)),
            ("QWERTY123".into(), Err(PasswordFault::TooCommon)),
            (" password".into(), Ok(())),
        ];
        for (plain, expected) in cases {
            assert_eq!(check(&plain), expected, "{plain:?}");
        }
    }

    #[test]
    fn the_list_has_3000_different_folded_entries_that_length_alone_would_let_through() {
        let entries: Vec<_> = COMMON.lines().collect();
        assert_eq!(entries.len(), 3000);
        assert_eq!(entries.iter().collect::<HashSet<_>>().len(), 3000);
        for entry in entries {
            assert_eq!(entry, entry.to_lowercase());
            assert_eq!(check(entry), Err(PasswordFault::TooCommon), "{entry}");
        }
    }

    #[test]
    fn faults_are_sentences() {
        assert_eq!(PasswordFault::TooShort.to_string(), "The password must have at least 8 bytes.");
        assert!(PasswordFault::TooLong.to_string().starts_with("The password must have at most 71 bytes"));
    }
}
