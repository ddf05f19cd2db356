//! What is told to whom: every operation is driven with marked values, then they are looked for where they must not be.

use std::time::Duration;

use serde_json::{Value, json};
use testkit::{Client, Method, Reply, Socket, eventually};

use crate::common::{Env, Person, Store, World, appointment, at, judged, merged, on_both, path, unique};
use crate::operations::{Operation, STILL, Scene, Standing::Held, all, document};
use crate::routes::standing_of;

/// As much as a server says without naming a part of it, as machines read it.
const LOUD: Env = &[("LOG", "debug"), ("LOG_FORMAT", "json"), ("REQUEST_TIMEOUT", "0"), ("ALLOW_SIGNUP", "true")];

on_both!(
    no_log_line_tells_of_anybody,
    no_answer_has_a_password_or_a_foreign_token,
    strangers_are_told_of_nobody,
    frames_and_history_have_what_the_contract_says,
    faults_do_not_repeat_secrets,
    faults_of_types_do_not_repeat_values,
);

/// The day of the sample appointment.
const WINDOW: (&str, &str) = ("2031-03-03T00:00:00.000Z", "2031-03-04T00:00:00.000Z");

/// Values of an appointment that stand nowhere else.
struct Patient {
    fields: Value,
    /// The values that only whole appointments have.
    details: Vec<String>,
    name: String,
    title: String,
    doctor: String,
}

impl Patient {
    fn new() -> Self {
        let phone = format!("+62 {}", &uuid::Uuid::now_v7().as_u128().to_string()[18..30]);
        let [name, title, doctor] = ["Patient", "Title", "Dr"].map(unique);
        let [address, note, description] = ["Street", "Note", "Description"].map(unique);
        let fields = json!({
            "patientName": name, "title": title, "doctorName": doctor, "phone": phone, "address": address, "note": note,
            "description": description, "allowOverlap": true,
        });
        Self { fields, details: vec![phone, address, note, description], name, title, doctor }
    }

    fn all(&self) -> Vec<&str> {
        let more = [&self.name, &self.title, &self.doctor];
        self.details.iter().chain(more).map(String::as_str).collect()
    }
}

/// An answer, and to whom it went.
struct Told {
    who: &'static str,
    operation: String,
    reply: Reply,
}

impl Told {
    /// All of it, heads included.
    fn text(&self) -> String {
        format!("{:?} {}", self.reply.headers, self.reply.text)
    }
}

/// Everything that happened.
struct Drive {
    world: World,
    scene: Scene,
    bystander: Person,
    patient: Patient,
    answers: Vec<Told>,
    /// Of the user and of the other one.
    sockets: [Socket; 2],
    /// Whatever was a password at any time, or tried as one.
    passwords: Vec<String>,
    links: Vec<String>,
}

impl Drive {
    async fn through(store: Store, env: Env) -> Self {
        let world = store.own_world(env);
        let scene = Scene::set(&world).await;
        let bystander = world.user().await;
        let connect = async |person: &Person| {
            let handshake = judged(&world.server.url("")).bearer(&person.token).window(WINDOW.0, WINDOW.1);
            handshake.connect().await.expect("a socket")
        };
        let sockets = [connect(&scene.user).await, connect(&scene.other).await];
        let people = [&scene.user, &scene.other, &scene.admin, &scene.revoked, &bystander];
        let passwords = people.iter().map(|person| person.password.clone()).collect();
        let (answers, links) = (Vec::new(), Vec::new());
        let patient = Patient::new();
        let mut drive = Self { world, scene, bystander, patient, answers, sockets, passwords, links };
        drive.every_operation().await;
        drive.passwords_and_links().await;
        drive.frames().await;
        drive
    }

    /// A body with all that can be marked.
    fn body(&self, operation: &Operation) -> Option<Value> {
        let body = self.scene.body(operation)?;
        let marked = ["createAppointment", "updateAppointment"].contains(&operation.id.as_str());
        let body = if marked { merged(body, self.patient.fields.clone()) } else { body };
        Some(match operation.id.as_str() {
            "forceReleaseLock" => json!({"reason": unique("reason")}),
            "exportPatient" | "erasePatient" => merged(body, json!({"patientName": self.patient.name})),
            _ => body,
        })
    }

