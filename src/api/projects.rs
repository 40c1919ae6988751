//! Projects of a person's organizations, their environments and branches.

use napi::bindgen_prelude::External;
use napi_derive::napi;

use crate::binding::{Arguments, Handle, ScopeHandle};
use crate::core::credential::Accepts;
use crate::core::operation::Operation;
use crate::core::parameter::Argument::{self, Environment, Segment};
use crate::core::shape::Shape;
use crate::model::parameters::params;
use crate::model::project::{
    ArchiveBranchParams, ArchivedBranch, BranchReference, Branches, EnvironmentState, Project,
    ProjectEnvironment, UpsertBranchParams,
};
use crate::model::wire::HasFields;

const PERSON: Accepts = Accepts::PERSONAL_ACCESS_TOKEN.or(Accepts::USER_ACTOR_TOKEN);
const PROJECT: &[Argument] = &[Segment("projectRef")];
const BRANCHES: &str = "/api/v1/projects/{}/branches";
const STATE: Shape = Shape::Object(EnvironmentState::FIELDS);

static LIST: Operation =
    PERSON.get("projects.list", "/api/v1/projects").answers(Shape::List(Project::FIELDS));

/// Lists the projects of all organizations the person belongs to.
///
/// `GET /api/v1/projects`; takes a personal access token.
#[napi(
    namespace = "projects",
    ts_args_type = "requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<Project[]>"
)]
pub fn list(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&LIST, arguments)
}

static RETRIEVE: Operation = PERSON
    .get("projects.retrieve", "/api/v1/projects/{}")
    .takes(PROJECT)
    .answers(Shape::Object(Project::FIELDS));

/// Retrieves a project.
///
/// `GET /api/v1/projects/{projectRef}`; takes a personal access token.
#[napi(
    namespace = "projects",
    ts_args_type = "projectRef: string, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<Project>"
)]
pub fn retrieve(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&RETRIEVE, arguments)
}

static LIST_ENVIRONMENTS: Operation = PERSON
    .get("projects.listEnvironments", "/api/v1/projects/{}/environments")
    .takes(PROJECT)
    .answers(Shape::List(ProjectEnvironment::FIELDS));

/// Lists the environments of a project, of dev the person's own, without branches.
///
/// `GET /api/v1/projects/{projectRef}/environments`; takes a personal access token.
#[napi(
    namespace = "projects",
    ts_args_type = "projectRef: string, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<ProjectEnvironment[]>"
)]
pub fn list_environments(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&LIST_ENVIRONMENTS, arguments)
}

static LIST_BRANCHES: Operation =
    PERSON.get("projects.listBranches", BRANCHES).takes(PROJECT).answers(Shape::Object(Branches::FIELDS));

/// Lists the branches of a project's preview environment that are not archived.
///
/// `GET /api/v1/projects/{projectRef}/branches`; takes a personal access token.
#[napi(
    namespace = "projects",
    ts_args_type = "projectRef: string, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<Branches>"
)]
pub fn list_branches(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&LIST_BRANCHES, arguments)
}

static UPSERT_BRANCH: Operation = Accepts::USERS
    .or(Accepts::KEYS)
    .post("projects.upsertBranch", BRANCHES, "")
    .takes(&[Segment("projectRef"), params::<UpsertBranchParams>()])
    .repeatable()
    .answers(Shape::Object(BranchReference::FIELDS));

/// Creates a branch, or updates the one of that name.
///
/// A key must be that of the preview environment itself, and creates preview branches only.
///
/// `POST /api/v1/projects/{projectRef}/branches`; takes a personal access token, an organization token or
/// a secret key.
#[napi(
    namespace = "projects",
    ts_args_type = "projectRef: string, params: UpsertBranchParams, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<BranchReference>"
)]
pub fn upsert_branch(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare_with(&UPSERT_BRANCH, arguments, &|read| Ok(read.request(&UPSERT_BRANCH)?.without_branch()))
}

// Not repeated: the branch of that name may be another one by then.
static ARCHIVE_BRANCH: Operation = Accepts::USERS
    .post(
        "projects.archiveBranch",
        "/api/v1/projects/{}/branches/archive",
        "look for the branch with projects.listBranches before archiving again",
    )
    .takes(&[Segment("projectRef"), params::<ArchiveBranchParams>()])
    .answers(Shape::Only(ArchivedBranch::FIELDS));

/// Archives a branch: nothing runs in it any more, and its name is free for another one.
///
/// The server's answer has the branch's keys too; they are not handed over.
///
/// `POST /api/v1/projects/{projectRef}/branches/archive`; takes a personal access token or an organization
/// token.
#[napi(
    namespace = "projects",
    ts_args_type = "projectRef: string, params: ArchiveBranchParams, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<ArchivedBranch>"
)]
pub fn archive_branch(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope
        .prepare_with(&ARCHIVE_BRANCH, arguments, &|read| Ok(read.request(&ARCHIVE_BRANCH)?.without_branch()))
}

static PAUSE_ENVIRONMENT: Operation = PERSON
    .post("projects.pauseEnvironment", "/api/v1/projects/{}/{}/pause", "")
    .takes(&[Segment("projectRef"), Environment])
    .repeatable()
    .answers(STATE);

/// Pauses an environment, or the preview branch that the scope names: no new runs start there.
///
/// `POST /api/v1/projects/{projectRef}/{env}/pause`; takes a personal access token.
#[napi(
    namespace = "projects",
    ts_args_type = "projectRef: string, env: Environment, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<EnvironmentState>"
)]
pub fn pause_environment(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&PAUSE_ENVIRONMENT, arguments)
}

static RESUME_ENVIRONMENT: Operation = Operation {
    name: "projects.resumeEnvironment",
    path: "/api/v1/projects/{}/{}/resume",
    ..PAUSE_ENVIRONMENT
};

/// Resumes a paused environment. The server refuses one that is paused because of a billing limit.
///
/// `POST /api/v1/projects/{projectRef}/{env}/resume`; takes a personal access token.
#[napi(
    namespace = "projects",
    ts_args_type = "projectRef: string, env: Environment, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<EnvironmentState>"
)]
pub fn resume_environment(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&RESUME_ENVIRONMENT, arguments)
}
