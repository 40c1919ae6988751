//! What a subscriber is told, on its way into JavaScript.

use napi::Env;
use napi::bindgen_prelude::Array;

use super::realm::text;
use crate::engine::outcome::CallError;
use crate::engine::subscription::{Mail, Packet, PartMail, Parts, Taken};

/// What stands where the head of an answer does: the kind of the mail. A failure has its JSON there.
const UPDATE: u32 = 1;
const ENDED: u32 = 2;
const TOKEN_WANTED: u32 = 3;
const PARTS: u32 = 4;
const EVENT: u32 = 5;

/// Writes a piece of mail into its place in a batch: `[id, run or event, kind or failure, packets, forgotten]`.
///
/// Packets are `[type, text, …]` of payload, output and metadata; a type of `null` says that there is none, and none
/// given that it is as it was. `forgotten` lists the runs whose packets need not be kept any more, where there are some.
pub fn write<'env>(env: &'env Env, flat: &mut Array<'env>, index: u32, mail: Mail) -> napi::Result<()> {
    match mail {
        Mail::Ended => flat.set(index + 2, ENDED),
        Mail::TokenWanted => flat.set(index + 2, TOKEN_WANTED),
        Mail::Event(event) => {
            flat.set(index + 1, text(env, &event)?)?;
            flat.set(index + 2, EVENT)
        }
        Mail::Failed(failure) => write_failure(env, flat, index, &failure),
        Mail::Update(taken) => match write_update(env, flat, index, &taken) {
            Ok(()) => Ok(()),
            // A payload longer than a string can be must not take the others of the batch with it.
            Err(_) => write_failure(env, flat, index, &CallError::unwieldy("a subscription", None)),
        },
    }
}

/// Writes parts of a stream into their place in a batch: `[id, list, kind or failure, first, through]`.
///
/// With a `first` they are values, the first of which has that place and each other one the next; else they are parts that
/// say theirs. `through` is the place, as a text, of the last that has nothing behind it.
pub fn write_parts<'env>(
    env: &'env Env,
    flat: &mut Array<'env>,
    index: u32,
    mail: PartMail,
) -> napi::Result<()> {
    match mail {
        PartMail::Ended => flat.set(index + 2, ENDED),
        PartMail::TokenWanted => flat.set(index + 2, TOKEN_WANTED),
        PartMail::Failed(failure) => write_failure(env, flat, index, &failure),
        PartMail::Parts(Parts { json, first, through }) => match text(env, &json) {
            Ok(list) => {
                if let Some(first) = first {
                    #[expect(clippy::cast_precision_loss, reason = "no stream has so many parts")]
                    flat.set(index + 3, first as f64)?;
                }
                flat.set(index + 4, text(env, &through)?)?;
                flat.set(index + 2, PARTS)?;
                flat.set(index + 1, list)
            }
            // As above.
            Err(_) => write_failure(env, flat, index, &CallError::unwieldy("a stream", None)),
        },
    }
}

fn write_failure<'env>(
    env: &'env Env,
    flat: &mut Array<'env>,
    index: u32,
    failure: &CallError,
) -> napi::Result<()> {
    if let Some(body) = failure.body() {
        flat.set(index + 3, text(env, body)?)?;
    }
    flat.set(index + 2, text(env, &failure.to_json())?)
}

fn write_update<'env>(
    env: &'env Env,
    flat: &mut Array<'env>,
    index: u32,
    Taken { update, is_known, forgotten }: &Taken,
) -> napi::Result<()> {
    let run = text(env, &update.json)?;
    if is_known.contains(&false) {
        let mut packets = env.create_array(6)?;
        for (place, (packet, is_known)) in (0_u32..).zip(update.packets.iter().zip(is_known)) {
            match packet.as_deref() {
                _ if *is_known => {}
                None => packets.set(2 * place, napi::bindgen_prelude::Null)?,
                Some(Packet { kind, text: value, .. }) => {
                    packets.set(2 * place, text(env, kind)?)?;
                    packets.set(2 * place + 1, text(env, value)?)?;
                }
            }
        }
        flat.set(index + 3, packets)?;
    }
    if !forgotten.is_empty() {
        let mut runs = env.create_array(0)?;
        for run in forgotten {
            runs.insert(text(env, run)?)?;
        }
        flat.set(index + 4, runs)?;
    }
    flat.set(index + 2, UPDATE)?;
    flat.set(index + 1, run)
}