    async fn every_operation(&mut self) {
        let mut operations = all(&document(&self.world).await);
        // Who is signed out or deleted can call nothing else.
        operations.retain(|operation| operation.id != "logout" && operation.id != "deleteUser");
        let anyone = self.world.anyone();
        for operation in operations {
            let callers: [(&str, Client); 5] = [
                ("anonymous", anyone.clone()),
                ("revoked", (*self.scene.revoked).clone()),
                ("other", (*self.scene.other).clone()),
                ("user", (*self.scene.user).clone()),
                ("admin", (*self.scene.admin).clone()),
            ];
            for (who, caller) in callers {
                let appointment = self.marked(&operation).await;
                let path = self.scene.path(&operation, &appointment);
                let request = caller.request(operation.method.clone(), &path);
                let reply = match self.body(&operation) {
                    Some(body) => request.json(body).await,
                    None => request.await,
                };
                self.answers.push(Told { who, operation: operation.id.clone(), reply });
            }
        }
    }

    /// An appointment with the marks, standing as the operation needs it.
    async fn marked(&self, operation: &Operation) -> Value {
        let standing = standing_of(operation);
        let held = self.scene.appointment(Held).await;
        let held = self.scene.user.edit(&held, self.patient.fields.clone()).await.expect(200).body;
        match standing {
            Held => {}
            crate::operations::Standing::ControlAsked => {
                self.scene.admin.ask(&held, "request-control").await.expect(200);
            }
            crate::operations::Standing::ReleaseAsked => {
                self.scene.admin.ask(&held, "force-release-lock-request").await.expect(200);
            }
            crate::operations::Standing::Cancelled => drop(self.scene.user.cancel(&held).await.expect(204)),
        }
        held
    }

    /// The ways of passwords that the documented operations alone do not go.
    async fn passwords_and_links(&mut self) {
        let anyone = self.world.anyone();
        let scene = &self.scene;
        let [wrong, tried, own, given, linked] = ["wrong", "tried", "own", "given", "linked"].map(unique);
        let user = format!("/api/users/{}", scene.user.id);
        let login = json!({"email": scene.user.email, "password": wrong});
        let own_change = json!({"password": own, "currentPassword": scene.user.password});
        let bad_change = json!({"password": own, "currentPassword": tried});
        let mut answers = vec![
            ("login", anyone.post("/api/auth/login").json(login).await.expect(401)),
            ("updateUser", scene.user.patch(&user).json(bad_change).await.expect(403)),
            ("updateUser", scene.user.patch(&user).json(own_change).await.expect(200)),
        ];
        let link = scene.admin.post(&format!("/api/users/{}/password-link", scene.other.id)).await.expect(201);
        let secret = link.body["url"].as_str().and_then(|url| url.rsplit('/').next()).expect("a secret").to_owned();
        let body = json!({"token": secret, "password": linked});
        answers.push(("createPasswordLink", link));
        answers.push(("redeemPasswordLink", anyone.post("/api/auth/password").json(body).await.expect(200)));
        let other = format!("/api/users/{}", scene.other.id);
        answers.push(("updateUser", scene.admin.patch(&other).json(json!({"password": given})).await.expect(200)));
        self.answers.extend(answers.into_iter().map(|(operation, reply)| Told {
            who: "self",
            operation: operation.to_owned(),
            reply,
        }));
        self.links.push(secret);
        self.passwords.extend([wrong, tried, own, given, linked]);
    }

    async fn frames(&mut self) {
        let [first, _] = &mut self.sockets;
        first.send(&json!({"event": "authenticate", "data": {"token": self.scene.user.token}}));
        first.send(&json!({"event": "authenticate", "data": {"token": self.scene.other.token}}));
        first.send(&json!({"event": self.patient.name, "data": self.patient.fields}));
        first.send_raw(format!("{} is no frame", self.patient.name));
        let point = json!({"position": {"x": 0.5, "y": 0.5}, "view": "week"});
        first.send(&json!({"event": "cursor-position", "data": point}));
        let admin = &self.scene.admin;
        // What is written last is told last.
        let last = admin.book(json!({})).await;
        admin.get(&format!("/api/appointments?q={}", self.patient.name)).await.expect(200);
        admin.get(&at(&last, &format!("nothing/{}", self.patient.name))).await.expect(404);
        admin.request(Method::DELETE, &format!("/api/users/{}", self.bystander.id)).await.expect(204);
    }

    /// E-mails, names and tokens of everybody.
    fn people(&self) -> Vec<&str> {
        let scene = &self.scene;
        let people = [&scene.user, &scene.other, &scene.admin, &scene.revoked, &self.bystander];
        people.iter().flat_map(|person| [&*person.email, &*person.name, &*person.token]).collect()
    }
}

