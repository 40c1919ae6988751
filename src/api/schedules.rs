//! Schedules of an environment.

use super::prelude::*;
use crate::binding::Argument::{self, Segment};
use crate::model::schedule::{
    CreateScheduleParams, DeletedSchedule, ListSchedulesParams, Schedule, Timezones, TimezonesParams,
    UpdateScheduleParams,
};

operations![LIST, CREATE, RETRIEVE, UPDATE, ACTIVATE, DEACTIVATE, DELETE, TIMEZONES];

const SCHEDULES: &str = "/api/v1/schedules";
const SCHEDULE: &str = "/api/v1/schedules/{scheduleId}";
const NAMED: &[Argument] = &[Segment("scheduleId")];
const ONE: Shape = Shape::Object(Schedule::FIELDS);

static LIST: Operation = Operation::get("schedules.list", SCHEDULES)
    .accepts(KEYS)
    .pages(Kind::NumberedPage, Shape::Page(Schedule::FIELDS));

endpoint! {
    /// Lists the schedules of the environment, a page at a time: await it for one page, iterate it for all.
    ///
    /// `GET /api/v1/schedules`; takes a secret key.
    "schedules" list("params?: ListSchedulesParams, requestOptions?: RequestOptions") -> "OffsetLimitPagePromise<Schedule>" = LIST,
        takes &[optional_params::<ListSchedulesParams>()]
}

// The deduplication key, which a call must have, makes a repeated one an update to the same state.
static CREATE: Operation =
    Operation::post("schedules.create", SCHEDULES, "").accepts(KEYS).idempotent().answers(ONE);

endpoint! {
    /// Creates a schedule, or updates the one of the project that has this `deduplicationKey`.
    ///
    /// An update by its key resets what it leaves out, as `schedules.update` does. The server refuses tasks
    /// that are not scheduled or not deployed yet, and cron expressions and timezones it does not know.
    ///
    /// `POST /api/v1/schedules`; takes a secret key.
    "schedules" create("params: CreateScheduleParams, requestOptions?: RequestOptions") -> "ApiPromise<Schedule>" = CREATE,
        takes &[params::<CreateScheduleParams>()]
}

static RETRIEVE: Operation = Operation::get("schedules.retrieve", SCHEDULE).accepts(KEYS).answers(ONE);

endpoint! {
    /// Retrieves a schedule of the environment.
    ///
    /// `GET /api/v1/schedules/{scheduleId}`; takes a secret key.
    "schedules" retrieve("scheduleId: string, requestOptions?: RequestOptions") -> "ApiPromise<Schedule>" = RETRIEVE,
        takes NAMED
}

static UPDATE: Operation = Operation::put("schedules.update", SCHEDULE).accepts(KEYS).answers(ONE);

endpoint! {
    /// Replaces what a schedule is: **without `timezone` it is `UTC` again, without `externalId` it has none**.
    ///
    /// **Of an id that does not exist the server makes a new schedule, and answers with success.** Its `id` is
    /// then another one than the call named.
    ///
    /// `PUT /api/v1/schedules/{scheduleId}`; takes a secret key.
    "schedules" update("scheduleId: string, params: UpdateScheduleParams, requestOptions?: RequestOptions") -> "ApiPromise<Schedule>" = UPDATE,
        takes &[Segment("scheduleId"), params::<UpdateScheduleParams>()]
}

static ACTIVATE: Operation =
    Operation::post("schedules.activate", "/api/v1/schedules/{scheduleId}/activate", "")
        .accepts(KEYS)
        .idempotent()
        .answers(ONE);

endpoint! {
    /// Activates a schedule; one that is active already stays so.
    ///
    /// `POST /api/v1/schedules/{scheduleId}/activate`; takes a secret key.
    "schedules" activate("scheduleId: string, requestOptions?: RequestOptions") -> "ApiPromise<Schedule>" = ACTIVATE,
        takes NAMED
}

static DEACTIVATE: Operation =
    Operation { name: "schedules.deactivate", path: "/api/v1/schedules/{scheduleId}/deactivate", ..ACTIVATE };

endpoint! {
    /// Deactivates a schedule: it starts no runs until it is activated again.
    ///
    /// `POST /api/v1/schedules/{scheduleId}/deactivate`; takes a secret key.
    "schedules" deactivate("scheduleId: string, requestOptions?: RequestOptions") -> "ApiPromise<Schedule>" = DEACTIVATE,
        takes NAMED
}

static DELETE: Operation = Operation::delete("schedules.del", SCHEDULE)
    .accepts(KEYS)
    .answers(Shape::Object(DeletedSchedule::FIELDS));

endpoint! {
    /// Deletes a schedule.
    ///
    /// `DELETE /api/v1/schedules/{scheduleId}`; takes a secret key.
    "schedules" del("scheduleId: string, requestOptions?: RequestOptions") -> "ApiPromise<DeletedSchedule>" = DELETE,
        takes NAMED
}

static TIMEZONES: Operation = Operation::get("schedules.timezones", "/api/v1/timezones")
    .accepts(KEYS_AND_PUBLIC.or(USERS))
    .answers(Shape::Object(Timezones::FIELDS));

endpoint! {
    /// Lists the timezones that schedules can have.
    ///
    /// `GET /api/v1/timezones`; takes any credential.
    "schedules" timezones("params?: TimezonesParams, requestOptions?: RequestOptions") -> "ApiPromise<Timezones>" = TIMEZONES,
        takes &[optional_params::<TimezonesParams>()]
}
