//! Public tokens for browsers and other clients that must not hold a key.

use napi::bindgen_prelude::External;
use napi_derive::napi;

use crate::binding::{Arguments, Handle, Reader, Refusal, ScopeHandle};
use crate::core::credential::Accepts;
use crate::core::operation::Operation;
use crate::core::parameter::Parameter;
use crate::core::path::Path;
use crate::core::request::{Plan, Request};
use crate::core::shape::Shape;
use crate::model::parameters::HasParameters;
use crate::model::public_token::{CreatePublicTokenOptions, CreateTriggerPublicTokenOptions};

/// The two ways to a token: the claims to sign, and the mint for keys that cannot sign.
struct Ways {
    claims: Operation,
    mint: Operation,
}

impl Ways {
    const fn of(name: &'static str) -> Self {
        const TOKEN: Shape = Shape::Object(&[]);
        Self {
            claims: Accepts::KEYS.post(name, "/api/v1/auth/jwt/claims", "").repeatable().answers(TOKEN),
            mint: Accepts::KEYS.post(name, "/api/v1/auth/public-tokens", "").repeatable().answers(TOKEN),
        }
    }

    fn request(
        &'static self,
        read: &mut Reader<'_>,
        parameters: &'static [Parameter],
        scopes: Option<Vec<String>>,
    ) -> Result<Request, Refusal> {
        let token = read.token_request(&self.mint, parameters, scopes)?;
        let path = Path::fill(self.claims.path, &[]);
        Ok(Request { path, plan: Plan::Token(token.into()), ..Request::default() })
    }
}

static PUBLIC: Ways = Ways::of("auth.createPublicToken");

/// Creates a public token that allows what its scopes say, and nothing else.
///
/// It is signed with the secret key of the environment; for an additional key, which cannot sign, the server
/// mints it. It expires after 15 minutes unless `expirationTime` says otherwise.
///
/// `POST /api/v1/auth/jwt/claims`, or `POST /api/v1/auth/public-tokens` under an additional key.
#[napi(
    namespace = "auth",
    ts_args_type = "options?: CreatePublicTokenOptions, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<string>"
)]
pub fn create_public_token(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare_with(&PUBLIC.claims, arguments, &|read| {
        PUBLIC.request(read, CreatePublicTokenOptions::PARAMETERS, None)
    })
}

static TRIGGER: Ways = Ways::of("auth.createTriggerPublicToken");

/// Creates a public token that may trigger a task, or one of several, once.
///
/// `POST /api/v1/auth/jwt/claims`, or `POST /api/v1/auth/public-tokens` under an additional key.
#[napi(
    namespace = "auth",
    ts_args_type = "task: string | string[], options?: CreateTriggerPublicTokenOptions, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<string>"
)]
pub fn create_trigger_public_token(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare_with(&TRIGGER.claims, arguments, &|read| {
        let scopes = read.task_scopes("trigger")?;
        TRIGGER.request(read, CreateTriggerPublicTokenOptions::PARAMETERS, Some(scopes))
    })
}

static BATCH: Ways = Ways::of("auth.createBatchTriggerPublicToken");

/// Creates a public token that may trigger a batch of a task, or of several, once.
///
/// `POST /api/v1/auth/jwt/claims`, or `POST /api/v1/auth/public-tokens` under an additional key.
#[napi(
    namespace = "auth",
    ts_args_type = "task: string | string[], options?: CreateTriggerPublicTokenOptions, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<string>"
)]
pub fn create_batch_trigger_public_token(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare_with(&BATCH.claims, arguments, &|read| {
        let scopes = read.task_scopes("batchTrigger")?;
        BATCH.request(read, CreateTriggerPublicTokenOptions::PARAMETERS, Some(scopes))
    })
}
