use super::super::polled_run::read_run;
use super::*;

fn run_of(body: &str, skipped: &[String]) -> Vec<(String, Option<String>)> {
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

/// What is asked in a round, where lists are answered in turn and each run with this status.
fn asked(poll: &mut Poll, mut lists: impl FnMut(&str) -> String, status: &str) -> Vec<String> {
    let mut paths = Vec::new();
    loop {
        match poll.next() {
            Next::Wait(_) => return paths,
            Next::Runs(due) => {
                for due in due {
                    paths.push(due.path().as_str().to_owned());
                    assert!(poll.retrieved(due, Asked::Run.read(&run(status))).is_ok());
                }
            }
            Next::List(path, _) => {
                paths.push(path.as_str().to_owned());
                let body = lists(path.as_str());
                assert!(listed(poll, &body).is_some(), "{body}");
            }
        }
    }
}

fn listed(poll: &mut Poll, body: &str) -> Option<Vec<Message<'static>>> {
    let answer = poll.asks_list().read(body);
    poll.listed(answer)
}

fn paths(poll: &mut Poll, body: &str) -> Vec<String> {
    asked(poll, |_| body.to_owned(), "EXECUTING")
}

/// A page of runs: id, when it was changed, tags, status.
fn list(runs: &[(&str, &str, &str, &str)]) -> String {
    let listed: Vec<_> = runs
        .iter()
        .map(|(id, at, tags, status)| {
            let tags: Vec<_> = tags.split(',').collect();
            serde_json::json!({ "id": id, "updatedAt": at, "tags": tags, "status": status })
        })
        .collect();
    serde_json::json!({ "data": listed, "pagination": {} }).to_string()
}

