"use strict";

const { DAY, parsePeriod } = require("../time/durations.js");

const TEXT = "String";
const column = (name, description, more) => ({ name, type: TEXT, description, ...more });
const PLACE = [
  column("environment", "Which environment, by its slug", { example: "prod" }),
  column("project", "Which project, by its ref", { example: "proj_howcnaxbfxdmwmxazktx" }),
];
const CORE = { coreColumn: true };

/** The tables of the real server, each with its first columns. */
const TABLES = [
  {
    name: "runs",
    description: "Every run of every task",
    timeColumn: "triggered_at",
    columns: [
      column("run_id", "The id of the run", { example: "run_cm1a2b3c4d5e6f7g8h9i", ...CORE }),
      ...PLACE,
    ],
  },
  {
    name: "metrics",
    description: "What hosts and processes measured while tasks ran",
    timeColumn: "bucket_start",
    columns: [
      ...PLACE,
      column("metric_name", "Which metric", {
        type: `LowCardinality(${TEXT})`,
        example: "process.cpu.utilization",
        ...CORE,
      }),
    ],
  },
  {
    name: "llm_metrics",
    description: "What calls of language models used, cost and took",
    timeColumn: "start_time",
    columns: [...PLACE, column("run_id", "The run that made the call", CORE)],
  },
  {
    name: "llm_models",
    description: "What models cost and how fast they are, over all customers",
    timeColumn: "minute",
    columns: [
      column("response_model", "The model as its provider names it", {
        example: "gpt-4o-2024-08-06",
        ...CORE,
      }),
      column("base_response_model", "The same without its date", { example: "gpt-4o", ...CORE }),
      column("gen_ai_system", "The provider", { example: "openai.responses", ...CORE }),
    ],
  },
];

/** Returns the tables a query reads from. */
function tablesOf(query) {
  return TABLES.map(({ name }) => name).filter((name) =>
    new RegExp(`\\bFROM\\s+${name}\\b`, "i").test(query),
  );
}

/** The rows that queries find in one environment: seeded, for nothing here understands TRQL. */
class Queries {
  #rows = new Map();

  seed(query, rows) {
    this.#rows.set(query, rows);
  }

  /** The rows of a query, or undefined for one that is not known. */
  find(query) {
    return this.#rows.get(query);
  }
}

/** Tells which rows are in the time range of a request: a period beats dates, and 7 days are the default. */
function createWindow({ period, from, to }, now) {
  const start = from ? Date.parse(from) : -Infinity;
  const end = to ? Date.parse(to) : Infinity;
  const since = now - ((period && parsePeriod(period)) || 7 * DAY);
  const covers = (time) => (period || !(from || to) ? time >= since : time >= start && time <= end);
  return ({ triggered_at: time }) => time === undefined || covers(Date.parse(time));
}

function toCell(value) {
  if (value == null) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return /[,"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Writes rows as CSV, under the names of the first one's columns. */
function toCsv(rows) {
  const names = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => names.map((name) => toCell(row[name])));
  return [names.map(toCell), ...lines].map((cells) => cells.join(",")).join("\n");
}

module.exports = { Queries, TABLES, createWindow, tablesOf, toCsv };
