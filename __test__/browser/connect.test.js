"use strict";

// The connect page in a real browser, as somebody uses it who comes to it for the first time.

const assert = require("node:assert/strict");
const { writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { after, before, test } = require("node:test");

const { SILENT, controls, launch, paleTexts, startDemo } = require("./support.js");

const SCREENSHOT = join(__dirname, "..", "..", "docs", "connect-page.png");
let browser;
let demo;

before(async () => {
  [browser, demo] = await Promise.all([launch(), startDemo()]);
});
after(async () => {
  await browser?.close();
  await demo?.close();
});

/** A fresh visitor: no cookie of anybody. Whatever the page logs or asks of another host fails the test. */
async function visit(t, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith(demo.page)) faults.push(`asked for ${request.url()}`);
  });
  t.after(async () => {
    await context.close();
    assert.deepEqual(faults, []);
  });
  await page.goto(demo.page);
  await page.getByRole("heading", { name: "Connect your project" }).waitFor();
  return page;
}

const fieldsOf = (page) => ({
  key: page.getByRole("textbox", { name: "API key or token" }),
  ref: page.getByRole("textbox", { name: "Project ref" }),
  environment: page.getByRole("combobox", { name: "Environment" }),
  server: page.getByRole("textbox", { name: "Base URL" }),
  branch: page.getByRole("textbox", { name: "Branch" }),
  connect: page.getByRole("button", { name: "Connect", exact: true }),
});

/** Waits until a field is called wrong, in words that match. */
async function waitForError(page, name, words) {
  await page.locator(`#${name}-error`, { hasText: words }).waitFor();
  assert.equal(await page.locator(`#${name}`).getAttribute("aria-invalid"), "true");
}

async function connect(page, { secretKey }) {
  const { key, connect } = fieldsOf(page);
  await key.fill(secretKey);
  await connect.click();
  await page.getByRole("img", { name: /Runs over time/ }).waitFor();
}

test("every field is checked as it is typed, and none before", async (t) => {
  const page = await visit(t);
  const { key, ref, environment, server, branch } = fieldsOf(page);
  assert.equal(await page.locator("[aria-invalid]").count(), 0);

  await key.fill("tr_prod_a b");
  await waitForError(page, "apiKey", /\w/);
  assert.equal(await page.locator("[aria-invalid]").count(), 1, "the others were not touched");
  await key.fill(demo.acme.prod.secretKey);
  await page.locator(".is-fine #apiKey").waitFor();

  await ref.fill("acme");
  await waitForError(page, "projectRef", /proj_/);
  await ref.fill(demo.acme.ref);
  await environment.selectOption("dev");
  await waitForError(page, "environment", /one of prod, not of dev/);
  await environment.selectOption("prod");
  await server.fill("ftp://example");
  await waitForError(page, "baseURL", /http/);
  await server.fill("");
  await branch.fill("feature/login");
  await waitForError(page, "previewBranch", /Only preview/);
  await branch.fill("");
  await page.locator("[aria-invalid]").waitFor({ state: "detached" });
  assert.equal(await page.locator(".is-fine").count(), 3);
});

test("an empty form says what it needs, where the focus is", async (t) => {
  const page = await visit(t);
  const { key, connect } = fieldsOf(page);
  await connect.click();
  await waitForError(page, "apiKey", /Paste a secret key/);
  assert.ok(await key.evaluate((input) => input === document.activeElement));
});

test("what only the server knows is said at its field", async (t) => {
  const page = await visit(t);
  const { key, ref, environment, server, branch, connect } = fieldsOf(page);
  const wrong = "tr_prod_abcdefghijklmnopqrstuvwx";
  await key.fill(wrong);
  await connect.click();
  await waitForError(page, "apiKey", /does not (know|take)/);
  assert.ok(!(await page.content()).includes(wrong));

  await key.fill(demo.acme.prod.secretKey);
  await ref.fill(demo.globex.ref);
  await connect.click();
  await waitForError(page, "projectRef", /another project/);

  await ref.fill(demo.acme.ref);
  await server.fill(SILENT);
  await connect.click();
  await waitForError(page, "baseURL", /could not/);

  await server.fill("");
  await ref.fill("");
  await key.fill(demo.globex.preview.secretKey);
  await branch.fill("nope");
  await connect.click();
  await waitForError(page, "previewBranch", /branch/);

  await branch.fill("");
  await key.fill(demo.keys.at(-1).key);
  await connect.click();
  await waitForError(page, "projectRef", /needs the ref/);
  await ref.fill(demo.globex.ref);
  await environment.selectOption("prod");
  await connect.click();
  await waitForError(page, "projectRef", /does not open this project/);
  await ref.fill(demo.acme.ref);
  await connect.click();
  await page.getByRole("heading", { name: demo.acme.ref }).waitFor();
});

