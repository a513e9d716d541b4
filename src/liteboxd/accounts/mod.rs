//! The administrator's sessions, password and API keys. Contract: §1.6, §2.

mod by_login;
mod identity;
mod keys;
mod session;

pub use by_login::CreateKeyByLogin;
pub use identity::{ChangePassword, GetIdentity, Logout};
pub use keys::{CreateKey, DeleteKey, ListKeys};
pub use session::{Login, Session};

use std::sync::Arc;

use super::Client;
use crate::Secret;
use crate::runtime::{Call, Credential, Invoke};

/// Sessions, the password and API keys; made by [`Client::accounts`].
///
/// Most of it the server only lets a [`Session`] do. An API key is refused with
/// [`Forbidden`](crate::ErrorKind::Forbidden).
///
/// ```no_run
/// # async fn f(client: quintet::liteboxd::Client) -> quintet::Result<()> {
/// let session = client.accounts().login("admin", "liteboxd-admin").await?;
/// for key in session.accounts().list_keys().await? {
///     println!("{} {}", key.prefix, key.name);
/// }
/// session.accounts().logout().await?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct Accounts {
    client: Client,
}

impl Accounts {
    pub(super) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Opens a session, which lasts a day unless the server is set up otherwise. (Contract §1.6, §2.)
    ///
    /// Sent once, and without the credential of this client.
    ///
    /// # Errors
    /// [`Unauthorized`](crate::ErrorKind::Unauthorized) when name or password is wrong;
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when one is empty.
    pub fn login(&self, username: impl Into<String>, password: impl Into<Secret>) -> Call<Login> {
        let login = Login::new(self.client.clone(), username.into(), password.into());
        let password = login.password.clone();
        self.unknown(&password, login)
    }

    /// Tells who this client is to the server: the cheapest way to check a credential. (Contract §1.6.)
    ///
    /// # Errors
    /// [`Unauthorized`](crate::ErrorKind::Unauthorized) when the credential is missing, wrong or over.
    pub fn me(&self) -> Call<GetIdentity> {
        Call::new(self.client.transport(), GetIdentity)
    }

    /// Closes the session of this client. (Contract §1.6.)
    ///
    /// # Errors
    /// [`Forbidden`](crate::ErrorKind::Forbidden) for an API key, [`Unauthorized`](crate::ErrorKind::Unauthorized) when
    /// the session is over already.
    pub fn logout(&self) -> Call<Logout> {
        Call::new(self.client.transport(), Logout)
    }

    /// Changes the password of the administrator; needs a session. Sessions and keys stay valid. (Contract §1.6.)
    ///
    /// # Errors
    /// [`Unauthorized`](crate::ErrorKind::Unauthorized) when the old password is wrong,
    /// [`Forbidden`](crate::ErrorKind::Forbidden) for an API key;
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when the new one has fewer than 8 characters or more than 72 bytes.
    pub fn change_password(
        &self,
        old: impl Into<Secret>,
        new: impl Into<Secret>,
    ) -> Call<ChangePassword> {
        let change = ChangePassword {
            old: old.into(),
            new: new.into(),
        };
        let transport = self.client.transport();
        let credential = transport.credential.clone();
        let credential = credential.hiding([&change.old, &change.new]);
        Call::new(&Arc::new(transport.with_credential(credential)), change)
    }

    /// Creates an API key, which never expires unless told so; needs a session. The key itself is in this reply only.
    /// (Contract §1.6.)
    ///
    /// # Errors
    /// [`Forbidden`](crate::ErrorKind::Forbidden) for an API key; [`InvalidInput`](crate::ErrorKind::InvalidInput) for a
    /// name that is empty or has more than 128 characters.
    pub fn create_key(&self, name: impl Into<String>) -> Call<CreateKey> {
        Call::new(self.client.transport(), CreateKey::new(name.into()))
    }

    /// Lists the API keys, without the keys themselves; needs a session. (Contract §1.6.)
    ///
    /// # Errors
    /// [`Forbidden`](crate::ErrorKind::Forbidden) for an API key.
    pub fn list_keys(&self) -> Call<ListKeys> {
        Call::new(self.client.transport(), ListKeys)
    }

    /// Revokes the API key with this id, which is not the key itself; needs a session. (Contract §1.6.)
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such key, [`Forbidden`](crate::ErrorKind::Forbidden) for
    /// an API key.
    pub fn delete_key(&self, id: impl Into<String>) -> Call<DeleteKey> {
        Call::new(self.client.transport(), DeleteKey { id: id.into() })
    }

    /// Logs in, creates an API key and logs out, also when no key could be created. (Contract §2.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::liteboxd::Client) -> quintet::Result<()> {
    /// use quintet::liteboxd::Client;
    ///
    /// let created = client.accounts().create_key_by_login("admin", "liteboxd-admin", "ci").await?;
    /// let client = Client::builder().token(created.key).build()?;
    /// # Ok(()) }
    /// ```
    ///
    /// The time of the call covers login and creation; logging out has the client's own time. A key that was created is
    /// given also when logging out fails, because it is shown only once: the session then ends by itself. So does that of
    /// a call that is dropped half-way.
    ///
    /// # Errors
    /// Those of [`login`](Self::login) and [`create_key`](Self::create_key), whichever comes first.
    pub fn create_key_by_login(
        &self,
        username: impl Into<String>,
        password: impl Into<Secret>,
        key_name: impl Into<String>,
    ) -> Call<CreateKeyByLogin> {
        let login = Login::new(self.client.clone(), username.into(), password.into());
        let create = CreateKey::new(key_name.into());
        let password = login.password.clone();
        self.unknown(&password, CreateKeyByLogin { login, create })
    }

    /// A call of somebody whom the server does not know yet, with a password in its body.
    fn unknown<I: Invoke>(&self, password: &Secret, parameters: I) -> Call<I> {
        let credential = Credential::default().hiding([password]);
        let transport = self.client.transport().with_credential(credential);
        Call::new(&Arc::new(transport), parameters)
    }
}
