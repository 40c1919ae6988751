// Typings of hairtrigger. Generated from the Rust doc comments and js/typings/ by `npm run build`;
// do not edit.

import type { ApiPromise, ClientConfig, RequestOptions } from "./index.js";

/**
 * A client for one key of one server.
 *
 * What the config does not name comes from `TRIGGER_API_KEY` and `TRIGGER_API_URL`; there is no default
 * server. A key that is named but unset throws a ConfigurationError.
 */
export declare class LegacyClient {
  constructor(config?: LegacyConfig);
  readonly sendEvent: typeof sendEvent;
  readonly sendEvents: typeof sendEvents;
  readonly getEvent: typeof getEvent;
  readonly getRuns: typeof getRuns;
  readonly getRun: typeof getRun;
  readonly cancelRun: typeof cancelRun;
  readonly invokeJob: typeof invokeJob;
}

/** The config of a client: a server of an older product, and one of its keys. */
export interface LegacyConfig extends Pick<ClientConfig, "baseURL" | "ca" | "requestOptions"> {
  /** Default `TRIGGER_API_KEY`: `trigger_live_…`, `trigger_development_…`, `tr_prod_…`, `tr_dev_…`. */
  apiKey?: string;
}

/** The request options of a call, which knows neither `clientConfig` nor pages. */
export type LegacyRequestOptions = Omit<RequestOptions, "clientConfig" | "prefetch">;

/**
 * Cancels a run and what its tasks still do. The server calls a run canceled that had ended, too.
 *
 * `POST /api/v1/runs/{runId}/cancel`; takes `TRIGGER_API_KEY`.
 */
export declare function cancelRun(
  runId: string,
  requestOptions?: LegacyRequestOptions,
): ApiPromise<LegacyRunDetails>;

/** Returns the environment that a key names: `live`, `development`, `dev`, `prod` and so on; undefined for no such key. */
export declare function environmentOf(apiKey: string): string | undefined;

/**
 * Retrieves an event with the runs it has started.
 *
 * `GET /api/v2/events/{eventId}`; takes `TRIGGER_API_KEY`.
 */
export declare function getEvent(
  eventId: string,
  requestOptions?: LegacyRequestOptions,
): ApiPromise<LegacyEventDetails>;

/**
 * Retrieves a run with its output and its tasks.
 *
 * `GET /api/v2/runs/{runId}`; takes `TRIGGER_API_KEY`.
 */
export declare function getRun(
  runId: string,
  options?: LegacyGetRunOptions,
  requestOptions?: LegacyRequestOptions,
): ApiPromise<LegacyRunDetails>;

/**
 * Lists runs of a job, newest first, those of all environments of its project.
 *
 * `GET /api/v1/jobs/{jobSlug}/runs`; takes `TRIGGER_API_KEY`.
 */
export declare function getRuns(
  jobSlug: string,
  options?: LegacyGetRunsOptions,
  requestOptions?: LegacyRequestOptions,
): ApiPromise<LegacyRuns>;

/**
 * Invokes a job, which has to have an invoke trigger, with a payload.
 *
 * It is retried after a failure that leaves open whether the run was made only with an `idempotencyKey`.
 *
 * `POST /api/v1/jobs/{jobId}/invoke`; takes `TRIGGER_API_KEY`.
 */
export declare function invokeJob(
  jobId: string,
  payload?: unknown,
  options?: LegacyInvokeOptions,
  requestOptions?: LegacyRequestOptions,
): ApiPromise<LegacyInvokedRun>;

/** Sends an event, with an id, to the first product, whose server answers no event. */
export declare function sendEvent(
  id: string,
  event: LegacyCustomEvent,
  requestOptions?: LegacyRequestOptions,
): ApiPromise<unknown>;

/**
 * Sends an event: to the first product an id and the event, to the second the event and its options.
 *
 * An event of the second product is sent again after a failure that leaves open whether it was processed only
 * with an `id`, one of the first product never. The server of the first product answers no event.
 *
 * `POST /api/v1/events`; takes `TRIGGER_API_KEY`.
 */
export declare function sendEvent(
  event: LegacyEvent,
  options?: LegacySendEventOptions,
  requestOptions?: LegacyRequestOptions,
): ApiPromise<LegacySentEvent>;

/**
 * Sends several events to the second product, one after the other; those before one that fails are sent.
 *
 * They are sent again after a failure that leaves open whether they were processed only when each has an `id`.
 *
 * `POST /api/v1/events/bulk`; takes `TRIGGER_API_KEY`.
 */
