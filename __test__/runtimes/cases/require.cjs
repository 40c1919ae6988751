// `require` and `import` share one configuration

const assert = require("node:assert/strict");
const { configure, runs } = require("hairtrigger");

async function main() {
  const { plain, works } = await import("./world.mjs");
  configure(plain.config);
  const imported = await import("hairtrigger");
  assert.equal((await imported.runs.retrieve(plain.runId)).id, plain.runId);
  imported.configure({ ambient: false });
  await assert.rejects(runs.retrieve(plain.runId), imported.ConfigurationError);
  works();
}

main();
