//! Schedules of an environment.

use napi::bindgen_prelude::External;
use napi_derive::napi;

use crate::binding::{Arguments, Handle, ScopeHandle};
use crate::core::credential::Accepts;
use crate::core::operation::{Kind, Operation};
use crate::core::parameter::Argument::{self, Segment};
use crate::core::shape::Shape;
use crate::model::parameters::{optional_params, params};
use crate::model::schedule::{
    CreateScheduleParams, DeletedSchedule, ListSchedulesParams, Schedule, Timezones, TimezonesParams,
    UpdateScheduleParams,
};
use crate::model::wire::HasFields;

const SCHEDULES: &str = "/api/v1/schedules";
const SCHEDULE: &str = "/api/v1/schedules/{}";
const NAMED: &[Argument] = &[Segment("scheduleId")];
const ONE: Shape = Shape::Object(Schedule::FIELDS);

static LIST: Operation = Accepts::KEYS
    .get("schedules.list", SCHEDULES)
    .takes(&[optional_params::<ListSchedulesParams>()])
    .pages(Kind::NumberedPage, Shape::Page(Schedule::FIELDS));

/// Lists the schedules of the environment, a page at a time: await it for one page, iterate it for all.
///
/// `GET /api/v1/schedules`; takes a secret key.
#[napi(
    namespace = "schedules",
    ts_args_type = "params?: ListSchedulesParams, requestOptions?: RequestOptions",
    ts_return_type = "OffsetLimitPagePromise<Schedule>"
)]
pub fn list(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&LIST, arguments)
}

// The deduplication key, which a call must have, makes a repeated one an update to the same state.
static CREATE: Operation = Accepts::KEYS
    .post("schedules.create", SCHEDULES, "")
    .takes(&[params::<CreateScheduleParams>()])
    .repeatable()
    .answers(ONE);

/// Creates a schedule, or updates the one of the project that has this `deduplicationKey`.
///
/// An update by its key resets what it leaves out, as `schedules.update` does. The server refuses tasks
/// that are not scheduled or not deployed yet, and cron expressions and timezones it does not know.
///
/// `POST /api/v1/schedules`; takes a secret key.
#[napi(
    namespace = "schedules",
    ts_args_type = "params: CreateScheduleParams, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<Schedule>"
)]
pub fn create(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&CREATE, arguments)
}

static RETRIEVE: Operation = Accepts::KEYS.get("schedules.retrieve", SCHEDULE).takes(NAMED).answers(ONE);

/// Retrieves a schedule of the environment.
///
/// `GET /api/v1/schedules/{scheduleId}`; takes a secret key.
#[napi(
    namespace = "schedules",
    ts_args_type = "scheduleId: string, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<Schedule>"
)]
pub fn retrieve(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&RETRIEVE, arguments)
}

static UPDATE: Operation = Accepts::KEYS
    .put("schedules.update", SCHEDULE)
    .takes(&[Segment("scheduleId"), params::<UpdateScheduleParams>()])
    .answers(ONE);

/// Replaces what a schedule is: **without `timezone` it is `UTC` again, without `externalId` it has none**.
///
/// **Of an id that does not exist the server makes a new schedule, and answers with success.** Its `id` is
/// then another one than the call named.
///
/// `PUT /api/v1/schedules/{scheduleId}`; takes a secret key.
#[napi(
    namespace = "schedules",
    ts_args_type = "scheduleId: string, params: UpdateScheduleParams, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<Schedule>"
)]
pub fn update(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&UPDATE, arguments)
}

static ACTIVATE: Operation = Accepts::KEYS
    .post("schedules.activate", "/api/v1/schedules/{}/activate", "")
    .takes(NAMED)
    .repeatable()
    .answers(ONE);

/// Activates a schedule; one that is active already stays so.
///
/// `POST /api/v1/schedules/{scheduleId}/activate`; takes a secret key.
#[napi(
    namespace = "schedules",
    ts_args_type = "scheduleId: string, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<Schedule>"
)]
pub fn activate(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&ACTIVATE, arguments)
}

static DEACTIVATE: Operation =
    Operation { name: "schedules.deactivate", path: "/api/v1/schedules/{}/deactivate", ..ACTIVATE };

/// Deactivates a schedule: it starts no runs until it is activated again.
///
/// `POST /api/v1/schedules/{scheduleId}/deactivate`; takes a secret key.
#[napi(
    namespace = "schedules",
    ts_args_type = "scheduleId: string, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<Schedule>"
)]
pub fn deactivate(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&DEACTIVATE, arguments)
}

static DELETE: Operation = Accepts::KEYS
    .delete("schedules.del", SCHEDULE)
    .takes(NAMED)
    .answers(Shape::Object(DeletedSchedule::FIELDS));

/// Deletes a schedule.
///
/// `DELETE /api/v1/schedules/{scheduleId}`; takes a secret key.
#[napi(
    namespace = "schedules",
    ts_args_type = "scheduleId: string, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<DeletedSchedule>"
)]
pub fn del(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&DELETE, arguments)
}

static TIMEZONES: Operation = Accepts::KEYS_AND_PUBLIC
    .or(Accepts::USERS)
    .get("schedules.timezones", "/api/v1/timezones")
    .takes(&[optional_params::<TimezonesParams>()])
    .answers(Shape::Object(Timezones::FIELDS));

/// Lists the timezones that schedules can have.
///
/// `GET /api/v1/timezones`; takes any credential.
#[napi(
    namespace = "schedules",
    ts_args_type = "params?: TimezonesParams, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<Timezones>"
)]
pub fn timezones(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&TIMEZONES, arguments)
}
