// errors have their class, and a stack that shows the caller's line

import assert from "node:assert/strict";
import { ApiError, ArgumentError, ConfigurationError, NotFoundError, runs, withAuth } from "hairtrigger";
import { plain, rejection, works } from "./world.mjs";

const client = withAuth(plain.config);

async function retrieveAbsent() {
  return await client.runs.retrieve("run_absent00000000000000000");
}

const absent = await rejection(retrieveAbsent());
assert.ok(absent instanceof NotFoundError && absent instanceof ApiError && absent instanceof Error);
assert.equal(absent.status, 404);
assert.equal(absent.name, "TriggerApiError");
assert.match(absent.stack, /retrieveAbsent/);
assert.match(absent.stack, /errors\.mjs:\d+/);
assert.doesNotMatch(absent.stack, /hairtrigger[/\\]js/);

assert.ok((await rejection(client.runs.retrieve(7))) instanceof ArgumentError);
assert.ok(
  (await rejection(runs.list({}, { clientConfig: { secretKey: "" } }))) instanceof ConfigurationError,
);
works();
