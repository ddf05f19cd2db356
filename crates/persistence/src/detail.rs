//! An event's detail as JSON. Fields that are not known here are a newer binary's and are ignored.

use chrono::SecondsFormat;
use domain::{
    Instant, LockId, UserId,
    appointment::Field,
    lock::{Detail, event::Moved},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use uuid::Uuid;

#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Row {
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changed: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_time: Option<Change<Millis>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_time: Option<Change<Millis>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    doctor_name: Option<Change<Option<String>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lock_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    holder_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<Millis>,
    #[serde(skip_serializing_if = "Option::is_none")]
    respond_by: Option<Millis>,
}

#[derive(Serialize, Deserialize)]
struct Change<T> {
    from: T,
    to: T,
}

/// RFC 3339 with milliseconds and `Z`.
struct Millis(Instant);

impl Serialize for Millis {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

impl<'de> Deserialize<'de> for Millis {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Instant::deserialize(deserializer).map(Self)
    }
}

/// For storing.
pub(crate) fn to_json(detail: &Detail) -> Result<Value, serde_json::Error> {
    let Detail { reason, changed, start_time, end_time, doctor_name, lock, holder, expires_at, respond_by } =
        detail.clone();
    serde_json::to_value(Row {
        reason,
        changed: changed.into_iter().map(|field| field.name().to_owned()).collect(),
        start_time: start_time.map(|Moved { from, to }| Change { from: Millis(from), to: Millis(to) }),
        end_time: end_time.map(|Moved { from, to }| Change { from: Millis(from), to: Millis(to) }),
        doctor_name: doctor_name.map(|Moved { from, to }| Change { from, to }),
        lock_id: lock.map(|lock| lock.0),
        holder_id: holder.map(|holder| holder.0),
        expires_at: expires_at.map(Millis),
        respond_by: respond_by.map(Millis),
    })
}

/// As stored.
pub(crate) fn from_json(json: Value) -> Result<Detail, serde_json::Error> {
    let row: Row = serde_json::from_value(json)?;
    let Row { reason, changed, start_time, end_time, doctor_name, lock_id, holder_id, expires_at, respond_by } = row;
    Ok(Detail {
        reason,
        changed: changed.iter().filter_map(|name| Field::from_name(name)).collect(),
        start_time: start_time.map(|Change { from, to }| Moved { from: from.0, to: to.0 }),
        end_time: end_time.map(|Change { from, to }| Moved { from: from.0, to: to.0 }),
        doctor_name: doctor_name.map(|Change { from, to }| Moved { from, to }),
        lock: lock_id.map(LockId),
        holder: holder_id.map(UserId),
        expires_at: expires_at.map(|Millis(at)| at),
        respond_by: respond_by.map(|Millis(at)| at),
    })
}

#[cfg(test)]
mod tests {
    use domain::testing::samples::noon;

    use super::*;

    #[test]
    fn a_detail_comes_back_as_it_was() -> Result<(), serde_json::Error> {
        let full = Detail {
            reason: Some("the patient called".into()),
            changed: Field::ALL.map(|(field, _)| field).to_vec(),
            start_time: Some(Moved { from: noon(), to: noon() + chrono::Duration::milliseconds(1) }),
            end_time: Some(Moved { from: noon(), to: noon() }),
            doctor_name: Some(Moved { from: None, to: Some("Dr. Budi".into()) }),
            lock: Some(LockId::fresh()),
            holder: Some(UserId::fresh()),
            expires_at: Some(noon()),
            respond_by: Some(noon()),
        };
        for detail in [full, Detail::default()] {
            assert_eq!(from_json(to_json(&detail)?)?, detail);
        }
        assert_eq!(to_json(&Detail::default())?, serde_json::json!({}));
        Ok(())
    }

    #[test]
    fn names_are_the_contracts() -> Result<(), serde_json::Error> {
        let moved = Moved { from: noon(), to: noon() };
        let detail = Detail { changed: vec![Field::PatientName], start_time: Some(moved), ..Detail::default() };
        let at = "2026-11-23T12:00:00.000Z";
        let expected = serde_json::json!({"changed": ["patientName"], "startTime": {"from": at, "to": at}});
        assert_eq!(to_json(&detail)?, expected);
        Ok(())
    }

    #[test]
    fn what_a_newer_binary_wrote_is_ignored() -> Result<(), serde_json::Error> {
        let newer = serde_json::json!({"reason": "x", "changed": ["title", "colour"], "colour": {"from": 1, "to": 2}});
        let expected = Detail { reason: Some("x".into()), changed: vec![Field::Title], ..Detail::default() };
        assert_eq!(from_json(newer)?, expected);
        Ok(())
    }
}
