// Every declared overload of concurrencyLimits. Compiled, not run.

import {
  TriggerClient,
  concurrencyLimits,
  type ConcurrencyLimit,
  type ConcurrencyLimitKey,
  type OffsetLimitPage,
  type OverrideConcurrencyLimitKeyParams,
  type OverrideConcurrencyLimitParams,
} from "hairtrigger";
import { expectType, options } from "./expect.mjs";

expectType<OffsetLimitPage<ConcurrencyLimit>>()(await concurrencyLimits.list(), true);
await concurrencyLimits.list(options);
await concurrencyLimits.list({ page: 2, perPage: 10 }, options);
for await (const each of concurrencyLimits.list()) expectType<ConcurrencyLimit>()(each, true);

const key = { concurrencyKey: "k" };
const limit = await concurrencyLimits.retrieve("openai");
expectType<ConcurrencyLimit>()(limit, true);
expectType<Date | null>()(limit.total.overriddenAt, true);
expectType<ConcurrencyLimit>()(await concurrencyLimits.retrieve("openai", options), true);
const view = await concurrencyLimits.retrieve("openai", key, options);
expectType<ConcurrencyLimitKey>()(view, true);
expectType<Date | null>()(view.perKey.expiresAt, true);

expectType<ConcurrencyLimit>()(await concurrencyLimits.override("openai", { total: 1 }, options), true);
expectType<ConcurrencyLimit>()(await concurrencyLimits.override("openai", { perKey: 1, total: 2 }), true);
expectType<ConcurrencyLimitKey>()(
  await concurrencyLimits.override("openai", { ...key, perKey: 1, ttl: "1h" }, options),
  true,
);
declare const either: OverrideConcurrencyLimitParams | OverrideConcurrencyLimitKeyParams;
expectType<ConcurrencyLimit | ConcurrencyLimitKey>()(
  await concurrencyLimits.override("openai", either, options),
  true,
);

expectType<ConcurrencyLimit>()(await concurrencyLimits.reset("openai"), true);
expectType<ConcurrencyLimit>()(await concurrencyLimits.reset("openai", options), true);
expectType<ConcurrencyLimitKey>()(await concurrencyLimits.reset("openai", key, options), true);
expectType<ConcurrencyLimit>()(await concurrencyLimits.pause("openai", options), true);
expectType<ConcurrencyLimit>()(await concurrencyLimits.resume("openai", options), true);

await new TriggerClient().concurrencyLimits.list();

// @ts-expect-error a total is none of a single key's
concurrencyLimits.override("openai", { concurrencyKey: "k", perKey: 1, total: 1 });
// @ts-expect-error a time is none of the whole limit's
concurrencyLimits.override("openai", { perKey: 1, ttl: "1h" });
// @ts-expect-error a key that may be undefined
concurrencyLimits.reset("openai", { concurrencyKey: process.env["MISSING"] });
