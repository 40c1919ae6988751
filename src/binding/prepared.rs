//! A prepared call: validated, frozen, not yet sent.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

use napi::bindgen_prelude::{External, Null, ToNapiValue};
use napi::sys;
use napi_derive::napi;

use super::arguments::ReadError;
use super::arguments::{Argument, Arguments, Reader};
use super::realm::Realm;
use super::scope::ScopeHandle;
use crate::engine::call::{Call, FeedPlan, Neighbour, Plan, Request, TailPlan, neighbour};
use crate::engine::engine::{CancelOnDrop, Engine};
use crate::engine::identity::Refresher;
use crate::engine::operation::Operation;
use crate::engine::outcome::{CallError, Delivery};
use crate::engine::transport::{ProcessTrust, Proxies, Transport};

/// What every function of `api` returns: the call, or how far it has got already.
pub enum Preparation {
    Prepared(External<Prepared>),
    /// It was sent, and nothing more is needed of it.
    Sent,
    /// It was to be sent, and is refused: the failure as JSON.
    Refused(String),
}

impl ToNapiValue for Preparation {
    #[expect(unsafe_code, reason = "the trait hands over a raw pointer")]
    unsafe fn to_napi_value(env: sys::napi_env, launch: Self) -> napi::Result<sys::napi_value> {
        // SAFETY: the environment is the one napi hands over.
        unsafe {
            match launch {
                Self::Prepared(prepared) => ToNapiValue::to_napi_value(env, prepared),
                Self::Sent => ToNapiValue::to_napi_value(env, Null),
                Self::Refused(failure) => ToNapiValue::to_napi_value(env, failure),
            }
        }
    }
}

pub type PrepareResult = napi::Result<Preparation>;

/// A refused call is one too: it fails when it is started.
pub struct Prepared {
    operation: &'static Operation,
    work: Result<Action, String>,
    realm: Rc<Realm>,
    options_index: Option<u32>,
    prefetches: bool,
    /// While the call is in call.
    cancel: RefCell<Option<CancelOnDrop>>,
}

/// What the arguments come to: the work, and whether its pages are asked for ahead of time.
pub(super) type Ready = Result<(Action, bool), ReadError>;

/// What there is to do for a call.
#[derive(Clone)]
pub(super) enum Action {
    Send(Arc<Call>),
    /// Nothing but to hand this JSON over.
    Answer(String),
}

impl ScopeHandle {
    /// Prepares a call in this scope from the arguments it takes.
    pub fn prepare(
        &self,
        operation: &'static Operation,
        takes: &[Argument],
        arguments: Arguments<'_>,
    ) -> PrepareResult {
        self.prepare_with(operation, arguments, &|reader| reader.request(operation, takes))
    }

    /// The same where `request` reads the arguments; the request options that follow them are read here,
    /// for every operation alike.
    pub fn prepare_with<'env>(
        &self,
        operation: &'static Operation,
        arguments: Arguments<'env>,
        request: &dyn Fn(&mut Reader<'env>) -> Result<Request, ReadError>,
    ) -> PrepareResult {
        self.launch(operation, arguments, &|reader| {
            let request = request(reader)?;
            self.call(operation, reader, request)
        })
    }

    /// Prepares a call that sends nothing: `answer` reads its arguments and says the answer as JSON.
    pub fn answer<'env>(
        &self,
        operation: &'static Operation,
        arguments: Arguments<'env>,
        answer: &dyn Fn(&mut Reader<'env>) -> Result<String, ReadError>,
    ) -> PrepareResult {
        self.launch(operation, arguments, &|reader| {
            let answer = answer(reader)?;
            reader.end()?;
            Ok((Action::Answer(answer), false))
        })
    }

    pub(super) fn launch<'env>(
        &self,
        operation: &'static Operation,
        arguments: Arguments<'env>,
        read: &dyn Fn(&mut Reader<'env>) -> Ready,
    ) -> PrepareResult {
        let send_as = arguments.send_as;
        let mut reader = arguments.into_reader(&self.realm.helpers);
        // A panic that left this function would end the process, and all its customers' calls.
        let (work, prefetches) = match catch_unwind(AssertUnwindSafe(|| read(&mut reader))) {
            Ok(Ok((work, prefetches))) => (Ok(work), prefetches),
            Ok(Err(error)) => (Err(error.into_failure(operation.name)?), false),
            Err(_) => {
                let failure = CallError::internal(operation.name, "reading the arguments panicked");
                (Err(failure.to_json()), false)
            }
        };
        let prepared = Prepared {
            operation,
            work,
            realm: Rc::clone(&self.realm),
            options_index: reader.options_index,
            prefetches,
            cancel: RefCell::new(None),
        };
        let Some(id) = send_as else { return Ok(Preparation::Prepared(External::new(prepared))) };
        Ok(match prepared.send(id) {
            Some(failure) => Preparation::Refused(failure),
            // The next page is asked for through this one's call.
            None if operation.kind.is_page() => Preparation::Prepared(External::new(prepared)),
            None => {
                if let Some(cancel) = prepared.cancel.take() {
                    self.realm.keep_alive(id, cancel);
                }
                Preparation::Sent
            }
        })
    }

    fn call(&self, operation: &'static Operation, reader: &mut Reader<'_>, request: Request) -> Ready {
        let options = reader.finish()?;
        options.check(operation)?;
        let scope = match &options.client_config {
            None => &self.scope,
            Some(config) => &self.scope.derive(config)?,
        };
        let call = Call::new(operation, scope, options.call, request)?;
        Ok((Action::Send(Arc::new(call)), options.prefetch.unwrap_or(true)))
    }
}

/// The call of a subscription, and what it watches.
type Feed<'a> = (&'a Arc<Call>, &'a Arc<FeedPlan>);

