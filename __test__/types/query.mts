// Every function of query and its dashboards, as a strict TypeScript user writes it. Compiled, not run.

import {
  query,
  type AddedDashboardWidget,
  type Dashboard,
  type DashboardList,
  type DashboardWidgetInput,
  type DeletedDashboard,
  type QuerySchema,
  type QueryTable,
} from "hairtrigger";
import { expectType, options } from "./expect.mjs";

expectType<Record<string, any>[]>()((await query.execute("SELECT run_id FROM runs")).results, true);
await query.execute("SELECT 1", options);
await query.execute("SELECT 1", { scope: "organization", period: "7d", format: "json" }, options);
const csv = await query.execute("SELECT 1", { format: "csv", from: new Date(), to: Date.now() }, options);
expectType<string>()(csv.results, true);
const typed = await query.execute<QueryTable<"runs", "run_id" | "tags">>("SELECT run_id, tags FROM runs");
expectType<{ run_id: string; tags: string[] }>()({ ...typed.results[0]! }, true);
const counted = await query.execute<{ count: number }>("SELECT 1", { period: "1d" });
expectType<number>()(counted.results[0]!.count, true);
const again = await query.execute<{ count: number }>("SELECT 1", options);
expectType<number>()(again.results[0]!.count, true);
// @ts-expect-error: there is no such format
await query.execute("SELECT 1", { format: "xml" });

expectType<QuerySchema>()(await query.retrieveSchema(options), true);

const widget: DashboardWidgetInput = {
  title: "Runs",
  query: "SELECT 1",
  display: { type: "bignumber", column: "runs", aggregation: "sum" },
};
expectType<DashboardList>()(await query.dashboards.list(options), true);
const dashboard = await query.dashboards.create(
  { title: "Mine", description: "", widgets: [widget] },
  options,
);
expectType<Dashboard>()(dashboard, true);
expectType<Date>()(dashboard.createdAt, true);
const [shown] = dashboard.widgets;
if (shown?.display.type === "table") expectType<boolean>()(shown.display.prettyFormatting, true);
const { id, revision } = dashboard;
await query.dashboards.retrieve(id, options);
await query.dashboards.update(id, { title: "Other", revision }, options);
await query.dashboards.replace(
  id,
  { widgets: [widget, { title: "T", display: { type: "title" } }] },
  options,
);
const added = await query.dashboards.widgets.add(id, { ...widget, id: "w", revision }, options);
expectType<AddedDashboardWidget>()(added, true);
await query.dashboards.widgets.update(id, "w", { display: { type: "table" }, fillGaps: true }, options);
await query.dashboards.widgets.del(id, "w", { revision }, options);
await query.dashboards.widgets.del(id, "w", options);
expectType<DeletedDashboard>()(await query.dashboards.del(id, options), true);
