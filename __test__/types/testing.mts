// Every declared function of hairtrigger/testing. Compiled, not run.

import { configure, TriggerClient, type Run } from "hairtrigger";
import {
  createTestServer,
  type Fault,
  type RequestRecord,
  type Seeded,
  type TestEnvironment,
  type TestProject,
  type TestServer,
} from "hairtrigger/testing";
import { expectType } from "./expect.mjs";

const server = await createTestServer();
expectType<TestServer>()(server, true);
await createTestServer({ port: 4000, tls: { key: "", cert: "" }, http2: true, strict: false, now: () => 0 });
await createTestServer({ realtime: "electric" });
await createTestServer({ realtime: { backend: "native", holdInMs: 100, replayWindowInMs: 0 } });

const project = server.createProject();
expectType<TestProject>()(project, true);
const organization = server.createOrganization({ title: "Globex" });
server.createProject({ ref: "proj_a", name: "a", organization });
const branch = project.createBranch("feature/x");
expectType<TestEnvironment>()(branch, true);
project.createBranch("mine", { environment: "dev" });
project.createTask("nightly", { isScheduled: true });
const { dev, staging, prod, preview } = project;
for (const environment of [dev, staging, prod, preview]) expectType<TestEnvironment>()(environment, true);

const accessToken = server.createPersonalAccessToken({ projects: [project] });
expectType<string>()(server.createOrganizationToken({ projects: [project] }), true);
expectType<TriggerClient>()(server.client({ accessToken }), true);
expectType<TriggerClient>()(prod.client(), true);
prod.client({ previewBranch: null });
new TriggerClient(prod.config);
configure(prod.config);
Object.assign(process.env, prod.processEnvironment);
server.revoke(prod.createAdditionalKey({ scopes: ["read:runs"] }));
server.revoke(prod.createPublicToken({ scopes: ["read:runs"], expiresInSeconds: -1 }));

const seeded = prod.seedRun({ status: "EXECUTING", createdAt: new Date(), payload: { any: [1] } });
expectType<Seeded>()(seeded, true);
expectType<Seeded[]>()(
  prod.seedRuns(3, (index) => ({ tags: [`${index}`] })),
  true,
);
expectType<Run | undefined>()(prod.run(seeded.id), true);
prod.updateRun(seeded.id, { status: "COMPLETED", output: 42, finishedAt: null });
prod.removeRun(seeded.id);
prod.createPublicToken({ scopes: ["read:runs"], realtime: { skipColumns: ["payload"] } });
prod.setVariable("A", "1", { isSecret: true });
expectType<string | undefined>()(prod.variable("A")?.value, true);
expectType<boolean>()(
  [...prod.variables().values()].some(({ isSecret }) => isSecret),
  true,
);
prod.createQueue({ name: "mine" });
prod.createSchedule({ task: "nightly", cron: "0 0 * * *" });
prod.createConcurrencyLimit({ name: "mine", total: 3 });
expectType<string>()(prod.seedPrompt({ slug: "greeting", content: "Hello" }).slug, true);
prod.seedQuery("SELECT 1", [{ one: 1 }]);
prod.seedSession();
prod.seedWaitpoint({ tags: ["a"] });
expectType<string>()(prod.seedDeployment({ status: "FAILED" }).version, true);
prod.seedError({ count: 3 });

const fault = server.fault({ method: "GET", path: /runs/, times: 1, delayInMs: 5, status: 503, body: {} });
expectType<Fault>()(fault, true);
fault.remove();
server.fault({ token: accessToken, cut: "mid-body" });
server.fault({ silent: "after-head", informational: 2 });
server.fault({ html: true, stale: true, loop: true, duplicate: true });
server.limitLivePolls(prod.secretKey, { limit: 1 });
server.rotateFeeds();
expectType<boolean | undefined>()(server.requests[0]?.held, true);
server.limitRate(prod.secretKey, { limit: 1, windowInMs: 1000 });
server.allow();
server.allow({ path: "/api/v3/runs/run_gone", match: ({ status }) => status === 404 });
expectType<RequestRecord>()(
  await server.waitForRequest(({ path }) => path === "/", { timeoutInMs: 1 }),
  true,
);
expectType<string | undefined>()(server.requests[0]?.credential?.masked, true);
expectType<string | undefined>()(server.unexpectedRequests[0]?.unexpected, true);
server.clearRequests();
server.verify();
await server.close();
await server[Symbol.asyncDispose]();

// @ts-expect-error a token is needed
server.client();
// @ts-expect-error what tells a run from others stays
prod.updateRun(seeded.id, { id: "run_b" });
// @ts-expect-error no such field
prod.seedRun({ state: "COMPLETED" });
// @ts-expect-error no such environment
project.environment("production");
// @ts-expect-error no such cut
server.fault({ cut: "after" });

export function writesStreams(prod: TestEnvironment) {
  const { append, parts, version } = prod.stream("run_1");
  append({ any: "value" }, { id: "abcdefg" });
  prod.stream("run_1", "tokens").trim(2);
  const { in: sent, out } = prod.sessionChannel("chat-1", "side");
  out.writeControl("turn-complete", { "session-in-event-id": "3" });
  return [version satisfies "v1" | "v2", parts[0]?.data, sent.parts, prod.inputStream("run_1", "a").parts];
}
