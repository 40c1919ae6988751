//! Schedules on the wire.

use super::parameters::{Cron, OnlyTrue};
use super::wire::Timestamp;

wire! {
    /// A schedule.
    pub struct Schedule {
        /// `sched_…`
        pub id: String,
        /// `DECLARATIVE` for one that the task's own code declares.
        #[napi(ts_type = "\"IMPERATIVE\" | \"DECLARATIVE\" | (string & {})")]
        pub r#type: String,
        /// The id of the task it starts.
        pub task: String,
        pub active: bool,
        /// Absent when the schedule was made without one.
        #[napi(ts_type = "string | null")]
        pub deduplicationKey: Option<String>,
        /// Null in a list, absent elsewhere, when there is none.
        #[napi(ts_type = "string | null")]
        pub externalId: Option<String>,
        pub generator: ScheduleGenerator,
        /// The timezone, by IANA's name, for example `Europe/London`.
        pub timezone: String,
        /// The time after the nominal one within which each run starts.
        pub window: Option<String>,
        /// The next nominal time; null when the schedule is not active.
        #[napi(ts_type = "Date | null")]
        pub nextRun: Option<Timestamp>,
        /// The time the next run starts in fact, always equally long after the nominal one.
        #[napi(ts_type = "Date | null")]
        pub nextRunEffectiveAt: Option<Timestamp>,
        /// A least window that the plan demands, whatever `window` says.
        pub appliedSchedulePolicy: Option<AppliedSchedulePolicy>,
        pub environments: Vec<ScheduleEnvironment>,
    }

    /// The rule by which a schedule runs.
    pub struct ScheduleGenerator {
        #[napi(ts_type = "\"CRON\" | (string & {})")]
        pub r#type: String,
        /// The cron expression.
        pub expression: String,
        /// The expression in words.
        pub description: String,
    }

    /// A least window that a plan demands.
    pub struct AppliedSchedulePolicy {
        pub minimumWindowSeconds: f64,
        #[napi(ts_type = "\"free_schedule\" | (string & {})")]
        pub reason: String,
    }

    /// An environment that a schedule runs in.
    pub struct ScheduleEnvironment {
        pub id: String,
        /// `DEVELOPMENT`, `STAGING`, `PRODUCTION` or `PREVIEW`.
        pub r#type: String,
        /// The person whose development environment it is.
        #[napi(ts_type = "string | null")]
        pub userName: Option<String>,
        /// The slug of the environment; only in a list.
        pub slug: Option<String>,
        /// The short code of the environment; only where the schedule was created or updated.
        pub shortcode: Option<String>,
    }

    /// The id of a schedule that was deleted.
    pub struct DeletedSchedule {
        pub id: String,
    }

    /// The timezones that schedules can have.
    pub struct Timezones {
        /// IANA's names, `UTC` first.
        pub timezones: Vec<String>,
    }
}

parameters! {
    /// The parameters of `schedules.list`.
    pub struct ListSchedulesParams {
        /// Schedules per page.
        pub perPage: Option<u32>,
        /// The number of the page, from 1. Default 1.
        pub page: Option<u32>,
    }

    /// The parameters of `schedules.create`.
    pub struct CreateScheduleParams {
        /// The id of a scheduled task that has been deployed.
        pub task: String,
        /// Five fields, for example `0 9 * * 1`; without seconds, and no alias such as `@daily`.
        #[napi(ts_type = "string")]
        pub cron: Cron,
        /// The key the schedule is known by in the project: a second call with it updates the first one's.
        pub deduplicationKey: String,
        /// The id the task is to know it by, for example that of a user.
        pub externalId: Option<String>,
        /// The timezone, by IANA's name, for example `Europe/London`; `schedules.timezones` lists them. Default `UTC`.
        pub timezone: Option<String>,
        /// Starts each run within this time after the nominal one: `30m`, `2h`, at most `24h`, or, as a
        /// part of the interval, `30%`.
        pub window: Option<String>,
    }

    /// The parameters of `schedules.update`, which replace what the schedule was.
    pub struct UpdateScheduleParams {
        /// The id of a scheduled task that has been deployed.
        pub task: String,
        /// Five fields, for example `0 9 * * 1`; without seconds, and no alias such as `@daily`.
        #[napi(ts_type = "string")]
        pub cron: Cron,
        /// The id the task knows it by. **Left out, the schedule has none any more.**
        pub externalId: Option<String>,
        /// The timezone. **Left out, it is `UTC` again.**
        pub timezone: Option<String>,
        /// The window, as in `CreateScheduleParams`; repeat it to keep it.
        pub window: Option<String>,
    }

    /// The parameters of `schedules.timezones`.
    pub struct TimezonesParams {
        /// Default false.
        #[napi(ts_type = "boolean")]
        pub excludeUtc: Option<OnlyTrue>,
    }
}
