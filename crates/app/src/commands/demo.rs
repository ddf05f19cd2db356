//! `demo`: a throw-away database with people and appointments, for a first look.

use anyhow::Context;
use auth::NewAccount;
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use domain::{
    AppointmentId, Content, Gender, SessionId, UserId,
    lock::{Action, Actor, Command},
    ports::appointments::Caller,
    service::Request,
};

use super::serve::serve_seeded;
use crate::{
    config::{Database, JwtSecret, Settings},
    node::Node,
};

/// Name, e-mail and role of who can sign in.
const PEOPLE: [(&str, &str, bool); 3] = [
    ("Ayu Lestari", "ayu@demo.example", true),
    ("Budi Santoso", "budi@demo.example", false),
    ("Citra Dewi", "citra@demo.example", false),
];
const DOCTORS: [&str; 3] = ["Dr. Hartono", "Dr. Wijaya", "Dr. Sari"];
const PATIENTS: [(&str, Gender, i32); 8] = [
    ("Siti Rahma", Gender::Female, 1984),
    ("Agus Pranoto", Gender::Male, 1951),
    ("Dewi Anggraini", Gender::Female, 1997),
    ("Eko Susilo", Gender::Male, 1969),
    ("Fitri Handayani", Gender::Female, 2009),
    ("Gilang Ramadhan", Gender::Male, 1990),
    ("Hesti Purnama", Gender::Other, 1978),
    ("Indra Kusuma", Gender::Unknown, 2018),
];
const TITLES: [&str; 5] = ["Check-up", "Follow-up", "Vaccination", "Blood test", "Consultation"];
/// Start times of a doctor's day, in hours and minutes, with lengths in minutes.
const SLOTS: [(u32, u32, i64); 5] = [(8, 30, 30), (9, 15, 45), (10, 30, 30), (13, 0, 60), (15, 30, 30)];

/// Serves a throw-away database on the loopback; it is gone when the server stops.
///
/// # Errors
/// Something of the start does not work.
pub async fn demo(mut settings: Settings) -> anyhow::Result<()> {
    let folder = tempfile::tempdir().context("no folder for the throw-away database can be made")?;
    settings.storage.data_dir = folder.path().to_owned();
    settings.storage.database = Database::Sqlite(folder.path().join("appointments.db"));
    settings.auth.jwt_secret = JwtSecret::KeptIn(folder.path().to_owned());
    settings.auth.first_admin = None;
    settings.http.host = "127.0.0.1".to_owned();
    let zone = settings.clinic.time_zone;
    serve_seeded(settings, async |node| seed(node, zone).await).await
}

async fn seed(node: &Node, zone: Tz) -> anyhow::Result<()> {
    let mut secretary = None;
    println!("A throw-away database. Sign in with:");
    for (name, email, is_admin) in PEOPLE {
        let password = password()?;
        let account = NewAccount { name: name.into(), email: email.into(), password: Some(password.clone()), is_admin };
        let user = node.accounts.create_user(None, account).await?;
        println!("  {email}  {password}{}", if is_admin { "  (administrator)" } else { "" });
        secretary = Some(user.id);
    }
    let now = node.accounts_stores.users.now().await?;
    let caller = caller(node, secretary.context("nobody was made")?, now).await?;
    for content in two_weeks(now.with_timezone(&zone).date_naive(), zone) {
        book(node, caller, content).await?;
    }
    node.accounts_stores.sessions.revoke(caller.session).await?;
    Ok(())
}

/// Ten letters and digits that are easy to read out.
fn password() -> anyhow::Result<String> {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789x";
    let mut bytes = [0; 12];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no random numbers: {error}"))?;
    Ok(bytes.iter().map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect())
}

async fn caller(node: &Node, user: UserId, now: DateTime<Utc>) -> anyhow::Result<Caller> {
    let session = SessionId::fresh();
    node.accounts_stores
        .sessions
        .open(session, user, now + chrono::TimeDelta::minutes(5))
        .await?
        .context("the user is gone")?;
    Ok(Caller { user, session })
}

async fn book(node: &Node, caller: Caller, content: Content) -> anyhow::Result<()> {
    let command = Command {
        appointment: AppointmentId::fresh(),
        actor: Actor::User { id: caller.user, client: None },
        pinned_lock: None,
        precondition: None,
        action: Action::Create { content: Box::new(content), allow_overlap: false },
    };
    node.appointments.execute(&Request { command, caller: Some(caller), key: None }).await?;
    Ok(())
}

/// The working days of this week and the next, every doctor's.
fn two_weeks(today: NaiveDate, zone: Tz) -> impl Iterator<Item = Content> {
    let monday = today.week(Weekday::Mon).first_day();
    let days = (0..14).filter_map(move |day| monday.checked_add_days(Days::new(day)));
    let days = days.filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun));
    let slots = days.flat_map(|day| DOCTORS.into_iter().flat_map(move |doctor| SLOTS.map(|slot| (day, doctor, slot))));
    slots.enumerate().filter_map(move |(count, (day, doctor, slot))| appointment(count, day, doctor, slot, zone))
}

fn appointment(
    count: usize,
    day: NaiveDate,
    doctor: &str,
    (hour, minute, minutes): (u32, u32, i64),
    zone: Tz,
) -> Option<Content> {
    let (patient, gender, born) = PATIENTS[count * 3 % PATIENTS.len()];
    let start = day.and_time(NaiveTime::from_hms_opt(hour, minute, 0)?);
    let start_time = zone.from_local_datetime(&start).earliest()?.to_utc();
    Some(Content {
        title: TITLES[count * 7 % TITLES.len()].to_owned(),
        patient_name: patient.to_owned(),
        datebirth: NaiveDate::from_ymd_opt(born, 1 + count as u32 % 12, 1 + count as u32 % 28)?,
        gender,
        phone: Some(format!("+62 812 {:04}", 1000 + count)),
        address: None,
        doctor_name: Some(doctor.to_owned()),
        note: None,
        description: None,
        start_time,
        end_time: start_time + chrono::TimeDelta::minutes(minutes),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_weeks_have_ten_full_days_without_clashes() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let all: Vec<Content> = two_weeks(day, chrono_tz::Asia::Jakarta).collect();
        assert_eq!(all.len(), 10 * DOCTORS.len() * SLOTS.len());
        for (i, one) in all.iter().enumerate() {
            assert_eq!(one.fault(), None);
            for other in &all[i + 1..] {
                let apart = one.end_time <= other.start_time || other.end_time <= one.start_time;
                assert!(apart || one.doctor_key() != other.doctor_key());
            }
        }
    }
}
