//! Sizes: files and functions that fit into a head.

use super::{Source, library, scanner, sources};

/// Lines that hold code.
fn lines(code: &str) -> usize {
    code.lines().filter(|line| !line.trim().is_empty()).count()
}

/// Hand-written program: the library, the compiler and the tasks.
fn program() -> Vec<Source> {
    let mut program = library();
    program.extend(sources("build", &[".rs"]));
    let tasks = sources("xtask/src", &[".rs"]).into_iter();
    program.extend(tasks.filter(|source| !source.path.contains("/tests")));
    program
}

/// The value below which so many per cent of the values lie.
fn percentile(values: &mut [usize], share: usize) -> usize {
    values.sort_unstable();
    values[(values.len() - 1) * share / 100]
}

#[test]
fn files_are_short() {
    let mut sizes = Vec::new();
    for source in program() {
        let size = lines(&source.code());
        assert!(size <= 450, "{} has {size} lines of code", source.path);
        sizes.push(size);
    }
    let (median, most) = (percentile(&mut sizes, 50), percentile(&mut sizes, 90));
    assert!(
        median <= 100,
        "half of the files have more than {median} lines"
    );
    assert!(
        most <= 300,
        "a tenth of the files has more than {most} lines"
    );
}

#[test]
fn test_files_are_short() {
    for source in sources("tests", &[".rs"]) {
        let size = lines(&scanner::without_comments(&source.text));
        assert!(size <= 450, "{} has {size} lines of code", source.path);
    }
}

/// Name and number of lines of each function with a body.
fn functions(source: &Source) -> Vec<(String, usize)> {
    let code = scanner::without_tests(&scanner::skeleton(&source.text));
    let mut functions = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        let before = code[..at].chars().last();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &code[at..];
        let Some(open) = rest.find(['{', ';']) else {
            continue;
        };
        if rest[open..].starts_with('{') {
            let end = open + scanner::block(&rest[open..]);
            let name = rest["fn ".len()..].split(['(', '<']).next().unwrap();
            functions.push((name.to_owned(), lines(&rest[..end])));
        }
    }
    functions
}

#[test]
fn functions_are_short() {
    let mut sizes = Vec::new();
    for source in program() {
        for (name, size) in functions(&source) {
            assert!(size <= 90, "{name} in {} has {size} lines", source.path);
            sizes.push(size);
        }
    }
    assert!(
        sizes.len() > 500,
        "only {} functions are found",
        sizes.len()
    );
    let most = percentile(&mut sizes, 90);
    assert!(
        most <= 25,
        "a tenth of the functions has more than {most} lines"
    );
    let more = percentile(&mut sizes, 99);
    assert!(
        more <= 70,
        "a hundredth of the functions has more than {more} lines"
    );
}

#[test]
fn tests_keep_up_with_the_program() {
    let program: usize = library().iter().map(|source| lines(&source.code())).sum();
    let all: usize = sources("src", &[".rs"])
        .iter()
        .map(|source| lines(&scanner::without_comments(&source.text)))
        .sum();
    let suite: usize = sources("tests", &[".rs"])
        .iter()
        .map(|source| lines(&scanner::without_comments(&source.text)))
        .sum();
    let tests = all - program + suite;
    assert!(
        10 * tests >= 8 * program,
        "{tests} lines of tests for {program} lines of program"
    );
}
