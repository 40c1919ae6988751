"use strict";

const { webhooks } = require("hairtrigger");
const { sign } = require("../../support/webhooks.js");
const { row } = require("../row.js");

const payload = JSON.stringify({ type: "alert.new", object: {} });
const header = sign(payload, "secret");
const result = { type: "alert.new", object: {} };

/** A webhook as it arrives at whoever the server posts it to. */
function arrival() {
  const headers = { [webhooks.SIGNATURE_HEADER_NAME]: header };
  return new Request("https://example.com", { method: "POST", body: payload, headers });
}

const calls = [
  () => webhooks.constructEvent({ payload, header }, "secret"),
  () => webhooks.constructEvent(arrival(), "secret"),
];

module.exports = calls.map((call) => row("webhooks.constructEvent", call, undefined, undefined, { result }));
