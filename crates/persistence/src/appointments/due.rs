//! Locks that change by themselves, and those that a user has a part in.

use domain::{
    AppointmentId, Instant, UserId,
    ports::{Answer, appointments::DueLocks},
};
use sea_orm::{DbErr, QueryResult};

use crate::{Database, error::unavailable, sql::Sql};

/// Locks `l` whose holder is deleted, or that name someone who asks and is no administrator any more. Each by itself, for
/// there are many locks and few of these.
const UNFIT: &str = r#"SELECT l."id", l."appointmentId" FROM "appointment_locks" l JOIN "users" u ON u."id" = l."userId"
        WHERE u."deletedAt" IS NOT NULL
    UNION SELECT l."id", l."appointmentId" FROM "appointment_locks" l JOIN "users" u ON u."id" = l."requestControlByUserId"
        WHERE u."deletedAt" IS NOT NULL OR NOT u."isAdmin"
    UNION SELECT l."id", l."appointmentId" FROM "appointment_locks" l JOIN "users" u ON u."id" = l."requestForceReleaseByUserId"
        WHERE u."deletedAt" IS NOT NULL OR NOT u."isAdmin""#;

pub(super) async fn due(database: &Database, limit: u32) -> Answer<DueLocks> {
    let now = database.now().await?;
    let rows = database.all(due_statement(now, limit)).await?;
    let next = database.all(next_statement(now)).await?;
    let next = next.first().map(|row| row.try_get("", "dueAt")).transpose();
    Ok(DueLocks { now, due: appointments(&rows).map_err(unavailable)?, next: next.map_err(unavailable)? })
}

pub(super) fn due_statement(now: Instant, limit: u32) -> Sql {
    let text = format!(
        r#"SELECT "appointmentId" FROM (SELECT "appointmentId" FROM "appointment_locks" WHERE "dueAt" <= $1
            ORDER BY "dueAt" LIMIT $2) passed
        UNION SELECT "appointmentId" FROM ({UNFIT}) unfit LIMIT $2"#
    );
    Sql::with(text, [now.into(), i64::from(limit).into()])
}

pub(super) fn next_statement(now: Instant) -> Sql {
    let text = format!(
        r#"SELECT "dueAt" FROM "appointment_locks" WHERE "dueAt" > $1 AND "id" NOT IN (SELECT "id" FROM ({UNFIT}) unfit)
        ORDER BY "dueAt" LIMIT 1"#
    );
    Sql::with(text, [now.into()])
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
