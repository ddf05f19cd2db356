//! What a client that does as it is told would show.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::Frame;

/// A model of a client: appointments by id, applied by revision.
#[derive(Clone, Debug)]
pub struct View {
    from: String,
    to: String,
    held: BTreeMap<String, Value>,
    /// Revisions of what is not shown: cancelled, or moved out of the window.
    dropped: BTreeMap<String, i64>,
}

impl View {
    /// Looks at [from, to), written as the server writes instants.
    #[must_use]
    pub fn of(from: &str, to: &str) -> Self {
        Self { from: from.to_owned(), to: to.to_owned(), held: BTreeMap::new(), dropped: BTreeMap::new() }
    }

    /// Takes a frame in; what is not about appointments changes nothing.
    pub fn apply(&mut self, frame: &Frame) {
        match frame.event.as_str() {
            "init-appointments" => self.replace(&frame.data),
            "update-appointments" => self.update(&frame.data),
            "remove-appointments" => self.drop(&frame.data),
            _ => {}
        }
    }

    fn replace(&mut self, appointments: &Value) {
        self.dropped.clear();
        let named = appointments.as_array().into_iter().flatten().map(|one| (id(one), one.clone()));
        self.held = named.collect();
    }

    fn update(&mut self, appointment: &Value) {
        if !self.is_news(appointment) {
            return;
        }
        if !self.overlaps(appointment) {
            self.drop(appointment);
            return;
        }
        self.dropped.remove(&id(appointment));
        self.held.insert(id(appointment), appointment.clone());
    }

    fn drop(&mut self, appointment: &Value) {
        if self.is_news(appointment) {
            self.held.remove(&id(appointment));
            self.dropped.insert(id(appointment), revision(appointment));
        }
    }

    fn is_news(&self, appointment: &Value) -> bool {
        let held = self.held.get(&id(appointment)).map(revision);
        let known = held.or_else(|| self.dropped.get(&id(appointment)).copied());
        known.is_none_or(|known| known <= revision(appointment))
    }

    /// Instants of one form compare as text.
    fn overlaps(&self, appointment: &Value) -> bool {
        let text = |name: &str| appointment[name].as_str().unwrap_or_default();
        text("startTime") < self.to.as_str() && text("endTime") > self.from.as_str()
    }

    /// What is shown, by id.
    #[must_use]
    pub fn shown(&self) -> &BTreeMap<String, Value> {
        &self.held
    }

    /// How this differs from a list of appointments, whole; None when it does not.
    #[must_use]
    pub fn difference(&self, listed: &[Value]) -> Option<String> {
        let listed: BTreeMap<String, Value> = listed.iter().map(|one| (id(one), one.clone())).collect();
        let missing = listed.keys().find(|id| !self.held.contains_key(*id));
        let left = self.held.keys().find(|id| !listed.contains_key(*id));
        let other = self.held.iter().find(|(id, one)| listed.get(*id).is_some_and(|listed| listed != *one));
        missing
            .map(|id| format!("not shown: {}", listed[id]))
            .or_else(|| left.map(|id| format!("shown, but not there: {}", self.held[id])))
            .or_else(|| other.map(|(id, one)| format!("shown: {one}\nis:    {}", listed[id])))
    }
}

fn id(appointment: &Value) -> String {
    appointment["id"].as_str().unwrap_or_default().to_owned()
}

fn revision(appointment: &Value) -> i64 {
    appointment["revision"].as_i64().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use serde_json::json;

    use super::*;

    fn appointment(revision: i64, hour: u8) -> Value {
        let time = |minute: u8| format!("2031-03-03T{hour:02}:{minute:02}:00.000Z");
        json!({"id": "a", "revision": revision, "startTime": time(0), "endTime": time(30)})
    }

    fn frame(event: &str, data: Value) -> Frame {
        Frame { event: event.to_owned(), json: data.clone(), data, seq: None, at: Instant::now() }
    }

    fn after(frames: &[(&str, Value)]) -> Vec<Value> {
        let mut view = View::of("2031-03-03T09:00:00.000Z", "2031-03-03T12:00:00.000Z");
        frames.iter().for_each(|(event, data)| view.apply(&frame(event, data.clone())));
        view.shown().values().cloned().collect()
    }

    #[test]
    fn older_revisions_change_nothing() {
        let shown = after(&[("update-appointments", appointment(3, 10)), ("update-appointments", appointment(2, 9))]);
        assert_eq!(shown, [appointment(3, 10)]);
        let removed = json!({"id": "a", "revision": 4});
        let late = [("remove-appointments", removed), ("update-appointments", appointment(3, 10))];
        assert!(after(&late).is_empty());
    }

    #[test]
    fn what_leaves_the_window_is_dropped_and_may_come_back() {
        let gone = [("init-appointments", json!([appointment(1, 9)])), ("update-appointments", appointment(2, 12))];
        assert!(after(&gone).is_empty());
        let back = [gone.as_slice(), &[("update-appointments", appointment(3, 11))]].concat();
        assert_eq!(after(&back), [appointment(3, 11)]);
    }

    #[test]
    fn differences_are_named() {
        let view = |frames: &[Frame]| {
            let mut view = View::of("2031-03-03T09:00:00.000Z", "2031-03-03T12:00:00.000Z");
            frames.iter().for_each(|frame| view.apply(frame));
            view
        };
        let one = view(&[frame("update-appointments", appointment(1, 9))]);
        assert_eq!(one.difference(&[appointment(1, 9)]), None);
        assert!(one.difference(&[]).is_some_and(|said| said.starts_with("shown, but")));
        assert!(one.difference(&[appointment(2, 9)]).is_some_and(|said| said.contains("is: ")));
        assert!(view(&[]).difference(&[appointment(2, 9)]).is_some_and(|said| said.starts_with("not shown")));
    }
}
