// Triggers, batches, public tokens and requests, as a strict TypeScript user writes them. Compiled, not run.

import {
  BatchNotSealedError,
  BatchTriggerError,
  TriggerClient,
  auth,
  batch,
  request,
  runs,
  tasks,
  withAuth,
  type ApiPromise,
  type Batch,
  type BatchHandle,
  type BatchItem,
  type BatchItemById,
  type BatchItemByTask,
  type BatchResults,
  type BatchTriggerOptions,
  type CreatePublicTokenOptions,
  type RequestOptions,
  type RequestParams,
  type RunHandle,
  type TriggerAllOptions,
  type TriggerOptions,
} from "hairtrigger";
import { expectType } from "./expect.mjs";

// Tasks of the official SDK, by their shape.
interface Hello {
  id: "hello";
  trigger(
    payload: { name: string },
    options?: object,
  ): Promise<{ id: string; readonly __output?: { length: number } }>;
}
interface Tick {
  id: "tick";
  trigger(payload?: undefined, options?: object): Promise<{ id: string; readonly __output?: number }>;
}

const requestOptions: RequestOptions = { timeoutInMs: 5_000, signal: new AbortController().signal };
const options: TriggerOptions = {
  queue: "mine",
  concurrency: ["a", "b"],
  concurrencyKey: "tenant",
  idempotencyKey: ["a", "b"],
  idempotencyKeyTTL: "1h",
  delay: new Date(),
  ttl: 60,
  tags: ["a"],
  maxAttempts: 3,
  metadata: { a: 1 },
  maxDuration: 60,
  machine: "micro",
  priority: 1.5,
  region: "eu-central-1",
  version: "20261121.1",
  externalDeploymentId: "commit",
  debounce: { key: "d", delay: "5s", mode: "trailing", maxDelay: "1m" },
};

expectType<ApiPromise<RunHandle>>()(tasks.trigger("any", { a: 1 }), true);
await tasks.trigger("any");
await tasks.trigger("any", undefined, { tags: "a", delay: "1h", ttl: "10m" }, requestOptions);
const handle = await tasks.trigger<Hello>("hello", { name: "a" }, options, requestOptions);
expectType<RunHandle<"hello", { name: string }, { length: number }>>()(handle, true);
expectType<string>()(handle.publicAccessToken, true);
expectType<boolean | undefined>()(handle.isCached, true);
await tasks.trigger<Tick>("tick");
await tasks.trigger<Tick>("tick", undefined, options);

// A handle types what is retrieved by it.
const run = await runs.retrieve(handle);
expectType<{ name: string } | undefined>()(run.payload, true);
expectType<{ length: number } | undefined>()(run.output, true);
const polled = await runs.poll(handle, { pollIntervalMs: 100 });
expectType<{ length: number } | undefined>()(polled.output, true);
const ticked = await runs.retrieve(await tasks.trigger<Tick>("tick"));
expectType<number | undefined>()(ticked.output, true);
const untyped = await runs.retrieve(await tasks.trigger("any", 1));
expectType<any>()(untyped.output, true);
await runs.cancel(handle.id);

// @ts-expect-error a task by another name
tasks.trigger<Hello>("other", { name: "a" });
// @ts-expect-error another payload
tasks.trigger<Hello>("hello", { name: 1 });
// @ts-expect-error a payload missing
tasks.trigger<Hello>("hello");
// @ts-expect-error an unknown option
tasks.trigger("any", 1, { nope: 1 });
// @ts-expect-error the server's name of an option
tasks.trigger("any", 1, { lockToVersion: "1" });
// @ts-expect-error no task
tasks.trigger();

const batchOptions: BatchTriggerOptions = { idempotencyKey: "k", idempotencyKeyTTL: "1h" };
const items: BatchItem<{ name: string }>[] = [
  { payload: { name: "a" } },
  { payload: { name: "b" }, options },
];
async function* stream<Item>(list: readonly Item[]): AsyncGenerator<Item> {
  for (const item of list) yield item;
}
expectType<BatchHandle>()(
  await tasks.batchTrigger<Hello>("hello", items, batchOptions, requestOptions),
  true,
);
await tasks.batchTrigger<Hello>("hello", stream(items));
await tasks.batchTrigger<Tick>("tick", [{}, { options }]);
await tasks.batchTrigger("any", [{ payload: 1 }, {}]);
// @ts-expect-error another payload
tasks.batchTrigger<Hello>("hello", [{ payload: { name: 1 } }]);
// @ts-expect-error a payload missing
tasks.batchTrigger<Hello>("hello", [{}]);
// @ts-expect-error items of one task name none
tasks.batchTrigger<Hello>("hello", [{ id: "hello", payload: { name: "a" } }]);

