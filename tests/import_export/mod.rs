//! Import and export of templates: the client against the simulator, the peers' cases.

mod export;
mod import;
mod peers;
