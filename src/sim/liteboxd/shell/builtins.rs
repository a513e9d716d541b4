//! The commands.

use std::time::Duration;

use super::super::tree::{Node, TreeError};
use super::python;
use super::run::Shell;

const PROGRAMS: [&str; 18] = [
    "echo", "printf", "cat", "ls", "pwd", "env", "true", "false", "sleep", "mkdir", "rm", "touch",
    "wc", "sh", "bash", "python", "python3", "printenv",
];
const DIRECTORIES: [&str; 4] = ["/bin/", "/usr/bin/", "/usr/local/bin/", "/usr/sbin/"];

/// Whether this is a command that can be run without a shell.
pub(super) fn is_program(name: &str) -> bool {
    PROGRAMS.contains(&base_name(name))
}

fn base_name(name: &str) -> &str {
    DIRECTORIES
        .iter()
        .find_map(|directory| name.strip_prefix(directory))
        .unwrap_or(name)
}

/// Runs a command; `None` when there is no such command.
pub(super) fn run(shell: &mut Shell<'_>, argv: &[String], stdin: &[u8]) -> Option<i32> {
    let (name, arguments) = argv.split_first()?;
    let name = base_name(name);
    let (flags, operands) = split_flags(arguments);
    Some(match name {
        "true" => 0,
        "false" => 1,
        "echo" => echo(shell, arguments),
        "printf" => printf(shell, arguments),
        "cat" => cat(shell, arguments, stdin),
        "ls" => ls(shell, &operands),
        "pwd" => line(shell, &shell.directory.clone()),
        "cd" => cd(shell, arguments),
        "env" | "printenv" => env(shell, arguments),
        "export" => export(shell, arguments),
        "exit" => exit(shell, arguments),
        "sleep" => sleep(shell, arguments),
        "mkdir" => mkdir(shell, &operands, flags.contains('p')),
        "rm" => rm(
            shell,
            &operands,
            flags.contains(['r', 'R']),
            flags.contains('f'),
        ),
        "touch" => touch(shell, &operands),
        "wc" => wc(shell, &flags, &operands, stdin),
        "sh" | "bash" => sh(shell, name, arguments, stdin),
        "python" | "python3" => python::run(shell, arguments, stdin),
        _ => return None,
    })
}

/// The letters of the flags in one text, and the other arguments.
fn split_flags(arguments: &[String]) -> (String, Vec<&str>) {
    let is_flag = |argument: &&String| argument.len() > 1 && argument.starts_with('-');
    let flags = arguments
        .iter()
        .filter(is_flag)
        .flat_map(|flag| flag.chars().skip(1))
        .collect();
    let operands = arguments
        .iter()
        .filter(|argument| !is_flag(argument))
        .map(String::as_str)
        .collect();
    (flags, operands)
}

fn line(shell: &mut Shell<'_>, text: &str) -> i32 {
    shell.print(text);
    shell.print("\n");
    0
}

fn echo(shell: &mut Shell<'_>, arguments: &[String]) -> i32 {
    let flags = arguments
        .iter()
        .take_while(|word| matches!(word.as_str(), "-n" | "-e" | "-ne" | "-en"))
        .count();
    let (flags, words) = arguments.split_at(flags);
    let has = |flag| flags.iter().any(|word| word.contains(flag));
    let mut text = words.join(" ");
    if has('e') {
        text = unescape(&text);
    }
    if !has('n') {
        text.push('\n');
    }
    shell.print(&text);
    0
}

