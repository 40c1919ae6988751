// streams, as a strict TypeScript user writes them. Compiled, not run.

import {
  runs,
  sessions,
  streams,
  TriggerClient,
  type InferInputStreamType,
  type InferStreamType,
} from "hairtrigger";
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
  execute: async ({ write, merge, ready }) => (write("a"), merge(new ReadableStream()), await ready()),
});
streams.writer<string>("tokens", { target, execute: ({ write }) => write("a") });
await streams.append("text", { target });
await streams.append("tokens", new TextEncoder().encode("text"), { target });
await streams.append(new Blob(["text"]), { target });
await streams.append("tokens", new URLSearchParams({ a: "b" }), { target });
// @ts-expect-error values are appended through define()
await streams.append("tokens", { a: 1 }, { target });
await new TriggerClient({ accessToken: "tr_dev_a" }).streams.append("tokens", "text", { target });

const approval = streams.input<{ ok: boolean }>({ id: "approval" });
expectType<{ ok: boolean }>()(null as unknown as InferInputStreamType<typeof approval>, true);
await approval.send("run_1", { ok: true }, { timeoutInMs: 1 });
// @ts-expect-error other data
await approval.send("run_1", { ok: 1 });

for await (const part of await tokens.read("run_1", { startIndex: 3, until: "run-completes" })) {
  expectType<{ delta: string }>()(part, true);
}
const read = await streams.read<string>("run_1", "tokens", { from: "latest", timeoutInMs: 1 });
expectType<string | undefined>()(read.cursor, true);
new Response(read.pipeThrough(new TextEncoderStream()));
for await (const part of read) expectType<string>()(part, true);
for await (const part of await streams.read("run_1")) expectType<unknown>()(part, true);
for await (const part of await runs.fetchStream<number>("run_1", "k")) expectType<number>()(part, true);
// @ts-expect-error another word
await streams.read("run_1", { until: "never" });

for await (const part of runs.subscribeToRun("run_1").withStreams<{ ai: string; log: number }>()) {
  if (part.type === "ai") expectType<string>()(part.chunk, true);
  else if (part.type === "log") expectType<number>()(part.chunk, true);
  else expectType<string>()(part.run.id, true);
}

const chat = sessions
  .open("chat")
  .channel(sessions.defineChannel<{ in: string; out: { text: string } }>("side"));
const said = await chat.out.read({
  lastEventId: 3,
  onPart: ({ id, chunk }) => expectType<string>()(id + chunk.text, true),
  onControl: ({ subtype, seqNum }) => expectType<string>()(subtype + seqNum, true),
});
for await (const part of said) expectType<{ text: string }>()(part, true);
const following = chat.in.on((data) => expectType<string>()(data, true));
following.off();
await following.closed;
expectType<string>()(await chat.in.once({ timeoutMs: 1 }).unwrap(), true);
const result = await chat.in.once();
if (result.ok) expectType<string>()(result.output, true);
else expectType<Error>()(result.error, true);
expectType<number | undefined>()(chat.in.lastDispatchedSeqNum(), true);
