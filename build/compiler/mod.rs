//! From document to client: YAML → facts → prepare → progenitor → finish → Rust.

mod facts;
mod finish;
mod generate;
mod prepare;
mod yaml;

use facts::Facts;

/// Compiles the text of one document into the source of its raw client.
///
/// An unsupported document is an error that names the document and, where one operation is to blame, the operation;
/// it never panics. `cargo xtask lint` says more: the line, the reason and the rewrite.
pub(crate) fn compile(name: &str, text: &str) -> Result<String, String> {
    let named = |reason: String| {
        format!("openapi/{name}.yaml: {reason}; `cargo xtask lint` names the line and the rewrite")
    };
    let document = yaml::parse(text).map_err(named)?;
    let facts = Facts::read(&document).map_err(named)?;
    let prepared = prepare::prepare(document).map_err(named)?;
    let client = generate::generate(&prepared).map_err(named)?;
    let file = finish::finish(client, &facts).map_err(named)?;
    Ok(format!(
        "// Generated from openapi/{name}.yaml by `cargo xtask codegen`; do not edit by hand.\n{}\n\n{}",
        crate::fingerprint::banner(text),
        prettyplease::unparse(&file)
    ))
}
