//! Subscriptions: what is watched for as long as somebody wants to know, over requests that the server holds.
//!
//! It may use connections, rate limits, budgets, scopes and outcomes. It must know no JavaScript: what there is to
//! tell lies in a mailbox, and whoever waits for it is woken.

mod asking;
mod beginning;
pub mod change_log;
mod column;
mod company;
mod conversation;
mod course;
mod duplicates;
mod failure;
mod feed;
mod following;
mod heard;
mod hub;
mod known_packets;
mod mailbox;
mod packet;
mod part_box;
mod poll;
mod poll_answer;
mod polled_run;
mod polling;
pub mod postgres_text;
mod read_stream;
pub mod record_batch;
pub mod records;
mod refresh;
mod renewal;
mod resume;
mod run_row;
mod run_status;
mod sse;
mod state;
mod stream_reading;
mod tail;
mod tail_reading;
mod taking;
mod telling;
mod token_question;
mod trouble;
mod turns;
mod weather;
mod work;

pub use hub::Hub;
pub use mailbox::{Mail, Mailbox, Taken};
pub use packet::Packet;
pub use part_box::{PartBox, PartMail, Parts};
pub use resume::{read as read_cursor, write as cursor};
pub use run_row::RunUpdate;
pub use sse::{Event, EventReader, TooLarge, text_of};
pub use state::{State, Stats};
