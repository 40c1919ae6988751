// Webhooks, as a strict TypeScript user writes it. Compiled, not run.

import { WebhookError, webhooks, type Webhook } from "hairtrigger";

declare const request: Request;
const event: Webhook = await webhooks.constructEvent(request, "secret");
await webhooks.constructEvent({ payload: "{}", header: "abc" }, "secret");
await webhooks.constructEvent({ payload: Buffer.from("{}"), header: Buffer.from("abc") }, "secret");
await webhooks.constructEvent({ payload: new Uint8Array(), header: ["a"] }, "secret");
const name: string = webhooks.SIGNATURE_HEADER_NAME;
const created: Date = event.created;
switch (event.type) {
  case "alert.run.failed": {
    const { run, task, project } = event.object;
    const dates: (Date | undefined)[] = [run.createdAt, run.startedAt, run.completedAt];
    const why: string = run.error.type === "BUILT_IN_ERROR" ? run.error.message : run.error.type;
    void [dates, why, task.exportName, project.ref];
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
void [name, created, new WebhookError("no").message];

// @ts-expect-error a body that was parsed
webhooks.constructEvent({ payload: {}, header: "abc" }, "secret");
// @ts-expect-error no secret
webhooks.constructEvent(request);
