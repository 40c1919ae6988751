"use strict";

const { createCanary, openCage } = require("./canary.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { auth } = require("hairtrigger");

/** An environment as the server shows it, with this text wherever there is one. */
function environmentOf(text) {
  const project = { externalRef: text, name: text, slug: text, apiKey: text };
  const organization = { id: text, slug: text, title: { apiKey: text }, apiKey: text };
  return { slug: text, type: text, branchName: text, apiKey: text, paused: text, project, organization };
}

test("a verdict holds nothing of the token that it is about, whatever the server sends back", async (t) => {
  const { canary, server, config } = await openCage(t);
  for (const text of [canary.token, ...Object.values(canary.spellings)]) {
    const spelled = Object.assign(createCanary(), { random: text.slice(-40, -8) });
    const answers = [
      { status: 200, body: environmentOf(text) },
      { status: 200, body: `{"${text}":"${text}"}` },
      { status: 200, body: text },
      { status: 401, body: { error: text } },
      { status: 401, body: { error: `revoked ${text}` } },
      { status: 403, body: { error: text } },
      { status: 403, body: text },
      { status: 404, body: text },
      { status: 302, headers: { location: `https://other.example/${encodeURIComponent(text)}` }, body: "" },
      { status: 503, body: text },
    ];
    for (const answer of answers) {
      const fault = server.fault(answer);
      const verdict = await auth.verify(config);
      for (const hidden of [canary, spelled]) {
        hidden.assertHidden(verdict, JSON.stringify(answer).slice(0, 60));
      }
      fault.remove();
    }
  }
});

test("a verdict holds no other key either, where the server's answer does", async (t) => {
  const { canary, server, config } = await openCage(t);
  const other = createCanary();
  const body = { ...environmentOf("main"), apiKey: other.token, parentEnvironment: { apiKey: other.token } };
  server.fault({ status: 200, body: { ...body, organization: { id: "o", apiKey: other.token } } });
  const verdict = await auth.verify(config);
  assert.equal(verdict.status, "ok");
  canary.assertHidden(verdict);
  other.assertHidden(verdict);
});

test("a config that cannot be sent is told without its token", async () => {
  for (const prefix of ["trigger_live_", "pk_prod_", "tr_prod_"]) {
    const canary = createCanary(prefix);
    canary.assertHidden(await auth.verify({ secretKey: `${canary.token} ` }), prefix);
    canary.assertHidden(await auth.verify({ secretKey: canary.token, baseURL: canary.token }), prefix);
  }
});

test("what is wrong with a form is told without its token, in whatever field it stands", async () => {
  const fields = ["apiKey", "token", "projectRef", "environment", "baseURL", "previewBranch"];
  const canary = createCanary();
  for (const field of fields) {
    const connection = await auth.fromConnection({ token: "tr_pat_a b", [field]: `${canary.token} x` });
    assert.equal(connection.ok, false);
    canary.assertHidden(connection, field);
  }
});
