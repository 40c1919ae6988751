//! The verdict on a credential.

use super::wire::Timestamp;

wire! {
    /// The outcome of `auth.verify`: whose a credential is, and whether it works. It holds no token and no key.
    pub struct CredentialCheck {
        /// `ok`: the server knows it and lets it in. `forbidden`: the server knows it, and does not let it in
        /// here, for lack of a scope or a branch; the sentence says which. `invalid`: it cannot be sent, or the
        /// server does not know it. `revoked`: the server says so; the servers of today answer to a revoked
        /// credential as they do to one that never was, with `invalid`. `wrong_host`: something answers that is
        /// not the API. `unreachable`: nothing answers, or nothing that says anything of the credential.
        /// `legacy_key`: a key of an older Trigger.dev product.
        #[napi(ts_type = "\"ok\" | \"invalid\" | \"revoked\" | \"forbidden\" | \"wrong_host\" | \"unreachable\" | \"legacy_key\"")]
        pub status: String,
        /// A sentence for a person to read: what is the matter, and what to do.
        pub sentence: String,
        /// The kind of credential, by its form; `token` when that says nothing. Absent when none could be sent.
        #[napi(ts_type = "\"secret_key\" | \"additional_api_key\" | \"personal_access_token\" | \"organization_token\" | \"user_actor_token\" | \"public_access_token\" | \"token\"")]
        pub kind: Option<String>,
        /// For example `tr_prod_…a1B2`.
        pub masked: Option<String>,
        /// The base URL it was tried at.
        #[napi(js_name = "baseURL")]
        pub baseURL: Option<String>,
        /// The environment a key belongs to.
        #[napi(ts_type = "Environment")]
        pub environment: Option<String>,
        /// The branch a key acts on.
        pub branch: Option<String>,
        /// True when no new runs start in the environment. For secret keys alone.
        pub isPaused: Option<bool>,
        /// The project of a secret key.
        pub project: Option<VerifiedProject>,
        /// The organization of a secret key, or of an organization token, which tells no more than the id.
        pub organization: Option<VerifiedOrganization>,
        /// The person of a personal access token.
        pub user: Option<VerifiedUser>,
        /// The scopes that a public access token names.
        pub scopes: Option<Vec<String>>,
        /// The time a public access token expires.
        #[napi(ts_type = "Date")]
        pub expiresAt: Option<Timestamp>,
    }

    /// The project a key belongs to.
    pub struct VerifiedProject {
        /// `proj_…`
        pub r#ref: String,
        pub name: String,
        pub slug: String,
    }

    /// The organization a credential belongs to.
    pub struct VerifiedOrganization {
        pub id: String,
        pub slug: Option<String>,
        pub title: Option<String>,
    }

    /// The person a token belongs to.
    pub struct VerifiedUser {
        pub id: String,
        pub email: String,
    }
}
