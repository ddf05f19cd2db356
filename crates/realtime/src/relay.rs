//! One path from the database to the sockets, the same on every node.

use std::{collections::HashSet, sync::Arc, time::Duration};

use chrono::TimeDelta;
use domain::{
    Instant, SessionId,
    ports::{Answer, feed::Entry},
};
use tokio::time::{Instant as Tick, sleep_until};
use uuid::Uuid;

use crate::{
    Live,
    compose::compose,
    mailbox::QUEUE,
    position::{Position, Step},
};

/// So often a node looks for itself, whatever it was told.
const LOOK: Duration = Duration::from_millis(250);

/// The least time from one reading to the next, so that what is committed together is read together. The first is read
/// at once.
const PACE: Duration = Duration::from_millis(5);

/// Events are read so many at a time. What they make, three frames each at most, fits into an empty queue: whoever reads
/// is not cut for what happened while the database was away.
const BATCH: u32 = 128;
const _: () = assert!(3 * BATCH as usize <= QUEUE);

/// At the start so many of the last events are looked at for holes.
const RECENT: i64 = 1_000;

/// A revocation is looked for so much longer than since the last look: it may have been written by then, and committed
/// later.
const OVERLAP: TimeDelta = TimeDelta::seconds(10);

/// Reads events and sign-outs and tells the sockets.
pub struct Relay {
    live: Arc<Live>,
    epoch: Uuid,
    position: Position,
    revoked_since: Instant,
    next_look: Tick,
    away: bool,
}

impl Relay {
    /// Begins where the stream stands. Sockets must not be let in before.
    ///
    /// # Errors
    /// The store is away.
    pub async fn open(live: Arc<Live>) -> Answer<Self> {
        let pulse = live.feed.pulse(None).await?;
        let mut relay = Self {
            live,
            epoch: pulse.epoch,
            position: Position::after(0),
            revoked_since: pulse.now - OVERLAP,
            next_look: Tick::now(),
            away: false,
        };
        relay.begin(pulse.epoch, pulse.oldest, pulse.newest).await?;
        Ok(relay)
    }

    /// Whose relay this is.
    #[must_use]
    pub fn live(&self) -> Arc<Live> {
        self.live.clone()
    }

    async fn begin(&mut self, epoch: Uuid, oldest: i64, newest: i64) -> Answer<()> {
        let start = (newest - RECENT).max(oldest - 1).max(0);
        let mut position = Position::after(start);
        let recent = self.live.feed.read(start, &[], u32::MAX).await?;
        recent.iter().for_each(|entry| {
            position.step(entry.seq, Tick::now());
        });
        (self.epoch, self.position) = (epoch, position);
        self.live.snapshots.forget_all();
        self.live.hub.begin(epoch, self.position.resume_point());
        Ok(())
    }

    /// Relays for ever.
    pub async fn run(mut self) {
        loop {
            let live = self.live.clone();
            tokio::select! {
                () = live.waker.woken() => {}
                () = sleep_until(self.next_look) => {}
            }
            let begun = Tick::now();
            let turn = self.turn().await;
            self.note(turn);
            sleep_until(begun + PACE).await;
        }
    }

    /// Logs only when it begins not to work, and when it works again.
    fn note(&mut self, turn: Answer<()>) {
        match (turn, self.away) {
            (Err(error), false) => {
                tracing::warn!(error = %http_api::problem::chain(&error), "events cannot be read; it is tried again");
                self.away = true;
            }
            (Ok(()), true) => {
                tracing::info!("events can be read again");
                self.away = false;
            }
            _ => {}
        }
    }

    async fn turn(&mut self) -> Answer<()> {
        if Tick::now() >= self.next_look {
            self.next_look = Tick::now() + LOOK;
            self.look().await?;
        }
        self.relay().await
    }

    /// Who was signed out, and whether the database is still the one it was.
    async fn look(&mut self) -> Answer<()> {
        self.live.snapshots.prune();
        let pulse = self.live.feed.pulse(Some(self.revoked_since)).await?;
        self.revoked_since = pulse.now - OVERLAP;
        if pulse.epoch != self.epoch {
            tracing::info!("a new epoch begins; all sockets start anew");
            self.begin(pulse.epoch, pulse.oldest, pulse.newest).await?;
        }
        let revoked: HashSet<SessionId> = pulse.revoked.into_iter().collect();
        if !revoked.is_empty() {
            self.live.hub.sign_out(&revoked);
        }
        Ok(())
    }