async fn no_log_line_tells_of_anybody(store: Store) {
    let drive = Drive::through(store, LOUD).await;
    let last = unique("last");
    drive.world.anyone().get("/api/config").header("X-Request-Id", &last).await.expect(200);
    eventually(Duration::from_secs(5), || async { drive.world.server.output().contains(&last) }).await;
    let log = drive.world.server.output();
    assert!(log.lines().count() > 200, "it says too little to prove anything:\n{log}");
    let secrets = drive.passwords.iter().chain(&drive.links).map(String::as_str);
    let marks: Vec<&str> = secrets.chain(drive.people()).chain(drive.patient.all()).collect();
    for line in log.lines() {
        for mark in &marks {
            assert!(!line.contains(mark), "{mark} is in {line}");
        }
        for sign in ["$2a$", "$2b$", "$2y$", "eyJ", "Bearer ", "@clinic.example", "Siti Rahma"] {
            assert!(!line.contains(sign), "{sign} is in {line}");
        }
    }
}

async fn no_answer_has_a_password_or_a_foreign_token(store: Store) {
    let drive = Drive::through(store, STILL).await;
    let mut tokens = 0;
    for told in &drive.answers {
        let text = told.text();
        for password in &drive.passwords {
            assert!(!text.contains(password), "{} to {}: {text}", told.operation, told.who);
        }
        for sign in ["$2a$", "$2b$", "$2y$", "asswordHash", "ecretHash", "password_hash"] {
            assert!(!text.contains(sign), "{} to {}: {text}", told.operation, told.who);
        }
        if text.contains("eyJ") {
            tokens += 1;
            let given = ["login", "refreshToken", "redeemPasswordLink", "updateUser"];
            assert!(given.contains(&told.operation.as_str()), "{} to {}: {text}", told.operation, told.who);
            assert!(told.reply.status < 300, "{} to {}: {text}", told.operation, told.who);
        }
        let link = drive.links.iter().any(|link| text.contains(link));
        assert!(!link || told.operation == "createPasswordLink", "{} to {}: {text}", told.operation, told.who);
    }
    assert!(tokens >= 8, "{tokens} answers with a token");
}

async fn strangers_are_told_of_nobody(store: Store) {
    let drive = Drive::through(store, STILL).await;
    let mut strangers = 0;
    for told in &drive.answers {
        let text = told.text();
        if ["anonymous", "revoked"].contains(&told.who) && told.operation != "login" {
            strangers += 1;
            for mark in drive.people().into_iter().chain(drive.patient.all()) {
                assert!(!text.contains(mark), "{} to {}: {text}", told.operation, told.who);
            }
        }
        // Of who has no part in anything, only administrators see more than that they are there.
        if told.who != "admin" {
            for mark in [&drive.bystander.email, &drive.bystander.name, &drive.scene.revoked.email] {
                assert!(!text.contains(mark.as_str()), "{} to {}: {text}", told.operation, told.who);
            }
        }
    }
    assert!(strangers > 60, "{strangers} answers to strangers");
    let metrics = drive.world.anyone().get("/metrics").await.expect(200).text;
    for mark in drive.people().into_iter().chain(drive.patient.all()) {
        assert!(!metrics.contains(mark), "{mark} is in the metrics");
    }
}

async fn frames_and_history_have_what_the_contract_says(store: Store) {
    let mut drive = Drive::through(store, STILL).await;
    for told in &drive.answers {
        let text = told.text();
        let hidden: Vec<&str> = match told.operation.as_str() {
            // The doctor's name is of the history, the patient's values are not.
            "getHistory" => drive.patient.details.iter().chain([&drive.patient.name]).map(String::as_str).collect(),
            "listLocks" | "getLockStatus" => {
                drive.patient.details.iter().chain([&drive.patient.name]).map(String::as_str).collect()
            }
            "listDoctors" => drive.patient.details.iter().chain([&drive.patient.name]).map(String::as_str).collect(),
            _ => Vec::new(),
        };
        for mark in hidden {
            assert!(!text.contains(mark), "{} to {}: {text}", told.operation, told.who);
        }
    }
    let mut kinds = std::collections::BTreeSet::new();
    for socket in &mut drive.sockets {
        for frame in socket.log() {
            let text = frame.json.to_string();
            for mark in drive.passwords.iter().chain([&drive.bystander.email, &drive.scene.revoked.email]) {
                assert!(!text.contains(mark.as_str()), "{text}");
            }
            assert!(!text.contains("eyJ") && !text.contains("$2b$"), "{text}");
            let whole = ["init-appointments", "update-appointments"].contains(&frame.event.as_str());
            for mark in &drive.patient.details {
                assert!(whole || !text.contains(mark), "{text}");
            }
            if ["presence", "cursor-position", "remove-appointments", "error"].contains(&frame.event.as_str()) {
                assert!(!text.contains('@') && !text.contains(&drive.patient.name), "{text}");
            }
            kinds.insert(frame.event);
        }
    }
    for kind in ["update-appointments", "remove-appointments", "request-control", "lock-lost", "presence", "error"] {
        assert!(kinds.contains(kind), "no {kind} among {kinds:?}");
    }
}

