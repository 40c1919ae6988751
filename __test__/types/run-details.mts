// Every declared function on a run's details, as a strict TypeScript user writes it. Compiled, not run.

import { runs, type RunEvent, type StoredMetadata, type TraceSpan } from "hairtrigger";
import { expectType, options } from "./expect.mjs";

const result = await runs.retrieveResult("run_1", options);
if (result.ok) expectType<string | undefined>()(result.output, true);
else expectType<string | undefined>()(result.error?.type, true);
expectType<RunEvent[]>()((await runs.listEvents("run_1", options)).events, true);
const { trace } = await runs.retrieveTrace("run_1", options);
const child = trace.rootSpan.children[0]!.children[0]!;
expectType<TraceSpan>()(child, true);
expectType<Date>()(child.data.startTime, true);
const span = await runs.retrieveSpan("run_1", "abc", options);
expectType<Date | undefined>()(span.triggeredRuns?.[0]?.createdAt, true);
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
const stored = await runs.retrieveMetadata("run_1", options);
expectType<StoredMetadata>()(stored, true);
expectType<string | null | undefined>()(stored.metadata, true);
void [message, metadata["a"]];

// @ts-expect-error metadata as text
runs.updateMetadata("run_1", { metadata: "{}" });
// @ts-expect-error an operation nobody knows
runs.updateMetadata("run_1", { operations: [{ type: "rename", key: "a" }] });
// @ts-expect-error no span
runs.retrieveSpan("run_1");
// @ts-expect-error no tags
runs.addTags("run_1");
