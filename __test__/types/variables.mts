// envvars.sync, as a strict TypeScript user writes it. Compiled, not run.

import {
  TriggerClient,
  VariableSyncError,
  envvars,
  type DesiredVariables,
  type SyncedVariables,
} from "hairtrigger";
import { expectType, options } from "./expect.mjs";

const desired: DesiredVariables = { A: "1", B: { value: "2" }, C: { value: "3", isSecret: true } };

const synced = await envvars.sync("proj_1", "dev", desired);
expectType<SyncedVariables>()(synced, true);
await envvars.sync("proj_1", "dev", desired, options);
await envvars.sync("proj_1", "dev", desired, { dryRun: true });
await envvars.sync("proj_1", "dev", { A: "1" }, { dryRun: false, prune: true }, options);
await new TriggerClient().envvars.sync("proj_1", "preview", desired, {}, options);
const { plan, done } = synced;
for (const names of [plan.create, plan.update, plan.unknown, plan.unchanged, plan.delete]) {
  expectType<string[]>()(names, true);
}
for (const names of [done.created, done.updated, done.deleted, done.inherited]) {
  expectType<string[]>()(names, true);
}

try {
  await envvars.sync("proj_1", "dev", desired);
} catch (error) {
  if (error instanceof VariableSyncError) {
    for (const names of [error.open, error.left, error.done.created, error.plan.update]) {
      expectType<string[]>()(names, true);
    }
    void error.cause;
  }
}

// @ts-expect-error a value that is no text
envvars.sync("proj_1", "dev", { A: 1 });
// @ts-expect-error a variable without a value
envvars.sync("proj_1", "dev", { A: { isSecret: true } });
// @ts-expect-error an unknown environment
envvars.sync("proj_1", "production", desired);
// @ts-expect-error options and request options in one object
envvars.sync("proj_1", "dev", desired, { prune: true, timeoutInMs: 5000 });
