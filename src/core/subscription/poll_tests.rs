use super::*;

fn run_of(body: &str, skipped: &[&str]) -> Vec<(String, Option<String>)> {
    let cells = read_run(body, skipped).unwrap();
    let given = cells.into_iter().filter(|(_, text)| text.is_some());
    given.map(|(name, text)| (name.into_owned(), text.map(Cow::into_owned))).collect()
}

fn run(status: &str) -> String {
    format!(r#"{{"id":"run_1","status":"{status}","updatedAt":"2026-01-01T10:00:00.000Z","tags":[]}}"#)
}

fn segment(text: &str) -> Segment {
    Segment::new("id", text).unwrap()
}

fn paths(poll: &mut Poll, body: &str) -> Vec<String> {
    let mut paths = Vec::new();
    loop {
        match poll.next() {
            Next::Wait(_) => return paths,
            Next::Run(path) => {
                paths.push(path.as_str().to_owned());
                assert!(poll.retrieved(&run("EXECUTING"), &[]).is_some());
            }
            Next::List(path, _) => {
                paths.push(path.as_str().to_owned());
                assert!(poll.listed(body), "{body}");
            }
        }
    }
}

#[test]
fn a_run_has_the_columns_of_a_feed() {
    let body = r#"{"id":"run_1","status":"FAILED","taskIdentifier":"t","createdAt":"2026-01-01T10:00:00.000Z",
        "finishedAt":null,"isTest":true,"durationMs":12,"tags":["a","b\"\\c"],"payload":{"x":[1]},
        "outputPresignedUrl":"https://storage.example/1?signature=2","metadata":null,
        "error":{"message":"boom","name":"Error"},"unknown":1}"#;
    let given = run_of(body, &["payload", "payloadType", "isTest"]);
    let text =
        |column: &str| given.iter().find(|(name, _)| name == column).and_then(|(_, text)| text.as_deref());
    assert_eq!(text("friendlyId"), Some("run_1"));
    assert_eq!(text("usageDurationMs"), Some("12"));
    assert_eq!(text("runTags"), Some(r#"{"a","b\"\\c"}"#));
    assert_eq!((text("outputType"), text("output")), (Some("application/store"), Some("run_1/output")));
    assert_eq!(text("error"), Some(r#"{"message":"boom","name":"Error"}"#));
    for column in ["payload", "payloadType", "isTest", "metadata", "metadataType", "completedAt", "unknown"] {
        assert_eq!(text(column), None, "{column}");
    }
    for body in ["", "[]", "{}", r#"{"id":null}"#, "<html>"] {
        assert!(read_run(body, &[]).is_none(), "{body}");
    }
}

#[test]
fn a_run_is_asked_for_less_often_while_nothing_changes() {
    let mut poll = Poll::new(&Watched::Runs(vec![segment("run_0"), segment("run_1")]), 1).unwrap();
    let mut waits = Vec::new();
    for round in 0..8 {
        assert_eq!(poll.next(), Next::Run(Path::fill(RUN, &[segment("run_1")])));
        poll.retrieved(&run("EXECUTING"), &[]).unwrap();
        if round == 6 {
            poll.moved();
        }
        match poll.next() {
            Next::Wait(wait) => waits.push(wait.as_millis()),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(waits, [1_500, 2_250, 3_375, 5_000, 5_000, 5_000, 1_000, 1_500]);
}

#[test]
fn of_a_list_only_what_has_changed_is_asked_for() {
    let tags = vec!["a".to_owned(), "b".to_owned()];
    let mut poll = Poll::new(&Watched::Tags { tags, age: None }, 0).unwrap();
    let list = |runs: &[(&str, &str, &str)]| {
        let listed: Vec<_> = runs
            .iter()
            .map(|(id, at, tags)| {
                let tags: Vec<_> = tags.split(',').collect();
                serde_json::json!({ "id": id, "updatedAt": at, "tags": tags })
            })
            .collect();
        serde_json::json!({ "data": listed, "pagination": {} }).to_string()
    };
    let first =
        list(&[("run_1", "1", "a,b"), ("run_2", "1", "b,c,a"), ("run_3", "1", "a"), ("..", "1", "a,b")]);
    assert_eq!(paths(&mut poll, &first), ["/api/v1/runs", "/api/v3/runs/run_1", "/api/v3/runs/run_2"]);
    assert_eq!(paths(&mut poll, &first), ["/api/v1/runs"]);
    let second = list(&[("run_1", "1", "a,b"), ("run_2", "2", "a,b")]);
    assert_eq!(paths(&mut poll, &second), ["/api/v1/runs", "/api/v3/runs/run_2"]);
    assert_eq!(paths(&mut poll, &list(&[])), ["/api/v1/runs"]);
    assert!(poll.known.is_empty(), "what is on no list any more is forgotten");
}

#[test]
fn the_runs_of_a_batch_are_asked_for_until_they_have_ended() {
    let mut poll = Poll::new(&Watched::Batch(segment("batch_1")), 0).unwrap();
    let body = r#"{"id":"batch_1","runs":["run_1","run_2"]}"#;
    let all = ["/api/v2/batches/batch_1", "/api/v3/runs/run_1", "/api/v3/runs/run_2"];
    assert_eq!(paths(&mut poll, body), all);
    assert!(matches!(poll.next(), Next::List(..)) && poll.listed(body));
    poll.next();
    poll.retrieved(&run("CANCELED"), &[]).unwrap();
    poll.next();
    assert_eq!(poll.missed(), Message::Delete("run_2".into()));
    assert_eq!(paths(&mut poll, body), Vec::<String>::new());
    assert_eq!(paths(&mut poll, body), ["/api/v2/batches/batch_1", "/api/v3/runs/run_2"]);
}

#[test]
fn a_list_without_an_end_is_read_as_far_as_a_feed_is_long() {
    let mut poll = Poll::new(&Watched::Tags { tags: Vec::new(), age: Some("1h".to_owned()) }, 0).unwrap();
    let body = r#"{"data":[],"pagination":{"next":"more"}}"#;
    assert_eq!(paths(&mut poll, body).len(), MAX_PAGES as usize);
    let runs: Vec<_> = (0..5_000).map(|number| format!("run_{number}")).collect();
    let mut poll = Poll::new(&Watched::Batch(segment("batch_1")), 0).unwrap();
    assert_eq!(paths(&mut poll, &serde_json::json!({ "runs": runs }).to_string()).len(), MAX_RUNS + 1);
    for body in ["", "{}", "[]", r#"{"data":[{}],"pagination":{}}"#, r#"{"runs":[1]}"#] {
        assert!(!poll.listed(body), "{body}");
    }
}
