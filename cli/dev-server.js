"use strict";

const { once } = require("node:events");

const { createTestServer } = require("../testing/index.js");
const { UsageError, readCount } = require("./command-line.js");

const LARGEST_PORT = 65_535;
const ENVIRONMENTS = ["dev", "staging", "prod", "preview"];

const options = {
  port: { type: "string", value: "number", help: "default any free one" },
  project: { type: "string", value: "ref", help: "the project's ref; default a new one" },
  branch: { type: "string", value: "name", help: "adds a preview branch" },
  lenient: { type: "boolean", help: "does not mind requests for what is not there" },
  runs: { type: "string", value: "count", help: "seeds so many runs in each environment" },
};

async function run({ options, output }) {
  const port = readPort(options.port);
  const count = readCount("runs", options.runs) ?? 0;
  const server = await start({ port, strict: !options.lenient });
  const project = server.createProject(options.project === undefined ? {} : { ref: options.project });
  const branch = options.branch && project.createBranch(options.branch);
  for (const environment of [project.dev, project.staging, project.prod, branch].filter(Boolean)) {
    environment.seedRuns(count, (index) => ({ status: index % 4 === 0 ? "FAILED" : "COMPLETED" }));
  }
  const facts = describe(server, project);
  // Listened for before anything is said: whoever reads the address may end the server at once.
  const ended = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  output.result(facts, () => show(facts, output));
  await ended;
  // What nobody expected was said in its answer.
  await server.close().catch((error) => {
    for (const line of error.message.split("\n")) output.remark(line);
  });
}

function readPort(text) {
  const port = readCount("port", text) ?? 0;
  if (port > LARGEST_PORT) throw new UsageError(`--port takes a number up to ${LARGEST_PORT}`, "dev-server");
  return port;
}

async function start({ port, strict }) {
  try {
    return await createTestServer({ port, strict });
  } catch (error) {
    if (error.code !== "EADDRINUSE" && error.code !== "EACCES") throw error;
    throw new UsageError(
      `port ${port} cannot be had (${error.code}): leave --port out for a free one`,
      "dev-server",
    );
  }
}

/** Returns what a client needs. The keys are good for this server alone. */
function describe(server, project) {
  const secretKeys = Object.fromEntries(ENVIRONMENTS.map((name) => [name, project[name].secretKey]));
  const personalAccessToken = server.createPersonalAccessToken({ projects: [project] });
  return { url: server.url, project: project.ref, secretKeys, personalAccessToken };
}

function show({ url, project, secretKeys, personalAccessToken }, output) {
  const variables = [
    ["TRIGGER_API_URL", url],
    ["TRIGGER_PROJECT_REF", project],
    ["TRIGGER_SECRET_KEY", secretKeys.dev, "dev"],
    ...["staging", "prod", "preview"].map((name) => ["# TRIGGER_SECRET_KEY", secretKeys[name], name]),
    ["# TRIGGER_ACCESS_TOKEN", personalAccessToken, "a personal access token, in place of a secret key"],
  ];
  return [
    output.style(
      "# A Trigger.dev API in memory, until you press Ctrl-C. Its state and keys end with it.",
      "dim",
    ),
    ...variables.map(
      ([name, value, note]) => `${name}=${value}${note ? output.style(`  # ${note}`, "dim") : ""}`,
    ),
  ];
}

module.exports = {
  summary: "Starts a Trigger.dev API in memory, and prints its address and keys.",
  options,
  notes: ["It is the server of hairtrigger/testing; docs/testing.md says what it does."],
  run,
};
