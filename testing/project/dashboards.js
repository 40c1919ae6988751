"use strict";

const { createInternalId, scramble } = require("../ids.js");

/** The dashboards every organization has. */
const BUILT_IN = [
  {
    key: "overview",
    title: "Overview",
    type: "builtIn",
    widgets: [
      { id: "runs", title: "Runs", query: "SELECT count() AS runs FROM runs", type: "bignumber" },
      {
        id: "statuses",
        title: "Runs by status",
        query: "SELECT status, count() AS runs FROM runs GROUP BY status",
        type: "table",
      },
    ],
  },
  { key: "llm", title: "AI metrics", type: "builtIn", widgets: [] },
];

const DISPLAY_DEFAULTS = {
  table: { prettyFormatting: true, sorting: [] },
  bignumber: { abbreviate: false },
};
const FULL_WIDTH = { x: 0, w: 12, h: 8 };

/** The dashboards an organization has made, here those of one project. */
class Dashboards {
  #now;
  #byId = new Map();

  constructor(now) {
    this.#now = now;
  }

  get(id) {
    return this.#byId.get(id);
  }

  list() {
    return [...BUILT_IN, ...Array.from(this.#byId.values(), summarize)];
  }

  create({ id = `dashboard_${createInternalId(this.#now())}`, title, description = "", widgets = [] }) {
    const dashboard = { id, title, description, createdAt: this.#now(), widgets: [] };
    for (const widget of widgets) place(dashboard, widget);
    this.#byId.set(id, dashboard);
    return this.touch(dashboard);
  }

  /** Changes what is named of a dashboard. Widgets that were there keep their place unless given another. */
  change(dashboard, { title = dashboard.title, description = dashboard.description, widgets }) {
    Object.assign(dashboard, { title, description });
    if (widgets) {
      const before = new Map(dashboard.widgets.map(({ id, position }) => [id, position]));
      dashboard.widgets = [];
      for (const widget of widgets) place(dashboard, { position: before.get(widget.id), ...widget });
    }
    return this.touch(dashboard);
  }

  /** Notes that a dashboard was written to. */
  touch(dashboard) {
    return Object.assign(dashboard, { updatedAt: this.#now(), revision: scramble(16) });
  }

  delete(id) {
    this.#byId.delete(id);
  }
}

/** Adds a widget to a dashboard: without a position below the others, in full width. */
function place(dashboard, { id = scramble(10), title, query = "", display, fillGaps, position }) {
  const bottom = Math.max(0, ...dashboard.widgets.map((widget) => widget.position.y + widget.position.h));
  const widget = {
    ...{ id, title, query, fillGaps },
    display: { ...DISPLAY_DEFAULTS[display.type], ...display },
    position: position ?? { ...FULL_WIDTH, y: bottom },
  };
  dashboard.widgets.push(widget);
  return widget;
}

function summarize({ id, title, description, widgets }) {
  const shown = widgets.filter(({ display }) => display.type !== "title");
  return {
    ...{ key: id, title, type: "custom", description },
    widgets: shown.map(({ display, ...widget }) => ({
      ...{ id: widget.id, title: widget.title, query: widget.query },
      type: display.type,
    })),
  };
}

function render({ createdAt, updatedAt, ...dashboard }) {
  const toText = (time) => new Date(time).toISOString();
  return { ...dashboard, createdAt: toText(createdAt), updatedAt: toText(updatedAt) };
}

module.exports = { Dashboards, place, render };
