//! Where it is kept who saw whose data, who signed in, and who changed which user.

use async_trait::async_trait;
use chrono::TimeDelta;

use super::Answer;
use crate::{AppointmentId, Instant, People, UserId, named::named};

/// For how long one [`AccessKind::CalendarWatched`] speaks: who goes on looking is recorded again before it is over.
pub const WATCH_SPAN: TimeDelta = TimeDelta::minutes(10);

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccessKind {
    /// An appointment was opened, its history read, or something was tried with it.
    AppointmentRead,
    /// It stood on a page of a list.
    AppointmentListed,
    /// Somebody had a window of the calendar before them, and was told of every change in it: from then on for
    /// [`WATCH_SPAN`] at most.
    CalendarWatched,
    /// A patient's data was taken out.
    PatientExported,
    /// A patient's data was erased.
    PatientErased,
    /// With the password, or with a one-time link.
    SignedIn,
    /// A wrong password for an account that there is.
    SignInFailed,
    /// The session was ended by its user.
    SignedOut,
    /// A user was made.
    UserCreated,
    /// A user was changed.
    UserChanged,
    /// A user was deleted.
    UserDeleted,
    /// A password link was made for a user.
    PasswordLinkMade,
    /// This log was read.
    AuditRead,
}

impl AccessKind {
    /// Every kind with its stable name, as stored and shown.
    pub const ALL: [(Self, &'static str); 13] = [
        (Self::AppointmentRead, "appointment_read"),
        (Self::AppointmentListed, "appointment_listed"),
        (Self::CalendarWatched, "calendar_watched"),
        (Self::PatientExported, "patient_exported"),
        (Self::PatientErased, "patient_erased"),
        (Self::SignedIn, "signed_in"),
        (Self::SignInFailed, "sign_in_failed"),
        (Self::SignedOut, "signed_out"),
        (Self::UserCreated, "user_created"),
        (Self::UserChanged, "user_changed"),
        (Self::UserDeleted, "user_deleted"),
        (Self::PasswordLinkMade, "password_link_made"),
        (Self::AuditRead, "audit_read"),
    ];

    /// Whether it says nothing new when it has just been said: to look twice is to look.
    #[must_use]
    pub fn is_looking(self) -> bool {
        matches!(self, Self::AppointmentRead | Self::AppointmentListed | Self::CalendarWatched | Self::AuditRead)
    }
}

named!(AccessKind);

/// What of a user was changed, by name: never the values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum UserField {
    Name,
    Email,
    Password,
    IsAdmin,
}

impl UserField {
    /// Every field with its stable name, as stored and shown.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Name, "name"), (Self::Email, "email"), (Self::Password, "password"), (Self::IsAdmin, "isAdmin")];
}

named!(UserField);

/// One thing that was done. It has no patient's data.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Access {
    /// What.
    pub kind: AccessKind,
    /// Who did it; `None`: the system, the command line, or somebody who is not signed in.
    pub actor: Option<UserId>,
    /// Which user it was done to.
    pub subject: Option<UserId>,
    /// Which appointment it was about.
    pub appointment: Option<AppointmentId>,
    /// Which window of the calendar it was about.
    pub window: Option<(Instant, Instant)>,
    /// What was changed of the subject.
    pub changed: Vec<UserField>,
}

impl Access {
    fn new(kind: AccessKind, actor: Option<UserId>) -> Self {
        Self { kind, actor, subject: None, appointment: None, window: None, changed: Vec::new() }
    }

    /// Something about an appointment.
    #[must_use]
    pub fn of_appointment(kind: AccessKind, actor: UserId, appointment: AppointmentId) -> Self {
        Self { appointment: Some(appointment), ..Self::new(kind, Some(actor)) }
    }

    /// Somebody looks at a window of the calendar.
    #[must_use]
    pub fn watching(actor: UserId, window: (Instant, Instant)) -> Self {
        Self { window: Some(window), ..Self::new(AccessKind::CalendarWatched, Some(actor)) }
    }

    /// Something with one's own account, or with nobody's.
    #[must_use]
    pub fn of_oneself(kind: AccessKind, user: UserId) -> Self {
        Self::new(kind, Some(user))
    }

