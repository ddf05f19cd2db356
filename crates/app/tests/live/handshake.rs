//! Who may connect, and how.

use serde_json::Value;
use testkit::Handshake;

use crate::common::{Day, Env, Store, on_both, pointers, refused};

const ENV: Env = &[];
const FOREIGN: Env = &[("ALLOWED_ORIGINS", "https://desk.example"), ("PUBLIC_URL", "https://clinic.example")];

on_both!(
    programs_bring_the_token_in_the_header,
    browsers_bring_the_token_as_a_subprotocol,
    who_is_nobody_is_refused,
    a_token_in_the_url_is_none,
    pages_of_others_are_refused,
    windows_that_are_none_are_refused,
    what_is_no_upgrade_is_told_so,
    refusals_have_an_order,
);

async fn programs_bring_the_token_in_the_header(store: Store) {
    let world = store.world(ENV);
    let mut socket = world.handshake(&world.user().await).connect().await.expect("a socket");
    assert_eq!(socket.protocol(), None);
    assert_eq!(socket.next().await.event, "init-appointments");
}

async fn browsers_bring_the_token_as_a_subprotocol(store: Store) {
    let world = store.world(ENV);
    let bearer = format!("bearer.{}", world.user().await.token);
    for offered in [["appointments.v1", bearer.as_str()], [bearer.as_str(), "appointments.v1"]] {
        let handshake = Handshake::with(&world.server.url("")).protocols(&offered);
        let mut socket = handshake.origin(&world.server.url("")).connect().await.expect("a socket");
        assert_eq!(socket.protocol(), Some("appointments.v1"), "{offered:?}");
        assert_eq!(socket.next().await.event, "init-appointments");
    }
}

async fn who_is_nobody_is_refused(store: Store) {
    let world = store.world(ENV);
    let signed_out = world.user().await;
    signed_out.post("/api/auth/logout").await.expect(204);
    let nobody = || Handshake::with(&world.server.url(""));
    refused(nobody().refused().await, 401, "unauthenticated");
    refused(nobody().bearer("a.b.c").refused().await, 401, "unauthenticated");
    refused(nobody().bearer(&signed_out.token).refused().await, 401, "unauthenticated");
    refused(nobody().protocols(&["appointments.v1"]).refused().await, 401, "unauthenticated");
    refused(nobody().protocols(&["appointments.v1", "bearer.a.b.c"]).refused().await, 401, "unauthenticated");
}

async fn a_token_in_the_url_is_none(store: Store) {
    let world = store.world(ENV);
    let token = world.user().await.token;
    for name in ["token", "access_token", "bearer", "authorization"] {
        let handshake = Handshake::with(&world.server.url("")).query(name, &token);
        refused(handshake.refused().await, 401, "unauthenticated");
    }
}

async fn pages_of_others_are_refused(store: Store) {
    let world = store.world(FOREIGN);
    let user = world.user().await;
    let own = world.server.url("");
    for origin in [own.as_str(), "https://desk.example", "https://clinic.example"] {
        world.handshake(&user).origin(origin).connect().await.expect(origin);
    }
    let nearly = own.replace("127.0.0.1", "127.0.0.2");
    let evil = ["https://evil.example", "https://desk.example.evil.example", "http://desk.example", "null", &nearly];
    for origin in evil {
        refused(world.handshake(&user).origin(origin).refused().await, 403, "foreign_origin");
    }
}

async fn windows_that_are_none_are_refused(store: Store) {
    let world = store.world(ENV);
    let user = world.user().await;
    let day = Day::fresh();
    let refusal = async |from: &str, to: &str| pointers(world.handshake(&user).window(from, to).refused().await);
    assert!(!refusal("yesterday", &day.to()).await.is_empty());
    assert_eq!(refusal("yesterday", "tomorrow").await.len(), 2, "all faults at once");
    refusal(&day.to(), &day.from()).await;
    refusal(&day.from(), &day.from()).await;
    refusal("2031-01-01T00:00:00Z", "2032-02-05T00:00:00.001Z").await;
    let longest = world.handshake(&user).window("2031-01-01T00:00:00Z", "2032-02-05T00:00:00Z");
    longest.connect().await.expect("400 days");
    let offset = world.handshake(&user).window("2031-01-01T00:00:00+07:00", "2031-01-02T00:00:00-03:00");
    offset.connect().await.expect("any offset");
}

async fn what_is_no_upgrade_is_told_so(store: Store) {
    let world = store.world(ENV);
    let user = world.user().await;
    let reply = refused(user.get("/ws").await, 426, "upgrade_required");
    assert_eq!(reply.header("Sec-WebSocket-Version"), Some("13"));
    assert_eq!(reply.header("upgrade"), Some("websocket"));
    refused(user.post("/ws").await, 405, "method_not_allowed");
    refused(user.get("/ws/more").await, 404, "route_not_found");
}

async fn refusals_have_an_order(store: Store) {
    let world = store.world(ENV);
    let user = world.user().await;
    let nobody = Handshake::with(&world.server.url("")).origin("https://evil.example").query("from", "never");
    refused(nobody.clone().refused().await, 401, "unauthenticated");
    refused(nobody.bearer(&user.token).refused().await, 403, "foreign_origin");
    let reply = user.get("/ws?from=never").await;
    refused(reply, 400, "validation_failed");
    assert_ne!(user.get("/api/auth/profile").await.expect(200).body, Value::Null);
}
