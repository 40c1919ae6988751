//! Any request: for what the API has and this package has no function for yet.

use std::borrow::Cow;

use super::prelude::*;
use crate::binding::arguments::{Given, Written};
use crate::model::request::RequestParams;

operations![GET, POST, PUT, PATCH, DELETE];

const NAME: &str = "request";
const HOW: &str = "pass params.repeatable: true when sending it twice does no harm";

static GET: Operation = Operation::get(NAME, "").accepts(ANY);
static POST: Operation = Operation::post(NAME, "", HOW).accepts(ANY);
static PUT: Operation = Operation::put(NAME, "").accepts(ANY);
// What a patch does twice nobody knows.
static PATCH: Operation =
    Operation { idempotency: POST.idempotency, ..Operation::patch(NAME, "").accepts(ANY) };
static DELETE: Operation = Operation::delete(NAME, "").accepts(ANY);

/// Makes a request that has no function of its own, in the same scope and with the same retries and errors.
///
/// `path` is percent-encoded and begins at the base URL. A POST or PATCH is not retried after a failure that
/// leaves open whether it was processed, unless `repeatable` says that sending it twice does no harm. The result
/// is what `JSON.parse` makes of the body, undefined where there is none.
#[napi(
    ts_generic_types = "T = unknown",
    ts_args_type = "method: \"GET\" | \"POST\" | \"PUT\" | \"PATCH\" | \"DELETE\", path: string, params?: RequestParams, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<T>"
)]
pub fn request(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    let operation = match arguments.first_text()?.as_deref() {
        Some("POST") => &POST,
        Some("PUT") => &PUT,
        Some("PATCH") => &PATCH,
        Some("DELETE") => &DELETE,
        _ => &GET,
    };
    scope.prepare_with(operation, arguments, &|read| any_request(read, operation))
}

fn any_request(read: &mut Reader<'_>, operation: &Operation) -> Result<Request, ReadError> {
    match read.take()? {
        Value::Text(method) if method == operation.method.http().as_str() => {}
        other => return Err(other.unexpected("method", "one of GET, POST, PUT, PATCH, DELETE")),
    }
    let mut request = Request { path: Path::checked("path", &read.text("path")?)?, ..Request::default() };
    let known = names(RequestParams::PARAMETERS);
    let Some(mut params) = read.optional_fields("params", &known)? else { return Ok(request) };
    request.query = params.read_with("query", query)?.unwrap_or_default();
    request.any_json = params.read::<kinds::AnyJson>("body")?.map(|json| json.0);
    if request.any_json.is_some() && !operation.method.has_body() {
        return Err(ReadError::argument("body cannot go out with this method"));
    }
    for (name, value) in params.read::<kinds::TextsByName>("headers")?.unwrap_or_default() {
        request.headers.insert("headers", &name, &value)?;
    }
    request.is_idempotent = params.read::<bool>("repeatable")?.unwrap_or(false);
    params.finish(&known)?;
    Ok(request)
}

type Query = Vec<(Cow<'static, str>, String)>;

/// Values by name, each element of a list by itself.
fn query<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<Query, ReadError> {
    let Value::Object(object) = value else { return Err(given.unexpected(&value, "an object")) };
    let mut query = Vec::new();
    given.fields(object, &[])?.read_all(|name, given, value| {
        match value {
            Value::Undefined => {}
            Value::List(list) => {
                for text in given.read_each(&list, query_text)? {
                    query.push((name.to_owned().into(), text));
                }
            }
            single => query.push((name.to_owned().into(), query_text(given, single)?)),
        }
        Ok(())
    })?;
    Ok(query)
}

fn query_text<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<String, ReadError> {
    match value {
        Value::Text(text) => Ok(text),
        Value::Boolean(flag) => Ok(flag.to_string()),
        Value::Number(number) if number.is_finite() => {
            Ok(Written::from(number).into_query().unwrap_or_default())
        }
        other => Err(given.unexpected(&other, "a string, a number, a boolean or a list of them")),
    }
}
