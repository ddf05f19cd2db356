//! The appointment: what it holds, and what its content must satisfy.

use chrono::{Duration, NaiveDate};
use unicode_normalization::UnicodeNormalization;

use crate::{AppointmentId, Instant, UserId, lock::Lock, named::named, user::fold};

/// Counts accepted edits: starts at 1, rises by 1 with each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub i64);

impl Version {
    /// What a new appointment has.
    pub const FIRST: Self = Self(1);

    /// After one more accepted edit.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// Counts changes of an appointment or its lock: one for each event. The compare-and-set compares it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(pub i64);

impl Revision {
    /// Before the first event.
    pub const NONE: Self = Self(0);

    /// After one more event.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// As the front desk records it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Gender {
    Male,
    Female,
    Other,
    Unknown,
}

/// What people write into an appointment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the field's names are the form's labels")]
pub struct Content {
    pub title: String,
    pub patient_name: String,
    pub datebirth: NaiveDate,
    pub gender: Gender,
    pub phone: Option<String>,
    pub address: Option<String>,
    pub doctor_name: Option<String>,
    pub note: Option<String>,
    pub description: Option<String>,
    pub start_time: Instant,
    pub end_time: Instant,
}

/// What stands where a patient's data was.
pub const ERASED: &str = "Erased";
/// The birth date of whose data was erased: there must be one.
const BORN_ERASED: NaiveDate = NaiveDate::from_ymd_opt(1900, 1, 1).expect("a date");

/// Who a patient is: there is no record of patients, only what stands in their appointments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patient {
    /// Compared without regard to case, to how many blanks there are, and to how Unicode spells a letter (NFKC).
    pub name: String,
    /// When they were born.
    pub born: NaiveDate,
}

impl Patient {
    /// Whether this is an appointment of theirs.
    #[must_use]
    pub fn has(&self, content: &Content) -> bool {
        content.datebirth == self.born && self.is_called(&content.patient_name)
    }

    /// Whether this is their name.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        let form = |name: &str| fold(&name.nfkc().collect::<String>()).split_whitespace().collect::<Vec<_>>().join(" ");
        form(name) == form(&self.name)
    }
}

/// The longest an appointment may last.
pub const MAX_LENGTH: Duration = Duration::days(31);

impl Content {
    /// The form in which doctors are compared; `None` when no doctor is named.
    #[must_use]
    pub fn doctor_key(&self) -> Option<String> {
        self.doctor_name.as_deref().map(fold).filter(|key| !key.is_empty())
    }

    /// Whether the times are in order and not too far apart.
    #[must_use]
    pub fn fault(&self) -> Option<ContentFault> {
        if self.end_time <= self.start_time {
            Some(ContentFault::EndsBeforeStart)
        } else if self.end_time - self.start_time > MAX_LENGTH {
            Some(ContentFault::TooLong)
        } else {
            None
        }
    }

    /// The content with the change applied.
    #[must_use]
    pub fn with(&self, change: ContentChange) -> Self {
        let ContentChange {
            title,
            patient_name,
            datebirth,
            gender,
            phone,
            address,
            doctor_name,
            note,
            description,
            start_time,
            end_time,
        } = change;
        let old = self.clone();
        Self {
            title: title.unwrap_or(old.title),
            patient_name: patient_name.unwrap_or(old.patient_name),
            datebirth: datebirth.unwrap_or(old.datebirth),
            gender: gender.unwrap_or(old.gender),
            phone: phone.unwrap_or(old.phone),
            address: address.unwrap_or(old.address),
            doctor_name: doctor_name.unwrap_or(old.doctor_name),
            note: note.unwrap_or(old.note),
            description: description.unwrap_or(old.description),
            start_time: start_time.unwrap_or(old.start_time),
            end_time: end_time.unwrap_or(old.end_time),
        }
    }

    /// Without what tells of the patient: when it was, and whose time it took, stays.
    #[must_use]
    pub fn erased(&self) -> Self {
        Self {
            title: ERASED.to_owned(),
            patient_name: ERASED.to_owned(),
            datebirth: BORN_ERASED,
            gender: Gender::Unknown,
            phone: None,
            address: None,
            doctor_name: self.doctor_name.clone(),
            note: None,
            description: None,
            start_time: self.start_time,
            end_time: self.end_time,
        }
    }

