use std::borrow::Cow;

use super::*;

fn row(cells: &[(&'static str, Option<&'static str>)]) -> RunRow {
    let mut row = RunRow::default();
    row.overlay(&cells_of(cells));
    row
}

fn cells_of(cells: &[(&'static str, Option<&'static str>)]) -> Vec<Cell<'static>> {
    cells.iter().map(|(name, text)| (Cow::Borrowed(*name), text.map(Cow::Borrowed))).collect()
}

fn json_of(row: &mut RunRow) -> Value {
    serde_json::from_str(&row.update().expect("a run").json).expect("JSON")
}

#[test]
fn a_row_becomes_a_run() {
    let mut row = row(&[
        ("id", Some("internal")),
        ("friendlyId", Some("run_1")),
        ("taskIdentifier", Some("resize")),
        ("status", Some("COMPLETED_WITH_ERRORS")),
        ("createdAt", Some("2026-01-01T10:00:00.123")),
        ("updatedAt", Some("2026-01-01 10:00:01")),
        ("completedAt", Some("2026-01-01 10:00:01")),
        ("startedAt", None),
        ("number", Some("7")),
        ("isTest", Some("t")),
        ("usageDurationMs", Some("1500")),
        ("costInCents", Some("0.25")),
        ("runTags", Some(r#"{a,"b c"}"#)),
        ("realtimeStreams", Some("{}")),
        (
            "error",
            Some(
                r#"{"type":"BUILT_IN_ERROR","name":"TypeError","message":"no","stackTrace":"at x","causes":[]}"#,
            ),
        ),
        ("ttl", Some("10m")),
        ("metadata", Some(r#"{"done":1}"#)),
        ("metadataType", Some("application/json")),
        ("payload", Some("")),
        ("__proto__", Some("x")),
    ]);
    let expected = json!({
        "id": "run_1", "status": "FAILED", "taskIdentifier": "resize", "ttl": "10m",
        "isQueued": false, "isWaiting": false, "isExecuting": false, "isCompleted": true,
        "isFailed": true, "isSuccess": false, "isCancelled": false, "isTest": true,
        "createdAt": 1_767_261_600_123_i64, "updatedAt": 1_767_261_601_000_i64, "finishedAt": 1_767_261_601_000_i64,
        "durationMs": 1500, "costInCents": 0.25, "baseCostInCents": 0, "number": 7,
        "tags": ["a", "b c"], "realtimeStreams": [],
        "error": { "name": "TypeError", "message": "no", "stackTrace": "at x" },
        "payload": null, "output": null, "metadata": null,
    });
    assert_eq!(json_of(&mut row), expected);
    let update = row.update().expect("a run");
    assert!(update.is_final && (update.updated_at - 1_767_261_601_000.0).abs() < 0.1);
    let metadata = Packet::new("application/json", r#"{"done":1}"#);
    assert_eq!(update.packets, [None, None, Some(Arc::new(metadata))]);
}

#[test]
fn a_run_ends_by_its_status_or_by_its_date() {
    for (status, completed_at, ends) in [
        ("CANCELED", None, true),
        ("EXPIRED", None, true),
        ("EXECUTING", Some("2026-01-01 10:00:00"), true),
        ("EXECUTING", None, false),
        ("FROM_THE_FUTURE", None, false),
    ] {
        let row =
            row(&[("friendlyId", Some("run_1")), ("status", Some(status)), ("completedAt", completed_at)]);
        assert_eq!(row.is_final(), ends, "{status}");
    }
}

#[test]
fn what_cannot_be_read_is_kept_or_nothing() {
    let mut odd = row(&[
        ("friendlyId", Some("run_1")),
        ("status", Some("ODD")),
        ("createdAt", Some("tomorrow")),
        ("number", Some("many")),
        ("usageDurationMs", None),
        ("runTags", Some("{a")),
        ("error", Some("{")),
        ("isTest", None),
    ]);
    let run = json_of(&mut odd);
    assert_eq!(
        (&run["status"], &run["createdAt"], &run["number"]),
        (&"ODD".into(), &"tomorrow".into(), &"many".into())
    );
    assert_eq!((&run["durationMs"], &run["tags"], &run["isTest"]), (&0.into(), &json!([]), &false.into()));
    assert!(run.get("error").is_none());
    assert!(row(&[("status", Some("EXECUTING"))]).update().is_none());
}

#[test]
fn errors_of_every_type_have_a_message() {
    for (error, told) in [
        (r#"{"type":"STRING_ERROR","raw":"no"}"#, json!({ "message": "no" })),
        (r#"{"type":"CUSTOM_ERROR","raw":"{}"}"#, json!({ "message": "{}" })),
        (
            r#"{"type":"INTERNAL_ERROR","code":"OOM"}"#,
            json!({ "message": "trigger.dev internal error (OOM)" }),
        ),
        (r#"{"type":"NEW","message":"new"}"#, json!({ "message": "new" })),
    ] {
        let mut row = row(&[("friendlyId", Some("run_1"))]);
        row.overlay(&[(Cow::Borrowed("error"), Some(Cow::Borrowed(error)))]);
        assert_eq!(json_of(&mut row)["error"], told);
    }
}

#[test]
fn packets_keep_their_place_while_their_text_is_the_same() {
    let mut row = row(&[
        ("friendlyId", Some("run_1")),
        ("payload", Some("{}")),
        ("payloadType", Some("application/json")),
    ]);
    let first = row.update().expect("a run");
    assert!(row.overlay(&cells_of(&[("status", Some("EXECUTING")), ("payload", Some("{}"))])));
    let second = row.update().expect("a run");
    let payload = |update: &RunUpdate| Arc::clone(update.packets[0].as_ref().expect("a payload"));
    assert!(Arc::ptr_eq(&payload(&first), &payload(&second)) && first.version != second.version);
    assert!(!row.overlay(&cells_of(&[("status", Some("EXECUTING")), ("unknown", Some("x"))])));
    assert_eq!(row.update().expect("a run").version, second.version);
    row.overlay(&cells_of(&[("payload", Some("[]"))]));
    assert!(!Arc::ptr_eq(&payload(&first), &payload(&row.update().expect("a run"))));
}

#[test]
fn stored_packets_are_asked_for_once() {
    let stored = [
        ("friendlyId", Some("run_1")),
        ("output", Some("run_1/output.json")),
        ("outputType", Some("application/store")),
    ];
    let mut row = row(&stored);
    let wanted = row.stored_packets();
    assert_eq!(wanted, [StoredPacket { index: 1, path: "run_1/output.json".to_owned() }]);
    for stored in wanted {
        row.place(stored, Some(Packet::new("application/json", "7")));
    }
    assert!(row.stored_packets().is_empty());
    assert_eq!(row.update().expect("a run").packets[1].as_ref().expect("an output").text.as_ref(), "7");
    row.overlay(&cells_of(&[("output", Some("run_1/output-2.json"))]));
    assert_eq!(row.stored_packets().len(), 1);
}

#[test]
fn a_row_that_is_too_large_names_its_largest_column() {
    let row = row(&[("friendlyId", Some("run_1")), ("payload", Some("0123456789"))]);
    assert_eq!(row.check_size(15), Ok(()));
    assert_eq!(row.check_size(14), Err(TooLarge { size: 15, column: "payload" }));
}
