// Every function of sessions, as a strict TypeScript user writes it. Compiled, not run.

import {
  sessions,
  type CursorPage,
  type Session,
  type SessionTriggerConfig,
  type StartedSession,
} from "hairtrigger";
import { expectType, options } from "./expect.mjs";

const triggerConfig: SessionTriggerConfig = {
  basePayload: { chatId: "c" },
  machine: "small-1x",
  concurrency: ["a"],
  externalDeploymentId: null,
  ttl: 60,
};

const started = await sessions.start(
  {
    type: "chat.agent",
    externalId: "chat-1",
    taskIdentifier: "chat",
    triggerConfig,
    tags: ["a"],
    metadata: { a: 1 },
    expiresAt: new Date(),
  },
  options,
);
expectType<StartedSession>()(started, true);
expectType<boolean>()(started.isCached, true);

const session = await sessions.retrieve("chat-1", options);
expectType<Session>()(session, true);
expectType<Date | null>()(session.closedAt, true);
expectType<SessionTriggerConfig | undefined>()(session.triggerConfig, true);
await sessions.update("chat-1", { tags: [], metadata: null, externalId: "chat-1" }, options);
await sessions.close("chat-1");
await sessions.close("chat-1", options);
await sessions.close("chat-1", { reason: "done", callingRunId: "run_1" }, options);

const page = await sessions.list({ type: "chat.agent", tag: ["a"], status: ["ACTIVE"], limit: 5 }, options);
expectType<CursorPage<Session>>()(page, true);
await sessions.list(options);
for await (const each of sessions.list({ from: new Date(), to: 5, period: "7d" })) {
  expectType<Session>()(each, true);
}
// @ts-expect-error: of several the server finds none
await sessions.list({ type: ["a", "b"] });
// @ts-expect-error: several are refused
await sessions.list({ status: ["ACTIVE", "CLOSED"] });

interface Chat {
  in: { text: string };
  out: { delta: string };
}
const chat = sessions.defineChannel<Chat>("side");
const handle = sessions.open("chat-1");
const side = handle.channel(chat);
await side.in.send({ text: "hi" }, { timeoutInMs: 1 });
await side.out.append({ delta: "h" });
// @ts-expect-error another record
await side.out.append({ text: "h" });
await handle.channel("plain").out.append(1);
await handle.out.writeControl("turn-complete", [["a", "b"]]);
await handle.out.trimTo((await handle.out.records({ afterEventId: 1 }))[0]?.seqNum ?? 0);
await handle.out.writer({ execute: ({ write }) => write(1) }).waitUntilComplete();
