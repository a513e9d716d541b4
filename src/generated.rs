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

            impl<'e> Client<'e> {
                /// The client of one call.
                pub(crate) fn of(exchange: &'e crate::runtime::Exchange) -> Self {
                    Self {
                        baseurl: exchange.base(),
                        client: exchange.http(),
                        inner: exchange,
                    }
                }
            }
        }
    };
}

#[cfg(feature = "liteboxd")]
raw_client!(liteboxd);

#[cfg(feature = "gateway")]
raw_client!(gateway);

#[cfg(feature = "loopai")]
raw_client!(loopai);

#[cfg(feature = "synapse")]
raw_client!(synapse);

#[cfg(feature = "gt8004")]
raw_client!(gt8004);
