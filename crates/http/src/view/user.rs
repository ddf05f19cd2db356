//! Users as clients see them.

use domain::{Person, User};
use paperclip::actix::Apiv2Schema;
use serde::Serialize;
use uuid::Uuid;

use super::Stamp;

/// A user. The password, hashed or not, is never in it.
#[derive(Clone, Debug, Serialize, Apiv2Schema)]
#[serde(rename_all = "camelCase")]
#[openapi(rename = "User")]
#[expect(missing_docs, reason = "the names say it")]
pub struct UserView {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    pub is_admin: bool,
    pub created_at: Stamp,
}

impl From<&User> for UserView {
    fn from(user: &User) -> Self {
        let User { id, name, email, is_admin, created_at } = user.clone();
        Self { id: id.0, name, email, is_admin, created_at: Stamp(created_at) }
    }
}

/// Who holds, or who asks.
#[derive(Clone, Debug, Serialize, Apiv2Schema)]
#[openapi(rename = "Person")]
#[expect(missing_docs, reason = "the names say it")]
pub struct PersonView {
    pub id: Uuid,
    pub name: String,
    pub email: String,
}

impl From<&Person> for PersonView {
    fn from(person: &Person) -> Self {
        let Person { id, name, email, is_admin: _, active: _ } = person.clone();
        Self { id: id.0, name, email }
    }
}

/// Who did something.
#[derive(Clone, Debug, Serialize, Apiv2Schema)]
#[openapi(rename = "Name")]
#[expect(missing_docs, reason = "the names say it")]
pub struct NameView {
    pub id: Uuid,
    pub name: String,
}

impl From<&Person> for NameView {
    fn from(person: &Person) -> Self {
        Self { id: person.id.0, name: person.name.clone() }
    }
}
