// Every declared function and overload, as a strict TypeScript user writes it. Compiled, not run.

import {
  ApiConnectionError,
  ApiError,
  ApiResponseError,
  ApiTimeoutError,
  ArgumentError,
  AuthenticationError,
  BadRequestError,
  ConfigurationError,
  ConflictError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  TriggerClient,
  UnprocessableEntityError,
  auth,
  configure,
  envvars,
  runs,
  withAuth,
  type ApiPromise,
  type CursorPage,
  type EnvironmentVariable,
  type ListedRun,
  type RequestOptions,
  type Run,
  type RunReference,
} from "hairtrigger";
import { expectType } from "./expect.mjs";

configure({ secretKey: "tr_dev_x", ambient: false });
configure({ baseURL: "http://localhost:3030", previewBranch: null, ca: ["pem"] });
auth.configure({ requestOptions: { retry: { maxAttempts: 2 }, timeoutInMs: 1000 } });

expectType<Promise<number>>()(await0(withAuth({ secretKey: "tr_dev_x" }, async () => 7)), true);
expectType<Promise<string>>()(
  await0(withAuth({ accessToken: "tr_pat_x" }, (client) => client.runs.cancel("r").then((run) => run.id))),
  true,
);
expectType<TriggerClient>()(withAuth({ secretKey: "tr_dev_x" }), true);
expectType<TriggerClient>()(auth.withAuth({ secretKey: "tr_dev_x" }), true);
function await0<T>(value: T): T {
  return value;
}

const options: RequestOptions = {
  retry: { maxAttempts: 3, factor: 2, minTimeoutInMs: 1, maxTimeoutInMs: 2, randomize: false },
  additionalHeaders: { "x-a": "1" },
  timeoutInMs: 5000,
  maxResponseBytes: 1_000_000,
  prefetch: false,
  dedupe: true,
  signal: new AbortController().signal,
  clientConfig: { secretKey: "tr_dev_y", previewBranch: "b" },
};

const page = await runs.list();
expectType<CursorPage<ListedRun>>()(page, true);
await runs.list({ status: "QUEUED", limit: 10 }, options);
await runs.list({
  status: ["QUEUED", "SOMETHING_NEW"],
  taskIdentifier: ["a", "b"],
  version: "1",
  from: new Date(),
  to: 1_700_000_000_000,
  period: "30d",
  bulkAction: "bulk_1",
  tag: ["a"],
  schedule: "sched_1",
  isTest: true,
  batch: "batch_1",
  queue: [{ type: "task", name: "t" }],
  machine: ["micro"],
  region: "eu",
  after: "cursor",
});
await runs.list(options);
await runs.list("proj_1", { env: "prod", limit: 5 }, options);
await runs.list("proj_1", options);
await runs.list({ projectRef: "proj_1", env: "dev" });
for await (const run of runs.list({ limit: 2 })) expectType<ListedRun>()(run, true);
for await (const next of page.iterPages()) expectType<CursorPage<ListedRun>>()(next, true);
if (page.hasNextPage()) await page.getNextPage();
if (page.hasPreviousPage()) await page.getPreviousPage();
expectType<ListedRun[]>()(page.getPaginatedItems(), true);
expectType<Date>()(page.data[0]!.createdAt, true);

const run = await runs.retrieve("run_1", options);
expectType<Run<string>>()(run, true);
expectType<Date | undefined>()(run.relatedRuns.root?.createdAt, true);
await runs.retrieve({ id: "run_1" });

// A task of the official SDK, by its shape.
interface HelloTask {
  id: "hello";
  trigger(
    payload: { name: string },
    options?: object,
  ): Promise<{ id: string; readonly __output?: { length: number } }>;
}
const typed = await runs.retrieve<HelloTask>("run_1");
expectType<{ name: string } | undefined>()(typed.payload, true);
expectType<{ length: number } | undefined>()(typed.output, true);
const polled = await runs.poll<HelloTask>("run_1", { pollIntervalMs: 100 }, options);
expectType<{ length: number } | undefined>()(polled.output, true);
await runs.poll("run_1", options);

expectType<ApiPromise<RunReference>>()(runs.cancel("run_1", options), true);
await runs.replay("run_1");
await runs.replay("run_1", options);
await runs.replay("run_1", { payload: { a: new Date() }, tags: ["a"], delay: new Date(), ttl: 60 }, options);
await runs.replay("run_1", { idempotencyKey: "k", idempotencyKeyTTL: "24h" });
await runs.reschedule("run_1", { delay: "1h" }, options);
await runs.reschedule("run_1", { delay: new Date() });

expectType<EnvironmentVariable[]>()(await envvars.list("proj_1", "prod", options), true);
await envvars.upload("proj_1", "staging", { variables: { A: "1" }, override: true, isSecret: true }, options);
await envvars.create("proj_1", "dev", { name: "A", value: "1", isSecret: false }, options);
expectType<EnvironmentVariable>()(await envvars.retrieve("proj_1", "preview", "A", options), true);
await envvars.update("proj_1", "preview", "DATABASE_URL", { value: "postgres://" }, options);
await envvars.del("proj_1", "dev", "A", options);

const { data, response } = await envvars.list("proj_1", "prod").withResponse();
expectType<EnvironmentVariable[]>()(data, true);
expectType<number>()(response.status, true);
expectType<Response>()(await runs.cancel("run_1").asResponse(), true);

const client = new TriggerClient({ secretKey: "tr_dev_x", baseURL: "https://trigger.example" });
await client.runs.list({ limit: 1 });
await client.runs.list("proj_1", { env: "prod" });
await client.envvars.update("proj_1", "dev", "A", { value: "1" });
new TriggerClient();

try {
  await runs.cancel("run_1");
} catch (error) {
  if (error instanceof RateLimitError) expectType<number | undefined>()(error.millisecondsUntilReset, true);
  if (error instanceof ApiError) {
    expectType<number | undefined>()(error.status, true);
    expectType<string | undefined>()(error.credential?.masked, true);
  }
  const classes = [
    BadRequestError,
    AuthenticationError,
    PermissionDeniedError,
    NotFoundError,
    ConflictError,
    UnprocessableEntityError,
    InternalServerError,
    ApiConnectionError,
    ApiTimeoutError,
    ApiResponseError,
    ConfigurationError,
    ArgumentError,
  ];
  void classes.some((Class) => error instanceof Class);
}