test("by keyboard alone: connects, changes the period, disconnects", async (t) => {
  const page = await visit(t);
  const { keyboard } = page;
  const press = async (...keys) => {
    for (const key of keys) await keyboard.press(key);
  };
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.value);

  assert.equal(await focused(), "apiKey");
  await keyboard.type(demo.globex.preview.secretKey);
  assert.equal(await page.locator("#apiKey").getAttribute("type"), "password");
  await press("Tab", "Enter");
  assert.equal(await page.locator("#apiKey").getAttribute("type"), "text");
  await press("Space");
  assert.equal(await page.locator("#apiKey").getAttribute("type"), "password");
  await press("Tab");
  await keyboard.type(demo.globex.ref);
  await press("Tab", "p", "r", "e");
  await press("Tab", "Tab");
  assert.equal(await focused(), "previewBranch");
  await keyboard.type("feature/login");
  await press("Enter");

  await page.getByRole("heading", { name: "Globex" }).waitFor();
  assert.equal(await focused(), "project-title");
  await page.getByRole("img", { name: /Runs over time/ }).waitFor();
  assert.match(await page.locator("#project-facts").textContent(), /preview · feature\/login · tr_preview_…/);
  await press("Tab", "Tab");
  assert.equal(await focused(), "7d");
  const asked = page.waitForResponse((response) => response.url().endsWith("period=30d"));
  await press("ArrowRight");
  assert.equal((await asked).status(), 200);

  await press("Shift+Tab", "Enter");
  await page.getByRole("heading", { name: "Connect your project" }).waitFor();
  assert.equal(await focused(), "connect-title");
  assert.equal(await page.locator("#apiKey").inputValue(), "", "nothing is kept of the key");
});

test("shows runs and variables, and no secret; a reload keeps them", async (t) => {
  const page = await visit(t);
  const bodies = [];
  page.on("response", async (response) => bodies.push(await response.text().catch(() => "")));
  await connect(page, demo.acme.prod);
  const expected = await demo.acme.prod.client().runs.list({ limit: 8 });
  const runs = page.getByRole("table", { name: "Newest runs" });
  assert.equal(await runs.getByRole("row").count(), expected.data.length + 1);
  assert.equal(await runs.getByRole("rowheader").first().textContent(), expected.data[0].taskIdentifier);

  const variables = page.getByRole("table", { name: "Variables" });
  const rowOf = (name) => variables.getByRole("row", { name }).textContent();
  assert.match(await rowOf("LOG_LEVEL"), /info/);
  assert.match(await rowOf("STRIPE_SECRET_KEY"), /••••.*secret/);

  await page.reload();
  await page.getByRole("heading", { name: "Acme" }).waitFor();
  await page.getByRole("img", { name: /Runs over time/ }).waitFor();
  for (const secret of [demo.acme.prod.secretKey, "sk_live_do_not_show"]) {
    assert.ok(!bodies.join().includes(secret));
    assert.ok(!(await page.content()).includes(secret));
  }
});

test("the chart counts what the API lists", async (t) => {
  const page = await visit(t);
  await connect(page, demo.acme.dev);
  let completed = 0;
  for await (const run of demo.acme.dev.client().runs.list({ period: "7d" })) {
    if (run.status === "COMPLETED") completed += 1;
  }
  const legend = page.getByRole("listitem").filter({ hasText: "Completed" });
  assert.equal(await legend.locator("b").textContent(), String(completed));
  await page.getByText("Show as a table").click();
  const cells = await page.locator("details tbody td:nth-child(2)").allTextContents();
  assert.equal(
    cells.reduce((sum, cell) => sum + Number(cell), 0),
    completed,
  );
});

test("a key that stops working is told in its place, and nowhere else", async (t) => {
  const [stays, fails] = [await visit(t), await visit(t)];
  const key = demo.globex.staging;
  await connect(stays, demo.acme.prod);
  await fieldsOf(fails).key.fill(key.secretKey);
  await fieldsOf(fails).connect.click();
  await fails.getByText("No runs in this period.").waitFor();
  demo.server.revoke(key.secretKey);
  await Promise.all([stays.reload(), fails.reload()]);
  await fails.locator("#runs-note.is-wrong").waitFor();
  await fails.locator("#variables-note.is-wrong").waitFor();
  await stays.getByRole("img", { name: /Runs over time/ }).waitFor();
  assert.equal(await stays.locator(".is-wrong").count(), 0);
});

