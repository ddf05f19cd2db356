//! Identifiers. Each kind is its own type, so that one cannot be passed for another.

use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta] $name:ident),+ $(,)?) => {$(
        #[$doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl $name {
            /// A fresh, time-ordered identifier (UUID v7).
            #[must_use]
            pub fn fresh() -> Self {
                Self(Uuid::now_v7())
            }
        }
    )+};
}

id! {
    /// One appointment.
    AppointmentId,
    /// One user.
    UserId,
    /// One holding of a lock: renewal keeps it, a new holder gets a new one.
    LockId,
    /// One client of a user, usually a browser tab.
    ClientId,
    /// One attempt to change something; recorded with the change, so that a lost answer can be looked up.
    OperationId,
    /// One sign-in; every token refreshed from it belongs to it.
    SessionId,
    /// One one-time link.
    LinkId,
}
