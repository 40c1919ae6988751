//! The threads that work on large bodies, so that the I/O thread does not.

use std::panic::resume_unwind;
use std::thread::available_parallelism;

use serde::de::DeserializeOwned;
use tokio::sync::oneshot;
use tokio::task::{JoinError, spawn_blocking, spawn_local};

use crate::transport::{Admission, Holder};

/// Bodies of so many bytes are worth the way to another thread.
pub const WORTHWHILE: usize = 64 * 1024;
/// More than one, so that a holder, which gets at most half of them, leaves one to the others.
const MIN_THREADS: usize = 2;
const MAX_THREADS: usize = 8;
/// A third of the share that other threads get where there is not enough for all.
#[cfg(target_os = "linux")]
const NICE: i32 = 5;

/// Shares out the decode threads among those whose bodies are large.
pub struct DecodeThreads(Admission);

impl DecodeThreads {
    /// Says how many there are.
    pub fn count() -> usize {
        available_parallelism().map_or(MIN_THREADS, usize::from).clamp(MIN_THREADS, MAX_THREADS)
    }

    /// Lets this thread give way to those that everybody waits for, JavaScript's and the I/O thread, where processors are
    /// few. On other systems than Linux the whole process would.
    pub fn give_way() {
        #[cfg(target_os = "linux")]
        // Where it is not allowed to, it is one thread among others.
        let _ = rustix::process::nice(NICE);
    }

    /// Works on a body of this size: here when it is small, else in turn on a decode thread.
    pub async fn run<T: Send + 'static>(
        &self,
        holder: Holder,
        size: usize,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> T {
        if size < WORTHWHILE {
            return work();
        }
        let (tell, told) = oneshot::channel();
        // Whoever gives up hears nothing.
        self.run_boxed(holder, Box::new(move || drop(tell.send(work())))).await;
        match told.await {
            Ok(value) => value,
            // It panicked, and that was thrown on.
            Err(_) => std::future::pending().await,
        }
    }

    /// Boxed, so that what makes tasks of work is compiled once and not for each kind of it.
    async fn run_boxed(&self, holder: Holder, work: Box<dyn FnOnce() + Send>) {
        let permit = self.0.acquire(holder).await;
        // Whoever gives up leaves work behind that goes on: until it is done it counts.
        let done = spawn_local(async move {
            let _permit = permit;
            spawn_blocking(work).await
        });
        if let Err(error) = done.await.and_then(|done| done) {
            rethrow(error).await;
        }
    }
}

impl DecodeThreads {
    /// Reads what is wanted of a text, which goes where it is read, and back: none of it is copied.
    pub async fn read<T: Send + 'static>(
        &self,
        holder: Holder,
        text: &mut String,
        read: impl FnOnce(&str) -> T + Send + 'static,
    ) -> T {
        if text.len() < WORTHWHILE {
            return read(text);
        }
        let own = std::mem::take(text);
        let work = move || {
            let read = read(&own);
            (own, read)
        };
        let (own, read) = self.run(holder, WORTHWHILE, work).await;
        *text = own;
        read
    }

    /// Reads what is wanted of a JSON text; nothing when it is of another shape.
    pub async fn parse<T: DeserializeOwned + Send + 'static>(
        &self,
        holder: Holder,
        json: &mut String,
    ) -> Option<T> {
        self.read(holder, json, |json| serde_json::from_str(json).ok()).await
    }
}

impl Default for DecodeThreads {
    fn default() -> Self {
        Self(Admission::new(Self::count()))
    }
}

/// A panic of the work is one of the call it was for; a runtime that ends has nobody left to answer.
async fn rethrow(error: JoinError) {
    match error.try_into_panic() {
        Ok(panic) => resume_unwind(panic),
        Err(_) => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use std::panic::AssertUnwindSafe;
    use std::thread::current;

    use futures_util::FutureExt;
    use tokio::task::LocalSet;

    use super::*;

    #[tokio::test]
    async fn large_bodies_leave_the_thread_and_small_ones_do_not() {
        let threads = DecodeThreads::default();
        let here = current().id();
        let work = || current().id();
        let local = LocalSet::new();
        let ran = local.run_until(async {
            (threads.run([1; 32], 1, work).await, threads.run([1; 32], WORTHWHILE, work).await)
        });
        let (small, large) = ran.await;
        assert!(small == here && large != here);
    }

    #[tokio::test]
    async fn a_panic_of_the_work_is_one_of_whoever_waits_for_it() {
        let threads = DecodeThreads::default();
        let work = || panic!("a defect");
        let run = AssertUnwindSafe(threads.run([1; 32], WORTHWHILE, work)).catch_unwind();
        let panicked: Result<(), _> = LocalSet::new().run_until(run).await;
        assert!(panicked.is_err());
    }
}
