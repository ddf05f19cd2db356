//! bcrypt, off the async threads, and never more of it at a time than there are cores.

use std::{num::NonZero, sync::Arc, thread};

use domain::ports::{Answer, Unavailable};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task,
};

use super::MAX_BYTES;

/// bcrypt's cost in production: about a quarter of a second a hash.
pub const DEFAULT_COST: u32 = 12;

/// Salt and digest of a password nobody knows. Given the hasher's cost, it stands in where there is no hash.
const NOBODYS: &str = "L6Bc/AlTQHyd9liGgGEZyOFLPHNgyxeEPfgYfBCVxJ7JIlwxyVU3u";

/// Hashes and verifies passwords.
#[derive(Clone, Debug)]
pub struct Passwords {
    cost: u32,
    dummy: Arc<str>,
    slots: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self::with_cost(DEFAULT_COST)
    }
}

impl Passwords {
    /// A hasher of that bcrypt cost, 4 to 31; with any other every hash fails. Tests take 4.
    #[must_use]
    pub fn with_cost(cost: u32) -> Self {
        Self::with_slots(cost, thread::available_parallelism().map_or(1, NonZero::get))
    }

    pub(crate) fn with_slots(cost: u32, slots: usize) -> Self {
        Self { cost, dummy: format!("$2b${cost:02}${NOBODYS}").into(), slots: Arc::new(Semaphore::new(slots)) }
    }

    #[cfg(test)]
    pub(crate) fn free_slots(&self) -> usize {
        self.slots.available_permits()
    }

    /// Waits for a place to hash in. Whoever holds one keeps a core's worth of others waiting: hold it shortly.
    ///
    /// # Errors
    /// Never while this hasher lives.
    pub async fn slot(&self) -> Answer<Slot> {
        let permit = Arc::clone(&self.slots).acquire_owned().await.map_err(Unavailable::new)?;
        Ok(Slot { passwords: self.clone(), permit })
    }

    /// The bcrypt hash of a password. Its policy is the caller's to check.
    ///
    /// # Errors
    /// When bcrypt refuses (a cost it doesn't know, more than 71 bytes) or the runtime is shutting down.
    pub async fn hash(&self, plain: &str) -> Answer<String> {
        let (_, hash) = self.slot().await?.hash(plain).await?;
        Ok(hash)
    }

    /// Whether this is the password of that hash. Without one it takes as long, and says no.
    ///
    /// # Errors
    /// When the runtime is shutting down.
    pub async fn verify(&self, plain: &str, hash: Option<&str>) -> Answer<bool> {
        let (_, right) = self.slot().await?.verify(plain, hash).await?;
        Ok(right)
    }
}

/// One place to hash in. It travels into the hashing thread and back, so that a caller who hangs up
/// doesn't free it while its core is still at work.
#[derive(Debug)]
pub struct Slot {
    passwords: Passwords,
    permit: OwnedSemaphorePermit,
}

impl Slot {
    /// As [`Passwords::hash`], in this slot.
    ///
    /// # Errors
    /// As [`Passwords::hash`].
    pub async fn hash(self, plain: &str) -> Answer<(Self, String)> {
        let (cost, plain) = (self.passwords.cost, plain.to_owned());
        let (slot, hash) = self.run(move || bcrypt::non_truncating_hash(plain, cost)).await?;
        Ok((slot, hash.map_err(Unavailable::new)?))
    }

    /// As [`Passwords::verify`], in this slot.
    ///
    /// # Errors
    /// As [`Passwords::verify`].
    pub async fn verify(self, plain: &str, hash: Option<&str>) -> Answer<(Self, bool)> {
        // bcrypt would ignore what follows byte 72, and answer yes.
        let can_be_right = hash.is_some() && plain.len() <= MAX_BYTES && !plain.contains('\0');
        let hash = hash.unwrap_or(&self.passwords.dummy).to_owned();
        let plain = plain.to_owned();
        let (slot, right) = self.run(move || bcrypt::verify(plain, &hash)).await?;
        let right = right.unwrap_or_else(|error| {
            tracing::error!(%error, "A stored password hash cannot be read; its owner needs a password link.");
            false
        });
        Ok((slot, can_be_right && right))
    }

    async fn run<T: Send + 'static>(self, work: impl FnOnce() -> T + Send + 'static) -> Answer<(Self, T)> {
        let Self { passwords, permit } = self;
        let (permit, done) = task::spawn_blocking(move || (permit, work())).await.map_err(Unavailable::new)?;
        Ok((Self { passwords, permit }, done))
    }
}

