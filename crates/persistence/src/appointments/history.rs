//! An appointment's events, newest first.

use std::collections::BTreeSet;

use domain::{
    AppointmentId, People, Revision, UserId,
    lock::{Event, EventKind},
    ports::{
        Answer,
        appointments::{History, Load, Recorded},
    },
};
use sea_orm::{DbErr, FromQueryResult, QueryResult};

use super::load;
use crate::{
    Database, detail,
    entity::{self, appointment_event},
    error::unavailable,
    people,
    sql::Sql,
};

pub(super) async fn history(
    database: &Database,
    id: AppointmentId,
    before: Option<i64>,
    limit: u32,
) -> Answer<History> {
    let state = Load { appointment: id, caller: None, key: None, operation: None };
    let found = load::load(database, &state).await?;
    let mut rows = database.all(statement(id, before, limit)).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let mut people = found.people;
    let events = read(&rows, &mut people).map_err(unavailable)?;
    add_holders(database, &events, &mut people).await?;
    Ok(History { appointment: found.appointment, events, people, more })
}

/// Holders whom only the details name.
async fn add_holders(database: &Database, events: &[Recorded], people: &mut People) -> Answer<()> {
    let holders = events.iter().filter_map(|recorded| recorded.event.detail.holder);
    let missing: BTreeSet<UserId> = holders.filter(|holder| people.get(*holder).is_none()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new(format!(r#"SELECT {} FROM "users" p WHERE p."id" IN ("#, people::columns("p")));
    let holders: Vec<String> = missing.iter().map(|holder| sql.bind(holder.0)).collect();
    sql.push(&format!("{})", holders.join(", ")));
    for row in database.all(sql).await? {
        people::read(&row, "p").map_err(unavailable)?.into_iter().for_each(|person| people.insert(person));
    }
    Ok(())
}

fn statement(id: AppointmentId, before: Option<i64>, limit: u32) -> Sql {
    let text = format!(
        r#"SELECT {events}, {actor}, {subject} FROM "appointment_events" e
            LEFT JOIN "users" p ON p."id" = e."actorId"
            LEFT JOIN "users" s ON s."id" = e."subjectId"
        WHERE e."appointmentId" = $1 AND e."seq" < $2 ORDER BY e."seq" DESC LIMIT $3"#,
        events = entity::columns::<appointment_event::Entity>("e"),
        actor = people::columns("p"),
        subject = people::columns("s"),
    );
    let before = before.unwrap_or(i64::MAX);
    Sql::with(text, [id.0.into(), before.into(), (i64::from(limit) + 1).into()])
}

fn read(rows: &[QueryResult], people: &mut People) -> Result<Vec<Recorded>, DbErr> {
    let mut events = Vec::new();
    for row in rows {
        for alias in ["p", "s"] {
            people::read(row, alias)?.into_iter().for_each(|person| people.insert(person));
        }
        events.extend(event(appointment_event::Model::from_query_result(row, "e_")?)?);
    }
    Ok(events)
}

/// None when a newer binary, that runs beside this one, wrote a kind that is not known here.
fn event(row: appointment_event::Model) -> Result<Option<Recorded>, DbErr> {
    let appointment_event::Model {
        seq,
        appointment_id,
        revision,
        kind,
        actor_id,
        subject_id,
        at,
        detail,
        span_from: _,
        span_to: _,
        operation_id: _,
    } = row;
    let Some(kind) = EventKind::from_name(&kind) else {
        tracing::warn!(seq, kind, "An event of an unknown kind was skipped.");
        return Ok(None);
    };
    let detail = detail::from_json(detail).map_err(|error| DbErr::Json(error.to_string()))?;
    let (actor, subject) = (actor_id.map(UserId), subject_id.map(UserId));
    let event = Event { kind, revision: Revision(revision), actor, subject, at, detail };
    Ok(Some(Recorded { seq, appointment: AppointmentId(appointment_id), event }))
}
