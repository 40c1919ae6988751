"use strict";

const { createHmac } = require("node:crypto");

const { createTestServer } = require("../../testing");

const now = Date.parse("2026-11-21T00:00:00.000Z");
const hour = 3_600_000;
const branchName = "feature/x";
const statuses = [
  "COMPLETED",
  "QUEUED",
  "EXECUTING",
  "FAILED",
  "CANCELED",
  "EXPIRED",
  "CRASHED",
  "TIMED_OUT",
];

/** Runs have ids of their own here: two worlds must not differ in what nobody compares. */
function seedRuns(prod) {
  let count = 0;
  const seed = (fields) =>
    prod.seedRun({ id: `run_seeded${String(++count).padStart(2, "0")}`, createdAt: now - hour, ...fields });
  const runs = statuses.map((status, index) =>
    seed({
      status,
      createdAt: now - (index + 2) * hour,
      taskIdentifier: index % 2 ? "other task" : "hello-world",
      tags: index % 2 ? ["red"] : ["blue", "é:1"],
      version: `20261121.${1 + (index % 2)}`,
      isTest: index % 3 === 0,
      payload: { index },
      ...(status === "COMPLETED" && { output: { answer: 42 } }),
      ...(status === "FAILED" && {
        error: { message: "it broke", name: "Broken", stackTrace: "at task.ts:1" },
      }),
      metadata: { step: index },
    }),
  );
  const [, , executing] = runs;
  const delayed = seed({ status: "DELAYED", delayedUntil: now + hour });
  const offloaded = seed({
    status: "COMPLETED",
    payload: { large: "x".repeat(1_000) },
    payloadOffloaded: true,
    output: '{"json":{"at":"2026-11-20T10:00:00.000Z"},"meta":{"values":{"at":["Date"]}}}',
    outputType: "application/super+json",
    outputOffloaded: true,
  });
  const halfOffloaded = seed({ status: "COMPLETED", output: "text", payload: "p", payloadOffloaded: true });
  const related = seed({
    status: "COMPLETED",
    schedule: {
      id: "sched_1",
      externalId: "tenant",
      generator: { type: "CRON", expression: "0 * * * *", description: "Every hour" },
    },
    relatedRuns: { parent: relative(executing), root: relative(executing), children: [relative(delayed)] },
    batchId: "batch_1",
    idempotencyKey: "key",
    ttl: "10m",
  });
  return { runs, executing, delayed, offloaded, halfOffloaded, related };
}

/** A run as another one's parent, root or child shows it. */
function relative({ id, createdAt }) {
  const flags = ["Queued", "Waiting", "Completed", "Success", "Failed", "Cancelled", "Test"];
  return {
    ...Object.fromEntries(flags.map((name) => [`is${name}`, false])),
    id,
    isExecuting: true,
    status: "EXECUTING",
    taskIdentifier: "hello-world",
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(createdAt).toISOString(),
    startedAt: new Date(createdAt).toISOString(),
    tags: [],
    costInCents: 0,
    baseCostInCents: 0,
    durationMs: 0,
    depth: 0,
    triggerFunction: "trigger",
  };
}

/** Queues as newer servers send them: the official SDK adds the version where there is none. */
function createQueues(prod) {
  const create = (fields) => prod.createQueue({ version: "V1", ...fields });
  const queue = create({ id: "queue_compare01", name: "mine", concurrencyLimit: 5 });
  create({ id: "queue_compare02", name: "hello-world", type: "task", running: 1, queued: 2 });
  create({ id: "queue_compare03", name: "a/b c" });
  return queue;
}

/** Schedules with ids and keys of their own: when they run in fact depends on those. */
function createSchedules(project, { prod, dev }) {
  project.createTask("nightly", { isScheduled: true });
  project.createTask("hello-world");
  const create = (number, fields) =>
    prod.createSchedule({ id: `sched_compare0${number}`, task: "nightly", cron: "0 9 * * 1", ...fields });
  create(1, { deduplicationKey: "k1", timezone: "Europe/London", externalId: "user_1", window: "30m" });
  create(2, { active: false });
  create(3, { cron: "*/5 * * * *", type: "DECLARATIVE" });
  dev.createSchedule({ id: "sched_compare04", task: "nightly", cron: "0 0 L * *" });
}

