//! The table of operations: what is known of each function before it is called.

use napi_derive::napi;
use serde_json::{Value, json};

use crate::engine::operation::Operation;

/// An operation of a function, and what a call of it may ask for besides. A function that chooses between several
/// has a row for each, first the one whose kind and dates the facade goes by.
pub struct Row {
    pub operation: &'static Operation,
    pub others: &'static [&'static Operation],
}

/// Lists the operations of an area: `operations![LIST, TRIGGER + PRESIGN]`.
macro_rules! operations {
    ($($operation:ident $(. $field:ident)? $(+ $other:ident $(. $other_field:ident)?)*),* $(,)?) => {
        pub static OPERATIONS: &[$crate::api::operations::Row] = &[$(
            $crate::api::operations::Row {
                operation: &$operation $(. $field)?,
                others: &[$(&$other $(. $other_field)?),*],
            },
        )*];
    };
}

pub(super) use operations;

impl Row {
    fn describe(&self) -> Value {
        let Operation { name, kind, answer, accepts, idempotency, .. } = self.operation;
        json!({
            "name": name,
            "kind": kind.name(),
            "dates": answer.dates(),
            "request": self.operation.line(),
            "others": self.others.iter().map(|other| other.line()).collect::<Vec<_>>(),
            "accepts": accepts.describe(),
            "repeat": idempotency.name(),
        })
    }
}

/// The rows of a function as JSON, or those of all of them: for the facade the kind of its result and where its
/// dates are, for the documents its requests.
#[napi(skip_typescript, catch_unwind)]
pub fn operation_table(name: Option<String>) -> String {
    let rows = super::AREAS.iter().copied().flatten();
    let of_name = |row: &&Row| name.as_ref().is_none_or(|name| name == row.operation.name);
    rows.filter(of_name).map(Row::describe).collect::<Value>().to_string()
}
