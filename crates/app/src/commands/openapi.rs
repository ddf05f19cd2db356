//! `openapi`: prints the document.

/// Prints it.
///
/// # Errors
/// Standard output is closed.
pub fn openapi() -> anyhow::Result<()> {
    println!("{:#}", http_api::openapi::document());
    Ok(())
}
