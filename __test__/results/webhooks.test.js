"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { WebhookError, webhooks } = require("hairtrigger");
const { events, sign } = require("../support/webhooks.js");
const { rejection } = require("../support/scopes.js");

const secret = "whsec_é";
const HEADER = "x-trigger-signature-hmacsha256";
const { constructEvent } = webhooks;

function requestOf(payload, header = sign(payload, secret)) {
  const headers = header === undefined || header === "" ? {} : { [HEADER]: header };
  return new Request("https://example.com/hook", { method: "POST", body: payload, headers });
}

async function assertRefused(promise, message) {
  const error = await rejection(promise);
  assert.ok(error instanceof WebhookError && error instanceof Error, String(error));
  assert.equal(error.name, "WebhookError");
  assert.match(error.message, message);
  assert.ok(!error.message.includes(secret));
}

/** An event as it should arrive: the dates at these places as Date. */
function withDates(event, ...places) {
  const copy = structuredClone(event);
  for (const [name, ...path] of places.map((place) => place.split(".").reverse())) {
    const parent = path.reverse().reduce((value, part) => value[part], copy);
    parent[name] = new Date(parent[name]);
  }
  return copy;
}

test("the header has the name the server gives it", () => {
  assert.equal(webhooks.SIGNATURE_HEADER_NAME, HEADER);
});

test("every event is read from every form it comes in, its dates as Date", async () => {
  const dates = [
    ["object.run.createdAt", "object.run.startedAt", "object.run.completedAt"],
    ["object.run.createdAt"],
    ["object.deployment.deployedAt"],
    ["object.deployment.failedAt"],
    ["object.error.firstSeen", "object.error.lastSeen"],
  ];
  for (const [index, event] of events.entries()) {
    const payload = JSON.stringify(event);
    const header = sign(payload, secret);
    const forms = [
      requestOf(payload),
      { payload, header },
      { payload: Buffer.from(payload), header: Buffer.from(header) },
      { payload: new TextEncoder().encode(payload), header },
    ];
    const expected = withDates(JSON.parse(payload), "created", ...dates[index]);
    for (const form of forms) assert.deepEqual(await constructEvent(form, secret), expected);
  }
});

test("what the typings do not know passes through", async () => {
  const payload = JSON.stringify({
    type: "alert.new",
    created: "2026-11-21T10:00:00.000Z",
    object: { a: 1 },
  });
  const event = await constructEvent(requestOf(payload), secret);
  assert.deepEqual(event, {
    type: "alert.new",
    created: new Date("2026-11-21T10:00:00.000Z"),
    object: { a: 1 },
  });
});

test("whatever is not signed with the secret is refused", async () => {
  const payload = JSON.stringify(events[0]);
  const good = sign(payload, secret);
  const changed = good.replace(/^./, (digit) => (digit === "0" ? "1" : "0"));
  for (const header of [
    changed,
    good.toUpperCase(),
    good.slice(1),
    `${good}0`,
    `sha256=${good}`,
    "x".repeat(64),
  ]) {
    await assertRefused(constructEvent(requestOf(payload, header), secret), /^Invalid signature$/);
    await assertRefused(constructEvent({ payload, header }, secret), /^Invalid signature$/);
  }
  await assertRefused(
    constructEvent({ payload: `${payload} `, header: good }, secret),
    /^Invalid signature$/,
  );
  await assertRefused(constructEvent({ payload, header: good }, `${secret} `), /^Invalid signature$/);
  // An unsigned body is not even parsed.
  await assertRefused(constructEvent({ payload: "{", header: good }, secret), /^Invalid signature$/);
});

test("what is missing is named", async () => {
  const payload = JSON.stringify(events[0]);
  const header = sign(payload, secret);
  await assertRefused(constructEvent(requestOf(payload, ""), secret), /No signature header found/);
  await assertRefused(constructEvent({ payload }, secret), /No signature header found/);
  await assertRefused(constructEvent(undefined, secret), /No signature header found/);
  await assertRefused(constructEvent({ payload, header: [header] }, secret), /cannot be an array/);
  for (const body of [undefined, null, events[0], 7]) {
    await assertRefused(constructEvent({ payload: body, header }, secret), /must be the raw body/);
  }
  for (const none of [undefined, null, "", 7]) {
    await assertRefused(constructEvent(requestOf(payload), none), /A secret is required/);
    await assertRefused(constructEvent({ payload, header }, none), /A secret is required/);
  }
});

test("a signed body that is no event is refused", async () => {
  for (const payload of [
    "{",
    "",
    "null",
    "[]",
    "7",
    "{}",
    '{"type":"a"}',
    '{"type":"a","object":null}',
    '{"type":1,"object":{}}',
  ]) {
    await assertRefused(
      constructEvent({ payload, header: sign(payload, secret) }, secret),
      /^Webhook parsing failed: /,
    );
  }
});
