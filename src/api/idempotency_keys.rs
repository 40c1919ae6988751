//! Idempotency keys: making one, and forgetting which run has it.

use super::prelude::*;
use crate::engine::call::{IdempotencyKey, Segment, hash, is_hash};
use crate::model::idempotency_key::{
    CreateIdempotencyKeyOptions, ResetIdempotencyKey, ResetIdempotencyKeyOptions,
};

operations![CREATE, RESET];

kinds::choices! {
    /// What a key is unique in.
    KeyScope = "run" | "attempt" | "global";
}

static CREATE: Operation = Operation::local("idempotencyKeys.create");

/// Makes an idempotency key of a text or several: the hash of them that `tasks.trigger` passes on as it is.
///
/// It sends nothing. Outside a task every key is global: the scopes `run` and `attempt` are refused.
#[napi(
    namespace = "idempotencyKeys",
    ts_args_type = "key: string | string[], options?: CreateIdempotencyKeyOptions",
    ts_return_type = "Promise<string>"
)]
pub fn create(scope: &External<ScopeHandle>, arguments: Arguments) -> PrepareResult {
    scope.answer(&CREATE, arguments, &|read| {
        let key = read.texts("key")?;
        let known = names(CreateIdempotencyKeyOptions::PARAMETERS);
        // As the official SDK records it where nobody says: outside a task that is the same key.
        let mut recorded = "run";
        if let Some(mut options) = read.optional_fields("options", &known)? {
            let scope = options.read::<KeyScope>("scope")?;
            options.finish(&known)?;
            if scope.is_some() {
                recorded = "global";
            }
            if let Some(scope) = scope.filter(|scope| scope != "global") {
                return Err(ReadError::argument(format!(
                    "scope must be \"global\", got {scope:?}, which only a running task has; name what the \
                     key is unique for as a part of it: [runId, key]"
                )));
            }
        }
        let key = IdempotencyKey::make(&key, recorded);
        if let Ok(identity) = &scope.scope.identity {
            key.remember(identity.credential.digest);
        }
        Ok(serde_json::Value::from(key.hash).to_string())
    })
}

static RESET: Operation = Operation::post("idempotencyKeys.reset", "/api/v1/idempotencyKeys/{key}/reset", "")
    .accepts(KEYS_AND_PUBLIC)
    .idempotent()
    .answers(Shape::Object(ResetIdempotencyKey::FIELDS));

const MAYBE_HASHED: &str = "A key of 64 characters is taken for one that idempotencyKeys.create has made; if \
     it was made of these characters, pass what idempotencyKeys.create makes of them";

endpoint! {
    /// Resets an idempotency key of a task: the next trigger with it makes a new run.
    ///
    /// The key is what `idempotencyKeys.create` made, or what it is to be made of, with its scope. The scope is
    /// `run` unless given, and needs the `parentRunId`. The server answers 404 when no run has the key.
    ///
    /// `POST /api/v1/idempotencyKeys/{key}/reset`; takes a secret key, or a public token with `write:runs`.
    "idempotencyKeys" reset("taskIdentifier: string, idempotencyKey: string | string[], options?: ResetIdempotencyKeyOptions, requestOptions?: RequestOptions") -> "ApiPromise<ResetIdempotencyKey>" = RESET, read &|read| {
        let task = read.text("taskIdentifier")?;
        let is_text = read.is_text()?;
        let key = read.texts("idempotencyKey")?;
        let made = Made::read(read)?;
        let given = key.first().filter(|text| is_text && is_hash(text)).cloned();
        let is_maybe_hashed = given.is_some() && made.scope.is_some();
        let key = match given {
            Some(given) => given,
            None => made.hash(key)?,
        };
        let mut request = Request::default();
        request.json.get_or_insert_default().add_text("taskIdentifier", &task);
        request.path = Path::fill(RESET.path, &[Segment::new("idempotencyKey", &key)?]);
        Ok(request.explaining(is_maybe_hashed, 404, MAYBE_HASHED))
    }
}

/// The place where a key was made.
#[derive(Default)]
struct Made {
    scope: Option<String>,
    run: Option<String>,
    attempt: Option<u32>,
}

impl Made {
    fn read(read: &mut Reader<'_>) -> Result<Self, ReadError> {
        let known = names(ResetIdempotencyKeyOptions::PARAMETERS);
        let Some(mut options) = read.optional_fields("options", &known)? else { return Ok(Self::default()) };
        let scope = options.read::<KeyScope>("scope")?;
        let run = options.read::<String>("parentRunId")?;
        let attempt = options.read::<u32>("attemptNumber")?;
        options.finish(&known)?;
        Ok(Self { scope, run, attempt })
    }

    fn hash(self, mut key: Vec<String>) -> Result<String, ReadError> {
        match (self.scope.as_deref().unwrap_or("run"), self.run, self.attempt) {
            ("global", ..) => {}
            ("run", Some(run), _) => key.push(run),
            ("attempt", Some(run), Some(attempt)) => key.extend([run, attempt.to_string()]),
            ("attempt", ..) => return Err(missing("attempt", "parentRunId and attemptNumber")),
            _ => return Err(missing("run", "parentRunId")),
        }
        Ok(hash(&key))
    }
}

fn missing(scope: &str, what: &str) -> ReadError {
    ReadError::argument(format!(
        "the scope {scope:?} needs {what}: without them it is not known what the key was made of; pass \
         scope: \"global\" for a key that was made outside a task"
    ))
}
