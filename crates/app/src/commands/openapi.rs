//! `openapi`: prints the document.

use std::io::{ErrorKind, Write};

/// Prints it. Whoever reads may stop early.
///
/// # Errors
/// Standard output cannot be written.
pub fn openapi() -> anyhow::Result<()> {
    match writeln!(std::io::stdout().lock(), "{}", http_api::openapi::text()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
