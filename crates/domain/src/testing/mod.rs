//! For tests: the ports' mocks and an honest in-memory repository.

pub mod fake;
pub mod samples;

pub use fake::FakeAppointments;

pub use crate::ports::{
    access::{MockAccessLog, MockAccessRecorder},
    appointments::MockAppointmentRepository,
    bus::MockBus,
    feed::MockEventFeed,
    links::MockLinkRepository,
    logins::MockLoginFailures,
    notifier::MockNotifier,
    sessions::MockSessionRepository,
    users::MockUserRepository,
};