fn printf(shell: &mut Shell<'_>, arguments: &[String]) -> i32 {
    let Some((format, mut values)) = arguments.split_first() else {
        return shell.complain("printf: usage: printf format [arguments]", 2);
    };
    let format = unescape(format);
    loop {
        let before = values.len();
        let mut text = String::new();
        let mut pieces = format.split('%');
        text.push_str(pieces.next().unwrap_or_default());
        let mut literal = false;
        for piece in pieces {
            let (kind, rest) = piece.split_at(piece.chars().next().map_or(0, char::len_utf8));
            match kind {
                _ if literal => {
                    text.push_str(piece);
                    literal = false;
                    continue;
                }
                "s" | "d" => {
                    let (value, rest) = values
                        .split_first()
                        .map_or(("", values), |(first, rest)| (first.as_str(), rest));
                    text.push_str(if kind == "d" && value.is_empty() {
                        "0"
                    } else {
                        value
                    });
                    values = rest;
                }
                "" => {
                    text.push('%');
                    literal = true;
                }
                other => return shell.complain(&format!("printf: %{other}: invalid directive"), 1),
            }
            text.push_str(rest);
        }
        shell.print(&text);
        // The format is used again while there are arguments and it takes any.
        if values.is_empty() || values.len() == before {
            return 0;
        }
    }
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let escaped = if c == '\\' { chars.next() } else { None };
        match (c, escaped) {
            (_, Some('n')) => out.push('\n'),
            (_, Some('t')) => out.push('\t'),
            (_, Some('r')) => out.push('\r'),
            (_, Some('\\')) => out.push('\\'),
            (_, Some(other)) => out.extend(['\\', other]),
            (c, None) => out.push(c),
        }
    }
    out
}

fn cat(shell: &mut Shell<'_>, arguments: &[String], stdin: &[u8]) -> i32 {
    if arguments.is_empty() {
        shell.out.stdout.extend_from_slice(stdin);
        return 0;
    }
    let mut status = 0;
    for name in arguments {
        match shell.files.read(&shell.path(name)) {
            Ok(content) => shell.out.stdout.extend_from_slice(&content),
            Err(error) => status = shell.complain(&format!("cat: {name}: {error}"), 1),
        }
    }
    status
}

fn ls(shell: &mut Shell<'_>, operands: &[&str]) -> i32 {
    let mut status = 0;
    let operands = if operands.is_empty() {
        &["."]
    } else {
        operands
    };
    for name in operands {
        let path = shell.path(name);
        match shell.files.get(&path) {
            Some(Node::Directory) => {
                let names: String = shell
                    .files
                    .names(&path)
                    .map(|name| format!("{name}\n"))
                    .collect();
                shell.print(&names);
            }
            Some(Node::File(_)) => {
                line(shell, name);
            }
            None => {
                let error = TreeError::NoSuchFile;
                status = shell.complain(&format!("ls: cannot access '{name}': {error}"), 2);
            }
        }
    }
    status
}

fn cd(shell: &mut Shell<'_>, arguments: &[String]) -> i32 {
    let target = arguments.first().map_or("/root", String::as_str);
    let path = shell.path(target);
    if !shell.files.is_directory(&path) {
        return shell.complain(&format!("sh: 1: cd: can't cd to {target}"), 2);
    }
    shell.directory = path;
    0
}

fn env(shell: &mut Shell<'_>, arguments: &[String]) -> i32 {
    let Some(name) = arguments.first() else {
        let all: String = shell
            .env
            .iter()
            .map(|(name, value)| format!("{name}={value}\n"))
            .collect();
        shell.print(&all);
        return 0;
    };
    match shell.env.get(name).cloned() {
        Some(value) => line(shell, &value),
        None => 1,
    }
}

fn export(shell: &mut Shell<'_>, arguments: &[String]) -> i32 {
    for (name, value) in arguments.iter().filter_map(|word| word.split_once('=')) {
        shell.env.insert(name.to_owned(), value.to_owned());
    }
    0
}

fn exit(shell: &mut Shell<'_>, arguments: &[String]) -> i32 {
    shell.exited = true;
    let status = arguments
        .first()
        .and_then(|status| status.parse::<i32>().ok())
        .unwrap_or(0);
    status & 0xff
}

