use std::future::Future;

use reqwest::header::{HeaderMap, HeaderValue};
use tokio::task::{JoinHandle, LocalSet};

use super::*;

fn partition(credential: u8) -> Partition {
    Partition::new("https://a.example".into(), [credential; 32])
}

fn wait_limit(milliseconds: u64) -> WaitLimit {
    let deadline = Some(Instant::now() + Duration::from_millis(milliseconds));
    WaitLimit { deadline, longest: Duration::from_secs(30) }
}

fn answer(status: u16, remaining: i64, reset_in: u64) -> (Answer, Hints) {
    let reset = SystemTime::now() + Duration::from_millis(reset_in);
    let reset = reset.duration_since(SystemTime::UNIX_EPOCH).expect("a clock").as_millis() as u64;
    let mut headers = HeaderMap::new();
    headers.insert("x-ratelimit-remaining", HeaderValue::from(remaining));
    headers.insert("x-ratelimit-reset", HeaderValue::from(reset));
    let head = crate::transport::Head { status, headers, url: String::new() };
    let hints = Hints::read(&head, SystemTime::now());
    (Answer::new(head, b"{}".to_vec()), hints)
}

async fn pass(slot: &Slot) -> Permit {
    slot.acquire().await.ok().expect("a turn")
}

/// A queue that was closed for two seconds by a 429.
async fn closed(queues: &mut RateLimitQueues) {
    let slot = queues.slot(&partition(1), wait_limit(60_000));
    let permit = pass(&slot).await;
    let (refused, hints) = answer(429, 0, 2_000);
    permit.answered(&refused.head, Some(&refused), &hints);
    assert!(slot.is_limited());
}

fn entering(slot: Slot, log: &Rc<RefCell<Vec<Ticket>>>) -> JoinHandle<bool> {
    let log = Rc::clone(log);
    tokio::task::spawn_local(async move {
        match slot.acquire().await {
            Ok(permit) => {
                log.borrow_mut().push(slot.ticket);
                let (answer, hints) = answer(200, 100, 60_000);
                permit.answered(&answer.head, Some(&answer), &hints);
                true
            }
            Err(_) => false,
        }
    })
}

async fn locally<T>(work: impl Future<Output = T>) -> T {
    LocalSet::new().run_until(work).await
}

#[tokio::test(start_paused = true)]
async fn calls_wait_for_the_reset_in_the_order_they_were_made() {
    locally(async {
        let mut queues = RateLimitQueues::default();
        closed(&mut queues).await;
        let log = Rc::default();
        let mut places: Vec<Slot> = (0..5).map(|_| queues.slot(&partition(1), wait_limit(60_000))).collect();
        let first = places.remove(0);
        let asked = Instant::now();
        let tasks: Vec<_> = places.into_iter().map(|slot| entering(slot, &log)).collect();
        tokio::task::yield_now().await;
        // A call that was turned away comes back to its old slot.
        let returned = entering(first, &log);
        for task in tasks.into_iter().chain([returned]) {
            assert!(task.await.expect("a task"));
        }
        assert_eq!(*log.borrow(), [2, 3, 4, 5, 6]);
        assert!(asked.elapsed() >= Duration::from_millis(1_990));
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn other_credentials_notice_nothing() {
    let mut queues = RateLimitQueues::default();
    closed(&mut queues).await;
    let asked = Instant::now();
    pass(&queues.slot(&partition(2), wait_limit(10))).await;
    assert_eq!(asked.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_turn_after_the_deadline_fails_at_once() {
    let mut queues = RateLimitQueues::default();
    closed(&mut queues).await;
    let asked = Instant::now();
    let late = queues.slot(&partition(1), wait_limit(1_000)).acquire().await.err().expect("turned away");
    assert_eq!(asked.elapsed(), Duration::ZERO);
    assert_eq!(late.refusal.head.status, 429);
    assert!(late.wait > Duration::from_millis(1_900), "{:?}", late.wait);
}

#[tokio::test(start_paused = true)]
async fn those_who_wait_learn_that_the_gate_was_closed() {
    locally(async {
        let mut queues = RateLimitQueues::default();
        let asking = pass(&queues.slot(&partition(1), wait_limit(60_000))).await;
        let (left, hints) = answer(200, 1, 500);
        asking.answered(&left.head, Some(&left), &hints);
        let asking = pass(&queues.slot(&partition(1), wait_limit(60_000))).await;
        let log = Rc::default();
        let waiting = entering(queues.slot(&partition(1), wait_limit(1_000)), &log);
        tokio::task::yield_now().await;
        let (refused, hints) = answer(429, 0, 2_000);
        let closed_at = Instant::now();
        asking.answered(&refused.head, Some(&refused), &hints);
        assert!(!waiting.await.expect("a task"));
        assert_eq!(closed_at.elapsed(), Duration::ZERO);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_limit_nobody_has_run_into_delays_and_never_refuses() {
    let mut queues = RateLimitQueues::default();
    let asking = pass(&queues.slot(&partition(1), wait_limit(60_000))).await;
    let (empty, hints) = answer(200, 0, 2_000);
    asking.answered(&empty.head, Some(&empty), &hints);
    let asked = Instant::now();
    pass(&queues.slot(&partition(1), wait_limit(1_000))).await;
    assert_eq!(asked.elapsed(), Duration::ZERO, "it asks the server rather than fail");
    pass(&queues.slot(&partition(1), wait_limit(60_000))).await;
    assert!(asked.elapsed() >= Duration::from_millis(1_990));
}

#[tokio::test(start_paused = true)]
async fn an_abandoned_call_lets_the_next_one_pass() {
    locally(async {
        let mut queues = RateLimitQueues::default();
        closed(&mut queues).await;
        let log = Rc::default();
        let first = entering(queues.slot(&partition(1), wait_limit(60_000)), &log);
        let second = entering(queues.slot(&partition(1), wait_limit(60_000)), &log);
        tokio::task::yield_now().await;
        first.abort();
        assert!(second.await.expect("a task"));
        assert_eq!(log.borrow().len(), 1);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_turn_beyond_the_longest_wait_fails_at_once() {
    let mut queues = RateLimitQueues::default();
    closed(&mut queues).await;
    let asked = Instant::now();
    let impatient = WaitLimit { deadline: None, longest: Duration::from_secs(1) };
    let late = queues.slot(&partition(1), impatient).acquire().await.err().expect("turned away");
    assert_eq!(asked.elapsed(), Duration::ZERO);
    assert!(late.wait > impatient.longest);
}

#[tokio::test(start_paused = true)]
async fn those_at_the_end_of_a_queue_that_slows_down_are_told() {
    locally(async {
        let mut queues = RateLimitQueues::default();
        let asking = pass(&queues.slot(&partition(1), wait_limit(60_000))).await;
        let (left, hints) = answer(200, 0, 500);
        asking.answered(&left.head, Some(&left), &hints);
        let log = Rc::default();
        let waiting: Vec<_> =
            (0..50).map(|_| entering(queues.slot(&partition(1), wait_limit(20_000)), &log)).collect();
        tokio::task::yield_now().await;
        let asking = queues.slot(&partition(1), WaitLimit { deadline: None, longest: Duration::ZERO });
        let asking = pass(&asking).await;
        let (refused, hints) = answer(429, 0, 25_000);
        asking.answered(&refused.head, Some(&refused), &hints);
        let told_at = Instant::now();
        for task in waiting {
            assert!(!task.await.expect("a task"));
        }
        assert_eq!(told_at.elapsed(), Duration::ZERO);
    })
    .await;
}
