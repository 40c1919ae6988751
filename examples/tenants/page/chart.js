// Runs per status over time: a stack of bars, its legend, and the same as a table.

import { drawn, element, table } from "./elements.js";

export const GROUPS = {
  completed: "Completed",
  failed: "Failed",
  running: "Running",
  queued: "Queued",
  other: "Canceled or expired",
};
const ORDER = Object.keys(GROUPS);
const DAY = 86_400_000;
const HEIGHT = 240;
/** What the name of a time takes. */
const LABEL = 64;
const LEFT = 36;
const BOTTOM = 28;
const TOP = 12;

const hour = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat("en", { month: "short", day: "numeric" });
const moment = new Intl.DateTimeFormat("en", {
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

const sum = (bar) => ORDER.reduce((total, group) => total + (bar[group] ?? 0), 0);
const plural = (count) => (count === 1 ? "1 run" : `${count} runs`);

/** A round number of at least the highest bar, whose half is whole too. */
function ceiling(highest) {
  const size = 10 ** Math.floor(Math.log10(Math.max(highest, 1)));
  return [1, 2, 4, 6, 8, 10].map((step) => step * size).find((top) => top >= Math.max(highest, 2));
}

function describeBar(bar) {
  const parts = ORDER.filter((group) => bar[group]).map(
    (group) => `${bar[group]} ${GROUPS[group].toLowerCase()}`,
  );
  return `${moment.format(new Date(bar.from))}: ${parts.join(", ") || "no runs"}`;
}

function drawBars(counts, top, width) {
  const slot = (width - LEFT) / counts.length;
  const scale = (HEIGHT - BOTTOM - TOP) / top;
  return counts.map((bar, index) => {
    let y = HEIGHT - BOTTOM;
    const x = LEFT + index * slot + slot * 0.14;
    const parts = ORDER.filter((group) => bar[group]).map((group) => {
      const height = bar[group] * scale;
      y -= height;
      // A hair's breadth between two parts, so that colour alone does not part them.
      const shown = Math.max(height - 1, 1);
      return drawn("rect", { class: group, x, y, width: slot * 0.72, height: shown, rx: 1.5 });
    });
    return drawn("g", { class: "bar" }, drawn("title", {}, describeBar(bar)), ...parts);
  });
}

function drawScale(counts, top, width) {
  const lines = [0, top / 2, top].flatMap((value) => {
    const y = HEIGHT - BOTTOM - ((HEIGHT - BOTTOM - TOP) * value) / top;
    return [
      drawn("line", { class: "grid", x1: LEFT, x2: width, y1: y, y2: y }),
      drawn("text", { x: LEFT - 8, y: y + 4, "text-anchor": "end" }, String(value)),
    ];
  });
  const length = new Date(counts[1].from) - new Date(counts[0].from);
  const isOfDays = length * counts.length > DAY;
  const format = isOfDays ? day : hour;
  const slot = (width - LEFT) / counts.length;
  // No day is named twice.
  const whole = isOfDays ? Math.max(DAY / length, 1) : 1;
  const step = Math.ceil(LABEL / slot / whole) * whole;
  const times = counts.flatMap(({ from }, index) =>
    index % step === 0 && width - LEFT - index * slot >= LABEL
      ? [
          drawn(
            "text",
            { x: LEFT + index * slot + slot * 0.14, y: HEIGHT - 8 },
            format.format(new Date(from)),
          ),
        ]
      : [],
  );
  return [...lines, ...times];
}

/** Draws as wide as there is room, so that its texts keep their size. */
function drawChart(counts, label) {
  const top = ceiling(Math.max(...counts.map(sum)));
  const svg = drawn("svg", { class: "chart", height: HEIGHT, role: "img", "aria-label": label });
  let drawnWidth;
  new ResizeObserver(([{ contentRect }]) => {
    const width = Math.round(contentRect.width);
    if (width === drawnWidth || width <= LEFT) return;
    drawnWidth = width;
    svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    svg.replaceChildren(...drawScale(counts, top, width), ...drawBars(counts, top, width));
  }).observe(svg);
  return svg;
}

export function chart(counts) {
  const totals = Object.fromEntries(
    ORDER.map((group) => [group, counts.reduce((total, bar) => total + (bar[group] ?? 0), 0)]),
  );
  const present = ORDER.filter((group) => totals[group] > 0);
  const spoken = present.map((group) => `${totals[group]} ${GROUPS[group].toLowerCase()}`).join(", ");
  const rows = counts
    .filter((bar) => sum(bar) > 0)
    .map((bar) => [moment.format(new Date(bar.from)), ...present.map((group) => String(bar[group] ?? 0))])
    .reverse();
  return [
    drawChart(counts, `Runs over time: ${spoken}`),
    element(
      "ul",
      { class: "legend" },
      ...present.map((group) =>
        element(
          "li",
          { class: `dot ${group}` },
          `${GROUPS[group]} `,
          element("b", {}, String(totals[group])),
        ),
      ),
    ),
    element(
      "details",
      {},
      element("summary", {}, "Show as a table"),
      table(
        plural(present.reduce((total, group) => total + totals[group], 0)),
        ["From", ...present.map((group) => GROUPS[group])],
        rows,
      ),
    ),
  ];
}