fn sleep(shell: &mut Shell<'_>, arguments: &[String]) -> i32 {
    for word in arguments {
        let (number, unit) = match word.strip_suffix(['s', 'm', 'h']) {
            Some(number) if word.ends_with('m') => (number, 60.0),
            Some(number) if word.ends_with('h') => (number, 3600.0),
            Some(number) => (number, 1.0),
            None => (word.as_str(), 1.0),
        };
        let seconds = number.parse::<f64>().ok().filter(|seconds| *seconds >= 0.0);
        let Some(seconds) = seconds else {
            return shell.complain(&format!("sleep: invalid time interval '{word}'"), 1);
        };
        shell.sleep(Duration::try_from_secs_f64(seconds * unit).unwrap_or(Duration::MAX));
    }
    0
}

fn mkdir(shell: &mut Shell<'_>, operands: &[&str], parents: bool) -> i32 {
    let mut status = 0;
    for name in operands {
        let path = shell.path(name);
        if let Err(error) = shell.files.make_directory(&path, parents) {
            status = shell.complain(
                &format!("mkdir: cannot create directory '{name}': {error}"),
                1,
            );
        }
    }
    status
}

fn rm(shell: &mut Shell<'_>, operands: &[&str], recursive: bool, force: bool) -> i32 {
    let mut status = 0;
    for name in operands {
        let path = shell.path(name);
        match shell.files.remove(&path, recursive) {
            Ok(()) => {}
            Err(TreeError::NoSuchFile) if force => {}
            Err(error) => {
                status = shell.complain(&format!("rm: cannot remove '{name}': {error}"), 1)
            }
        }
    }
    status
}

fn touch(shell: &mut Shell<'_>, operands: &[&str]) -> i32 {
    let mut status = 0;
    for name in operands {
        let path = shell.path(name);
        if shell.files.get(&path).is_some() {
            continue;
        }
        if let Err(error) = shell.files.write(&path, bytes::Bytes::new()) {
            status = shell.complain(&format!("touch: cannot touch '{name}': {error}"), 1);
        }
    }
    status
}

fn wc(shell: &mut Shell<'_>, flags: &str, operands: &[&str], stdin: &[u8]) -> i32 {
    let operand = operands.first().copied();
    let content = match operand {
        None => stdin.to_vec(),
        Some(name) => match shell.files.read(&shell.path(name)) {
            Ok(content) => content.to_vec(),
            Err(error) => return shell.complain(&format!("wc: {name}: {error}"), 1),
        },
    };
    let counts = [
        ('l', content.iter().filter(|byte| **byte == b'\n').count()),
        (
            'w',
            content
                .split(u8::is_ascii_whitespace)
                .filter(|word| !word.is_empty())
                .count(),
        ),
        ('c', content.len()),
    ];
    let wanted = counts
        .iter()
        .filter(|(flag, _)| flags.is_empty() || flags.contains(*flag));
    let mut columns: Vec<String> = wanted.map(|(_, count)| count.to_string()).collect();
    columns.extend(operand.map(str::to_owned));
    line(shell, &columns.join(" "))
}

fn sh(shell: &mut Shell<'_>, name: &str, arguments: &[String], stdin: &[u8]) -> i32 {
    match arguments.first().map(String::as_str) {
        None => shell.script(&String::from_utf8_lossy(stdin)),
        Some("-c" | "-lc" | "-ec" | "-euc") => match arguments.get(1) {
            Some(script) => shell.script(script),
            None => shell.complain(&format!("{name}: -c: option requires an argument"), 2),
        },
        Some(flag) if flag.starts_with('-') => shell.complain(
            &format!("{name}: {flag}: not supported by the simulator's shell"),
            2,
        ),
        Some(file) => match shell.files.read(&shell.path(file)) {
            Ok(script) => shell.script(&String::from_utf8_lossy(&script)),
            Err(_) => shell.complain(&format!("{name}: 0: cannot open {file}: No such file"), 127),
        },
    }
}
