// The types that both packages have under one name, as a program uses them: it compiles with either import.

import {
  TriggerClient,
  batch,
  configure,
  deployments,
  envvars,
  idempotencyKeys,
  query,
  runs,
  sessions,
  streams,
  tasks,
  type AnyRealtimeRun,
  type AnyRetrieveRunResult,
  type AnyRunShape,
  type AnyTask,
  type ApiClientConfiguration,
  type ApiDeploymentListResponseItem,
  type BatchItem,
  type BatchRunHandle,
  type BulkAction,
  type CloseSessionRequestBody,
  type CreateSessionInput,
  type CreateSessionRequestBody,
  type CreatedSessionResponseBody,
  type DashboardObject,
  type IdempotencyKey,
  type ImportEnvironmentVariablesParams,
  type InferInputStreamType,
  type InferStreamType,
  type ListSessionsOptions,
  type ListedSessionItem,
  type QueryFormat,
  type QueryOptions,
  type QueryScope,
  type ReplayRunOptions,
  type RetrieveCurrentDeploymentResponseBody,
  type RetrieveRunResult,
  type RealtimeDefineStreamOptions,
  type RetrieveSessionResponseBody,
  type SessionChannelHandleFor,
  type SessionInputChannel,
  type SessionOutputChannel,
  type SessionPipeStreamOptions,
  type SessionSubscribeOptions,
  type RunHandle,
  type RunShape,
  type SessionTriggerConfigInput,
  type TaskFromIdentifier,
  type TaskIdentifier,
  type TaskOutput,
  type TaskPayload,
  type TaskRunShape,
  type TriggerClientConfig,
  type TriggerOptions,
  type UpdateSessionRequestBody,
} from "@trigger.dev/sdk";
import type { hello, tick } from "./tasks.mjs";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles only where both are one type. */
function same<A, B>(_same: Equal<A, B>) {}

type Hello = typeof hello;
type Task = typeof hello | typeof tick;

const config: ApiClientConfiguration = { accessToken: "tr_dev_a", baseURL: "https://trigger.example" };
configure(config);
const clientConfig: TriggerClientConfig = { ...config, previewBranch: "b" };
new TriggerClient(clientConfig);

same<TaskPayload<Hello>, { name: string }>(true);
same<TaskOutput<Hello>, { length: number }>(true);
same<TaskIdentifier<Hello>, "hello">(true);
same<TaskIdentifier<Task>, "hello" | "tick">(true);
same<TaskFromIdentifier<Task, "hello">, Hello>(true);

/** Watches a run until it is over. */
export async function watch(id: string): Promise<AnyRealtimeRun | undefined> {
  let last: AnyRunShape | undefined;
  for await (const run of runs.subscribeToRun<Hello>(id)) {
    const seen: TaskRunShape<Hello> = run;
    const greeted: { name: string } = seen.payload;
    last = greeted.name === "" ? undefined : run;
  }
  return last;
}
type Shape = RunShape<{ taskIdentifier: "hello"; payload: { name: string }; output: number }>;
export const outputOf = ({ output }: Shape): number | undefined => output;

const tokens = streams.define<string>({ id: "tokens" });
same<InferStreamType<typeof tokens>, string>(true);
const defining: RealtimeDefineStreamOptions = { id: "tokens" };
streams.define<string>(defining);
const side = sessions.defineChannel<{ in: string; out: { text: string } }>("side");
const pair: SessionChannelHandleFor<typeof side> = sessions.open("chat").channel(side);
const said: SessionOutputChannel<{ text: string }> = pair.out;
const asked: SessionInputChannel<string> = pair.in;
const reading: SessionSubscribeOptions<{ text: string }> = {
  lastEventId: 1,
  onPart: ({ chunk }) => chunk.text,
};
const writing: SessionPipeStreamOptions = { signal: AbortSignal.timeout(1) };
void said.read(reading);
void asked.send("hi");
said.pipe(parts(), writing);
async function* parts() {
  yield { text: "a" };
}
const approval = streams.input<{ ok: boolean }>({ id: "approval" });
same<InferInputStreamType<typeof approval>, { ok: boolean }>(true);

