//! The raw clients, each compiled from its document, and the one place that ties them to the engine.

/// Includes a raw client and sends all its requests through the engine.
macro_rules! raw_client {
    ($name:ident) => {
        #[allow(
            clippy::all,
            clippy::restriction,
            dead_code,
            missing_docs,
            unreachable_pub,
            unused_imports,
            unused_mut,
            unused_variables
        )]
        pub(crate) mod $name {
            include!(concat!(
                env!("QUINTET_GENERATED"),
                "/",
                stringify!($name),
                ".rs"
            ));

            impl Client {
                /// A client for one call: cheap, because everything that matters is shared.
                pub(crate) fn of(exchange: &crate::runtime::Exchange) -> Self {
                    Self::new_with_client(exchange.base(), exchange.http(), exchange.clone())
                }
            }

            impl ClientHooks<crate::runtime::Exchange> for Client {
                fn exec(
                    &self,
                    request: reqwest::Request,
                    info: &OperationInfo,
                ) -> impl Future<Output = reqwest::Result<reqwest::Response>> {
                    let operation = crate::runtime::find(OPERATIONS, info.operation_id);
                    self.inner().execute(Box::new(request), operation)
                }
            }
        }
    };
}

#[cfg(feature = "liteboxd")]
raw_client!(liteboxd);
