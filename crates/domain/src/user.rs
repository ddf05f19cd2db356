//! People: who may act, and what is shown of them.

use std::collections::BTreeMap;

use crate::{Instant, UserId};

/// A user as administrators and the user see them. The password is never part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Who.
    pub id: UserId,
    /// Display name.
    pub name: String,
    /// E-mail, unique among active users without regard to case.
    pub email: String,
    /// May ask for control or a release, and administer users.
    pub is_admin: bool,
    /// When the user was made.
    pub created_at: Instant,
}

/// Someone named by an appointment's state: the holder, a requester, the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: UserId,
    /// Display name.
    pub name: String,
    /// E-mail.
    pub email: String,
    /// Is an administrator now.
    pub is_admin: bool,
    /// False once deleted.
    pub active: bool,
}

/// Everybody an appointment's state names, as they stood when it was loaded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People(BTreeMap<UserId, Person>);

impl People {
    /// Adds or replaces a person.
    pub fn insert(&mut self, person: Person) {
        self.0.insert(person.id, person);
    }

    /// The person with this id, when the state names them.
    #[must_use]
    pub fn get(&self, id: UserId) -> Option<&Person> {
        self.0.get(&id)
    }

    /// Exists and is not deleted.
    #[must_use]
    pub fn is_active(&self, id: UserId) -> bool {
        self.get(id).is_some_and(|person| person.active)
    }

    /// Exists, is not deleted and is an administrator.
    #[must_use]
    pub fn is_admin(&self, id: UserId) -> bool {
        self.get(id).is_some_and(|person| person.active && person.is_admin)
    }
}

impl FromIterator<Person> for People {
    fn from_iter<I: IntoIterator<Item = Person>>(people: I) -> Self {
        let mut all = Self::default();
        people.into_iter().for_each(|person| all.insert(person));
        all
    }
}

/// The form in which e-mails and doctors' names are compared: trimmed, lower case.
#[must_use]
pub fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}
