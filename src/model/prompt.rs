//! Prompts on the wire.

use super::parameters::AnyText;
use super::wire::FreeForm;

wire! {
    /// A prompt as it applies now, its template filled in.
    pub struct PromptDetails {
        /// `prompt_…`
        pub promptId: String,
        pub slug: String,
        pub version: f64,
        /// `current`, `override` and the like.
        pub labels: Vec<String>,
        /// The text before the variables were put in.
        pub template: Option<String>,
        /// The text, the variables put in.
        pub text: String,
        #[napi(ts_type = "string | undefined")]
        pub model: String,
        #[napi(ts_type = "Record<string, unknown> | undefined")]
        pub config: FreeForm,
    }

    /// The prompts of an environment.
    pub struct PromptList {
        pub data: Vec<ListedPrompt>,
    }

    /// A prompt as the list shows it.
    pub struct ListedPrompt {
        pub slug: String,
        /// `prompt_…`
        pub friendlyId: String,
        #[napi(ts_type = "string | null")]
        pub description: String,
        pub tags: Vec<String>,
        /// The model that applies: the override's, else the current version's, else the prompt's own.
        #[napi(ts_type = "string | null")]
        pub defaultModel: String,
        #[napi(ts_type = "number | null")]
        pub currentVersion: f64,
        pub hasOverride: bool,
        /// An ISO 8601 date, as a text.
        pub updatedAt: String,
    }

    /// The versions of a prompt, the latest first, at most 50.
    pub struct PromptVersionList {
        pub data: Vec<PromptVersion>,
    }

    /// A version of a prompt.
    pub struct PromptVersion {
        pub id: String,
        pub version: f64,
        /// `current`, `override` and the like.
        pub labels: Vec<String>,
        /// `code` for a deployed one.
        #[napi(ts_type = "\"code\" | \"api\" | \"dashboard\" | (string & {})")]
        pub source: String,
        #[napi(ts_type = "string | null")]
        pub model: String,
        #[napi(ts_type = "string | null")]
        pub textContent: String,
        #[napi(ts_type = "string | null")]
        pub commitMessage: String,
        pub contentHash: String,
        /// An ISO 8601 date, as a text.
        pub createdAt: String,
    }

    /// The answer to a change of a prompt.
    pub struct PromptResult {
        pub ok: bool,
    }

    /// The version an override made.
    pub struct PromptOverride {
        pub ok: bool,
        pub version: f64,
    }
}

parameters! {
    /// The options of `prompts.resolve`. An active override wins over a label, not over a version.
    pub struct ResolvePromptOptions {
        /// Default `current`.
        pub label: Option<String>,
        pub version: Option<u32>,
    }

    /// A prompt that takes priority over the deployed version.
    pub struct CreatePromptOverrideParams {
        /// The template. One that is empty cannot be resolved.
        #[napi(ts_type = "string")]
        pub textContent: AnyText,
        pub model: Option<String>,
        pub commitMessage: Option<String>,
        /// The source it came from. Default `api`.
        pub source: Option<String>,
    }

    /// The changes of the active override; fields that are left out stay.
    pub struct UpdatePromptOverrideParams {
        #[napi(ts_type = "string")]
        pub textContent: Option<AnyText>,
        pub model: Option<String>,
        pub commitMessage: Option<String>,
    }
}
