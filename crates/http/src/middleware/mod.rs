//! What every request goes through and every answer has, outermost first: [`crate::drain`], [`idle`], [`request_id`], [`observe`], [`headers`],
//! [`problems`], [`cors`], [`paths`], [`body_limit`], and the deadline.

pub mod body_limit;
pub mod cors;
pub mod headers;
pub mod idle;
pub mod observe;
pub mod paths;
pub mod problems;
pub mod request_id;

pub use body_limit::BODY_LIMIT;
