use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::*;
use crate::subscription::change_log;
use crate::subscription::run_row::TooLarge;
use crate::transport::Memory;

impl Feed {
    fn read(&mut self, head: &Head, body: &str, after: Duration) -> Result<Answered, FeedFault> {
        self.answered(head, change_log::read(body), after)
    }

    fn taken(&mut self) -> Vec<RunUpdate> {
        self.take_changed().iter().filter_map(|key| self.take(key)).collect()
    }
}

const LIMIT: usize = 1_000;
const LIMIT_OF_LARGE: usize = 1024 * 1024;
const SOON: Duration = Duration::from_millis(10);
const LATE: Duration = Duration::from_secs(20);
const UP_TO_DATE: &str = r#"{"headers":{"control":"up-to-date"}}"#;

fn head(headers: &[(&'static str, &'static str)]) -> Head {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    Head { status: 200, headers: map, url: String::new() }
}

fn snapshot_head() -> Head {
    head(&[("electric-handle", "h-1"), ("electric-offset", "5_0"), ("electric-schema", "{}")])
}

fn live_head() -> Head {
    head(&[("electric-handle", "h-1"), ("electric-offset", "6_0"), ("electric-cursor", "c-1")])
}

fn change(operation: &str, run: &str, columns: &str) -> String {
    format!(r#"{{"key":"{run}","value":{{{columns}}},"headers":{{"operation":"{operation}"}}}}"#)
}

fn inserted(run: &str, status: &str, second: u32) -> String {
    let columns =
        format!(r#""friendlyId":"{run}","status":"{status}","updatedAt":"2026-01-01 10:00:{second:02}""#);
    change("insert", run, &columns)
}

fn body(messages: &[&str]) -> String {
    format!("[{}]", messages.join(","))
}

/// A feed that has told its snapshot of one run.
fn live_feed() -> Feed {
    let mut feed = Feed::new(LIMIT);
    let snapshot = body(&[&inserted("run_1", "EXECUTING", 1), UP_TO_DATE]);
    assert_eq!(feed.read(&snapshot_head(), &snapshot, SOON), Ok(Answered::UpToDate));
    assert_eq!(feed.taken().len(), 1);
    feed
}

fn told(feed: &mut Feed) -> Vec<(String, bool)> {
    feed.taken().into_iter().map(|update| (update.run, update.is_final)).collect()
}

#[test]
fn a_conversation_begins_with_a_snapshot_and_waits_for_news_then() {
    let first = Feed::new(LIMIT).request();
    assert_eq!(first.query, [("log", "full".to_owned()), ("offset", "-1".to_owned())]);
    assert!(!first.is_live);
    let second = live_feed().request();
    let expected = [("log", "full"), ("offset", "5_0"), ("handle", "h-1"), ("cursor", ""), ("live", "true")];
    assert_eq!(second.query, expected.map(|(name, value)| (name, value.to_owned())));
    assert!(second.is_live);
}

#[test]
fn nothing_is_told_before_all_is_said() {
    let mut feed = Feed::new(LIMIT);
    let chunk = body(&[&inserted("run_1", "EXECUTING", 1)]);
    assert_eq!(feed.read(&snapshot_head(), &chunk, SOON), Ok(Answered::More));
    assert!(!feed.request().is_live);
    let rest = body(&[&inserted("run_2", "EXECUTING", 1), UP_TO_DATE]);
    assert_eq!(feed.read(&snapshot_head(), &rest, SOON), Ok(Answered::UpToDate));
    assert_eq!(told(&mut feed).len(), 2);
}

#[test]
fn updates_lie_over_the_row_and_inserts_replace_it() {
    let mut feed = live_feed();
    let ended = change("update", "run_1", r#""id":"1","status":"CANCELED""#);
    feed.read(&live_head(), &body(&[&ended, UP_TO_DATE]), LATE).expect("an answer");
    assert_eq!(told(&mut feed), [("run_1".to_owned(), true)]);
    let back = inserted("run_1", "EXECUTING", 3);
    feed.read(&live_head(), &body(&[&back, UP_TO_DATE]), LATE).expect("an answer");
    assert_eq!(told(&mut feed), [("run_1".to_owned(), false)]);
    // An update of what is not known cannot be told.
    let unknown = change("update", "run_9", r#""id":"9","status":"CANCELED""#);
    feed.read(&live_head(), &body(&[&unknown, UP_TO_DATE]), LATE).expect("an answer");
    assert!(told(&mut feed).is_empty());
}

#[test]
fn a_version_is_told_once_and_none_that_is_older() {
    let mut feed = live_feed();
    for (second, status, count) in
        [(1, "EXECUTING", 0), (3, "EXECUTING", 1), (2, "EXECUTING", 0), (3, "CANCELED", 1)]
    {
        let row = inserted("run_1", status, second);
        feed.read(&live_head(), &body(&[&row, &row, UP_TO_DATE]), LATE).expect("an answer");
        assert_eq!(told(&mut feed).len(), count, "{second} {status}");
    }
}

#[test]
fn whoever_may_have_missed_something_asks_before_it_waits() {
    let mut feed = live_feed();
    feed.look_again();
    let request = feed.request();
    assert!(!request.is_live && request.query.contains(&("handle", "h-1".to_owned())));
    feed.read(&snapshot_head(), &body(&[&inserted("run_1", "EXECUTING", 1), UP_TO_DATE]), SOON).expect("it");
    assert!(feed.request().is_live && told(&mut feed).is_empty());
}

#[test]
fn a_lost_handle_begins_anew_under_the_one_it_names() {
    let mut feed = live_feed();
    assert_eq!(feed.restarted(Some("h-2".to_owned())), Ok(Answered::Restarted));
    let expected = [("log", "full"), ("offset", "-1"), ("handle", "h-2")];
    assert_eq!(feed.request().query, expected.map(|(name, value)| (name, value.to_owned())));
    let refetch = body(&[r#"{"headers":{"control":"must-refetch"}}"#]);
    assert_eq!(feed.read(&snapshot_head(), &refetch, SOON), Ok(Answered::Restarted));
}

#[test]
fn what_is_no_feed_is_told_apart() {
    for (head, body) in [
        (head(&[]), "<html></html>"),
        (head(&[("electric-handle", "h-1")]), "[]"),
        (head(&[("electric-handle", "h-1"), ("electric-offset", "5_0")]), "[]"),
        (snapshot_head(), "<html></html>"),
        (snapshot_head(), "{}"),
    ] {
        let answered = Feed::new(LIMIT).read(&head, body, SOON);
        assert!(matches!(answered, Err(FeedFault::NotAFeed(_))), "{body}");
    }
    let older =
        head(&[("electric-shape-id", "h"), ("electric-chunk-last-offset", "1_0"), ("electric-schema", "{}")]);
    assert_eq!(Feed::new(LIMIT).read(&older, "[]", SOON), Ok(Answered::More));
}

#[test]
fn answers_that_say_nothing_at_once_are_counted_until_they_end_the_feed() {
    let mut feed = live_feed();
    for count in 1..MAX_FUTILE {
        assert_eq!(feed.read(&live_head(), &body(&[UP_TO_DATE]), SOON), Ok(Answered::UpToDate));
        assert_eq!(feed.futile_answers(), count.saturating_sub(2));
    }
    assert_eq!(feed.read(&live_head(), &body(&[UP_TO_DATE]), SOON), Err(FeedFault::Futile(MAX_FUTILE)));
    let mut feed = live_feed();
    for _ in 0..3 * MAX_FUTILE {
        assert_eq!(feed.read(&live_head(), "", LATE), Ok(Answered::UpToDate));
        assert_eq!(feed.futile_answers(), 0);
    }
}

#[test]
fn a_row_that_is_too_large_ends_the_feed() {
    let columns = format!(r#""friendlyId":"run_1","payload":"{}""#, "x".repeat(LIMIT));
    let snapshot = body(&[&change("insert", "run_1", &columns), UP_TO_DATE]);
    let answered = Feed::new(LIMIT).read(&snapshot_head(), &snapshot, SOON);
    assert_eq!(answered, Err(FeedFault::TooLarge(TooLarge { size: LIMIT + 5, column: "payload" })));
}

#[test]
fn rows_of_runs_that_have_ended_are_let_go_of() {
    let mut feed = Feed::new(LIMIT);
    let runs: Vec<String> =
        (0..MAX_FINAL_ROWS + 5).map(|number| inserted(&format!("run_{number}"), "CANCELED", 1)).collect();
    let snapshot = format!("[{},{UP_TO_DATE}]", runs.join(","));
    feed.read(&snapshot_head(), &snapshot, SOON).expect("an answer");
    assert_eq!(feed.taken().len(), MAX_FINAL_ROWS + 5);
    assert_eq!(feed.rows.len(), MAX_FINAL_ROWS);
    // What is said of them again is no news.
    feed.look_again();
    feed.read(&snapshot_head(), &snapshot, SOON).expect("an answer");
    assert!(feed.taken().is_empty());
}

#[test]
fn rows_that_hold_too_much_together_end_the_feed_and_runs_that_have_ended_make_room() {
    let large = "x".repeat(LIMIT_OF_LARGE - 200);
    let row = |operation: &str, number: usize, status: &str| {
        let columns = format!(r#""friendlyId":"run_{number}","status":"{status}","payload":"{large}""#);
        change(operation, &format!("k{number}"), &columns)
    };
    let fill = |status: &str| {
        let mut feed = Feed::new(LIMIT_OF_LARGE);
        let mut fault = None;
        for number in 0..MAX_HELD / LIMIT_OF_LARGE + 5 {
            let answer = body(&[&row("insert", number, status), UP_TO_DATE]);
            fault = fault.or(feed.read(&snapshot_head(), &answer, LATE).err());
            feed.taken();
        }
        (fault, feed)
    };
    assert_eq!(fill("EXECUTING").0, Some(FeedFault::TooMuch));
    let (fault, feed) = fill("COMPLETED_SUCCESSFULLY");
    assert_eq!(fault, None);
    assert!(feed.held <= MAX_HELD);
}

#[test]
fn what_is_let_go_of_is_not_counted_any_more() {
    let mut feed = live_feed();
    let gone = change("delete", "run_1", "");
    feed.read(&live_head(), &body(&[&gone, UP_TO_DATE]), LATE).expect("an answer");
    assert_eq!(feed.held, 0);
}

#[test]
fn a_text_far_longer_than_an_id_is_none() {
    let mut feed = Feed::new(10_000);
    let long = "x".repeat(300);
    feed.read(&snapshot_head(), &body(&[&inserted(&long, "EXECUTING", 1), UP_TO_DATE]), SOON)
        .expect("an answer");
    assert!(feed.taken().is_empty() && feed.versions.is_empty() && feed.held == 0);
}

#[test]
fn feeds_of_one_credential_have_a_bound_together_and_those_of_others_are_not_concerned() {
    let memory = Memory::new(1024 * 1024, 0);
    let open = |holder: u8| Feed::new(LIMIT_OF_LARGE).counted_by(memory.count([holder; 32], 0));
    let large = |run: &str, size: usize| {
        let columns =
            format!(r#""friendlyId":"{run}","status":"EXECUTING","payload":"{}""#, "x".repeat(size));
        body(&[&change("insert", run, &columns), UP_TO_DATE])
    };
    let tell = |feed: &mut Feed, run: &str, size: usize| {
        feed.read(&snapshot_head(), &large(run, size), SOON).map(|_| ())
    };
    let (mut first, mut second, mut small, mut other) = (open(1), open(1), open(1), open(2));
    assert_eq!(tell(&mut first, "run_1", 400_000), Ok(()));
    assert_eq!(tell(&mut small, "run_1", 1_000), Ok(()));
    assert_eq!(tell(&mut second, "run_1", 400_000), Err(FeedFault::Crowded));
    assert_eq!(tell(&mut small, "run_2", 1_000), Ok(()), "a little is always its own");
    assert_eq!(tell(&mut other, "run_1", 100_000), Ok(()));
    drop(second);
    assert_eq!(tell(&mut first, "run_2", 10_000), Ok(()));
    first.begin_anew(None);
    assert_eq!(tell(&mut first, "run_1", 400_000), Ok(()), "what is forgotten does not count");
}

#[test]
fn a_row_counts_for_what_it_takes_and_not_for_its_texts_alone() {
    let mut feed = Feed::new(LIMIT);
    let rows: Vec<String> =
        (0..100).map(|row| change("insert", &row.to_string(), r#""friendlyId":"r""#)).collect();
    feed.read(&snapshot_head(), &format!("[{}]", rows.join(",")), LATE).expect("an answer");
    assert!(feed.held >= 100 * size_of::<Kept>());
    feed.held = MAX_HELD - size_of::<Kept>();
    let one = body(&[&change("insert", "one more", r#""friendlyId":"r""#)]);
    assert_eq!(feed.read(&snapshot_head(), &one, LATE), Err(FeedFault::TooMuch));
}

#[test]
fn keys_of_rows_that_came_and_went_are_counted_until_all_is_said() {
    let mut feed = Feed::new(LIMIT);
    let come_and_go = |from: usize| {
        let messages = (from..from + 1_000).flat_map(|row| {
            let key = format!("{row:0>1024}");
            [change("insert", &key, r#""friendlyId":"r""#), change("delete", &key, "")]
        });
        format!("[{}]", messages.collect::<Vec<_>>().join(","))
    };
    feed.read(&snapshot_head(), &come_and_go(0), LATE).expect("an answer");
    assert!(feed.rows.is_empty() && feed.held >= 1_000 * 1_024);
    feed.taken();
    assert_eq!(feed.held, 0);
    feed.held = MAX_HELD - 500 * 1_024;
    assert_eq!(feed.read(&snapshot_head(), &come_and_go(1_000), LATE), Err(FeedFault::TooMuch));
}

#[test]
fn a_conversation_that_never_comes_to_an_end_is_ended() {
    let mut feed = Feed::new(LIMIT);
    for second in 1..MAX_UNFINISHED {
        let row = inserted("run_1", ["EXECUTING", "CANCELED"][second as usize % 2], 1);
        assert_eq!(feed.read(&snapshot_head(), &body(&[&row]), SOON), Ok(Answered::More));
    }
    let row = inserted("run_1", "DELAYED", 1);
    let answered = feed.read(&snapshot_head(), &body(&[&row]), SOON);
    assert_eq!(answered, Err(FeedFault::Endless(MAX_UNFINISHED)));
}

#[test]
fn who_comes_late_is_told_what_was_taken_and_not_what_has_changed_since() {
    let mut feed = live_feed();
    assert_eq!(feed.keys(), ["run_1"]);
    assert_eq!(feed.settled("run_1").map(|update| update.run), Some("run_1".to_owned()));
    feed.read(&live_head(), &body(&[&inserted("run_1", "CANCELED", 2)]), LATE).expect("an answer");
    assert!(feed.settled("run_1").is_none());
    feed.taken();
    assert!(feed.settled("run_1").is_some_and(|update| update.is_final));
}
