//! Successes kept under idempotency keys.

use chrono::Duration;
use domain::{AppointmentId, Instant, lock::Effect, ports::appointments::Kept};
use sea_orm::DbErr;

use crate::entity::idempotency_key::Model;

/// How long a success is kept.
pub(super) fn lifetime() -> Duration {
    Duration::hours(24)
}

/// What a row keeps, unless it is too old by now.
pub(super) fn read(row: Model, now: Instant) -> Result<Option<Kept>, DbErr> {
    let Model { user_id: _, key: _, fingerprint, effect, appointment_id, created_at } = row;
    if now - created_at >= lifetime() {
        return Ok(None);
    }
    let fingerprint = fingerprint.try_into().map_err(|_| DbErr::Type("a fingerprint has 32 bytes".into()))?;
    Ok(Some(Kept { fingerprint, appointment: AppointmentId(appointment_id), effect: effect_of(&effect)? }))
}

/// The stored name of an effect.
pub(super) fn effect_name(effect: Effect) -> &'static str {
    match effect {
        Effect::Created => "created",
        Effect::Taken => "taken",
        Effect::Renewed => "renewed",
        Effect::Done => "done",
    }
}

fn effect_of(name: &str) -> Result<Effect, DbErr> {
    let all = [Effect::Created, Effect::Taken, Effect::Renewed, Effect::Done];
    let found = all.into_iter().find(|effect| effect_name(*effect) == name);
    found.ok_or_else(|| DbErr::Type(format!("{name} is no effect")))
}
