use chrono::Duration;
use domain::{
    Appointment, AppointmentId, Content, Version,
    lock::Action,
    ports::appointments::{Caller, Order, Page, Query},
    testing::samples::{content, noon},
};

use crate::bench::{Bench, all, create};

on_all!(
    an_empty_list_has_the_clock,
    a_window_has_what_overlaps_it,
    the_longest_appointment_is_found_at_its_end,
    pages_join_up_in_both_orders,
    the_total_is_of_all_pages,
    a_doctor_has_their_own,
    words_are_found_by_their_beginning,
    words_follow_the_content,
    cancelled_ones_have_their_own_list,
    conditions_add_up,
    locks_come_with_their_people,
    all_locks_are_listed_by_start,
    doctors_are_named_once,
);

async fn put(bench: &Bench, caller: Caller, content: Content) -> anyhow::Result<AppointmentId> {
    let id = AppointmentId::fresh();
    bench.run(caller, id, create(content, true)).await?;
    Ok(id)
}

fn ids(page: &Page) -> Vec<AppointmentId> {
    page.appointments.iter().map(|found| found.id).collect()
}

async fn an_empty_list_has_the_clock(bench: &Bench) -> anyhow::Result<()> {
    let page = bench.repository.list(&all()).await?;
    assert_eq!((page.appointments.len(), page.total, page.more), (0, 0, false));
    assert!(page.now <= bench.now().await?);
    let locked = bench.repository.locked().await?;
    assert_eq!((locked.appointments.len(), locked.total, locked.more), (0, 0, false));
    Ok(())
}

async fn a_window_has_what_overlaps_it(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let mut made = Vec::new();
    for hour in 1..=4 {
        made.push(put(bench, ann, content(hour)).await?);
    }
    let window = |from, to| Query { from: Some(from), to: Some(to), ..all() };
    // Ends when the window begins: outside. Begins when it ends: outside.
    let exact = bench.repository.list(&window(content(1).end_time, content(4).start_time)).await?;
    assert_eq!(ids(&exact), made[1..3]);
    let milli = Duration::milliseconds(1);
    let wider = bench.repository.list(&window(content(1).end_time - milli, content(4).start_time + milli)).await?;
    assert_eq!(ids(&wider), made);
    let from = Query { from: Some(content(3).start_time), ..all() };
    assert_eq!(ids(&bench.repository.list(&from).await?), made[2..]);
    let to = Query { to: Some(content(3).start_time), ..all() };
    assert_eq!(ids(&bench.repository.list(&to).await?), made[..2]);
    Ok(())
}

async fn the_longest_appointment_is_found_at_its_end(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let longest = Content { end_time: noon() + Duration::days(31), start_time: noon(), ..content(0) };
    let id = put(bench, ann, longest.clone()).await?;
    let last_moment = longest.end_time - Duration::milliseconds(1);
    assert_eq!(ids(&bench.repository.list(&Query { from: Some(last_moment), ..all() }).await?), [id]);
    assert_eq!(ids(&bench.repository.list(&Query { from: Some(longest.end_time), ..all() }).await?), []);
    Ok(())
}

/// Starts with ties, and with milliseconds, whose stored text is longer.
async fn with_ties(bench: &Bench) -> anyhow::Result<Vec<AppointmentId>> {
    let ann = bench.caller("Ann", false).await?;
    for millis in [500, 0, 1000, 0, 999, 500, 0] {
        let (start, old) = (noon() + Duration::milliseconds(millis), content(0));
        put(bench, ann, Content { start_time: start, end_time: start + Duration::hours(1), ..old }).await?;
    }
    let page = bench.repository.list(&all()).await?;
    let place = |found: &Appointment| (found.content.start_time, found.id);
    let mut sorted: Vec<_> = page.appointments.iter().map(place).collect();
    sorted.sort_unstable();
    assert_eq!(page.appointments.iter().map(place).collect::<Vec<_>>(), sorted);
    Ok(ids(&page))
}

async fn pages_join_up_in_both_orders(bench: &Bench) -> anyhow::Result<()> {
    let mut expected = with_ties(bench).await?;
    for order in [Order::Ascending, Order::Descending] {
        for limit in [1, 2, 3, 7, 8] {
            let mut query = Query { order, limit, ..all() };
            let mut found = Vec::new();
            loop {
                let page = bench.repository.list(&query).await?;
                assert!(page.appointments.len() <= limit as usize);
                assert_eq!(page.total, 7);
                found.extend(ids(&page));
                let Some(last) = page.appointments.last().filter(|_| page.more) else { break };
                query.after = Some((last.content.start_time, last.id));
            }
            assert_eq!(found, expected, "{order:?} by {limit}");
        }
        expected.reverse();
    }
    Ok(())
}

async fn the_total_is_of_all_pages(bench: &Bench) -> anyhow::Result<()> {
    with_ties(bench).await?;
    let page = bench.repository.list(&Query { limit: 3, ..all() }).await?;
    assert_eq!((page.appointments.len(), page.total, page.more), (3, 7, true));
    let exactly = bench.repository.list(&Query { limit: 7, ..all() }).await?;
    assert_eq!((exactly.appointments.len(), exactly.total, exactly.more), (7, 7, false));
    Ok(())
}

