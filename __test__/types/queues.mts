// Every declared overload of queues. Compiled, not run.

import { TriggerClient, queues, type OffsetLimitPage, type Queue, type QueueMetrics } from "hairtrigger";
import { expectType, options } from "./expect.mjs";

const page = await queues.list();
expectType<OffsetLimitPage<Queue>>()(page, true);
await queues.list(options);
await queues.list({ page: 2, perPage: 10 }, options);
for await (const queue of queues.list({ perPage: 10 })) expectType<Queue>()(queue, true);

const named = { type: "task", name: "my-task" } as const;
const queue = await queues.retrieve("queue_1");
expectType<Queue>()(queue, true);
expectType<number | null>()(queue.concurrencyLimit, true);
expectType<Date | null | undefined>()(queue.concurrency?.overriddenAt, true);
expectType<Queue>()(await queues.retrieve(named, options), true);
expectType<Queue>()(await queues.pause("queue_1", options), true);
expectType<Queue>()(await queues.resume(named), true);
expectType<Queue>()(await queues.overrideConcurrencyLimit(named, 5, options), true);
expectType<Queue>()(await queues.resetConcurrencyLimit("queue_1", options), true);

const metrics = await queues.retrieveMetrics(named);
expectType<QueueMetrics>()(metrics, true);
expectType<Date>()(metrics.from, true);
expectType<number | null>()(metrics.waitMs.p95, true);
expectType<number[]>()(metrics.depthTrend, true);
expectType<QueueMetrics>()(await queues.retrieveMetrics(named, options), true);
expectType<QueueMetrics>()(await queues.retrieveMetrics(named, { period: "24h" }, options), true);

await new TriggerClient().queues.list();

// @ts-expect-error no limit
queues.overrideConcurrencyLimit("queue_1");
// @ts-expect-error the server has no such filter
queues.list({ type: "task" });
// @ts-expect-error metrics are found by name
queues.retrieveMetrics("queue_1");
// @ts-expect-error a type that there is not
queues.pause({ type: "id", name: "queue_1" });
