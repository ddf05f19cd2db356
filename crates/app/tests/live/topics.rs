//! Who is told what of a lock: every row of the table, with time standing still.

use serde_json::{Value, json};
use testkit::Socket;

use crate::common::{Day, Env, Person, Store, World, at, brief, contains, on_both};

const ENV: Env = &[];

on_both!(
    a_request_is_told_to_every_socket_of_the_holder,
    a_request_is_told_again_to_a_holder_who_connects,
    an_approval_is_told_to_the_requester,
    a_rejection_is_told_to_the_requester,
    a_withdrawal_is_told_to_the_holder,
    a_lock_that_ends_is_told_to_who_asked,
    a_release_hands_over_and_tells_the_requester,
    a_forced_release_is_told_to_the_holder,
    a_move_is_told_to_all_windows,
    a_demoted_requester_is_told_of_as_withdrawn,
    a_deleted_requester_is_told_of_as_withdrawn,
);

/// The two sorts of requests: verb and frame, how it is approved and rejected, and its deadline on the lock.
const SORTS: [[&str; 4]; 2] = [
    ["request-control", "approve-request-control", "reject-request-control", "requestControlRespondBy"],
    [
        "force-release-lock-request",
        "force-release-lock-approve",
        "force-release-lock-reject",
        "requestForceReleaseRespondBy",
    ],
];

/// The name of the frame that ends this sort of request so.
fn outcome(request: &str, how: &str) -> String {
    format!("{}-{how}", request.trim_end_matches("-request"))
}

/// A holder and an administrator, each with two sockets, and a bystander with one.
struct Scene {
    world: &'static World,
    day: Day,
    holder: Person,
    admin: Person,
    held: Value,
    holders: [Socket; 2],
    admins: [Socket; 2],
    bystander: Socket,
}

impl Scene {
    async fn set(store: Store) -> Self {
        let world = store.world(ENV);
        let (holder, admin, day) = (world.user().await, world.admin().await, Day::fresh());
        let other_session = holder.again(&world.anyone()).await;
        let holders = [world.socket(&holder, &day).await, world.socket(&other_session, &day).await];
        // Wherever one looks, one is told what concers oneself.
        let admins = [world.socket(&admin, &day).await, world.socket(&admin, &Day::fresh()).await];
        let bystander = world.socket(&world.admin().await, &day).await;
        let held = holder.hold(&day).await;
        Self { world, day, holder, admin, held, holders, admins, bystander }
    }

    async fn asked(store: Store, verb: &str) -> Self {
        let mut scene = Self::set(store).await;
        scene.admin.ask(&scene.held, verb).await.expect(200);
        for socket in &mut scene.holders {
            socket.about(verb, &scene.held["id"]).await;
        }
        scene
    }

    /// Nobody was told any more topics than these: name, and by whom it was heard.
    async fn quiet_but(mut self, told: &[(&str, &str)]) {
        let (holder, day) = (self.holder.clone(), self.day.clone());
        for (who, sockets) in [
            ("holder", self.holders.as_mut_slice()),
            ("admin", &mut self.admins[..1]),
            ("bystander", std::slice::from_mut(&mut self.bystander)),
        ] {
            for socket in sockets {
                holder.mark(socket, &day).await;
                let ours = |frame: &testkit::Frame| frame.data["appointment"]["id"] == self.held["id"];
                let mut heard: Vec<_> = socket.log().into_iter().filter(ours).map(|frame| frame.event).collect();
                let mut expected: Vec<_> =
                    told.iter().filter(|(_, whom)| *whom == who).map(|(name, _)| (*name).to_owned()).collect();
                heard.sort();
                expected.sort();
                assert_eq!(heard, expected, "{who}");
            }
        }
    }
}

async fn every(sockets: &mut [Socket], name: &str, appointment: &Value, members: Value) {
    for socket in sockets {
        let frame = socket.about(name, &appointment["id"]).await;
        assert!(frame.seq.is_some(), "{}", frame.json);
        contains(&frame.data, members.clone());
    }
}

