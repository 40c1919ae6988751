//! Organizations, projects, environments and branches on the wire.

use super::parameters::BranchParent;
use super::wire::{FreeForm, Timestamp};

wire! {
    /// An organization.
    pub struct Organization {
        pub id: String,
        pub title: String,
        pub slug: String,
        #[napi(ts_type = "Date")]
        pub createdAt: Timestamp,
    }

    /// A project.
    pub struct Project {
        pub id: String,
        /// The project's ref: `proj_…`
        pub externalRef: String,
        pub name: String,
        pub slug: String,
        #[napi(ts_type = "Date")]
        pub createdAt: Timestamp,
        /// The region of its runs unless they name another; null for the platform's default.
        #[napi(ts_type = "string | null")]
        pub defaultRegion: Option<String>,
        /// For example `node-24`; a list does not have it.
        #[napi(ts_type = "string | null")]
        pub defaultRuntime: Option<String>,
        pub organization: Organization,
    }

    /// An environment of a project.
    pub struct ProjectEnvironment {
        pub id: String,
        /// `dev`, `stg`, `prod` or `preview`
        pub slug: String,
        #[napi(ts_type = "\"DEVELOPMENT\" | \"STAGING\" | \"PREVIEW\" | \"PRODUCTION\" | (string & {})")]
        pub r#type: String,
        /// True when it can have branches.
        pub isBranchableEnvironment: bool,
        #[napi(ts_type = "string | null")]
        pub branchName: String,
        /// True when no new runs start.
        pub paused: bool,
    }

    /// The branches of a preview environment.
    pub struct Branches {
        pub branches: Vec<Branch>,
    }

    /// A branch of a preview environment.
    pub struct Branch {
        pub id: String,
        pub name: String,
        #[napi(ts_type = "Date")]
        pub createdAt: Timestamp,
        #[napi(ts_type = "Date")]
        pub updatedAt: Timestamp,
        /// The commit it was made from, as it was told.
        #[napi(ts_type = "Record<string, any>")]
        pub git: Option<FreeForm>,
        /// True when no new runs start.
        pub isPaused: bool,
    }

    /// A branch that was created or updated.
    pub struct BranchReference {
        pub id: String,
    }

    /// The answer to archiving a branch.
    pub struct ArchivedBranch {
        pub success: bool,
        pub branch: ArchivedEnvironment,
    }

    /// The environment of an archived branch.
    pub struct ArchivedEnvironment {
        pub id: String,
        pub slug: String,
        pub branchName: String,
        #[napi(ts_type = "\"DEVELOPMENT\" | \"PREVIEW\" | (string & {})")]
        pub r#type: String,
        #[napi(ts_type = "Date")]
        pub createdAt: Timestamp,
        #[napi(ts_type = "Date")]
        pub updatedAt: Timestamp,
        #[napi(ts_type = "Date")]
        pub archivedAt: Timestamp,
    }

    /// The state of an environment: paused or not.
    pub struct EnvironmentState {
        pub paused: bool,
        #[napi(ts_type = "\"paused\" | \"resumed\"")]
        pub state: String,
    }
}

parameters! {
    /// A branch to create or update.
    pub struct UpsertBranchParams {
        /// The name of the branch, for example `feature/x`.
        pub branch: String,
        /// The environment it is a branch of.
        #[napi(ts_type = "\"preview\" | \"development\"")]
        pub env: BranchParent,
        /// The commit it is made from, to be shown.
        pub git: Option<GitCommit>,
    }

    /// The commit that a branch is made from, as it is shown.
    pub struct GitCommit {
        /// For example `github`.
        pub provider: Option<String>,
        #[napi(ts_type = "\"trigger_github_app\" | \"github_actions\" | \"local\"")]
        pub source: Option<String>,
        pub ghUsername: Option<String>,
        pub ghUserAvatarUrl: Option<String>,
        pub commitAuthorName: Option<String>,
        pub commitMessage: Option<String>,
        pub commitRef: Option<String>,
        pub commitSha: Option<String>,
        /// True when there were changes that no commit held.
        pub dirty: Option<bool>,
        pub remoteUrl: Option<String>,
        pub pullRequestNumber: Option<u32>,
        pub pullRequestTitle: Option<String>,
        #[napi(ts_type = "\"open\" | \"closed\" | \"merged\"")]
        pub pullRequestState: Option<String>,
    }

    /// A branch to archive.
    pub struct ArchiveBranchParams {
        /// The name of the branch, for example `feature/x`.
        pub branch: String,
        /// The environment it is a branch of. Default `preview`.
        #[napi(ts_type = "\"preview\" | \"development\"")]
        pub env: Option<BranchParent>,
    }
}
