//! What is known of a credential.

use super::wire::Timestamp;

wire! {
    /// What is known of a credential. It holds no token and no key.
    pub struct CredentialVerdict {
        /// `ok`: the server knows it and lets it in. `forbidden`: the server knows it, and does not let it in
        /// here, for lack of a scope or a branch; the sentence says which. `invalid`: it cannot be sent, or the
        /// server does not know it. `revoked`: the server says so; the servers of today answer to a revoked
        /// credential as they do to one that never was, with `invalid`. `wrong_host`: something answers that is
        /// not the API. `unreachable`: nothing answers, or nothing that says anything of the credential.
        /// `legacy_key`: a key of an older Trigger.dev product.
        #[napi(ts_type = "\"ok\" | \"invalid\" | \"revoked\" | \"forbidden\" | \"wrong_host\" | \"unreachable\" | \"legacy_key\"")]
        pub status: String,
        /// What is the matter and what to do, for a person to read.
        pub sentence: String,
        /// By its form; `token` when that says nothing. Absent when there is none that could be sent.
        #[napi(ts_type = "\"secret_key\" | \"additional_api_key\" | \"personal_access_token\" | \"organization_token\" | \"user_actor_token\" | \"public_access_token\" | \"token\"")]
        pub kind: Option<String>,
        /// For example `tr_prod_…a1B2`.
        pub masked: Option<String>,
        /// Where it was tried.
        #[napi(js_name = "baseURL")]
        pub baseURL: Option<String>,
        /// Of a key: the environment it belongs to.
        #[napi(ts_type = "Environment")]
        pub environment: Option<String>,
        /// Of a key: the branch it acts on.
        pub branch: Option<String>,
        /// Of a whole key: no new runs start in its environment.
        pub isPaused: Option<bool>,
        /// Of a whole key.
        pub project: Option<VerifiedProject>,
        /// Of a whole key or an organization token, which tells no more than the id.
        pub organization: Option<VerifiedOrganization>,
        /// Of a personal access token.
        pub user: Option<VerifiedUser>,
        /// Of a public access token: what it says that it allows.
        pub scopes: Option<Vec<String>>,
        /// Of a public access token.
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
