//! Reads what callers pass into requests, configs and options. Knows no endpoint, and nothing of how a call is sent.
//!
//! A [`Kind`] says what a value may be: the function that reads it, beside the words that an error has for it. The
//! files of [`kinds`] have them by family. A kind is a type, so that an object which calls take is written as a struct
//! of kinds, for its typings and its reader alike; a new kind is a type in one of these files, and nothing else.

mod argument;
mod choices;
pub mod config;
mod connect_form;
mod cron;
mod dates;
mod durations;
mod encoder;
pub mod feeds;
pub mod fields;
mod given;
mod json;
mod kind;
mod numbers;
mod objects;
pub mod options;
mod parameter;
mod positional;
mod queues;
mod read_error;
pub mod tails;
mod texts;
mod tokens;
pub mod triggers;
mod value;
mod window;

/// The kinds there are.
pub mod kinds {
    pub use super::choices::*;
    pub use super::dates::*;
    pub use super::json::*;
    pub use super::numbers::*;
    pub use super::objects::*;
    pub use super::queues::*;
    pub use super::texts::*;
    pub use super::tokens::{Expiry, Scopes};
}

pub use argument::{Argument, optional_params, options, params, query_options, value};
pub use encoder::{Encoded, Encoder, Helpers};
pub use given::Given;
pub use kind::{Kind, Written};
pub use parameter::{HasParameters, Parameter, names};
pub use positional::{Arguments, Reader};
pub use read_error::ReadError;
pub use value::Value;