fn only_due(poll: &mut Poll) -> Due {
    match poll.next() {
        Next::Runs(mut due) if due.len() == 1 => due.remove(0),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_run_has_the_columns_of_a_feed() {
    let body = r#"{"id":"run_1","status":"FAILED","taskIdentifier":"t","createdAt":"2026-01-01T10:00:00.000Z",
        "finishedAt":null,"isTest":true,"durationMs":12,"tags":["a","b\"\\c"],"payload":{"x":[1]},
        "outputPresignedUrl":"https://storage.example/1?signature=2","metadata":null,
        "error":{"message":"boom","name":"Error"},"unknown":1}"#;
    let given = run_of(body, &["payload", "payloadType", "isTest"].map(str::to_owned));
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
    let mut poll =
        Poll::new(&Watched::Runs(vec![segment("run_0"), segment("run_1")]), 1, Vec::new()).unwrap();
    let mut waits = Vec::new();
    for round in 0..8 {
        let due = only_due(&mut poll);
        assert_eq!(due.path().as_str(), "/api/v3/runs/run_1");
        assert!(poll.retrieved(due, Asked::Run.read(&run("EXECUTING"))).is_ok());
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
fn of_a_list_only_what_has_changed_is_asked_for_what_goes_on_before_what_has_ended() {
    let tags = vec!["a".to_owned(), "b".to_owned()];
    let mut poll = Poll::new(&Watched::Tags { tags, age: None }, 0, Vec::new()).unwrap();
    let at = "2026-01-01T10:00:00.000Z";
    let first = list(&[
        ("run_1", at, "a,b", "COMPLETED"),
        ("run_2", at, "b,c,a", "QUEUED"),
        ("run_3", at, "a", "QUEUED"),
        ("..", at, "a,b", "QUEUED"),
    ]);
    assert_eq!(paths(&mut poll, &first), ["/api/v1/runs", "/api/v3/runs/run_2", "/api/v3/runs/run_1"]);
    assert_eq!(paths(&mut poll, &first), ["/api/v1/runs"]);
    let later =
        list(&[("run_1", at, "a,b", "COMPLETED"), ("run_2", "2026-01-01T10:00:01.000Z", "a,b", "QUEUED")]);
    let both = ["/api/v1/runs", "/api/v3/runs/run_2"];
    assert_eq!(paths(&mut poll, &later), both);
    assert_eq!(paths(&mut poll, &later), both, "what was told is older than the list: a replica is behind");
    assert_eq!(paths(&mut poll, &list(&[])), ["/api/v1/runs"]);
    assert!(poll.known.is_empty(), "what is on no list any more is forgotten");
}

#[test]
fn where_the_list_says_all_that_is_wanted_no_run_is_asked_for() {
    let skipped = ["payload", "output", "metadata", "error"].map(str::to_owned).to_vec();
    let tags = Watched::Tags { tags: vec!["a".to_owned()], age: None };
    let mut poll = Poll::new(&tags, 0, skipped.clone()).unwrap();
    let first = list(&[("run_1", "1", "a", "COMPLETED"), ("run_2", "1", "a", "QUEUED")]);
    assert_eq!(paths(&mut poll, &first), ["/api/v1/runs"]);
    assert!(matches!(poll.next(), Next::List(..)));
    let second = list(&[("run_1", "1", "a", "COMPLETED"), ("run_2", "2", "a", "FAILED")]);
    let told = listed(&mut poll, &second).unwrap();
    let [Message::Insert(key, cells)] = &told[..] else { panic!("{told:?}") };
    assert_eq!((key.as_ref(), text_in(cells, "status")), ("run_2", Some("FAILED")));
    assert_eq!(paths(&mut poll, &second), Vec::<String>::new());

    // Those of a batch that have ended are not even listed any more.
    let mut poll = Poll::new(&Watched::Batch(segment("batch_1")), 0, skipped).unwrap();
    let ids = r#"{"runs":["run_1","run_2","run_3"]}"#;
    let lists = |path: &str| match path {
        "/api/v1/runs" => list(&[
            ("run_1", "1", "", "COMPLETED"),
            ("run_2", "1", "", "COMPLETED"),
            ("run_3", "1", "", "CANCELED"),
            ("run_4", "1", "", "QUEUED"),
        ]),
        _ => ids.to_owned(),
    };
    assert_eq!(asked(&mut poll, lists, ""), ["/api/v2/batches/batch_1", "/api/v1/runs"]);
    assert_eq!(asked(&mut poll, lists, ""), ["/api/v2/batches/batch_1"]);
}

#[test]
fn the_runs_of_a_batch_are_asked_for_until_they_have_ended() {
    let mut poll = Poll::new(&Watched::Batch(segment("batch_1")), 0, Vec::new()).unwrap();
    let body = r#"{"id":"batch_1","runs":["run_1","run_2"]}"#;
    let all = ["/api/v2/batches/batch_1", "/api/v3/runs/run_1", "/api/v3/runs/run_2"];
    assert_eq!(paths(&mut poll, body), all);
    assert!(matches!(poll.next(), Next::List(..)) && listed(&mut poll, body).is_some());
    let Next::Runs(due) = poll.next() else { panic!("both") };
    let mut due = due.into_iter();
    assert!(poll.retrieved(due.next().unwrap(), Asked::Run.read(&run("CANCELED"))).is_ok());
    assert_eq!(poll.missed(due.next().unwrap()), Message::Delete("run_2".into()));
    assert_eq!(paths(&mut poll, body), Vec::<String>::new());
    assert_eq!(paths(&mut poll, body), ["/api/v2/batches/batch_1", "/api/v3/runs/run_2"]);
}

#[test]
fn many_runs_of_a_batch_are_listed_and_those_that_have_changed_asked_for() {
    let mut poll = Poll::new(&Watched::Batch(segment("batch_1")), 0, Vec::new()).unwrap();
    let ids = r#"{"runs":["run_1","run_2","run_3","run_4"]}"#;
    let at = "2026-01-01T10:00:00.000Z";
    let page = list(&[
        ("run_1", at, "", "QUEUED"),
        ("run_2", at, "", "QUEUED"),
        ("run_3", at, "", "QUEUED"),
        ("run_9", at, "", "QUEUED"),
    ]);
    let lists = |path: &str| if path == "/api/v1/runs" { page.clone() } else { ids.to_owned() };
    let lead = ["/api/v2/batches/batch_1", "/api/v1/runs"];
    let run_of = |number: u32| format!("/api/v3/runs/run_{number}");
    let first = asked(&mut poll, lists, "QUEUED");
    assert_eq!(first[..2], lead);
    assert_eq!(first[2..], [1, 2, 3, 4].map(run_of), "what the list leaves out too, and nobody else's");
    assert_eq!(asked(&mut poll, lists, "QUEUED")[2..], [4].map(run_of));

    // Whoever may not list asks one by one.
    assert!(matches!(poll.next(), Next::List(..)) && listed(&mut poll, ids).is_some());
    assert!(!Poll::new(&Watched::Batch(segment("batch_1")), 0, Vec::new()).unwrap().is_refused_list());
    assert!(poll.is_refused_list());
    assert_eq!(asked(&mut poll, lists, "COMPLETED"), [1, 2, 3, 4].map(run_of));
    assert_eq!(asked(&mut poll, lists, ""), ["/api/v2/batches/batch_1"]);
}

#[test]
fn a_run_that_was_not_answered_for_is_asked_for_again() {
    let mut poll = Poll::new(&Watched::Runs(vec![segment("run_1")]), 0, Vec::new()).unwrap();
    let due = only_due(&mut poll);
    let due = poll.retrieved(due, Asked::Run.read("<html>")).unwrap_err();
    poll.put_back(due);
    assert_eq!(only_due(&mut poll).path().as_str(), "/api/v3/runs/run_1");
}

#[test]
fn a_list_without_an_end_is_read_as_far_as_a_feed_is_long() {
    let mut poll =
        Poll::new(&Watched::Tags { tags: Vec::new(), age: Some("1h".to_owned()) }, 0, Vec::new()).unwrap();
    let body = r#"{"data":[],"pagination":{"next":"more"}}"#;
    assert_eq!(paths(&mut poll, body).len(), MAX_PAGES as usize);
    let runs: Vec<_> = (0..5_000).map(|number| format!("run_{number}")).collect();
    let ids = serde_json::json!({ "runs": runs }).to_string();
    let mut poll = Poll::new(&Watched::Batch(segment("batch_1")), 0, Vec::new()).unwrap();
    let lists = |path: &str| if path == "/api/v1/runs" { body.to_owned() } else { ids.clone() };
    assert_eq!(asked(&mut poll, lists, "").len(), 1 + MAX_PAGES as usize + MAX_RUNS);
    for body in ["", "{}", "[]", r#"{"data":[{}],"pagination":{}}"#, r#"{"runs":[1]}"#] {
        assert!(listed(&mut poll, body).is_none(), "{body}");
    }
}