/** Tokens have ids and keys of their own here, for the same reason. */
function seedWaitpoints(prod) {
  const timeouts = { 3: now - 1, 5: now + hour };
  for (let count = 1; count <= 6; count += 1) {
    const waitpoint = prod.seedWaitpoint({
      id: `waitpoint_seeded${count}`,
      createdAt: now - (10 - count) * hour,
      idempotencyKey: `key-${count}`,
      tags: count % 2 ? ["red"] : ["blue", "é:1"],
      timeoutAt: timeouts[count],
    });
    if (count === 4) prod.waitpoints.complete(waitpoint, { data: "text", type: "text/plain" }, now - 5);
  }
}

function seedDeployments(prod) {
  for (let count = 1; count <= 7; count += 1) {
    prod.seedDeployment({
      id: `deployment_seeded${count}`,
      shortCode: `code${count}`,
      createdAt: now - (10 - count) * hour,
      git: { commitSha: `sha${count}`, commitMessage: "Change" },
      ...(count === 6 && { status: "FAILED", errorData: { name: "Broken", message: "it broke" } }),
      // The official SDK makes 1970 of a deployment that has no such date.
      deployedAt: now - count,
      // What triggers lock to.
      ...(count === 1 && { version: "20261121.2" }),
    });
  }
}

/** One batch that is complete, with an item that could not become a run, and one without its items. */
function makeBatches({ batches, runs }) {
  const [run] = runs.sorted;
  const whole = batches.create({ runCount: 2, idempotencyKey: "batch key" }, now - hour);
  for (const index of [0, 1]) whole.accept({ index, task: "hello-world" });
  const made = [{ run }, { error: "It went wrong" }];
  whole.seal(() => made.shift(), now - hour);
  return { batchId: whole.id, openBatchId: batches.create({ runCount: 1 }, now).id };
}

/** A server of its own with one project in a state that every call finds something in. */
async function openWorld() {
  const server = await createTestServer({ strict: false, now: () => now });
  const project = server.createProject({ ref: "proj_comparecomparecompar" });
  const { prod, preview, staging, dev } = project.environments;
  const branch = project.createBranch(branchName);
  const { runs, ...special } = seedRuns(prod);
  const queue = createQueues(prod);
  createSchedules(project, { prod, dev });
  prod.createConcurrencyLimit({
    id: "climit_01",
    name: "openai",
    perKey: 2,
    total: 20,
    running: 3,
    queued: 4,
  });
  prod.createConcurrencyLimit({ id: "climit_02", name: "a/b" });
  prod.createConcurrencyLimit({ id: "climit_03", name: "task/my task", total: 7 });
  seedWaitpoints(prod);
  seedDeployments(prod);
  branch.seedRun({ id: "run_branch01", createdAt: now - hour });
  prod.setVariable("A", "1");
  prod.setVariable("HIDDEN", "2", { isSecret: true });
  branch.setVariable("A", "branch");
  const other = server.createProject({ ref: "proj_otherotherotherother" }).environment("prod");
  other.seedRun({ id: "run_other01", createdAt: now - hour, tags: ["other"] });
  const token = server.createPersonalAccessToken({ projects: [project] });

  const { batchId, openBatchId } = makeBatches(prod);

  const identities = {
    key: { secretKey: prod.secretKey },
    keyAsToken: { accessToken: prod.secretKey },
    keyWithBranch: { secretKey: prod.secretKey, previewBranch: branchName },
    token: { accessToken: token },
    tokenWithBranch: { accessToken: token, previewBranch: branchName },
    previewKey: { secretKey: preview.secretKey, previewBranch: branchName },
    previewKeyAlone: { secretKey: preview.secretKey },
    devKey: { secretKey: dev.secretKey },
    otherKey: { accessToken: other.secretKey },
    readingKey: { secretKey: prod.createAdditionalKey({ scopes: ["read:runs"] }) },
    triggeringKey: { secretKey: prod.createAdditionalKey({ scopes: ["trigger:tasks"] }) },
    adminKey: { secretKey: prod.createAdditionalKey({ scopes: ["admin"] }) },
    triggeringToken: { accessToken: prod.createPublicToken({ scopes: ["trigger:tasks"] }) },
    oneTimeToken: { accessToken: prod.createPublicToken({ scopes: ["trigger:tasks"], isForOneUse: true }) },
    publicToken: { accessToken: prod.createPublicToken({ scopes: ["read:runs"] }) },
    unknown: { secretKey: "tr_prod_unknownunknownunknownun" },
  };
  const config = (name, { requestOptions, path = "" } = {}) => ({
    ...identities[name],
    baseURL: server.url + path,
    requestOptions: { retry: { maxAttempts: 1 }, ...requestOptions },
  });
  const environments = { prod, preview, staging, dev, branch, other };
  return {
    server,
    ref: project.ref,
    ...environments,
    ...special,
    queue,
    runIds: runs.map(({ id }) => id),
    batchId,
    openBatchId,
    config,
    rename: renamer(server, environments, identities),
  };
}

