use std::time::UNIX_EPOCH;

use proptest::prelude::*;
use reqwest::header::{HeaderMap, HeaderValue};

use super::*;

const EPOCH: u64 = 1_800_000_000_000;

/// A limit with its clocks: `at` is milliseconds since it began.
struct World {
    limit: RateLimit,
    began: Instant,
    at: u64,
}

impl World {
    fn new() -> Self {
        Self { limit: RateLimit::default(), began: Instant::now(), at: 0 }
    }

    fn now(&self) -> Instant {
        self.began + Duration::from_millis(self.at)
    }

    fn turn(&self) -> Result<(), u64> {
        match self.limit.turn(self.now()) {
            Turn::Now => Ok(()),
            Turn::Wait(until) => Err(until.duration_since(self.began).as_millis() as u64),
        }
    }

    fn depart(&mut self) {
        self.limit.departed(self.now());
    }

    /// An answer to a call in flight, with what is left and when the bucket is filled again.
    fn answer(&mut self, status: u16, limit: Option<(i64, u64)>) -> bool {
        let clock = UNIX_EPOCH + Duration::from_millis(EPOCH + self.at);
        let mut headers = HeaderMap::new();
        if let Some((remaining, reset)) = limit {
            headers.insert("x-ratelimit-remaining", HeaderValue::from(remaining));
            headers.insert("x-ratelimit-reset", HeaderValue::from(EPOCH + reset));
        }
        let head = Head { status, headers, url: String::new() };
        let hints = Hints::read(&head, clock);
        let moved = self.limit.answered(&head, &hints, self.now(), clock);
        self.limit.returned();
        moved
    }
}

#[test]
fn without_a_word_from_the_server_nothing_is_held_back() {
    let mut world = World::new();
    for _ in 0..10_000 {
        assert_eq!(world.turn(), Ok(()));
        world.depart();
    }
    world.answer(200, None);
    world.answer(503, None);
    assert_eq!(world.turn(), Ok(()));
}

#[test]
fn no_more_go_out_than_the_last_answer_left() {
    let mut world = World::new();
    world.depart();
    world.answer(200, Some((2, 1_000)));
    world.depart();
    world.depart();
    assert_eq!(world.turn(), Err(1_000));
    world.answer(200, Some((1, 1_000)));
    // One is in flight, and one is left for it.
    assert_eq!(world.turn(), Err(1_000));
    // Answers overtake each other: the smaller number is the later one.
    world.answer(200, Some((0, 1_000)));
    world.depart();
    world.answer(200, Some((1, 1_000)));
    assert_eq!(world.turn(), Err(1_000));
    world.at = 1_000;
    assert_eq!(world.turn(), Ok(()));
}

#[test]
fn a_429_closes_the_gate_until_the_reset() {
    let mut world = World::new();
    world.depart();
    world.depart();
    assert!(world.answer(429, Some((-1, 5_000))));
    assert!(!world.answer(429, Some((0, 5_000))), "the second one says nothing new");
    assert_eq!(world.turn(), Err(5_000));
    assert_eq!(world.limit.earliest(1_000, world.now()), world.now() + Duration::from_secs(5));
    world.at = 5_000;
    assert_eq!(world.turn(), Ok(()));
}

#[test]
fn after_a_reset_one_call_asks_how_much_there_is() {
    let mut world = World::new();
    world.depart();
    world.answer(429, Some((0, 1_000)));
    world.at = 1_000;
    assert_eq!(world.turn(), Ok(()));
    world.depart();
    world.at = 1_010;
    assert_eq!(world.turn(), Err(2_000), "patience for the answer, then another");
    assert!(world.answer(200, Some((9, 3_000))), "the speed of the bucket is known now");
    for _ in 0..9 {
        assert_eq!(world.turn(), Ok(()));
        world.depart();
    }
    assert_eq!(world.turn(), Err(3_000));
    // Ten per two seconds: the 25th call from here waits for the third filling.
    assert_eq!(world.limit.earliest(34, world.now()), world.began + Duration::from_secs(7));
}

