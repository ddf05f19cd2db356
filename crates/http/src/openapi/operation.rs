//! What an operation is said to do, beyond what its handler's types show.

use crate::Code;

/// Who may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// No token is looked at.
    Anyone,
    /// A token is looked at, and not always needed.
    SignUp,
    /// Whoever is signed in.
    User,
}

/// What a tag groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each has its description below")]
pub enum Tag {
    System,
    SignIn,
    Users,
    Appointments,
    Locks,
    Patients,
    Audit,
}

impl Tag {
    /// Every tag, in the order of the document.
    pub const ALL: [Self; 7] =
        [Self::System, Self::SignIn, Self::Users, Self::Appointments, Self::Locks, Self::Patients, Self::Audit];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::SignIn => "Sign-in",
            Self::Users => "Users",
            Self::Appointments => "Appointments",
            Self::Locks => "Locks",
            Self::Patients => "Patients",
            Self::Audit => "Audit",
        }
    }

    /// What it groups.
    #[must_use]
    pub fn description(self) -> &'static str {
        match self {
            Self::System => "What is needed before anybody is signed in, and for whoever runs the system.",
            Self::SignIn => "Sessions and passwords.",
            Self::Users => "Administration of users, and what each may change of themselves.",
            Self::Appointments => "Making, finding, changing, cancelling and restoring appointments; their history.",
            Self::Patients => "All that is kept of a patient: taking it out, and erasing it.",
            Self::Audit => "Who saw whose data, who signed in, who changed which user.",
            Self::Locks => {
                "One appointment has at most one holder. An administrator may ask the holder for the lock, or for its \
                 release; an unanswered request settles itself."
            }
        }
    }
}

/// A header that a request may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the headers'")]
pub enum RequestHeader {
    ClientId,
    IdempotencyKey,
    IfMatch,
    IfNoneMatch,
}

/// A header that a success has besides `X-Request-Id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the headers'")]
pub enum ResponseHeader {
    ETag,
    Location,
    Link,
    TotalCount,
    RateLimit,
}

/// An operation that a success leads to.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    /// Its name here.
    pub name: &'static str,
    /// Which operation.
    pub operation: &'static str,
    /// Its parameters, each with the runtime expression that yields it.
    pub parameters: &'static [(&'static str, &'static str)],
}

/// A success.
#[derive(Clone, Copy, Debug)]
pub struct Success {
    /// The status. 204 and 304 have no body.
    pub status: u16,
    /// When it is answered, or with what.
    pub description: &'static str,
    /// Headers that it has.
    pub headers: &'static [ResponseHeader],
    /// Where it leads.
    pub links: &'static [Link],
}

impl Success {
    /// A status without headers or links.
    #[must_use]
    pub const fn new(status: u16, description: &'static str) -> Self {
        Self { status, description, headers: &[], links: &[] }
    }

    /// With headers.
    #[must_use]
    pub const fn with(mut self, headers: &'static [ResponseHeader]) -> Self {
        self.headers = headers;
        self
    }

    /// With links.
    #[must_use]
    pub const fn leads_to(mut self, links: &'static [Link]) -> Self {
        self.links = links;
        self
    }
}

/// One operation.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// Upper case.
    pub method: &'static str,
    /// As routed.
    pub path: &'static str,
    /// Its unique name.
    pub id: &'static str,
    /// Its group.
    pub tag: Tag,
    /// In a few words.
    pub summary: &'static str,
    /// In sentences.
    pub description: &'static str,
    /// Who may.
    pub access: Access,
    /// Headers that are looked at.
    pub headers: &'static [RequestHeader],
    /// What it answers when it works.
    pub successes: &'static [Success],
    /// What it answers when it does not, in groups.
    pub problems: &'static [&'static [Code]],
}

impl Operation {
    /// An operation for whoever is signed in.
    #[must_use]
    pub const fn new(method: &'static str, path: &'static str, tag: Tag, id: &'static str) -> Self {
        Self {
            method,
            path,
            id,
            tag,
            summary: "",
            description: "",
            access: Access::User,
            headers: &[],
            successes: &[],
            problems: &[],
        }
    }

    /// For others.
    #[must_use]
    pub const fn access(mut self, access: Access) -> Self {
        self.access = access;
        self
    }

    /// In a few words, and in sentences.
    #[must_use]
    pub const fn says(mut self, summary: &'static str, description: &'static str) -> Self {
        self.summary = summary;
        self.description = description;
        self
    }

    /// Looks at headers.
    #[must_use]
    pub const fn reads(mut self, headers: &'static [RequestHeader]) -> Self {
        self.headers = headers;
        self
    }

    /// What it answers when it works.
    #[must_use]
    pub const fn answers(mut self, successes: &'static [Success]) -> Self {
        self.successes = successes;
        self
    }

    /// What it answers when it does not.
    #[must_use]
    pub const fn refuses(mut self, problems: &'static [&'static [Code]]) -> Self {
        self.problems = problems;
        self
    }

    /// The codes of its problems, in order, each once.
    #[must_use]
    pub fn codes(&self) -> Vec<Code> {
        let mut codes: Vec<Code> = self.problems.iter().copied().flatten().copied().collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }
}
