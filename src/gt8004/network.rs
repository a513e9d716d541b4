//! Where the service is. Contract: §1.4, §5.

use std::str::FromStr;

use crate::error::{Error, Result};

/// One of the two services. (Contract §1.4.)
///
/// ```
/// use quintet::gt8004::Network;
///
/// assert_eq!(Network::Mainnet.ingest_url(), "https://ingest.gt8004.xyz/v1/ingest");
/// assert_eq!(Network::default(), Network::Testnet);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Network {
    /// The test network. The default.
    #[default]
    Testnet,
    /// The main network.
    Mainnet,
}

impl Network {
    /// Its ingestion URL.
    #[must_use]
    pub fn ingest_url(self) -> &'static str {
        match self {
            Self::Testnet => "https://testnet.ingest.gt8004.xyz/v1/ingest",
            Self::Mainnet => "https://ingest.gt8004.xyz/v1/ingest",
        }
    }
}

impl FromStr for Network {
    type Err = Error;

    /// Reads `testnet` or `mainnet`.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for anything else.
    fn from_str(text: &str) -> Result<Self> {
        match text {
            "testnet" => Ok(Self::Testnet),
            "mainnet" => Ok(Self::Mainnet),
            _ => Err(Error::invalid(format!(
                "network must be `mainnet` or `testnet`, not {text:?}"
            ))),
        }
    }
}
