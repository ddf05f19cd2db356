//! An appointment's events, newest first.

use std::collections::BTreeSet;

use domain::{
    AppointmentId, People, UserId,
    ports::{
        Answer,
        appointments::{History, Load, Recorded},
    },
};
use sea_orm::{DbErr, FromQueryResult, QueryResult};

use super::load;
use crate::{
    Database,
    entity::{self, appointment_event},
    error::unavailable,
    event, people,
    sql::Sql,
};

pub(super) async fn history(
    database: &Database,
    id: AppointmentId,
    before: Option<i64>,
    limit: u32,
) -> Answer<History> {
    let state = Load { appointment: id, caller: None, key: None, operation: None };
    let found = load::load(database.clone(), &state).await?;
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
    people::find(database, missing, people).await
}

/// An appointment's events have the order of their revisions, by which there is an index.
pub(super) fn statement(id: AppointmentId, before: Option<i64>, limit: u32) -> Sql {
    let text = format!(
        r#"SELECT {events}, {actor}, {subject} FROM "appointment_events" e
            LEFT JOIN "users" p ON p."id" = e."actorId"
            LEFT JOIN "users" s ON s."id" = e."subjectId"
        WHERE e."appointmentId" = $1 AND e."seq" < $2 ORDER BY e."revision" DESC LIMIT $3"#,
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
        let row = appointment_event::Model::from_query_result(row, "e_")?;
        let (seq, appointment) = (row.seq, AppointmentId(row.appointment_id));
        events.extend(event::read(row).map(|event| Recorded { seq, appointment, event }));
    }
    Ok(events)
}
