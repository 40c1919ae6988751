// Every declared function of runs.bulk, as a strict TypeScript user writes it. Compiled, not run.

import {
  TriggerClient,
  runs,
  type ApiPromise,
  type BulkAction,
  type BulkActionReference,
  type CursorPagePromise,
} from "hairtrigger";
import { expectType, options } from "./expect.mjs";

const cancelled = runs.bulk.cancel({ runIds: ["run_1"] });
expectType<ApiPromise<BulkActionReference>>()(cancelled, true);
await runs.bulk.cancel({ filter: { status: "FAILED", from: new Date(), to: 1 }, name: "mine" }, options);
await runs.bulk.cancel({ filter: { tag: ["a"], queue: [{ type: "task", name: "t" }], isTest: true } });
await runs.bulk.replay({ filter: { period: "1d", machine: "micro", region: ["eu"] }, targetRegion: "eu" });
await runs.bulk.replay({ runIds: ["run_1"] }, options);
await runs.bulk.abort((await cancelled).id, options);

const action = await runs.bulk.retrieve("bulk_1", options);
expectType<BulkAction>()(action, true);
expectType<Date | undefined>()(action.completedAt, true);
expectType<number>()(action.counts.success, true);

const listed = runs.bulk.list({ limit: 5, after: "cursor" }, options);
expectType<CursorPagePromise<BulkAction>>()(listed, true);
await runs.bulk.list(options);
for await (const { createdAt } of listed) expectType<Date>()(createdAt, true);

const polled = await runs.bulk.poll("bulk_1", { pollIntervalMs: 100 }, options);
expectType<BulkAction>()(polled, true);
await runs.bulk.poll("bulk_1", options);
await new TriggerClient().runs.bulk.poll(polled.id);

// @ts-expect-error neither a filter nor ids
runs.bulk.cancel({});
// @ts-expect-error both a filter and ids
runs.bulk.cancel({ filter: { tag: "a" }, runIds: ["run_1"] });
// @ts-expect-error a single id that is no list
runs.bulk.cancel({ runIds: "run_1" });
// @ts-expect-error a cancellation moves nothing
runs.bulk.cancel({ runIds: ["run_1"], targetRegion: "eu" });
// @ts-expect-error an unknown filter
runs.bulk.replay({ filter: { nope: 1 } });
