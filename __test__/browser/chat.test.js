"use strict";

// The chat of examples/chat in a real browser: what is said appears as it is said, and once, whatever breaks.

const assert = require("node:assert/strict");
const { after, before, test } = require("node:test");

const { createTestServer } = require("../../testing/index.js");
const { Assistant } = require("../../examples/chat/assistant.js");
const { createChat } = require("../../examples/chat/service.js");
const { launch } = require("./support.js");

let browser;

before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** The chat on free ports; `said` are the chats that were written to. */
async function openChat(t, onMessage) {
  const api = await createTestServer();
  const { dev } = api.createProject();
  const chats = [];
  const chat = createChat({
    client: dev.client(),
    taskIdentifier: "chat",
    onMessage: (id, text) => {
      chats.push(id);
      onMessage?.(dev, id, text);
    },
  });
  await new Promise((resolve) => chat.listen(0, "127.0.0.1", resolve));
  t.after(async () => {
    chat.closeAllConnections();
    await new Promise((resolve) => chat.close(resolve));
    await api.close();
  });
  return { chat, chats, dev, url: `http://127.0.0.1:${chat.address().port}/` };
}

async function visit(t, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  t.after(async () => {
    await context.close();
    assert.deepEqual(faults, []);
  });
  const isListening = page.waitForResponse((response) => response.url().endsWith("/messages"));
  await page.goto(url);
  await isListening;
  return page;
}

async function write(page, text) {
  await page.getByRole("textbox", { name: "Message" }).fill(text);
  await page.getByRole("button", { name: "Send" }).click();
}

const said = (page) => page.locator("#transcript li").allTextContents();

test("what the task says appears as it says it, and an answer ends with its turn", async (t) => {
  const { url } = await openChat(t, (dev, id, text) => new Assistant(dev).answer(id, text));
  const page = await visit(t, url);
  await write(page, "Hello");
  await page.locator(".theirs.is-complete").waitFor();
  assert.deepEqual(await said(page), ["Hello", "You wrote “Hello”, which has 5 characters."]);
  await write(page, "Again");
  await page.locator(".theirs.is-complete").nth(1).waitFor();
  assert.deepEqual((await said(page)).slice(2), ["Again", "You wrote “Again”, which has 5 characters."]);
});

test("a page that was cut off goes on where it was, without a word lost or twice", async (t) => {
  const { chat, chats, dev, url } = await openChat(t);
  const page = await visit(t, url);
  await write(page, "Count");
  await page.locator(".mine").waitFor();
  await page.waitForFunction(() => document.querySelector("#text").value === "");
  while (chats.length === 0) await new Promise(setImmediate);
  const { out } = dev.sessionChannel(chats[0]);
  const speak = (text) => out.append({ kind: "text", text });
  speak("one ");
  await page.locator(".theirs", { hasText: "one" }).waitFor();
  const back = page.waitForRequest(
    (request) => request.url().endsWith("/messages") && request.method() === "GET",
  );
  chat.closeAllConnections();
  speak("two ");
  await back;
  speak("three");
  out.writeControl("turn-complete");
  await page.locator(".theirs.is-complete").waitFor();
  assert.deepEqual(await said(page), ["Count", "one two three"]);
});

test("two visitors have chats of their own", async (t) => {
  const { url } = await openChat(t, (dev, id, text) => new Assistant(dev).answer(id, text));
  const [one, other] = [await visit(t, url), await visit(t, url)];
  await write(one, "secret");
  await write(other, "harmless");
  for (const page of [one, other]) await page.locator(".theirs.is-complete").waitFor();
  assert.ok(!(await said(other)).join().includes("secret"));
  assert.ok(!(await said(one)).join().includes("harmless"));
});

test("a visitor who names another session of the project gets a chat of their own", async (t) => {
  const { dev, url } = await openChat(t);
  const { id } = dev.seedSession({ externalId: "other" });
  for (const named of [id, "other", "chat_other"]) {
    const headers = { cookie: `session=${named}`, "content-type": "application/json" };
    for (const [method, body] of [["GET"], ["POST", '{"text":"Hello"}']]) {
      assert.equal((await fetch(`${url}messages`, { method, headers, body })).status, 401);
    }
    const begun = await fetch(`${url}chat`, { method: "POST", headers, body: "{}" });
    assert.match(begun.headers.get("set-cookie"), /^session=chat_[\da-f]{8}-/);
  }
  assert.deepEqual(dev.sessionChannel("other").in.parts, []);
});

test("a message that did not get through is marked, with the reason", async (t) => {
  const { chat, url } = await openChat(t);
  const page = await visit(t, url);
  await page.route("**/messages", (route) =>
    route.fulfill({ status: 502, contentType: "application/json", body: '{"error":"Not today."}' }),
  );
  await write(page, "Hello");
  await page.locator(".mine.is-lost").waitFor();
  assert.equal(await page.locator("#notice").textContent(), "Not today.");
  assert.ok(chat.listening);
});
