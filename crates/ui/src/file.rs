//! One file.

use std::{io::Write, sync::OnceLock};

use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};

/// Endings of names, the media type of each, and whether it becomes much smaller by compression.
const KINDS: [(&str, &str, bool); 15] = [
    ("html", "text/html; charset=utf-8", true),
    ("js", "text/javascript; charset=utf-8", true),
    ("mjs", "text/javascript; charset=utf-8", true),
    ("css", "text/css; charset=utf-8", true),
    ("json", "application/json", true),
    ("map", "application/json", true),
    ("webmanifest", "application/manifest+json", true),
    ("svg", "image/svg+xml", true),
    ("txt", "text/plain; charset=utf-8", true),
    ("ico", "image/x-icon", false),
    ("png", "image/png", false),
    ("jpg", "image/jpeg", false),
    ("webp", "image/webp", false),
    ("woff2", "font/woff2", false),
    ("wasm", "application/wasm", true),
];

/// A file as it is kept for answers.
pub struct File {
    /// As it was built.
    pub contents: Bytes,
    /// Names the contents.
    pub digest: String,
    /// Its `Content-Type`.
    pub media_type: &'static str,
    /// Its name changes with its contents.
    pub is_lasting: bool,
    /// It is worth asking for [`File::gzipped`].
    pub is_compressible: bool,
    gzipped: OnceLock<Option<Bytes>>,
}

impl File {
    /// A file of this path, with the SHA-256 of its contents.
    pub fn new(path: &str, contents: Bytes, sha256: [u8; 32]) -> Self {
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        let kind = KINDS.iter().find(|(of, ..)| *of == ending);
        Self {
            contents,
            digest: sha256.iter().take(16).map(|byte| format!("{byte:02x}")).collect(),
            media_type: kind.map_or("application/octet-stream", |(_, media_type, _)| *media_type),
            is_lasting: path.starts_with("assets/"),
            is_compressible: kind.is_some_and(|(.., is_compressible)| *is_compressible),
            gzipped: OnceLock::new(),
        }
    }

    /// Whether the answer of [`File::gzipped`] is there already.
    pub fn is_gzipped(&self) -> bool {
        self.gzipped.get().is_some()
    }

    /// Compressed, if that is smaller. The first call takes milliseconds, and others wait for it.
    pub fn gzipped(&self) -> Option<Bytes> {
        self.gzipped
            .get_or_init(|| gzip(&self.contents).ok().filter(|zipped| zipped.len() < self.contents.len()))
            .clone()
    }
}

fn gzip(contents: &[u8]) -> std::io::Result<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(contents)?;
    Ok(encoder.finish()?.into())
}
