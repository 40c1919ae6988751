//! Prompts of an environment: the deployed versions, and what overrides them.

use napi::bindgen_prelude::External;
use napi_derive::napi;

use crate::binding::{Arguments, Handle, ScopeHandle};
use crate::core::credential::Accepts;
use crate::core::operation::Operation;
use crate::core::parameter::Argument::{self, Segment};
use crate::core::parameter::{Parameter, ParameterKind};
use crate::core::shape::Shape;
use crate::model::parameters::{options, params};
use crate::model::prompt::{
    CreatePromptOverrideParams, PromptDetails, PromptList, PromptOverride, PromptResult, PromptVersionList,
    ResolvePromptOptions, UpdatePromptOverrideParams,
};
use crate::model::wire::HasFields;

const PROMPT: &str = "/api/v1/prompts/{}";
const OVERRIDE: &str = "/api/v1/prompts/{}/override";
const NAMED: &[Argument] = &[Segment("slug")];
const DONE: Shape = Shape::Object(PromptResult::FIELDS);
const VARIABLES: Parameter = Parameter {
    name: "variables",
    wire: "variables",
    kind: ParameterKind::JsonObjectOrEmpty,
    is_required: false,
};
const VERSION: Parameter =
    Parameter { name: "version", wire: "version", kind: ParameterKind::Count, is_required: true };

// A POST that changes nothing: it carries the variables.
static RESOLVE: Operation = Accepts::KEYS_AND_PUBLIC
    .post("prompts.resolve", PROMPT, "")
    .takes(&[Segment("slug"), Argument::Value(&VARIABLES), options::<ResolvePromptOptions>()])
    .repeatable()
    .resolves_prompt(Shape::Data(PromptDetails::FIELDS));

/// Resolves a prompt: the template of the version that applies, with the variables put in.
///
/// An active override wins over the current version. `toAISDKTelemetry()` of the result is what the
/// AI SDK's functions take. The request options are an argument of their own, after `options`.
///
/// `POST /api/v1/prompts/{slug}`; takes a secret key, or a public token with `read:prompts`.
#[napi(
    namespace = "prompts",
    ts_generic_types = "T extends PromptSource = PromptSource",
    ts_args_type = "slug: PromptSlugOf<T>, variables?: PromptVariablesOf<T>, options?: ResolvePromptOptions, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<ResolvedPrompt>"
)]
pub fn resolve(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&RESOLVE, arguments)
}

static LIST: Operation = Accepts::KEYS_AND_PUBLIC
    .get("prompts.list", "/api/v1/prompts")
    .answers(Shape::Object(PromptList::FIELDS));

/// Lists all prompts of the environment, as `data`, the last changed first.
///
/// `GET /api/v1/prompts`; takes a secret key, or a public token with `read:prompts`.
#[napi(
    namespace = "prompts",
    ts_args_type = "requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<PromptList>"
)]
pub fn list(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&LIST, arguments)
}

static VERSIONS: Operation = Accepts::KEYS_AND_PUBLIC
    .get("prompts.versions", "/api/v1/prompts/{}/versions")
    .takes(NAMED)
    .answers(Shape::Object(PromptVersionList::FIELDS));

/// Lists the versions of a prompt, as `data`, overrides included, the latest 50.
///
/// `GET /api/v1/prompts/{slug}/versions`; takes a secret key, or a public token with `read:prompts`.
#[napi(
    namespace = "prompts",
    ts_args_type = "slug: string, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<PromptVersionList>"
)]
pub fn versions(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&VERSIONS, arguments)
}

static PROMOTE: Operation = Accepts::KEYS_AND_PUBLIC
    .post("prompts.promote", "/api/v1/prompts/{}/promote", "")
    .takes(&[Segment("slug"), Argument::Value(&VERSION)])
    .repeatable()
    .answers(DONE);

/// Makes a deployed version the current one. The server refuses versions that are overrides.
///
/// `POST /api/v1/prompts/{slug}/promote`; takes a secret key, or a public token with `admin`.
#[napi(
    namespace = "prompts",
    ts_args_type = "slug: string, version: number, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<PromptResult>"
)]
pub fn promote(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&PROMOTE, arguments)
}

static CREATE_OVERRIDE: Operation = Accepts::KEYS_AND_PUBLIC
    .post(
        "prompts.createOverride",
        OVERRIDE,
        "a repeated call makes another version, so look for the new one with prompts.versions first",
    )
    .takes(&[Segment("slug"), params::<CreatePromptOverrideParams>()])
    .answers(Shape::Object(PromptOverride::FIELDS));

/// Creates an override: a new version that takes priority over the deployed one, in place of any other.
///
/// It is not retried after a failure that leaves open whether the version was made.
///
/// `POST /api/v1/prompts/{slug}/override`; takes a secret key, or a public token.
#[napi(
    namespace = "prompts",
    ts_args_type = "slug: string, params: CreatePromptOverrideParams, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<PromptOverride>"
)]
pub fn create_override(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&CREATE_OVERRIDE, arguments)
}

static UPDATE_OVERRIDE: Operation = Accepts::KEYS_AND_PUBLIC
    .put("prompts.updateOverride", OVERRIDE)
    .takes(&[Segment("slug"), params::<UpdatePromptOverrideParams>()])
    .answers(DONE);

/// Changes the active override in place. The server refuses it when there is none.
///
/// `PUT /api/v1/prompts/{slug}/override`; takes a secret key, or a public token.
#[napi(
    namespace = "prompts",
    ts_args_type = "slug: string, params: UpdatePromptOverrideParams, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<PromptResult>"
)]
pub fn update_override(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&UPDATE_OVERRIDE, arguments)
}

static REMOVE_OVERRIDE: Operation =
    Accepts::KEYS_AND_PUBLIC.delete("prompts.removeOverride", OVERRIDE).takes(NAMED).answers(DONE);

/// Ends the active override: the current version applies again. Without one it does nothing.
///
/// `DELETE /api/v1/prompts/{slug}/override`; takes a secret key, or a public token.
#[napi(
    namespace = "prompts",
    ts_args_type = "slug: string, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<PromptResult>"
)]
pub fn remove_override(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&REMOVE_OVERRIDE, arguments)
}

static REACTIVATE_OVERRIDE: Operation = Accepts::KEYS_AND_PUBLIC
    .post("prompts.reactivateOverride", "/api/v1/prompts/{}/override/reactivate", "")
    .takes(&[Segment("slug"), Argument::Value(&VERSION)])
    .repeatable()
    .answers(DONE);

/// Makes an earlier override the active one again. The server refuses deployed versions.
///
/// `POST /api/v1/prompts/{slug}/override/reactivate`; takes a secret key, or a public token with `admin`.
#[napi(
    namespace = "prompts",
    ts_args_type = "slug: string, version: number, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<PromptResult>"
)]
pub fn reactivate_override(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&REACTIVATE_OVERRIDE, arguments)
}
