// Runs that are watched: payload and output have the types of the task, under the names of the official SDK too.

import { drain, runs, withAuth } from "hairtrigger";
import type {
  AnyTask,
  AnyRealtimeRun,
  AnyRunShape,
  RealtimeRun,
  RunShape,
  RunSubscription,
  TaskRunShape,
} from "hairtrigger";

export async function watched(): Promise<void> {
  const subscription: RunSubscription = runs.subscribeToRun("run_1", {
    transport: "poll",
    skipColumns: ["payload"],
  });
  for await (const run of subscription) {
    const any: AnyRealtimeRun = run;
    const shape: AnyRunShape = any;
    const date: Date = shape.createdAt;
    void date;
  }
  const state: "connecting" | "live" | "waiting" | "limited" | "polling" | "closed" = subscription.state;
  const last: RealtimeRun = await subscription.finished();
  const typed: RunShape<{ taskIdentifier: "a"; payload: { n: number }; output: string }> = {
    ...last,
    taskIdentifier: "a",
  };
  const output: string | undefined = typed.output;
  const payload: number = typed.payload.n;
  void [state, output, payload];
  // @ts-expect-error: not one of the ways
  runs.subscribeToRun("run_1", { transport: "pigeon" });
  // @ts-expect-error: no column that can be left out
  runs.subscribeToRuns(["run_1"], { skipColumns: ["status"] });
  runs.subscribeToRunsWithTag(["a"], { createdAt: "1h" }, { since: subscription.cursor });
  withAuth({ accessToken: "t", refreshAccessToken: async () => "t" }).runs.subscribeToBatch("batch_1");
  await drain({ subscriptions: "wait" });
}

export type Shape = TaskRunShape<AnyTask>;
