//! Who is in it: three people with one client each, of whom one is an administrator.

use chrono::Duration;
use domain::{
    ClientId, Instant, LockId, People, UserId,
    lock::{Actor, Rules},
    testing::samples,
};
use uuid::Uuid;

/// Ana, Bea and Cid, by number.
pub(crate) const CLIENTS: usize = 3;
/// Bea is the administrator.
const ADMIN: usize = 1;
const NAMES: [&str; CLIENTS] = ["Ana", "Bea", "Cid"];

/// Time passes in steps of this.
const TICK: Duration = Duration::seconds(30);

/// A lock lives for two ticks, a request waits for one.
pub(crate) const RULES: Rules = Rules { lock_ttl: Duration::seconds(60), request_timeout: Some(TICK) };

/// The instant after so many ticks.
pub(crate) fn instant(ticks: u8) -> Instant {
    samples::noon() + TICK * i32::from(ticks)
}

pub(crate) fn user(client: usize) -> UserId {
    UserId(Uuid::from_u128(client as u128 + 1))
}

pub(crate) fn client_of(user: UserId) -> Option<usize> {
    (0..CLIENTS).find(|client| self::user(*client) == user)
}

/// The one client of a person.
pub(crate) fn tab(client: usize) -> Option<ClientId> {
    Some(ClientId(Uuid::from_u128(client as u128 + 1)))
}

pub(crate) fn actor(client: usize) -> Actor {
    Actor::User { id: user(client), client: tab(client) }
}

/// The holding that a client's command may begin. The same for a repeated command, as two that name the same moment of
/// the same client never both stand.
pub(crate) fn lock(client: usize, commands_left: u8) -> LockId {
    LockId(Uuid::from_u128(client as u128 * 16 + u128::from(commands_left)))
}

/// Its place in a set of 64 bits.
pub(crate) fn bit(lock: LockId) -> u64 {
    1 << (lock.0.as_u128() & 63)
}

/// Who is deleted, and whether the administrator is one still.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Staff {
    deleted: Option<usize>,
    demoted: bool,
}

impl Staff {
    pub(crate) fn delete(&mut self, client: usize) {
        self.deleted = Some(client);
    }

    pub(crate) fn demote(&mut self) {
        self.demoted = true;
    }

    pub(crate) fn is_active(self, client: usize) -> bool {
        self.deleted != Some(client)
    }

    pub(crate) fn is_admin(self, client: usize) -> bool {
        self.is_active(client) && client == ADMIN && !self.demoted
    }

    /// Nobody was deleted or demoted yet.
    pub(crate) fn is_whole(self) -> bool {
        self == Self::default()
    }

    pub(crate) fn people(self) -> People {
        let person = |client: usize| {
            let person = samples::person(user(client), NAMES[client], self.is_admin(client));
            domain::Person { active: self.is_active(client), ..person }
        };
        (0..CLIENTS).map(person).collect()
    }
}
