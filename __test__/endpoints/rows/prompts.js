"use strict";

const { options, row } = require("../row.js");

const path = "/api/v1/prompts";
const prompt = { promptId: "prompt_1", slug: "hello", version: 1, labels: ["current"], text: "Hello" };

const resolve = (call, body, slug = "hello") => ({
  ...row("prompts.resolve", call, "POST", `${path}/${slug}`, { body }),
  answer: { data: prompt },
});

const resolutions = [
  resolve((api) => api.prompts.resolve("hello"), { variables: {} }),
  resolve((api) => api.prompts.resolve("hello", undefined, options), { variables: {} }),
  resolve((api) => api.prompts.resolve("a/b c", {}), { variables: {} }, "a%2Fb%20c"),
  // What would be a request option is a variable here.
  resolve((api) => api.prompts.resolve("hello", { retry: 1, at: new Date(0), list: [null] }, {}), {
    variables: { retry: 1, at: "1970-01-01T00:00:00.000Z", list: [null] },
  }),
  resolve((api) => api.prompts.resolve("hello", { name: "Ada" }, { label: "draft" }, options), {
    variables: { name: "Ada" },
    label: "draft",
  }),
  resolve((api) => api.prompts.resolve("hello", {}, { version: 2 }), { variables: {}, version: 2 }),
];

const lists = [
  row("prompts.list", (api) => api.prompts.list(), "GET", path),
  row("prompts.list", (api) => api.prompts.list(options), "GET", path),
  row("prompts.versions", (api) => api.prompts.versions("hello"), "GET", `${path}/hello/versions`),
  row("prompts.versions", (api) => api.prompts.versions("a/b", options), "GET", `${path}/a%2Fb/versions`),
];

const numbered = ["promote", "reactivateOverride"].flatMap((verb) => {
  const to = `${path}/hello/${verb === "promote" ? "promote" : "override/reactivate"}`;
  return [
    row(`prompts.${verb}`, (api) => api.prompts[verb]("hello", 3), "POST", to, { body: { version: 3 } }),
    row(`prompts.${verb}`, (api) => api.prompts[verb]("hello", 3, options), "POST", to, {
      body: { version: 3 },
    }),
  ];
});

const whole = { textContent: "Hi", model: "m", commitMessage: "why" };
const overrides = [
  row(
    "prompts.createOverride",
    (api) => api.prompts.createOverride("hello", { ...whole, source: "mine" }, options),
    "POST",
    `${path}/hello/override`,
    { body: { ...whole, source: "mine" } },
  ),
  row(
    "prompts.createOverride",
    (api) => api.prompts.createOverride("hello", { textContent: "" }),
    "POST",
    `${path}/hello/override`,
    { body: { textContent: "" } },
  ),
  row(
    "prompts.updateOverride",
    (api) => api.prompts.updateOverride("hello", whole, options),
    "PUT",
    `${path}/hello/override`,
    { body: whole },
  ),
  row(
    "prompts.updateOverride",
    (api) => api.prompts.updateOverride("hello", {}),
    "PUT",
    `${path}/hello/override`,
    { body: {} },
  ),
  row(
    "prompts.removeOverride",
    (api) => api.prompts.removeOverride("hello"),
    "DELETE",
    `${path}/hello/override`,
  ),
  row(
    "prompts.removeOverride",
    (api) => api.prompts.removeOverride("hello", options),
    "DELETE",
    `${path}/hello/override`,
  ),
];

module.exports = [...resolutions, ...lists, ...[...numbered, ...overrides].map(done)];

function done(each) {
  return { ...each, answer: { ok: true } };
}