    /// Something done to a user.
    #[must_use]
    pub fn of_user(kind: AccessKind, actor: Option<UserId>, subject: UserId) -> Self {
        Self { subject: Some(subject), ..Self::new(kind, actor) }
    }

    /// A user's change.
    #[must_use]
    pub fn user_changed(actor: Option<UserId>, subject: UserId, changed: Vec<UserField>) -> Self {
        Self { changed, ..Self::of_user(AccessKind::UserChanged, actor, subject) }
    }
}

/// Something that was done, waiting to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// What.
    pub access: Access,
    /// How long ago: the database's clock, when it is written, says when it was.
    pub age: TimeDelta,
}

/// Something that was done, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// Its place in the log.
    pub seq: i64,
    /// When, by the database's clock.
    pub at: Instant,
    /// What.
    pub access: Access,
}

/// What to look for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccessQuery {
    /// What this user did, or what was done to them.
    pub user: Option<UserId>,
    /// What was about this appointment: also windows of the calendar that it was in while they were looked at.
    pub appointment: Option<AppointmentId>,
    /// Not before.
    pub from: Option<Instant>,
    /// Before.
    pub to: Option<Instant>,
    /// Older than this.
    pub before: Option<(Instant, i64)>,
    /// At most so many.
    pub limit: u32,
}

/// One page of the log, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccessPage {
    /// What was done.
    pub entries: Vec<Logged>,
    /// Everybody it names, deleted people included.
    pub people: People,
    /// Whether older ones follow.
    pub more: bool,
}

/// The access log.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
#[async_trait]
pub trait AccessLog: Send + Sync {
    /// Adds all of these, or none.
    async fn append(&self, noted: &[Noted]) -> Answer<()>;
    /// One page.
    async fn find(&self, query: &AccessQuery) -> Answer<AccessPage>;
    /// Deletes what is older than `before`; how much.
    async fn prune(&self, before: Instant) -> Answer<u64>;
}

/// Notes what was done, to be written within a second. Must not block: reads stay as fast.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait AccessRecorder: Send + Sync {
    /// Notes it.
    fn note(&self, access: Access);
}

/// For who has nothing to account for: tests and the like.
#[cfg(any(test, feature = "testing"))]
impl AccessRecorder for () {
    fn note(&self, _: Access) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::samples::noon;

    #[test]
    fn looking_twice_is_looking_but_whatever_else_is_done_twice_was_done_twice() {
        use AccessKind::{AppointmentListed, AppointmentRead, AuditRead, CalendarWatched};
        let looking = AccessKind::ALL.map(|(kind, _)| kind).into_iter().filter(|kind| kind.is_looking());
        assert_eq!(looking.collect::<Vec<_>>(), [AppointmentRead, AppointmentListed, CalendarWatched, AuditRead]);
    }

    #[test]
    fn each_access_says_who_did_what_to_whom_or_what() {
        let (ann, bob, appointment) = (UserId::fresh(), UserId::fresh(), AppointmentId::fresh());
        let bare = |kind| Access {
            kind,
            actor: Some(ann),
            subject: None,
            appointment: None,
            window: None,
            changed: Vec::new(),
        };
        let (read, watched) = (AccessKind::AppointmentRead, AccessKind::CalendarWatched);
        let window = (noon(), noon() + TimeDelta::days(1));
        let changed = vec![UserField::Email];
        for (access, expected) in [
            (Access::of_oneself(AccessKind::SignedIn, ann), bare(AccessKind::SignedIn)),
            (Access::of_appointment(read, ann, appointment), Access { appointment: Some(appointment), ..bare(read) }),
            (Access::watching(ann, window), Access { window: Some(window), ..bare(watched) }),
            (
                Access::of_user(AccessKind::UserDeleted, Some(ann), bob),
                Access { subject: Some(bob), ..bare(AccessKind::UserDeleted) },
            ),
            (
                Access::user_changed(Some(ann), bob, changed.clone()),
                Access { subject: Some(bob), changed, ..bare(AccessKind::UserChanged) },
            ),
        ] {
            assert_eq!(access, expected);
        }
    }
}
