"use strict";

const { chromium } = require("playwright-core");

const { seed } = require("../../examples/tenants/seeds.js");
const { createService } = require("../../examples/tenants/service.js");
const { Tenants } = require("../../examples/tenants/tenants.js");

/** Where nobody listens. */
const SILENT = "http://127.0.0.1:9";

/** The demo on free ports. */
async function startDemo() {
  const demo = await seed();
  const { server, stop } = createService({ tenants: new Tenants(), baseURL: demo.url, network: "any" });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async () => {
    await stop({ timeoutInMs: 2_000 });
    await demo.close();
  };
  return { ...demo, close, page: `http://127.0.0.1:${server.address().port}/` };
}

function launch() {
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath: process.env.CHROMIUM, args });
}

/** Every control that a screen reader comes to, with its role and its name. */
async function controls(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const roles = new Set(["textbox", "combobox", "button", "radio", "link", "DisclosureTriangle"]);
  return nodes
    .filter(({ ignored, role }) => !ignored && roles.has(role?.value))
    .map(({ role, name }) => ({ role: role.value, name: name?.value ?? "" }));
}

/** The texts whose contrast with what is behind them is below what WCAG AA asks for. */
function paleTexts(page) {
  return page.evaluate(() => {
    const parse = (color) => color.match(/[\d.]+/g).map(Number);
    const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    const luminance = ([red, green, blue]) =>
      0.2126 * linear(red / 255) + 0.7152 * linear(green / 255) + 0.0722 * linear(blue / 255);
    const behind = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const color = parse(getComputedStyle(at).backgroundColor);
        if (color[3] !== 0) return color;
      }
      return [255, 255, 255];
    };
    const pale = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement;
      if (!texts.currentNode.data.trim() || !element.checkVisibility() || element.closest("title")) continue;
      const style = getComputedStyle(element);
      const color = parse(element.closest("svg") ? style.fill : style.color);
      const [light, dark] = [luminance(color), luminance(behind(element))].sort((a, b) => b - a);
      const contrast = (light + 0.05) / (dark + 0.05);
      if (contrast < 4.5) pale.push(`${texts.currentNode.data.trim()}: ${contrast.toFixed(2)}`);
    }
    return pale;
  });
}

module.exports = { SILENT, controls, launch, paleTexts, startDemo };