    /// Tells all that can be seen.
    async fn relay(&mut self) -> Answer<()> {
        loop {
            let asked = Tick::now();
            let entries = self.live.feed.read(self.position.seen(), &self.position.holes(), BATCH).await?;
            self.tell(&entries).await?;
            // Only what was looked for in vain after its time is given up, however long the database was away.
            self.position.bury(asked);
            if entries.len() < BATCH as usize {
                return Ok(());
            }
        }
    }

    /// The position moves on only when all is told: what fails is read again.
    async fn tell(&mut self, entries: &[Entry]) -> Answer<()> {
        let mut position = self.position.clone();
        let steps: Vec<Step> = entries.iter().map(|entry| position.step(entry.seq, Tick::now())).collect();
        let nobody = entries.is_empty() || self.live.hub.is_empty();
        let pushes = if nobody { Vec::new() } else { compose(&self.live, entries, &steps).await? };
        entries.iter().for_each(|entry| self.live.snapshots.forget(entry.span));
        self.live.hub.push(&pushes, position.resume_point());
        self.position = position;
        metrics::counter!("relay_events_total").increment(entries.len() as u64);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use async_trait::async_trait;
    use chrono::TimeDelta;
    use domain::{
        AppointmentId, LockId, People, UserId, Version,
        lock::{Action, Actor, Command, Rules},
        ports::{EventFeed, Unavailable, appointments::Caller, feed::Pulse},
        service::{Appointments, Request},
        testing::{FakeAppointments, samples},
    };

    use super::*;
    use crate::{
        Parts, Waker,
        hub::{Ending, Place, Visitor},
        window::Window,
    };

    /// The fake's feed, which can be away and can hide its last event, as if that were not committed yet.
    #[derive(Clone)]
    struct Wire {
        fake: Arc<FakeAppointments>,
        away: Arc<AtomicBool>,
        hidden: Arc<std::sync::Mutex<Option<i64>>>,
    }

    #[async_trait]
    impl EventFeed for Wire {
        async fn pulse(&self, revoked_since: Option<Instant>) -> Answer<Pulse> {
            self.fake.pulse(revoked_since).await
        }
        async fn read(&self, after: i64, among: &[i64], limit: u32) -> Answer<Vec<Entry>> {
            if self.away.load(Ordering::SeqCst) {
                return Err(Unavailable::new("the connection broke"));
            }
            let hidden = *self.hidden.lock().unwrap();
            let mut entries = self.fake.read(after, among, limit).await?;
            entries.retain(|entry| Some(entry.seq) != hidden);
            Ok(entries)
        }
        async fn people(&self, ids: &[UserId]) -> Answer<People> {
            self.fake.people(ids).await
        }
    }

    struct Scene {
        wire: Wire,
        appointments: Arc<Appointments>,
        relay: Relay,
        caller: Caller,
        place: Place,
    }

    impl Scene {
        async fn begin() -> Self {
            let fake = Arc::new(FakeAppointments::default());
            let caller = Caller { user: UserId::fresh(), session: SessionId::fresh() };
            fake.put_person(samples::person(caller.user, "Ana", true));
            fake.open_session(caller.session, caller.user);
            let wire = Wire { fake: fake.clone(), away: Arc::default(), hidden: Arc::default() };
            let rules = Rules { lock_ttl: TimeDelta::seconds(300), request_timeout: None };
            let waker = Waker::default();
            let appointments = Arc::new(Appointments::new(fake, Arc::new(waker.clone()), rules));
            let (feed, bus) = (Arc::new(wire.clone()), Arc::new(domain::testing::MockBus::new()));
            let live = Arc::new(Live::new(Parts { appointments: appointments.clone(), feed, bus, waker, turns: 1 }));
            let relay = Relay::open(live.clone()).await.unwrap();
            let visitor = Visitor { user: caller.user, session: caller.session, name: "Ana".into() };
            let day = TimeDelta::days(1);
            let window = Window { from: samples::noon() - day, to: samples::noon() + day };
            let (place, _) = live.hub.join(visitor, window).unwrap();
            Self { wire, appointments, relay, caller, place }
        }

        async fn execute(&self, appointment: AppointmentId, action: Action) {
            let actor = Actor::User { id: self.caller.user, client: None };
            let command = Command { appointment, actor, pinned_lock: None, precondition: None, action };
            let request = Request { command, caller: Some(self.caller), key: None };
            self.appointments.execute(&request).await.unwrap();
        }

        async fn create(&self, hour: i64) -> AppointmentId {
            let id = AppointmentId::fresh();
            let content = Box::new(samples::content(hour));
            self.execute(id, Action::Create { content, allow_overlap: false }).await;
            id
        }

        async fn acquire(&self, id: AppointmentId) {
            let becomes = LockId::fresh();
            self.execute(id, Action::Acquire { version: Version::FIRST, becomes, take_over: false }).await;
        }

        /// Event, id, revision and resume point of what was queued.
        fn told(&self) -> Vec<(String, AppointmentId, i64, i64)> {
            let frames = std::iter::from_fn(|| self.place.mailbox.take_queued());
            let read = |frame: bytestring::ByteString| -> serde_json::Value { serde_json::from_str(&frame).unwrap() };
            let fields = |frame: serde_json::Value| {
                let id = frame["data"]["id"].as_str().unwrap().parse().unwrap();
                let number = |value: &serde_json::Value| value.as_i64().unwrap();
                let event = frame["event"].as_str().unwrap().to_owned();
                (event, AppointmentId(id), number(&frame["data"]["revision"]), number(&frame["seq"]))
            };
            frames.map(read).map(fields).collect()
        }
    }

    fn update(id: AppointmentId, revision: i64, seq: i64) -> (String, AppointmentId, i64, i64) {
        ("update-appointments".to_owned(), id, revision, seq)
    }

    #[tokio::test]
    async fn every_event_is_told_once_with_its_resume_point() {
        let mut scene = Scene::begin().await;
        let first = scene.create(0).await;
        scene.relay.relay().await.unwrap();
        let second = scene.create(1).await;
        scene.relay.relay().await.unwrap();
        scene.relay.relay().await.unwrap();
        assert_eq!(scene.told(), [update(first, 1, 1), update(second, 1, 2)]);
    }

    #[tokio::test]
    async fn what_happened_since_is_told_once_an_appointment() {
        let mut scene = Scene::begin().await;
        let first = scene.create(0).await;
        let second = scene.create(1).await;
        scene.acquire(first).await;
        scene.relay.relay().await.unwrap();
        assert_eq!(scene.told(), [update(second, 1, 2), update(first, 2, 3)]);
    }

    #[tokio::test]
    async fn nothing_is_lost_while_the_store_is_away() {
        let mut scene = Scene::begin().await;
        let id = scene.create(0).await;
        scene.wire.away.store(true, Ordering::SeqCst);
        scene.relay.relay().await.unwrap_err();
        assert!(scene.told().is_empty());
        scene.wire.away.store(false, Ordering::SeqCst);
        scene.relay.relay().await.unwrap();
        assert_eq!(scene.told(), [update(id, 1, 1)]);
    }

    #[tokio::test]
    async fn what_becomes_visible_late_is_told_late_and_no_resume_point_passes_it() {
        let mut scene = Scene::begin().await;
        let first = scene.create(0).await;
        let second = scene.create(1).await;
        *scene.wire.hidden.lock().unwrap() = Some(1);
        scene.relay.relay().await.unwrap();
        assert_eq!(scene.told(), [update(second, 1, 0)]);
        *scene.wire.hidden.lock().unwrap() = None;
        scene.relay.relay().await.unwrap();
        assert_eq!(scene.told(), [update(first, 1, 2)]);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_late_because_the_store_was_away_is_told_all_the_same() {
        let mut scene = Scene::begin().await;
        let first = scene.create(0).await;
        scene.create(1).await;
        *scene.wire.hidden.lock().unwrap() = Some(1);
        scene.relay.relay().await.unwrap();
        scene.told();
        scene.wire.away.store(true, Ordering::SeqCst);
        tokio::time::advance(Duration::from_secs(3600)).await;
        scene.relay.relay().await.unwrap_err();
        scene.wire.away.store(false, Ordering::SeqCst);
        *scene.wire.hidden.lock().unwrap() = None;
        scene.relay.relay().await.unwrap();
        assert_eq!(scene.told(), [update(first, 1, 2)]);
    }

    #[tokio::test]
    async fn a_relay_begins_where_the_stream_stands() {
        let mut scene = Scene::begin().await;
        scene.create(0).await;
        scene.relay = Relay::open(scene.relay.live()).await.unwrap();
        scene.relay.relay().await.unwrap();
        assert!(scene.told().is_empty());
        assert_eq!(scene.relay.position, Position::after(1));
    }

    #[tokio::test]
    async fn sign_outs_end_sockets() {
        let mut scene = Scene::begin().await;
        scene.relay.look().await.unwrap();
        assert_eq!(scene.place.mailbox.ending(), None);
        scene.wire.fake.end_session(scene.caller.session);
        scene.relay.look().await.unwrap();
        assert_eq!(scene.place.mailbox.ending(), Some(Ending::SignedOut));
    }
}
