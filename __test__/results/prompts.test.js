"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { after, before, test } = require("node:test");

const { ApiResponseError, withAuth } = require("hairtrigger");
const { startRecorder } = require("../support/recorder.js");

let answer;
let recorder;
let client;

before(async () => {
  recorder = await startRecorder(() => answer);
  client = withAuth({ secretKey: "tr_dev_results", baseURL: recorder.url });
});
after(() => recorder.close());

const data = { promptId: "prompt_1", slug: "hello", version: 2, labels: ["a", "b"], later: [1] };

test("a prompt keeps what the typings do not know, and null is undefined", async () => {
  answer = { data: { ...data, template: "T", model: null, config: null } };
  const { toAISDKTelemetry, ...prompt } = await client.prompts.resolve("hello");
  assert.deepEqual(prompt, { ...data, template: "T", text: "", model: undefined, config: undefined });
  assert.deepEqual(toAISDKTelemetry({ mine: "1" }).experimental_telemetry, {
    isEnabled: true,
    metadata: {
      "prompt.slug": "hello",
      "prompt.id": "prompt_1",
      "prompt.version": "2",
      "prompt.labels": "a, b",
      mine: "1",
    },
  });
});

test("the variables are those of the moment of the call", async () => {
  answer = { data: { ...data, model: "m" } };
  const variables = { name: "Ada" };
  const resolving = client.prompts.resolve("hello", variables);
  variables.name = "Eve";
  const { metadata } = (await resolving).toAISDKTelemetry().experimental_telemetry;
  assert.equal(metadata["prompt.input"], '{"name":"Ada"}');
  assert.equal(metadata["prompt.model"], "m");
  assert.deepEqual(recorder.requests.at(-1).body, { variables: { name: "Ada" } });
});

test("variables that cannot be written reject the call", async () => {
  const variables = {
    toJSON() {
      throw new RangeError("mine");
    },
    a: 1,
  };
  const { length } = recorder.requests;
  await assert.rejects(client.prompts.resolve("hello", variables), new RangeError("mine"));
  assert.equal(recorder.requests.length, length);
});

test("the response has the body as it came", async () => {
  answer = { data };
  const response = await client.prompts.resolve("hello").asResponse();
  assert.deepEqual(await response.json(), answer);
});

test("a body that holds no prompt is an error", async () => {
  for (answer of [{}, { data: null }, { data: [data] }, [data]]) {
    await assert.rejects(client.prompts.resolve("hello"), ApiResponseError);
  }
});
