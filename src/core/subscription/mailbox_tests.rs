use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::FutureExt;

use super::*;
use crate::call::Path;
use crate::subscription::known_packets::{MAX_KNOWN, MAX_KNOWN_BYTES};
use crate::subscription::packet::Packet;
use crate::transport::Memory;

fn update(run: &str, updated_at: f64, is_final: bool) -> Arc<RunUpdate> {
    Arc::new(RunUpdate {
        run: run.to_owned(),
        json: format!("{{\"id\":\"{run}\"}}"),
        packets: [None, None, None],
        updated_at,
        is_final,
        version: [0; 32],
        account: None,
    })
}

/// A mailbox, and the number of times it has woken its subscriber.
fn mailbox(keeps_every: bool, feeds: usize) -> (Mailbox, Arc<AtomicUsize>) {
    let wakes = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&wakes);
    let wake = Box::new(move || {
        counted.fetch_add(1, Ordering::Relaxed);
    });
    let plan = FeedPlan {
        keeps_every,
        stops_on_completion: feeds > 0,
        paths: vec![Path::default(); feeds],
        ..FeedPlan::default()
    };
    (Mailbox::new(&plan, false, wake), wakes)
}

fn taken(mailbox: &Mailbox) -> Option<(String, f64)> {
    match mailbox.take()? {
        Mail::Update(taken) => Some((taken.update.run.clone(), taken.update.updated_at)),
        Mail::Ended => Some(("ended".to_owned(), 0.0)),
        Mail::Failed(_) => Some(("failed".to_owned(), 0.0)),
        Mail::TokenWanted => Some(("token".to_owned(), 0.0)),
        Mail::Event(_) => Some(("event".to_owned(), 0.0)),
    }
}

#[test]
fn the_latest_version_of_a_run_takes_the_turn_of_the_one_before() {
    let (mailbox, _) = mailbox(false, 0);
    for (run, at) in [("a", 1.0), ("b", 2.0), ("a", 3.0)] {
        mailbox.put(&update(run, at, false), 0);
    }
    assert_eq!(taken(&mailbox), Some(("a".to_owned(), 3.0)));
    assert_eq!(taken(&mailbox), Some(("b".to_owned(), 2.0)));
    assert_eq!(taken(&mailbox), None);
    assert_eq!((mailbox.stats().updates, mailbox.stats().coalesced), (2, 1));
}

#[test]
fn only_a_subscriber_that_waits_is_woken() {
    let (mailbox, wakes) = mailbox(false, 0);
    mailbox.put(&update("a", 1.0, false), 0);
    assert_eq!(wakes.load(Ordering::Relaxed), 0);
    assert!(taken(&mailbox).is_some() && taken(&mailbox).is_none());
    mailbox.put(&update("a", 2.0, false), 0);
    mailbox.put(&update("a", 3.0, false), 0);
    assert_eq!(wakes.load(Ordering::Relaxed), 1);
}

#[test]
fn it_ends_behind_the_final_state_of_the_last_run() {
    let (mailbox, _) = mailbox(false, 2);
    mailbox.put(&update("a", 1.0, true), 0);
    mailbox.put(&update("b", 1.0, false), 1);
    assert!(!mailbox.is_ended());
    mailbox.put(&update("b", 2.0, true), 1);
    assert!(mailbox.is_ended());
    mailbox.put(&update("b", 3.0, true), 1);
    let told: Vec<_> = std::iter::from_fn(|| taken(&mailbox)).take(4).collect();
    assert_eq!(
        told,
        [("a", 1.0), ("b", 2.0), ("ended", 0.0), ("ended", 0.0)].map(|(run, at)| (run.to_owned(), at))
    );
}

#[test]
fn a_failure_is_told_once_behind_what_came_before() {
    let (mailbox, _) = mailbox(false, 0);
    mailbox.put(&update("a", 1.0, false), 0);
    mailbox.end(Err(Box::new(CallError::internal("runs.subscribeToRun", "it broke"))));
    assert_eq!(mailbox.state(), State::Closed);
    let told: Vec<_> = std::iter::from_fn(|| taken(&mailbox)).take(3).map(|(what, _)| what).collect();
    assert_eq!(told, ["a", "failed", "ended"]);
}

#[test]
fn the_watermark_is_before_what_was_not_taken() {
    let (mailbox, _) = mailbox(false, 0);
    mailbox.put(&update("a", 5.0, false), 0);
    mailbox.put(&update("b", 3.0, false), 0);
    taken(&mailbox);
    assert!((mailbox.watermark() - 2.0).abs() < 0.1);
    taken(&mailbox);
    assert!((mailbox.watermark() - 5.0).abs() < 0.1);
}

#[test]
fn packets_that_were_taken_once_are_known() {
    let (mailbox, _) = mailbox(true, 0);
    let packet = |text: &str| Some(Arc::new(Packet::new("application/json", text)));
    let payload = packet("{}");
    let version = |output: Option<Arc<Packet>>| {
        let packets = [payload.clone(), output, None];
        let version = update("a", 1.0, false);
        Arc::new(RunUpdate {
            packets,
            json: version.json.clone(),
            run: version.run.clone(),
            account: None,
            ..*version
        })
    };
    for version in [version(None), version(packet("1")), version(packet("1")), version(None)] {
        mailbox.put(&version, 0);
    }
    let known = std::iter::from_fn(|| match mailbox.take()? {
        Mail::Update(taken) => Some(taken.is_known),
        _ => None,
    });
    let expected = [[false, false, false], [true, false, true], [true, true, true], [true, false, true]];
    assert_eq!(known.collect::<Vec<_>>(), expected);
}

