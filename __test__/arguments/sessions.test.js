"use strict";

const { refuses, refusesIds } = require("./refusals.js");

const ids = {
  "sessions.retrieve: sessionIdOrExternalId": (id) => (api) => api.sessions.retrieve(id),
  "sessions.update: sessionIdOrExternalId": (id) => (api) => api.sessions.update(id, {}),
  "sessions.close: sessionIdOrExternalId": (id) => (api) => api.sessions.close(id),
};
for (const [argument, callWith] of Object.entries(ids)) refusesIds(argument, callWith);

const least = { type: "chat.agent", taskIdentifier: "chat", triggerConfig: { basePayload: {} } };
const starting = (fields) => (api) => api.sessions.start({ ...least, ...fields });
const triggering = (config) => starting({ triggerConfig: { basePayload: {}, ...config } });

refuses(
  "no session",
  (api) => api.sessions.start(),
  /^sessions\.start: params must be an object, got undefined$/,
);
refuses("no type", starting({ type: undefined }), /type must be a string, got undefined$/);
refuses("an empty task", starting({ taskIdentifier: "" }), /taskIdentifier must not be empty/);
refuses("no trigger config", starting({ triggerConfig: undefined }), /triggerConfig must be an object, got/);
refuses("an empty external id", starting({ externalId: "" }), /externalId must not be empty/);
refuses("tags that are none", starting({ tags: ["a", 1] }), /tags\[1\] must be a string, got the number 1/);
refuses("metadata null", starting({ metadata: null }), /metadata must be an object, got null/);
refuses("metadata a list", starting({ metadata: [] }), /metadata must be an object, got an array/);
for (const expiresAt of [5, "", new Date(Number.NaN)]) {
  refuses(`an expiry of ${String(expiresAt)}`, starting({ expiresAt }), /expiresAt must/);
}
refuses("an unknown field", starting({ id: "x" }), /id is not known here; known are type, externalId/);
refuses(
  "no payload",
  starting({ triggerConfig: {} }),
  /triggerConfig\.basePayload must be an object, got undefined/,
);
refuses(
  "a payload that is none",
  triggering({ basePayload: "x" }),
  /triggerConfig\.basePayload must be an obj/,
);
refuses(
  "no attempts",
  triggering({ maxAttempts: 0 }),
  /triggerConfig\.maxAttempts must be a positive integer/,
);
refuses("a negative ttl", triggering({ ttl: -1 }), /triggerConfig\.ttl must be a duration/);
refuses(
  "a deployment that is none",
  triggering({ externalDeploymentId: 1 }),
  /triggerConfig\.externalDeploymentId must be a string or null, got the number 1/,
);
refuses("an unknown field of the config", triggering({ nope: 1 }), /triggerConfig\.nope is not known here/);

const updating = (params) => (api) => api.sessions.update("session_1", params);
refuses("no changes", updating(), /^sessions\.update: params must be an object, got undefined$/);
refuses(
  "an external id that is none",
  updating({ externalId: 1 }),
  /externalId must be a string or null, got/,
);
refuses("metadata a function", updating({ metadata() {} }), /metadata must be a value that JSON can hold/);
refuses(
  "a reason that is none",
  (api) => api.sessions.close("session_1", { reason: 1 }),
  /^sessions\.close: reason must be a string, got the number 1$/,
);
refuses(
  "a reason among request options",
  (api) => api.sessions.close("session_1", { reason: "x", timeoutInMs: 5 }),
  /reason is a parameter and timeoutInMs a request option/,
);

const listing = (params) => (api) => api.sessions.list(params);
for (const name of ["type", "tag", "taskIdentifier"]) {
  for (const values of [["a", "b"], []]) {
    refuses(
      `${name} as a list of ${values.length}`,
      listing({ [name]: values }),
      new RegExp(`^sessions\\.list: ${name} must name one; the server finds nothing for several`),
    );
  }
  refuses(
    `${name} a number`,
    listing({ [name]: 1 }),
    /must be a string or an array of strings, got the number/,
  );
  refuses(`${name} empty`, listing({ [name]: [""] }), new RegExp(`${name}\\[0\\] must not be empty`));
}
refuses("a status with a comma", listing({ status: ["A,B"] }), /status\[0\] must not contain a comma/);
refuses("two cursors", listing({ after: "a", before: "b" }), /after and before cannot be combined/);
refuses("an unknown filter", listing({ nope: 1 }), /nope is not known here; known are type, tag/);