async fn a_doctor_has_their_own(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let mine = put(bench, ann, Content { doctor_name: Some(" DR. Sari ".into()), ..content(1) }).await?;
    put(bench, ann, content(1)).await?;
    put(bench, ann, Content { doctor_name: None, ..content(1) }).await?;
    let page = bench.repository.list(&Query { doctor: Some("dr. sari".into()), ..all() }).await?;
    assert_eq!(ids(&page), [mine]);
    Ok(())
}

async fn words_are_found_by_their_beginning(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let named = |name: &str, title: &str| Content {
        patient_name: name.into(),
        title: title.into(),
        phone: Some("+62 (812) 777-1".into()),
        doctor_name: Some("Dr. Émile".into()),
        ..content(1)
    };
    let neil = put(bench, ann, named("Peter O'Neil-Smith", "Checkup")).await?;
    let smythe = put(bench, ann, named("Änne Smythe", "Vaccination")).await?;
    let mut both = vec![neil, smythe];
    both.sort_unstable();
    let cases: [(&[&str], Vec<AppointmentId>); 11] = [
        (&["sm"], both.clone()),
        (&["smi"], vec![neil]),
        (&["neil", "peter"], vec![neil]),
        (&["neil", "smythe"], vec![]),
        (&["eil"], vec![]),
        (&["än"], vec![smythe]),
        (&["an"], vec![]),
        (&["ém"], both.clone()),
        (&["628127"], both.clone()),
        (&["777"], both.clone()),
        (&["vacc", "smythe"], vec![smythe]),
    ];
    for (words, expected) in cases {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let page = bench.repository.list(&Query { words: words.clone(), ..all() }).await?;
        assert_eq!(ids(&page), expected, "{words:?}");
        assert_eq!(page.total, expected.len() as u64);
    }
    Ok(())
}

async fn words_follow_the_content(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let id = bench.held(ann, content(1)).await?;
    let change = domain::ContentChange { patient_name: Some("Joko".into()), ..Default::default() };
    bench.run(ann, id, Action::Edit { version: Version(1), change: Box::new(change), allow_overlap: None }).await?;
    let find = |word: &str| Query { words: vec![word.into()], ..all() };
    assert_eq!(ids(&bench.repository.list(&find("jok")).await?), [id]);
    assert_eq!(ids(&bench.repository.list(&find("check")).await?), [id]);
    assert_eq!(ids(&bench.repository.list(&find("siti")).await?), []);
    Ok(())
}

async fn cancelled_ones_have_their_own_list(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let (gone, stays) = (bench.held(ann, content(1)).await?, bench.create(ann, content(2)).await?);
    bench.run(ann, gone, Action::Cancel { version: Version(1), reason: None }).await?;
    assert_eq!(ids(&bench.repository.list(&all()).await?), [stays]);
    let page = bench.repository.list(&Query { cancelled: true, ..all() }).await?;
    assert_eq!(ids(&page), [gone]);
    assert!(page.people.is_active(ann.user));
    Ok(())
}

async fn conditions_add_up(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let mut made = Vec::new();
    for hour in 0..6 {
        let doctor_name = Some(if hour % 2 == 0 { "Dr. Even" } else { "Dr. Odd" }.to_owned());
        made.push(put(bench, ann, Content { doctor_name, ..content(hour) }).await?);
    }
    let query = Query {
        from: Some(content(1).start_time),
        to: Some(content(6).start_time),
        doctor: Some("dr. even".into()),
        words: vec!["siti".into(), "even".into()],
        order: Order::Descending,
        ..all()
    };
    assert_eq!(ids(&bench.repository.list(&query).await?), [made[4], made[2]]);
    let after = Some((content(4).start_time, made[4]));
    let rest = bench.repository.list(&Query { after, ..query }).await?;
    assert_eq!((ids(&rest), rest.total, rest.more), (vec![made[2]], 2, false));
    Ok(())
}

async fn locks_come_with_their_people(bench: &Bench) -> anyhow::Result<()> {
    let (ann, bob) = (bench.caller("Ann", false).await?, bench.caller("Bob", true).await?);
    let id = bench.held(ann, content(1)).await?;
    bench.run(bob, id, Action::RequestForceRelease).await?;
    let page = bench.repository.list(&all()).await?;
    assert_eq!(page.appointments, [bench.stored(id).await?]);
    assert!(page.people.is_active(ann.user) && page.people.is_admin(bob.user));
    Ok(())
}

async fn all_locks_are_listed_by_start(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let (later, earlier) = (bench.held(ann, content(5)).await?, bench.held(ann, content(1)).await?);
    bench.create(ann, content(3)).await?;
    let page = bench.repository.locked().await?;
    assert_eq!(ids(&page), [earlier, later]);
    assert_eq!((page.total, page.more), (2, false));
    assert!(page.people.is_active(ann.user));
    Ok(())
}

async fn doctors_are_named_once(bench: &Bench) -> anyhow::Result<()> {
    let ann = bench.caller("Ann", false).await?;
    let names =
        [Some("dr. budi"), Some(" Dr. Budi"), Some("DR. BUDI"), None, Some("  "), Some("Dr. Ani"), Some("ärztin")];
    for (hour, name) in (0..).zip(names) {
        put(bench, ann, Content { doctor_name: name.map(Into::into), ..content(hour) }).await?;
    }
    let gone = bench.held(ann, Content { doctor_name: Some("Dr. Gone".into()), ..content(20) }).await?;
    bench.run(ann, gone, Action::Cancel { version: Version(1), reason: None }).await?;
    assert_eq!(bench.repository.doctors().await?, ["Dr. Ani", "DR. BUDI", "ärztin"]);
    Ok(())
}
