use super::super::sse;

mod agreement;
mod cases;
mod limits;
mod properties;
mod reference;
mod seeds;
mod settings;
mod stream;
mod text;
