//! The `api-version` header that progenitor puts on every request, and no server of ours knows.

use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprCall, File, Lit, Stmt};

/// Removes it from every method.
pub(crate) fn trim(file: &mut File) {
    Trim.visit_file_mut(file);
}

struct Trim;

impl VisitMut for Trim {
    fn visit_block_mut(&mut self, block: &mut Block) {
        let before = block.stmts.len();
        block.stmts.retain(|statement| !appends_version(statement));
        if block.stmts.len() < before {
            block.stmts.iter_mut().for_each(shrink_header_map);
        }
        visit_mut::visit_block_mut(self, block);
    }
}

fn appends_version(statement: &Stmt) -> bool {
    match statement {
        Stmt::Expr(Expr::MethodCall(call), _) => {
            call.method == "append"
                && call
                    .args
                    .to_token_stream()
                    .to_string()
                    .contains("\"api-version\"")
        }
        _ => false,
    }
}

/// A map with room for no header does not allocate.
fn shrink_header_map(statement: &mut Stmt) {
    if let Stmt::Local(local) = statement
        && let Some(init) = &mut local.init
        && let Expr::Call(ExprCall { func, args, .. }) = &mut *init.expr
        && func
            .to_token_stream()
            .to_string()
            .ends_with("with_capacity")
        && let Some(Expr::Lit(size)) = args.first_mut()
        && let Lit::Int(number) = &mut size.lit
        && let Ok(capacity) = number.base10_parse::<usize>()
    {
        size.lit = Lit::Int(syn::LitInt::new(
            &format!("{}", capacity.saturating_sub(1)),
            number.span(),
        ));
    }
}
