"use strict";

const { createTestServer } = require("../../testing");

const BRANCH = "feature/one";

/** Seeds the runs that paths name in braces, one per situation. */
function seedRuns({ prod, dev }) {
  const ids = {};
  const seed = (environment, name, fields) => (ids[name] = environment.seedRun(fields).id);
  seed(prod, "queued", { tags: ["blue"], payload: { n: 1 } });
  seed(prod, "executing", { status: "EXECUTING", version: "20260101.1", payload: { n: 2 } });
  seed(prod, "completed", { status: "COMPLETED", payload: { n: 3 }, output: { answer: 42 } });
  seed(prod, "failed", { status: "FAILED", error: { name: "Error", message: "boom" } });
  seed(prod, "canceled", { status: "CANCELED" });
  seed(prod, "waiting", { status: "WAITING", payload: null });
  seed(prod, "delayed", { status: "DELAYED", delayedUntil: Date.now() + 3_600_000, payload: {} });
  seed(prod, "inBatch", { batchId: "batch_1", taskIdentifier: "other-task", isTest: true });
  seed(prod, "large", { status: "COMPLETED", payload: { big: 1 }, payloadOffloaded: true });
  seed(dev, "inDev", { payload: { n: 4 } });
  return { ...ids, unknown: "run_doesnotexist0000000000000" };
}

function setVariables({ prod, staging, preview, branch }) {
  prod.setVariable("PLAIN", "plain");
  prod.setVariable("SECRET", "hush", { isSecret: true });
  staging.setVariable("ELSEWHERE", "staging");
  preview.setVariable("PARENT", "parent");
  preview.setVariable("SHARED", "parent");
  branch.setVariable("SHARED", "branch");
}

/** Changes the claims of a public token and leaves its signature. */
function rewrite(token, change) {
  const [head, claims, signature] = token.split(".");
  const changed = { ...JSON.parse(Buffer.from(claims, "base64url")), ...change };
  return [head, Buffer.from(JSON.stringify(changed)).toString("base64url"), signature].join(".");
}

/** Issues one credential of every kind, under the names the table uses. */
function issueCredentials(server, projects, { dev, staging, prod, preview }, ids) {
  const { main, second, foreign } = projects;
  const personal = () => server.createPersonalAccessToken({ projects: [main, second] });
  const token = (scopes, more) => prod.createPublicToken({ scopes, ...more });
  const revoked = personal();
  server.revoke(revoked);
  const revokedKey = second.environment("staging").secretKey;
  server.revoke(revokedKey);
  return {
    secretKey: prod.secretKey,
    devKey: dev.secretKey,
    stagingKey: staging.secretKey,
    previewKey: preview.secretKey,
    foreignKey: foreign.environment("prod").secretKey,
    revokedKey,
    unknownKey: "tr_prod_unknownunknownunknown00",
    adminKey: prod.createAdditionalKey({ scopes: ["admin"] }),
    readRunsKey: prod.createAdditionalKey({ scopes: ["read:runs"] }),
    writeRunsKey: prod.createAdditionalKey({ scopes: ["write:runs"] }),
    readVariablesKey: prod.createAdditionalKey({ scopes: ["read:envvars"] }),
    personal: personal(),
    organization: server.createOrganizationToken({ projects: [main, second] }),
    stranger: server.createPersonalAccessToken({ projects: [foreign] }),
    revokedPersonal: revoked,
    unknownPersonal: `tr_pat_${"z".repeat(40)}`,
    readRunsToken: token(["read:runs"]),
    writeRunsToken: token(["write:runs"]),
    adminToken: token(["admin"]),
    scopelessToken: token([]),
    oneRunToken: token([`read:runs:${ids.queued}`]),
    tagToken: token(["read:tags:blue"]),
    taskToken: token(["read:tasks:hello-world"]),
    expiredToken: token(["read:runs"], { expiresInSeconds: -60 }),
    forgedToken: rewrite(token(["read:runs"]), { scopes: ["admin"] }),
    homelessToken: rewrite(token(["read:runs"]), { sub: "cnobody" }),
    privateToken: rewrite(token(["read:runs"]), { pub: false }),
  };
}

/**
 * Starts a server in the state every row of the table is made for.
 *
 * @returns what rows refer to: `fill` replaces `{name}` in paths and bodies, `credentials` are the
 *   tokens by name, `environments` the environments
 */
async function createWorld() {
  const server = await createTestServer({ strict: false });
  const main = server.createProject();
  const second = server.createProject({ name: "second" });
  const foreign = server.createProject({ name: "foreign" });
  const branch = main.createBranch(BRANCH);
  main.createBranch("local", { environment: "dev" });
  const environments = { ...main.environments, branch };
  const ids = seedRuns(environments);
  setVariables(environments);
  const credentials = issueCredentials(server, { main, second, foreign }, environments, ids);
  const names = { ref: main.ref, second: second.ref, foreign: foreign.ref, ...ids };
  const fill = (text) => text.replace(/\{(\w+)\}/g, (braces, name) => names[name] ?? braces);
  return { server, main, environments, credentials, ids, fill };
}

module.exports = { BRANCH, createWorld };
