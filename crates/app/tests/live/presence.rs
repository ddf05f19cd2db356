//! Who is there.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use testkit::Socket;

use crate::common::{Day, Env, Person, Store, on_both};

const ENV: Env = &[];

on_both!(everybody_knows_who_is_there, who_comes_is_shown_everybody_at_once, presence_is_told_at_most_once_a_second,);

/// Waits until the socket is told that these are there, and nobody else.
pub async fn there(socket: &mut Socket, people: &[&Person]) {
    let expected: BTreeSet<_> = people.iter().map(|person| (person.id.clone(), person.name.clone())).collect();
    socket
        .event_where("presence", |data| {
            let users = data["users"].as_array().expect("users");
            let text = |user: &Value, name: &str| user[name].as_str().unwrap_or_default().to_owned();
            let seen: BTreeSet<_> = users.iter().map(|user| (text(user, "id"), text(user, "name"))).collect();
            assert_eq!(seen.len(), users.len(), "somebody is there twice: {data}");
            seen == expected
        })
        .await;
}

async fn everybody_knows_who_is_there(store: Store) {
    let world = store.own_world(ENV);
    let (ann, ben, day) = (world.user().await, world.user().await, Day::fresh());
    let mut first = world.socket(&ann, &day).await;
    there(&mut first, &[&ann]).await;
    let mut second = world.socket(&ben, &Day::fresh()).await;
    there(&mut first, &[&ann, &ben]).await;
    there(&mut second, &[&ann, &ben]).await;
    // Another tab changes nothing, but is told itself.
    let mut tab = world.socket(&ben, &day).await;
    there(&mut tab, &[&ann, &ben]).await;
    second.close().await;
    ben.mark(&mut tab, &day).await;
    let last = tab.all("presence").pop().expect("one");
    assert_eq!(last["users"].as_array().map(Vec::len), Some(2), "one of two tabs closed");
    tab.close().await;
    there(&mut first, &[&ann]).await;
    assert_eq!(first.all("presence").last(), Some(&json!({"users": [{"id": ann.id, "name": ann.name}]})));
}

async fn who_comes_is_shown_everybody_at_once(store: Store) {
    let world = store.own_world(ENV);
    let (ann, ben, day) = (world.user().await, world.user().await, Day::fresh());
    let ids = async |socket: &mut Socket| -> BTreeSet<String> {
        let first = socket.event("presence").await.data;
        let users = first["users"].as_array().expect("users");
        users.iter().map(|user| user["id"].as_str().expect("an id").to_owned()).collect()
    };
    let mut first = world.socket(&ann, &day).await;
    assert_eq!(ids(&mut first).await, BTreeSet::from([ann.id.clone()]));
    let mut second = world.socket(&ben, &day).await;
    assert_eq!(ids(&mut second).await, BTreeSet::from([ann.id, ben.id]));
}

async fn presence_is_told_at_most_once_a_second(store: Store) {
    let world = store.own_world(ENV);
    let (ann, day) = (world.user().await, Day::fresh());
    let mut watching = world.socket(&ann, &day).await;
    there(&mut watching, &[&ann]).await;
    let mut people = Vec::new();
    for _ in 0..8 {
        people.push(world.user().await);
    }
    let mut sockets = Vec::new();
    for person in &people {
        sockets.push(world.socket(person, &day).await);
    }
    let all: Vec<_> = people.iter().chain([&ann]).collect();
    there(&mut watching, &all).await;
    let told: Vec<_> =
        watching.log().into_iter().filter(|frame| frame.event == "presence").map(|frame| frame.at).collect();
    // The first one is the welcome, which is told at once; a little is lost and won on the way.
    for pair in told[1..].windows(2) {
        assert!((pair[1] - pair[0]).as_millis() >= 900, "{:?}", pair[1] - pair[0]);
    }
}