    /// The fields in which two contents differ.
    #[must_use]
    pub fn changed_fields(&self, new: &Self) -> Vec<Field> {
        [
            (Field::Title, self.title != new.title),
            (Field::PatientName, self.patient_name != new.patient_name),
            (Field::Datebirth, self.datebirth != new.datebirth),
            (Field::Gender, self.gender != new.gender),
            (Field::Phone, self.phone != new.phone),
            (Field::Address, self.address != new.address),
            (Field::DoctorName, self.doctor_name != new.doctor_name),
            (Field::Note, self.note != new.note),
            (Field::Description, self.description != new.description),
            (Field::StartTime, self.start_time != new.start_time),
            (Field::EndTime, self.end_time != new.end_time),
        ]
        .into_iter()
        .filter_map(|(field, changed)| changed.then_some(field))
        .collect()
    }
}

/// Why content cannot be, beyond what a single field says. Both faults are of the end time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentFault {
    /// `endTime` is not after `startTime`.
    EndsBeforeStart,
    /// Longer than [`MAX_LENGTH`].
    TooLong,
}

/// A field of the content, by name: history records names of changed fields, not patients' data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Field {
    Title,
    PatientName,
    Datebirth,
    Gender,
    Phone,
    Address,
    DoctorName,
    Note,
    Description,
    StartTime,
    EndTime,
    Overbooked,
}

impl Field {
    /// Every field with its stable name, as stored and shown.
    pub const ALL: [(Self, &'static str); 12] = [
        (Self::Title, "title"),
        (Self::PatientName, "patientName"),
        (Self::Datebirth, "datebirth"),
        (Self::Gender, "gender"),
        (Self::Phone, "phone"),
        (Self::Address, "address"),
        (Self::DoctorName, "doctorName"),
        (Self::Note, "note"),
        (Self::Description, "description"),
        (Self::StartTime, "startTime"),
        (Self::EndTime, "endTime"),
        (Self::Overbooked, "overbooked"),
    ];
}

named!(Field);

/// What to change; `None` leaves a field, `Some(None)` clears a nullable one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "as in Content")]
pub struct ContentChange {
    pub title: Option<String>,
    pub patient_name: Option<String>,
    pub datebirth: Option<NaiveDate>,
    pub gender: Option<Gender>,
    pub phone: Option<Option<String>>,
    pub address: Option<Option<String>>,
    pub doctor_name: Option<Option<String>>,
    pub note: Option<Option<String>>,
    pub description: Option<Option<String>>,
    pub start_time: Option<Instant>,
    pub end_time: Option<Instant>,
}

/// That an appointment was cancelled: it is gone everywhere but in history and the list of cancelled ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancellation {
    /// By whom.
    pub by: UserId,
    /// When.
    pub at: Instant,
}

/// An appointment with its lock: the state that every command is decided on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// Which.
    pub id: AppointmentId,
    /// What people wrote.
    pub content: Content,
    /// Written with leave to overlap others of the same doctor.
    pub overbooked: bool,
    /// Edits so far.
    pub version: Version,
    /// Changes so far.
    pub revision: Revision,
    /// Made at.
    pub created_at: Instant,
    /// Content last written at.
    pub updated_at: Instant,
    /// Set while cancelled.
    pub cancelled: Option<Cancellation>,
    /// Who holds it.
    pub lock: Lock,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_has_a_name_of_its_own_and_is_found_by_it() {
        for (field, name) in Field::ALL {
            assert_eq!((field.name(), Field::from_name(name)), (name, Some(field)));
        }
        assert_eq!(Field::from_name("unknown"), None);
    }

    #[test]
    fn a_patient_is_a_name_however_written_and_a_birth_date() {
        let content = Content { patient_name: "  Siti RAHMA ".into(), ..crate::testing::samples::content(9) };
        let born = content.datebirth;
        let has = |name: &str, born| Patient { name: name.into(), born }.has(&content);
        assert!(has("siti rahma", born) && has(" Siti Rahma", born));
        assert!(has("SITI \u{a0} rahma", born));
        let jose = Patient { name: "José".into(), born };
        assert!(jose.is_called("JOSE\u{301}") && !jose.is_called("Jose"));
        assert!(!has("Siti", born) && !has("siti rahma", born.succ_opt().unwrap()) && !has("", born));
    }
}
