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
    position::{Position, Step},
};

/// So often a node looks for itself, whatever it was told.
const LOOK: Duration = Duration::from_millis(250);

/// Events are read so many at a time.
const BATCH: u32 = 1_000;

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
            let turn = self.turn().await;
            self.note(turn);
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
            self.position.bury(Tick::now());
            let entries = self.live.feed.read(self.position.seen(), &self.position.holes(), BATCH).await?;
            self.tell(&entries).await?;
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
        self.live.hub.push(&pushes, position.resume_point());
        self.position = position;
        metrics::counter!("relay_events_total").increment(entries.len() as u64);
        Ok(())
    }
}
