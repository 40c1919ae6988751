"use strict";

const { branchName } = require("../world.js");

const rows = [
  { name: "envvars.list", call: ({ envvars }, { ref }) => envvars.list(ref, "prod") },
  {
    name: "envvars.list with request options",
    call: ({ envvars }, { ref }) => envvars.list(ref, "prod", { retry: { maxAttempts: 2 } }),
  },
  ...["dev", "staging", "prod"].map((env) => ({
    name: `envvars.list of ${env} under a token`,
    as: "token",
    call: ({ envvars }, { ref }) => envvars.list(ref, env),
  })),
  {
    name: "envvars.list of a branch under a token",
    as: "tokenWithBranch",
    call: ({ envvars }, { ref }) => envvars.list(ref, "preview"),
  },
  {
    name: "envvars.list of a branch under a preview key",
    as: "previewKey",
    call: ({ envvars }, { ref }) => envvars.list(ref, "preview"),
  },
  {
    name: "envvars.list of prod under a key with a branch",
    as: "keyWithBranch",
    call: ({ envvars }, { ref }) => envvars.list(ref, "prod"),
  },
  {
    name: "envvars.list of an unknown project",
    as: "token",
    call: ({ envvars }) => envvars.list("proj_doesnotexist00000000", "prod"),
    fails: true,
  },
  {
    name: "envvars.list of another project under a key",
    call: ({ envvars }) => envvars.list("proj_otherotherotherother", "prod"),
    fails: true,
  },
  {
    name: "envvars.list without its branch under a preview key",
    as: "previewKeyAlone",
    call: ({ envvars }, { ref }) => envvars.list(ref, "preview"),
    fails: true,
  },
  {
    name: "envvars.list under a key that may read runs only",
    as: "readingKey",
    call: ({ envvars }, { ref }) => envvars.list(ref, "prod"),
    fails: true,
  },
  { name: "envvars.retrieve", call: ({ envvars }, { ref }) => envvars.retrieve(ref, "prod", "A") },
  {
    name: "envvars.retrieve of a secret",
    call: ({ envvars }, { ref }) => envvars.retrieve(ref, "prod", "HIDDEN"),
  },
  {
    name: "envvars.retrieve of a name to encode",
    prepare: ({ prod }) => prod.setVariable("A B é", "1"),
    call: ({ envvars }, { ref }) => envvars.retrieve(ref, "prod", "A B é"),
  },
  {
    name: "envvars.retrieve of a branch",
    as: "tokenWithBranch",
    call: ({ envvars }, { ref }) => envvars.retrieve(ref, "preview", "A"),
  },
  {
    name: "envvars.retrieve with request options",
    call: ({ envvars }, { ref }) => envvars.retrieve(ref, "prod", "A", { retry: { maxAttempts: 2 } }),
  },
  {
    name: "envvars.retrieve of an unknown one",
    call: ({ envvars }, { ref }) => envvars.retrieve(ref, "prod", "NOPE"),
    fails: true,
  },
  {
    name: "envvars.create",
    call: ({ envvars }, { ref }) => envvars.create(ref, "prod", { name: "B", value: "1" }),
  },
  {
    name: "envvars.create of a secret",
    call: ({ envvars }, { ref }) => envvars.create(ref, "prod", { name: "C", value: "é", isSecret: true }),
  },
  {
    name: "envvars.create in a branch",
    as: "tokenWithBranch",
    call: ({ envvars }, { ref }) => envvars.create(ref, "preview", { name: "B", value: "1" }),
  },
  {
    name: "envvars.create with request options",
    call: ({ envvars }, { ref }) =>
      envvars.create(ref, "prod", { name: "B", value: "1" }, { retry: { maxAttempts: 2 } }),
  },
  {
    name: "envvars.create of a reserved name",
    call: ({ envvars }, { ref }) => envvars.create(ref, "prod", { name: "TRIGGER_SECRET_KEY", value: "1" }),
    fails: true,
  },
  {
    name: "envvars.upload",
    call: ({ envvars }, { ref }) =>
      envvars.upload(ref, "prod", { variables: { B: "1", C: "2" }, override: true, isSecret: false }),
  },
  {
    name: "envvars.upload of variables alone",
    call: ({ envvars }, { ref }) => envvars.upload(ref, "prod", { variables: { B: "a\nb" } }),
  },
  {
    name: "envvars.upload with request options",
    call: ({ envvars }, { ref }) =>
      envvars.upload(ref, "prod", { variables: { B: "1" } }, { retry: { maxAttempts: 2 } }),
  },
  {
    name: "envvars.upload over what exists",
    call: ({ envvars }, { ref }) => envvars.upload(ref, "prod", { variables: { A: "1" } }),
    fails: true,
  },
  {
    name: "envvars.upload, then list",
    call: async ({ envvars }, { ref }) => [
      await envvars.upload(ref, "prod", { variables: { A: "2", B: "3" }, override: true, isSecret: true }),
      await envvars.list(ref, "prod"),
    ],
  },
  { name: "envvars.del", call: ({ envvars }, { ref }) => envvars.del(ref, "prod", "A") },
  {
    name: "envvars.del with request options",
    call: ({ envvars }, { ref }) => envvars.del(ref, "prod", "A", { retry: { maxAttempts: 2 } }),
  },
  {
    name: "envvars.del in a branch",
    as: "tokenWithBranch",
    call: ({ envvars }, { ref }) => envvars.del(ref, "preview", "A"),
  },
  {
    name: "envvars.del of an unknown one",
    call: ({ envvars }, { ref }) => envvars.del(ref, "prod", "NOPE"),
    fails: true,
  },
  // Outside a task the official SDK reads a variable that does not exist, and sends nothing.
  ...[
    ["prod", "key", undefined],
    ["preview", "tokenWithBranch", branchName],
  ].map(([env, as, branch]) => ({
    name: `envvars.update in ${env}`,
    as,
    call: ({ envvars }, { ref }) => envvars.update(ref, env, "A", { value: "2" }),
    officialThrows: "ReferenceError",
    value: { success: true },
    requests: [
      {
        method: "PUT",
        path: `/api/v1/projects/proj_comparecomparecompar/envvars/${env}/A`,
        query: [],
        body: { value: "2" },
        status: 200,
        headers: {
          authorization: `Bearer <${branch ? "token" : "key"}>`,
          "content-type": "application/json",
          "x-trigger-branch": branch,
          "x-trigger-api-version": "2025-07-16",
          "x-trigger-source": "sdk",
          "x-trigger-realtime-streams-version": "v2",
        },
      },
    ],
  })),
];

module.exports = rows.map((row) => ({ as: "key", ...row }));
