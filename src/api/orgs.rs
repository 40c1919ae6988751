//! Organizations a person belongs to.

use super::prelude::*;
use crate::binding::Argument::Segment;
use crate::model::project::{Organization, Project};

operations![LIST, LIST_PROJECTS];

const PERSON: Accepts = Accepts::PERSONAL_ACCESS_TOKEN.or(Accepts::USER_ACTOR_TOKEN);

static LIST: Operation =
    Operation::get("orgs.list", "/api/v1/orgs").accepts(PERSON).answers(Shape::List(Organization::FIELDS));

endpoint! {
    /// Lists the organizations the person belongs to.
    ///
    /// `GET /api/v1/orgs`; takes a personal access token.
    "orgs" list("requestOptions?: RequestOptions") -> "ApiPromise<Organization[]>" = LIST
}

static LIST_PROJECTS: Operation = Operation::get("orgs.listProjects", "/api/v1/orgs/{organization}/projects")
    .accepts(PERSON)
    .answers(Shape::List(Project::FIELDS));

endpoint! {
    /// Lists the projects of an organization, which is named by its id or its slug.
    ///
    /// One that the person does not belong to has none.
    ///
    /// `GET /api/v1/orgs/{organization}/projects`; takes a personal access token.
    "orgs" list_projects("organization: string, requestOptions?: RequestOptions") -> "ApiPromise<Project[]>" = LIST_PROJECTS,
        takes &[Segment("organization")]
}
