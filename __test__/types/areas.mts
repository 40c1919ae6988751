// Waitpoint tokens, deployments, errors and idempotency keys, as a strict TypeScript user writes them.

import {
  WaitpointTimeoutError,
  deployments,
  errors,
  idempotencyKeys,
  wait,
  type ApiPromise,
  type CompletedWaitpointToken,
  type CreatedWaitpointToken,
  type Deployment,
  type DeploymentDetails,
  type ErrorGroup,
  type ListedErrorGroup,
  type PromotedDeployment,
  type ResetIdempotencyKey,
  type TriggerClient,
  type WaitpointRetrievedToken,
  type WaitpointToken,
} from "hairtrigger";
import { expectType, options } from "./expect.mjs";

const token = await wait.createToken();
expectType<CreatedWaitpointToken>()(token, true);
await wait.createToken({ idempotencyKey: "k", idempotencyKeyTTL: "24h", timeout: "1h", tags: "a" }, options);
await wait.createToken({ timeout: new Date(), tags: ["a"] });
await wait.createToken(undefined, options);
// @ts-expect-error a timeout is no number
await wait.createToken({ timeout: 60 });
for await (const each of wait.listTokens({ status: ["WAITING", "NEW_ONE"], limit: 2 }, options))
  expectType<WaitpointToken>()(each, true);
await wait.listTokens({
  status: "COMPLETED",
  idempotencyKey: "k",
  tags: "a",
  period: "1d",
  from: new Date(),
  to: 1,
  after: "c",
});
const retrieved = await wait.retrieveToken<{ approved: boolean }>(token, options);
expectType<WaitpointRetrievedToken<{ approved: boolean }>>()(retrieved, true);
expectType<boolean | undefined>()(retrieved.output?.approved, true);
expectType<Date | undefined>()(retrieved.completedAt, true);
if (retrieved.error instanceof WaitpointTimeoutError) expectType<string>()(retrieved.error.message, true);
const anything = await wait.retrieveToken("waitpoint_1");
anything.output.whatever;
expectType<ApiPromise<CompletedWaitpointToken>>()(
  wait.completeToken(token, { approved: true }, options),
  true,
);
await wait.completeToken<string>("waitpoint_1", "yes");

for await (const each of deployments.list({ status: "DEPLOYED", limit: 5, cursor: "c" }, options))
  expectType<Deployment>()(each, true);
await deployments.list({ period: "7d", from: "2026-01-01", to: new Date() });
await deployments.list();
const current = await deployments.retrieveCurrent(options);
expectType<Deployment>()(current, true);
expectType<Date | null | undefined>()(current.deployedAt, true);
expectType<DeploymentDetails>()(await deployments.retrieveLatest(options), true);
const details = await deployments.retrieve("deployment_1", options);
expectType<string | undefined>()(details.worker?.tasks[0]?.slug, true);
expectType<PromotedDeployment>()(
  await deployments.promote("20261121.1", { allowRollbacks: true }, options),
  true,
);
await deployments.promote("20261121.1");
expectType<ApiPromise<void>>()(deployments.cancel("deployment_1", { reason: "late" }, options), true);
await deployments.cancel("deployment_1");

for await (const each of errors.list({ status: ["ignored", "new-one"], search: "x" }, options))
  expectType<ListedErrorGroup>()(each, true);
await errors.list({
  taskIdentifier: "a",
  version: ["1"],
  period: "7d",
  from: 1,
  to: new Date(),
  before: "c",
});
const group = await errors.retrieve("error_1", options);
expectType<ErrorGroup>()(group, true);
expectType<Date | null>()(group.ignoredUntil, true);
await errors.resolve("error_1");
await errors.resolve("error_1", { resolvedInVersion: "20261121.1" }, options);
await errors.ignore(
  "error_1",
  { duration: 1, occurrenceRate: 0.5, totalOccurrences: 2, reason: "r" },
  options,
);
await errors.ignore("error_1");
await errors.unresolve("error_1", options);

expectType<string>()(await idempotencyKeys.create("a"), true);
await idempotencyKeys.create(["a", "b"], { scope: "global" });
// @ts-expect-error only a running task has this scope
await idempotencyKeys.create("a", { scope: "run" });
expectType<ResetIdempotencyKey>()(
  await idempotencyKeys.reset("task", "key", { scope: "global" }, options),
  true,
);
await idempotencyKeys.reset("task", ["a"], { scope: "attempt", parentRunId: "run_1", attemptNumber: 1 });

declare const client: TriggerClient;
await client.wait.completeToken("waitpoint_1", null);
await client.deployments.list();
await client.errors.list();
await client.idempotencyKeys.create("a");
