//! Deployments of an environment.

use super::prelude::*;
use crate::binding::Argument::Segment;
use crate::binding::arguments::query_options;
use crate::model::deployment::{
    CancelDeploymentOptions, Deployment, DeploymentDetails, ListDeploymentsOptions, PromoteDeploymentOptions,
    PromotedDeployment,
};

operations![LIST, RETRIEVE_CURRENT, RETRIEVE_LATEST, RETRIEVE, PROMOTE, CANCEL];

const DETAILS: Shape = Shape::Object(DeploymentDetails::FIELDS);

static LIST: Operation = Operation::get("deployments.list", "/api/v1/deployments")
    .accepts(KEYS_AND_PUBLIC)
    .pages(Kind::Page, Shape::Page(Deployment::FIELDS));

endpoint! {
    /// Lists the deployments of the environment, newest first, a page at a time: await it for one page,
    /// iterate it for all. Its pages have no previous one.
    ///
    /// `GET /api/v1/deployments`; takes a secret key, or a public token with `read:deployments`.
    "deployments" list("options?: ListDeploymentsOptions, requestOptions?: RequestOptions") -> "CursorPagePromise<Deployment>" = LIST, read &|read| {
        let request = read.request(&LIST, &[options::<ListDeploymentsOptions>()])?;
        let names = |name| request.query.iter().any(|(named, _)| *named == name);
        match names("to") && !names("from") && !names("period") {
            true => Err(ReadError::argument("to needs a from; the server would list deployments of any age")),
            false => Ok(request),
        }
    }
}

static RETRIEVE_CURRENT: Operation =
    Operation::get("deployments.retrieveCurrent", "/api/v1/deployments/current")
        .accepts(KEYS_AND_PUBLIC)
        .answers(Shape::Object(Deployment::FIELDS));

endpoint! {
    /// Retrieves the deployment that new runs of the environment use: the one promoted last.
    ///
    /// `GET /api/v1/deployments/current`; takes a secret key, or a public token with `read:deployments`.
    "deployments" retrieve_current("requestOptions?: RequestOptions") -> "ApiPromise<Deployment>" = RETRIEVE_CURRENT
}

static RETRIEVE_LATEST: Operation =
    Operation::get("deployments.retrieveLatest", "/api/v1/deployments/latest").accepts(KEYS).answers(DETAILS);

endpoint! {
    /// Retrieves the newest deployment that the platform does not manage, whatever its status.
    ///
    /// `GET /api/v1/deployments/latest`; takes a secret key.
    "deployments" retrieve_latest("requestOptions?: RequestOptions") -> "ApiPromise<DeploymentDetails>" = RETRIEVE_LATEST
}

static RETRIEVE: Operation = Operation::get("deployments.retrieve", "/api/v1/deployments/{deploymentId}")
    .accepts(KEYS)
    .answers(DETAILS);

endpoint! {
    /// Retrieves a deployment with its worker and tasks.
    ///
    /// `GET /api/v1/deployments/{deploymentId}`; takes a secret key.
    "deployments" retrieve("deploymentId: string, requestOptions?: RequestOptions") -> "ApiPromise<DeploymentDetails>" = RETRIEVE,
        takes &[Segment("deploymentId")]
}

static PROMOTE: Operation = Operation::post(
    "deployments.promote",
    "/api/v1/deployments/{version}/promote",
    "deployments.retrieveCurrent() says which version is promoted",
)
.accepts(KEYS)
.answers(Shape::Object(PromotedDeployment::FIELDS));

endpoint! {
    /// Promotes a version, so that new runs use it. The server refuses the current one, and without
    /// `allowRollbacks` older ones.
    ///
    /// It is not retried after a failure that leaves its effect open: promoted twice, it is refused.
    ///
    /// `POST /api/v1/deployments/{version}/promote`; takes a secret key.
    "deployments" promote("version: string, options?: PromoteDeploymentOptions, requestOptions?: RequestOptions") -> "ApiPromise<PromotedDeployment>" = PROMOTE,
        takes &[Segment("version"), query_options::<PromoteDeploymentOptions>()]
}

static CANCEL: Operation = Operation::post(
    "deployments.cancel",
    "/api/v1/deployments/{deploymentId}/cancel",
    "deployments.retrieve(deploymentId) says whether it is cancelled",
)
.accepts(KEYS);

endpoint! {
    /// Cancels a deployment that has not ended. The server refuses one that has, with 409.
    ///
    /// It is not retried after a failure that leaves its effect open: cancelled twice, it is refused.
    ///
    /// `POST /api/v1/deployments/{deploymentId}/cancel`; takes a secret key.
    "deployments" cancel("deploymentId: string, options?: CancelDeploymentOptions, requestOptions?: RequestOptions") -> "ApiPromise<void>" = CANCEL,
        takes &[Segment("deploymentId"), options::<CancelDeploymentOptions>()]
}
