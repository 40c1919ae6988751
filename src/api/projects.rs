//! Projects of a person's organizations, their environments and branches.

use super::prelude::*;
use crate::binding::Argument::{self, Environment, Segment};
use crate::model::project::{
    ArchiveBranchParams, ArchivedBranch, BranchReference, Branches, EnvironmentState, Project,
    ProjectEnvironment, UpsertBranchParams,
};

operations![
    LIST,
    RETRIEVE,
    LIST_ENVIRONMENTS,
    LIST_BRANCHES,
    UPSERT_BRANCH,
    ARCHIVE_BRANCH,
    PAUSE_ENVIRONMENT,
    RESUME_ENVIRONMENT,
];

const PERSON: Accepts = Accepts::PERSONAL_ACCESS_TOKEN.or(Accepts::USER_ACTOR_TOKEN);
const PROJECT: &[Argument] = &[Segment("projectRef")];
const BRANCHES: &str = "/api/v1/projects/{projectRef}/branches";
const STATE: Shape = Shape::Object(EnvironmentState::FIELDS);

static LIST: Operation =
    Operation::get("projects.list", "/api/v1/projects").accepts(PERSON).answers(Shape::List(Project::FIELDS));

endpoint! {
    /// Lists the projects of all organizations the person belongs to.
    ///
    /// `GET /api/v1/projects`; takes a personal access token.
    "projects" list("requestOptions?: RequestOptions") -> "ApiPromise<Project[]>" = LIST
}

static RETRIEVE: Operation = Operation::get("projects.retrieve", "/api/v1/projects/{projectRef}")
    .accepts(PERSON)
    .answers(Shape::Object(Project::FIELDS));

endpoint! {
    /// Retrieves a project.
    ///
    /// `GET /api/v1/projects/{projectRef}`; takes a personal access token.
    "projects" retrieve("projectRef: string, requestOptions?: RequestOptions") -> "ApiPromise<Project>" = RETRIEVE,
        takes PROJECT
}

static LIST_ENVIRONMENTS: Operation =
    Operation::get("projects.listEnvironments", "/api/v1/projects/{projectRef}/environments")
        .accepts(PERSON)
        .answers(Shape::List(ProjectEnvironment::FIELDS));

endpoint! {
    /// Lists the environments of a project, of dev the person's own, without branches.
    ///
    /// `GET /api/v1/projects/{projectRef}/environments`; takes a personal access token.
    "projects" list_environments("projectRef: string, requestOptions?: RequestOptions") -> "ApiPromise<ProjectEnvironment[]>" = LIST_ENVIRONMENTS,
        takes PROJECT
}

static LIST_BRANCHES: Operation = Operation::get("projects.listBranches", BRANCHES)
    .accepts(PERSON)
    .answers(Shape::Object(Branches::FIELDS));

endpoint! {
    /// Lists the branches of a project's preview environment that are not archived.
    ///
    /// `GET /api/v1/projects/{projectRef}/branches`; takes a personal access token.
    "projects" list_branches("projectRef: string, requestOptions?: RequestOptions") -> "ApiPromise<Branches>" = LIST_BRANCHES,
        takes PROJECT
}

static UPSERT_BRANCH: Operation = Operation::post("projects.upsertBranch", BRANCHES, "")
    .accepts(USERS.or(KEYS))
    .idempotent()
    .answers(Shape::Object(BranchReference::FIELDS));

endpoint! {
    /// Creates a branch, or updates the one of that name.
    ///
    /// A key must be that of the preview environment itself, and creates preview branches only.
    ///
    /// `POST /api/v1/projects/{projectRef}/branches`; takes a personal access token, an organization token or
    /// a secret key.
    "projects" upsert_branch("projectRef: string, params: UpsertBranchParams, requestOptions?: RequestOptions") -> "ApiPromise<BranchReference>" = UPSERT_BRANCH, read &|read| Ok(read.request(&UPSERT_BRANCH, &[Segment("projectRef"), params::<UpsertBranchParams>()])?.without_branch())
}

// Not repeated: the branch of that name may be another one by then.
static ARCHIVE_BRANCH: Operation = Operation::post(
    "projects.archiveBranch",
    "/api/v1/projects/{projectRef}/branches/archive",
    "look for the branch with projects.listBranches before archiving again",
)
.accepts(USERS.or(KEYS))
.answers(Shape::Only(ArchivedBranch::FIELDS));

endpoint! {
    /// Archives a branch: nothing runs in it any more, and its name is free for another one.
    ///
    /// The server's answer has the branch's keys too; they are not handed over.
    ///
    /// `POST /api/v1/projects/{projectRef}/branches/archive`; takes a personal access token, an organization token, or
    /// the secret key of the preview environment.
    "projects" archive_branch("projectRef: string, params: ArchiveBranchParams, requestOptions?: RequestOptions") -> "ApiPromise<ArchivedBranch>" = ARCHIVE_BRANCH, read &|read| Ok(read.request(&ARCHIVE_BRANCH, &[Segment("projectRef"), params::<ArchiveBranchParams>()])?.without_branch())
}

static PAUSE_ENVIRONMENT: Operation =
    Operation::post("projects.pauseEnvironment", "/api/v1/projects/{projectRef}/{env}/pause", "")
        .accepts(PERSON)
        .idempotent()
        .answers(STATE);

endpoint! {
    /// Pauses an environment, or the preview branch that the scope names: no new runs start there.
    ///
    /// `POST /api/v1/projects/{projectRef}/{env}/pause`; takes a personal access token.
    "projects" pause_environment("projectRef: string, env: Environment, requestOptions?: RequestOptions") -> "ApiPromise<EnvironmentState>" = PAUSE_ENVIRONMENT,
        takes &[Segment("projectRef"), Environment]
}

static RESUME_ENVIRONMENT: Operation = Operation {
    name: "projects.resumeEnvironment",
    path: "/api/v1/projects/{projectRef}/{env}/resume",
    ..PAUSE_ENVIRONMENT
};

endpoint! {
    /// Resumes a paused environment. The server refuses one that is paused because of a billing limit.
    ///
    /// `POST /api/v1/projects/{projectRef}/{env}/resume`; takes a personal access token.
    "projects" resume_environment("projectRef: string, env: Environment, requestOptions?: RequestOptions") -> "ApiPromise<EnvironmentState>" = RESUME_ENVIRONMENT,
        takes &[Segment("projectRef"), Environment]
}
