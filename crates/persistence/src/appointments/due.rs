//! Locks that change by themselves, and those that a user has a part in.

use domain::{
    AppointmentId, UserId,
    ports::{Answer, appointments::DueLocks},
};
use sea_orm::{DbErr, QueryResult};

use crate::{Database, error::unavailable, sql::Sql};

/// Locks with whom they name.
const LOCKS: &str = r#""appointment_locks" l
    JOIN "users" h ON h."id" = l."userId"
    LEFT JOIN "users" c ON c."id" = l."requestControlByUserId"
    LEFT JOIN "users" f ON f."id" = l."requestForceReleaseByUserId""#;

/// The holder is deleted, or who asks is no administrator any more.
const UNFIT: &str = r#"(h."deletedAt" IS NOT NULL OR c."deletedAt" IS NOT NULL OR f."deletedAt" IS NOT NULL
    OR COALESCE(NOT c."isAdmin", FALSE) OR COALESCE(NOT f."isAdmin", FALSE))"#;

pub(super) async fn due(database: &Database, limit: u32) -> Answer<DueLocks> {
    let now = database.now().await?;
    let text = format!(
        r#"SELECT l."appointmentId" FROM {LOCKS} WHERE l."dueAt" <= $1 OR {UNFIT} ORDER BY l."dueAt" LIMIT $2"#
    );
    let due = appointments(&database.all(Sql::with(text, [now.into(), i64::from(limit).into()])).await?);
    let text = format!(r#"SELECT min(l."dueAt") AS "next" FROM {LOCKS} WHERE l."dueAt" > $1 AND NOT {UNFIT}"#);
    let row = database.one(Sql::with(text, [now.into()])).await?;
    let next = row.try_get("", "next");
    Ok(DueLocks { now, due: due.map_err(unavailable)?, next: next.map_err(unavailable)? })
}

pub(super) async fn involving(database: &Database, user: UserId) -> Answer<Vec<AppointmentId>> {
    let text = r#"SELECT "appointmentId" FROM "appointment_locks"
        WHERE "userId" = $1 OR "requestControlByUserId" = $1 OR "requestForceReleaseByUserId" = $1
        ORDER BY "appointmentId""#;
    let rows = database.all(Sql::with(text, [user.0.into()])).await?;
    appointments(&rows).map_err(unavailable)
}

fn appointments(rows: &[QueryResult]) -> Result<Vec<AppointmentId>, DbErr> {
    rows.iter().map(|row| row.try_get("", "appointmentId").map(AppointmentId)).collect()
}
