//! Sockets live as long as the sign-in behind them.

use std::time::Instant;

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::{Socket, eventually};

use crate::common::{Day, Env, Person, Store, World, instant, on_both, seconds_since};

const ENV: Env = &[];
/// For worlds of a test's own: the tokens of shared ones would be over before the next test.
const SHORT: Env = &[("JWT_TTL", "3")];

on_both!(
    a_token_that_expires_ends_its_sockets,
    a_newer_token_keeps_the_socket,
    tokens_of_other_sign_ins_are_refused,
    signing_out_ends_the_sockets_of_that_sign_in,
    a_new_password_ends_the_others,
    another_role_ends_all,
    deletion_ends_all,
);

/// The server's clock, and ours at that moment.
async fn clock(world: &World) -> (Instant, chrono::DateTime<chrono::Utc>) {
    let reply = world.anyone().get("/api/config").await.expect(200);
    (Instant::now(), instant(&reply.body["serverTime"]))
}

async fn ends_with(socket: &mut Socket, world: &World, expires_at: &Value) {
    assert_eq!(socket.closed().await, 4401);
    let (_, now) = clock(world).await;
    let late = now - instant(expires_at);
    assert!(late > TimeDelta::milliseconds(-100) && late < TimeDelta::seconds(1), "{late}");
}

async fn a_token_that_expires_ends_its_sockets(store: Store) {
    let world = store.own_world(SHORT);
    let user = world.user().await;
    let expires_at = user.post("/api/auth/refresh").await.expect(200).body;
    let token = expires_at["token"].as_str().expect("a token");
    let mut socket = Socket::connect(&world.server.url(""), token).await.expect("a socket");
    ends_with(&mut socket, &world, &expires_at["expiresAt"]).await;
}

async fn a_newer_token_keeps_the_socket(store: Store) {
    let world = store.own_world(SHORT);
    let user = world.user().await;
    let first = user.post("/api/auth/refresh").await.expect(200).body;
    let bearer = world.anyone().bearer(first["token"].as_str().expect("a token"));
    let connect = async || Socket::connect(&world.server.url(""), first["token"].as_str().expect("a token")).await;
    let (mut left, mut kept) = (connect().await.expect("a socket"), connect().await.expect("a socket"));
    let newer = std::sync::Mutex::new(Value::Null);
    // Tokens count in seconds.
    eventually(std::time::Duration::from_secs(3), || async {
        let token = bearer.post("/api/auth/refresh").await.expect(200).body;
        let gained = instant(&token["expiresAt"]) - instant(&first["expiresAt"]);
        *newer.lock().expect("a token") = token;
        gained >= TimeDelta::milliseconds(1500)
    })
    .await;
    let newer = newer.into_inner().expect("a token");
    kept.event("presence").await;
    // An older one that comes late takes nothing away.
    for token in [&newer["token"], &first["token"]] {
        kept.send(&json!({"event": "authenticate", "data": {"token": token}}));
        // The sign for a browser that somebody is there.
        kept.event("presence").await;
    }
    ends_with(&mut left, &world, &first["expiresAt"]).await;
    assert!(kept.is_open() && kept.all("error").is_empty());
    ends_with(&mut kept, &world, &newer["expiresAt"]).await;
}

async fn tokens_of_other_sign_ins_are_refused(store: Store) {
    let world = store.world(ENV);
    let (user, day) = (world.user().await, Day::fresh());
    let (again, other) = (user.again(&world.anyone()).await, world.user().await);
    let mut socket = world.socket(&user, &day).await;
    for token in [&again.token, &other.token, "a.b.c"] {
        socket.send(&json!({"event": "authenticate", "data": {"token": token}}));
        let error = socket.event("error").await.data;
        assert_eq!((&error["code"], &error["status"]), (&json!("unauthenticated"), &json!(401)), "{error}");
    }
    user.mark(&mut socket, &day).await;
}

/// Two sockets of one sign-in, one of another, one of somebody else.
struct Sockets {
    world: &'static World,
    day: Day,
    user: Person,
    own: [Socket; 2],
    other: Socket,
    else_s: Socket,
    bystander: Person,
}

impl Sockets {
    async fn open(store: Store) -> Self {
        let world = store.world(ENV);
        let (user, bystander, day) = (world.admin().await, world.user().await, Day::fresh());
        let own = [world.socket(&user, &day).await, world.socket(&user, &day).await];
        let again = user.again(&world.anyone()).await;
        let (other, else_s) = (world.socket(&again, &day).await, world.socket(&bystander, &day).await);
        Self { world, day, user, own, other, else_s, bystander }
    }

    fn path(&self) -> String {
        format!("/api/users/{}", self.user.id)
    }

    async fn bystander_stays(mut self) {
        self.bystander.mark(&mut self.else_s, &self.day).await;
    }
}

/// The socket is ended, within a second of the answer.
async fn ends(socket: &mut Socket, answered: Instant) {
    assert_eq!(socket.closed().await, 4401);
    let elapsed = seconds_since(answered, Instant::now());
    assert!(elapsed < 1.0, "{elapsed} s");
}

async fn signing_out_ends_the_sockets_of_that_sign_in(store: Store) {
    let mut sockets = Sockets::open(store).await;
    sockets.user.post("/api/auth/logout").await.expect(204);
    let answered = Instant::now();
    for socket in &mut sockets.own {
        ends(socket, answered).await;
    }
    sockets.bystander.mark(&mut sockets.other, &sockets.day).await;
    sockets.bystander_stays().await;
}

async fn a_new_password_ends_the_others(store: Store) {
    let mut sockets = Sockets::open(store).await;
    let change = json!({"password": "another good one 8", "currentPassword": sockets.user.password});
    sockets.user.patch(&sockets.path()).json(change).await.expect(200);
    ends(&mut sockets.other, Instant::now()).await;
    sockets.bystander.mark(&mut sockets.own[0], &sockets.day).await;
    // Set by an administrator, it ends all.
    let change = json!({"password": "and yet another 9"});
    sockets.world.root().await.patch(&sockets.path()).json(change).await.expect(200);
    let answered = Instant::now();
    for socket in &mut sockets.own {
        ends(socket, answered).await;
    }
    sockets.bystander_stays().await;
}

async fn another_role_ends_all(store: Store) {
    let mut sockets = Sockets::open(store).await;
    sockets.world.root().await.patch(&sockets.path()).json(json!({"isAdmin": false})).await.expect(200);
    let answered = Instant::now();
    for socket in sockets.own.iter_mut().chain([&mut sockets.other]) {
        ends(socket, answered).await;
    }
    sockets.bystander_stays().await;
}

async fn deletion_ends_all(store: Store) {
    let mut sockets = Sockets::open(store).await;
    sockets.world.root().await.delete(&sockets.path()).await.expect(204);
    let answered = Instant::now();
    for socket in sockets.own.iter_mut().chain([&mut sockets.other]) {
        ends(socket, answered).await;
    }
    sockets.bystander_stays().await;
}
