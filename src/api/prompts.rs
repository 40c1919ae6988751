//! Prompts of an environment: the deployed versions, and what overrides them.

use super::prelude::*;
use crate::binding::Argument::{self, Segment};
use crate::model::prompt::{
    CreatePromptOverrideParams, PromptDetails, PromptList, PromptOverride, PromptResult, PromptVersionList,
    ResolvePromptOptions, UpdatePromptOverrideParams,
};

operations![
    RESOLVE,
    LIST,
    VERSIONS,
    PROMOTE,
    CREATE_OVERRIDE,
    UPDATE_OVERRIDE,
    REMOVE_OVERRIDE,
    REACTIVATE_OVERRIDE,
];

const PROMPT: &str = "/api/v1/prompts/{slug}";
const OVERRIDE: &str = "/api/v1/prompts/{slug}/override";
const NAMED: &[Argument] = &[Segment("slug")];
const DONE: Shape = Shape::Object(PromptResult::FIELDS);

// A POST that changes nothing: it carries the variables.
static RESOLVE: Operation = Operation::post("prompts.resolve", PROMPT, "")
    .accepts(KEYS_AND_PUBLIC)
    .idempotent()
    .resolves_prompt(Shape::Data(PromptDetails::FIELDS));

endpoint! {
    /// Resolves a prompt: the template of the version that applies, with the variables put in.
    ///
    /// An active override wins over the current version. `toAISDKTelemetry()` of the result is what the
    /// AI SDK's functions take. The request options are an argument of their own, after `options`.
    ///
    /// `POST /api/v1/prompts/{slug}`; takes a secret key, or a public token with `read:prompts`.
    "prompts" resolve<"T extends PromptSource = PromptSource">("slug: PromptSlugOf<T>, variables?: PromptVariablesOf<T>, options?: ResolvePromptOptions, requestOptions?: RequestOptions") -> "ApiPromise<ResolvedPrompt>" = RESOLVE,
        takes &[Segment("slug"), value::<Option<kinds::AnyObjectOrEmpty>>("variables"), options::<ResolvePromptOptions>()]
}

static LIST: Operation = Operation::get("prompts.list", "/api/v1/prompts")
    .accepts(KEYS_AND_PUBLIC)
    .answers(Shape::Object(PromptList::FIELDS));

endpoint! {
    /// Lists all prompts of the environment, as `data`, the last changed first.
    ///
    /// `GET /api/v1/prompts`; takes a secret key, or a public token with `read:prompts`.
    "prompts" list("requestOptions?: RequestOptions") -> "ApiPromise<PromptList>" = LIST
}

static VERSIONS: Operation = Operation::get("prompts.versions", "/api/v1/prompts/{slug}/versions")
    .accepts(KEYS_AND_PUBLIC)
    .answers(Shape::Object(PromptVersionList::FIELDS));

endpoint! {
    /// Lists the versions of a prompt, as `data`, overrides included, the latest 50.
    ///
    /// `GET /api/v1/prompts/{slug}/versions`; takes a secret key, or a public token with `read:prompts`.
    "prompts" versions("slug: string, requestOptions?: RequestOptions") -> "ApiPromise<PromptVersionList>" = VERSIONS,
        takes NAMED
}

static PROMOTE: Operation = Operation::post("prompts.promote", "/api/v1/prompts/{slug}/promote", "")
    .accepts(KEYS_AND_PUBLIC)
    .idempotent()
    .answers(DONE);

endpoint! {
    /// Makes a deployed version the current one. The server refuses versions that are overrides.
    ///
    /// `POST /api/v1/prompts/{slug}/promote`; takes a secret key, or a public token with `admin`.
    "prompts" promote("slug: string, version: number, requestOptions?: RequestOptions") -> "ApiPromise<PromptResult>" = PROMOTE,
        takes &[Segment("slug"), value::<u32>("version")]
}

static CREATE_OVERRIDE: Operation = Operation::post(
    "prompts.createOverride",
    OVERRIDE,
    "a repeated call makes another version, so look for the new one with prompts.versions first",
)
.accepts(KEYS_AND_PUBLIC)
.answers(Shape::Object(PromptOverride::FIELDS));

endpoint! {
    /// Creates an override: a new version that takes priority over the deployed one, in place of any other.
    ///
    /// It is not retried after a failure that leaves open whether the version was made.
    ///
    /// `POST /api/v1/prompts/{slug}/override`; takes a secret key, or a public token.
    "prompts" create_override("slug: string, params: CreatePromptOverrideParams, requestOptions?: RequestOptions") -> "ApiPromise<PromptOverride>" = CREATE_OVERRIDE,
        takes &[Segment("slug"), params::<CreatePromptOverrideParams>()]
}

static UPDATE_OVERRIDE: Operation =
    Operation::put("prompts.updateOverride", OVERRIDE).accepts(KEYS_AND_PUBLIC).answers(DONE);

endpoint! {
    /// Changes the active override in place. The server refuses it when there is none.
    ///
    /// `PUT /api/v1/prompts/{slug}/override`; takes a secret key, or a public token.
    "prompts" update_override("slug: string, params: UpdatePromptOverrideParams, requestOptions?: RequestOptions") -> "ApiPromise<PromptResult>" = UPDATE_OVERRIDE,
        takes &[Segment("slug"), params::<UpdatePromptOverrideParams>()]
}

static REMOVE_OVERRIDE: Operation =
    Operation::delete("prompts.removeOverride", OVERRIDE).accepts(KEYS_AND_PUBLIC).answers(DONE);

endpoint! {
    /// Ends the active override: the current version applies again. Without one it does nothing.
    ///
    /// `DELETE /api/v1/prompts/{slug}/override`; takes a secret key, or a public token.
    "prompts" remove_override("slug: string, requestOptions?: RequestOptions") -> "ApiPromise<PromptResult>" = REMOVE_OVERRIDE,
        takes NAMED
}

static REACTIVATE_OVERRIDE: Operation =
    Operation::post("prompts.reactivateOverride", "/api/v1/prompts/{slug}/override/reactivate", "")
        .accepts(KEYS_AND_PUBLIC)
        .idempotent()
        .answers(DONE);

endpoint! {
    /// Makes an earlier override the active one again. The server refuses deployed versions.
    ///
    /// `POST /api/v1/prompts/{slug}/override/reactivate`; takes a secret key, or a public token with `admin`.
    "prompts" reactivate_override("slug: string, version: number, requestOptions?: RequestOptions") -> "ApiPromise<PromptResult>" = REACTIVATE_OVERRIDE,
        takes &[Segment("slug"), value::<u32>("version")]
}
