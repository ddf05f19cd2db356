//! From events to frames: the same for everybody who is connected and for one who resumes.

use std::collections::{BTreeSet, HashMap};

use domain::{
    Appointment, AppointmentId, People, UserId,
    ports::{Answer, feed::Entry},
};

use crate::{
    Live, frame,
    hub::{Audience, Push},
    position::Step,
    topic,
    window::{Span, span_of},
};

/// The frames of these events, in their order, each with its step.
///
/// # Errors
/// The store is away.
pub async fn compose(live: &Live, entries: &[Entry], steps: &[Step]) -> Answer<Vec<Push>> {
    let ids: BTreeSet<AppointmentId> = entries.iter().map(|entry| entry.appointment).collect();
    let page = live.appointments.find(&ids.into_iter().collect::<Vec<_>>()).await?;
    let people = with_those_of(live, entries, page.people).await?;
    let appointments = page.appointments.into_iter().map(|appointment| (appointment.id, appointment)).collect();
    Ok(pushes(entries, steps, &appointments, &people))
}

/// Everybody whom a topic may name.
async fn with_those_of(live: &Live, entries: &[Entry], mut people: People) -> Answer<People> {
    let events = entries.iter().filter_map(|entry| entry.event.as_ref());
    let named = events.flat_map(|event| [event.actor, event.subject]).flatten();
    let missing: BTreeSet<UserId> = named.filter(|user| people.get(*user).is_none()).collect();
    if !missing.is_empty() {
        let missing: Vec<UserId> = missing.into_iter().collect();
        let found = live.feed.people(&missing).await?;
        missing.iter().filter_map(|user| found.get(*user).cloned()).for_each(|person| people.insert(person));
    }
    Ok(people)
}

/// First whom an event concerns, then the appointment for everybody else; the former does not count as told before the
/// latter is, so a socket that breaks between them is told again.
fn pushes(
    entries: &[Entry],
    steps: &[Step],
    appointments: &HashMap<AppointmentId, Appointment>,
    people: &People,
) -> Vec<Push> {
    let mut pushes = Vec::new();
    for (place, (entry, step)) in entries.iter().zip(steps).enumerate() {
        let Some(appointment) = appointments.get(&entry.appointment) else { continue };
        let topics = entry.event.iter().flat_map(|event| topic::of(event, appointment, people));
        pushes.extend(topics.map(|topic| Push {
            to: Audience::User(topic.to),
            frame: frame::event(topic.event, &topic.data, step.before),
        }));
        if !is_told_later(entry, &entries[place + 1..]) {
            let span = both(entry.span, span_of(appointment));
            pushes
                .push(Push { to: Audience::Window(span), frame: frame::appointment(appointment, people, step.after) });
        }
    }
    pushes
}

/// Whether everybody whom this concerns is told what the appointment is now with one of these, so that once is enough.
fn is_told_later(entry: &Entry, later: &[Entry]) -> bool {
    let covers = |span: Span| span.0 <= entry.span.0 && span.1 >= entry.span.1;
    later.iter().any(|other| other.appointment == entry.appointment && covers(other.span))
}

fn both(a: Span, b: Span) -> Span {
    (a.0.min(b.0), a.1.max(b.1))
}
