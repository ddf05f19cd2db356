//! Finding appointments: windows, doctors, words, pages.

mod common;

use common::{Env, Person, Store, World, next_page, on_both, pointers, refused, unique};
use serde_json::{Value, json};

const ENV: Env = &[];

on_both!(
    a_window_holds_what_overlaps_it,
    pages_follow_each_other_without_gaps,
    words_are_found_by_their_beginnings,
    doctors_are_compared_trimmed_and_in_any_case,
    doctors_in_use_are_listed,
    locks_are_shown_in_lists,
    parameters_are_checked,
);

fn ids(list: &Value) -> Vec<String> {
    list.as_array().expect("an array").iter().map(|one| one["id"].as_str().expect("an id").to_owned()).collect()
}

async fn found(person: &Person, query: &str) -> Vec<String> {
    ids(&person.get(&format!("/api/appointments?{query}")).await.expect(200).body)
}

/// All pages, one after the other.
async fn all_pages(world: &World, person: &Person, query: &str) -> Vec<Vec<String>> {
    let base = world.server.url("");
    let (mut next, mut pages) = (Some(format!("/api/appointments?{query}")), Vec::new());
    while let Some(path) = next {
        let reply = person.get(&path).await.expect(200);
        pages.push(ids(&reply.body));
        next = next_page(&reply, &base);
    }
    pages
}

async fn a_window_holds_what_overlaps_it(store: Store) {
    let user = store.world(ENV).user().await;
    let doctor = unique("Dr. Window");
    let minute = |minute: u32| format!("2032-01-05T10:{minute:02}:00.000Z");
    let mut made = Vec::new();
    for (start, end) in [(0, 10), (10, 20), (20, 30)] {
        let times = json!({"doctorName": doctor, "startTime": minute(start), "endTime": minute(end)});
        made.push(user.book(times).await["id"].as_str().expect("an id").to_owned());
    }
    let long = json!({"doctorName": doctor, "startTime": "2031-12-06T00:00:00Z", "endTime": "2032-01-05T10:01:00Z", "allowOverlap": true});
    let long = user.book(long).await["id"].as_str().expect("an id").to_owned();
    let window = async |from: &str, to: &str| {
        let mut query = format!("doctor={doctor}");
        for (name, value) in [("from", from), ("to", to)] {
            if !value.is_empty() {
                query += &format!("&{name}={value}");
            }
        }
        found(&user, &query).await
    };
    let [first, second, third] = [&made[0], &made[1], &made[2]];
    let all = [&long, first, second, third].map(Clone::clone).to_vec();
    assert_eq!(window("", "").await, all);
    assert_eq!(window(&minute(10), &minute(20)).await, std::slice::from_ref(second));
    assert_eq!(window(&minute(9), &minute(21)).await, [first, second, third].map(Clone::clone));
    assert_eq!(window(&minute(0), &minute(1)).await, [&long, first].map(Clone::clone));
    assert_eq!(window(&minute(20), "").await, std::slice::from_ref(third));
    assert_eq!(window("", &minute(0)).await, std::slice::from_ref(&long));
    assert_eq!(window("2032-01-05T17:10:00%2B07:00", &minute(20)).await, std::slice::from_ref(second));
    let reversed: Vec<String> = all.into_iter().rev().collect();
    assert_eq!(found(&user, &format!("doctor={doctor}&order=desc")).await, reversed);
}

async fn pages_follow_each_other_without_gaps(store: Store) {
    let world = store.world(ENV);
    let user = world.user().await;
    let doctor = unique("Dr. Pages");
    let mut made = Vec::new();
    for count in 0..11 {
        // Many begin at the same instant: the id decides.
        let start = format!("2032-02-02T{:02}:00:00.000Z", 9 + count / 4);
        let times = json!({"doctorName": doctor, "startTime": start, "endTime": "2032-02-02T20:00:00.000Z", "allowOverlap": true});
        let one = user.book(times).await;
        made.push((start, one["id"].as_str().expect("an id").to_owned()));
    }
    made.sort();
    let mut expected: Vec<String> = made.into_iter().map(|(_, id)| id).collect();
    for order in ["asc", "desc"] {
        for limit in [1, 3, 4, 11, 12] {
            let pages = all_pages(world, &user, &format!("doctor={doctor}&order={order}&limit={limit}")).await;
            assert!(pages.iter().rev().skip(1).all(|page| page.len() == limit), "{pages:?}");
            assert_eq!(pages.len(), expected.len().div_ceil(limit));
            assert_eq!(pages.concat(), expected, "{order} {limit}");
        }
        expected.reverse();
    }
    let first = user.get(&format!("/api/appointments?doctor={doctor}&limit=4")).await.expect(200);
    assert_eq!(first.header("x-total-count"), Some("11"));
    let second = next_page(&first, &world.server.url("")).expect("a second page");
    assert_eq!(user.get(&second).await.expect(200).header("x-total-count"), Some("11"));
    // What is made meanwhile neither repeats nor hides anything.
    user.book(json!({"doctorName": doctor, "startTime": "2032-02-01T09:00:00Z", "endTime": "2032-02-01T10:00:00Z"}))
        .await;
    assert_eq!(ids(&user.get(&second).await.expect(200).body), expected[4..8]);
}

