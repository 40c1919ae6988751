"use strict";

/** Two deployed versions of one prompt, and a prompt that has nothing but its text. */
function seed({ prod }) {
  prod.seedPrompt({
    id: "prompt_seeded01",
    slug: "hello",
    description: "Greets",
    tags: ["a"],
    defaultModel: "base",
    versions: [
      { content: "Hello {{name}}", config: { temperature: 1 } },
      { content: "Hi {{name}}", model: "m" },
    ],
  });
  prod.seedPrompt({ id: "prompt_seeded02", slug: "plain", content: "Plain" });
}

/** A resolved prompt, and what it says to the AI SDK. */
async function show(resolving) {
  const { promptId, version, labels, text, model, config, toAISDKTelemetry } = await resolving;
  return {
    ...{ promptId, version, labels, text, model, config },
    has: [model !== undefined, config !== undefined],
    telemetry: [toAISDKTelemetry(), toAISDKTelemetry({ mine: "1", "prompt.version": "other" })],
  };
}

/** Versions without what is random in them. */
async function showVersions(listing) {
  const { data } = await listing;
  return data.map(({ id: _id, ...version }) => version);
}

const override = { textContent: "Override", model: "o", commitMessage: "why" };
const more = { retry: { maxAttempts: 2 } };

const resolutions = [
  { name: "prompts.resolve", call: ({ prompts }) => show(prompts.resolve("hello")) },
  {
    name: "prompts.resolve with variables",
    call: ({ prompts }) => show(prompts.resolve("hello", { name: "Ada", at: new Date(0), list: [1, null] })),
  },
  { name: "prompts.resolve with no variables", call: ({ prompts }) => show(prompts.resolve("plain", {})) },
  {
    name: "prompts.resolve of a version",
    call: ({ prompts }) => show(prompts.resolve("hello", { name: "Ada" }, { version: 1 })),
  },
  {
    name: "prompts.resolve by a label",
    call: ({ prompts }) => show(prompts.resolve("hello", undefined, { label: "current" })),
  },
  {
    name: "prompts.resolve by an unknown label",
    call: ({ prompts }) => prompts.resolve("hello", {}, { label: "nope" }),
    fails: true,
  },
  {
    name: "prompts.resolve of an unknown prompt",
    call: ({ prompts }) => prompts.resolve("nope"),
    fails: true,
  },
  {
    name: "prompts.resolve under a public token for runs",
    as: "publicToken",
    call: ({ prompts }) => prompts.resolve("hello"),
    fails: true,
  },
];

const lists = [
  { name: "prompts.list", call: ({ prompts }) => prompts.list() },
  { name: "prompts.list with request options", call: ({ prompts }) => prompts.list(more) },
  { name: "prompts.list under a token", as: "token", call: ({ prompts }) => prompts.list(), fails: true },
  { name: "prompts.versions", call: ({ prompts }) => showVersions(prompts.versions("hello")) },
  {
    name: "prompts.versions with request options",
    call: ({ prompts }) => showVersions(prompts.versions("hello", more)),
  },
  {
    name: "prompts.versions of an unknown prompt",
    call: ({ prompts }) => prompts.versions("nope"),
    fails: true,
  },
];

const changes = [
  { name: "prompts.promote", call: ({ prompts }) => prompts.promote("hello", 1) },
  { name: "prompts.promote with request options", call: ({ prompts }) => prompts.promote("hello", 1, more) },
  {
    name: "prompts.promote of an unknown version",
    call: ({ prompts }) => prompts.promote("hello", 9),
    fails: true,
  },
  { name: "prompts.createOverride", call: ({ prompts }) => prompts.createOverride("hello", override) },
  {
    name: "prompts.createOverride with a source and request options",
    call: ({ prompts }) => prompts.createOverride("hello", { ...override, source: "mine" }, more),
  },
  {
    name: "prompts.createOverride of an unknown prompt",
    call: ({ prompts }) => prompts.createOverride("nope", override),
    fails: true,
  },
  {
    name: "prompts.updateOverride",
    call: async ({ prompts }) => [
      await prompts.createOverride("hello", override),
      await prompts.updateOverride("hello", { textContent: "Changed" }),
      await prompts.updateOverride("hello", { model: "other", commitMessage: "again" }, more),
      await show(prompts.resolve("hello")),
    ],
  },
  {
    name: "prompts.updateOverride without one",
    call: ({ prompts }) => prompts.updateOverride("hello", override),
    fails: true,
  },
  { name: "prompts.removeOverride", call: ({ prompts }) => prompts.removeOverride("hello") },
  {
    name: "prompts.removeOverride with request options",
    call: ({ prompts }) => prompts.removeOverride("hello", more),
  },
  {
    name: "prompts.removeOverride of an unknown prompt",
    call: ({ prompts }) => prompts.removeOverride("nope"),
    fails: true,
  },
  {
    name: "prompts.reactivateOverride",
    call: async ({ prompts }) => [
      await prompts.createOverride("hello", override),
      await prompts.removeOverride("hello"),
      await prompts.reactivateOverride("hello", 3),
      await prompts.reactivateOverride("hello", 3, more),
      await show(prompts.resolve("hello")),
    ],
  },
  {
    name: "prompts.reactivateOverride of a deployed version",
    call: ({ prompts }) => prompts.reactivateOverride("hello", 1),
    fails: true,
  },
];

module.exports = [...resolutions, ...lists, ...changes].map((row) => ({ as: "key", prepare: seed, ...row }));
