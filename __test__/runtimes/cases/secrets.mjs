// no inspection shows a token

import assert from "node:assert/strict";
import { inspect } from "node:util";
import { withAuth } from "hairtrigger";
import { plain, rejection, works } from "./world.mjs";

const client = withAuth(plain.config);
const call = client.runs.retrieve("run_absent00000000000000000");
const failure = await rejection(call);
const inspectors = [inspect, globalThis.Bun?.inspect, globalThis.Deno?.inspect, JSON.stringify, String];
const token = plain.config.secretKey.slice("tr_prod_".length);
for (const show of inspectors.filter(Boolean)) {
  for (const value of [client, client.runs, call, failure, failure.stack]) {
    assert.ok(!show(value)?.includes(token), show.name);
  }
}
works();
