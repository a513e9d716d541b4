use super::*;

fn exec_in(files: &mut Tree, command: &[&str]) -> Finished {
    let command: Vec<String> = command.iter().map(|word| (*word).to_owned()).collect();
    let env = BTreeMap::from([("NAME".to_owned(), "two words".to_owned())]);
    exec(files, &env, "0a1b2c3d", &command, Duration::from_secs(30))
}

fn sh(script: &str) -> (i32, String, String) {
    let finished = exec_in(&mut Tree::new("box"), &["sh", "-c", script]);
    assert_eq!(finished.error, None, "{script}");
    (
        finished.exit_code,
        String::from_utf8_lossy(&finished.stdout).into_owned(),
        String::from_utf8_lossy(&finished.stderr).into_owned(),
    )
}

fn out(script: &str) -> String {
    let (status, stdout, stderr) = sh(script);
    assert_eq!((status, stderr.as_str()), (0, ""), "{script}");
    stdout
}

#[test]
fn commands_are_not_run_in_a_shell() {
    let mut files = Tree::new("box");
    let finished = exec_in(&mut files, &["echo", "$NAME;", "&&", "x"]);
    assert_eq!(finished.stdout, b"$NAME; && x\n");
    let finished = exec_in(&mut files, &["exit", "3"]);
    assert_eq!(
        finished.error.as_deref(),
        Some("exec: \"exit\": executable file not found in $PATH")
    );
    assert_eq!(finished.exit_code, 1);
}

#[test]
fn words_quotes_and_variables() {
    assert_eq!(
        out("echo a  'b  $NAME' \"c $NAME\" d\\ e"),
        "a b  $NAME c two words d e\n"
    );
    assert_eq!(out("X=1; echo $X${X}2 $MISSING end"), "112 end\n");
    assert_eq!(out("echo '' | wc -c"), "1\n");
    assert_eq!(out("echo a # comment\necho b"), "a\nb\n");
    assert_eq!(out("printf '%s=%d\\n' a 1 b 2"), "a=1\nb=2\n");
    assert_eq!(out("printf '100%%\\n'"), "100%\n");
}

#[test]
fn lists_run_by_status() {
    assert_eq!(out("false || echo no; true && echo yes"), "no\nyes\n");
    assert_eq!(out("true || echo no; false; echo $?"), "1\n");
    assert_eq!(
        sh("echo a; exit 7; echo b"),
        (7, "a\n".to_owned(), String::new())
    );
    assert_eq!(sh("sh -c 'exit 3'; echo $?").1, "3\n");
    assert_eq!(
        sh("nosuch"),
        (127, String::new(), "sh: 1: nosuch: not found\n".to_owned())
    );
    assert_eq!(sh("exit 300").0, 44);
}

#[test]
fn output_goes_where_it_is_sent() {
    assert_eq!(
        out("echo a > /tmp/x; echo b >> /tmp/x; cat /tmp/x; wc -l /tmp/x"),
        "a\nb\n2 /tmp/x\n"
    );
    assert_eq!(sh("echo oops >&2"), (0, String::new(), "oops\n".to_owned()));
    assert_eq!(out("cat /none 2>/dev/null || echo gone"), "gone\n");
    assert_eq!(
        out("cat /none 2>&1 | cat"),
        "cat: /none: No such file or directory\n"
    );
    assert_eq!(
        out("cat /none > /tmp/all 2>&1 || cat /tmp/all"),
        "cat: /none: No such file or directory\n"
    );
    let (status, _, stderr) = sh("echo a > /no/such");
    assert_eq!(
        (status, stderr.as_str()),
        (
            2,
            "sh: 1: cannot create /no/such: No such file or directory\n"
        )
    );
}

#[test]
fn files_and_directories() {
    assert_eq!(
        out("mkdir -p /a/b && cd /a && touch b/c && ls && ls b && pwd"),
        "b\nc\n/a\n"
    );
    assert_eq!(
        sh("mkdir /x/y").2,
        "mkdir: cannot create directory '/x/y': No such file or directory\n"
    );
    assert_eq!(sh("rm /none; rm -f /none; rm /tmp; ls /none").0, 2);
    assert_eq!(out("rm -rf /tmp; ls / | wc -l"), "8\n");
    assert_eq!(
        out("echo 'echo from $NAME' > /s; sh /s"),
        "from two words\n"
    );
}

#[test]
fn what_is_not_known_is_said() {
    for script in [
        "echo $(date)",
        "for i in 1 2; do echo $i; done",
        "ls *",
        "sleep 1 &",
        "cat < /x",
        "echo $1",
        "echo \"$@\"",
    ] {
        let (status, stdout, stderr) = sh(script);
        assert_eq!((status, stdout.as_str()), (2, ""), "{script}");
        assert!(
            stderr.contains("not supported by the simulator"),
            "{stderr}"
        );
    }
    for script in ["echo 'a", "&& b", "a |", "a &&", "echo >"] {
        assert_eq!(sh(script).0, 2, "{script}");
    }
}

#[test]
fn sleeping_takes_simulated_time_and_ends_at_the_limit() {
    let mut files = Tree::new("box");
    let finished = exec_in(
        &mut files,
        &["sh", "-c", "sleep 10; sleep 0.5m; echo late > /tmp/late"],
    );
    assert_eq!(finished.took, Duration::from_secs(40));
    assert_eq!(finished.error.as_deref(), Some("context deadline exceeded"));
    assert!(files.get("/tmp/late").is_none());
    let finished = exec_in(&mut files, &["sleep", "30"]);
    assert_eq!((finished.exit_code, finished.error), (0, None));
}

#[test]
fn a_script_cannot_call_itself_forever() {
    let (status, _, stderr) = sh("echo 'sh /s' > /s; sh /s");
    assert_eq!(
        (status, stderr.as_str()),
        (2, "sh: too many nested scripts\n")
    );
}

#[test]
fn python_prints() {
    let python = |source: &str| {
        let finished = exec_in(&mut Tree::new("box"), &["python3", "-c", source]);
        let text = if finished.exit_code == 0 {
            finished.stdout
        } else {
            finished.stderr
        };
        (
            finished.exit_code,
            String::from_utf8_lossy(&text).into_owned(),
        )
    };
    let ok = |text: &str| (0, text.to_owned());
    assert_eq!(python("print('Hello, World!')"), ok("Hello, World!\n"));
    assert_eq!(
        python("print(\"a;b\", 1 + 2 * 3, 7 // 2, -7 // 2, -7 % 3, 1 / 4)"),
        ok("a;b 7 3 -4 2 0.25\n")
    );
    assert_eq!(
        python("import sys\nx = (2 + 3) * 2\nprint('=' * 3, x, 2 ** 10)"),
        ok("=== 10 1024\n")
    );
    assert_eq!(python("print(7 // -2, -7 // -2, 7 % -3)"), ok("-4 3 -2\n"));
    assert_eq!(python("print()"), ok("\n"));
    assert_eq!(python("import sys; sys.exit(3)").0, 3);
    assert_eq!(
        python("print(y)"),
        (1, "NameError: name 'y' is not defined\n".to_owned())
    );
    assert_eq!(python("print(1 // 0)").0, 1);
    assert_eq!(python("print([1, 2])").0, 1);
    assert_eq!(python("import os; print(os.getcwd())").0, 1);
}
