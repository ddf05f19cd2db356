//! What an event has to tell to the people concerned: who held, who asked.

use domain::{
    Appointment, LockId, People, UserId,
    lock::{Event, EventKind},
};
use http_api::view::{Date, PersonView, Stamp};
use serde::Serialize;
use uuid::Uuid;

/// A message to every socket of one person.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Whom.
    pub to: UserId,
    /// The frame's name.
    pub event: &'static str,
    /// The frame's data.
    pub data: Data,
}

/// As much of an appointment as a dialog or a toast shows.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Brief {
    id: Uuid,
    title: String,
    patient_name: String,
    datebirth: Date,
    start_time: Stamp,
}

impl From<&Appointment> for Brief {
    fn from(appointment: &Appointment) -> Self {
        let content = &appointment.content;
        Self {
            id: appointment.id.0,
            title: content.title.clone(),
            patient_name: content.patient_name.clone(),
            datebirth: Date(content.datebirth),
            start_time: Stamp(content.start_time),
        }
    }
}

/// The data of the topics.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum Data {
    Asked {
        appointment: Brief,
        from_user: Option<PersonView>,
        lock_id: Option<Uuid>,
        expires_at: Option<Stamp>,
        respond_by: Option<Stamp>,
    },
    Answered {
        appointment: Brief,
        from_user: Option<PersonView>,
    },
    Cancelled {
        appointment: Brief,
        from_user: Option<PersonView>,
        reason: &'static str,
    },
    Lost {
        appointment: Brief,
        lock_id: Option<Uuid>,
        reason: &'static str,
        by_user: Option<PersonView>,
    },
}

/// The names of the frames of one sort of request.
struct Conversation {
    request: &'static str,
    approved: &'static str,
    rejected: &'static str,
    cancelled: &'static str,
}

const CONTROL: Conversation = Conversation {
    request: "request-control",
    approved: "request-control-approved",
    rejected: "request-control-rejected",
    cancelled: "request-control-cancelled",
};

const FORCE_RELEASE: Conversation = Conversation {
    request: "force-release-lock-request",
    approved: "force-release-lock-approved",
    rejected: "force-release-lock-rejected",
    cancelled: "force-release-lock-cancelled",
};

/// What this event tells, and whom.
#[must_use]
pub fn of(event: &Event, appointment: &Appointment, people: &People) -> Vec<Topic> {
    use EventKind as Kind;
    let tell = Telling { event, appointment: Brief::from(appointment), people };
    match event.kind {
        Kind::ControlRequested => tell.asked(&CONTROL),
        Kind::ForceReleaseRequested => tell.asked(&FORCE_RELEASE),
        Kind::ControlWithdrawn => tell.withdrawn(&CONTROL),
        Kind::ForceReleaseWithdrawn => tell.withdrawn(&FORCE_RELEASE),
        Kind::ControlApproved | Kind::HandedOver => tell.answered(CONTROL.approved),
        Kind::ForceReleaseApproved => tell.answered(FORCE_RELEASE.approved),
        Kind::ControlRejected => tell.answered(CONTROL.rejected),
        Kind::ForceReleaseRejected => tell.answered(FORCE_RELEASE.rejected),
        Kind::ControlLapsed => tell.lapsed(&CONTROL),
        Kind::ForceReleaseLapsed => tell.lapsed(&FORCE_RELEASE),
        Kind::ControlSettled => [tell.answered(CONTROL.approved), tell.lost("handed_over", event.subject)].concat(),
        Kind::ForceReleaseSettled => {
            [tell.answered(FORCE_RELEASE.approved), tell.lost("force_released", event.subject)].concat()
        }
        Kind::ForceReleased => tell.lost("force_released", event.actor),
        Kind::Expired => tell.lost("expired", None),
        Kind::Moved => tell.lost("moved", event.actor),
        Kind::Created
        | Kind::Edited
        | Kind::Cancelled
        | Kind::Restored
        | Kind::Erased
        | Kind::Acquired
        | Kind::Renewed
        | Kind::Released => Vec::new(),
    }
}

