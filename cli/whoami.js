"use strict";

const { connect } = require("./connection.js");
const { EXIT } = require("./failures.js");
const { printable } = require("./output.js");

const CODES = {
  ok: EXIT.done,
  unreachable: EXIT.noAnswer,
  wrong_host: EXIT.noAnswer,
};

const options = {
  branch: { type: "string", value: "name", help: "the preview branch; default TRIGGER_PREVIEW_BRANCH" },
};

async function run({ options: { branch }, output }) {
  const verdict = await connect({ branch }).auth.verify();
  output.result(verdict, () => show(verdict, output));
  const code = CODES[verdict.status] ?? EXIT.credential;
  if (code !== EXIT.done) output.remark(`hairtrigger: ${verdict.sentence}`);
  return code;
}

/** Returns the lines for people: what there is, from the credential to the organization. */
function show(verdict, output) {
  const {
    kind,
    masked,
    baseURL,
    environment,
    branch,
    isPaused,
    project,
    organization,
    user,
    scopes,
    expiresAt,
  } = verdict;
  const rows = [
    ["status", verdict.status],
    ["credential", masked],
    ["kind", kind?.replaceAll("_", " ")],
    ["server", baseURL],
    ["environment", isPaused ? `${environment}, paused` : environment],
    ["branch", branch],
    ["project", project && `${project.name} (${project.ref})`],
    ["organization", organization && (organization.title ?? organization.id)],
    ["user", user?.email],
    ["scopes", scopes?.join(", ")],
    ["expires", expiresAt?.toISOString()],
  ].filter(([, value]) => value);
  return rows.map(([name, value]) => `${output.style(name.padEnd(12), "bold")}  ${printable(value)}`);
}

module.exports = {
  summary: "Tells whose the credential is, and whether it works.",
  options,
  notes: ["Exit code 3 says that the credential is not good, 5 that the server did not tell."],
  run,
};
