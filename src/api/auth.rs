//! Credentials: what they are good for, and public tokens for clients that must not hold a key.

use super::prelude::*;
use crate::engine::call::{Probe, Probes};
use crate::engine::operation::{Field, FieldKind};
use crate::model::public_token::{CreatePublicTokenOptions, CreateTriggerPublicTokenOptions};
use crate::model::verification::CredentialCheck;

operations![
    PUBLIC.claims + PUBLIC.mint,
    TRIGGER.claims + TRIGGER.mint,
    BATCH.claims + BATCH.mint,
    VERIFY + WHOSE_TOKEN + ORGANIZATIONS + RUNS,
    FROM_CONNECTION,
];

/// The two ways to a token: the claims to sign, and the mint for keys that cannot sign.
struct Ways {
    claims: Operation,
    mint: Operation,
}

impl Ways {
    const fn of(name: &'static str) -> Self {
        const TOKEN: Shape = Shape::Object(&[]);
        Self {
            claims: Operation::post(name, "/api/v1/auth/jwt/claims", "")
                .accepts(KEYS)
                .idempotent()
                .answers(TOKEN),
            mint: Operation::post(name, "/api/v1/auth/public-tokens", "")
                .accepts(KEYS)
                .idempotent()
                .answers(TOKEN),
        }
    }

    fn request(
        &'static self,
        read: &mut Reader<'_>,
        parameters: &'static [Parameter],
        scopes: Option<Vec<String>>,
    ) -> Result<Request, ReadError> {
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
    "auth" create_public_token("options?: CreatePublicTokenOptions, requestOptions?: RequestOptions") -> "ApiPromise<string>" = PUBLIC.claims, read &|read| {
        PUBLIC.request(read, CreatePublicTokenOptions::PARAMETERS, None)
    }
}

static TRIGGER: Ways = Ways::of("auth.createTriggerPublicToken");

endpoint! {
    /// Creates a public token that may trigger a task, or one of several, once.
    ///
    /// `POST /api/v1/auth/jwt/claims`, or `POST /api/v1/auth/public-tokens` under an additional key.
    "auth" create_trigger_public_token("task: string | string[], options?: CreateTriggerPublicTokenOptions, requestOptions?: RequestOptions") -> "ApiPromise<string>" = TRIGGER.claims, read &|read| {
        let scopes = read.task_scopes("trigger")?;
        TRIGGER.request(read, CreateTriggerPublicTokenOptions::PARAMETERS, Some(scopes))
    }
}

static BATCH: Ways = Ways::of("auth.createBatchTriggerPublicToken");

endpoint! {
    /// Creates a public token that may trigger a batch of a task, or of several, once.
    ///
    /// `POST /api/v1/auth/jwt/claims`, or `POST /api/v1/auth/public-tokens` under an additional key.
    "auth" create_batch_trigger_public_token("task: string | string[], options?: CreateTriggerPublicTokenOptions, requestOptions?: RequestOptions") -> "ApiPromise<string>" = BATCH.claims, read &|read| {
        let scopes = read.task_scopes("batchTrigger")?;
        BATCH.request(read, CreateTriggerPublicTokenOptions::PARAMETERS, Some(scopes))
    }
}

const fn plain(name: &'static str) -> Field {
    Field { name, kind: FieldKind::Plain }
}

const fn nested(name: &'static str, fields: &'static [Field]) -> Field {
    Field { name, kind: FieldKind::Nested(fields) }
}

// The server's answer has the key itself too; it is dropped where it arrives.
const ENVIRONMENT: Shape = Shape::Only(&[
    plain("slug"),
    plain("type"),
    plain("branchName"),
    plain("paused"),
    nested("project", &[plain("externalRef"), plain("name"), plain("slug")]),
    nested("organization", &[plain("id"), plain("slug"), plain("title")]),
]);
const HOLDER: Shape = Shape::Only(&[plain("userId"), plain("email")]);

static WHOSE_KEY: Operation =
    Operation::get("auth.verify", "/api/v1/whoami").accepts(ANY).answers(ENVIRONMENT);
static WHOSE_TOKEN: Operation = Operation::get("auth.verify", "/api/v2/whoami").accepts(ANY).answers(HOLDER);
static ORGANIZATIONS: Operation =
    Operation::get("auth.verify", "/api/v1/orgs").accepts(ANY).answers(Shape::List(&[]));
static RUNS: Operation =
    Operation::get("auth.verify", "/api/v1/runs").accepts(ANY).answers(Shape::Only(&[plain("data")]));
static PROBES: Probes = Probes {
    environment: Probe { operation: &WHOSE_KEY, query: &[], proof: "/project/externalRef" },
    holder: Probe { operation: &WHOSE_TOKEN, query: &[], proof: "/userId" },
    organizations: Probe { operation: &ORGANIZATIONS, query: &[], proof: "" },
    runs: Probe { operation: &RUNS, query: &[("page[size]", "1")], proof: "/data" },
};

static VERIFY: Operation = Operation::get("auth.verify", "/api/v1/whoami")
    .accepts(ANY)
    .answers_verdict(Shape::Object(CredentialCheck::FIELDS));

/// Tells whose a credential is, whether it works, and what for.
///
/// It takes a config as `withAuth` does, and asks under the current scope without one. It resolves whatever
/// is wrong with the credential or its server; it rejects when the config or the request options are not
/// what they should be, and when `signal` is aborted. Like any call it repeats what may pass, so an
/// unreachable server takes its time: `requestOptions.retry` and `timeoutInMs` bound it.
///
/// It makes one request; two for an additional key, which the first one may refuse whatever it is, and for a
/// preview or dev key whose error may be the branch's. A one-time public token is not sent: that would use
/// it up.
///
/// `GET /api/v1/whoami` for a key, `GET /api/v2/whoami` for a personal access token or an organization
/// token, `GET /api/v1/orgs` for a user-actor token, `GET /api/v1/runs` for a public token.
#[napi(
    namespace = "auth",
    ts_args_type = "config?: ClientConfig, requestOptions?: RequestOptions",
    ts_return_type = "Promise<CredentialCheck>"
)]
pub fn verify(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    scope.verify(&VERIFY, &PROBES, arguments)
}

static FROM_CONNECTION: Operation = Operation::local("auth.fromConnection");

/// Turns what a connect form collects into a config, or tells what is wrong with each field.
///
/// Values are trimmed, and empty ones are none. The base URL may be a bare host, which is taken for `https`
/// unless it is this machine. Under `network: "public"` it may be no address of a private network, and the config
/// names the network too: what a host's name leads to is checked whenever a connection is made. `network` is the
/// current scope's by default. The environment must be that of the key, whose it is when none is named; a
/// branch is needed for preview and refused elsewhere. Nothing is sent: whether the credential works is for
/// `auth.verify` to tell.
#[napi(
    namespace = "auth",
    ts_args_type = "form: ConnectForm, options?: ConnectOptions",
    ts_return_type = "Promise<ConnectResult>"
)]
pub fn from_connection(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    scope.answer(&FROM_CONNECTION, arguments, &|read| {
        let form = read.connect_form()?;
        Ok(form.read(read.connect_options()?, scope.scope.network()))
    })
}
