"use strict";

const { createZone } = require("./zones.js");

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];
const short = (names, first) => names.map((name, index) => [name.slice(0, 3).toLowerCase(), index + first]);

const NUMERIC = /^[,*\d/-]+$/;
const FIELDS = [
  { min: 0, max: 59, characters: NUMERIC },
  { min: 0, max: 23, characters: NUMERIC },
  { min: 1, max: 31, characters: /^[?,*\dL/-]+$/ },
  { min: 1, max: 12, characters: NUMERIC, aliases: new Map(short(MONTHS, 1)) },
  { min: 0, max: 7, characters: /^[?,*\dL#/-]+$/, aliases: new Map(short(WEEKDAYS, 0)) },
];
const ALIASES = /^@(yearly|annually|monthly|weekly|daily|hourly)$/;
/** A leap day may be eight years away. */
const FARTHEST = 366 * 8;

/** What is wrong with an expression, as the server says it. */
class CronError extends Error {}

/** Passes the server's check, and makes it fail further on. */
class Unreadable extends Error {}

/** A cron expression of five fields. */
class Cron {
  /** Reads an expression, or throws what the server makes of it. */
  constructor(expression) {
    if (expression.split(" ").length > 5) {
      throw new CronError("CRON expressions with seconds are not allowed");
    }
    if (expression === "") throw new CronError("CRON expression is required");
    if (ALIASES.test(expression)) throw new Unreadable(expression);
    const texts = expression.trim().split(/\s+/);
    // Fields that are missing are taken for the first ones.
    const fields = FIELDS.slice(-texts.length).map((field, index) => readField(texts[index], field));
    if (texts.length !== 5) throw new Unreadable(expression);
    this.texts = texts;
    const [minutes, hours, days, months, weekdays] = fields;
    this.minutes = minutes;
    this.hours = hours;
    this.days = days;
    this.months = months;
    this.weekdays = weekdays;
  }

  /** The expression in words; one that takes more than a few is shown as it is. */
  get description() {
    const [minute, hour, day, month, weekday] = this.texts;
    const time = describeTime(minute, hour);
    const rest = [describeDay(day), describeWeekday(weekday), describeMonth(month)];
    if (time === undefined || rest.includes(undefined)) return this.texts.join(" ");
    return time + rest.join("");
  }

  /** Returns when it is due next after an instant, as the clocks of a timezone show it. */
  next(after, timezone) {
    const zone = createZone(timezone);
    const today = zone.read(after);
    for (let day = 0; day < FARTHEST; day++) {
      const date = new Date(Date.UTC(today.year, today.month - 1, today.day + day));
      if (!this.#isDueOn(date)) continue;
      for (const hour of this.hours) {
        for (const minute of this.minutes) {
          const due = zone.find(date, hour, minute);
          if (due !== undefined && due > after) return due;
        }
      }
    }
    return undefined;
  }

  /** When both the day of the month and that of the week are given, either will do. */
  #isDueOn(date) {
    if (!this.months.includes(date.getUTCMonth() + 1)) return false;
    const [, , day, , weekday] = this.texts;
    const isDay = this.days.includes(date.getUTCDate()) || (this.days.hasLast && isLastOfMonth(date, 1));
    const isWeekday =
      this.weekdays.some((each) => each % 7 === date.getUTCDay()) ||
      (this.weekdays.last === date.getUTCDay() && isLastOfMonth(date, 7));
    const isOpen = (text) => text === "*" || text === "?";
    if (isOpen(day)) return isOpen(weekday) || isWeekday;
    return isOpen(weekday) ? isDay : isDay || isWeekday;
  }
}

/** The month ends within this many days. */
function isLastOfMonth(date, days) {
  const later = new Date(date.getTime() + days * 86_400_000);
  return later.getUTCMonth() !== date.getUTCMonth();
}

/** @param {string} text @param {any} field */
function readField(text, { min, max, characters, aliases }) {
  const plain = aliases ? text.replace(/[a-z]{3}/gi, (name) => replaceAlias(name, aliases)) : text;
  if (!characters.test(plain)) throw new CronError(`Invalid characters, got value: ${plain}`);
  const values = plain.split(",").flatMap((part) => readPart(part, min, max));
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  const last = /^(\d)L$/.exec(plain)?.[1];
  return Object.assign(sorted, {
    hasLast: plain === "L",
    last: last === undefined ? undefined : Number(last) % 7,
  });
}

function replaceAlias(name, aliases) {
  const alias = name.toLowerCase();
  if (aliases.has(alias)) return aliases.get(alias);
  throw new CronError(`Validation error, cannot resolve alias "${alias}"`);
}

function readPart(part, min, max) {
  if (/^\d?L$/.test(part)) return [];
  const [range, step = "1"] = part.split("/");
  const [first, last = part.includes("/") ? max : first] =
    range === "*" || range === "?" ? [min, max] : range.split("-").map(Number);
  const given = [first, last].find((value) => Number.isNaN(value) || value < min || value > max);
  if (given !== undefined)
    throw new CronError(`Constraint error, got value ${given} expected range ${min}-${max}`);
  if (first > last) throw new CronError(`Invalid range: ${range}`);
  if (!(Number(step) > 0)) throw new CronError(`Constraint error, cannot repeat at every ${step} time.`);
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step);
}

function describeTime(minute, hour) {
  const isNumber = (text) => /^\d+$/.test(text);
  if (isNumber(minute) && isNumber(hour)) {
    const half = hour < 12 ? "AM" : "PM";
    return `At ${String(hour % 12 || 12).padStart(2, "0")}:${minute.padStart(2, "0")} ${half}`;
  }
  if (hour !== "*") return undefined;
  if (minute === "*") return "Every minute";
  if (minute === "0") return "Every hour";
  if (isNumber(minute)) return `At ${minute} minutes past the hour`;
  return /^\*\/\d+$/.test(minute) ? `Every ${minute.slice(2)} minutes` : undefined;
}

function describeDay(text) {
  if (text === "*") return "";
  if (text === "L") return ", on the last day of the month";
  return /^\d+$/.test(text) ? `, on day ${text} of the month` : undefined;
}

function describeWeekday(text) {
  if (text === "*") return "";
  if (text === "1-5") return ", Monday through Friday";
  return /^\d$/.test(text) ? `, only on ${WEEKDAYS[text % 7]}` : undefined;
}

function describeMonth(text) {
  if (text === "*") return "";
  return /^\d+$/.test(text) ? `, only in ${MONTHS[text - 1]}` : undefined;
}

module.exports = { Cron, CronError, Unreadable };