const byId: BatchItemById<Hello | Tick>[] = [{ id: "hello", payload: { name: "a" } }, { id: "tick" }];
expectType<ApiPromise<BatchHandle>>()(batch.trigger<Hello | Tick>(byId, batchOptions, requestOptions), true);
await batch.trigger(stream([{ id: "any", payload: 1 }]));
await batch.trigger([{ id: "any" }]);
// @ts-expect-error the payload of another task
batch.trigger<Hello | Tick>([{ id: "tick", payload: { name: "a" } }]);
// @ts-expect-error an item without its task
batch.trigger([{ payload: 1 }]);
// @ts-expect-error a single item
batch.trigger({ id: "any" });

const byTask: BatchItemByTask<Hello>[] = [{ task: { id: "hello" }, payload: { name: "a" } }];
await batch.triggerByTask<Hello>(byTask, batchOptions, requestOptions);
await batch.triggerByTask([{ task: { id: "any" }, payload: 1 }]);

const allOptions: TriggerAllOptions = { ...batchOptions, batchSize: 1_000 };
for await (const made of batch.triggerAll<Hello | Tick>(byId, allOptions, requestOptions)) {
  expectType<BatchHandle>()(made, true);
}
for await (const { batchId, runCount, publicAccessToken } of batch.triggerAll(new Set([{ id: "any" }]))) {
  expectType<string>()(batchId, true);
  expectType<number>()(runCount, true);
  expectType<string>()(publicAccessToken, true);
}
void batch.triggerAll(stream([{ id: "any" }])).return?.();
// @ts-expect-error an unknown option
batch.triggerAll([], { size: 5 });

const found = await batch.retrieve("batch_1", requestOptions);
expectType<Batch>()(found, true);
expectType<Date | undefined>()(found.processing.completedAt, true);
expectType<string[]>()(found.runs, true);
for (const { index, error } of found.processing.errors) {
  expectType<number>()(index, true);
  expectType<string>()(error, true);
}
const results = await batch.retrieveResults("batch_1", requestOptions);
expectType<BatchResults>()(results, true);
for (const result of results.items) {
  if (result.ok) expectType<string | undefined>()(result.output, true);
  else expectType<string | undefined>()(result.error?.type, true);
}

const tokenOptions: CreatePublicTokenOptions = {
  scopes: { read: { runs: ["run_1"], tags: true, tasks: "t" }, write: true, admin: true },
  expirationTime: new Date(),
  realtime: { skipColumns: ["payload"] },
};
expectType<ApiPromise<string>>()(auth.createPublicToken(tokenOptions, requestOptions), true);
await auth.createPublicToken();
await auth.createTriggerPublicToken("t", { multipleUse: true, expirationTime: "1h" }, requestOptions);
await auth.createTriggerPublicToken(["a", "b"]);
await auth.createBatchTriggerPublicToken(["a"], { expirationTime: 4_000_000_000 });
expectType<Promise<number>>()(
  auth.withPublicToken(tokenOptions, async (client) => (await client.batch.retrieve("batch_1")).runCount),
  true,
);
await auth.withTriggerPublicToken("t", undefined, (client) => client.tasks.trigger("t", 1));
await auth.withBatchTriggerPublicToken(["t"], {}, (client) => client.tasks.batchTrigger("t", [{}]));
// @ts-expect-error an action that there is not
auth.createPublicToken({ scopes: { raed: { runs: true } } });
// @ts-expect-error a resource that there is not
auth.createPublicToken({ scopes: { read: { run: "run_1" } } });
// @ts-expect-error scopes as a list
auth.createPublicToken({ scopes: ["read:runs"] });
// @ts-expect-error scopes of a token for triggering
auth.createTriggerPublicToken("t", { scopes: {} });
// @ts-expect-error no task
auth.createTriggerPublicToken();

const params: RequestParams = {
  query: { a: "b", list: [1, true], none: undefined },
  body: { anything: [1] },
  headers: { "x-mine": "1" },
  repeatable: true,
};
expectType<ApiPromise<unknown>>()(request("GET", "/api/v1/anything"), true);
expectType<{ a: number }>()(await request<{ a: number }>("POST", "/a", params, requestOptions), true);
// @ts-expect-error another method
request("TRACE", "/a");
// @ts-expect-error a query as text
request("GET", "/a", { query: "a=b" });

const client = new TriggerClient({ secretKey: "tr_dev_x" });
await client.tasks.trigger<Hello>("hello", { name: "a" });
await client.batch.trigger([{ id: "any" }]);
await client.auth.createPublicToken(tokenOptions);
await client.request("DELETE", "/a");
await withAuth({ secretKey: "tr_dev_x" }, (bound) => bound.tasks.batchTrigger("t", [{}]));
// @ts-expect-error a bound client stays in its scope
client.auth.withPublicToken;

try {
  await batch.trigger([{ id: "any" }]);
} catch (error) {
  if (error instanceof BatchNotSealedError) {
    expectType<string>()(error.batchId, true);
    expectType<number>()(error.enqueuedCount + error.expectedCount, true);
  }
  if (error instanceof BatchTriggerError) {
    expectType<BatchHandle[]>()(error.handles, true);
    expectType<number>()(error.firstUnsealedIndex, true);
  }
}
