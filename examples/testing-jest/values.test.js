// Jest gives each test file a realm of its own, whose Date and Error are not those of Node.js or of other files.

const { ApiError } = require("hairtrigger");
const { createTestServer } = require("hairtrigger/testing");

let server;
beforeEach(async () => {
  server = await createTestServer();
});
afterEach(() => server.close());

test("answers consist of what this file calls an object, an array and a Date", async () => {
  const { prod } = server.createProject();
  const payload = { steps: [1, "two", null] };
  const { id } = prod.seedRun({ payload });

  const run = await prod.client().runs.retrieve(id);

  expect(run.payload).toStrictEqual(payload);
  expect(run.createdAt).toBeInstanceOf(Date);
});

test("payloads keep what this file calls a Date and a Map", async () => {
  const { prod } = server.createProject();
  const payload = { at: new Date(0), many: new Map([["a", 1]]) };

  await prod.client().tasks.trigger("report", payload);

  const { json, meta } = JSON.parse(server.requests[0].body.payload);
  expect(json).toEqual({ at: "1970-01-01T00:00:00.000Z", many: [["a", 1]] });
  expect(meta.values).toEqual({ at: ["Date"], many: ["map"] });
});

test("errors are what this file calls an Error", async () => {
  const { prod } = server.createProject();
  server.revoke(prod.secretKey);

  const failure = await prod
    .client()
    .runs.list()
    .catch((error) => error);

  expect(failure).toBeInstanceOf(Error);
  expect(failure).toBeInstanceOf(ApiError);
  expect(failure.status).toBe(401);
});