#[test]
fn of_too_many_runs_the_oldest_is_forgotten() {
    let (mailbox, _) = mailbox(false, 0);
    let mut forgotten = Vec::new();
    for number in 0..MAX_KNOWN + 2 {
        mailbox.put(&update(&format!("run_{number}"), 1.0, false), 0);
        if let Some(Mail::Update(taken)) = mailbox.take() {
            forgotten.extend(taken.forgotten);
        }
    }
    assert_eq!(forgotten, ["run_0", "run_1"]);
}

#[tokio::test]
async fn where_every_update_is_kept_the_feed_waits_for_room() {
    use futures_util::FutureExt;
    let (mailbox, _) = mailbox(true, 0);
    for number in 0..MAX_BUFFERED {
        mailbox.has_room(|| false).await;
        mailbox.put(&update("a", number as f64, false), 0);
    }
    assert!(mailbox.has_room(|| false).now_or_never().is_none());
    assert_eq!(taken(&mailbox), Some(("a".to_owned(), 0.0)));
    assert!(mailbox.has_room(|| false).now_or_never().is_some());
}

#[test]
fn of_packets_that_hold_too_much_the_oldest_are_forgotten_and_not_those_of_the_run_that_is_told() {
    let (mailbox, _) = mailbox(false, 0);
    let text = "x".repeat(MAX_KNOWN_BYTES / 2 + 1);
    let mut forgotten = Vec::new();
    for run in ["a", "b", "a", "a"] {
        let version = update(run, 1.0, false);
        let packet = Some(Arc::new(Packet::new("text/plain", text.clone())));
        let packets = [packet, None, None];
        let version = RunUpdate {
            packets,
            json: version.json.clone(),
            run: version.run.clone(),
            account: None,
            ..*version
        };
        mailbox.put(&Arc::new(version), 0);
        if let Some(Mail::Update(taken)) = mailbox.take() {
            forgotten.push((taken.is_known[0], taken.forgotten));
        }
    }
    let none = Vec::new;
    let one = |run: &str| vec![run.to_owned()];
    assert_eq!(forgotten, [(false, none()), (false, one("a")), (false, one("b")), (true, none())]);
}

#[tokio::test]
async fn an_answer_that_came_too_late_is_none_to_the_next_question_for_a_token() {
    let (mailbox, _) = mailbox(false, 0);
    mailbox.give_token(Some(Secret::new("late".to_owned())));
    let asked = mailbox.fresh_token();
    let answering = async { mailbox.give_token(None) };
    assert!(tokio::join!(asked, answering).0.is_none());
}

#[test]
fn what_it_is_woken_for_is_taken_when_it_is_due_and_once() {
    let plan = FeedPlan::default();
    let mailbox = Mailbox::new(&plan, true, Box::new(|| {}));
    mailbox.put(&update("a", 1.0, false), 0);
    let due = || match mailbox.take_due() {
        Some(Mail::Event(event)) => event.split('"').nth(1).map(str::to_owned),
        Some(Mail::Update(taken)) => Some(taken.update.run.clone()),
        _ => None,
    };
    assert!(due().is_some(), "the event");
    assert_eq!(due(), None, "nobody waits for the update");
    assert!(mailbox.take().is_some());
    assert!(mailbox.take().is_none());
    mailbox.put(&update("b", 2.0, false), 0);
    assert!(due().is_some(), "the event comes first");
    assert_eq!(due().as_deref(), Some("b"));
    assert_eq!(due(), None);
}

#[test]
fn where_a_credential_holds_too_much_only_what_is_empty_has_room() {
    let memory = Memory::new(1_000, 0);
    let (mailbox, _) = mailbox(false, 0);
    let is_crowded = || memory.count([1; 32], 0).is_crowded();
    let held = memory.count([1; 32], 500);
    assert!(mailbox.has_room(is_crowded).now_or_never().is_some(), "whoever takes goes on");
    mailbox.put(&update("a", 1.0, false), 0);
    assert!(mailbox.has_room(is_crowded).now_or_never().is_none());
    drop(held);
    assert!(mailbox.has_room(is_crowded).now_or_never().is_some());
    let _held = memory.count([1; 32], 500);
    mailbox.take();
    assert!(mailbox.has_room(is_crowded).now_or_never().is_some());
}

#[test]
fn where_a_credential_holds_too_much_no_packets_are_kept_but_those_of_the_last_run() {
    let memory = Memory::new(1_000, 0);
    let (mailbox, _) = mailbox(false, 0);
    mailbox.counted_by(memory.count([1; 32], 0));
    let told = |run: &str, text: &str| {
        let packet = Some(Arc::new(Packet::new("application/json", text)));
        let version = update(run, 1.0, false);
        mailbox.put(
            &Arc::new(RunUpdate {
                packets: [packet, None, None],
                json: version.json.clone(),
                run: version.run.clone(),
                account: None,
                ..*version
            }),
            0,
        );
        match mailbox.take() {
            Some(Mail::Update(taken)) => taken.forgotten,
            _ => panic!("no update"),
        }
    };
    assert_eq!(told("a", &"x".repeat(100)), [""; 0]);
    assert_eq!(told("b", &"x".repeat(500)), ["a"]);
    assert_eq!(told("c", "x"), ["b"]);
    assert_eq!(told("d", "x"), [""; 0]);
}
