"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const { createInterface } = require("node:readline");
const { describe, test } = require("node:test");
const { setTimeout: sleep } = require("node:timers/promises");

const { answerOf, openRawServer } = require("../support/raw-server.js");
const { PAGE, clientOf } = require("../transport/client.js");

// Idle connections are let go of after 50 s, and nothing but time shows it.
const IDLE_IN_MS = 51_000;
const answer = ({ connection }) => connection.send(answerOf(PAGE));

describe("idle connections", { concurrency: true }, () => {
  test("an idle connection is let go of before the server does", async (t) => {
    const server = await openRawServer(t, answer);
    const client = clientOf(server);
    await client.runs.list();
    await client.runs.list();
    assert.equal(server.connections.length, 1);
    await sleep(IDLE_IN_MS);
    await client.runs.list();
    assert.equal(server.connections.length, 2);
  });

  test(
    "a process that was frozen for so long does not come back to its old connections",
    {
      skip: process.platform === "win32" && "processes are not stopped by signals on Windows",
    },
    async (t) => {
      const server = await openRawServer(t, answer);
      const program = `
    const { withAuth } = require("hairtrigger");
    const client = withAuth({ secretKey: "tr_dev_frozen", baseURL: ${JSON.stringify(server.url)} });
    const call = () => client.runs.list().then(() => console.log("called"));
    process.stdin.on("data", call).on("end", () => process.exit());`;
      const child = spawn(process.execPath, ["--eval", program], {
        cwd: __dirname,
        stdio: ["pipe", "pipe", "inherit"],
      });
      t.after(() => child.kill("SIGKILL"));
      const lines = createInterface({ input: child.stdout });
      const call = async () => {
        child.stdin.write("call");
        await once(lines, "line");
      };
      await call();
      child.kill("SIGSTOP");
      await sleep(IDLE_IN_MS);
      child.kill("SIGCONT");
      await call();
      assert.equal(server.requests.length, 2);
      assert.equal(server.connections.length, 2);
    },
  );
});
