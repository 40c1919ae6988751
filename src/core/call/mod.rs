//! Calls: a request in its scope, frozen, as data alone.
//!
//! Nothing here sends or waits; what a call consists of besides its own request (`Plan`) is data too, and done
//! by a flow. It knows scopes and operations, and no outcome.

mod batch;
mod content;
mod feed;
mod frozen;
mod headers;
mod idempotency_key;
mod paging;
mod path;
mod payload;
mod probes;
mod request;
mod sameness;
mod stream_write;
mod tail_plan;
mod token_request;
mod trace;
mod trigger;

pub use batch::{Batch, Item};
pub use content::{Content, JsonObject};
pub use feed::{FeedPlan, FeedTransport, Reconnect, Watched};
pub use frozen::{Call, CallOptions};
pub use idempotency_key::{IdempotencyKey, hash, is_hash};
pub use paging::{Neighbour, neighbour};
pub use path::{Path, Segment};
pub use payload::{Payload, STORED, STORED_FROM};
pub use probes::{Probe, Probes};
pub use request::{BranchRule, Packets, Plan, PostProcess, Request};
pub use stream_write::{LineWrite, StreamRecord, StreamWrite, unique_part_id};
pub use tail_plan::{TailEnd, TailPlan, TailStart};
pub use token_request::{Expiry, TokenRequest};
pub use trace::CallTrace;
pub use trigger::{Trigger, TriggerOptions};
