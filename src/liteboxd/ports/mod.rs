//! The ports of a sandbox, through the gateway. Contract: §1.8.

mod forward;
mod gateway;
mod reply;
#[cfg(feature = "websocket")]
mod socket;
mod target;

use std::fmt;
use std::sync::Arc;

pub use forward::Forward;
pub use reply::PortReply;
#[cfg(feature = "websocket")]
pub use socket::OpenSocket;

use crate::error::Result;
use crate::liteboxd::{Sandbox, Sandboxes};
use crate::runtime::{Call, Transport};
use target::Target;

impl Sandboxes {
    /// A port of a sandbox, on which something in it listens. Nothing is sent yet. (Contract §1.8.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::liteboxd::Client) -> quintet::Result<()> {
    /// let sandbox = client.sandboxes().get("a1b2c3d4").await?;
    /// let port = client.sandboxes().port(&sandbox, 44772)?;
    /// let reply = port.get("/ping").await?;
    /// println!("{}: {}", reply.status(), reply.text().await?);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for port 0, and for a sandbox without access token or address:
    /// only [`create`](Self::create) and [`get`](Self::get) give tokens, lists do not.
    pub fn port(&self, sandbox: &Sandbox, port: u16) -> Result<Port> {
        let transport = gateway::transport(&self.transport, self.gateway.as_ref(), sandbox)?;
        let target = Target::new(&sandbox.id, port)?;
        Ok(Port {
            transport: Arc::new(transport),
            target,
        })
    }
}

/// A port of a sandbox; made by [`Sandboxes::port`]. Cheap to clone.
///
/// It shows the gateway the sandbox's own access token, and never the API key of the client, nor its headers: what runs in
/// the sandbox would see them.
///
/// # What is a reply and what is an error
/// Whatever the application answers is a reply, with any status; its redirects are not followed. An error is what the
/// gateway says by itself. It does not sign its replies, so they are known by their text: `{"error": …}` with one of the
/// gateway's own sentences and the status that belongs to it, a 502 without a body, and a 404 of the text
/// `404 page not found`, which is what a server says that is no gateway. An application that answers with the very same
/// bytes gives an error, too, which has its status, headers and body.
///
/// # Ten seconds
/// The gateway cuts every exchange after 10 s, in the middle of a body if need be. Only a [`websocket`](Self::websocket)
/// lives longer.
#[derive(Clone)]
pub struct Port {
    transport: Arc<Transport>,
    target: Target,
}

/// Paths begin with `/` and keep their escapes; the query is given apart.
impl Port {
    /// Sends a GET request. It is retried when the gateway fails, not when the application does.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when the sandbox is not there any more,
    /// [`Unauthorized`](crate::ErrorKind::Unauthorized) for an outdated token, [`Server`](crate::ErrorKind::Server) when
    /// nothing listens on the port, [`InvalidInput`](crate::ErrorKind::InvalidInput) for a path that is none.
    pub fn get(&self, path: impl Into<String>) -> Call<Forward> {
        self.forward(&forward::GET, path.into())
    }

    /// Sends a POST request, once.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn post(&self, path: impl Into<String>) -> Call<Forward> {
        self.forward(&forward::POST, path.into())
    }

    /// Sends a PUT request, once, although HTTP takes it for idempotent:
    /// [`assume_idempotent`](Call::assume_idempotent) is for the caller who knows the application.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn put(&self, path: impl Into<String>) -> Call<Forward> {
        self.forward(&forward::PUT, path.into())
    }

    /// Sends a PATCH request, once.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn patch(&self, path: impl Into<String>) -> Call<Forward> {
        self.forward(&forward::PATCH, path.into())
    }

    /// Sends a DELETE request. It is retried when the gateway fails.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn delete(&self, path: impl Into<String>) -> Call<Forward> {
        self.forward(&forward::DELETE, path.into())
    }

    /// Opens a WebSocket, on which the ten seconds do not count.
    ///
    /// ```no_run
    /// # async fn f(port: quintet::liteboxd::Port) -> quintet::Result<()> {
    /// let mut socket = port.websocket("/events").query("from", "start").await?;
    /// socket.send("hello").await?;
    /// while let Some(message) = socket.receive().await? {
    ///     println!("{message:?}");
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`get`](Self::get); here every reply but a 101 is an error, the application's too, and redirects are
    /// [`Redirect`](crate::ErrorKind::Redirect).
    #[cfg(feature = "websocket")]
    pub fn websocket(&self, path: impl Into<String>) -> Call<OpenSocket> {
        let parameters = OpenSocket::new(self.target.clone(), path.into());
        Call::new(&self.transport, parameters)
    }

    fn forward(&self, verb: &'static forward::Verb, path: String) -> Call<Forward> {
        let parameters = Forward::new(verb, self.target.clone(), path);
        Call::new(&self.transport, parameters)
    }
}

impl fmt::Debug for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Port")
            .field("target", &self.target)
            .field("transport", &self.transport)
            .finish()
    }
}
