//! Public tokens for browsers and other clients that must not hold a key.

use super::prelude::*;
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

endpoint! {
    /// Creates a public token that allows what its scopes say, and nothing else.
    ///
    /// It is signed with the secret key of the environment; for an additional key, which cannot sign, the server
    /// mints it. It expires after 15 minutes unless `expirationTime` says otherwise.
    ///
    /// `POST /api/v1/auth/jwt/claims`, or `POST /api/v1/auth/public-tokens` under an additional key.
    "auth" create_public_token("options?: CreatePublicTokenOptions, requestOptions?: RequestOptions") -> "ApiPromise<string>" = PUBLIC.claims, &|read| {
        PUBLIC.request(read, CreatePublicTokenOptions::PARAMETERS, None)
    }
}

static TRIGGER: Ways = Ways::of("auth.createTriggerPublicToken");

endpoint! {
    /// Creates a public token that may trigger a task, or one of several, once.
    ///
    /// `POST /api/v1/auth/jwt/claims`, or `POST /api/v1/auth/public-tokens` under an additional key.
    "auth" create_trigger_public_token("task: string | string[], options?: CreateTriggerPublicTokenOptions, requestOptions?: RequestOptions") -> "ApiPromise<string>" = TRIGGER.claims, &|read| {
        let scopes = read.task_scopes("trigger")?;
        TRIGGER.request(read, CreateTriggerPublicTokenOptions::PARAMETERS, Some(scopes))
    }
}

static BATCH: Ways = Ways::of("auth.createBatchTriggerPublicToken");

endpoint! {
    /// Creates a public token that may trigger a batch of a task, or of several, once.
    ///
    /// `POST /api/v1/auth/jwt/claims`, or `POST /api/v1/auth/public-tokens` under an additional key.
    "auth" create_batch_trigger_public_token("task: string | string[], options?: CreateTriggerPublicTokenOptions, requestOptions?: RequestOptions") -> "ApiPromise<string>" = BATCH.claims, &|read| {
        let scopes = read.task_scopes("batchTrigger")?;
        BATCH.request(read, CreateTriggerPublicTokenOptions::PARAMETERS, Some(scopes))
    }
}
