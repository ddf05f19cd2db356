//! What tests of the WebSocket share.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Instant,
};

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};
use testkit::{Client, Handshake, Socket};

use super::{Person, World, asyncapi, next_page};

/// A day of the test's own, so that its windows show nothing of other tests.
#[derive(Clone, Debug)]
pub struct Day(NaiveDate);

impl Day {
    /// One that no other test of this process has, nor has the day after it.
    pub fn fresh() -> Self {
        static USED: AtomicU32 = AtomicU32::new(0);
        let first = NaiveDate::from_ymd_opt(2040, 1, 1).expect("a date");
        Self(first + Days::new(u64::from(USED.fetch_add(2, Ordering::Relaxed))))
    }

    /// The day after.
    pub fn next(&self) -> Self {
        Self(self.0 + Days::new(1))
    }

    /// The first instant.
    pub fn from(&self) -> String {
        self.at("00:00")
    }

    /// The first instant after it.
    pub fn to(&self) -> String {
        self.next().from()
    }

    /// A time of the day, `hh:mm`.
    pub fn at(&self, time: &str) -> String {
        format!("{}T{time}:00.000Z", self.0)
    }

    /// The times of an appointment on this day.
    pub fn times(&self) -> Value {
        json!({"startTime": self.at("09:00"), "endTime": self.at("09:30")})
    }
}

/// A handshake whose socket may only be sent what docs/asyncapi.yaml says.
pub fn judged(server: &str) -> Handshake {
    Handshake::with(server).judged_by(|frame| asyncapi::faults(asyncapi::Sender::Server, frame))
}

impl World {
    /// A handshake as this person's program makes it.
    pub fn handshake(&self, person: &Person) -> Handshake {
        judged(&self.server.url("")).bearer(&person.token)
    }

    /// A socket of this person that looks at this day and has taken its first frame.
    pub async fn socket(&self, person: &Person, day: &Day) -> Socket {
        let handshake = self.handshake(person).window(&day.from(), &day.to());
        let mut socket = handshake.connect().await.expect("a socket");
        socket.event("init-appointments").await;
        socket
    }
}

impl Person {
    /// Makes an appointment on this day and waits for the socket, which looks at it, to be told. All that was to be
    /// told before has been told then.
    pub async fn mark(&self, socket: &mut Socket, day: &Day) {
        let mark = self.book(day.times()).await;
        socket.about("update-appointments", &mark["id"]).await;
    }

    /// An appointment on this day that this person holds, as it is then.
    pub async fn hold(&self, day: &Day) -> Value {
        let made = self.book(day.times()).await;
        self.acquire(&made).await.expect(201);
        self.see(&made).await
    }

    /// How frames name this person.
    pub fn named(&self) -> Value {
        json!({"id": self.id, "name": self.name, "email": self.email})
    }
}

/// As much of an appointment as topics carry.
pub fn brief(appointment: &Value) -> Value {
    named(appointment, &["id", "title", "patientName", "datebirth", "startTime"])
}

/// These members of an object.
pub fn named(object: &Value, names: &[&str]) -> Value {
    names.iter().map(|name| ((*name).to_owned(), object[name].clone())).collect()
}

/// An object has these members, with these values; clients ignore further ones.
#[track_caller]
pub fn contains(object: &Value, members: Value) {
    for (name, value) in members.as_object().expect("an object") {
        assert_eq!(object.get(name), Some(value), "{name} of {object:#}");
    }
}

/// All appointments that overlap [from, to), by GET.
pub async fn listed(client: &Client, base: &str, from: &str, to: &str) -> Vec<Value> {
    pages(client, base, &format!("/api/appointments?from={from}&to={to}&limit=1000")).await
}

/// All that a list has on all its pages.
pub async fn pages(client: &Client, base: &str, path: &str) -> Vec<Value> {
    let mut all = Vec::new();
    let mut page = Some(path.to_owned());
    while let Some(path) = page {
        let reply = client.get(&path).await.expect(200);
        all.extend(reply.body.as_array().expect("an array").iter().cloned());
        page = next_page(&reply, base);
    }
    all
}

/// Resident memory of a process, in KiB.
pub fn resident(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("the process runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("VmRSS");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

/// Seconds from one instant of this process to another.
pub fn seconds_since(begun: Instant, end: Instant) -> f64 {
    end.saturating_duration_since(begun).as_secs_f64()
}
