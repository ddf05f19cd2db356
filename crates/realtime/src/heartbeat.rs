//! Finding dead peers: a ping now and then, and a pong before long.

use std::time::Duration;

use tokio::time::Instant;

/// From one ping to the next.
const PING: Duration = Duration::from_secs(25);

/// Whoever has not answered a ping for so long is gone.
const PONG: Duration = Duration::from_secs(20);

/// What is to be done when the time has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beat {
    /// Ping the peer.
    Ping,
    /// The peer is gone.
    Dead,
}

/// The state between pings.
#[derive(Debug)]
pub struct Heartbeat {
    next_ping: Instant,
    pong_before: Option<Instant>,
}

impl Heartbeat {
    /// The first ping is due an interval from now.
    #[must_use]
    pub fn new(now: Instant) -> Self {
        Self { next_ping: now + PING, pong_before: None }
    }

    /// When [`Self::beat`] is to be called.
    #[must_use]
    pub fn next(&self) -> Instant {
        self.pong_before.unwrap_or(self.next_ping)
    }

    /// The time has come.
    pub fn beat(&mut self, now: Instant) -> Beat {
        if self.pong_before.is_some() {
            return Beat::Dead;
        }
        self.pong_before = Some(now + PONG);
        self.next_ping = now + PING;
        Beat::Ping
    }

    /// The peer answered.
    pub fn pong(&mut self) {
        self.pong_before = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_answers_is_pinged_every_25_s() {
        let begun = Instant::now();
        let mut heartbeat = Heartbeat::new(begun);
        for round in 1..4 {
            let due = begun + PING * round;
            assert_eq!(heartbeat.next(), due);
            assert_eq!(heartbeat.beat(due), Beat::Ping);
            heartbeat.pong();
        }
    }

    #[test]
    fn who_does_not_answer_for_20_s_is_dead() {
        let begun = Instant::now();
        let mut heartbeat = Heartbeat::new(begun);
        assert_eq!(heartbeat.beat(begun + PING), Beat::Ping);
        assert_eq!(heartbeat.next(), begun + PING + PONG);
        assert_eq!(heartbeat.beat(begun + PING + PONG), Beat::Dead);
    }
}
