//! Environment variables of a project.

use super::prelude::*;
use crate::binding::Argument::{self, Environment, Segment};
use crate::model::envvar::{
    CreateVariableParams, EnvironmentVariable, EnvironmentVariableResult, UpdateVariableParams,
    UploadVariablesParams,
};

operations![LIST, UPLOAD, CREATE, RETRIEVE, UPDATE, DELETE];

const TAKERS: Accepts = KEYS.or(USERS);
const VARIABLES: &str = "/api/v1/projects/{projectRef}/envvars/{env}";
const VARIABLE: &str = "/api/v1/projects/{projectRef}/envvars/{env}/{name}";
const PLACE: &[Argument] = &[Segment("projectRef"), Environment];
const NAMED: &[Argument] = &[Segment("projectRef"), Environment, Segment("name")];
const RESULT: Shape = Shape::Object(EnvironmentVariableResult::FIELDS);

static LIST: Operation = Operation::get("envvars.list", VARIABLES)
    .accepts(TAKERS)
    .answers(Shape::List(EnvironmentVariable::FIELDS));

endpoint! {
    /// Lists the variables of an environment, sorted as the server has them.
    ///
    /// Secrets come with the value `<redacted>`. A preview branch, named by the scope's `previewBranch`,
    /// shows what it inherits from the preview environment too.
    ///
    /// `GET /api/v1/projects/{projectRef}/envvars/{env}`; takes a secret key of that environment or a
    /// personal access token.
    "envvars" list("projectRef: string, env: Environment, requestOptions?: RequestOptions") -> "ApiPromise<EnvironmentVariable[]>" = LIST,
        takes PLACE
}

static UPLOAD: Operation =
    Operation::post("envvars.upload", "/api/v1/projects/{projectRef}/envvars/{env}/import", "")
        .accepts(TAKERS)
        .idempotent_given("override", "pass override: true to make the call safe to repeat")
        .answers(RESULT);

endpoint! {
    /// Imports several variables at once.
    ///
    /// Without `override` it is all or nothing: one name that exists already, and nothing is imported.
    /// It is retried after a failure that leaves its effect open only with `override: true`.
    ///
    /// `POST /api/v1/projects/{projectRef}/envvars/{env}/import`
    "envvars" upload("projectRef: string, env: Environment, params: UploadVariablesParams, requestOptions?: RequestOptions") -> "ApiPromise<EnvironmentVariableResult>" = UPLOAD,
        takes &[Segment("projectRef"), Environment, params::<UploadVariablesParams>()]
}

// A variable that exists is overwritten, so the call ends in the same state however often it arrives.
static CREATE: Operation =
    Operation::post("envvars.create", VARIABLES, "").accepts(TAKERS).idempotent().answers(RESULT);

endpoint! {
    /// Creates a variable; one of that name that exists already is overwritten.
    ///
    /// The server refuses empty values, `TRIGGER_SECRET_KEY` and `TRIGGER_API_URL`.
    ///
    /// `POST /api/v1/projects/{projectRef}/envvars/{env}`
    "envvars" create("projectRef: string, env: Environment, params: CreateVariableParams, requestOptions?: RequestOptions") -> "ApiPromise<EnvironmentVariableResult>" = CREATE,
        takes &[Segment("projectRef"), Environment, params::<CreateVariableParams>()]
}

static RETRIEVE: Operation = Operation::get("envvars.retrieve", VARIABLE)
    .accepts(TAKERS)
    .answers(Shape::Object(EnvironmentVariable::FIELDS));

endpoint! {
    /// Retrieves one variable; a secret's value is `<redacted>`.
    ///
    /// `GET /api/v1/projects/{projectRef}/envvars/{env}/{name}`
    "envvars" retrieve("projectRef: string, env: Environment, name: string, requestOptions?: RequestOptions") -> "ApiPromise<EnvironmentVariable>" = RETRIEVE,
        takes NAMED
}

static UPDATE: Operation = Operation::put("envvars.update", VARIABLE).accepts(TAKERS).answers(RESULT);

endpoint! {
    /// Changes the value of a variable that exists; a secret stays one. The value may be empty.
    ///
    /// `PUT /api/v1/projects/{projectRef}/envvars/{env}/{name}`
    "envvars" update("projectRef: string, env: Environment, name: string, params: UpdateVariableParams, requestOptions?: RequestOptions") -> "ApiPromise<EnvironmentVariableResult>" = UPDATE,
        takes &[Segment("projectRef"), Environment, Segment("name"), params::<UpdateVariableParams>()]
}

static DELETE: Operation = Operation::delete("envvars.del", VARIABLE).accepts(TAKERS).answers(RESULT);

endpoint! {
    /// Deletes a variable. One that a preview branch only inherits cannot be deleted there.
    ///
    /// `DELETE /api/v1/projects/{projectRef}/envvars/{env}/{name}`
    "envvars" del("projectRef: string, env: Environment, name: string, requestOptions?: RequestOptions") -> "ApiPromise<EnvironmentVariableResult>" = DELETE,
        takes NAMED
}