export declare function sendEvents(
  events: LegacyEvent[],
  options?: LegacySendEventOptions,
  requestOptions?: LegacyRequestOptions,
): ApiPromise<LegacySentEvent[]>;

/** An event of the first product. */
export interface LegacyCustomEvent {
  name: string;
  payload?: unknown;
  context?: unknown;
  /** The time it happened. Default now. */
  timestamp?: string | Date;
  /** The time it is held back. */
  delay?: LegacyDelay;
}

/** The time an event is held back, by one of these. */
export interface LegacyDelay {
  seconds?: number;
  minutes?: number;
  hours?: number;
  days?: number;
  until?: string | Date;
}

/** An event of the second product. */
export interface LegacyEvent {
  name: string;
  payload?: unknown;
  context?: unknown;
  /** The id; a second event with the same one is not made. Default one of the server's. */
  id?: string;
  /** The time it happened. Default now. */
  timestamp?: string | Date;
  /** Default `trigger.dev`. */
  source?: string;
  /** Default `JSON`. */
  payloadType?: "JSON" | "REQUEST";
}

/** An event with the runs it has started. */
export interface LegacyEventDetails {
  id: string;
  name: string;
  createdAt: Date;
  updatedAt: Date;
  runs: LegacyEventRun[];
}

/** A run that an event has started. */
export interface LegacyEventRun {
  id: string;
  status: LegacyRunStatus;
  startedAt?: Date | null;
  completedAt?: Date | null;
}

/** The options of `getRun`: which tasks, and what of them. */
export interface LegacyGetRunOptions {
  /** Tasks with their subtasks. Default false. */
  subtasks?: boolean;
  /** Tasks with their `params` and `output`. Default false. */
  taskdetails?: boolean;
  /** The `nextCursor` of the tasks before. */
  cursor?: string;
  /** The number of tasks, at most 50. Default 20. */
  take?: number;
}

/** The options of `getRuns`. */
export interface LegacyGetRunsOptions {
  /** The `nextCursor` of the runs before. */
  cursor?: string;
  /** The number of runs. Default 20. */
  take?: number;
}

/** The options of `invokeJob`. */
export interface LegacyInvokeOptions {
  accountId?: string;
  /** An invocation with a key that was used before answers the run it made then. */
  idempotencyKey?: string;
  context?: unknown;
  /** A URL that is told when the run has ended. */
  callbackUrl?: string;
}

/** A run that was made. */
export interface LegacyInvokedRun {
  id: string;
}

/** A run of a job. */
export interface LegacyRun {
  id: string;
  status: LegacyRunStatus;
  startedAt: Date | null;
  updatedAt: Date | null;
  completedAt: Date | null;
}

/** A run of a job with its output and its tasks. */
export interface LegacyRunDetails {
  id: string;
  status: LegacyRunStatus;
  startedAt: Date | null;
  updatedAt: Date | null;
  completedAt: Date | null;
  output?: any;
  tasks: LegacyTask[];
  /** The statuses the run has told of itself. */
  statuses?: any[];
  /** The cursor of the next tasks; absent when there are no more. */
  nextCursor?: string;
}

/** The status of a run. Values that the typings do not know yet pass through, so keep a default branch. */
export type LegacyRunStatus =
  | "PENDING"
  | "QUEUED"
  | "WAITING_ON_CONNECTIONS"
  | "PREPROCESSING"
  | "STARTED"
  | "EXECUTING"
  | "WAITING_TO_CONTINUE"
  | "WAITING_TO_EXECUTE"
  | "SUCCESS"
  | "FAILURE"
  | "TIMED_OUT"
  | "ABORTED"
  | "CANCELED"
  | "UNRESOLVED_AUTH"
  | "INVALID_PAYLOAD"
  | (string & {});

/** Runs of a job. */
export interface LegacyRuns {
  runs: LegacyRun[];
  /** The cursor of the next ones; absent on the last page. */
  nextCursor?: string;
}

/** The options of an event of the second product. */
export interface LegacySendEventOptions {
  deliverAt?: string | Date;
  /** Seconds. */
  deliverAfter?: number;
  accountId?: string;
}

/** An event that was sent to the second product. */
export interface LegacySentEvent {
  id: string;
  name: string;
  payload: any;
  context?: any;
  timestamp: Date;
  deliverAt?: Date | null;
  deliveredAt?: Date | null;
  cancelledAt?: Date | null;
}

/** A task of a run. */
export interface LegacyTask {
  id: string;
  displayKey: string | null;
  status: string;
  name: string;
  icon: string | null;
  startedAt: Date | null;
  completedAt: Date | null;
  /** The tasks below it, only where they were asked for. */
  subtasks?: LegacyTask[];
}
