//! Queries in TRQL over what has happened.

use napi::bindgen_prelude::External;
use napi_derive::napi;

use crate::binding::{Arguments, Handle, Reader, Refusal, ScopeHandle};
use crate::core::credential::Accepts;
use crate::core::operation::Operation;
use crate::core::parameter::Argument::{Body, Value};
use crate::core::parameter::{Parameter, ParameterKind};
use crate::core::request::Request;
use crate::core::shape::Shape;
use crate::model::parameters::HasParameters;
use crate::model::query::{QueryOptions, QuerySchema};
use crate::model::wire::HasFields;

const QUERY: Parameter =
    Parameter { name: "query", wire: "query", kind: ParameterKind::Text, is_required: true };

// A POST that changes nothing.
static EXECUTE: Operation = Accepts::KEYS_AND_PUBLIC
    .post("query.execute", "/api/v1/query", "")
    .takes(&[Value(&QUERY), Body("options", QueryOptions::PARAMETERS)])
    .repeatable()
    .answers(Shape::Object(&[]));

/// Executes a TRQL query: rows as objects, or one CSV text.
///
/// Without `period`, `from` or `to`, and without a condition on the time in the query, it covers the
/// last 7 days. Dates in rows stay texts. The server refuses what it cannot parse with a 400.
///
/// `POST /api/v1/query`; takes a secret key, or a public token with `read:query`.
#[napi(
    namespace = "query",
    ts_generic_types = "Row extends Record<string, any> = Record<string, any>",
    ts_args_type = "query: string, options?: QueryOptions & { format?: \"json\" }, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<{ format: \"json\"; results: Row[] }>"
)]
pub fn execute(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare_with(&EXECUTE, arguments, &execution)
}

fn execution(read: &mut Reader<'_>) -> Result<Request, Refusal> {
    let request = read.request(&EXECUTE)?;
    let has = |name| request.json.as_ref().is_some_and(|body| body.has(name));
    match has("period") && (has("from") || has("to")) {
        false => Ok(request),
        true => Err(Refusal::argument(
            "period cannot be combined with from or to; the server would follow period alone",
        )),
    }
}

static SCHEMA: Operation = Accepts::KEYS_AND_PUBLIC
    .get("query.retrieveSchema", "/api/v1/query/schema")
    .answers(Shape::Object(QuerySchema::FIELDS));

/// Retrieves the tables that can be queried, with their columns.
///
/// `GET /api/v1/query/schema`; takes a secret key, or a public token with `read:query`.
#[napi(
    namespace = "query",
    ts_args_type = "requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<QuerySchema>"
)]
pub fn retrieve_schema(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&SCHEMA, arguments)
}