test("every control has a name", async (t) => {
  const page = await visit(t);
  assert.deepEqual(
    (await controls(page)).map(({ name }) => name),
    [
      "API key or token",
      "Show the key",
      "Project ref optional with a key",
      "Environment",
      "Base URL optional",
      "Branch preview only",
      "Connect",
    ],
  );
  await connect(page, demo.acme.prod);
  const named = (await controls(page)).map(({ name }) => name);
  assert.deepEqual(named, ["Disconnect", "24 hours", "7 days", "30 days", "Show as a table"]);
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [320, 1280]) {
    test(`it can be read in ${colorScheme}, ${width} pixels wide`, async (t) => {
      const page = await visit(t, { colorScheme, viewport: { width, height: 900 } });
      const check = async () => {
        assert.deepEqual(await paleTexts(page), []);
        const scrolls = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.equal(scrolls, 0, "nothing stands out to the side");
      };
      await fieldsOf(page).ref.fill("acme");
      await waitForError(page, "projectRef", /proj_/);
      await check();
      await fieldsOf(page).ref.fill("");
      await connect(page, demo.acme.prod);
      await check();
    });
  }
}

test("the chart keeps its measure in any width", async (t) => {
  const page = await visit(t);
  await connect(page, demo.acme.prod);
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 900 });
    await page.waitForFunction(() => {
      const svg = document.querySelector("svg.chart");
      return Math.abs(svg.viewBox.baseVal.width - svg.getBoundingClientRect().width) < 1;
    });
    const places = await page.locator(".chart text").evaluateAll((texts) => {
      const { right } = texts[0].ownerSVGElement.getBoundingClientRect();
      const times = texts.slice(3).map((text) => text.getBoundingClientRect());
      const overlaps = times.filter((time, index) => index > 0 && time.left < times[index - 1].right);
      const names = new Set(texts.slice(3).map(({ textContent }) => textContent));
      return {
        times: times.length,
        names: names.size,
        overlaps: overlaps.length,
        cut: times.at(-1).right > right + 1,
      };
    });
    assert.ok(places.times > 1);
    assert.equal(places.names, places.times, "no time is named twice");
    assert.deepEqual([places.overlaps, places.cut], [0, false], `${width} wide`);
  }
});

/** The form, narrow and light, beside the project, wide and dark. */
test("has its picture taken", async (t) => {
  const height = 900;
  const page = await visit(t, { viewport: { width: 470, height } });
  const { key, ref } = fieldsOf(page);
  await key.fill(demo.acme.prod.secretKey);
  await ref.fill("acme");
  await waitForError(page, "projectRef", /proj_/);
  const form = await page.screenshot();
  await ref.fill("");
  await connect(page, demo.acme.prod);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 920, height });
  await page.waitForFunction(() => document.querySelector("svg.chart").viewBox.baseVal.width > 700);
  const project = await page.screenshot();

  const context = await browser.newContext({ viewport: { width: 470 + 920 + 60, height: height + 40 } });
  t.after(() => context.close());
  const wall = await context.newPage();
  const images = [form, project].map(
    (image) => `<img src="data:image/png;base64,${image.toString("base64")}">`,
  );
  const style =
    "body { margin: 20px; display: flex; gap: 20px } img { border-radius: 12px; outline: 1px solid #8886 }";
  await wall.setContent(`<!doctype html><style>${style}</style>${images.join("")}`);
  await wall.waitForFunction(() => [...document.images].every(({ complete }) => complete));
  writeFileSync(SCREENSHOT, await wall.screenshot({ omitBackground: true }));
});

test("the chart and the table move within a second of a run's change", async (t) => {
  const page = await visit(t);
  const task = `watched-${process.pid}`;
  const { id } = demo.acme.prod.seedRun({ status: "EXECUTING", taskIdentifier: task });
  await connect(page, demo.acme.prod);
  const row = page.getByRole("row", { name: new RegExp(task) });
  await row.getByText("Executing").waitFor();
  const bars = page.getByRole("img", { name: /Runs over time/ });
  const before = await bars.innerHTML();
  await demo.server.waitForRequest(() =>
    demo.server.requests.some(({ path, held }) => held && path === `/realtime/v1/runs/${id}`),
  );
  demo.acme.prod.updateRun(id, { status: "FAILED" });
  await row.getByText("Failed").waitFor({ timeout: 1_000 });
  assert.notEqual(await bars.innerHTML(), before);
});
