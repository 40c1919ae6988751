// streams, as a strict TypeScript user writes them. Compiled, not run.

import { streams, TriggerClient, type InferInputStreamType, type InferStreamType } from "hairtrigger";
import { expectType } from "./expect.mjs";

const target = "run_1";
const tokens = streams.define<{ delta: string }>({ id: "tokens" });
expectType<{ delta: string }>()(null as unknown as InferStreamType<typeof tokens>, true);
await tokens.append({ delta: "h" }, { target, requestOptions: { timeoutInMs: 1 } });
// @ts-expect-error another part
await tokens.append("h", { target });
async function* source() {
  yield { delta: "h" };
}
const piped = tokens.pipe(source(), { target, signal: AbortSignal.timeout(1) });
expectType<ReadableStream<{ delta: string }>>()(piped.stream, true);
expectType<string | undefined>()((await piped.waitUntilComplete()).lastEventId, true);
tokens.writer({ target, execute: ({ write }) => write({ delta: "h" }) });
streams.pipe(source(), { target });
streams.pipe("tokens", source(), { target, collapsed: true, spanName: "mine" });
streams.writer<string>({
  target,
  execute: async ({ write, merge }) => (write("a"), merge(new ReadableStream())),
});
streams.writer<string>("tokens", { target, execute: ({ write }) => write("a") });
await streams.append("text", { target });
await new TriggerClient({ accessToken: "tr_dev_a" }).streams.append("tokens", "text", { target });

const approval = streams.input<{ ok: boolean }>({ id: "approval" });
expectType<{ ok: boolean }>()(null as unknown as InferInputStreamType<typeof approval>, true);
await approval.send("run_1", { ok: true }, { timeoutInMs: 1 });
// @ts-expect-error other data
await approval.send("run_1", { ok: 1 });
