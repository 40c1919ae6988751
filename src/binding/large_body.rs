//! A large body, which JavaScript takes piece by piece.

use std::cell::RefCell;
use std::sync::Arc;
use std::vec::IntoIter;

use napi::Env;
use napi::bindgen_prelude::{Array, External};
use napi_derive::napi;

use super::realm::text;
use crate::engine::decode::Piece;
use crate::engine::transport::Held;

/// A body on its way, and what is left of it.
pub struct LargeBody {
    text: String,
    left: IntoIter<Piece>,
    /// Counts its bytes until it is released.
    _held: Vec<Arc<Held>>,
}

/// What JavaScript holds; nothing once the body is released.
type Handle = RefCell<Option<LargeBody>>;

/// What is taken at once: as much as takes well under a millisecond to parse.
const MAX_BYTES: usize = 64 * 1024;
const MAX_PIECES: usize = 256;

impl LargeBody {
    /// A body nothing of which was taken.
    pub fn new(text: String, pieces: Vec<Piece>, held: Vec<Arc<Held>>) -> External<Handle> {
        External::new(RefCell::new(Some(Self { text, left: pieces.into_iter(), _held: held })))
    }

    /// The next pieces as JSON; none when nothing is left.
    fn take(&mut self) -> Vec<(u32, String)> {
        let mut taken = Vec::new();
        let mut bytes = 0;
        while bytes < MAX_BYTES
            && taken.len() < MAX_PIECES
            && let Some(piece) = self.left.next()
        {
            let json = piece.json(&self.text);
            bytes += json.len();
            taken.push((piece.kind as u32, json));
        }
        taken
    }
}

/// Takes the next pieces of a body: `[kind, JSON, kind, …]`, empty at the end.
#[napi(skip_typescript, catch_unwind)]
pub fn take_pieces<'env>(env: &'env Env, body: &External<Handle>) -> napi::Result<Array<'env>> {
    let taken = body.borrow_mut().as_mut().map(LargeBody::take).unwrap_or_default();
    let mut flat = env.create_array(u32::try_from(taken.len()).unwrap_or(u32::MAX).saturating_mul(2))?;
    let mut index = 0;
    for (kind, json) in taken {
        flat.set(index, kind)?;
        flat.set(index + 1, text(env, &json)?)?;
        index += 2;
    }
    Ok(flat)
}

/// Gives up what is left of a body, and the memory it is counted for: JavaScript collects its handles when it likes.
#[napi(skip_typescript, catch_unwind)]
pub fn release_body(body: &External<Handle>) {
    body.take();
}