/** What many programs have: a function of their own around `tasks.trigger`. */
async function start<T extends AnyTask>(
  id: TaskIdentifier<T>,
  payload: TaskPayload<T>,
  options?: TriggerOptions,
) {
  return { id, payload, options };
}
await start<Hello>("hello", { name: "a" }, { tags: ["a"], ttl: "1h" });
// @ts-expect-error a task by another name
start<Hello>("other", { name: "a" });
// @ts-expect-error another payload
start<Hello>("hello", { name: 1 });

const handle: RunHandle<"hello", { name: string }, { length: number }> = await tasks.trigger<Hello>("hello", {
  name: "a",
});
same<typeof handle.id, string>(true);
same<typeof handle.publicAccessToken, string>(true);
const run: RetrieveRunResult<Hello> = await runs.retrieve<Hello>(handle.id);
same<typeof run.output, { length: number } | undefined>(true);
same<typeof run.payload, { name: string } | undefined>(true);
const byHandle = await runs.retrieve(handle);
same<typeof byHandle.output, { length: number } | undefined>(true);
const anyRun: AnyRetrieveRunResult = run;
same<typeof anyRun.createdAt, Date>(true);

const items: BatchItem<{ name: string }>[] = [{ payload: { name: "a" } }];
const batched: BatchRunHandle<"hello", { name: string }, { length: number }> =
  await tasks.batchTrigger<Hello>("hello", items);
same<typeof batched.batchId, string>(true);
await batch.trigger<Hello>([{ id: "hello", payload: { name: "a" } }]);

const key: IdempotencyKey = await idempotencyKeys.create("a");
const triggering: TriggerOptions = { idempotencyKey: key, delay: new Date() };
const replaying: ReplayRunOptions = { tags: ["a"], machine: "micro" };
const action: BulkAction = await runs.bulk.retrieve("bulk_1");
same<typeof action.counts.total, number>(true);
await runs.replay("run_1", replaying);
void triggering;

const variables: ImportEnvironmentVariablesParams = { variables: { A: "1" }, override: true };
await envvars.upload("proj_1", "prod", variables);

const current: RetrieveCurrentDeploymentResponseBody = await deployments.retrieveCurrent();
same<typeof current.version, string>(true);
const listed: ApiDeploymentListResponseItem[] = (await deployments.list()).data;
void listed.map(({ createdAt }) => createdAt.getTime());

const format: QueryFormat = "json";
const scope: QueryScope = "project";
const querying: QueryOptions = { scope, period: "7d" };
void [format, querying];
const dashboard: DashboardObject = await query.dashboards.retrieve("d");
same<typeof dashboard.title, string>(true);

const triggerConfig: SessionTriggerConfigInput = { basePayload: { a: 1 } };
const starting: CreateSessionInput = { type: "chat.agent", taskIdentifier: "chat", triggerConfig };
const body: CreateSessionRequestBody = {
  type: "chat.agent",
  taskIdentifier: "chat",
  triggerConfig: { basePayload: {} },
};
void body;
const session: CreatedSessionResponseBody = await sessions.start(starting);
same<typeof session.runId, string>(true);
const listing: ListSessionsOptions = { type: "chat.agent", limit: 5 };
const first: ListedSessionItem | undefined = (await sessions.list(listing)).data[0];
const retrieved: RetrieveSessionResponseBody = await sessions.retrieve("session_1");
same<typeof retrieved.createdAt, Date>(true);
const changes: UpdateSessionRequestBody = { tags: ["a"] };
const reason: CloseSessionRequestBody = { reason: "done" };
await sessions.update("session_1", changes);
await sessions.close("session_1", reason);
void first;
