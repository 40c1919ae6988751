//! Bounds what it costs to inflate a body by what goes in and comes out of it.
//!
//! A block or member that holds nothing takes a few bits, or bytes, and as much time to begin as one that holds much: a
//! body of these costs a thousand times what its bytes do, and comes to nothing that a limit would count. So the time
//! that the thread computes is counted, which does not depend on what else the machine does.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::time::Duration;

use crate::time::computed;

/// A tenth of what inflating takes on a slow machine goes for a byte in or out.
const PER_BYTE: Duration = Duration::from_nanos(50);

/// How much time a body may take beyond what its bytes explain, and after how many of them that is looked at.
#[derive(Clone, Copy)]
pub struct Effort {
    slack: Duration,
    step: usize,
}

impl Effort {
    /// On a thread that others need.
    pub const SMALL: Self = Self { slack: Duration::from_micros(500), step: 256 };
    /// On a thread for such work.
    pub const LARGE: Self = Self { slack: Duration::from_millis(200), step: 4_096 };
}

/// Hands out a body in steps for as long as inflating it is worth the time.
pub struct Metered<'a> {
    rest: &'a [u8],
    size: usize,
    looked_at: usize,
    effort: Effort,
    computed: fn() -> Option<Duration>,
    began: Option<Duration>,
    /// The bytes that came of it.
    came: &'a Cell<usize>,
}

impl<'a> Metered<'a> {
    pub fn new(body: &'a [u8], effort: Effort, came: &'a Cell<usize>) -> Self {
        Self::with_clock(body, effort, came, computed)
    }

    fn with_clock(
        body: &'a [u8],
        effort: Effort,
        came: &'a Cell<usize>,
        computed: fn() -> Option<Duration>,
    ) -> Self {
        let (size, looked_at) = (body.len(), body.len());
        Self { rest: body, size, looked_at, effort, computed, began: computed(), came }
    }

    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    fn look(&mut self) -> io::Result<()> {
        if self.looked_at - self.rest.len() < self.effort.step {
            return Ok(());
        }
        self.looked_at = self.rest.len();
        let (Some(began), Some(now)) = (self.began, (self.computed)()) else { return Ok(()) };
        let bytes = self.size - self.rest.len() + self.came.get();
        let worth = PER_BYTE.saturating_mul(u32::try_from(bytes).unwrap_or(u32::MAX));
        if now.saturating_sub(began) > worth + self.effort.slack {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "inflating it takes more than its bytes explain",
            ));
        }
        Ok(())
    }
}

impl BufRead for Metered<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.look()?;
        Ok(self.rest.get(..self.effort.step).unwrap_or(self.rest))
    }

    fn consume(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }
}

impl Read for Metered<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    thread_local! {
        static CLOCK: Cell<Duration> = Cell::default();
    }

    /// Each look finds that the step before took 10 ms.
    #[expect(clippy::unnecessary_wraps, reason = "as the clock that it stands for")]
    fn slow() -> Option<Duration> {
        CLOCK.set(CLOCK.get() + Duration::from_millis(10));
        Some(CLOCK.get())
    }

    fn steps_of(size: usize, came_of_each: usize, clock: fn() -> Option<Duration>) -> (usize, bool) {
        let (body, came) = (vec![0; size], Cell::new(0));
        let mut body = Metered::with_clock(&body, Effort::LARGE, &came, clock);
        let mut steps = 0;
        loop {
            match body.fill_buf().map(<[u8]>::len) {
                Ok(0) => return (steps, true),
                Ok(length) => body.consume(length),
                Err(_) => return (steps, false),
            }
            came.set(came.get() + came_of_each);
            steps += 1;
        }
    }

    #[test]
    fn what_takes_more_time_than_its_bytes_explain_is_left() {
        const SIZE: usize = 16 * 1024 * 1024;
        let all = SIZE / Effort::LARGE.step;
        assert_eq!(steps_of(SIZE, 0, || Some(Duration::ZERO)), (all, true));
        assert_eq!(steps_of(SIZE, 0, || None), (all, true), "no clock, no bound");
        let (steps, is_whole) = steps_of(SIZE, 0, slow);
        assert!(!is_whole && steps < 25, "{steps}");
        assert_eq!(steps_of(SIZE, 256 * 1024, slow), (all, true), "it comes to much");
    }
}
