//! Every operation that the running server documents, and how to call it.

use serde_json::{Value, json};
use testkit::{Client, Method, Request};

use crate::common::{Env, Person, World, unique};

/// For worlds of a test's own. Requests wait for ever, so that nothing changes by itself.
pub const STILL: Env = &[("REQUEST_TIMEOUT", "0")];

/// An operation of the document.
#[derive(Clone, Debug)]
pub struct Operation {
    pub id: String,
    pub method: Method,
    pub path: String,
    /// Whether it may be called without a token.
    pub open: bool,
    /// The fields of its JSON body, if it takes one.
    pub fields: Option<Vec<String>>,
}

/// The document, asked of the running server: what it serves, not what somebody wrote down.
pub async fn document(world: &World) -> Value {
    world.anyone().get("/docs/openapi.json").await.expect(200).body
}

/// All operations of the document.
pub fn all(document: &Value) -> Vec<Operation> {
    let paths = document["paths"].as_object().expect("paths");
    let methods = |(path, item): (&String, &Value)| {
        let item = item.as_object().expect("methods").clone();
        let path = path.clone();
        item.into_iter().map(move |(method, operation)| (path.clone(), method, operation))
    };
    let operations: Vec<Operation> = paths
        .iter()
        .flat_map(methods)
        .map(|(path, method, operation)| Operation {
            id: operation["operationId"].as_str().expect("an operationId").to_owned(),
            method: method.to_uppercase().parse().expect("a method"),
            path,
            open: operation["security"].as_array().is_some_and(|ways| ways.is_empty() || ways.contains(&json!({}))),
            fields: fields(document, &operation["requestBody"]["content"]["application/json"]["schema"]),
        })
        .collect();
    assert!(operations.len() > 30, "the document lost its operations");
    operations
}

fn fields(document: &Value, schema: &Value) -> Option<Vec<String>> {
    let name = schema["$ref"].as_str()?.rsplit('/').next()?;
    let properties = document["components"]["schemas"][name]["properties"].as_object()?;
    Some(properties.keys().cloned().collect())
}

/// In which state the appointment is that an operation is called about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The user holds it.
    Held,
    /// And the administrator asks for control.
    ControlAsked,
    /// And the administrator asks for its release.
    ReleaseAsked,
    /// The user cancelled it.
    Cancelled,
}

/// What an operation is called about, and by whom.
#[derive(Debug)]
pub struct Scene {
    /// Holder of the appointment; the user that paths of users name.
    pub user: Person,
    /// Somebody at the front desk whom it does not concern.
    pub other: Person,
    pub admin: Person,
    /// An administrator who has signed out.
    pub revoked: Person,
}

impl Scene {
    pub async fn set(world: &World) -> Self {
        let revoked = world.admin().await;
        revoked.post("/api/auth/logout").await.expect(204);
        Self { user: world.user().await, other: world.user().await, admin: world.admin().await, revoked }
    }

    /// A new appointment that stands so.
    pub async fn appointment(&self, standing: Standing) -> Value {
        let held = self.user.book_held().await;
        match standing {
            Standing::Held => {}
            Standing::ControlAsked => drop(self.admin.ask(&held, "request-control").await.expect(200)),
            Standing::ReleaseAsked => drop(self.admin.ask(&held, "force-release-lock-request").await.expect(200)),
            Standing::Cancelled => drop(self.user.cancel(&held).await.expect(204)),
        }
        held
    }

    /// The path of an operation about this appointment, or about the user.
    pub fn path(&self, operation: &Operation, appointment: &Value) -> String {
        let id = if operation.path.starts_with("/api/users") { json!(self.user.id) } else { appointment["id"].clone() };
        let path = operation.path.replace("{id}", id.as_str().expect("an id")).replace("{version}", "1");
        let query = if operation.id == "cancelAppointment" { "?version=1" } else { "" };
        path + query
    }

    /// A good body of an operation; None when it takes none.
    pub fn body(&self, operation: &Operation) -> Option<Value> {
        operation.fields.as_ref()?;
        Some(match operation.id.as_str() {
            "createAppointment" => crate::common::appointment(),
            "updateAppointment" => json!({"version": 1, "note": "changed"}),
            "forceReleaseLock" => json!({"reason": "they went home"}),
            "login" => json!({"email": self.user.email, "password": self.user.password}),
            "redeemPasswordLink" => json!({"token": "x".repeat(43), "password": unique("password")}),
            "setUp" => {
                json!({"token": "x".repeat(43), "name": "Late", "email": fresh_email(), "password": unique("p")})
            }
            "createUser" => json!({"name": "New", "email": fresh_email(), "password": unique("password")}),
            "exportPatient" | "erasePatient" => json!({"patientName": unique("Patient"), "datebirth": "1984-02-29"}),
            "updateUser" => json!({"name": unique("Renamed")}),
            unknown => panic!("{unknown} takes a body: say here what a good one is"),
        })
    }

    /// The whole call.
    pub fn call(&self, caller: &Client, operation: &Operation, path: &str) -> Request {
        let request = caller.request(operation.method.clone(), path);
        match self.body(operation) {
            Some(body) => request.json(body),
            None => request,
        }
    }
}

fn fresh_email() -> String {
    format!("{}@clinic.example", unique("new"))
}

/// What an administrator sees of a world: all users, how many appointments there are and were, and all about one of them.
pub async fn everything(world: &World, appointment: &Value) -> Vec<Value> {
    let (root, mut seen) = (world.root().await, Vec::new());
    for list in ["/api/appointments?limit=1", "/api/appointments?limit=1&deleted=true"] {
        let reply = root.get(list).await.expect(200);
        seen.push(json!(reply.header("x-total-count").expect("a count")));
    }
    let path = crate::common::path(appointment);
    for path in [format!("{path}/history?limit=1000"), format!("{path}/lock-status"), path, "/api/users".to_owned()] {
        let mut reply = root.get(&path).await;
        // What differs from one answer to the next: the id of a refusal, the clock of a lock.
        if let Some(members) = reply.body.as_object_mut() {
            members.remove("requestId");
            members.remove("serverTime");
        }
        seen.push(json!([reply.status, reply.body]));
    }
    seen
}
