"use strict";

const { ADDRESS } = require("../command-line.js");
const { connect, readAddress } = require("../connection.js");
const { REVEAL, hide, showRow } = require("./masking.js");

const TITLES = ["NAME", "VALUE", ""];

async function run({ options, output }) {
  const { project, env } = readAddress(options);
  const { reveal = false } = options;
  const variables = await connect(options).envvars.list(project, env);
  const sorted = variables.sort((one, other) => (one.name < other.name ? -1 : 1));
  output.result(
    sorted.map((variable) => hide(variable, reveal)),
    () =>
      sorted.length === 0
        ? []
        : output.table(
            TITLES,
            sorted.map((variable) => showRow(variable, reveal)),
          ),
  );
  if (sorted.length === 0) output.remark(`no variables in ${env} of ${project}`);
}

module.exports = {
  summary: "Lists the variables of an environment.",
  options: { ...ADDRESS, ...REVEAL },
  notes: ["Values are masked, in JSON left out, unless --reveal is given."],
  run,
};
