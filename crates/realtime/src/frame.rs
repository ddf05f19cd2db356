//! Frames to clients. Each is serialised once, however many sockets it goes to.

use bytestring::ByteString;
use domain::{Appointment, Instant, People};
use http_api::{
    Problem,
    view::{AppointmentView, Stamp},
};
use serde::Serialize;
use serde_json::{json, value::RawValue};
use uuid::Uuid;

#[derive(Serialize)]
struct Frame<'a, T> {
    event: &'a str,
    data: &'a T,
    #[serde(skip_serializing_if = "Option::is_none")]
    seq: Option<i64>,
}

/// A frame that carries a resume point.
pub fn event<T: Serialize>(event: &str, data: &T, seq: i64) -> ByteString {
    text(&Frame { event, data, seq: Some(seq) })
}

/// A frame of what is not kept.
pub fn ephemeral<T: Serialize>(event: &str, data: &T) -> ByteString {
    text(&Frame { event, data, seq: None })
}

/// What an appointment is now: `remove-appointments` once it is cancelled.
pub fn appointment(appointment: &Appointment, people: &People, seq: i64) -> ByteString {
    if appointment.cancelled.is_some() {
        let gone = json!({"id": appointment.id.0, "revision": appointment.revision.0});
        return event("remove-appointments", &gone, seq);
    }
    event("update-appointments", &AppointmentView::new(appointment, people), seq)
}

/// All that a window holds. It replaces whatever the client has.
pub fn init(appointments: &RawValue, seq: i64, epoch: &str, now: Instant) -> ByteString {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Init<'a> {
        event: &'a str,
        seq: i64,
        epoch: &'a str,
        server_time: Stamp,
        data: &'a RawValue,
    }
    text(&Init { event: "init-appointments", seq, epoch, server_time: Stamp(now), data: appointments })
}

/// What is wrong with a frame of the client's. Each has an id of its own.
pub fn error(problem: &Problem) -> ByteString {
    ephemeral("error", &problem.body(&Uuid::now_v7().to_string()))
}

fn text<T: Serialize>(frame: &T) -> ByteString {
    // Views are structs of text and numbers; nothing in them can fail to be JSON.
    serde_json::to_string(frame).unwrap_or_default().into()
}
