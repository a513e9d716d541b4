//! The edges between modules and the budgets of files, as tests.
