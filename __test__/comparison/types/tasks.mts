// Tasks of the official SDK, which stay with it.

import { task } from "@trigger.dev/sdk";

export const hello = task({
  id: "hello",
  run: async (payload: { name: string }) => ({ length: payload.name.length }),
});

export const tick = task({ id: "tick", run: async () => 1 });
