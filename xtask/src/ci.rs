//! `cargo xtask ci`: the whole gate, in order, up to the first failure.

use std::time::Instant;

use crate::cli::Mode;
use crate::process::{self, cargo};
use crate::{codegen, lint};

struct Step {
    name: &'static str,
    run: fn() -> Result<(), String>,
}

const STEPS: &[Step] = &[
    Step {
        name: "fmt",
        run: || run_cargo(&["fmt", "--all", "--check"]),
    },
    Step {
        name: "clippy",
        run: || {
            let scope = ["clippy", "--workspace", "--all-targets", "--all-features"];
            run_cargo(&[&scope[..], &["--", "-D", "warnings"]].concat())
        },
    },
    Step {
        name: "test",
        run: || run_cargo(&["test", "--workspace", "--all-features"]),
    },
    Step {
        name: "tour",
        run: || {
            let example = ["run", "--quiet", "--all-features", "--example", "tour"];
            run_cargo(&example)
        },
    },
    Step {
        name: "doc",
        run: || {
            let arguments = ["doc", "--no-deps", "--workspace", "--all-features"];
            process::run(cargo(&arguments).env("RUSTDOCFLAGS", "-D warnings"))
        },
    },
    Step {
        name: "lint",
        run: || lint::run(&[]),
    },
    Step {
        name: "codegen",
        run: || codegen::run(Mode::Check),
    },
    Step {
        name: "package",
        run: package,
    },
    Step {
        name: "tree",
        run: tree,
    },
    Step {
        name: "features",
        run: || run_cargo(&["check", "--package", "quintet", "--no-default-features"]),
    },
];

/// Runs every step; the first failure ends the run and names its step.
pub(crate) fn run() -> Result<(), String> {
    run_steps(STEPS)
}

fn run_steps(steps: &[Step]) -> Result<(), String> {
    let start = Instant::now();
    for step in steps {
        println!("== {}", step.name);
        let start = Instant::now();
        let result = (step.run)();
        let word = if result.is_ok() { "ok" } else { "FAILED" };
        println!(
            "== {}: {word} in {:.1} s",
            step.name,
            start.elapsed().as_secs_f64()
        );
        result.map_err(|reason| format!("step `{}`: {reason}", step.name))?;
    }
    println!(
        "== all {} steps in {:.1} s",
        steps.len(),
        start.elapsed().as_secs_f64()
    );
    Ok(())
}

fn run_cargo(arguments: &[&str]) -> Result<(), String> {
    process::run(&mut cargo(arguments))
}

fn package() -> Result<(), String> {
    let mut command = cargo(&["package", "--package", "quintet"]);
    // At a desk the tree is being worked on; in CI a dirty tree is a fault.
    if std::env::var_os("CI").is_none() {
        command.arg("--allow-dirty");
    }
    process::run(&mut command)
}

/// The generator must not be in the build of a user, who takes the default features.
fn tree() -> Result<(), String> {
    let listing = process::output(&mut cargo(&[
        "tree",
        "--package",
        "quintet",
        "--edges",
        "normal,build",
        "--prefix",
        "none",
    ]))?;
    listing.result?;
    match generator_crates(&listing.stdout).as_slice() {
        [] => Ok(()),
        found => Err(format!(
            "the default build of quintet contains {}; it belongs behind the feature `codegen`",
            found.join(", ")
        )),
    }
}

/// The crates of a `cargo tree` listing that only the generator needs, each once.
fn generator_crates(listing: &str) -> Vec<&str> {
    let mut found: Vec<&str> = listing
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| is_generator_crate(name))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn is_generator_crate(name: &str) -> bool {
    const EXACT: [&str; 5] = [
        "openapiv3",
        "progenitor",
        "progenitor-impl",
        "progenitor-macro",
        "saphyr",
    ];
    EXACT.contains(&name)
        || name.starts_with("typify")
        || name.starts_with("saphyr-")
        || name.contains("yaml")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_found_and_its_runtime_is_not() {
        let listing = "quintet v0.1.0 (/w)\nprogenitor-client v0.15.1\nserde v1.0.0\n";
        assert!(generator_crates(listing).is_empty());
        let listing = "quintet v0.1.0\nserde_yaml v0.9.34\ntypify-impl v0.8.0 (*)\n\
                       typify-impl v0.8.0\nprogenitor v0.15.1\nsaphyr v0.3.3\n";
        assert_eq!(
            generator_crates(listing),
            ["progenitor", "saphyr", "serde_yaml", "typify-impl"]
        );
    }

    #[test]
    fn the_first_failure_ends_the_run_and_is_named() {
        let steps = [
            Step {
                name: "one",
                run: || Ok(()),
            },
            Step {
                name: "two",
                run: || Err("broken".to_owned()),
            },
            Step {
                name: "three",
                run: || Err("must not run".to_owned()),
            },
        ];
        assert_eq!(run_steps(&steps), Err("step `two`: broken".to_owned()));
        assert_eq!(run_steps(&steps[..1]), Ok(()));
    }
}
