//! Environment variables of a project.

use napi::bindgen_prelude::External;
use napi_derive::napi;

use crate::binding::{Arguments, Handle, Reader, Refusal, ScopeHandle};
use crate::core::credential::Accepts;
use crate::core::environment::Environment;
use crate::core::operation::{Kind, Method, Operation, Repeat};
use crate::core::path::Segment;
use crate::core::request::{JsonObject, Request};
use crate::core::shape::Shape;
use crate::model::envvar::{EnvironmentVariable, EnvironmentVariableResult};
use crate::model::wire::HasFields;
use crate::path;

const ACCEPTS: Accepts = Accepts::SECRET_KEY
    .or(Accepts::ADDITIONAL_KEY)
    .or(Accepts::PERSONAL_ACCESS_TOKEN)
    .or(Accepts::ORGANIZATION_TOKEN)
    .or(Accepts::USER_ACTOR_TOKEN);

const fn operation(name: &'static str, method: Method, repeat: Repeat, answer: Shape) -> Operation {
    Operation { name, kind: Kind::Json, method, accepts: ACCEPTS, instead: "", repeat, answer }
}

const VARIABLE: Shape = Shape::Object(EnvironmentVariable::FIELDS);
const VARIABLES: Shape = Shape::List(EnvironmentVariable::FIELDS);
const RESULT: Shape = Shape::Object(EnvironmentVariableResult::FIELDS);

/// The project and the environment every one of these calls begins with.
fn place(read: &mut Reader<'_>) -> Result<(Segment, Environment, Segment), Refusal> {
    let project = read.segment("projectRef")?;
    let environment = read.environment("env")?;
    Ok((project, environment, Segment::new("env", environment.slug())?))
}

static LIST: Operation = operation("envvars.list", Method::Get, Repeat::Safe, VARIABLES);

/// Lists the variables of an environment, sorted as the server has them.
///
/// Secrets come with the value `<redacted>`. A preview branch, named by the scope's `previewBranch`,
/// shows what it inherits from the preview environment too.
///
/// `GET /api/v1/projects/{projectRef}/envvars/{env}`; takes a secret key of that environment or a
/// personal access token.
#[napi(
    namespace = "envvars",
    ts_args_type = "projectRef: string, env: Environment, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<EnvironmentVariable[]>"
)]
pub fn list(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&LIST, arguments, |read| {
        let (project, environment, env) = place(read)?;
        Ok(Request::new(path!("/api/v1/projects/{}/envvars/{}", project, env)).in_environment(environment))
    })
}

static UPLOAD: Operation = operation(
    "envvars.upload",
    Method::Post,
    Repeat::Unless("pass override: true to make the call safe to repeat"),
    RESULT,
);

const UPLOAD_FIELDS: &[&str] = &["variables", "override", "isSecret"];

/// Imports several variables at once.
///
/// Without `override` it is all or nothing: one name that exists already, and nothing is imported.
/// It is retried after a failure that leaves its effect open only with `override: true`.
///
/// `POST /api/v1/projects/{projectRef}/envvars/{env}/import`
#[napi(
    namespace = "envvars",
    ts_args_type = "projectRef: string, env: Environment, params: UploadVariablesParams, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<EnvironmentVariableResult>"
)]
pub fn upload(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&UPLOAD, arguments, |read| {
        let (project, environment, env) = place(read)?;
        let mut params = read.fields("params", UPLOAD_FIELDS)?;
        let variables = params.required_texts_by_name("variables")?;
        let overrides = params.flag("override")?;
        let body = JsonObject::default()
            .field("variables", Some(variables))?
            .field("override", overrides)?
            .field("isSecret", params.flag("isSecret")?)?;
        params.finish(UPLOAD_FIELDS)?;
        Ok(Request::new(path!("/api/v1/projects/{}/envvars/{}/import", project, env))
            .in_environment(environment)
            .repeatable_if(overrides == Some(true))
            .json(body))
    })
}

// A variable that exists is overwritten, so the call ends in the same state however often it arrives.
static CREATE: Operation = operation("envvars.create", Method::Post, Repeat::Safe, RESULT);

const CREATE_FIELDS: &[&str] = &["name", "value", "isSecret"];

/// Creates a variable; one of that name that exists already is overwritten.
///
/// The server refuses empty values, `TRIGGER_SECRET_KEY` and `TRIGGER_API_URL`.
///
/// `POST /api/v1/projects/{projectRef}/envvars/{env}`
#[napi(
    namespace = "envvars",
    ts_args_type = "projectRef: string, env: Environment, params: CreateVariableParams, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<EnvironmentVariableResult>"
)]
pub fn create(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&CREATE, arguments, |read| {
        let (project, environment, env) = place(read)?;
        let mut params = read.fields("params", CREATE_FIELDS)?;
        let body = JsonObject::default()
            .field("name", Some(params.required_text("name")?))?
            .field("value", Some(params.required_text("value")?))?
            .field("isSecret", params.flag("isSecret")?)?;
        params.finish(CREATE_FIELDS)?;
        Ok(Request::new(path!("/api/v1/projects/{}/envvars/{}", project, env))
            .in_environment(environment)
            .json(body))
    })
}

static RETRIEVE: Operation = operation("envvars.retrieve", Method::Get, Repeat::Safe, VARIABLE);

/// Retrieves one variable; a secret's value is `<redacted>`.
///
/// `GET /api/v1/projects/{projectRef}/envvars/{env}/{name}`
#[napi(
    namespace = "envvars",
    ts_args_type = "projectRef: string, env: Environment, name: string, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<EnvironmentVariable>"
)]
pub fn retrieve(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&RETRIEVE, arguments, |read| {
        let (project, environment, env) = place(read)?;
        let name = read.segment("name")?;
        Ok(Request::new(path!("/api/v1/projects/{}/envvars/{}/{}", project, env, name))
            .in_environment(environment))
    })
}

static UPDATE: Operation = operation("envvars.update", Method::Put, Repeat::Safe, RESULT);

const UPDATE_FIELDS: &[&str] = &["value"];

/// Changes the value of a variable that exists; a secret stays one. The value may be empty.
///
/// `PUT /api/v1/projects/{projectRef}/envvars/{env}/{name}`
#[napi(
    namespace = "envvars",
    ts_args_type = "projectRef: string, env: Environment, name: string, params: UpdateVariableParams, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<EnvironmentVariableResult>"
)]
pub fn update(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&UPDATE, arguments, |read| {
        let (project, environment, env) = place(read)?;
        let name = read.segment("name")?;
        let mut params = read.fields("params", UPDATE_FIELDS)?;
        let body = JsonObject::default().field("value", Some(params.required_text("value")?))?;
        params.finish(UPDATE_FIELDS)?;
        Ok(Request::new(path!("/api/v1/projects/{}/envvars/{}/{}", project, env, name))
            .in_environment(environment)
            .json(body))
    })
}

static DELETE: Operation = operation("envvars.del", Method::Delete, Repeat::Safe, RESULT);

/// Deletes a variable. One that a preview branch only inherits cannot be deleted there.
///
/// `DELETE /api/v1/projects/{projectRef}/envvars/{env}/{name}`
#[napi(
    namespace = "envvars",
    ts_args_type = "projectRef: string, env: Environment, name: string, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<EnvironmentVariableResult>"
)]
pub fn del(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&DELETE, arguments, |read| {
        let (project, environment, env) = place(read)?;
        let name = read.segment("name")?;
        Ok(Request::new(path!("/api/v1/projects/{}/envvars/{}/{}", project, env, name))
            .in_environment(environment))
    })
}
