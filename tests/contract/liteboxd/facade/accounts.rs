//! The calls for sessions, the password and API keys.

use quintet::Result;
use quintet::liteboxd::{Accounts, Client};

use super::super::stage::{Stage, drive};
use super::done;

/// A call for accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum AccountCall {
    Login,
    Me,
    Logout,
    ChangePassword,
    CreateKey,
    ListKeys,
    DeleteKey,
}

use AccountCall::{ChangePassword, CreateKey, DeleteKey, ListKeys, Login, Logout, Me};

impl AccountCall {
    pub(super) const ALL: [Self; 7] = [
        Login,
        Me,
        Logout,
        ChangePassword,
        CreateKey,
        ListKeys,
        DeleteKey,
    ];

    pub(super) fn operation(self) -> &'static str {
        match self {
            Login => "login",
            Me => "get_identity",
            Logout => "logout",
            ChangePassword => "change_password",
            CreateKey => "create_api_key",
            ListKeys => "list_api_keys",
            DeleteKey => "delete_api_key",
        }
    }

    /// Whether only a session may make the call.
    pub(super) fn needs_session(self) -> bool {
        !matches!(self, Login | Me)
    }

    /// Makes the call for the key with that id, or says that this is the password.
    pub(super) async fn call(self, stage: &Stage, client: &Client, subject: &str) -> Result<()> {
        let all = drive!(stage, Client, accounts, client);
        match self {
            Login => {
                done(
                    stage,
                    drive!(stage, Accounts, login, &all, "admin", subject),
                )
                .await
            }
            Me => done(stage, drive!(stage, Accounts, me, &all)).await,
            Logout => done(stage, drive!(stage, Accounts, logout, &all)).await,
            ChangePassword => {
                let new = "correct horse battery";
                let call = drive!(stage, Accounts, change_password, &all, subject, new);
                done(stage, call).await
            }
            CreateKey => done(stage, drive!(stage, Accounts, create_key, &all, "ci")).await,
            ListKeys => done(stage, drive!(stage, Accounts, list_keys, &all)).await,
            DeleteKey => done(stage, drive!(stage, Accounts, delete_key, &all, subject)).await,
        }
    }
}
