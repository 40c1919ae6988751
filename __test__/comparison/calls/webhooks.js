"use strict";

const { events, sign } = require("../../support/webhooks.js");

const secret = "whsec_é";
const header = "x-trigger-signature-hmacsha256";

function requestOf(payload, signature) {
  const headers = signature === undefined ? {} : { [header]: signature };
  return new Request("https://example.com/hook", { method: "POST", body: payload, headers });
}

/** What a call ends with, an error by its name and message. */
function ending(promise) {
  return promise.catch(({ name, message }) => ({ name, message }));
}

const bodies = events.map((event) => JSON.stringify(event));
const [body] = bodies;
const good = sign(body, secret);

const refused = {
  "a changed signature": [body, good.replace(/^./, (digit) => (digit === "0" ? "1" : "0"))],
  "a signature in upper case": [body, good.toUpperCase()],
  "a signature that is cut short": [body, good.slice(2)],
  "a signature of something else": [`${body} `, good],
  "a signature with a prefix": [body, `sha256=${good}`],
  "a signature that is no hex": [body, "é".repeat(64)],
};

module.exports = [
  ...bodies.map((payload) => ({
    name: `webhooks.constructEvent of ${JSON.parse(payload).type}, ${payload.length} characters`,
    call: async ({ webhooks }) => [
      await webhooks.constructEvent(requestOf(payload, sign(payload, secret)), secret),
      await webhooks.constructEvent({ payload, header: sign(payload, secret) }, secret),
      await webhooks.constructEvent(
        { payload: Buffer.from(payload), header: Buffer.from(sign(payload, secret)) },
        secret,
      ),
    ],
  })),
  ...Object.entries(refused).map(([what, [payload, signature]]) => ({
    name: `webhooks.constructEvent with ${what}`,
    call: ({ webhooks }) => ending(webhooks.constructEvent({ payload, header: signature }, secret)),
  })),
  {
    name: "webhooks.constructEvent without a signature, and with several",
    call: async ({ webhooks }) => [
      await ending(webhooks.constructEvent(requestOf(body), secret)),
      await ending(webhooks.constructEvent({ payload: body, header: [good] }, secret)),
    ],
  },
  {
    name: "webhooks.constructEvent without a secret",
    fails: true,
    call: ({ webhooks }) => webhooks.constructEvent({ payload: body, header: good }, ""),
  },
  {
    name: "webhooks.constructEvent of a signed body that is no event",
    fails: true,
    call: ({ webhooks }) => webhooks.constructEvent({ payload: "[]", header: sign("[]", secret) }, secret),
  },
  {
    name: "webhooks.constructEvent of a signed body that is no JSON",
    call: ({ webhooks }) =>
      ending(webhooks.constructEvent({ payload: "{", header: sign("{", secret) }, secret)),
  },
  {
    name: "the name of the signature's header",
    call: ({ webhooks }) => webhooks.SIGNATURE_HEADER_NAME,
  },
];
