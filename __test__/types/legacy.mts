// Every declared function of hairtrigger/legacy. Compiled, not run.

import {
  LegacyClient,
  cancelRun,
  environmentOf,
  getEvent,
  getRun,
  getRuns,
  invokeJob,
  sendEvent,
  sendEvents,
  type LegacyEventDetails,
  type LegacyInvokedRun,
  type LegacyRequestOptions,
  type LegacyRunDetails,
  type LegacyRuns,
  type LegacySentEvent,
} from "hairtrigger/legacy";
import { expectType } from "./expect.mjs";

const options: LegacyRequestOptions = { timeoutInMs: 5_000, signal: new AbortController().signal };
const client = new LegacyClient({
  apiKey: "trigger_live_a",
  baseURL: "https://trigger.example",
  requestOptions: {},
});

expectType<unknown>()(
  await sendEvent("e1", { name: "a", payload: 1, delay: { until: new Date() } }, options),
  true,
);
expectType<LegacySentEvent>()(
  await client.sendEvent({ name: "a", id: "e1" }, { deliverAfter: 5 }, options),
  true,
);
expectType<LegacySentEvent[]>()(await sendEvents([{ name: "a" }], undefined, options), true);
expectType<LegacyEventDetails>()(await getEvent("e1", options), true);
expectType<LegacyRuns>()(await client.getRuns("job", { cursor: "c", take: 5 }), true);
expectType<LegacyRunDetails>()(await getRun("run", { subtasks: true }), true);
expectType<Date | null>()((await cancelRun("run")).completedAt, true);
expectType<LegacyInvokedRun>()(await invokeJob("job", { a: 1 }, { idempotencyKey: "k", context: 1 }), true);
expectType<string | undefined>()(environmentOf("tr_dev_a"), true);

// @ts-expect-error a delay is the first product's
await sendEvent({ name: "a", delay: { seconds: 1 } });
// @ts-expect-error it has another name here
new LegacyClient({ secretKey: "tr_dev_a" });
// @ts-expect-error a scope of today's API
await getRun("run", {}, { clientConfig: { secretKey: "tr_dev_a" } });