#[test]
fn where_answers_say_nothing_each_doubles_how_many_go_at_once() {
    let mut world = World::new();
    world.depart();
    let clock = UNIX_EPOCH + Duration::from_millis(EPOCH);
    let mut headers = HeaderMap::new();
    headers.insert("retry-after", HeaderValue::from(1));
    let head = Head { status: 429, headers, url: String::new() };
    world.limit.answered(&head, &Hints::read(&head, clock), world.now(), clock);
    world.limit.returned();
    world.at = 1_000;
    for at_once in [1, 2, 4, 8] {
        for _ in 0..at_once {
            assert_eq!(world.turn(), Ok(()));
            world.depart();
        }
        assert!(world.turn().is_err());
        world.answer(200, None);
    }
    world.limit.caught_up();
    assert_eq!(world.turn(), Ok(()));
}

#[test]
fn a_reset_far_away_or_past_is_not_believed() {
    for reset in [301_000, 0] {
        let mut world = World::new();
        world.at = 1;
        world.depart();
        world.answer(200, Some((0, reset)));
        assert_eq!(world.turn(), Ok(()));
        world.depart();
        world.answer(429, Some((0, reset)));
        assert_eq!(world.turn(), Ok(()));
    }
}

/// A server with a bucket, as the real one has it, and a client that asks the limit before it sends.
#[derive(Debug)]
struct Bucket {
    limit: i64,
    refill: i64,
    interval: u64,
    tokens: i64,
    filled_at: u64,
}

impl Bucket {
    fn take(&mut self, at: u64) -> (u16, i64, u64) {
        let fillings = (at - self.filled_at) / self.interval;
        self.tokens = self.limit.min(self.tokens + self.refill * fillings.cast_signed());
        self.filled_at += fillings * self.interval;
        let remaining = self.tokens - 1;
        self.tokens = remaining.max(0);
        (if remaining < 0 { 429 } else { 200 }, remaining, self.filled_at + self.interval)
    }
}

proptest! {
    /// Whatever the bucket and however long answers take: once the limit is known, every call gets
    /// through without another 429, and none before a reset that was announced.
    #[test]
    fn a_known_limit_is_never_overrun(
        refill in 1i64..20,
        more in 0i64..20,
        interval in 200u64..5_000,
        delays in prop::collection::vec(1u64..150, 1..20),
        calls in 1usize..120,
    ) {
        let limit = refill + more;
        let mut bucket = Bucket { limit, refill, interval, tokens: 0, filled_at: 0 };
        let mut world = World::new();
        world.depart();
        let (status, remaining, reset) = bucket.take(0);
        prop_assert_eq!(status, 429);
        world.answer(status, Some((remaining, reset)));
        let mut in_flight: Vec<(u64, (u16, i64, u64))> = Vec::new();
        let mut sent = 0;
        while sent < calls || !in_flight.is_empty() {
            let waits_until = if sent < calls {
                world.limit.held_back(world.now());
                world.turn().err()
            } else {
                Some(u64::MAX)
            };
            match waits_until {
                None => {
                    prop_assert!(world.at >= interval, "before the reset");
                    world.depart();
                    let delay = delays.get(sent % delays.len()).copied().unwrap_or(1);
                    in_flight.push((world.at + delay, bucket.take(world.at)));
                    sent += 1;
                }
                Some(until) => {
                    let next = in_flight.iter().map(|(due, _)| *due).min().unwrap_or(u64::MAX);
                    world.at = next.min(until).max(world.at);
                    if let Some(index) = in_flight.iter().position(|(due, _)| *due <= world.at) {
                        let (_, (status, remaining, reset)) = in_flight.remove(index);
                        prop_assert_eq!(status, 200);
                        world.answer(status, Some((remaining, reset)));
                    }
                }
            }
        }
    }
}
