// Every declared overload of schedules. Compiled, not run.

import {
  TriggerClient,
  schedules,
  type DeletedSchedule,
  type OffsetLimitPage,
  type Schedule,
  type Timezones,
} from "hairtrigger";
import { expectType, options } from "./expect.mjs";

const page = await schedules.list();
expectType<OffsetLimitPage<Schedule>>()(page, true);
await schedules.list(options);
await schedules.list({ page: 2, perPage: 10 }, options);
for await (const schedule of schedules.list()) expectType<Schedule>()(schedule, true);

const created = await schedules.create({ task: "nightly", cron: "0 9 * * 1", deduplicationKey: "k" });
expectType<Schedule>()(created, true);
expectType<Date | null | undefined>()(created.nextRun, true);
expectType<string | null | undefined>()(created.externalId, true);
await schedules.create(
  {
    task: "nightly",
    cron: "0 9 * * 1",
    deduplicationKey: "k",
    externalId: "user_1",
    timezone: "Europe/London",
    window: "30m",
  },
  options,
);

const changes = { task: "nightly", cron: "0 9 * * 1", timezone: "UTC", externalId: "user_1", window: "30%" };
expectType<Schedule>()(await schedules.update("sched_1", changes, options), true);
expectType<Schedule>()(await schedules.retrieve("sched_1", options), true);
expectType<Schedule>()(await schedules.activate("sched_1", options), true);
expectType<Schedule>()(await schedules.deactivate("sched_1", options), true);
expectType<DeletedSchedule>()(await schedules.del("sched_1", options), true);
expectType<Timezones>()(await schedules.timezones(), true);
expectType<Timezones>()(await schedules.timezones(options), true);
expectType<string[]>()((await schedules.timezones({ excludeUtc: true }, options)).timezones, true);

await new TriggerClient().schedules.timezones();

// @ts-expect-error no deduplication key
schedules.create({ task: "nightly", cron: "0 9 * * 1" });
// @ts-expect-error the key of a schedule cannot be changed
schedules.update("sched_1", { task: "nightly", cron: "0 9 * * 1", deduplicationKey: "k" });
// @ts-expect-error an update says all there is
schedules.update("sched_1", { timezone: "UTC" });
