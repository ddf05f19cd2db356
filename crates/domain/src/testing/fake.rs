//! An in-memory repository that does the real compare-and-set. The contract suite that runs on the databases runs on
//! it too, so that tests built on it can be believed.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use chrono::Duration;

use super::samples;
use crate::{
    Appointment, AppointmentId, Content, Instant, OperationId, People, Person, Revision, SessionId, UserId,
    appointment::Patient,
    lock::{Conflict, Reliance},
    ports::{
        Answer, AppointmentRepository, EventFeed,
        appointments::{Commit, Committed, DueLocks, History, Kept, Load, Loaded, Order, Page, Query, Recorded},
        feed::{Entry, Pulse},
    },
    search,
};

#[derive(Default)]
struct Store {
    now: Instant,
    people: People,
    users: Vec<UserId>,
    sessions: HashMap<SessionId, UserId>,
    appointments: BTreeMap<AppointmentId, Appointment>,
    events: Vec<Recorded>,
    spans: HashMap<i64, (Instant, Instant)>,
    last_seq: i64,
    revoked: Vec<(Instant, SessionId)>,
    operations: HashSet<OperationId>,
    keys: HashMap<(UserId, String), (Instant, Kept)>,
}

/// The fake. Its clock stands until it is moved.
pub struct FakeAppointments(Mutex<Store>);

impl Default for FakeAppointments {
    fn default() -> Self {
        Self(Mutex::new(Store { now: samples::noon(), ..Store::default() }))
    }
}

impl FakeAppointments {
    fn store(&self) -> MutexGuard<'_, Store> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Moves the clock on.
    pub fn advance(&self, by: Duration) {
        self.store().now += by;
    }

    /// Adds or replaces a person.
    pub fn put_person(&self, person: Person) {
        let mut store = self.store();
        if !store.users.contains(&person.id) {
            store.users.push(person.id);
        }
        store.people.insert(person);
    }

    /// Opens a session.
    pub fn open_session(&self, session: SessionId, user: UserId) {
        self.store().sessions.insert(session, user);
    }

    /// Ends a session.
    pub fn end_session(&self, session: SessionId) {
        let mut store = self.store();
        let now = store.now;
        store.sessions.remove(&session);
        store.revoked.push((now, session));
    }
}

impl Store {
    fn stands(&self, commit: &Commit) -> bool {
        let transition = &commit.transition;
        let revision = self.appointments.get(&transition.after.id).map_or(Revision::NONE, |found| found.revision);
        let key_free = match (&commit.key, commit.caller) {
            (Some(key), Some(caller)) => self.kept(caller.user, &key.key).is_none(),
            _ => true,
        };
        revision == transition.expected
            && transition.valid_before.is_none_or(|deadline| self.now < deadline)
            && commit.caller.is_none_or(|caller| self.sessions.get(&caller.session) == Some(&caller.user))
            && transition.relies_on.iter().all(|on| self.relies(*on))
            && key_free
    }

    fn page(&self, wanted: impl Fn(&Appointment) -> bool) -> Page {
        let mut appointments: Vec<Appointment> =
            self.appointments.values().filter(|appointment| wanted(appointment)).cloned().collect();
        appointments.sort_by_key(|appointment| (appointment.content.start_time, appointment.id));
        let total = appointments.len() as u64;
        Page { now: self.now, appointments, people: self.people.clone(), more: false, total }
    }

    fn relies(&self, on: Reliance) -> bool {
        if on.admin { self.people.is_admin(on.user) } else { self.people.is_active(on.user) }
    }

    fn kept(&self, user: UserId, key: &str) -> Option<Kept> {
        self.keys
            .get(&(user, key.to_owned()))
            .filter(|(at, _)| self.now - *at < Duration::hours(24))
            .map(|(_, kept)| kept.clone())
    }

    fn conflicts(&self, appointment: &Appointment) -> Vec<Conflict> {
        let Some(doctor) = appointment.content.doctor_key() else { return Vec::new() };
        if appointment.overbooked || appointment.cancelled.is_some() {
            return Vec::new();
        }
        let overlaps = |other: &&Appointment| {
            other.id != appointment.id
                && !other.overbooked
                && other.cancelled.is_none()
                && other.content.doctor_key().as_ref() == Some(&doctor)
                && other.content.start_time < appointment.content.end_time
                && other.content.end_time > appointment.content.start_time
        };
        let mut found: Vec<&Appointment> = self.appointments.values().filter(overlaps).collect();
        found.sort_by_key(|other| (other.content.start_time, other.id));
        found.into_iter().map(|other| conflict(other.id, &other.content)).collect()
    }
}

