// Starts the server that `next build` has made, prints what it answers to a path, and ends it. It is started
// where the packages of the project are out of reach, as in a container.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, rmSync } from "node:fs";
import { createServer } from "node:net";

const standalone = "../next-standalone";
rmSync(standalone, { recursive: true, force: true });
cpSync(".next/standalone", standalone, { recursive: true, verbatimSymlinks: true });

const probe = createServer().listen(0, "127.0.0.1");
await once(probe, "listening");
const { port } = probe.address();
probe.close();

const env = { ...process.env, PORT: String(port), HOSTNAME: "127.0.0.1" };
const server = spawn(process.execPath, ["server.js"], {
  cwd: standalone,
  env,
  stdio: ["ignore", "pipe", "inherit"],
});
try {
  for await (const text of server.stdout.setEncoding("utf8")) if (text.includes("Ready")) break;
  console.log(await (await fetch(`http://127.0.0.1:${port}${process.argv[2]}`)).text());
} finally {
  server.kill();
}
