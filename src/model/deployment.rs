//! Deployments on the wire.

use super::parameters::Moment;
use super::wire::{FreeForm, Timestamp};

wire! {
    /// A deployment as a list shows it.
    pub struct Deployment {
        /// `deployment_…`
        pub id: String,
        #[napi(ts_type = "Date")]
        pub createdAt: Timestamp,
        pub shortCode: String,
        /// For example `20261121.1`.
        pub version: String,
        #[napi(ts_type = "string | null")]
        pub runtime: String,
        #[napi(ts_type = "string | null")]
        pub runtimeVersion: String,
        #[napi(ts_type = "DeploymentStatus")]
        pub status: String,
        #[napi(ts_type = "Date | null")]
        pub deployedAt: Option<Timestamp>,
        /// The commit it was made from, as far as it is known.
        #[napi(ts_type = "Record<string, any> | null")]
        pub git: Option<FreeForm>,
        /// The reason why it failed.
        #[napi(ts_type = "DeploymentError")]
        pub error: Option<FreeForm>,
        /// The id it was deployed under elsewhere.
        #[napi(ts_type = "string | null")]
        pub externalId: Option<String>,
    }

    /// A deployment with its worker, if it has come that far.
    pub struct DeploymentDetails {
        /// `deployment_…`
        pub id: String,
        #[napi(ts_type = "DeploymentStatus")]
        pub status: String,
        pub contentHash: String,
        pub shortCode: String,
        /// For example `20261121.1`.
        pub version: String,
        #[napi(ts_type = "string | null")]
        pub imageReference: Option<String>,
        /// For example `linux/amd64`; of `retrieve` only, like everything after `errorData`.
        pub imagePlatform: Option<String>,
        /// The reason why it failed.
        #[napi(ts_type = "DeploymentError | null")]
        pub errorData: Option<FreeForm>,
        #[napi(js_name = "commitSHA", ts_type = "string | null")]
        pub commitSHA: Option<String>,
        /// The id it was deployed under elsewhere.
        pub externalId: Option<String>,
        /// The build of the image, where the platform builds it.
        #[napi(ts_type = "Record<string, any> | null")]
        pub externalBuildData: Option<FreeForm>,
        #[napi(ts_type = "string | null")]
        pub canceledReason: Option<String>,
        pub worker: Option<DeploymentWorker>,
        pub integrationDeployments: Option<Vec<IntegrationDeployment>>,
    }

    /// The worker of a deployment: the tasks it runs.
    pub struct DeploymentWorker {
        pub id: String,
        pub version: String,
        pub tasks: Vec<DeploymentTask>,
    }

    /// A task of a deployment.
    pub struct DeploymentTask {
        pub id: String,
        /// The identifier it is triggered by.
        pub slug: String,
        pub filePath: String,
        pub exportName: Option<String>,
    }

    /// A deployment to another platform that this one brought about.
    pub struct IntegrationDeployment {
        pub id: String,
        pub integrationName: String,
        pub integrationDeploymentId: String,
        #[napi(js_name = "commitSHA")]
        pub commitSHA: String,
        #[napi(ts_type = "Date")]
        pub createdAt: Timestamp,
    }

    /// The deployment that was promoted.
    pub struct PromotedDeployment {
        /// `deployment_…`
        pub id: String,
        pub version: String,
        pub shortCode: String,
    }
}

parameters! {
    /// The parameters of `deployments.list`.
    pub struct ListDeploymentsOptions {
        #[napi(ts_type = "DeploymentStatus")]
        pub status: Option<String>,
        /// The time from now back within which they were created, for example `7d`. Wins over `from`.
        pub period: Option<String>,
        /// The earliest time of creation.
        #[napi(ts_type = "string | Date")]
        pub from: Option<Moment>,
        /// The latest time of creation; needs `from`.
        #[napi(ts_type = "string | Date")]
        pub to: Option<Moment>,
        /// Deployments per page, at most 100; the server gives 5 when asked for fewer. Default 20.
        pub limit: Option<u32> = "page[size]",
        /// The cursor of a page's `pagination.next`: the id of a deployment.
        pub cursor: Option<String> = "page[after]",
    }

    /// The options of `deployments.promote`.
    pub struct PromoteDeploymentOptions {
        /// Lets a version older than the current one be promoted. Default false.
        pub allowRollbacks: Option<bool>,
    }

    /// The options of `deployments.cancel`.
    pub struct CancelDeploymentOptions {
        /// At most 200 characters.
        pub reason: Option<String>,
    }
}