fn conflict(id: AppointmentId, content: &Content) -> Conflict {
    let Content { title, start_time, end_time, .. } = content.clone();
    Conflict { id, title, start_time, end_time }
}

fn matches(appointment: &Appointment, query: &Query) -> bool {
    let content = &appointment.content;
    let words = search::index(content);
    appointment.cancelled.is_some() == query.cancelled
        && query.from.is_none_or(|from| content.end_time > from)
        && query.to.is_none_or(|to| content.start_time < to)
        && query.doctor.as_ref().is_none_or(|doctor| content.doctor_key().as_ref() == Some(doctor))
        && query.words.iter().all(|prefix| words.iter().any(|word| word.starts_with(prefix)))
}

#[async_trait]
impl AppointmentRepository for FakeAppointments {
    async fn load(&self, load: &Load) -> Answer<Loaded> {
        let store = self.store();
        let live =
            |caller: &crate::ports::appointments::Caller| store.sessions.get(&caller.session) == Some(&caller.user);
        Ok(Loaded {
            now: store.now,
            appointment: store.appointments.get(&load.appointment).cloned(),
            people: store.people.clone(),
            caller_live: load.caller.as_ref().is_none_or(live),
            kept: load.caller.zip(load.key.as_ref()).and_then(|(caller, key)| store.kept(caller.user, key)),
            operation_done: load.operation.is_some_and(|operation| store.operations.contains(&operation)),
        })
    }

    async fn commit(&self, commit: &Commit) -> Answer<Committed> {
        let mut store = self.store();
        if !store.stands(commit) {
            return Ok(Committed::Stale);
        }
        let transition = &commit.transition;
        let conflicts = if transition.content_changed { store.conflicts(&transition.after) } else { Vec::new() };
        if !conflicts.is_empty() {
            return Ok(Committed::Busy(conflicts));
        }
        let (id, now) = (transition.after.id, store.now);
        if transition.erases() {
            let its = store.events.iter_mut().filter(|recorded| recorded.appointment == id);
            its.for_each(|recorded| recorded.event.detail.reason = None);
        }
        for event in &transition.events {
            store.last_seq += 1;
            let seq = store.last_seq;
            store.events.push(Recorded { seq, appointment: id, event: event.clone() });
            store.spans.insert(seq, transition.span);
        }
        store.appointments.insert(id, transition.after.clone());
        store.operations.insert(commit.operation);
        if let (Some(key), Some(caller)) = (&commit.key, commit.caller) {
            let kept = Kept { fingerprint: key.fingerprint, appointment: id, effect: transition.effect };
            store.keys.insert((caller.user, key.key.clone()), (now, kept));
        }
        Ok(Committed::Done)
    }

    async fn list(&self, query: &Query) -> Answer<Page> {
        let store = self.store();
        let place = |appointment: &Appointment| (appointment.content.start_time, appointment.id);
        let mut found: Vec<Appointment> =
            store.appointments.values().filter(|appointment| matches(appointment, query)).cloned().collect();
        let total = found.len() as u64;
        found.sort_by_key(place);
        if query.order == Order::Descending {
            found.reverse();
        }
        if let Some(after) = query.after {
            found.retain(|appointment| match query.order {
                Order::Ascending => place(appointment) > after,
                Order::Descending => place(appointment) < after,
            });
        }
        let more = found.len() > query.limit as usize;
        found.truncate(query.limit as usize);
        Ok(Page { now: store.now, appointments: found, people: store.people.clone(), more, total: total.min(10_001) })
    }

    async fn locked(&self) -> Answer<Page> {
        Ok(self.store().page(|appointment| appointment.lock.held().is_some()))
    }

    async fn find(&self, ids: &[AppointmentId]) -> Answer<Page> {
        Ok(self.store().page(|appointment| ids.contains(&appointment.id)))
    }

    async fn asked_of(&self, holder: UserId) -> Answer<Page> {
        Ok(self.store().page(|appointment| {
            let held = appointment.lock.held().filter(|held| held.holder == holder);
            held.is_some_and(|held| held.control.is_some() || held.force_release.is_some())
        }))
    }

    async fn of_patient(&self, patient: &Patient) -> Answer<Vec<AppointmentId>> {
        let page = self.store().page(|appointment| patient.has(&appointment.content));
        Ok(page.appointments.iter().map(|appointment| appointment.id).collect())
    }

