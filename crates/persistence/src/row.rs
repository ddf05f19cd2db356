//! Appointments and locks between domain and rows: one conversion each way, by exhaustive destructuring.

use domain::{
    Appointment, AppointmentId, Cancellation, ClientId, Content, Gender, LockId, People, Revision, UserId, Version,
    lock::{ControlRequest, Held, Lock, Request},
    to_millis,
};
use sea_orm::{DbBackend, DbErr, FromQueryResult, QueryResult};
use uuid::Uuid;

use crate::{
    entity::{self, appointment, appointment_lock},
    people, sql,
};

/// The people that a row of [`columns`] brings: holder, who asks for control, for a release, who cancelled.
const ALIASES: [&str; 4] = ["h", "c", "f", "x"];

/// What a statement selects of an appointment, its lock and its people.
pub(crate) fn columns() -> String {
    let (appointment, lock) =
        (entity::columns::<appointment::Entity>("a"), entity::columns::<appointment_lock::Entity>("l"));
    format!("{appointment}, {lock}, {}", ALIASES.map(people::columns).join(", "))
}

/// What a statement joins to the appointments `a` for [`columns`].
pub(crate) fn joins(backend: DbBackend) -> String {
    [
        ("appointment_locks", "l", r#"l."appointmentId" = a."id""#),
        ("users", "h", r#"h."id" = l."userId""#),
        ("users", "c", r#"c."id" = l."requestControlByUserId""#),
        ("users", "f", r#"f."id" = l."requestForceReleaseByUserId""#),
        ("users", "x", r#"x."id" = a."cancelledByUserId""#),
    ]
    .map(|(table, alias, on)| sql::look_up(backend, table, alias, on))
    .concat()
}

/// The appointment of a row, if it has one; its people are added to `people`.
pub(crate) fn read(row: &QueryResult, people: &mut People) -> Result<Option<Appointment>, DbErr> {
    if row.try_get::<Option<Uuid>>("a_", "id")?.is_none() {
        return Ok(None);
    }
    for alias in ALIASES {
        people::read(row, alias)?.into_iter().for_each(|person| people.insert(person));
    }
    let lock = match row.try_get::<Option<Uuid>>("l_", "id")? {
        Some(_) => Lock::Held(held(appointment_lock::Model::from_query_result(row, "l_")?)),
        None => Lock::Free,
    };
    appointment(appointment::Model::from_query_result(row, "a_")?, lock).map(Some)
}

fn appointment(row: appointment::Model, lock: Lock) -> Result<Appointment, DbErr> {
    let appointment::Model {
        id,
        title,
        patient_name,
        datebirth,
        gender,
        phone,
        address,
        doctor_name,
        doctor_key: _,
        note,
        description,
        start_time,
        end_time,
        overbooked,
        version,
        revision,
        created_at,
        updated_at,
        cancelled_at,
        cancelled_by_user_id,
    } = row;
    let gender = gender_of(&gender)?;
    Ok(Appointment {
        id: AppointmentId(id),
        content: Content {
            title,
            patient_name,
            datebirth,
            gender,
            phone,
            address,
            doctor_name,
            note,
            description,
            start_time,
            end_time,
        },
        overbooked,
        version: Version(version),
        revision: Revision(revision),
        created_at,
        updated_at,
        cancelled: cancelled_at.zip(cancelled_by_user_id).map(|(at, by)| Cancellation { by: UserId(by), at }),
        lock,
    })
}

fn held(row: appointment_lock::Model) -> Held {
    let appointment_lock::Model {
        id,
        appointment_id: _,
        user_id,
        client_id,
        request_control_by_user_id,
        request_control_respond_by,
        request_control_lock_id,
        request_force_release_by_user_id,
        request_force_release_respond_by,
        expires_at,
        created_at,
        due_at: _,
    } = row;
    let request = |(by, respond_by)| Request { by: UserId(by), respond_by };
    let control = request_control_by_user_id.zip(request_control_lock_id).map(|(by, becomes)| ControlRequest {
        request: request((by, request_control_respond_by)),
        becomes: LockId(becomes),
    });
    Held {
        id: LockId(id),
        holder: UserId(user_id),
        client: client_id.map(ClientId),
        created_at,
        expires_at,
        control,
        force_release: request_force_release_by_user_id.map(|by| request((by, request_force_release_respond_by))),
    }
}

/// The row of an appointment, without its lock.
pub(crate) fn of_appointment(appointment: &Appointment) -> appointment::Model {
    let Appointment { id, content, overbooked, version, revision, created_at, updated_at, cancelled, lock: _ } =
        appointment.clone();
    let doctor_key = content.doctor_key();
    let Content {
        title,
        patient_name,
        datebirth,
        gender,
        phone,
        address,
        doctor_name,
        note,
        description,
        start_time,
        end_time,
    } = content;
    appointment::Model {
        id: id.0,
        title,
        patient_name,
        datebirth,
        gender: gender_name(gender).to_owned(),
        phone,
        address,
        doctor_name,
        doctor_key,
        note,
        description,
        start_time: to_millis(start_time),
        end_time: to_millis(end_time),
        overbooked,
        version: version.0,
        revision: revision.0,
        created_at: to_millis(created_at),
        updated_at: to_millis(updated_at),
        cancelled_at: cancelled.map(|cancelled| to_millis(cancelled.at)),
        cancelled_by_user_id: cancelled.map(|cancelled| cancelled.by.0),
    }
}

/// The row of a holding.
pub(crate) fn of_held(appointment: AppointmentId, held: &Held) -> appointment_lock::Model {
    let due_at = to_millis(held.next_due());
    let Held { id, holder, client, created_at, expires_at, control, force_release } = held.clone();
    let (control, becomes) = control.map(|ControlRequest { request, becomes }| (request, becomes)).unzip();
    let parts = |request: Option<Request>| match request {
        Some(Request { by, respond_by }) => (Some(by.0), respond_by.map(to_millis)),
        None => (None, None),
    };
    let (request_control_by_user_id, request_control_respond_by) = parts(control);
    let (request_force_release_by_user_id, request_force_release_respond_by) = parts(force_release);
    appointment_lock::Model {
        id: id.0,
        appointment_id: appointment.0,
        user_id: holder.0,
        client_id: client.map(|client| client.0),
        request_control_by_user_id,
        request_control_respond_by,
        request_control_lock_id: becomes.map(|lock| lock.0),
        request_force_release_by_user_id,
        request_force_release_respond_by,
        expires_at: to_millis(expires_at),
        created_at: to_millis(created_at),
        due_at,
    }
}

fn gender_name(gender: Gender) -> &'static str {
    match gender {
        Gender::Male => "male",
        Gender::Female => "female",
        Gender::Other => "other",
        Gender::Unknown => "unknown",
    }
}

fn gender_of(name: &str) -> Result<Gender, DbErr> {
    let all = [Gender::Male, Gender::Female, Gender::Other, Gender::Unknown];
    let found = all.into_iter().find(|gender| gender_name(*gender) == name);
    found.ok_or_else(|| DbErr::Type(format!("{name} is no gender")))
}
