//! Waitpoint tokens: what a run can wait for, and whoever has the token completes.

use super::prelude::*;
use crate::binding::Argument::{self, EmptyBody, Handle as HandleOrId};
use crate::engine::identity::public_token::DAY;
use crate::model::waitpoint::{
    CompletedWaitpointToken, CreateWaitpointTokenOptions, CreatedWaitpointToken, ListWaitpointTokensParams,
    WaitpointToken,
};

operations![CREATE, LIST, RETRIEVE + PACKET, COMPLETE];

const TOKENS: &str = "/api/v1/waitpoints/tokens";
/// Fetches a large output from where it is kept.
static PACKET: Operation = Operation::get("wait.retrieveToken", "/api/v1/packets/{filename}").accepts(KEYS);
const TOKEN: Argument = HandleOrId("token");

static CREATE: Operation = Operation::post("wait.createToken", TOKENS, "")
    .accepts(KEYS)
    .idempotent_given("idempotencyKey", "pass an idempotencyKey to make the call safe to repeat")
    .answers(Shape::Object(CreatedWaitpointToken::FIELDS));

endpoint! {
    /// Creates a waitpoint token, for a run to wait for and for anybody who has it to complete.
    ///
    /// It is retried after a failure that leaves its effect open only with an `idempotencyKey`.
    ///
    /// `POST /api/v1/waitpoints/tokens`; takes a secret key.
    "wait" create_token("options?: CreateWaitpointTokenOptions, requestOptions?: RequestOptions") -> "ApiPromise<CreatedWaitpointToken>" = CREATE, read &|read| {
        Ok(Request { post_process: PostProcess::AddPublicToken("write:waitpoints", DAY), ..read.request(&CREATE, &[options::<CreateWaitpointTokenOptions>(), EmptyBody])? })
    }
}

static LIST: Operation = Operation::get("wait.listTokens", TOKENS)
    .accepts(KEYS)
    .pages(Kind::Page, Shape::Page(WaitpointToken::FIELDS));

endpoint! {
    /// Lists waitpoint tokens, newest first, a page at a time: await it for one page, iterate it for all.
    ///
    /// `GET /api/v1/waitpoints/tokens`; takes a secret key.
    "wait" list_tokens("params?: ListWaitpointTokensParams, requestOptions?: RequestOptions") -> "CursorPagePromise<WaitpointToken>" = LIST,
        takes &[optional_params::<ListWaitpointTokensParams>()]
}

static RETRIEVE: Operation = Operation::get("wait.retrieveToken", "/api/v1/waitpoints/tokens/{token}")
    .accepts(KEYS)
    .answers(Shape::Object(WaitpointToken::FIELDS));

endpoint! {
    /// Retrieves a waitpoint token, by its id or an object that has it.
    ///
    /// A completed one has the `output` it was completed with, one that timed out an `error`. The server
    /// answers 500 to an id it does not know.
    ///
    /// `GET /api/v1/waitpoints/tokens/{token}`; takes a secret key.
    "wait" retrieve_token<"T = any">("token: string | { id: string }, requestOptions?: RequestOptions") -> "ApiPromise<WaitpointRetrievedToken<T>>" = RETRIEVE, read &|read| {
        Ok(read.request(&RETRIEVE, &[TOKEN])?.resolving(Packets::Output(PACKET.path)))
    }
}

// Of several completions the first one counts, and the others are no errors.
static COMPLETE: Operation =
    Operation::post("wait.completeToken", "/api/v1/waitpoints/tokens/{token}/complete", "")
        .accepts(KEYS_AND_PUBLIC)
        .idempotent()
        .answers(Shape::Object(CompletedWaitpointToken::FIELDS));

endpoint! {
    /// Completes a waitpoint token, by its id or an object that has it: the run that waits gets the data.
    ///
    /// The data goes out as JSON. Completing a token that is complete does nothing and is no error.
    ///
    /// `POST /api/v1/waitpoints/tokens/{token}/complete`; takes a secret key, or a public token with
    /// `write:waitpoints`.
    "wait" complete_token<"T">("token: string | { id: string }, data: T, requestOptions?: RequestOptions") -> "ApiPromise<CompletedWaitpointToken>" = COMPLETE,
        takes &[TOKEN, value::<Option<kinds::AnyJson>>("data")]
}
