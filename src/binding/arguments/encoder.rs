//! What of a value only JavaScript can say: its JSON, and whether it is a literal.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::{Arc, Weak};

use napi::bindgen_prelude::{Either, FnArgs, FromNapiValue, Function, FunctionRef, Object, Unknown};
use napi::{Env, JsError, Status};

use crate::engine::identity::Refresher;

/// The text; or what JSON cannot hold, and behind it the steps that lead there: `.name` or `[0]`.
pub type Encoded = Option<Either<String, Vec<String>>>;

/// Writes a caller's values as JSON the way JavaScript does: its `toJSON`, its key order.
#[derive(Clone)]
pub struct Encoder {
    pub env: Env,
    helpers: Rc<Helpers>,
}

/// The facade's functions that reading takes.
pub struct Helpers {
    encode: FunctionRef<FnArgs<(Unknown<'static>, bool)>, Encoded>,
    is_ordinary: FunctionRef<Object<'static>, bool>,
    keep_refresh: FunctionRef<Unknown<'static>, Unknown<'static>>,
    kept: RefCell<Kept>,
}

impl Helpers {
    /// `encode` writes JSON, `is_ordinary` tells literals from other objects, `keep_refresh` answers what is to be kept of a
    /// config's function.
    pub fn new(
        encode: &Function<'_, FnArgs<(Unknown<'static>, bool)>, Encoded>,
        is_ordinary: &Function<'_, Object<'static>, bool>,
        keep_refresh: &Function<'_, Unknown<'static>, Unknown<'static>>,
    ) -> napi::Result<Self> {
        Ok(Self {
            encode: encode.create_ref()?,
            is_ordinary: is_ordinary.create_ref()?,
            keep_refresh: keep_refresh.create_ref()?,
            kept: RefCell::default(),
        })
    }
}

/// A function of a config.
type Refresh = FunctionRef<(), Unknown<'static>>;

/// The functions of configs, each for as long as a scope or a call has it.
#[derive(Default)]
struct Kept {
    functions: HashMap<u64, (Weak<Refresher>, Refresh)>,
    last: u64,
    /// So many are there before it is looked which nobody has any more.
    sweep_at: usize,
}

impl Helpers {
    /// The function that a config named.
    pub fn function<'env>(
        &self,
        refresher: &Refresher,
        env: &'env Env,
    ) -> napi::Result<Option<Function<'env, (), Unknown<'static>>>> {
        let kept = self.kept.borrow();
        kept.functions.get(&refresher.0).map(|(_, function)| function.borrow_back(env)).transpose()
    }
}

impl Encoder {
    /// Keeps a function for as long as somebody has what this returns.
    pub fn keep_function(&self, raw: Unknown<'_>) -> napi::Result<Arc<Refresher>> {
        let keep = self.helpers.keep_refresh.borrow_back(&self.env)?;
        // SAFETY: the value is live for this call, and `keep_refresh` gets it as JavaScript's own.
        #[expect(unsafe_code, reason = "the reference's argument type has to be 'static")]
        let raw: Unknown<'static> = unsafe { std::mem::transmute(raw) };
        let function: Refresh = Function::from_unknown(keep.call(raw)?)?.create_ref()?;
        let mut kept = self.helpers.kept.borrow_mut();
        if kept.functions.len() >= kept.sweep_at {
            kept.functions.retain(|_, (refresher, _)| refresher.strong_count() > 0);
            kept.sweep_at = 64 + 2 * kept.functions.len();
        }
        kept.last += 1;
        let refresher = Arc::new(Refresher(kept.last));
        kept.functions.insert(refresher.0, (Arc::downgrade(&refresher), function));
        Ok(refresher)
    }

    pub fn new(env: Env, helpers: &Rc<Helpers>) -> Self {
        Self { env, helpers: Rc::clone(helpers) }
    }

    /// Says if an object is a literal, or one without a prototype: what such a one does not have itself it does not
    /// have.
    pub fn is_ordinary(&self, object: Object<'_>) -> napi::Result<bool> {
        let is_ordinary = self.helpers.is_ordinary.borrow_back(&self.env)?;
        // SAFETY: the object is live for this call, and `is_ordinary` keeps nothing of it.
        #[expect(unsafe_code, reason = "the reference's argument type has to be 'static")]
        let object: Object<'static> = unsafe { std::mem::transmute(object) };
        is_ordinary.call(object)
    }

    /// JSON, or `None` for what JSON has no text for, such as `undefined`.
    pub fn json(&self, value: Unknown<'_>) -> Result<Option<String>, EncodeError> {
        self.encode(value, false)
    }

    /// The official SDK's payload encoding, which keeps dates, maps and the like.
    pub fn super_json(&self, value: Unknown<'_>) -> Result<Option<String>, EncodeError> {
        self.encode(value, true)
    }

    fn encode(&self, value: Unknown<'_>, as_super_json: bool) -> Result<Option<String>, EncodeError> {
        let encode = self.helpers.encode.borrow_back(&self.env).map_err(EncodeError::Thrown)?;
        // SAFETY: the value is live for this call, and `encode` keeps nothing of it.
        #[expect(unsafe_code, reason = "the reference's argument type has to be 'static")]
        let value: Unknown<'static> = unsafe { std::mem::transmute(value) };
        let encoded = encode.call(FnArgs::from((value, as_super_json)));
        match encoded.map_err(|error| EncodeError::Thrown(rethrow(&self.env, error)))? {
            None => Ok(None),
            Some(Either::A(text)) => Ok(Some(text)),
            Some(Either::B(fault)) => {
                let mut steps = fault.into_iter();
                let what = steps.next().unwrap_or_default();
                Err(EncodeError::NotJson { what, steps: steps.collect() })
            }
        }
    }
}

/// Why a value has no text.
pub enum EncodeError {
    /// Whatever the caller's own code threw, its `toJSON` for instance.
    Thrown(napi::Error),
    /// Something in it JSON cannot hold: what, and the steps that lead there.
    NotJson { what: String, steps: Vec<String> },
}

/// Makes what JavaScript threw pending again: napi took it out of the environment to report it.
fn rethrow(env: &Env, error: napi::Error) -> napi::Error {
    match env.throw(JsError::from(error).into_unknown(*env)) {
        Ok(()) => napi::Error::from_status(Status::PendingException),
        Err(failed) => failed,
    }
}