const PUBLIC_TOKEN = /\beyJ[\w-]+\.[\w-]+\.[\w-]+/g;

/** What a public token claims, whose signature it has, and how long it lives: when it was made is chance. */
function describeToken(token, secrets, rename) {
  const [head, body, signature] = token.split(".");
  const isOf = (secret) =>
    createHmac("sha256", secret).update(`${head}.${body}`).digest("base64url") === signature;
  const signer = Object.keys(secrets).find((name) => isOf(secrets[name]));
  const { iat, exp, ...claims } = JSON.parse(Buffer.from(body, "base64url"));
  const sorted = Object.fromEntries(Object.entries(claims).sort(([a], [b]) => (a < b ? -1 : 1)));
  const isFar = exp > FAR_AWAY;
  const life = isFar ? { exp } : { life: 10 * Math.round((exp - iat) / 10) };
  const said = { head: JSON.parse(Buffer.from(head, "base64url")), ...sorted, ...life };
  return `<token of ${signer}: ${rename(JSON.stringify(said))}>`;
}

/** In epoch seconds: what ends later ends at an instant that was given. */
const FAR_AWAY = 1_890_000_000;

/** Gives what is random in a world, or its own, the same name in every world. */
function renamer(server, environments, identities) {
  const names = new Map(Object.entries(environments).map(([name, { id }]) => [id, `<id of ${name}>`]));
  for (const [name, { secretKey, accessToken = secretKey }] of Object.entries(identities)) {
    if (!names.has(accessToken)) names.set(accessToken, `<${name}>`);
  }
  const secrets = Object.fromEntries(
    Object.entries(environments).map(([name, { secretKey }]) => [name, secretKey]),
  );
  const renameText = (text) => {
    const known = new Map([...names, [server.url, "<api>"], [server.storage.url ?? server.url, "<storage>"]]);
    for (const [value, name] of known) text = text.replaceAll(value, name);
    return text
      .replace(/\bsched_[0-9a-z]{21}\b/g, "<new schedule>")
      .replace(/\brun_c[0-9a-z]{20,}/g, "<new run>")
      .replace(/\bbulk_c[0-9a-z]{20,}/g, "<new bulk action>")
      .replace(/\bwaitpoint_c[0-9a-z]{20,}/g, "<new token>")
      .replace(/(?<=\/callback\/)[0-9a-f]{64}/g, "<hash>")
      .replace(PUBLIC_TOKEN, (token) => describeToken(token, secrets, renameText))
      .replace(/\bbatch_c[0-9a-z]{20,}/g, "<batch>")
      .replace(/packet_[0-9a-z]+/g, "<packet>")
      .replace(/(?<=X-Amz-Signature=)\w+/g, "<signature>");
  };
  return function rename(value) {
    if (typeof value === "string") return renameText(value);
    if (Array.isArray(value)) return value.map(rename);
    if (value === null || typeof value !== "object") return value;
    if (Object.getPrototypeOf(value) !== Object.prototype) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, rename(each)]));
  };
}

module.exports = { openWorld, branchName };
