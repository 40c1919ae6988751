"use strict";

const { createCanary, failureOf, openCage } = require("./canary.js");
const { assertForgotten } = require("./heap.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { TriggerClient, configure, runs, withAuth } = require("hairtrigger");

/** What a call fails with when the server answers this; nothing of the token may be in it. */
async function assertSilentAbout({ canary, server, config }, answer, what) {
  const fault = server.fault(answer);
  const error = await failureOf(() => withAuth(config).runs.retrieve("run_1"));
  fault.remove();
  canary.assertHidden(error, what);
}

for (const status of [200, 400, 401, 429, 503]) {
  test(`a ${status} that echoes the token as the request's id keeps it to itself`, async (t) => {
    const cage = await openCage(t);
    const headers = { "x-request-id": cage.canary.token };
    await assertSilentAbout(cage, { status, headers, body: "no" }, "x-request-id");
  });
}

test("a token that only parsing the body uncovers is hidden", async (t) => {
  const cage = await openCage(t);
  const escaped = cage.canary.spellings["JSON-escaped"];
  const partly = cage.canary.token.replaceAll("_", "\\u005f");
  for (const text of [escaped, partly]) {
    for (const body of [
      `{"error":"${text}"}`,
      `{"error":{"message":"${text}","code":"${text}","param":"${text}","type":"${text}"}}`,
      `{"${text}":{"deep":["${text}"]}}`,
      `"${text}"`,
    ]) {
      await assertSilentAbout(cage, { status: 400, body }, body);
    }
  }
});

test("a token at the place a long message is cut off is hidden", async (t) => {
  const cage = await openCage(t);
  for (let before = 440; before < 500; before += 1) {
    const text = `${"x".repeat(before)}${cage.canary.token}`;
    await assertSilentAbout(cage, { status: 400, body: { error: text } }, `JSON, ${before} before`);
    await assertSilentAbout(cage, { status: 400, body: text }, `text, ${before} before`);
    await assertSilentAbout(cage, { status: 200, body: text }, `wrong shape, ${before} before`);
  }
});

test("a token that a URL spells in small letters is hidden", async (t) => {
  const cage = await openCage(t);
  const { token } = cage.canary;
  await assertSilentAbout(
    cage,
    { status: 308, headers: { location: `http://${token}.example/` } },
    "a redirect",
  );
  const config = { ...cage.config, baseURL: `http://${token}.invalid` };
  cage.canary.assertHidden(await failureOf(() => withAuth(config).runs.list()), "the base URL");
});

for (const spelling of Object.keys(createCanary().spellings)) {
  test(`a server that echoes the token ${spelling} does not get it into the error`, async (t) => {
    const cage = await openCage(t);
    const text = cage.canary.spellings[spelling];
    // What any eight characters in a row of the token are spelled as.
    const spelled = Object.assign(createCanary(), { random: text.slice(-48, -8) });
    for (const answer of [
      { status: 400, body: { error: text } },
      { status: 400, body: `no: ${text}` },
      { status: 200, body: `no: ${text}` },
      { status: 400, headers: { "x-echo": text } },
      { status: 302, headers: { location: `http://127.0.0.1:1/?key=${text}` } },
    ]) {
      await assertSilentAbout({ ...cage, canary: spelled }, answer, JSON.stringify(answer));
    }
  });
}

test("a token over several lines is hidden", async (t) => {
  const cage = await openCage(t);
  const { token } = cage.canary;
  for (const lineBreak of ["\n", "\r\n  ", "\\n"]) {
    const body = token.replace(/.{16}/g, `$&${lineBreak}`);
    for (const status of [200, 400, 401]) await assertSilentAbout(cage, { status, body }, body);
  }
});

test("errors that are made to be searched for long are told like others", async (t) => {
  const cage = await openCage(t);
  for (const part of ["\\", "%", "%25", "&#", "&amp;", cage.canary.token.slice(0, -1), "eyJ ", "eyJ."]) {
    const body = part.repeat(250_000 / part.length);
    const fault = cage.server.fault({ status: 400, body });
    const error = await failureOf(() => withAuth(cage.config).runs.retrieve("run_1"));
    fault.remove();
    assert.equal(error.status, 400, part.slice(0, 4));
    assert.ok(error.message.length < 1000, part.slice(0, 4));
  }
});

test("a text in place of a config is not shown: it may be a token of any form", async () => {
  const canary = createCanary("");
  for (const act of [
    () => configure(canary.token),
    () => withAuth(canary.token),
    () => withAuth(canary.token, () => {}),
    () => new TriggerClient(canary.token),
    () => runs.list({}, { clientConfig: canary.token }),
    () => runs.list({}, canary.token),
  ]) {
    canary.assertHidden(await failureOf(act), act.toString());
  }
});

test("a token in place of a field's name is not shown", async (t) => {
  const { canary, config } = await openCage(t);
  const { token } = canary;
  const client = withAuth(config);
  for (const act of [
    () => configure({ [token]: 1 }),
    () => withAuth({ [token]: 1 }),
    () => withAuth({ requestOptions: { [token]: 1 } }),
    () => withAuth({ requestOptions: { additionalHeaders: { [token]: 1 } } }),
    () => withAuth({ requestOptions: { additionalHeaders: { [token]: "\n" } } }),
    () => client.runs.list({ [token]: 1 }),
    () => client.runs.list({}, { [token]: 1 }),
    () => client.runs.list({ [token]: 1, limit: 1 }, { timeoutInMs: 1000 }),
    () => client.runs.list({ limit: 1, timeoutInMs: 1, [token]: 1 }),
    () => client.envvars.upload("proj_1", "prod", { variables: { [token]: 1 } }),
  ]) {
    canary.assertHidden(await failureOf(act), act.toString());
  }
});

test("the promise of a call that has ended does not hold what its caller's closures hold", async (t) => {
  await assertForgotten(t, "a caller whose closure holds it");
});
