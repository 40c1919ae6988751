//! A request body that the HTTP client gets piece by piece, as fast as it goes out.
//!
//! A body that is there at once is encrypted at once, on the thread that everybody shares, and nothing tells when: the
//! flood watch would take that for work that nobody asked for.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

/// Bodies up to this size go out whole: the HTTP client repeats these by itself when a connection ends unasked.
const WHOLE: usize = 256 * 1024;
const PIECE: usize = 64 * 1024;

/// Counts the bytes that were handed out.
#[derive(Clone, Default)]
pub struct HandedOut(Arc<AtomicUsize>);

/// What is left of a body.
pub struct RequestBody {
    rest: Bytes,
    handed_out: HandedOut,
}

impl HandedOut {
    fn count(&self, bytes: usize) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Takes what was handed out since it was taken last.
    pub fn take(&self) -> usize {
        self.0.swap(0, Ordering::Relaxed)
    }

    /// Makes the body of a request of it, which counts itself here.
    pub fn body(&self, bytes: Bytes) -> reqwest::Body {
        if bytes.len() <= WHOLE {
            self.count(bytes.len());
            return bytes.into();
        }
        reqwest::Body::wrap(RequestBody { rest: bytes, handed_out: self.clone() })
    }
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        let size = self.rest.len().min(PIECE);
        self.handed_out.count(size);
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(size)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::pin::pin;

    use super::*;

    #[tokio::test]
    async fn a_body_counts_when_it_goes_out_and_all_of_it() {
        const SIZE: usize = 200 * 1024 * 1024;
        let handed_out = HandedOut::default();
        let mut body = pin!(handed_out.body(vec![0; SIZE].into()));
        assert_eq!(body.size_hint().exact(), Some(SIZE as u64), "it is announced");
        assert_eq!(handed_out.take(), 0, "nothing has gone out");
        let mut sent = 0;
        while let Some(Ok(frame)) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
            let size = frame.into_data().expect("data").len();
            assert!(size <= PIECE && handed_out.take() == size);
            sent += size;
        }
        assert_eq!(sent, SIZE);
        drop(handed_out.body(vec![0; WHOLE].into()));
        assert_eq!(handed_out.take(), WHOLE);
    }
}
