"use strict";

// Projects to connect: an embedded API with runs of the last weeks.

const { createTestServer } = require("hairtrigger/testing");

const HOUR = 3_600_000;
const TASKS = ["send-invoice", "resize-image", "sync-orders", "nightly-report"];
const NOW = ["EXECUTING", "QUEUED", "EXECUTING", "DELAYED"];
const OVER = ["FAILED", "COMPLETED", "CRASHED", "CANCELED", "TIMED_OUT"];

/** More by day than by night, and now and then a bad hour. The same ones every time. */
function runOf(index, now) {
  const hour = Math.floor(index * 0.9);
  const createdAt = now - hour * HOUR - ((index * 37) % 60) * 60_000;
  const isOver = index > 9 || index % 3 === 2;
  const isBad = hour % 31 < 3 || index % 11 === 0;
  const status = isOver ? (isBad ? OVER[index % OVER.length] : "COMPLETED") : NOW[index % NOW.length];
  const startedAt = createdAt + 400;
  const finishedAt = startedAt + 350 + ((index * 7919) % 45_000);
  const taskIdentifier = TASKS[(index * 7) % TASKS.length];
  return { status, taskIdentifier, createdAt, ...(isOver && { startedAt, finishedAt }) };
}

function fill(environment, count, now) {
  const isDay = (time) => new Date(time).getHours() > 6;
  for (let index = 0; index < count; index += 1) {
    const run = runOf(index, now);
    environment.seedRun(run);
    if (index > 9 && isDay(run.createdAt)) {
      environment.seedRun({ ...runOf(index * 3 + 11, now), createdAt: run.createdAt, ...times(run) });
    }
  }
  environment.setVariable(
    "DATABASE_URL",
    `postgres://${environment.project.name.toLowerCase()}.internal/app`,
    {
      isSecret: true,
    },
  );
  environment.setVariable("LOG_LEVEL", "info");
  environment.setVariable("REGION", "eu-central-1");
  environment.setVariable("STRIPE_SECRET_KEY", "sk_live_do_not_show", { isSecret: true });
}

const times = ({ startedAt, finishedAt }) => ({ startedAt, finishedAt });

/** Starts the embedded API; `keys` are what the page can be tried with. */
async function seed({ now = Date.now() } = {}) {
  // Who tries the page out types wrong keys too.
  const server = await createTestServer({ strict: false });
  const acme = server.createProject({ name: "Acme" });
  const globex = server.createProject({ name: "Globex" });
  const branch = globex.createBranch("feature/login");
  fill(acme.prod, 480, now);
  fill(acme.dev, 30, now);
  fill(branch, 60, now);
  const personal = server.createPersonalAccessToken({ projects: [acme] });
  const keys = [
    { project: acme.ref, environment: "prod", branch: "", key: acme.prod.secretKey },
    { project: acme.ref, environment: "dev", branch: "", key: acme.dev.secretKey },
    { project: globex.ref, environment: "preview", branch: branch.branchName, key: branch.secretKey },
    { project: acme.ref, environment: "prod", branch: "", key: personal },
  ];
  return { url: server.url, server, acme, globex, keys, close: () => server.close() };
}

module.exports = { seed };
