use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::subscription::records::{RecordKind, read_line};
use crate::transport::Memory;

fn record(number: u64, chunk: Option<&str>) -> Record {
    Record {
        place: Place::Number(number),
        kind: RecordKind::Data,
        timestamp: Some(5.0),
        id: Some("a\"b".to_owned()),
        chunk: chunk.map(str::to_owned),
        headers: Some(Vec::new()),
    }
}

/// A mailbox, and how often its reader was woken.
fn open(tells_parts: bool) -> (PartBox, Arc<AtomicUsize>) {
    let wakes = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&wakes);
    let wake = move || {
        count.fetch_add(1, Ordering::Relaxed);
    };
    (PartBox::new(tells_parts, Box::new(wake)), wakes)
}

fn take(parts: &PartBox) -> Option<Parts> {
    match parts.take() {
        Some(PartMail::Parts(parts)) => Some(parts),
        _ => None,
    }
}

#[test]
fn values_that_stand_behind_each_other_are_taken_together() {
    let (parts, wakes) = open(false);
    assert!(take(&parts).is_none(), "it waits from now on");
    parts.put(&[record(3, Some("1")), record(4, Some("\"x\""))]);
    parts.put(&[record(5, Some("{}")), record(9, Some("2")), record(10, None), record(11, Some("3"))]);
    assert_eq!(wakes.load(Ordering::Relaxed), 1, "who was woken need not be woken again");
    parts.pass(&Place::Number(14));
    let taken = |json: &str, first, through: &str| {
        Some(Parts { json: json.to_owned(), first, through: through.to_owned() })
    };
    assert_eq!(take(&parts), taken("[1,\"x\",{}]", Some(3), "5"));
    assert_eq!(take(&parts), taken("[2]", Some(9), "9"));
    let without = r#"[{"id":"10","recordId":"a\"b","timestamp":5,"headers":[]}]"#;
    assert_eq!(take(&parts), taken(without, None, "10"));
    assert_eq!(take(&parts), taken("[3]", Some(11), "14"));
    assert_eq!(parts.stats().updates, 6);
}

#[test]
fn who_wants_to_know_more_gets_parts() {
    let (parts, _) = open(true);
    parts.put(&[record(3, Some("1"))]);
    parts.put(&[read_line("17-2", "text").expect("a line")]);
    let told = take(&parts).expect("parts");
    let expected = r#"[{"id":"3","recordId":"a\"b","chunk":1,"timestamp":5,"headers":[]},{"id":"17-2","chunk":"text","timestamp":17}]"#;
    assert_eq!((told.json.as_str(), told.first, told.through.as_str()), (expected, None, "17-2"));
}

#[tokio::test]
async fn it_is_full_until_enough_was_taken_and_never_once_it_has_ended() {
    let (parts, _) = open(false);
    let chunk = format!("\"{}\"", "x".repeat(1_000));
    let mut number = 0;
    while !parts.is_full() {
        parts.put(&[record(number, Some(&chunk))]);
        number += 1;
    }
    let held = number as usize * (chunk.len() + 1);
    assert!((FULL_AT..FULL_AT + 2 * chunk.len()).contains(&held), "{held}");
    let largest = take(&parts).expect("parts");
    assert!(largest.json.len() <= MAX_BYTES + chunk.len() + 2);
    parts.has_room().await;
    while !parts.is_full() {
        parts.put(&[record(number, Some(&chunk))]);
        number += 1;
    }
    parts.end(Ok(()));
    parts.has_room().await;
    parts.put(&[record(number, Some("1"))]);
    let mut taken = 0;
    while let Some(parts) = take(&parts) {
        taken += parts.json.matches("\",\"").count() + 1;
    }
    assert!(taken < number as usize, "what came after the end is not told");
    assert!(matches!(parts.take(), Some(PartMail::Ended)));
}

#[test]
fn where_a_credential_holds_too_much_a_reader_who_takes_goes_on_and_one_who_has_stopped_does_not() {
    let memory = Memory::new(1_000, 0);
    let (stopped, _) = open(false);
    let (quick, _) = open(false);
    for parts in [&stopped, &quick] {
        parts.counted_by(memory.count([1; 32], 0));
    }
    let text = format!("\"{}\"", "x".repeat(300));
    stopped.put(&[record(1, Some(&text))]);
    assert!(!stopped.is_full());
    quick.put(&[record(1, Some(&text))]);
    assert!(stopped.is_full() && quick.is_full());
    assert!(take(&quick).is_some());
    assert!(!quick.is_full() && !stopped.is_full());
    stopped.put(&[record(2, Some(&text))]);
    assert!(stopped.is_full() && !quick.is_full(), "nothing waits for it");
    let (other, _) = open(false);
    other.counted_by(memory.count([2; 32], 0));
    other.put(&[record(1, Some("1"))]);
    assert!(!other.is_full(), "it is of another credential");
}