#[cfg(test)]
mod tests {
    use std::{future::Future, pin::pin, str::FromStr, task::Poll, time::Instant};

    use super::*;

    /// One poll, which must find the future waiting.
    async fn assert_waits(future: &mut (impl Future + Unpin)) {
        let waiting = std::future::poll_fn(|cx| Poll::Ready(std::pin::Pin::new(&mut *future).poll(cx).is_pending()));
        assert!(waiting.await);
    }

    #[tokio::test]
    async fn a_password_verifies_against_its_own_hash_only() {
        let passwords = Passwords::with_cost(4);
        let hash = passwords.hash("x7#kQ2zP").await.unwrap();
        assert!(hash.starts_with("$2b$04$"));
        assert!(passwords.verify("x7#kQ2zP", Some(&hash)).await.unwrap());
        assert!(!passwords.verify("x7#kQ2zp", Some(&hash)).await.unwrap());
        assert!(!passwords.verify("x7#kQ2zP", None).await.unwrap());
        assert!(!passwords.verify("x7#kQ2zP\0", Some(&hash)).await.unwrap());
        // bcrypt repeats a short password with a NUL behind it: to it, this is the same.
        assert!(!passwords.verify("x7#kQ2zP\0x7#kQ2zP", Some(&hash)).await.unwrap());
    }

    #[tokio::test]
    async fn nothing_beyond_byte_72_is_ignored() {
        let passwords = Passwords::with_cost(4);
        let longest = "q".repeat(71);
        let hash = passwords.hash(&longest).await.unwrap();
        assert!(passwords.verify(&longest, Some(&hash)).await.unwrap());
        assert!(!passwords.verify(&format!("{longest}\0more"), Some(&hash)).await.unwrap());
        passwords.hash(&"q".repeat(72)).await.unwrap_err();
    }

    #[tokio::test]
    async fn an_unreadable_hash_verifies_nothing() {
        assert!(!Passwords::with_cost(4).verify("x7#kQ2zP", Some("plain text?")).await.unwrap());
    }

    #[test]
    fn the_dummy_hash_is_a_hash_of_the_same_cost() {
        for cost in [4, DEFAULT_COST] {
            let parts = bcrypt::HashParts::from_str(&Passwords::with_cost(cost).dummy).unwrap();
            assert_eq!(parts.get_cost(), cost);
        }
    }

    #[tokio::test]
    async fn without_a_hash_verifying_costs_a_bcrypt_too() {
        let passwords = Passwords::with_cost(9);
        let hash = passwords.hash("x7#kQ2zP").await.unwrap();
        let mut quickest = [f64::INFINITY; 2];
        for _ in 0..5 {
            for (quickest, hash) in quickest.iter_mut().zip([Some(hash.as_str()), None]) {
                let started = Instant::now();
                assert!(!passwords.verify("wrong one", hash).await.unwrap());
                *quickest = quickest.min(started.elapsed().as_secs_f64());
            }
        }
        let [with, without] = quickest;
        assert!(without > with / 2.0, "{without} s without a hash, {with} s with one");
    }

    #[tokio::test]
    async fn hashing_waits_for_a_free_slot() {
        let passwords = Passwords::with_slots(4, 1);
        let slot = passwords.slot().await.unwrap();
        let mut hashing = pin!(passwords.hash("x7#kQ2zP"));
        let mut verifying = pin!(passwords.verify("x7#kQ2zP", None));
        assert_waits(&mut hashing).await;
        assert_waits(&mut verifying).await;
        drop(slot);
        hashing.await.unwrap();
        assert!(!verifying.await.unwrap());
    }

    #[tokio::test]
    async fn a_caller_who_hangs_up_frees_the_slot_only_when_the_hash_is_done() {
        let passwords = Passwords::with_slots(4, 1);
        let (finish, finished) = std::sync::mpsc::channel::<()>();
        {
            let mut work = pin!(passwords.slot().await.unwrap().run(move || finished.recv()));
            assert_waits(&mut work).await;
        }
        assert_eq!(passwords.free_slots(), 0);
        finish.send(()).unwrap();
        passwords.slot().await.unwrap();
    }

    #[test]
    fn there_is_a_slot_a_core() {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        assert_eq!(Passwords::default().free_slots(), cores);
    }
}
