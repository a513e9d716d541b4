//! The files of a sandbox, in memory.

use std::collections::BTreeMap;

use bytes::Bytes;

/// Directories that every image has.
const DIRECTORIES: [&str; 11] = [
    "/",
    "/bin",
    "/dev",
    "/etc",
    "/home",
    "/root",
    "/tmp",
    "/usr",
    "/usr/bin",
    "/var",
    "/workspace",
];

/// A file or a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Directory,
    File(Bytes),
}

/// Why an operation on the tree failed, in the words of the C library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TreeError {
    NoSuchFile,
    IsDirectory,
    NotDirectory,
    Exists,
}

impl std::fmt::Display for TreeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NoSuchFile => "No such file or directory",
            Self::IsDirectory => "Is a directory",
            Self::NotDirectory => "Not a directory",
            Self::Exists => "File exists",
        })
    }
}

/// Nodes by absolute path. Paths given to it are absolute and clean: see [`resolve`].
#[derive(Clone, Debug)]
pub(super) struct Tree(BTreeMap<String, Node>);

impl Tree {
    /// The files of a fresh sandbox.
    pub(super) fn new(hostname: &str) -> Self {
        let mut nodes: BTreeMap<String, Node> = DIRECTORIES
            .iter()
            .map(|path| ((*path).to_owned(), Node::Directory))
            .collect();
        nodes.insert(
            "/etc/hostname".to_owned(),
            Node::File(format!("{hostname}\n").into()),
        );
        Self(nodes)
    }

    pub(super) fn get(&self, path: &str) -> Option<&Node> {
        self.0.get(path)
    }

    pub(super) fn is_directory(&self, path: &str) -> bool {
        self.get(path) == Some(&Node::Directory)
    }

    /// The content of a file.
    pub(super) fn read(&self, path: &str) -> Result<Bytes, TreeError> {
        match self.get(path) {
            Some(Node::File(content)) => Ok(content.clone()),
            Some(Node::Directory) => Err(TreeError::IsDirectory),
            None if path == "/dev/null" => Ok(Bytes::new()),
            None => Err(TreeError::NoSuchFile),
        }
    }

    /// Writes a file; its directory must exist.
    pub(super) fn write(&mut self, path: &str, content: Bytes) -> Result<(), TreeError> {
        if path == "/dev/null" {
            return Ok(());
        }
        if self.is_directory(path) {
            return Err(TreeError::IsDirectory);
        }
        self.require_parent(path)?;
        self.0.insert(path.to_owned(), Node::File(content));
        Ok(())
    }

    /// Makes a directory; with `parents`, also those above it, and an existing one is fine.
    pub(super) fn make_directory(&mut self, path: &str, parents: bool) -> Result<(), TreeError> {
        match self.get(path) {
            Some(Node::Directory) if parents => return Ok(()),
            Some(_) => return Err(TreeError::Exists),
            None if parents => self.make_directory(parent(path), true)?,
            None => self.require_parent(path)?,
        }
        self.require_parent(path)?;
        self.0.insert(path.to_owned(), Node::Directory);
        Ok(())
    }

    /// Removes a file, or with `recursive` a directory and all below it.
    pub(super) fn remove(&mut self, path: &str, recursive: bool) -> Result<(), TreeError> {
        match self.get(path) {
            None => return Err(TreeError::NoSuchFile),
            Some(Node::Directory) if !recursive => return Err(TreeError::IsDirectory),
            Some(_) => {}
        }
        let below = format!("{}/", path.trim_end_matches('/'));
        self.0
            .retain(|other, _| other != path && !other.starts_with(&below) || other == "/");
        Ok(())
    }

    /// The names in a directory, sorted.
    pub(super) fn names<'a>(&'a self, directory: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let prefix = if directory == "/" {
            "/".to_owned()
        } else {
            format!("{directory}/")
        };
        self.0.keys().filter_map(move |path| {
            path.strip_prefix(&prefix)
                .filter(|name| !name.is_empty() && !name.contains('/'))
        })
    }

    fn require_parent(&self, path: &str) -> Result<(), TreeError> {
        match self.get(parent(path)) {
            Some(Node::Directory) => Ok(()),
            Some(Node::File(_)) => Err(TreeError::NotDirectory),
            None => Err(TreeError::NoSuchFile),
        }
    }
}

/// The directory of a clean absolute path.
fn parent(path: &str) -> &str {
    match path.rfind('/') {
        None | Some(0) => "/",
        Some(at) => &path[..at],
    }
}

/// A path seen from a directory, absolute and without `.`, `..` and doubled slashes.
pub(super) fn resolve(directory: &str, path: &str) -> String {
    let mut clean: Vec<&str> = Vec::new();
    let start = if path.starts_with('/') { "" } else { directory };
    for segment in start.split('/').chain(path.split('/')) {
        match segment {
            "" | "." => {}
            ".." => {
                clean.pop();
            }
            name => clean.push(name),
        }
    }
    format!("/{}", clean.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_cleaned() {
        assert_eq!(resolve("/a/b", "../c//./d/"), "/a/c/d");
        assert_eq!(resolve("/a", "/x/../../y"), "/y");
        assert_eq!(resolve("/", ""), "/");
    }

    #[test]
    fn a_file_needs_its_directory() {
        let mut tree = Tree::new("box");
        assert_eq!(
            tree.write("/no/file", Bytes::new()),
            Err(TreeError::NoSuchFile)
        );
        assert_eq!(
            tree.write("/etc/hostname/x", Bytes::new()),
            Err(TreeError::NotDirectory)
        );
        assert_eq!(
            tree.write("/tmp", Bytes::new()),
            Err(TreeError::IsDirectory)
        );
        assert_eq!(
            tree.make_directory("/no/such", false),
            Err(TreeError::NoSuchFile)
        );
        assert_eq!(tree.make_directory("/no/such", true), Ok(()));
        assert_eq!(
            tree.write("/no/such/file", Bytes::from_static(b"x")),
            Ok(())
        );
        assert_eq!(tree.read("/no/such/file"), Ok(Bytes::from_static(b"x")));
        assert_eq!(tree.names("/no").collect::<Vec<_>>(), ["such"]);
    }

    #[test]
    fn removing_a_directory_takes_what_is_below() {
        let mut tree = Tree::new("box");
        assert_eq!(tree.remove("/etc", false), Err(TreeError::IsDirectory));
        assert_eq!(tree.remove("/etc", true), Ok(()));
        assert_eq!(tree.read("/etc/hostname"), Err(TreeError::NoSuchFile));
        assert!(tree.is_directory("/"));
    }
}