impl Prepared {
    /// The feed that was asked for, or the failure of a call that is refused.
    pub fn feed(&self) -> Result<Feed<'_>, String> {
        let internal = || CallError::internal(self.operation.name, "it is no subscription").to_json();
        match &self.work {
            Ok(Action::Send(call)) => match &call.request.plan {
                Plan::Feed(plan) => Ok((call, plan)),
                _ => Err(internal()),
            },
            Ok(Action::Answer(_)) => Err(internal()),
            Err(failure) => Err(failure.clone()),
        }
    }

    /// The stream that was asked for, or the failure of a call that is refused.
    pub fn tail(&self) -> Result<(&Arc<Call>, &Arc<TailPlan>), String> {
        let internal = || CallError::internal(self.operation.name, "it reads no stream").to_json();
        match &self.work {
            Ok(Action::Send(call)) => match &call.request.plan {
                Plan::Tail(plan) => Ok((call, plan)),
                _ => Err(internal()),
            },
            Ok(Action::Answer(_)) => Err(internal()),
            Err(failure) => Err(failure.clone()),
        }
    }

    /// A call like this one, in its scope, to read a stream.
    pub fn reading(&self, call: Call) -> Self {
        Self {
            operation: call.operation,
            work: Ok(Action::Send(Arc::new(call))),
            realm: Rc::clone(&self.realm),
            options_index: None,
            prefetches: false,
            cancel: RefCell::new(None),
        }
    }

    /// The way to a fresh token that its scope has.
    pub fn refresher(&self) -> Option<&Refresher> {
        match &self.work {
            Ok(Action::Send(call)) => call.identity.refresher.as_deref(),
            _ => None,
        }
    }

    /// Which argument held the request options.
    pub fn options_index(&self) -> Option<u32> {
        self.options_index
    }

    /// The realm its mail comes back to.
    pub fn realm(&self) -> &Realm {
        &self.realm
    }

    /// Sends the call; it will be settled under this id. A refused one answers its failure.
    fn send(&self, id: u32) -> Option<String> {
        match &self.work {
            Err(failure) => return Some(failure.clone()),
            Ok(Action::Answer(json)) => {
                self.realm.settler(id)(Ok(Delivery::local(self.operation.name, json.clone())));
            }
            Ok(Action::Send(call)) => {
                let Some(engine) = Engine::running() else {
                    let failure = CallError::internal(self.operation.name, "the engine is not running");
                    return Some(failure.to_json());
                };
                let cancel = engine.submit(self.realm.watched(id, call), self.realm.settler(id));
                self.cancel.replace(Some(cancel));
            }
        }
        None
    }
}

/// Which argument held the request options, for the signal in them.
#[napi(skip_typescript, catch_unwind)]
pub fn options_index(call: &External<Prepared>) -> Option<u32> {
    call.options_index
}

/// Sends a call; it will be settled under this id. A refused one answers its failure at once.
#[napi(skip_typescript, catch_unwind)]
pub fn start_call(call: &External<Prepared>, id: u32) -> Option<String> {
    call.send(id)
}

/// Starts the I/O thread for a call of an operation with what the process environment says, unless it is running.
///
/// Answers the call's failure when it cannot be started.
#[napi(skip_typescript, catch_unwind)]
pub fn start_engine(
    operation: String,
    extra_certificates: Option<String>,
    use_system_store: bool,
    omit_bundled_roots: bool,
    http_proxy: Option<String>,
    https_proxy: Option<String>,
    no_proxy: Option<String>,
) -> Option<String> {
    let proxies = match Proxies::parse(http_proxy.as_deref(), https_proxy.as_deref(), no_proxy) {
        Ok(proxies) => proxies,
        Err(invalid) => return Some(CallError::refused(&operation, invalid).to_json()),
    };
    let trust = ProcessTrust { extra_certificates, use_system_store, omit_bundled_roots };
    let what = Engine::get_or_start(move || Transport::new(trust, proxies)).err()?;
    Some(CallError::internal(&operation, &what).to_json())
}

static ENVIRONMENT: OnceLock<String> = OnceLock::new();

/// Keeps the main thread's environment, as JSON, for workers that make the first call.
#[napi(skip_typescript, catch_unwind)]
pub fn keep_environment(variables: String) {
    // Whoever loads the package anew in the same thread has nothing else to say.
    let _ = ENVIRONMENT.set(variables);
}

/// Answers the main thread's environment, if it has loaded the package.
#[napi(skip_typescript, catch_unwind)]
pub fn kept_environment() -> Option<&'static str> {
    ENVIRONMENT.get().map(String::as_str)
}

/// Whether iterating over this call's pages asks for the next one ahead of time.
#[napi(skip_typescript, catch_unwind)]
pub fn prefetches(call: &External<Prepared>) -> bool {
    call.prefetches
}

/// Ends a call nobody waits for; it is not settled any more.
#[napi(skip_typescript, catch_unwind)]
pub fn abort_call(call: &External<Prepared>) {
    drop(call.cancel.take());
}

/// The call for the next page, or the previous one, of the page this call brought.
#[napi(skip_typescript, catch_unwind)]
pub fn neighbour_call(call: &External<Prepared>, next: bool, cursor: String) -> External<Prepared> {
    let which = if next { Neighbour::Next } else { Neighbour::Previous };
    External::new(Prepared {
        operation: call.operation,
        work: call.work.clone().map(|work| match work {
            Action::Send(call) => Action::Send(Arc::new(neighbour(&call, which, cursor))),
            answer @ Action::Answer(_) => answer,
        }),
        realm: Rc::clone(&call.realm),
        options_index: call.options_index,
        prefetches: call.prefetches,
        cancel: RefCell::new(None),
    })
}
