//! A canary credential appears nowhere.