/// What is asked of this holder, and not answered yet: told again to whoever connects.
#[must_use]
pub fn pending(appointment: &Appointment, people: &People) -> Vec<Topic> {
    let Some(held) = appointment.lock.held() else { return Vec::new() };
    let control = held.control.as_ref().map(|control| (&CONTROL, &control.request));
    let force_release = held.force_release.as_ref().map(|request| (&FORCE_RELEASE, request));
    let asked = [control, force_release].into_iter().flatten();
    let topic = |(conversation, request): (&Conversation, &domain::lock::Request)| Topic {
        to: held.holder,
        event: conversation.request,
        data: Data::Asked {
            appointment: appointment.into(),
            from_user: people.get(request.by).map(PersonView::from),
            lock_id: Some(held.id.0),
            expires_at: Some(Stamp(held.expires_at)),
            respond_by: request.respond_by.map(Stamp),
        },
    };
    asked.map(topic).collect()
}

struct Telling<'a> {
    event: &'a Event,
    appointment: Brief,
    people: &'a People,
}

impl Telling<'_> {
    fn asked(&self, conversation: &Conversation) -> Vec<Topic> {
        let detail = &self.event.detail;
        let data = Data::Asked {
            appointment: self.appointment.clone(),
            from_user: self.person(self.event.actor),
            lock_id: self.lock(),
            expires_at: detail.expires_at.map(Stamp),
            respond_by: detail.respond_by.map(Stamp),
        };
        topic(detail.holder, conversation.request, data)
    }

    /// The requester thought better of it, or is no administrator any more.
    fn withdrawn(&self, conversation: &Conversation) -> Vec<Topic> {
        let requester = self.event.actor.or(self.event.subject);
        let data = self.cancelled(requester, "withdrawn");
        topic(self.event.detail.holder, conversation.cancelled, data)
    }

    fn lapsed(&self, conversation: &Conversation) -> Vec<Topic> {
        topic(self.event.subject, conversation.cancelled, self.cancelled(None, "lock_ended"))
    }

    fn cancelled(&self, from: Option<UserId>, reason: &'static str) -> Data {
        Data::Cancelled { appointment: self.appointment.clone(), from_user: self.person(from), reason }
    }

    fn answered(&self, event: &'static str) -> Vec<Topic> {
        let data = Data::Answered { appointment: self.appointment.clone(), from_user: self.person(self.event.actor) };
        topic(self.event.subject, event, data)
    }

    fn lost(&self, reason: &'static str, by: Option<UserId>) -> Vec<Topic> {
        let (lock_id, by_user) = (self.lock(), self.person(by));
        let data = Data::Lost { appointment: self.appointment.clone(), lock_id, reason, by_user };
        topic(self.event.detail.holder, "lock-lost", data)
    }

    fn lock(&self) -> Option<Uuid> {
        self.event.detail.lock.map(|LockId(id)| id)
    }

    fn person(&self, user: Option<UserId>) -> Option<PersonView> {
        user.and_then(|user| self.people.get(user)).map(PersonView::from)
    }
}

