//! Files that one function either writes or verifies.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::cli::Mode;

/// Makes `path` hold `contents`; in check mode nothing is written.
///
/// Returns whether the file held something else before.
pub(crate) fn ensure_file_contents(
    path: &Path,
    contents: &[u8],
    mode: Mode,
) -> Result<bool, String> {
    match fs::read(path) {
        Ok(present) if present == contents => return Ok(false),
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(failure("read", path, &error)),
    }
    if mode == Mode::Write {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| failure("create", folder, &error))?;
        }
        fs::write(path, contents).map_err(|error| failure("write", path, &error))?;
    }
    Ok(true)
}

/// Makes `path`, which exists, be gone; in check mode nothing is removed.
pub(crate) fn ensure_absent(path: &Path, mode: Mode) -> Result<(), String> {
    match mode {
        Mode::Write => fs::remove_file(path).map_err(|error| failure("remove", path, &error)),
        Mode::Check => Ok(()),
    }
}

/// The names without extension of the files of `folder` that end in `.extension`, sorted.
///
/// A folder that does not exist has none.
pub(crate) fn stems(folder: &Path, extension: &str) -> Result<Vec<String>, String> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failure("read", folder, &error)),
    };
    let mut stems = Vec::new();
    for entry in entries {
        let path = entry
            .map_err(|error| failure("read", folder, &error))?
            .path();
        if path.extension().is_some_and(|found| found == extension)
            && let Some(stem) = path.file_stem().and_then(|stem| stem.to_str())
        {
            stems.push(stem.to_owned());
        }
    }
    stems.sort();
    Ok(stems)
}

/// Reads a file; the error names it.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| failure("read", path, &error))
}

/// `path` relative to the workspace's root where it lies inside, for messages.
pub(crate) fn display(path: &Path) -> String {
    let shown: PathBuf = match path.strip_prefix(crate::process::root()) {
        Ok(inside) => inside.to_owned(),
        Err(_) => path.to_owned(),
    };
    shown.display().to_string()
}

fn failure(verb: &str, path: &Path, error: &std::io::Error) -> String {
    format!("cannot {verb} {}: {error}", display(path))
}
