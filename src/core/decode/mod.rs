//! A body read into text or columns, after a check that it has the shape it should have.
//!
//! It must not know whose call the body answers. What it does is linear in the body, whoever wrote that.

mod body;
mod column_reader;
mod column_writer;
mod columns;
mod crowding;
mod effort;
mod gradual_inflate;
mod inflate;
mod nesting;
mod pagination;
mod pieces;
mod projection;
mod threads;
mod value_count;

pub use body::{Body, read};
pub use columns::Columns;
pub use crowding::is_crowded;
pub use effort::Effort;
pub use gradual_inflate::GradualInflate;
pub use inflate::Encoding;
pub use nesting::is_too_deep;
pub use pieces::{LARGE, Piece, pieces};
pub use threads::{DecodeThreads, WORTHWHILE};
pub use value_count::has_too_many;
