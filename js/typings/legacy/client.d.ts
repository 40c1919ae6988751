import type { ApiPromise, ClientConfig, RequestOptions } from "./index.js";

/** The config of a client: a server of an older product, and one of its keys. */
export interface LegacyConfig extends Pick<ClientConfig, "baseURL" | "ca" | "requestOptions"> {
  /** Default `TRIGGER_API_KEY`: `trigger_live_…`, `trigger_development_…`, `tr_prod_…`, `tr_dev_…`. */
  apiKey?: string;
}

/** The request options of a call, which knows neither `clientConfig` nor pages. */
export type LegacyRequestOptions = Omit<RequestOptions, "clientConfig" | "prefetch">;

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

/** Returns the environment that a key names: `live`, `development`, `dev`, `prod` and so on; undefined for no such key. */
export declare function environmentOf(apiKey: string): string | undefined;

/** Sends an event, with an id, to the first product, whose server answers no event. */
export declare function sendEvent(
  id: string,
  event: LegacyCustomEvent,
  requestOptions?: LegacyRequestOptions,
): ApiPromise<unknown>;
