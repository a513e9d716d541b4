//! The compiler: fresh output, honest failures.
