//! What is embedded.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use bytes::Bytes;
use rust_embed::RustEmbed;

use crate::{file::File, page};

#[derive(RustEmbed)]
#[folder = "web/dist"]
struct Dist;

/// The calendar's page.
const PAGE: &str = "index.html";

/// Files by their path, which has no slash in front.
pub struct Site(BTreeMap<String, Arc<File>>);

impl Site {
    /// What the front end was built into.
    pub fn embedded() -> Self {
        let files = Dist::iter().filter_map(|name| {
            let found = Dist::get(&name)?;
            let contents = match found.data {
                Cow::Borrowed(embedded) => Bytes::from_static(embedded),
                Cow::Owned(read) => Bytes::from(read),
            };
            Some(File::new(&name, contents, found.metadata.sha256_hash())).map(|file| (name.into_owned(), file))
        });
        Self::of(files)
    }

    /// A file on a path of the server's own is left out.
    pub fn of(files: impl Iterator<Item = (String, File)>) -> Self {
        let ours = |name: &str| name.starts_with("assets/") || page::is_at(name);
        Self(files.filter(|(name, _)| ours(name)).map(|(name, file)| (name, Arc::new(file))).collect())
    }

    /// The file of this path.
    pub fn get(&self, path: &str) -> Option<&Arc<File>> {
        self.0.get(path)
    }

    /// The calendar's page.
    pub fn page(&self) -> Option<&Arc<File>> {
        self.get(PAGE)
    }

    /// Every path.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
