//! The folder of snapshots.

use crate::record::snapshot::{Snapshot, without_header};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// All that lies in the snapshots folder.
#[derive(Clone, Debug, Default)]
pub(crate) struct Store {
    /// By name; `None` where the file cannot be read as a snapshot of a cell.
    pub(crate) texts: BTreeMap<String, Option<Snapshot>>,
    /// Pictures by name.
    pub(crate) pictures: BTreeMap<String, String>,
    /// The pictures that have their header beside them. Without it insta takes them for new.
    pub(crate) headers: BTreeSet<String>,
}

impl Store {
    /// Reads a folder; one that does not exist yet is empty.
    pub(crate) fn read(folder: &Path) -> std::io::Result<Self> {
        let mut store = Self::default();
        if !folder.exists() {
            return Ok(store);
        }
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            let Some(file) = path.file_name().and_then(|name| name.to_str()) else {
                continue;
            };
            if let Some(name) = file.strip_suffix(".snap.svg") {
                store
                    .pictures
                    .insert(name.to_owned(), std::fs::read_to_string(&path)?);
            } else if let Some(name) = file.strip_suffix(".snap") {
                // git may have given it Windows' ends of lines.
                let text = std::fs::read_to_string(&path)?.replace("\r\n", "\n");
                store
                    .texts
                    .insert(name.to_owned(), Snapshot::parse(without_header(&text)));
            }
        }
        // insta keeps a `.snap` of its own beside each picture: a header and nothing else.
        for picture in store.pictures.keys() {
            if store.texts.remove(picture).is_some() {
                store.headers.insert(picture.clone());
            }
        }
        Ok(store)
    }
}
