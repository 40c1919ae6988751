"use strict";

// Fifty calls of every kind, for a memory checker to watch: answers, failures, aborts, deadlines, pages.

const { ApiError, drain, withAuth } = require("hairtrigger");
const { startCannedServer } = require("../../__test__/support/canned-server.js");

const CALLS = 50;

async function main() {
  const server = await startCannedServer({ faultRate: 0.2 });
  // A checker slows everything down many times over.
  const requestOptions = { retry: { minTimeoutInMs: 1, maxTimeoutInMs: 50 }, timeoutInMs: 20_000 };
  const { runs, envvars } = withAuth({ secretKey: "tr_dev_smoke", baseURL: server.url, requestOptions });
  const kinds = [
    () => runs.list({ tag: ["a", "b"], from: new Date(0) }),
    () => runs.retrieve("run_1"),
    () => runs.replay("run_1", { payload: { at: new Date(0), list: [1, "two", null] } }),
    () => runs.cancel(""),
    () => envvars.upload("proj_1", "dev", { variables: { NAME: "x".repeat(10_000) } }),
    () => runs.list({}, { timeoutInMs: 1 }),
    () => runs.list({}, { signal: AbortSignal.abort("enough") }),
    () => runs.cancel("run_1", { signal: AbortSignal.timeout(50) }),
  ];
  const calls = Array.from({ length: CALLS }, (_, index) => kinds[index % kinds.length]());
  const settled = await Promise.allSettled(calls);
  await drain();
  server.stop();
  const failed = settled.filter(({ status }) => status === "rejected");
  const byApi = failed.filter(({ reason }) => reason instanceof ApiError);
  console.log(`${CALLS} calls: ${CALLS - failed.length} answered, ${byApi.length} failed by the API`);
}

main();