async fn a_request_is_told_to_every_socket_of_the_holder(store: Store) {
    for [verb, _, _, respond_by] in SORTS {
        let mut scene = Scene::set(store).await;
        let lock = scene.admin.ask(&scene.held, verb).await.expect(200).body["appointmentLock"].clone();
        let expected = json!({
            "appointment": brief(&scene.held),
            "fromUser": scene.admin.named(),
            "lockId": lock["id"],
            "expiresAt": lock["expiresAt"],
            "respondBy": lock[respond_by],
        });
        assert!(lock[respond_by].is_string());
        every(&mut scene.holders, verb, &scene.held, expected).await;
        // Asked again, nothing is new.
        scene.admin.ask(&scene.held, verb).await.expect(200);
        scene.quiet_but(&[(verb, "holder")]).await;
    }
}

async fn a_request_is_told_again_to_a_holder_who_connects(store: Store) {
    for [verb, _, reject, _] in SORTS {
        let scene = Scene::asked(store, verb).await;
        let first = scene.holders[0].all(verb).remove(0);
        let mut late = scene.world.socket(&scene.holder, &scene.day).await;
        let again = late.about(verb, &scene.held["id"]).await;
        assert_eq!(again.data, first);
        assert!(again.seq.is_some());
        scene.holder.ask(&scene.held, reject).await.expect(200);
        let mut later = scene.world.socket(&scene.holder, &scene.day).await;
        scene.holder.mark(&mut later, &scene.day).await;
        assert!(later.all(verb).is_empty(), "what is answered is not asked again");
    }
}

async fn an_approval_is_told_to_the_requester(store: Store) {
    for [verb, approve, _, _] in SORTS {
        let mut scene = Scene::asked(store, verb).await;
        scene.holder.ask(&scene.held, approve).await.expect(200);
        let name = outcome(verb, "approved");
        let expected = json!({"appointment": brief(&scene.held), "fromUser": scene.holder.named()});
        every(&mut scene.admins, &name, &scene.held, expected).await;
        scene.quiet_but(&[(verb, "holder"), (&name, "admin")]).await;
    }
}

async fn a_rejection_is_told_to_the_requester(store: Store) {
    for [verb, _, reject, _] in SORTS {
        let mut scene = Scene::asked(store, verb).await;
        scene.holder.ask(&scene.held, reject).await.expect(200);
        let name = outcome(verb, "rejected");
        let expected = json!({"appointment": brief(&scene.held), "fromUser": scene.holder.named()});
        every(&mut scene.admins, &name, &scene.held, expected).await;
        scene.quiet_but(&[(verb, "holder"), (&name, "admin")]).await;
    }
}

async fn a_withdrawal_is_told_to_the_holder(store: Store) {
    for [verb, ..] in SORTS {
        let mut scene = Scene::asked(store, verb).await;
        scene.admin.delete(&at(&scene.held, verb)).await.expect(200);
        let name = outcome(verb, "cancelled");
        let expected = withdrawn(&scene);
        every(&mut scene.holders, &name, &scene.held, expected).await;
        scene.quiet_but(&[(verb, "holder"), (&name, "holder")]).await;
    }
}

fn withdrawn(scene: &Scene) -> Value {
    json!({"appointment": brief(&scene.held), "fromUser": scene.admin.named(), "reason": "withdrawn"})
}

