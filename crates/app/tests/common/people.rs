//! People who call the server.

use std::ops::Deref;

use serde_json::{Value, json};
use testkit::{Client, Reply};

use super::{appointment, at, merged, path, unique};

/// A user with a session; calls are made as by a [`Client`].
#[derive(Clone, Debug)]
pub struct Person {
    pub id: String,
    pub name: String,
    pub email: String,
    pub password: String,
    pub token: String,
    http: Client,
}

impl Deref for Person {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.http
    }
}

/// Signs in.
pub async fn log_in(anyone: &Client, email: &str, password: &str) -> Reply {
    anyone.post("/api/auth/login").json(json!({"email": email, "password": password})).await
}

impl Person {
    pub(super) async fn made(anyone: &Client, root: &Client, is_admin: bool) -> Self {
        let (name, password) = (unique("Person"), unique("password"));
        let email = format!("{}@clinic.example", unique("user"));
        let new = json!({"name": name, "email": email, "password": password, "isAdmin": is_admin});
        root.post("/api/users").json(new).await.expect(201);
        Self::signed_in(anyone, &email, &password).await
    }

    /// Somebody who signs in with these.
    pub async fn signed_in(anyone: &Client, email: &str, password: &str) -> Self {
        let reply = log_in(anyone, email, password).await.expect(200);
        let text =
            |name: &str| reply.body[name].as_str().unwrap_or_else(|| panic!("{name}: {}", reply.text)).to_owned();
        Self {
            id: text("id"),
            name: text("name"),
            email: email.to_owned(),
            password: password.to_owned(),
            token: text("token"),
            http: anyone.bearer(text("token")),
        }
    }

    /// The same person, signed in once more.
    pub async fn again(&self, anyone: &Client) -> Self {
        Self::signed_in(anyone, &self.email, &self.password).await
    }

    /// The same session in a window of its own.
    pub fn window(&self) -> Client {
        self.http.client_id(uuid::Uuid::now_v7())
    }

    /// Makes an appointment that differs so from the sample.
    pub async fn book(&self, change: Value) -> Value {
        self.post("/api/appointments").json(merged(appointment(), change)).await.expect(201).body
    }

    /// An appointment that this person holds, as it is then.
    pub async fn book_held(&self) -> Value {
        let made = self.book(json!({})).await;
        self.acquire(&made).await.expect(201);
        self.see(&made).await
    }

    /// Acquires, at the version that was seen.
    pub async fn acquire(&self, seen: &Value) -> Reply {
        self.post(&at(seen, &format!("acquire-lock/{}", seen["version"]))).await
    }

    /// A verb of the lock, posted.
    pub async fn ask(&self, seen: &Value, verb: &str) -> Reply {
        self.post(&at(seen, verb)).await
    }

    /// Releases.
    pub async fn release(&self, seen: &Value) -> Reply {
        self.delete(&at(seen, "release-lock")).await
    }

    /// Edits, at the version that was seen.
    pub async fn edit(&self, seen: &Value, change: Value) -> Reply {
        let change = merged(json!({"version": seen["version"]}), change);
        self.patch(&path(seen)).json(change).await
    }

    /// Cancels, at the version that was seen.
    pub async fn cancel(&self, seen: &Value) -> Reply {
        self.delete(&format!("{}?version={}", path(seen), seen["version"])).await
    }

    /// The appointment as it is.
    pub async fn see(&self, seen: &Value) -> Value {
        self.get(&path(seen)).await.expect(200).body
    }

    /// The lock as it is; null when nobody holds it.
    pub async fn lock(&self, seen: &Value) -> Value {
        self.get(&at(seen, "lock-status")).await.expect(200).body
    }

    /// The kinds of what happened, oldest first.
    pub async fn kinds(&self, seen: &Value) -> Vec<String> {
        let history = self.get(&at(seen, "history?limit=1000")).await.expect(200).body;
        let kind = |event: &Value| event["kind"].as_str().expect("a kind").to_owned();
        history.as_array().expect("an array").iter().rev().map(kind).collect()
    }

    /// The newest event of a kind.
    pub async fn event(&self, seen: &Value, kind: &str) -> Value {
        let history = self.get(&at(seen, "history?limit=1000")).await.expect(200).body;
        let mut events = history.as_array().expect("an array").iter();
        events.find(|event| event["kind"] == kind).unwrap_or_else(|| panic!("no {kind} in {history:#}")).clone()
    }
}
