// Every declared function on a run's details, as a strict TypeScript user writes it. Compiled, not run.

import { runs, type RunEvent, type StoredMetadata, type TraceSpan } from "hairtrigger";

const options = { timeoutInMs: 5000 };

const result = await runs.retrieveResult("run_1", options);
const output: string | undefined = result.ok ? result.output : result.error?.type;
const events: RunEvent[] = (await runs.listEvents("run_1", options)).events;
const { trace } = await runs.retrieveTrace("run_1", options);
const child: TraceSpan | undefined = trace.rootSpan.children[0]?.children[0];
const begun: Date | undefined = child?.data.startTime;
const span = await runs.retrieveSpan("run_1", "abc", options);
const triggered: Date | undefined = span.triggeredRuns?.[0]?.createdAt;
const { message } = await runs.addTags("run_1", "a");
await runs.addTags("run_1", ["a", "b"], options);
await runs.updateMetadata("run_1", { metadata: { a: new Date() } });
const { metadata } = await runs.updateMetadata(
  "run_1",
  {
    operations: [
      { type: "set", key: "$.a.b", value: 1 },
      { type: "delete", key: "c" },
    ],
  },
  options,
);
const stored: StoredMetadata = await runs.retrieveMetadata("run_1", options);
const text: string | null | undefined = stored.metadata;
void [output, events, begun, triggered, message, metadata["a"], text];

// @ts-expect-error metadata as text
runs.updateMetadata("run_1", { metadata: "{}" });
// @ts-expect-error an operation nobody knows
runs.updateMetadata("run_1", { operations: [{ type: "rename", key: "a" }] });
// @ts-expect-error no span
runs.retrieveSpan("run_1");
// @ts-expect-error no tags
runs.addTags("run_1");