async fn faults_do_not_repeat_secrets(store: Store) {
    let world = store.own_world(LOUD);
    let (anyone, admin) = (world.anyone(), world.admin().await);
    let secret = unique("secret");
    let long = secret.repeat(3);
    let mut replies = vec![
        anyone.post("/api/auth/login").json(json!({"email": 7, "password": [secret]})).await,
        anyone.post("/api/auth/login").json(json!({"email": "a@b.example", "password": {"of": secret}})).await,
        anyone.post("/api/auth/password").json(json!({"token": [secret], "password": 7})).await,
        anyone.post("/api/auth/password").json(json!({"token": secret, "password": "long enough 7"})).await,
        anyone
            .post("/api/setup")
            .json(json!({"token": secret, "name": "x", "email": "a@b.example", "password": long}))
            .await,
        admin.post("/api/users").json(json!({"name": "x", "email": "a@b.example", "password": long})).await,
        admin
            .post("/api/users")
            .json(json!({"name": "x", "email": "a@b.example", "password": format!("{secret}\0")}))
            .await,
        anyone.bearer(&secret).get("/api/auth/profile").await,
        anyone.get(&format!("/api/auth/profile?token={secret}")).await,
        anyone.get(&format!("/api/nothing/{secret}")).header("Authorization", format!("Basic {secret}")).await,
    ];
    for text in [format!("{{\"password\": \"{secret}\""), format!("\"{secret}\""), secret.clone()] {
        let broken = anyone.post("/api/auth/login").header("Content-Type", "application/json").body(text);
        replies.push(broken.await);
    }
    let held = admin.book_held().await;
    let note = merged(appointment(), json!({"note": secret, "datebirth": secret, "startTime": secret}));
    replies.push(admin.post("/api/appointments").json(note).await);
    replies.push(admin.patch(&path(&held)).json(json!({"note": secret, "description": [secret]})).await);
    for reply in replies {
        assert!((400..500).contains(&reply.status), "{} {}", reply.status, reply.text);
        assert!(!reply.text.contains(&secret) && !format!("{:?}", reply.headers).contains(&secret), "{}", reply.text);
    }
    let last = unique("last");
    anyone.get("/api/config").header("X-Request-Id", &last).await.expect(200);
    eventually(Duration::from_secs(5), || async { world.server.output().contains(&last) }).await;
    assert!(!world.server.output().contains(&secret), "{}", world.server.output());
}

/// Every field of every body of the document, with values of every other type: what was sent is told to nobody, not even to
/// who sent it.
async fn faults_of_types_do_not_repeat_values(store: Store) {
    let world = store.own_world(STILL);
    let scene = Scene::set(&world).await;
    let mark = "739201846";
    let values = [
        json!(739_201_846),
        json!(-739_201_846.5),
        json!([mark]),
        json!({mark: mark}),
        json!(format!("{mark}, expected {mark}")),
    ];
    let mut faults = 0;
    for operation in all(&document(&world).await) {
        let Some(body) = scene.body(&operation) else { continue };
        let appointment = scene.appointment(standing_of(&operation)).await;
        let path = scene.path(&operation, &appointment);
        for field in operation.fields.iter().flatten() {
            for value in &values {
                let body = merged(body.clone(), json!({field.clone(): value}));
                let reply = scene.admin.request(operation.method.clone(), &path).json(body).await;
                // As a text it may be a good one, and then stands in what was made or changed.
                if reply.status >= 400 {
                    faults += 1;
                    assert!(!reply.text.contains(mark), "{} {field} {value}: {}", operation.id, reply.text);
                }
            }
        }
    }
    assert!(faults > 100, "{faults} faults");
}