async fn words_are_found_by_their_beginnings(store: Store) {
    let user = store.world(ENV).user().await;
    let word = |start: &str| format!("{start}{}", unique("").replace('-', ""));
    let (title, patient, doctor) = (word("Tä"), word("O'"), word("Zz"));
    let phone = format!("+62 {:012}", uuid::Uuid::now_v7().as_u128() % 1_000_000_000_000);
    let made = user
        .book(json!({
            "title": format!("Blood test {title}"), "patientName": format!("Agus {patient}"), "doctorName": format!("Dr. {doctor}"),
            "phone": phone, "note": format!("{title}note"), "address": format!("{title}address"),
        }))
        .await;
    let id = vec![made["id"].as_str().expect("an id").to_owned()];
    let search = async |q: &str| {
        let encoded: String = q.bytes().map(|byte| format!("%{byte:02X}")).collect();
        found(&user, &format!("q={encoded}&limit=1000")).await
    };
    let digits = &phone[4..];
    for q in [
        &title,
        &title.to_lowercase(),
        &title.to_uppercase(),
        &title[..12],
        &patient[2..],
        &doctor,
        digits,
        &digits[..6],
    ] {
        assert_eq!(search(q).await, id, "{q}");
    }
    assert_eq!(search(&format!("agus {doctor} blo")).await, id, "all words must be found");
    for q in [&title[3..], &format!("{title}note"), &format!("{title}x"), &format!("{title} nobody")] {
        assert!(!search(q).await.contains(&id[0]), "{q}");
    }
    user.acquire(&made).await.expect(201);
    let renamed = word("New");
    user.edit(&made, json!({"title": renamed})).await.expect(200);
    assert_eq!(search(&renamed).await, id);
    assert_eq!(search(&title).await, Vec::<String>::new());
}

async fn doctors_are_compared_trimmed_and_in_any_case(store: Store) {
    let user = store.world(ENV).user().await;
    let doctor = unique("Dr. Ünal");
    let made = user.book(json!({"doctorName": format!(" {doctor} ")})).await;
    for spelled in [doctor.clone(), format!("%20{}%20", doctor.to_uppercase()), doctor.to_lowercase()] {
        assert_eq!(found(&user, &format!("doctor={spelled}")).await, ids(&json!([made])), "{spelled}");
    }
    assert_eq!(found(&user, &format!("doctor={}", &doctor[..doctor.len() - 1])).await, Vec::<String>::new());
    let both = format!("doctor={doctor}&q=siti&from=2031-03-03T00:00:00Z&to=2031-03-04T00:00:00Z");
    assert_eq!(found(&user, &both).await.len(), 1);
    assert_eq!(found(&user, &format!("doctor={doctor}&q=nobody")).await.len(), 0);
}

async fn doctors_in_use_are_listed(store: Store) {
    let user = store.world(ENV).user().await;
    let names = [unique("Dr. B"), unique("Dr. A")];
    for (name, hour) in [(&names[0], 9), (&names[1], 9), (&names[1], 10)] {
        let (start, end) = (format!("2031-07-07T{hour:02}:00:00Z"), format!("2031-07-07T{hour:02}:30:00Z"));
        user.book(json!({"doctorName": name, "startTime": start, "endTime": end})).await;
    }
    let listed = user.get("/api/doctors").await.expect(200).body;
    let listed: Vec<&str> =
        listed.as_array().expect("an array").iter().map(|name| name.as_str().expect("a name")).collect();
    for name in &names {
        assert_eq!(listed.iter().filter(|listed| **listed == name.as_str()).count(), 1, "{listed:?}");
    }
}

async fn locks_are_shown_in_lists(store: Store) {
    let world = store.world(ENV);
    let (user, other) = (world.user().await, world.user().await);
    let doctor = unique("Dr. Locked");
    let made = user.book(json!({"doctorName": doctor})).await;
    let lock = user.acquire(&made).await.expect(201).body;
    let list = other.get(&format!("/api/appointments?doctor={doctor}")).await.expect(200).body;
    assert_eq!(list[0], other.see(&made).await);
    assert_eq!(list[0]["appointmentLock"]["id"], lock["id"]);
    assert_eq!(list[0]["appointmentLock"]["user"]["name"], user.name.as_str());
}

async fn parameters_are_checked(store: Store) {
    let user = store.world(ENV).user().await;
    for (query, faults) in [
        ("limit=0", &["/limit"][..]),
        ("limit=0&q=a&from=yesterday&order=up", &["/from", "/limit", "/order", "/q"]),
        ("limit=1001", &["/limit"]),
        ("limit=ten&order=up&deleted=perhaps&from=today", &["/limit", "/order", "/deleted", "/from"]),
        ("from=2031-03-03T09:00:00Z&to=2031-03-03T09:00:00Z", &["/to"]),
        ("q=x", &["/q"]),
        ("q=%20%20x%20", &["/q"]),
        ("q=", &["/q"]),
    ] {
        let named = pointers(user.get(&format!("/api/appointments?{query}")).await);
        assert_eq!(named, faults.iter().map(|fault| (*fault).to_owned()).collect(), "{query}");
    }
    for cursor in ["x", "7", "bm9uc2Vuc2U", "%00", "======"] {
        refused(user.get(&format!("/api/appointments?cursor={cursor}")).await, 400, "invalid_cursor");
    }
    user.get("/api/appointments?limit=1000&order=desc&deleted=false&unknown=1").await.expect(200);
}
