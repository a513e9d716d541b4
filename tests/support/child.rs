//! A test that runs again, in a process of its own: no process can change its environment while others read it.

use std::process::{Command, Output};

/// Tells a process that it is a child, and which test runs again.
const MARK: &str = "QUINTET_TEST_CHILD";

/// A test of this very binary that does nothing unless it runs in a process of its own.
#[derive(Debug)]
pub(crate) struct Child {
    /// With its path: `inputs::environment::child`.
    pub(crate) test: &'static str,
    /// What it reads from its environment, and never finds unless it is given.
    pub(crate) variables: &'static [&'static str],
}

impl Child {
    /// Whether this process is that child.
    pub(crate) fn is_here(&self) -> bool {
        std::env::var_os(MARK).is_some_and(|test| test == self.test)
    }

    /// Runs the test in an environment with these values.
    pub(crate) fn command(&self, values: &[(&str, &str)]) -> Command {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", self.test, "--nocapture", "--test-threads=1"]);
        for variable in self.variables {
            command.env_remove(variable);
        }
        command.env(MARK, self.test).envs(values.iter().copied());
        command
    }

    /// The same while this process goes on, as a server of the child's does.
    pub(crate) async fn output(&self, values: &[(&str, &str)]) -> Output {
        let mut command = self.command(values);
        let output = tokio::task::spawn_blocking(move || command.output());
        output.await.unwrap().unwrap()
    }

    /// What the test says in such an environment, between `<<<` and `>>>`.
    #[track_caller]
    pub(crate) fn says(&self, values: &[(&str, &str)]) -> String {
        let output = self.command(values).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        let output = String::from_utf8(output.stdout).unwrap();
        let (_, said) = output.split_once("<<<").unwrap();
        said.split_once(">>>").unwrap().0.to_owned()
    }

    /// The same with a value, or none, for each of the variables, in their order.
    #[track_caller]
    pub(crate) fn says_in_order(&self, values: &[Option<&str>]) -> String {
        let all = self.variables.iter().zip(values);
        let given = all.filter_map(|(variable, value)| Some((*variable, (*value)?)));
        self.says(&given.collect::<Vec<_>>())
    }
}
