"use strict";

// The chart of docs/performance.md: the main thread's share of every case, as bars.

const { round } = require("../../benches/round.js");

const SHOWN = [
  "hairtrigger (HTTP/2)",
  "hairtrigger (HTTP/1.1)",
  "undici.request",
  "fetch",
  "@trigger.dev/sdk",
];
const COLORS = ["#0b6e4f", "#3da17c", "#c9a227", "#b8b8b8", "#8c8c8c"];
const WIDTH = 860;
const LABEL = 190;
const BAR = 13;
const GAP = 34;
const NUMBER = 70;

const escape = (text) => text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);

function text(x, y, content, more = "") {
  return `<text x="${x}" y="${y}" ${more}>${escape(content)}</text>`;
}

/** One case: its title, and a bar for each contender, the longest over the whole width. */
function group(title, { figures }, top) {
  const value = (name) => figures[name].threadMicroseconds;
  const longest = Math.max(...SHOWN.map(value));
  const parts = [text(0, top + 12, title, 'font-weight="bold"')];
  SHOWN.forEach((name, index) => {
    const y = top + 20 + index * (BAR + 3);
    const width = Math.max(1, (value(name) / longest) * (WIDTH - LABEL - NUMBER));
    parts.push(text(LABEL - 8, y + BAR - 2, name, 'text-anchor="end"'));
    parts.push(
      `<rect x="${LABEL}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" fill="${COLORS[index]}"/>`,
    );
    parts.push(text(LABEL + width + 6, y + BAR - 2, `${round(value(name))} µs`));
  });
  return parts.join("\n");
}

function drawChart({ cases, machine, versions }) {
  const height = SHOWN.length * (BAR + 3) + GAP;
  const titles = Object.keys(cases);
  const total = 56 + titles.length * height;
  const about = `${machine}; @trigger.dev/sdk ${versions["@trigger.dev/sdk"]}, undici ${versions.undici}; HTTPS on loopback`;
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 0 ${WIDTH + 20} ${total}" font-family="sans-serif" font-size="12">`,
    `<rect x="-10" width="${WIDTH + 20}" height="${total}" fill="#ffffff"/>`,
    text(
      0,
      20,
      "CPU of the main thread for one call; shorter is better",
      'font-size="15" font-weight="bold"',
    ),
    text(0, 38, about, 'fill="#555555"'),
    ...titles.map((title, index) => group(title, cases[title], 56 + index * height)),
    "</svg>",
  ];
  return `${svg.join("\n")}\n`;
}

module.exports = { drawChart };
