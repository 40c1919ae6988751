//! Queries in TRQL over what has happened.

use super::prelude::*;
use crate::binding::Argument::Body;
use crate::model::query::{QueryOptions, QuerySchema};

operations![EXECUTE, SCHEMA];

// A POST that changes nothing.
static EXECUTE: Operation = Operation::post("query.execute", "/api/v1/query", "")
    .accepts(KEYS_AND_PUBLIC)
    .idempotent()
    .answers(Shape::Object(&[]));

endpoint! {
    /// Executes a TRQL query: rows as objects, or one CSV text.
    ///
    /// Without `period`, `from` or `to`, and without a condition on the time in the query, it covers the
    /// last 7 days. Dates in rows stay texts. The server refuses what it cannot parse with a 400.
    /// {@link QueryTable} types the rows of the table `runs`.
    ///
    /// `POST /api/v1/query`; takes a secret key, or a public token with `read:query`.
    "query" execute<"Row extends Record<string, any> = Record<string, any>">("query: string, options?: QueryOptions & { format?: \"json\" }, requestOptions?: RequestOptions") -> "ApiPromise<{ format: \"json\"; results: Row[] }>" = EXECUTE, read &execution
}

fn execution(read: &mut Reader<'_>) -> Result<Request, ReadError> {
    let request =
        read.request(&EXECUTE, &[value::<String>("query"), Body("options", QueryOptions::PARAMETERS)])?;
    let has = |name| request.json.as_ref().is_some_and(|body| body.has(name));
    match has("period") && (has("from") || has("to")) {
        false => Ok(request),
        true => Err(ReadError::argument(
            "period cannot be combined with from or to; the server would follow period alone",
        )),
    }
}

static SCHEMA: Operation = Operation::get("query.retrieveSchema", "/api/v1/query/schema")
    .accepts(KEYS_AND_PUBLIC)
    .answers(Shape::Object(QuerySchema::FIELDS));

endpoint! {
    /// Retrieves the tables that can be queried, with their columns.
    ///
    /// `GET /api/v1/query/schema`; takes a secret key, or a public token with `read:query`.
    "query" retrieve_schema("requestOptions?: RequestOptions") -> "ApiPromise<QuerySchema>" = SCHEMA
}
