//! Organizations a person belongs to.

use napi::bindgen_prelude::External;
use napi_derive::napi;

use crate::binding::{Arguments, Handle, ScopeHandle};
use crate::core::credential::Accepts;
use crate::core::operation::Operation;
use crate::core::parameter::Argument::Segment;
use crate::core::shape::Shape;
use crate::model::project::{Organization, Project};
use crate::model::wire::HasFields;

const PERSON: Accepts = Accepts::PERSONAL_ACCESS_TOKEN.or(Accepts::USER_ACTOR_TOKEN);

static LIST: Operation = PERSON.get("orgs.list", "/api/v1/orgs").answers(Shape::List(Organization::FIELDS));

/// Lists the organizations the person belongs to.
///
/// `GET /api/v1/orgs`; takes a personal access token.
#[napi(
    namespace = "orgs",
    ts_args_type = "requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<Organization[]>"
)]
pub fn list(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&LIST, arguments)
}

static LIST_PROJECTS: Operation = PERSON
    .get("orgs.listProjects", "/api/v1/orgs/{}/projects")
    .takes(&[Segment("organization")])
    .answers(Shape::List(Project::FIELDS));

/// Lists the projects of an organization, which is named by its id or its slug.
///
/// One that the person does not belong to has none.
///
/// `GET /api/v1/orgs/{organization}/projects`; takes a personal access token.
#[napi(
    namespace = "orgs",
    ts_args_type = "organization: string, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<Project[]>"
)]
pub fn list_projects(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&LIST_PROJECTS, arguments)
}
