//! The OpenAPI document.

pub mod operations;
