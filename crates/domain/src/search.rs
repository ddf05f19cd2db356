//! Search by the beginning of a word: how text is cut into words, the same on every database.

use crate::Content;

/// Words longer than this are cut, in the index and in the query alike.
const LONGEST: usize = 64;

/// The words of a text: runs of letters and digits, lower case.
pub fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.to_lowercase().chars().take(LONGEST).collect())
}

/// What an appointment is found by: title, patient, doctor and phone (also written without separators).
#[must_use]
pub fn index(content: &Content) -> Vec<String> {
    let phone = content.phone.as_deref().unwrap_or_default();
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let texts = [
        content.title.as_str(),
        &content.patient_name,
        content.doctor_name.as_deref().unwrap_or_default(),
        phone,
        &digits,
    ];
    let mut all: Vec<String> = texts.into_iter().flat_map(words).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The smallest text after all that begin with `prefix`, for a range scan; `None` when there is none.
#[must_use]
pub fn after_prefix(prefix: &str) -> Option<String> {
    let mut chars: Vec<char> = prefix.chars().collect();
    while let Some(last) = chars.pop() {
        if let Some(next) = (last as u32 + 1..=char::MAX as u32).find_map(char::from_u32) {
            chars.push(next);
            return Some(chars.into_iter().collect());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        let cut: Vec<String> = words("O'Neil-Smith, Dr. ÄRZTIN 08:30").collect();
        assert_eq!(cut, ["o", "neil", "smith", "dr", "ärztin", "08", "30"]);
    }

    #[test]
    fn an_appointment_is_found_by_each_word_once_and_by_its_phone_however_it_is_written() {
        let content = Content {
            title: "Check-up with Budi".into(),
            note: Some("hidden".into()),
            ..crate::testing::samples::content(0)
        };
        let words = ["62", "62812345", "812", "345", "budi", "check", "dr", "rahma", "siti", "up", "with"];
        let mut expected = words.map(str::to_owned);
        expected.sort_unstable();
        assert_eq!(index(&content), expected);
    }

    #[test]
    fn the_range_of_a_prefix_ends_right_after_it() {
        assert_eq!(after_prefix("an").as_deref(), Some("ao"));
        assert_eq!(after_prefix("a\u{10FFFF}").as_deref(), Some("b"));
        assert_eq!(after_prefix("\u{10FFFF}"), None);
        assert_eq!(after_prefix("\u{D7FF}").as_deref(), Some("\u{E000}"));
    }
}