fn topic(to: Option<UserId>, event: &'static str, data: Data) -> Vec<Topic> {
    to.map(|to| Topic { to, event, data }).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use domain::{
        Revision,
        lock::Detail,
        testing::samples::{appointment, noon, person},
    };

    use super::*;

    const HOLDER: UserId = UserId(Uuid::from_u128(1));
    const ADMIN: UserId = UserId(Uuid::from_u128(2));
    const LOCK: LockId = LockId(Uuid::from_u128(3));

    fn event(kind: EventKind, actor: Option<UserId>, subject: Option<UserId>) -> Event {
        let detail = Detail {
            lock: Some(LOCK),
            holder: Some(HOLDER),
            expires_at: Some(noon()),
            respond_by: Some(noon() + Duration::minutes(1)),
            ..Detail::default()
        };
        Event { kind, revision: Revision(2), actor, subject, at: noon(), detail }
    }

    /// To whom, the frame's name, who is named in it, and the reason.
    fn told(kind: EventKind, actor: Option<UserId>, subject: Option<UserId>) -> Vec<(UserId, String, String)> {
        let mut people = People::default();
        people.insert(person(HOLDER, "Holder", false));
        people.insert(person(ADMIN, "Admin", true));
        let topics = of(&event(kind, actor, subject), &appointment(), &people);
        let said = |topic: Topic| {
            let data = serde_json::to_value(&topic.data).unwrap();
            assert_eq!(data["appointment"].as_object().unwrap().len(), 5);
            let by = [&data["fromUser"], &data["byUser"]].map(|user| user["name"].as_str().unwrap_or("-").to_owned());
            let reason = data["reason"].as_str().unwrap_or("-");
            (topic.to, topic.event.to_owned(), format!("{} {} {reason}", by[0], by[1]))
        };
        topics.into_iter().map(said).collect()
    }

    #[test]
    fn everybody_concerned_is_told_what_they_did_not_do_themselves() {
        use EventKind as Kind;
        let (holder, admin) = (Some(HOLDER), Some(ADMIN));
        type Row = (Kind, Option<UserId>, Option<UserId>, Vec<(UserId, &'static str, &'static str)>);
        let table: Vec<Row> = vec![
            (Kind::Created, holder, None, vec![]),
            (Kind::Edited, holder, None, vec![]),
            (Kind::Cancelled, holder, holder, vec![]),
            (Kind::Restored, holder, None, vec![]),
            (Kind::Erased, admin, None, vec![]),
            (Kind::Acquired, holder, None, vec![]),
            (Kind::Renewed, holder, None, vec![]),
            (Kind::Released, holder, holder, vec![]),
            (Kind::Moved, holder, None, vec![(HOLDER, "lock-lost", "- Holder moved")]),
            (Kind::Expired, None, holder, vec![(HOLDER, "lock-lost", "- - expired")]),
            (Kind::ForceReleased, admin, holder, vec![(HOLDER, "lock-lost", "- Admin force_released")]),
            (Kind::ControlRequested, admin, holder, vec![(HOLDER, "request-control", "Admin - -")]),
            (Kind::ControlWithdrawn, admin, holder, vec![(HOLDER, "request-control-cancelled", "Admin - withdrawn")]),
            (Kind::ControlWithdrawn, None, admin, vec![(HOLDER, "request-control-cancelled", "Admin - withdrawn")]),
            (Kind::ControlApproved, holder, admin, vec![(ADMIN, "request-control-approved", "Holder - -")]),
            (Kind::HandedOver, holder, admin, vec![(ADMIN, "request-control-approved", "Holder - -")]),
            (Kind::ControlRejected, holder, admin, vec![(ADMIN, "request-control-rejected", "Holder - -")]),
            (
                Kind::ControlSettled,
                None,
                admin,
                vec![(ADMIN, "request-control-approved", "- - -"), (HOLDER, "lock-lost", "- Admin handed_over")],
            ),
            (Kind::ControlLapsed, None, admin, vec![(ADMIN, "request-control-cancelled", "- - lock_ended")]),
            (Kind::ForceReleaseRequested, admin, holder, vec![(HOLDER, "force-release-lock-request", "Admin - -")]),
            (
                Kind::ForceReleaseWithdrawn,
                admin,
                holder,
                vec![(HOLDER, "force-release-lock-cancelled", "Admin - withdrawn")],
            ),
            (Kind::ForceReleaseApproved, holder, admin, vec![(ADMIN, "force-release-lock-approved", "Holder - -")]),
            (Kind::ForceReleaseRejected, holder, admin, vec![(ADMIN, "force-release-lock-rejected", "Holder - -")]),
            (
                Kind::ForceReleaseSettled,
                None,
                admin,
                vec![(ADMIN, "force-release-lock-approved", "- - -"), (HOLDER, "lock-lost", "- Admin force_released")],
            ),
            (Kind::ForceReleaseLapsed, None, admin, vec![(ADMIN, "force-release-lock-cancelled", "- - lock_ended")]),
        ];
        let kinds: std::collections::HashSet<Kind> = table.iter().map(|(kind, ..)| *kind).collect();
        assert_eq!(kinds.len(), Kind::ALL.len(), "every kind has its row");
        for (kind, actor, subject, expected) in table {
            let expected: Vec<_> =
                expected.into_iter().map(|(to, event, said)| (to, event.to_owned(), said.to_owned())).collect();
            assert_eq!(told(kind, actor, subject), expected, "{kind:?}");
        }
    }

    #[test]
    fn a_request_says_all_that_its_holder_must_know() {
        let topics =
            of(&event(EventKind::ControlRequested, Some(ADMIN), Some(HOLDER)), &appointment(), &People::default());
        let data = serde_json::to_value(&topics[0].data).unwrap();
        assert_eq!(data["lockId"], LOCK.0.to_string());
        assert_eq!(data["expiresAt"], "2026-11-23T12:00:00.000Z");
        assert_eq!(data["respondBy"], "2026-11-23T12:01:00.000Z");
        assert!(data["appointment"]["patientName"].is_string() && data["appointment"]["datebirth"].is_string());
    }
}
