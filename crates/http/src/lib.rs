//! The HTTP API: actix-web around the domain's services.
//!
//! - `routes/<resource>/<verb>.rs`: one endpoint each, its body or parameters beside it;
//! - `extract/`: who calls, what is asked, under which conditions; each refuses with a problem;
//! - `view/`: what clients see; `problem.rs`: what they see when it does not work, the only place with statuses;
//! - `middleware/`: what every answer has; `openapi/`: the document, held against the routes by tests.
//!
//! To add an endpoint: a file under `routes/`, a line in [`routes::configure`], a row in `openapi`'s table of
//! operations. The tests name what is missing.

pub mod api;
pub mod deadline;
pub mod drain;
pub mod extract;
pub mod middleware;
pub mod openapi;
pub mod problem;
pub mod rate_limit;
pub mod reply;
pub mod routes;
pub mod server;
pub mod view;

pub use api::{Api, Settings};
pub use problem::{Code, Fault, Problem};
