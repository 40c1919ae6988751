// Webhooks, as a strict TypeScript user writes it. Compiled, not run.

import { WebhookError, webhooks, type Webhook } from "hairtrigger";
import { expectType } from "./expect.mjs";

declare const request: Request;
const event = await webhooks.constructEvent(request, "secret");
expectType<Webhook>()(event, true);
await webhooks.constructEvent({ payload: "{}", header: "abc" }, "secret");
await webhooks.constructEvent({ payload: Buffer.from("{}"), header: Buffer.from("abc") }, "secret");
await webhooks.constructEvent({ payload: new Uint8Array(), header: ["a"] }, "secret");
expectType<string>()(webhooks.SIGNATURE_HEADER_NAME, true);
expectType<Date>()(event.created, true);
switch (event.type) {
  case "alert.run.failed": {
    const { run, task, project } = event.object;
    expectType<Date>()(run.createdAt, true);
    expectType<Date | undefined>()(run.startedAt, true);
    expectType<Date | undefined>()(run.completedAt, true);
    if (run.error.type === "BUILT_IN_ERROR") expectType<string>()(run.error.message, true);
    void [run.error.type, task.exportName, project.ref];
    break;
  }
  case "alert.deployment.success":
    void [event.object.deployment.deployedAt.getTime(), event.object.tasks[0]?.id, event.object.git?.branch];
    break;
  case "alert.deployment.failed":
    void [event.object.deployment.failedAt.getTime(), event.object.error.stderr];
    break;
  case "alert.error":
    void [event.object.error.lastSeen.getTime(), event.object.classification];
    break;
  default:
    event satisfies never;
}
void new WebhookError("no").message;

// @ts-expect-error a body that was parsed
webhooks.constructEvent({ payload: {}, header: "abc" }, "secret");
// @ts-expect-error no secret
webhooks.constructEvent(request);