async fn a_lock_that_ends_is_told_to_who_asked(store: Store) {
    for [verb, ..] in SORTS {
        let mut scene = Scene::asked(store, verb).await;
        let name = outcome(verb, "cancelled");
        let forcing = scene.world.admin().await;
        let reason = json!({"reason": "Needed now"});
        forcing.post(&at(&scene.held, "force-release-lock")).json(reason).await.expect(200);
        let expected = json!({"appointment": brief(&scene.held), "fromUser": null, "reason": "lock_ended"});
        every(&mut scene.admins, &name, &scene.held, expected).await;
        scene.quiet_but(&[(verb, "holder"), ("lock-lost", "holder"), (&name, "admin")]).await;
    }
    // A release ends a lock on which only its release was asked for, too.
    let [_, [verb, ..]] = SORTS;
    let mut scene = Scene::asked(store, verb).await;
    scene.holder.release(&scene.held).await.expect(200);
    let name = outcome(verb, "cancelled");
    every(&mut scene.admins, &name, &scene.held, json!({"fromUser": null, "reason": "lock_ended"})).await;
    scene.quiet_but(&[(verb, "holder"), (&name, "admin")]).await;
}

async fn a_release_hands_over_and_tells_the_requester(store: Store) {
    let mut scene = Scene::asked(store, "request-control").await;
    scene.holder.release(&scene.held).await.expect(200);
    let expected = json!({"appointment": brief(&scene.held), "fromUser": scene.holder.named()});
    every(&mut scene.admins, "request-control-approved", &scene.held, expected).await;
    assert_eq!(scene.admin.lock(&scene.held).await["userId"], scene.admin.id.as_str());
    scene.quiet_but(&[("request-control", "holder"), ("request-control-approved", "admin")]).await;
}

async fn a_forced_release_is_told_to_the_holder(store: Store) {
    let mut scene = Scene::set(store).await;
    let reason = json!({"reason": "The patient waits"});
    scene.admin.post(&at(&scene.held, "force-release-lock")).json(reason).await.expect(200);
    let expected = json!({
        "appointment": brief(&scene.held),
        "lockId": scene.held["appointmentLock"]["id"],
        "reason": "force_released",
        "byUser": scene.admin.named(),
    });
    every(&mut scene.holders, "lock-lost", &scene.held, expected).await;
    scene.quiet_but(&[("lock-lost", "holder")]).await;
}

async fn a_move_is_told_to_all_windows(store: Store) {
    let mut scene = Scene::set(store).await;
    let (here, there) = (scene.holder.window(), scene.holder.window());
    let first = here.post(&at(&scene.held, "acquire-lock/1")).await;
    // The lock was taken without a window; it is whoever's window speaks first.
    let lost = first.expect(200).body["id"].clone();
    there.post(&at(&scene.held, "acquire-lock/1?move=true")).await.expect(200);
    let expected = json!({
        "appointment": brief(&scene.held),
        "lockId": lost,
        "reason": "moved",
        "byUser": scene.holder.named(),
    });
    every(&mut scene.holders, "lock-lost", &scene.held, expected).await;
    scene.quiet_but(&[("lock-lost", "holder")]).await;
}

async fn a_demoted_requester_is_told_of_as_withdrawn(store: Store) {
    for [verb, ..] in SORTS {
        let mut scene = Scene::asked(store, verb).await;
        let demoted = json!({"isAdmin": false});
        let path = format!("/api/users/{}", scene.admin.id);
        scene.world.root().await.patch(&path).json(demoted).await.expect(200);
        let expected = withdrawn(&scene);
        every(&mut scene.holders, &outcome(verb, "cancelled"), &scene.held, expected).await;
        assert_eq!(scene.admins[0].closed().await, 4401);
    }
}

async fn a_deleted_requester_is_told_of_as_withdrawn(store: Store) {
    for [verb, ..] in SORTS {
        let mut scene = Scene::asked(store, verb).await;
        let path = format!("/api/users/{}", scene.admin.id);
        scene.world.root().await.delete(&path).await.expect(204);
        let name = outcome(verb, "cancelled");
        for socket in &mut scene.holders {
            let data = socket.about(&name, &scene.held["id"]).await.data;
            contains(&data, json!({"appointment": brief(&scene.held), "reason": "withdrawn"}));
            assert_eq!(data["fromUser"]["id"], scene.admin.id.as_str(), "{data}");
        }
        assert_eq!(scene.admins[0].closed().await, 4401);
    }
}