    async fn doctors(&self) -> Answer<Vec<String>> {
        let store = self.store();
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for appointment in store.appointments.values().filter(|appointment| appointment.cancelled.is_none()) {
            if let (Some(key), Some(name)) = (appointment.content.doctor_key(), &appointment.content.doctor_name) {
                let name = name.trim().to_owned();
                names.entry(key).and_modify(|least| *least = least.clone().min(name.clone())).or_insert(name);
            }
        }
        Ok(names.into_values().collect())
    }

    async fn history(&self, id: AppointmentId, before: Option<i64>, limit: u32) -> Answer<History> {
        let store = self.store();
        let older =
            |recorded: &&Recorded| recorded.appointment == id && before.is_none_or(|before| recorded.seq < before);
        let mut events: Vec<Recorded> = store.events.iter().rev().filter(older).cloned().collect();
        let more = events.len() > limit as usize;
        events.truncate(limit as usize);
        Ok(History { appointment: store.appointments.get(&id).cloned(), events, people: store.people.clone(), more })
    }

    async fn due(&self, limit: u32) -> Answer<DueLocks> {
        let store = self.store();
        let unfit = |appointment: &Appointment| {
            appointment.lock.held().is_some_and(|held| {
                let control = held.control.as_ref().map(|control| control.request.by);
                let force = held.force_release.as_ref().map(|request| request.by);
                !store.people.is_active(held.holder)
                    || [control, force].into_iter().flatten().any(|by| !store.people.is_admin(by))
            })
        };
        let is_due = |appointment: &Appointment| {
            appointment.lock.next_due().is_some_and(|at| at <= store.now) || unfit(appointment)
        };
        let (due, later): (Vec<&Appointment>, Vec<&Appointment>) =
            store.appointments.values().partition(|appointment| is_due(appointment));
        Ok(DueLocks {
            now: store.now,
            due: due.into_iter().map(|appointment| appointment.id).take(limit as usize).collect(),
            next: later.into_iter().filter_map(|appointment| appointment.lock.next_due()).min(),
        })
    }

    async fn involving(&self, user: UserId) -> Answer<Vec<AppointmentId>> {
        let involved = |appointment: &&Appointment| {
            appointment.lock.held().is_some_and(|held| {
                held.holder == user
                    || held.control.as_ref().is_some_and(|control| control.request.by == user)
                    || held.force_release.as_ref().is_some_and(|request| request.by == user)
            })
        };
        Ok(self.store().appointments.values().filter(involved).map(|appointment| appointment.id).collect())
    }

    async fn prune(&self, events_before: Option<Instant>) -> Answer<(u64, u64)> {
        let store = &mut *self.store();
        let (now, keys, events) = (store.now, store.keys.len(), store.events.len());
        store.keys.retain(|_, (at, _)| now - *at < Duration::hours(24));
        store.events.retain(|recorded| events_before.is_none_or(|before| recorded.event.at >= before));
        let kept: HashSet<i64> = store.events.iter().map(|recorded| recorded.seq).collect();
        store.spans.retain(|seq, _| kept.contains(seq));
        Ok(((keys - store.keys.len()) as u64, (events - store.events.len()) as u64))
    }

    async fn ping(&self) -> Answer<()> {
        Ok(())
    }
}

/// Its epoch is nil; it never has holes.
#[async_trait]
impl EventFeed for FakeAppointments {
    async fn pulse(&self, revoked_since: Option<Instant>) -> Answer<Pulse> {
        let store = self.store();
        let since = |(at, session): &(Instant, SessionId)| revoked_since.filter(|since| at >= since).map(|_| *session);
        Ok(Pulse {
            now: store.now,
            epoch: uuid::Uuid::nil(),
            oldest: store.events.first().map_or(0, |recorded| recorded.seq),
            newest: store.events.last().map_or(0, |recorded| recorded.seq),
            revoked: store.revoked.iter().filter_map(since).collect(),
        })
    }

    async fn read(&self, after: i64, among: &[i64], limit: u32) -> Answer<Vec<Entry>> {
        let store = self.store();
        let wanted = |recorded: &&Recorded| recorded.seq > after || among.contains(&recorded.seq);
        let entry = |recorded: &Recorded| Entry {
            seq: recorded.seq,
            appointment: recorded.appointment,
            span: store.spans.get(&recorded.seq).copied().unwrap_or_default(),
            event: Some(recorded.event.clone()),
        };
        Ok(store.events.iter().filter(wanted).take(limit as usize).map(entry).collect())
    }

    async fn people(&self, ids: &[UserId]) -> Answer<People> {
        let store = self.store();
        let mut people = People::default();
        ids.iter().filter_map(|id| store.people.get(*id)).for_each(|person| people.insert(person.clone()));
        Ok(people)
    }
}
